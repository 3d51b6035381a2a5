"""What would change an answer: where it would turn, and for every "cannot tell" at least one thing that would settle it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.decision import Decision, answer_under, unwatched
from workbench.evidence.explain.statements import clock_span
from workbench.evidence.explain.words import CHANGES
from workbench.evidence.logic.finding import finding
from workbench.evidence.parameters import MOST_ERROR, MOST_SPEED, SLOW_MS, UNPROVEN, Setting
from workbench.evidence.readings import read
from workbench.time import duration_label

__all__ = ["flip_error", "flip_speed", "needed_speed", "remedies"]


def _least(holds: Callable[[float], bool], low: float, high: float, *, steps: int = 10) -> float:
    """Halve an interval at whose upper end something holds, down to where it begins to hold."""
    for _ in range(steps):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def flip_error(question: ResolvedClaim, decision: Decision) -> tuple[float, str] | None:
    """Find the error scale at which the answer as assumed turns."""
    # Source: bisection.
    now, weighed = decision.answers[0], decision.weighed

    def turned(scale: float) -> bool:
        return answer_under(question, decision.observed, Setting("", k_scale=scale), weighed).answer != now

    if not turned(MOST_ERROR):
        return None
    factor = _least(turned, 1.0, MOST_ERROR, steps=5)
    return factor, answer_under(question, decision.observed, Setting("", k_scale=factor), weighed).answer


def flip_speed(question: ResolvedClaim, decision: Decision) -> float | None:
    """Find the speed at which an excluded claim would become possible."""
    # Source: bisection.
    now = decision.answers[0]

    def turned(scale: float) -> bool:
        return answer_under(question, decision.observed, Setting("", cap_scale=scale)).answer != now

    if not turned(MOST_SPEED):
        return None
    return _least(turned, 1.0, MOST_SPEED) * decision.base.reading.cap_ms * 3.6


def needed_speed(question: ResolvedClaim, decision: Decision) -> float | None:
    """Find the least speed that the stay claimed would have needed between the fixes."""
    # Source: bisection on the space-time prism.
    cap = decision.base.reading.cap_ms

    def fits(scale: float) -> bool:
        return finding(read(decision.observed.seen, question.region, Setting("", cap_scale=scale)), question).possibly_sometime

    slow = SLOW_MS / cap
    return None if fits(slow) or not fits(1.0) else _least(fits, slow, 1.0) * cap * 3.6


def remedies(
    question: ResolvedClaim, decision: Decision, *, margin_m: float | None = None, flip_kmh: float | None = None
) -> list[str]:
    """Write what would change an answer."""
    if decision.reason in ("evidence", "excluded"):
        return _decided(question, decision, flip_kmh)
    if decision.reason in ("too_fine", "weak"):
        return _wider(question, margin_m)
    if decision.reason == "sensitive":
        return _sensitive(question, decision)
    if decision.reason == "inconsistent":
        conflict = decision.observed.conflict
        return [_say("one_device"), _say("other_source")] if conflict is not None and conflict.devices else [_say("other_source")]
    if decision.reason == "outside_window":
        return [_say("load_more"), _say("other_source")]
    makers = {"no_data": _silent, "gap": _silent, "too_brief": _brief}
    return makers[decision.reason](question, decision)


def _say(name: str, **numbers: Any) -> str:
    return CHANGES[name].format(**numbers)


def _decided(question: ResolvedClaim, decision: Decision, flip_kmh: float | None) -> list[str]:
    turn = flip_error(question, decision)
    text = [_say("error_far", factor=20) if turn is None else _say("error", factor=turn[0], other=turn[1])]
    if decision.reason == "evidence" and unwatched(question, decision):
        text += _silent(question, decision)[:1]
    return text if flip_kmh is None else [*text, _say("speed", kmh=flip_kmh)]


def _silent(question: ResolvedClaim, decision: Decision) -> list[str]:
    low, high = question.stated
    silence = decision.mute
    span = clock_span(question, max(silence.start_s, low), min(silence.end_s, high))
    return [_say("fix", span=span), _say("other_source")]


def _wider(question: ResolvedClaim, margin_m: float | None) -> list[str]:
    text = [_say("dense")]
    if margin_m is None:
        return text
    radius = question.region.radius_m
    if radius is not None:
        return [_say("radius", radius=radius + margin_m), *text]
    return [_say("margin", margin=margin_m), *text]


def _brief(question: ResolvedClaim, decision: Decision) -> list[str]:
    base = decision.base
    if base.inside.longest_s(*question.stated) > 0:
        return [_say("shorter", minutes=duration_label(math.floor(base.visit_s) / 60)), _say("dense")]
    longest = max(f.hidden_s for f in decision.findings)
    text = [_say("dense")]
    if longest < question.length_s:
        text.insert(0, _say("longer", minutes=duration_label(math.ceil(longest) / 60)))
    return text


def _sensitive(question: ResolvedClaim, decision: Decision) -> list[str]:
    """Name what would settle the settings that answer, or lean, otherwise than the assumed one."""
    error = "dense" if question.errors.measured else "known_error"
    weighed = decision.weighed
    told: list[object] = list(decision.answers)
    if len(set(told)) == 1 and weighed is not None:
        told = [bool(v > 0) for v in weighed.support]
    text = []
    for setting, answer in zip(decision.settings, told, strict=True):
        if answer == told[0]:
            continue
        if setting in UNPROVEN:
            name = "zone"
        elif setting.clock_s:
            name = "hour" if abs(setting.clock_s) >= 3600 else "clock"
        else:
            name = "speed_known" if setting.cap_scale != 1 else error
        text.append(_say(name))
    return list(dict.fromkeys(text))
