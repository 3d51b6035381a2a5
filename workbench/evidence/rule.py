"""The verdict rule: from what is certain, and how strongly the fixes speak, to an answer with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from workbench.evidence.answers import alone, excluded, hedged, signed, too_fine, turned
from workbench.evidence.decide import Decision
from workbench.evidence.question import Question
from workbench.evidence.settings import DECIDES, IMPLAUSIBLE, PADDING_S
from workbench.evidence.strays import run_inside
from workbench.evidence.watch import bridged, seen_in_time, watched
from workbench.evidence.weigh import Weighed
from workbench.evidence.witness import Witnesses

__all__ = ["Ruling", "rule"]

_STEP_S = 60.0
_SEEN = 0.5
_ON_THE_WAY_M = 100.0  # two fixes in a row farther apart, their errors allowed, are part of a journey
_TOWN_MS = 20.0  # faster than traffic in a town goes for minutes; slower than what is possible at all
_TURNS = 0.05  # decades: signs of strengths closer to 0 than this are not told apart


@dataclass(frozen=True, eq=False)
class Ruling:
    """An answer with its strength.

    Attributes
    ----------
    decision : Decision
        Answer, reason, findings, and the answer of each setting alone.
    strength : float
        Decades, for the claim as it stands; 0 where the data say nothing; below what decides where the answer is cannot tell.
    strengths : tuple of float
        The same for each setting alone.
    weighed : Weighed or None
        None where nothing was weighed.
    """

    decision: Decision
    strength: float
    strengths: tuple[float, ...]
    weighed: Weighed | None


def rule(question: Question, seen: Witnesses, logic: Decision, weighed: Weighed | None, known_share: float = math.nan) -> Ruling:
    """Decide a question."""
    # An exclusion must stand in every setting, so it comes before the size of the place. A place smaller than the error of the
    # fixes near it is too fine unless it can be told from its surroundings: tenfold, and by most of the paths.
    low, high = question.stated
    if not len(seen.within(low - PADDING_S, high + PADDING_S)):
        quiet = replace(logic, answer="cannot tell", reason="no_data", answers=("cannot tell",) * len(logic.answers))
        return Ruling(quiet, 0.0, (0.0,) * len(logic.answers), None)
    if weighed is None:
        return Ruling(logic, math.nan, (math.nan,) * len(logic.answers), None)
    reading = logic.base.reading
    in_time, close = seen_in_time(question, reading), watched(question, reading)
    each = [
        alone(question, a, float(s), float(f), seen=in_time, likely=close and bool(most), cap_log10_lr=weighed.limit)
        for a, s, f, most in zip(logic.answers, weighed.support, weighed.far, weighed.likely, strict=True)
    ]
    answers, strengths = tuple(a for a, _ in each), tuple(s for _, s in each)
    support, far = float(weighed.support.min()), float(weighed.far.max())
    answer, reason, strength = "cannot tell", "", hedged(float(np.median(weighed.support)))
    if excluded(question, logic.answers):
        answer, reason, strength = "contradicted", "excluded", -weighed.limit
    elif too_fine(question, reading, weighed):
        reason = "too_fine"
    elif support >= DECIDES and not (close and weighed.likely[0]):
        reason = "weak" if close else "gap"
    elif support >= DECIDES and turned(question, "contradicted") in answers:
        reason = "sensitive"
    elif support >= DECIDES:
        answer, reason, strength = "supported", "evidence", min(support, IMPLAUSIBLE) if bridged(question, reading) else support
    elif far <= -DECIDES or _each_denies(question, answers):
        reason = _withheld(question, logic, in_time)
        if not reason:
            weakest = far if far <= -DECIDES else max(signed(question, s) for s in strengths)
            answer, reason, strength = "contradicted", "evidence", max(weakest, -IMPLAUSIBLE)
        elif _brief(question) and in_time:
            strength = 0.0
    elif _turns(weighed, answers):
        reason = "sensitive"
    else:
        reason = "gap" if known_share < _SEEN or not in_time else "weak"
    answer = turned(question, answer)
    if answer == "contradicted" and reason == "evidence" and not in_time:
        answer, reason, strength = "cannot tell", "gap", hedged(strength)
    return Ruling(replace(logic, answer=answer, reason=reason, answers=answers), signed(question, strength), strengths, weighed)


def _withheld(question: Question, logic: Decision, in_time: bool) -> str:
    """Say why what speaks against presence must not contradict it; empty where it may."""
    if not in_time:
        return "gap"
    if _brief(question) or _passing(question, logic):
        return "too_brief"
    return "weak" if run_inside(question, logic.base.reading) is not None else ""


def _brief(question: Question) -> bool:
    """Say whether a stay is claimed so short that it could fall between two steps of a path."""
    return question.kind in ("visited", "never", "at") and question.end > question.start and question.dwell_s < 2 * _STEP_S


def _passing(question: Question, logic: Decision) -> bool:
    """Say whether so short a stay, and the way there and back at a town's speed, fits between two fixes of a journey."""
    if question.kind not in ("visited", "never"):
        return False
    reading, windows = logic.base.reading, logic.base.windows
    bounded = (windows.before >= 0) & (windows.after >= 0) & (windows.end_s - windows.start_s >= question.dwell_s)
    a, b = windows.before[bounded], windows.after[bounded]
    moved = np.hypot(reading.x_m[b] - reading.x_m[a], reading.y_m[b] - reading.y_m[a]) - reading.error_m[a] - reading.error_m[b]
    way = sum(np.maximum(reading.away_m[i] - reading.error_m[i], 0.0) for i in (a, b))
    wait = reading.t_s[b] - reading.t_s[a]
    fits = wait - way / _TOWN_MS >= question.dwell_s
    return bool((fits & (moved > _ON_THE_WAY_M) & (question.dwell_s < 2 * wait)).any())


def _turns(weighed: Weighed, answers: tuple[str, ...]) -> bool:
    """Say whether the sign of the strength, or the answer as assumed, rests on a setting."""
    weakest = weighed.support
    rests = answers[0] != "cannot tell" and len(set(answers)) > 1
    return bool((weakest.max() > _TURNS and weakest.min() < -_TURNS) or rests)


def _each_denies(question: Question, answers: tuple[str, ...]) -> bool:
    """Say whether every setting alone denies presence, some as impossible and the others as too improbable."""
    return set(answers) == {turned(question, "contradicted")}
