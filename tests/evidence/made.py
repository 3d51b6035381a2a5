"""One small made question, so that every step of the check can show itself at work."""

from __future__ import annotations

from functools import cache

from workbench.evidence.claim import Claim, ResolvedClaim, resolve_claim
from workbench.evidence.coverage import surroundings
from workbench.evidence.decision import Decision, decide
from workbench.evidence.logic.finding import findings
from workbench.evidence.parameters import settings
from workbench.evidence.readings import FixesAround
from workbench.evidence.reported_strength import Weighed, weigh
from workbench.observations.wearer import observe
from workbench.tables.tracks import Tracks
from workbench.testing import make_fixes, make_tracks

__all__ = ["sample_decision", "sample_tracks", "sample_weighed"]


@cache
def sample_tracks() -> Tracks:
    """Make the tracks of a tag that lay at one point of the open sea for two hours."""
    return make_tracks(make_fixes(minutes=range(0, 120, 3)))


@cache
def sample_decision(
    *, place: tuple[float, float] = (1.2, 51.4), kind: str = "visited"
) -> tuple[ResolvedClaim, FixesAround, Decision]:
    """Decide whether the tag of :func:`sample_tracks` was at a place."""
    tracks = sample_tracks()
    question = resolve_claim(Claim(place=place, start="2026-03-03T00:30Z", end="2026-03-03T01:30Z", kind=kind), tracks)
    around = surroundings(question, observe(tracks, question.wearer), tracks)
    return question, around.seen, decide(question, around, findings(around.seen, question, settings()), settings())


@cache
def sample_weighed() -> Weighed | None:
    """Weigh the question of :func:`sample_decision` over all its settings, against elsewhere and nearby."""
    question, seen, decision = sample_decision()
    return weigh(question, observe(sample_tracks(), question.wearer), seen, decision.settings, against=("far", "near"))
