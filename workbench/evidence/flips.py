"""Where an answer would turn: the error and the speed at which another one begins."""

from __future__ import annotations

from collections.abc import Callable

from workbench.evidence.answers import alone, excluded, too_fine
from workbench.evidence.decide import Decision
from workbench.evidence.logic import finding
from workbench.evidence.question import Question
from workbench.evidence.settings import Setting
from workbench.evidence.watch import seen_in_time, watched
from workbench.evidence.weigh import Weighed
from workbench.evidence.witness import Witnesses, read

__all__ = ["flip_error", "flip_speed", "needed_speed"]

_MOST_ERROR, _MOST_SPEED = 20.0, 20.0
_WALK_MS = 2.0


def _answer(question: Question, seen: Witnesses, setting: Setting, weighed: Weighed | None = None) -> str:
    found = finding(read(seen, question.region, setting), question)
    logic = found.answer(question)
    if weighed is None:
        return logic
    here = weighed.under(setting)
    seen_then = seen_in_time(question, found.reading)
    likely = bool(here.likely[0]) and watched(question, found.reading)
    answer, _ = alone(question, logic, here.support[0], here.far[0], seen=seen_then, likely=likely)
    out = excluded(question, [logic])
    return "cannot tell" if not out and too_fine(question, found.reading, here) else answer


def _least(holds: Callable[[float], bool], low: float, high: float, *, steps: int = 10) -> float:
    """Halve an interval at whose upper end something holds, down to where it begins to hold."""
    for _ in range(steps):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def flip_error(
    question: Question, seen: Witnesses, decision: Decision, weighed: Weighed | None = None
) -> tuple[float, str] | None:
    """Find the error scale at which the answer as assumed turns."""
    # Source: bisection.
    now = decision.answers[0]

    def turned(scale: float) -> bool:
        return _answer(question, seen, Setting("", k_scale=scale), weighed) != now

    if not turned(_MOST_ERROR):
        return None
    factor = _least(turned, 1.0, _MOST_ERROR, steps=5)
    return factor, _answer(question, seen, Setting("", k_scale=factor), weighed)


def flip_speed(question: Question, seen: Witnesses, decision: Decision) -> float | None:
    """Find the speed at which an excluded claim would become possible."""
    # Source: bisection.
    now = decision.answers[0]

    def turned(scale: float) -> bool:
        return _answer(question, seen, Setting("", cap_scale=scale)) != now

    if not turned(_MOST_SPEED):
        return None
    return _least(turned, 1.0, _MOST_SPEED) * decision.base.reading.cap_ms * 3.6


def needed_speed(question: Question, seen: Witnesses, decision: Decision) -> float | None:
    """Find the least speed that the stay claimed would have needed between the fixes."""
    # Source: bisection on the space-time prism.
    cap = decision.base.reading.cap_ms

    def fits(scale: float) -> bool:
        return finding(read(seen, question.region, Setting("", cap_scale=scale)), question).possibly_sometime

    slow = _WALK_MS / cap
    return None if fits(slow) or not fits(1.0) else _least(fits, slow, 1.0) * cap * 3.6
