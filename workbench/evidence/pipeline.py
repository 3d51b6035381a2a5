"""From a claim to its decision: what is certain, how strongly the fixes speak, and the rule over both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.evidence import parameters as fixed
from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.coverage import surroundings
from workbench.evidence.decision import Decision, decide, held_back, is_excluded, unanswerable
from workbench.evidence.hmm.posterior import Picture, picture
from workbench.evidence.likelihood_ratio import across
from workbench.evidence.logic.finding import findings
from workbench.evidence.parameters import FAR_M
from workbench.evidence.readings import FixesAround, read
from workbench.evidence.reported_strength import weigh
from workbench.observations import Observations
from workbench.tables import Tracks

__all__ = ["Examined", "examine"]


@dataclass(frozen=True, eq=False)
class Examined:
    """A claim with its decision.

    Attributes
    ----------
    decision : Decision
        Answer, reason, strength, and what was observed around it.
    picture : Picture or None
        What the drawn paths did; None where no path was tried or none was asked for.
    across : (float, float, float) or None
        Where no fix lies near the time claimed, what the movement model makes of those further away, against each alternative,
        decades: for the record, it is never reported.
    """

    decision: Decision
    picture: Picture | None
    across: tuple[float, float, float] | None = None


def examine(
    question: ResolvedClaim,
    observed: Observations,
    tracks: Tracks,
    *,
    against: Sequence[str] = ("far", "near"),
    other: ResolvedClaim | None = None,
    sensitivity: bool = True,
    drawn: bool = True,
) -> Examined:
    """Find out what the fixes say about a claim, and decide it."""
    # Where a place is excluded and more than 20 km from every fix, no path is tried.
    around = surroundings(question, observed, tracks)
    seen = around.seen
    low, high = question.stated
    tried = _settings(question, seen) if sensitivity else fixed.SUPPORTING[:1]
    found = findings(seen, question, tried)
    near = (seen.t_s >= low - fixed.PADDING_S) & (seen.t_s <= high + fixed.PADDING_S)
    if blind := unanswerable(question, around):
        beyond = across(question, observed, fixed.SUPPORTING[0]) if drawn and blind == "no_data" else None
        return Examined(decide(question, around, found, tried), None, beyond)
    out = is_excluded(question, found)
    far_off = out and float(found[0].reading.away_m[near].min()) > FAR_M
    weighed = weigh(question, observed, seen, tried, against=against, other=other, excluded=out, far_off=far_off)
    scales = None if weighed is None else weighed.scales
    shown = picture(scales.setup, scales.claim, question.region, question.start) if drawn and scales is not None else None
    known_share = math.nan if shown is None else shown.info
    decision = decide(question, around, found, tried, weighed, known_share)
    return Examined(held_back(question, decision) if sensitivity else decision, shown)


def _settings(question: ResolvedClaim, seen: FixesAround) -> tuple[fixed.Setting, ...]:
    clock = fixed.COARSE_CLOCK_S if seen.coarse.any() else fixed.CLOCK_S
    low, high = question.stated
    near = (seen.t_s >= low - fixed.PADDING_S) & (seen.t_s <= high + fixed.PADDING_S)
    returns = bool(read(seen, question.region, fixed.SUPPORTING[0]).echo[near].any())
    return fixed.settings(clock_s=clock, repeated_hour=bool(seen.repeated.any()), returns=returns)
