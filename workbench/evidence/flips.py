"""Where an answer would turn: the error, the speed, the radius at which another one begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workbench.evidence.decide import Decision
from workbench.evidence.logic import finding
from workbench.evidence.question import Question
from workbench.evidence.settings import SUPPORTING, Setting
from workbench.evidence.witness import Witnesses, read

__all__ = ["flip_error", "flip_margin", "flip_speed"]

_MOST_ERROR, _MOST_SPEED = 20.0, 20.0
_MARGINS_M = (10.0, 25.0, 50.0, 100.0, 250.0, 500.0)


def _answer(question: Question, seen: Witnesses, setting: Setting) -> str:
    return finding(read(seen, question.region, setting), question).answer(question)


def _least(holds: Callable[[float], bool], low: float, high: float, *, steps: int = 10) -> float:
    """Halve an interval at whose upper end something holds, down to where it begins to hold."""
    for _ in range(steps):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def flip_error(question: Question, seen: Witnesses, decision: Decision) -> tuple[float, str] | None:
    """Find the error scale at which the answer as assumed turns.

    Parameters
    ----------
    question : Question
        The claim made definite.
    seen : Witnesses
        The usable fixes around it.
    decision : Decision
        Its answer as assumed is the one that turns.

    Returns
    -------
    (float, str) or None
        Factor on the error and the answer there; None if the answer stands up to a factor of 20.

    Notes
    -----
    Source: bisection.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> factor, answer = flip_error(*sample_decision())
    >>> 3 < factor < 20, answer
    (True, 'cannot tell')
    """
    now = decision.answers[0]

    def turned(scale: float) -> bool:
        return _answer(question, seen, Setting("", k_scale=scale)) != now

    if not turned(_MOST_ERROR):
        return None
    factor = _least(turned, 1.0, _MOST_ERROR)
    return factor, _answer(question, seen, Setting("", k_scale=factor))


def flip_speed(question: Question, seen: Witnesses, decision: Decision) -> float | None:
    """Find the speed at which an excluded claim would become possible.

    Parameters
    ----------
    question : Question
        The claim made definite.
    seen : Witnesses
        The usable fixes around it.
    decision : Decision
        Its answer as assumed rests on exclusion.

    Returns
    -------
    float or None
        km/h; None if no speed up to twenty times the cap makes it possible.

    Notes
    -----
    Source: bisection.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> round(flip_speed(*sample_decision(place=(1.2, 51.45))) / 10) * 10
    660
    """
    now = decision.answers[0]

    def turned(scale: float) -> bool:
        return _answer(question, seen, Setting("", cap_scale=scale)) != now

    if not turned(_MOST_SPEED):
        return None
    return _least(turned, 1.0, _MOST_SPEED) * decision.base.reading.cap_ms * 3.6


def flip_margin(question: Question, seen: Witnesses) -> float | None:
    """Find the margin around the place at which the claim would be supported.

    Parameters
    ----------
    question : Question
        The claim made definite.
    seen : Witnesses
        The usable fixes around it.

    Returns
    -------
    float or None
        Metres, to about a tenth; None if even 500 m is not enough.

    Notes
    -----
    Source: bisection over the settings that bear on lying inside.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> question, seen, _ = sample_decision(place=(1.201, 51.4))
    >>> 10 < flip_margin(question, seen) < 60
    True
    """
    if question.kind == "never":
        return None

    def supported(margin: float) -> bool:
        wider = replace(question, region=question.region.grown(margin))
        return all(_answer(wider, seen, s) == "supported" for s in SUPPORTING)

    low = 1.0
    for margin in _MARGINS_M:
        if supported(margin):
            return _least(supported, low, margin, steps=4)
        low = margin
    return None
