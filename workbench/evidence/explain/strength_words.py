"""Strength in words: how many times more probable the fixes are under one statement than under the other."""

from __future__ import annotations

import math

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.decision import Decision
from workbench.evidence.explain.statements import statement
from workbench.evidence.explain.what_would_change import needed_speed
from workbench.evidence.explain.words import STRENGTH, phrase
from workbench.evidence.parameters import EVEN, IMPLAUSIBLE, RING_M
from workbench.evidence.reported_strength import Weighed
from workbench.time import duration_label

__all__ = ["cap_words", "evidence_words", "factor_words", "ratio_words", "room_words", "turn_words"]


def factor_words(log10_lr: float, cap_log10_lr: float) -> str:
    """Write a likelihood ratio as so many times more or less probable."""
    if abs(log10_lr) < EVEN:
        return STRENGTH["even"]
    side = "more" if log10_lr > 0 else "less"
    size = abs(log10_lr)
    times = 10.0**size
    digits = max(0, math.floor(size) - 1)
    shown = f"{times:.1f}" if times < 2 else f"{round(times, -digits):,.0f}"
    return STRENGTH[f"most_{side}" if size >= cap_log10_lr - 1e-9 else side].format(times=shown)


def ratio_words(question: ResolvedClaim, weighed: Weighed) -> str:
    """Write how much more probable the fixes are if the claim is true, against each alternative, as assumed."""
    # Of a `never` claim the alternative is that the tag was there.
    clause = statement(question)
    clause = clause[0].lower() + clause[1:].rstrip(".")
    far = factor_words(question.signed(float(weighed.far[0])), weighed.limit)
    if question.kind == "never":
        return STRENGTH["never"].format(far=far, clause=clause)
    _, near, other = weighed.shown(0)
    more = ""
    if not math.isnan(near):
        name = "near_throughout" if question.kind == "throughout" else "near_visited"
        more += STRENGTH[name].format(factor=factor_words(near, weighed.limit), ring=RING_M)
    if not math.isnan(other):
        more += STRENGTH["versus"].format(factor=factor_words(other, weighed.limit))
    return STRENGTH["ratio"].format(far=far, clause=clause, more=more)


def cap_words(weighed: Weighed) -> str:
    """Say that the cap holds a strength down, where it does."""
    bites = bool((abs(weighed.strength[0]) >= weighed.limit - 1e-9).any())
    return STRENGTH["capped"].format(cap=10.0**weighed.limit) if bites else ""


def turn_words(question: ResolvedClaim, decision: Decision, weighed: Weighed) -> str:
    """Say between which settings the sign of a weak strength turns."""
    support = [question.signed(float(v)) for v in weighed.support]
    most, least = support.index(max(support)), support.index(min(support))
    return STRENGTH["turns"].format(what=decision.settings[most].what, other=decision.settings[least].what)


def room_words(question: ResolvedClaim, decision: Decision, span: str) -> str:
    """Say where the visit would have had to hide, for how long, and at what speed it would have been reached."""
    kmh = needed_speed(question, decision)
    hidden = duration_label(max(decision.base.hidden_s, 0.0) / 60)
    if kmh is None:
        return STRENGTH["roomy"].format(hidden=hidden, span=span)
    return STRENGTH["needed"].format(dwell=duration_label(question.dwell_s / 60), span=span, kmh=kmh, hidden=hidden)


def evidence_words(question: ResolvedClaim, weighed: Weighed, log10_lr: float, room: str | None, settings: int) -> list[str]:
    """Write why the fixes speak clearly for one of the two statements."""
    over = STRENGTH["over"].format(n=settings) if settings > 1 else ""
    scale = STRENGTH["scale"].format(words=phrase(log10_lr), weaker=STRENGTH["weaker"].format(settings=over))
    text = [ratio_words(question, weighed), scale]
    if room is not None:
        implausible = STRENGTH["implausible"].format(cap=10.0**IMPLAUSIBLE) if abs(log10_lr) >= IMPLAUSIBLE - 1e-9 else ""
        return [text[0], room, f"{scale} {implausible}".strip()]
    return [text[0], f"{scale} {cap_words(weighed)}".strip()]
