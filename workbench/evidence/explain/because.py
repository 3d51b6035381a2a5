"""Why an answer is what it is: one to three sentences made from numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.coverage import bridged, run_inside
from workbench.evidence.decision import Decision, unwatched
from workbench.evidence.explain.statements import clock_label, clock_span
from workbench.evidence.explain.strength_words import evidence_words, ratio_words, room_words, turn_words
from workbench.evidence.explain.words import SENTENCES, STRENGTH
from workbench.evidence.logic.presence import Run
from workbench.evidence.parameters import DECIDES, IMPLAUSIBLE, UNPROVEN
from workbench.evidence.reported_strength import Weighed
from workbench.geo import metres_label
from workbench.time import duration_label

__all__ = ["because", "doubt_words"]


def because(question: ResolvedClaim, decision: Decision, flip_kmh: float | None = None) -> list[str]:
    """Write why a decision is what it is."""
    weighed = decision.weighed
    if decision.reason == "excluded":
        return _excluded(question, decision, flip_kmh)
    makers = {
        "evidence": _evidence,
        "no_data": _no_data,
        "inconsistent": _inconsistent,
        "outside_window": _outside_window,
        "gap": _gap,
        "too_fine": _too_fine,
        "too_brief": _too_brief,
        "sensitive": _sensitive,
        "weak": _weak,
    }
    if weighed is not None and decision.reason == "sensitive" and set(decision.answers) == {"cannot tell"}:
        return [ratio_words(question, weighed), turn_words(question, decision, weighed)]
    text = makers[decision.reason](question, decision)
    if weighed is None or decision.reason in ("no_data", "too_fine", "too_brief", "inconsistent", "outside_window"):
        return text
    if decision.reason == "evidence":
        return _weighed_evidence(question, decision, weighed, text, question.signed(decision.strength))
    first = [ratio_words(question, weighed)] if decision.reason != "gap" else []
    if decision.reason == "weak" and not weighed.likely[0] and weighed.support.min() >= DECIDES:
        return [*first, STRENGTH["unlikely"]]
    run = run_inside(question, decision.base.reading) if decision.reason == "weak" and weighed.far.max() <= -DECIDES else None
    if run is not None:
        return [*first, _say("in_run", span=clock_span(question, *run))]
    return [*first, *text][:3]


def doubt_words(decision: Decision) -> str:
    """Say what the load questions of the fixes around the claim; empty where it questions nothing."""
    # That nothing proves the zone of the times is said where an answer hangs on it, and stands in the parameters of every one.
    hangs = UNPROVEN[0] in decision.settings
    doubts = [d for d in decision.observed.doubts if hangs or d["kind"] != "clock_offset"]
    doubts.sort(key=lambda doubt: doubt["kind"] != "clock_offset")
    if not doubts:
        return ""
    more = len(doubts) - 1
    return _say("doubt", words=str(doubts[0]["words"]).rstrip("."), more=f" (and {more} more)" if more else "")


def _weighed_evidence(
    question: ResolvedClaim, decision: Decision, weighed: Weighed, logic: list[str], presence: float
) -> list[str]:
    """Tell the strength first; then what it rests on: certain fixes, or a visit that would have been implausible."""
    away = presence < 0
    room = _room(question, decision) if away else None
    text = evidence_words(question, weighed, question.signed(presence), room, len(decision.answers))
    if not away and unwatched(question, decision):
        none = bridged(question, decision.base.reading)
        silence = decision.silence if none else decision.mute
        span = clock_span(question, silence.start_s, silence.end_s)
        told = {"length": _minutes(silence.length_s), "span": span, "cap": 10.0**IMPLAUSIBLE}
        return [*text[:2], _say("bridged" if none else "unwatched", **told)]
    return text if len(text) == 3 or not decision.base.inside.certain else [*text, logic[0]]


def _room(question: ResolvedClaim, decision: Decision) -> str:
    """Say what a visit that is held to be implausible would have needed."""
    if question.kind == "throughout" or not len(decision.base.windows.start_s):
        return (_nearest(question, decision) or [_silence(question, decision)])[0]
    windows, t = decision.base.windows, decision.base.reading.t_s
    at = int(np.argmax(windows.end_s - windows.start_s))
    before, after = int(windows.before[at]), int(windows.after[at])
    low = float(t[before]) if before >= 0 else question.wide[0]
    high = float(t[after]) if after >= 0 else question.wide[1]
    return room_words(question, decision, clock_span(question, low, high))


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


def _evidence(question: ResolvedClaim, decision: Decision) -> list[str]:
    low, high = question.stated
    runs = decision.base.inside.certain
    if not runs:
        return [_say("witnessed", unseen=_minutes(0), slack=_minutes(question.slack_s))]
    run = _best(runs, low, high)
    place = question.region.words
    there = decision.base.reading.away_m[decision.base.inside.rows[run.first : run.last + 1]] <= 0.0
    n, of = int(there.sum()), len(there)
    name, span = "run" if n == of else "run_part", clock_span(question, run.start_s, run.end_s)
    text = [
        _say(name, n=_count(n), of=of, place=place, span=span),
        _say("run_weight", n_effective=run.n_effective, settings=_stands(decision)),
    ]
    if question.kind == "throughout":
        text.append(_say("witnessed", unseen=_minutes(decision.base.unseen_s), slack=_minutes(question.slack_s)))
    return text


def _nearest(question: ResolvedClaim, decision: Decision) -> list[str]:
    """Name the nearest usable position of the time, and how many flagged ones lie nearer."""
    reading = decision.base.reading
    low, high = question.wide
    within = np.flatnonzero((reading.t_s >= low) & (reading.t_s <= high))
    if not len(within):
        return []
    at = within[int(np.argmin(reading.away_m[within]))]
    away = float(reading.away_m[at])
    nearer = int((decision.observed.left_out.within(low, high) < away).sum())
    told = {"away": metres_label(away), "when": clock_label(question, float(reading.t_s[at]))}
    if not nearer:
        return [_say("nearest", **told)]
    lie, be = ("lies", "is") if nearer == 1 else ("lie", "are")
    return [_say("nearest_usable", nearer=_count(nearer), lie=lie, be=be, **told)]


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


def _no_data(question: ResolvedClaim, decision: Decision) -> list[str]:
    silence = decision.silence
    text = _say("no_fix", span=clock_span(question, silence.start_s, silence.end_s))
    return [f"{text[:-1]}{_flagged(decision, silence.start_s, silence.end_s)}."]


def _flagged(decision: Decision, low_s: float, high_s: float) -> str:
    """Say how many flagged rows lie in a time of which it is said that no usable fix does."""
    n = len(decision.observed.left_out.within(low_s, high_s))
    return "" if not n else _say("flagged", n=_count(n), be="is" if n == 1 else "are")


def _inconsistent(question: ResolvedClaim, decision: Decision) -> list[str]:
    conflict = decision.observed.conflict
    if conflict is None:
        return []
    span = clock_span(question, conflict.start_s, conflict.end_s)
    told = {"apart": metres_label(conflict.apart_m), "n": conflict.n, "of": conflict.of, "span": span}
    if not conflict.devices:
        return [_say("torn", **told)]
    devices = f"{', '.join(conflict.devices[:-1])} and {conflict.devices[-1]}"
    return [_say("devices", devices=devices, **told)]


def _outside_window(question: ResolvedClaim, decision: Decision) -> list[str]:
    low, high = question.stated
    first, last = decision.observed.loaded
    out = high - low - max(0.0, min(high, last) - max(low, first))
    if high > low and out < high - low:
        return [_say("partly_loaded", out=_minutes(out), span=clock_span(question, max(low, first), min(high, last)))]
    far = 50 * 365.25 * 86400.0
    edges = [clock_label(question, s) for s in (first, last) if abs(s) < far]
    name = "not_loaded" if len(edges) == 2 else "not_loaded_before" if abs(first) < far else "not_loaded_after"
    return [_say(name, **dict(zip(("first", "last") if len(edges) == 2 else ("edge",), edges, strict=True)))]


def _silence(question: ResolvedClaim, decision: Decision) -> str:
    s = decision.mute
    low, high = s.start_s, s.end_s
    coarse = int(((decision.base.reading.t_s > low) & (decision.base.reading.t_s < high)).sum())
    if coarse:
        return _say("coarse", n=_count(coarse), length=_minutes(s.length_s), span=clock_span(question, low, high))
    flagged = _flagged(decision, low, high)
    name = "silence_flagged" if flagged else "silence"
    return _say(name, span=clock_span(question, low, high), length=_minutes(s.length_s), flagged=flagged)


def _gap(question: ResolvedClaim, decision: Decision) -> list[str]:
    base = decision.base
    if question.kind == "throughout":
        unseen = _say("unseen", unseen=_minutes(base.unseen_s), slack=_minutes(question.slack_s))
        return [_silence(question, decision), unseen]
    hidden = _say("hidden", hidden=_minutes(base.hidden_s), kmh=base.reading.cap_ms * 3.6)
    return [_silence(question, decision), *(_nearest(question, decision)), hidden]


def _too_fine(question: ResolvedClaim, decision: Decision) -> list[str]:
    reading = decision.base.reading
    low, high = question.stated
    close = (reading.t_s >= low) & (reading.t_s <= high) & ~reading.outside
    return [_say("too_fine", area=question.region.area_m2, sigma=float(np.median(reading.sigma_m[close])))]


def _too_brief(question: ResolvedClaim, decision: Decision) -> list[str]:
    base = decision.base
    dwell = _minutes(question.dwell_s)
    if base.inside.longest_s(*question.stated) >= 0:
        return [_say("brief_run", visit=_minutes(base.visit_s), dwell=dwell)]
    if base.passes and base.hidden_s < question.dwell_s:
        return [
            _say("brief_pass", n=_count(base.passes), place=question.region.words, dwell=dwell, hidden=_minutes(base.hidden_s))
        ]
    return [
        _say("brief_wait", dwell=dwell),
        *_nearest(question, decision),
        _say("hidden", hidden=_minutes(base.hidden_s), kmh=base.reading.cap_ms * 3.6),
    ]


def _sensitive(_: ResolvedClaim, decision: Decision) -> list[str]:
    answers, tried = decision.answers, decision.settings
    if answers[0] != "cannot tell":
        opposite = next((i for i, a in enumerate(answers) if a not in (answers[0], "cannot tell")), None)
        other = next(i for i, a in enumerate(answers) if a != answers[0]) if opposite is None else opposite
        return [_say("sensitive", answer=answers[0], what=tried[other].what, other=answers[other])]
    one = next(i for i, a in enumerate(answers) if a != "cannot tell")
    two = next(i for i, a in enumerate(answers) if a != answers[one])
    return [_say("split", what=tried[one].what, answer=answers[one], other_what=tried[two].what, other=answers[two])]


def _weak(question: ResolvedClaim, decision: Decision) -> list[str]:
    base, reading = decision.base, decision.base.reading
    low, high = question.stated
    within = (reading.t_s >= low) & (reading.t_s <= high)
    text = [_say("mixed", inside=int((reading.inside[within] >= 0.5).sum()), total=int(within.sum()))]
    if question.kind == "throughout":
        return [*text, _say("unseen", unseen=_minutes(base.unseen_s), slack=_minutes(question.slack_s))]
    return [*text, *_nearest(question, decision), _say("hidden", hidden=_minutes(base.hidden_s), kmh=reading.cap_ms * 3.6)]
