"""The one decision: from what is certain, and how strongly the fixes speak, to an answer with its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.coverage import (
    Observed,
    Silence,
    bridged,
    longest_silence,
    rests_on_repeats,
    run_inside,
    seen_in_time,
    usual_wait_s,
    watched,
)
from workbench.evidence.logic.finding import Finding, finding
from workbench.evidence.parameters import (
    DECIDES,
    IMPLAUSIBLE,
    ON_THE_WAY_M,
    PADDING_S,
    SEEN,
    SILENCE_S,
    STEP_S,
    TOWN_MS,
    TURNS,
    UNDECIDED,
    UNPROVEN,
    Setting,
)
from workbench.evidence.readings import FixesAround, Reading, read
from workbench.evidence.reported_strength import Weighed

__all__ = ["Decision", "answer_under", "decide", "held_back", "is_excluded", "too_fine", "unanswerable", "unwatched"]


@dataclass(frozen=True, eq=False)
class Decision:
    """An answer with its reason and strength, and what each setting said.

    Attributes
    ----------
    answer, reason : str
        As in :class:`workbench.Verdict`.
    strength : float
        Decades, for the claim as it stands; 0 where the data say nothing; below what decides where the answer is cannot tell;
        NaN where nothing was weighed.
    findings, settings, answers, strengths : tuple
        What each setting found, the settings, and the answer and strength of each alone; the assumed one first.
    silence, mute : Silence
        The longest time, touching the time claimed, without a usable fix; the same without a fix that can tell.
    weighed : Weighed or None
        None where nothing was weighed.
    observed : Observed
        What was observed around the claim.
    """

    answer: str
    reason: str
    strength: float
    findings: tuple[Finding, ...]
    settings: tuple[Setting, ...]
    answers: tuple[str, ...]
    strengths: tuple[float, ...]
    silence: Silence
    mute: Silence
    weighed: Weighed | None
    observed: Observed

    @property
    def base(self) -> Finding:
        """What the fixes say as assumed."""
        return self.findings[0]


def decide(
    question: ResolvedClaim,
    around: Observed,
    findings: Sequence[Finding],
    settings: Sequence[Setting],
    weighed: Weighed | None = None,
    known_share: float = math.nan,
) -> Decision:
    """Decide a claim over all settings: by logic alone where nothing was weighed, else by logic and strength."""
    reading = findings[0].reading
    silence, mute = longest_silence(around.seen.t_s, question), longest_silence(reading.t_s[~reading.mute], question)
    blind = unanswerable(question, around)
    if blind:
        n = len(findings)
        told: _Told = "cannot tell", blind, 0.0, ("cannot tell",) * n, (0.0,) * n
        weighed = None
    elif weighed is None:
        told = _by_logic(question, around.seen, findings, mute)
    else:
        told = _by_strength(question, findings, weighed, known_share)
    if told[0] == "supported" and rests_on_repeats(question, around, findings):
        told = "cannot tell", "gap", _hedged(told[2]), *told[3:]
    answer, reason, strength, answers, strengths = _as_far_as_loaded(question, around, told)
    each = tuple(findings), tuple(settings), answers, strengths
    return Decision(answer, reason, strength, *each, silence, mute, weighed, around)


def answer_under(question: ResolvedClaim, around: Observed, setting: Setting, weighed: Weighed | None = None) -> Decision:
    """Decide under one further setting alone."""
    found = finding(read(around.seen, question.region, setting), question)
    return decide(question, around, [found], [setting], None if weighed is None else weighed.under(setting))


def held_back(question: ResolvedClaim, decision: Decision) -> Decision:
    """Hold an answer back that an hour would turn round, where the load doubts the clock of these fixes by an hour."""
    opposite = {"supported": "contradicted", "contradicted": "supported"}.get(decision.answer)
    if opposite is None or not any(doubt["kind"] == "clock_offset" for doubt in decision.observed.doubts):
        return decision
    other = [answer_under(question, decision.observed, setting, decision.weighed) for setting in UNPROVEN]
    if opposite not in [o.answer for o in other]:
        return decision
    weighed = decision.weighed
    for one in other:
        weighed = None if weighed is None or one.weighed is None else weighed.joined(one.weighed)
    return replace(
        decision,
        answer="cannot tell",
        reason="sensitive",
        strength=_hedged(decision.strength),
        findings=(*decision.findings, *(o.base for o in other)),
        settings=(*decision.settings, *UNPROVEN),
        answers=(*decision.answers, *(o.answer for o in other)),
        strengths=(*decision.strengths, *(o.strength for o in other)),
        weighed=weighed,
    )


def unanswerable(question: ResolvedClaim, around: Observed) -> str:
    """Say why nothing about the claim can be answered whatever the fixes say; empty where something can."""
    low, high = question.stated
    first, last = around.loaded
    if high <= first or low >= last:
        return "outside_window"
    if around.conflict is not None:
        return "inconsistent"
    return "" if len(around.seen.within(low - PADDING_S, high + PADDING_S)) else "no_data"


def _as_far_as_loaded(question: ResolvedClaim, around: Observed, told: _Told) -> _Told:
    """Hold back what rests on time that was not loaded: only presence, absence and exclusion that was seen stand."""
    low, high = question.stated
    if (low >= around.loaded[0] and high <= around.loaded[1]) or told[1] in ("excluded", "inconsistent", "outside_window"):
        return told
    seen = "contradicted" if question.kind in ("never", "throughout") else "supported"
    return told if told[0] == seen else ("cannot tell", "outside_window", 0.0, *told[3:])


_Told = tuple[str, str, float, tuple[str, ...], tuple[float, ...]]


def is_excluded(question: ResolvedClaim, findings: Sequence[Finding]) -> bool:
    """Say whether logic excludes the presence claimed, or denied, under every setting."""
    return {f.answer(question) for f in findings} == {question.turned("contradicted")}


def unwatched(question: ResolvedClaim, decision: Decision) -> bool:
    """Say whether one silence holds all the time claimed, or an absence too long for a claim of presence throughout."""
    # A silence up to five minutes counts as seen.
    if bridged(question, decision.base.reading):
        return True
    low, high = question.stated
    within_s = min(decision.mute.end_s, high) - max(decision.mute.start_s, low)
    return question.kind == "throughout" and within_s > max(question.slack_s, SILENCE_S)


def _by_logic(question: ResolvedClaim, seen: FixesAround, findings: Sequence[Finding], mute: Silence) -> _Told:
    # Silence alone never contradicts, and a setting that breaks an answer is named.
    answers = tuple(f.answer(question) for f in findings)
    nothing = (math.nan,) * len(answers)
    if len(set(answers)) == 1 and answers[0] != "cannot tell":
        by_presence = (question.kind == "never") == (answers[0] == "contradicted")
        return answers[0], "evidence" if by_presence else "excluded", math.nan, answers, nothing
    split = {"supported", "contradicted"} <= set(answers)
    reason = "sensitive" if answers[0] != "cannot tell" or split else _open_reason(question, seen, findings[0], mute)
    return "cannot tell", reason, math.nan, answers, nothing


def _by_strength(question: ResolvedClaim, findings: Sequence[Finding], weighed: Weighed, known_share: float) -> _Told:
    # An exclusion must stand in every setting, so it comes before the size of the place. A place smaller than the error of the
    # fixes near it is too fine unless it can be told from its surroundings: tenfold, and by most of the paths.
    base = findings[0]
    reading = base.reading
    in_time, close = seen_in_time(question, reading), watched(question, reading)
    each = [
        _alone(question, f, float(s), float(far), seen=in_time, likely=close and bool(most), limit=weighed.limit)
        for f, s, far, most in zip(findings, weighed.support, weighed.far, weighed.likely, strict=True)
    ]
    answers, strengths = tuple(a for a, _ in each), tuple(s for _, s in each)
    support, far = float(weighed.support.min()), float(weighed.far.max())
    answer, reason, strength = "cannot tell", "", _hedged(float(np.median(weighed.support)))
    if is_excluded(question, findings):
        answer, reason, strength = "contradicted", "excluded", -weighed.limit
    elif question.kind != "throughout" and base.passes and base.hidden_s < question.dwell_s:
        reason = "too_brief"
    elif too_fine(question, reading, weighed):
        reason = "too_fine"
    elif support >= DECIDES and not (close and weighed.likely[0]):
        reason = "weak" if close else "gap"
    elif support >= DECIDES and question.turned("contradicted") in answers:
        reason = "sensitive"
    elif support >= DECIDES:
        answer, reason, strength = "supported", "evidence", min(support, IMPLAUSIBLE) if bridged(question, reading) else support
    elif weighed.support.min() < 0 and (far <= -DECIDES or set(answers) == {question.turned("contradicted")}):
        # Every setting alone denies presence, some as impossible and the others as too improbable.
        reason = _withheld(question, base, in_time)
        if not reason:
            weakest = far if far <= -DECIDES else max(question.signed(s) for s in strengths)
            answer, reason, strength = "contradicted", "evidence", max(weakest, -IMPLAUSIBLE)
        elif _brief(question) and in_time:
            strength = 0.0
    elif _turns(weighed, answers):
        reason = "sensitive"
    else:
        reason = "gap" if known_share < SEEN or not in_time else "weak"
    answer = question.turned(answer)
    if answer == "contradicted" and reason == "evidence" and not in_time:
        answer, reason, strength = "cannot tell", "gap", _hedged(strength)
    if reason != "excluded" and _opposes(strength, weighed.shown(0)):
        strength = 0.0
    return answer, reason, question.signed(strength), answers, strengths


def _opposes(strength: float, parts: Sequence[float]) -> bool:
    """Say whether a strength speaks against what all its parts, as assumed, speak for."""
    asked = [p for p in parts if not math.isnan(p)]
    return bool(asked) and all(p * strength < 0 for p in asked)


def _alone(
    question: ResolvedClaim, found: Finding, weakest: float, far: float, *, seen: bool, likely: bool, limit: float
) -> tuple[str, float]:
    """Give the answer and strength of one setting alone."""
    # A likelihood ratio of 10 either way; nothing is contradicted from silence.
    if is_excluded(question, [found]):
        return question.turned("contradicted"), question.signed(-limit)
    supported, contradicted = weakest >= DECIDES and likely, far <= -DECIDES
    presence = "supported" if supported else "contradicted" if contradicted else "cannot tell"
    answer = question.turned(presence)
    if not seen and (presence != "supported" or answer == "contradicted"):
        answer = "cannot tell"
    if answer == "cannot tell":
        return answer, question.signed(_hedged(weakest))
    return answer, question.signed(weakest if presence == "supported" else max(far, -IMPLAUSIBLE))


def _hedged(log10_lr: float) -> float:
    """Hold a strength within what decides nothing: an answer of cannot tell goes with a strength that tells nothing."""
    return max(-UNDECIDED, min(log10_lr, UNDECIDED))


def too_fine(question: ResolvedClaim, reading: Reading, weighed: Weighed) -> bool:
    """Say whether the place is smaller than the error of the fixes near it, and cannot be told from its surroundings."""
    low, high = question.stated
    close = (reading.t_s >= low) & (reading.t_s <= high) & ~reading.outside
    if not close.any() or question.region.area_m2 >= np.pi * float(np.median(reading.sigma_m[close])) ** 2:
        return False
    near = weighed.shown(0)[1]
    near = float(weighed.support[0]) if math.isnan(near) else near
    if near <= -DECIDES or float(weighed.far.max()) <= -min(IMPLAUSIBLE, weighed.limit):
        return False
    return not weighed.apart or near < DECIDES


def _withheld(question: ResolvedClaim, base: Finding, in_time: bool) -> str:
    """Say why what speaks against presence must not contradict it; empty where it may."""
    if not in_time:
        return "gap"
    passed = question.kind != "throughout" and base.inside.longest_s(*question.stated) >= 0
    if _brief(question) or _passing(question, base) or passed:
        return "too_brief"
    return "weak" if run_inside(question, base.reading) is not None else ""


def _brief(question: ResolvedClaim) -> bool:
    """Say whether a stay is claimed so short that it could fall between two steps of a path."""
    return question.kind in ("visited", "never", "at") and question.end > question.start and question.dwell_s < 2 * STEP_S


def _passing(question: ResolvedClaim, base: Finding) -> bool:
    """Say whether so short a stay, and the way there and back at a town's speed, fits between two fixes of a journey."""
    if question.kind not in ("visited", "never"):
        return False
    reading, windows = base.reading, base.windows
    bounded = (windows.before >= 0) & (windows.after >= 0) & (windows.end_s - windows.start_s >= question.dwell_s)
    a, b = windows.before[bounded], windows.after[bounded]
    moved = np.hypot(reading.x_m[b] - reading.x_m[a], reading.y_m[b] - reading.y_m[a]) - reading.error_m[a] - reading.error_m[b]
    way = sum(np.maximum(reading.away_m[i] - reading.error_m[i], 0.0) for i in (a, b))
    wait = reading.t_s[b] - reading.t_s[a]
    fits = wait - way / TOWN_MS >= question.dwell_s
    return bool((fits & (moved > ON_THE_WAY_M) & (question.dwell_s < 2 * wait)).any())


def _turns(weighed: Weighed, answers: tuple[str, ...]) -> bool:
    """Say whether the sign of the strength, or the answer as assumed, rests on a setting."""
    weakest = weighed.support
    rests = answers[0] != "cannot tell" and len(set(answers)) > 1
    return bool((weakest.max() > TURNS and weakest.min() < -TURNS) or rests)


def _open_reason(question: ResolvedClaim, seen: FixesAround, base: Finding, mute: Silence) -> str:
    """Say why logic alone cannot tell."""
    low, high = question.stated
    reading = base.reading
    within = (reading.t_s >= low) & (reading.t_s <= high)
    if not within.any() and high > low:
        return "gap"
    close = within & ~reading.outside
    if close.any() and question.region.area_m2 < np.pi * float(np.median(reading.sigma_m[close])) ** 2:
        return "too_fine"
    typical = usual_wait_s(question, seen)
    silent = mute.length_s > max(SILENCE_S, 2 * typical)
    if question.kind == "throughout":
        return "gap" if mute.length_s > min(question.slack_s, max(SILENCE_S, 2 * typical)) else "weak"
    if base.inside.longest_s(low, high) >= 0 and base.visit_s < question.dwell_s:
        return "gap" if silent else "too_brief"
    if close.any():
        return "gap" if silent else "weak"
    return _hidden_reason(base, typical)


def _hidden_reason(base: Finding, typical_s: float) -> str:
    """All fixes lie outside: say whether a long silence or only the ordinary wait between fixes could hide a visit."""
    windows, t = base.windows, base.reading.t_s
    longest = int(np.argmax(windows.end_s - windows.start_s))
    before, after = int(windows.before[longest]), int(windows.after[longest])
    if before < 0 or after < 0:
        return "gap"
    if after - before > 1:
        return "weak"
    return "too_brief" if t[after] - t[before] <= max(SILENCE_S, 2 * typical_s) else "gap"
