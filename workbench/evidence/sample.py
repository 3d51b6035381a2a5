"""One small made question, so that every step of the check can show itself at work."""

from __future__ import annotations

from workbench.evidence.claim import Claim
from workbench.evidence.decide import Decision, decide
from workbench.evidence.question import Question, question_of
from workbench.evidence.settings import settings
from workbench.evidence.witness import Witnesses, witnesses
from workbench.testing import make_fixes, make_tracks

__all__ = ["sample_decision"]


def sample_decision(*, place: tuple[float, float] = (1.2, 51.4), kind: str = "visited") -> tuple[Question, Witnesses, Decision]:
    """Decide whether a tag that lay at one point of the open sea for two hours was at a place.

    Parameters
    ----------
    place : (lon, lat)
        WGS 84 degrees; the tag lies at (1.2, 51.4), with a fix each three minutes.
    kind : str
        As in :class:`workbench.Claim`.

    Returns
    -------
    (Question, Witnesses, Decision)
        What is asked between 00:30 and 01:30 on 3 March 2026, UTC; the fixes; the answer.

    Notes
    -----
    Source: made.

    Examples
    --------
    >>> sample_decision()[2].answer
    'supported'
    """
    tracks = make_tracks(make_fixes(minutes=range(0, 120, 3)))
    question = question_of(Claim(place=place, start="2026-03-03T00:30Z", end="2026-03-03T01:30Z", kind=kind), tracks)
    seen = witnesses(tracks, question)
    return question, seen, decide(question, seen, settings())
