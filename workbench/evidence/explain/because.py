"""Why an answer is what it is: one to three sentences made from numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.decision import Decision, unwatched
from workbench.evidence.explain.statements import clock_label, clock_span
from workbench.evidence.explain.strength_words import evidence_words, ratio_words, room_words, turn_words
from workbench.evidence.explain.words import SENTENCES, STRENGTH
from workbench.evidence.logic.presence import Run
from workbench.evidence.parameters import DECIDES, IMPLAUSIBLE
from workbench.evidence.reported_strength import Weighed
from workbench.evidence.strays import run_inside
from workbench.evidence.watch import bridged
from workbench.evidence.witness import Witnesses
from workbench.geo.labels import metres_label
from workbench.time.labels import duration_label

__all__ = ["because"]


def because(question: ResolvedClaim, seen: Witnesses, decision: Decision, flip_kmh: float | None = None) -> list[str]:
    """Write why a decision is what it is."""
    weighed = decision.weighed
    if decision.reason == "excluded":
        return _excluded(question, decision, flip_kmh)
    makers = {
        "evidence": _evidence,
        "no_data": _no_data,
        "gap": _gap,
        "too_fine": _too_fine,
        "too_brief": _too_brief,
        "sensitive": _sensitive,
        "weak": _weak,
    }
    if weighed is not None and decision.reason == "sensitive" and set(decision.answers) == {"cannot tell"}:
        return [ratio_words(question, weighed), turn_words(question, decision, weighed)]
    text = makers[decision.reason](question, seen, decision)
    if weighed is None or decision.reason in ("no_data", "too_fine", "too_brief"):
        return text
    if decision.reason == "evidence":
        return _weighed_evidence(question, seen, decision, weighed, text, question.signed(decision.strength))
    first = [ratio_words(question, weighed)] if decision.reason != "gap" else []
    if decision.reason == "weak" and not weighed.likely[0] and weighed.support.min() >= DECIDES:
        return [*first, STRENGTH["unlikely"]]
    run = run_inside(question, decision.base.reading) if decision.reason == "weak" and weighed.far.max() <= -DECIDES else None
    if run is not None:
        return [*first, _say("in_run", span=clock_span(question, *run))]
    return [*first, *text][:3]


def _weighed_evidence(
    question: ResolvedClaim, seen: Witnesses, decision: Decision, weighed: Weighed, logic: list[str], presence: float
) -> list[str]:
    """Tell the strength first; then what it rests on: certain fixes, or a visit that would have been implausible."""
    away = presence < 0
    room = _room(question, seen, decision) if away else None
    text = evidence_words(question, weighed, question.signed(presence), room, len(decision.answers))
    if not away and unwatched(question, decision):
        none = bridged(question, decision.base.reading)
        silence = decision.silence if none else decision.mute
        span = clock_span(question, silence.start_s, silence.end_s)
        told = {"length": _minutes(silence.length_s), "span": span, "cap": 10.0**IMPLAUSIBLE}
        return [*text[:2], _say("bridged" if none else "unwatched", **told)]
    return text if len(text) == 3 or not decision.base.inside.certain else [*text, logic[0]]


def _room(question: ResolvedClaim, seen: Witnesses, decision: Decision) -> str:
    """Say what a visit that is held to be implausible would have needed."""
    if question.kind == "throughout" or not len(decision.base.windows.start_s):
        return (_nearest(question, decision) or [_silence(question, decision)])[0]
    windows, t = decision.base.windows, decision.base.reading.t_s
    at = int(np.argmax(windows.end_s - windows.start_s))
    before, after = int(windows.before[at]), int(windows.after[at])
    low = float(t[before]) if before >= 0 else question.wide[0]
    high = float(t[after]) if after >= 0 else question.wide[1]
    return room_words(question, seen, decision, clock_span(question, low, high))


def _say(name: str, **numbers: Any) -> str:
    return SENTENCES[name].format(**numbers)


def _minutes(seconds: float) -> str:
    return duration_label(max(seconds, 0.0) / 60)


def _count(n: int) -> str:
    return "1 fix" if n == 1 else f"{n:,} fixes"


def _stands(decision: Decision) -> str:
    n = len(decision.answers)
    return "as assumed" if n == 1 else f"in all {n} settings tried"


def _best(runs: tuple[Run, ...], low: float, high: float) -> Run:
    return max(runs, key=lambda r: min(r.end_s, high) - max(r.start_s, low))


def _evidence(question: ResolvedClaim, _: Witnesses, decision: Decision) -> list[str]:
    low, high = question.stated
    runs = decision.base.inside.certain
    if not runs:
        return [_say("witnessed", unseen=_minutes(0), slack=_minutes(question.slack_s))]
    run = _best(runs, low, high)
    place = question.region.words
    text = [
        _say("run", n=_count(run.last - run.first + 1), place=place, span=clock_span(question, run.start_s, run.end_s)),
        _say("run_weight", n_effective=run.n_effective, settings=_stands(decision)),
    ]
    if question.kind == "throughout":
        text.append(_say("witnessed", unseen=_minutes(decision.base.unseen_s), slack=_minutes(question.slack_s)))
    return text


def _nearest(question: ResolvedClaim, decision: Decision) -> list[str]:
    reading = decision.base.reading
    low, high = question.wide
    within = np.flatnonzero((reading.t_s >= low) & (reading.t_s <= high))
    if not len(within):
        return []
    at = within[int(np.argmin(reading.away_m[within]))]
    return [_say("nearest", away=metres_label(float(reading.away_m[at])), when=clock_label(question, float(reading.t_s[at])))]


def _excluded(question: ResolvedClaim, decision: Decision, kmh: float | None) -> list[str]:
    base = decision.base
    if question.kind != "throughout":
        last = (
            _say("no_journey", settings=_stands(decision)) if kmh is None else _say("speed", kmh=kmh, settings=_stands(decision))
        )
        return [*_nearest(question, decision), last]
    slack = _minutes(question.slack_s)
    text = []
    if base.away_s > question.slack_s:
        run = _best(base.outside.certain, *question.core)
        text.append(
            _say("away_run", n=_count(run.last - run.first + 1), span=clock_span(question, run.start_s, run.end_s), slack=slack)
        )
    if base.absent_s > question.slack_s:
        text.append(_say("excluded_time", absent=_minutes(base.absent_s), slack=slack))
    return text


def _no_data(question: ResolvedClaim, _: Witnesses, decision: Decision) -> list[str]:
    silence = decision.silence
    return [_say("no_fix", span=clock_span(question, silence.start_s, silence.end_s))]


def _silence(question: ResolvedClaim, decision: Decision) -> str:
    s = decision.mute
    low, high = s.start_s, s.end_s
    coarse = int(((decision.base.reading.t_s > low) & (decision.base.reading.t_s < high)).sum())
    if coarse:
        return _say("coarse", n=_count(coarse), length=_minutes(s.length_s), span=clock_span(question, low, high))
    return _say("silence", span=clock_span(question, s.start_s, s.end_s), length=_minutes(s.length_s))


def _gap(question: ResolvedClaim, seen: Witnesses, decision: Decision) -> list[str]:
    base = decision.base
    if question.kind == "throughout":
        unseen = _say("unseen", unseen=_minutes(base.unseen_s), slack=_minutes(question.slack_s))
        return [_silence(question, decision), unseen]
    hidden = _say("hidden", hidden=_minutes(base.hidden_s), kmh=base.reading.cap_ms * 3.6)
    return [_silence(question, decision), *(_nearest(question, decision)), hidden]


def _too_fine(question: ResolvedClaim, _: Witnesses, decision: Decision) -> list[str]:
    reading = decision.base.reading
    low, high = question.stated
    close = (reading.t_s >= low) & (reading.t_s <= high) & ~reading.outside
    return [_say("too_fine", area=question.region.area_m2, sigma=float(np.median(reading.sigma_m[close])))]


def _too_brief(question: ResolvedClaim, seen: Witnesses, decision: Decision) -> list[str]:
    base = decision.base
    dwell = _minutes(question.dwell_s)
    if base.inside.longest_s(*question.stated) >= 0:
        return [_say("brief_run", visit=_minutes(base.visit_s), dwell=dwell)]
    return [
        _say("brief_wait", dwell=dwell),
        *_nearest(question, decision),
        _say("hidden", hidden=_minutes(base.hidden_s), kmh=base.reading.cap_ms * 3.6),
    ]


def _sensitive(_: ResolvedClaim, __: Witnesses, decision: Decision) -> list[str]:
    answers, tried = decision.answers, decision.settings
    if answers[0] != "cannot tell":
        other = next(i for i, a in enumerate(answers) if a != answers[0])
        return [_say("sensitive", answer=answers[0], what=tried[other].what, other=answers[other])]
    one = next(i for i, a in enumerate(answers) if a != "cannot tell")
    two = next(i for i, a in enumerate(answers) if a != answers[one])
    return [_say("split", what=tried[one].what, answer=answers[one], other_what=tried[two].what, other=answers[two])]


def _weak(question: ResolvedClaim, seen: Witnesses, decision: Decision) -> list[str]:
    base, reading = decision.base, decision.base.reading
    low, high = question.stated
    within = (reading.t_s >= low) & (reading.t_s <= high)
    text = [_say("mixed", inside=int((reading.inside[within] >= 0.5).sum()), total=int(within.sum()))]
    if question.kind == "throughout":
        return [*text, _say("unseen", unseen=_minutes(base.unseen_s), slack=_minutes(question.slack_s))]
    return [*text, *_nearest(question, decision), _say("hidden", hidden=_minutes(base.hidden_s), kmh=reading.cap_ms * 3.6)]
