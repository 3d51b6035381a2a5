"""What logic alone says: certain enough, excluded, or cannot tell and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.logic import Finding, finding
from workbench.evidence.question import Question
from workbench.evidence.settings import PADDING_S, REACH_S, SILENCE_S, Setting
from workbench.evidence.witness import Witnesses, read

__all__ = ["Decision", "Silence", "decide", "longest_silence"]


@dataclass(frozen=True)
class Silence:
    """The longest time without a usable fix that touches the time claimed.

    Attributes
    ----------
    start_s, end_s : float
        Seconds from the start of the claim.
    """

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Decision:
    """An answer with its reason code, and what each setting said.

    Attributes
    ----------
    answer, reason : str
        As in :class:`workbench.Verdict`.
    findings, settings, answers : tuple
        What each setting found, the settings, and the answer of each alone; the assumed one first.
    silence, mute : Silence
        The longest time, touching the time claimed, without a usable fix; the same without a fix that can tell.
    """

    answer: str
    reason: str
    findings: tuple[Finding, ...]
    settings: tuple[Setting, ...]
    answers: tuple[str, ...]
    silence: Silence
    mute: Silence

    @property
    def base(self) -> Finding:
        """What the fixes say as assumed."""
        return self.findings[0]


def decide(question: Question, seen: Witnesses, settings: Sequence[Setting]) -> Decision:
    """Decide a question over all settings."""
    # Silence alone never contradicts, and a setting that breaks an answer is named.
    findings = tuple(finding(read(seen, question.region, s), question) for s in settings)
    answers = tuple(f.answer(question) for f in findings)
    silence = longest_silence(seen.t_s, question)
    mute = longest_silence(findings[0].reading.t_s[~findings[0].reading.mute], question)
    if len(set(answers)) == 1 and answers[0] != "cannot tell":
        by_presence = (question.kind == "never") == (answers[0] == "contradicted")
        reason = "evidence" if by_presence else "excluded"
        return Decision(answers[0], reason, findings, tuple(settings), answers, silence, mute)
    split = {"supported", "contradicted"} <= set(answers)
    reason = "sensitive" if answers[0] != "cannot tell" or split else _reason(question, seen, findings[0], mute)
    return Decision("cannot tell", reason, findings, tuple(settings), answers, silence, mute)


def longest_silence(t_s: NDArray[np.float64], question: Question) -> Silence:
    """Find the longest time between fixes that touches the time claimed."""

    low, high = question.stated
    bounds = np.concatenate([[low - REACH_S], t_s, [high + REACH_S]])
    starts, ends = bounds[:-1], bounds[1:]
    overlapping = (ends > low) & (starts < high) if high > low else (ends >= low) & (starts <= high)
    touching = overlapping & (ends > starts)
    at = int(np.flatnonzero(touching)[np.argmax((ends - starts)[touching])])
    return Silence(float(starts[at]), float(ends[at]))


def _reason(question: Question, seen: Witnesses, base: Finding, mute: Silence) -> str:
    low, high = question.stated
    if not len(seen.within(low - PADDING_S, high + PADDING_S)):
        return "no_data"
    reading = base.reading
    within = (reading.t_s >= low) & (reading.t_s <= high)
    if not within.any() and high > low:
        return "gap"
    close = within & ~reading.outside
    if close.any() and question.region.area_m2 < np.pi * float(np.median(reading.sigma_m[close])) ** 2:
        return "too_fine"
    typical = _typical_s(seen, question)
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


def _typical_s(seen: Witnesses, question: Question) -> float:
    low, high = question.stated
    waits = np.diff(seen.within(low - PADDING_S, high + PADDING_S).t_s)
    return float(np.median(waits)) if len(waits) else SILENCE_S
