"""What would change an answer: for every "cannot tell" at least one thing that would settle it."""

from __future__ import annotations

import math
from typing import Any

from workbench.evidence.because import unwatched
from workbench.evidence.clockwords import clock_span
from workbench.evidence.decide import Decision
from workbench.evidence.flips import flip_error, flip_speed
from workbench.evidence.question import Question
from workbench.evidence.weigh import Weighed
from workbench.evidence.witness import Witnesses
from workbench.evidence.words import CHANGES
from workbench.time.labels import duration_label

__all__ = ["remedies"]


def remedies(
    question: Question, seen: Witnesses, decision: Decision, weighed: Weighed | None = None, margin_m: float | None = None
) -> list[str]:
    """Write what would change an answer."""
    # Mod:`workbench.evidence.words`.
    if decision.reason in ("evidence", "excluded"):
        return _decided(question, seen, decision, weighed)
    if decision.reason in ("too_fine", "weak"):
        return _wider(question, margin_m)
    if decision.reason == "sensitive":
        return _sensitive(question, decision, weighed)
    makers = {"no_data": _silent, "gap": _silent, "too_brief": _brief}
    return makers[decision.reason](question, seen, decision)


def _say(name: str, **numbers: Any) -> str:
    return CHANGES[name].format(**numbers)


def _decided(question: Question, seen: Witnesses, decision: Decision, weighed: Weighed | None) -> list[str]:
    turn = flip_error(question, seen, decision, weighed)
    text = [_say("error_far", factor=20) if turn is None else _say("error", factor=turn[0], other=turn[1])]
    if decision.reason == "evidence" and unwatched(question, decision):
        text += _silent(question, seen, decision)[:1]
    if decision.reason == "excluded" and question.kind != "throughout":
        kmh = flip_speed(question, seen, decision)
        text += [] if kmh is None else [_say("speed", kmh=kmh)]
    return text


def _silent(question: Question, _: Witnesses, decision: Decision) -> list[str]:
    low, high = question.stated
    silence = decision.mute
    span = clock_span(question, max(silence.start_s, low), min(silence.end_s, high))
    return [_say("fix", span=span), _say("other_source")]


def _wider(question: Question, margin_m: float | None) -> list[str]:
    text = [_say("dense")]
    if margin_m is None:
        return text
    radius = question.region.radius_m
    if radius is not None:
        return [_say("radius", radius=radius + margin_m), *text]
    return [_say("margin", margin=margin_m), *text]


def _brief(question: Question, seen: Witnesses, decision: Decision) -> list[str]:
    base = decision.base
    if base.inside.longest_s(*question.stated) > 0:
        return [_say("shorter", minutes=duration_label(math.floor(base.visit_s) / 60)), _say("dense")]
    longest = max(f.hidden_s for f in decision.findings)
    text = [_say("dense")]
    if longest < question.length_s:
        text.insert(0, _say("longer", minutes=duration_label(math.ceil(longest) / 60)))
    return text


def _sensitive(question: Question, decision: Decision, weighed: Weighed | None) -> list[str]:
    """Name what would settle the settings that answer, or lean, otherwise than the assumed one."""
    error = "dense" if question.errors.measured else "known_error"
    told: list[object] = list(decision.answers)
    if len(set(told)) == 1 and weighed is not None:
        told = [bool(v > 0) for v in weighed.support]
    text = []
    for setting, answer in zip(decision.settings, told, strict=True):
        if answer == told[0]:
            continue
        moved = (setting.clock_s, setting.cap_scale - 1)
        name = "hour" if abs(moved[0]) >= 3600 else "clock" if moved[0] else "speed_known" if moved[1] else error
        text.append(_say(name))
    return list(dict.fromkeys(text))
