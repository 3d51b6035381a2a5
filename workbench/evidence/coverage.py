"""What was observed around a claim: its silences, whether the fixes watch closely enough, and runs that may be one wild error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import Quality, has, usable
from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.logic.consistency import Conflict, conflict_in
from workbench.evidence.logic.finding import Finding
from workbench.evidence.parameters import INSIDE, PADDING_S, REACH_S, RING_M, RUN_GAP_S, SILENCE_S, UNWATCHED_S
from workbench.evidence.readings import FixesAround, Reading, fixes_around
from workbench.observations import Observations
from workbench.position_error import sigma_m
from workbench.tables import SILENCE_TIMES, Tracks
from workbench.time import micros

__all__ = [
    "LeftOut",
    "Observed",
    "Silence",
    "bridged",
    "longest_silence",
    "rests_on_repeats",
    "run_inside",
    "seen_in_time",
    "seen_share",
    "surroundings",
    "usual_wait_s",
    "watched",
]


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Rows of the wearer around the time claimed that are flagged and carry no weight.

    Attributes
    ----------
    t_s, away_m : array of float
        Seconds from the start of the claim, and distance outside the place.
    """

    t_s: NDArray[np.float64]
    away_m: NDArray[np.float64]

    def within(self, low_s: float, high_s: float) -> NDArray[np.float64]:
        """Give how far outside the place those of an interval lie, metres."""
        return self.away_m[(self.t_s >= low_s) & (self.t_s <= high_s)]


@dataclass(frozen=True, eq=False)
class Observed:
    """What was observed around a claim.

    Attributes
    ----------
    seen : FixesAround
        The usable fixes.
    left_out : LeftOut
        Those that are flagged.
    loaded : (float, float)
        From when to when the time was loaded, seconds from the start of the claim; infinite where all was.
    conflict : Conflict or None
        Fixes of the time claimed that contradict each other.
    doubts : tuple of dict
        What the load doubts of the fixes around the claim.
    repeats_s : array of float
        When a position was only sent again and counts no more, seconds from the start of the claim, in order.
    """

    seen: FixesAround
    left_out: LeftOut
    loaded: tuple[float, float]
    conflict: Conflict | None
    doubts: tuple[dict[str, Any], ...] = ()
    repeats_s: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))


def surroundings(question: ResolvedClaim, observed: Observations, tracks: Tracks) -> Observed:
    """Look at all rows around a claim: usable and flagged ones, the lawful window, and what the load doubts."""
    seen, zero = fixes_around(observed, question), question.start
    mine = tracks.of(question.wearer).fixes
    time, reach = mine["time"], pd.Timedelta(seconds=REACH_S)
    a, b = (int(time.searchsorted(t, side)) for t, side in ((zero - reach, "left"), (question.end + reach, "right")))
    near = mine.iloc[a:b]
    quality = near["quality"].to_numpy(np.int64)
    once = ~has(quality, Quality.DUPLICATE)
    near, quality, at = near[once], quality[once], np.arange(a, b)[once]
    t_s = (micros(near["time"]) - micros(pd.Series([zero]))[0]) / 1e6
    x, y = question.region.frame.to_metres(near["lon"].to_numpy(float), near["lat"].to_numpy(float))
    flagged = ~usable(quality)
    unused = ~np.isin(at, observed.row)
    repeats_s = np.sort(t_s[unused & ~flagged])
    flagged |= unused
    left_out = LeftOut(t_s[flagged], np.maximum(question.region.outside_m(x[flagged], y[flagged]), 0.0))
    window = tracks.window
    loaded = (-np.inf, np.inf) if window is None else tuple((w - zero).total_seconds() for w in window)
    # A jump is one side of a contradiction, so it takes part; a row that is no fix, or has a wrong clock, does not.
    low, high = question.stated
    spare = RUN_GAP_S if low == high else 0.0
    part = (usable(quality) | has(quality, Quality.JUMP)) & ~has(quality, Quality.CLOCK_FAULT | Quality.NOT_A_FIX)
    part &= (t_s >= low - PADDING_S) & (t_s <= high + PADDING_S)
    rows = near[part]
    sigma = sigma_m(*(rows[c].to_numpy(k) for c, k in _RADII), errors=question.errors)
    device = rows["device_id"].to_numpy(object)
    conflict = conflict_in(t_s[part], np.stack([x[part], y[part]]), sigma, device, low - spare, high + spare)
    return Observed(seen, left_out, loaded, conflict, _doubts(tracks, question, rows), repeats_s)


_RADII = (("accuracy_m", float), ("accuracy_level", float), ("method", object))


def _doubts(tracks: Tracks, question: ResolvedClaim, rows: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    """Give what the load doubts of these fixes."""
    table = tracks.load.doubts
    if not len(table) or not len(rows):
        return ()
    first, last = rows["time"].min(), rows["time"].max()
    of = (table["wearer_id"] == question.wearer) & ~((table["end"] < first) | (table["start"] > last))
    device = table["device_id"].isna() | table["device_id"].isin(rows["device_id"].dropna().unique())
    return tuple(table[of & device].to_dict("records"))


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


def longest_silence(t_s: NDArray[np.float64], question: ResolvedClaim) -> Silence:
    """Find the longest time between fixes that touches the time claimed."""

    low, high = question.stated
    bounds = np.concatenate([[low - REACH_S], t_s, [high + REACH_S]])
    starts, ends = bounds[:-1], bounds[1:]
    overlapping = (ends > low) & (starts < high) if high > low else (ends >= low) & (starts <= high)
    touching = overlapping & (ends > starts)
    at = int(np.flatnonzero(touching)[np.argmax((ends - starts)[touching])])
    return Silence(float(starts[at]), float(ends[at]))


def rests_on_repeats(question: ResolvedClaim, around: Observed, findings: Sequence[Finding]) -> bool:
    """Say whether presence rests on a silence filled with one position sent again; not where it is certain all the same."""
    # A receiver that sends its last position goes on whether or not the tag does: unlike an ordinary silence, this one may well
    # begin as its wearer sets out. A denial is contradicted by no silence as it is.
    if question.kind == "never" or not len(around.repeats_s):
        return False
    whole = question.kind == "throughout"
    if all(f.definitely_always or f.answer(question) == "supported" for f in findings):
        return False
    if not whole and not bridged(question, findings[0].reading):
        return False
    return _frozen_s(question, around) > (max(question.slack_s, SILENCE_S) if whole else SILENCE_S)


def _frozen_s(question: ResolvedClaim, around: Observed) -> float:
    """Give the longest part of the time claimed that lies in one such silence, seconds; of a moment, the whole silence."""
    low, high = question.stated
    bounds = np.concatenate([[low - REACH_S], around.seen.t_s, [high + REACH_S]])
    starts, ends = bounds[:-1], bounds[1:]
    filled = np.searchsorted(around.repeats_s, ends, "left") > np.searchsorted(around.repeats_s, starts, "right")
    touching = filled & (ends >= low) & (starts <= high)
    if high > low:
        starts, ends = np.maximum(starts, low), np.minimum(ends, high)
    return float((ends - starts)[touching].max(initial=0.0))


def seen_share(question: ResolvedClaim, seen: FixesAround) -> float:
    """Give the share of the time claimed in which the tag reported as often as it usually does then, and at least each 5 min."""
    # A moment is seen where it lies in such a wait. 2.5 times the usual wait: methods 17.6.
    low, high = question.stated
    allowed = max(SILENCE_S, SILENCE_TIMES * usual_wait_s(question, seen))
    short = np.diff(seen.t_s) <= allowed
    starts, ends = seen.t_s[:-1][short], seen.t_s[1:][short]
    if high == low:
        return float(bool(((starts <= low) & (ends >= low)).any()))
    return float((np.clip(ends, low, high) - np.clip(starts, low, high)).sum() / (high - low))


def usual_wait_s(question: ResolvedClaim, seen: FixesAround) -> float:
    """Give the usual wait between the fixes around the time claimed, seconds."""
    low, high = question.stated
    waits = np.diff(seen.within(low - PADDING_S, high + PADDING_S).t_s)
    return float(np.median(waits)) if len(waits) else SILENCE_S


def seen_in_time(question: ResolvedClaim, reading: Reading) -> bool:
    """Say whether a fix that can tell anything about the place falls into the time claimed."""
    # What happened in a silence is never held against anybody.
    return bool((_within(question, reading) & ~reading.mute & (reading.sigma_m <= RING_M / 2)).any())


def bridged(question: ResolvedClaim, reading: Reading) -> bool:
    """Say whether no usable fix at all falls into the time claimed, so that presence can rest only on those on either side."""
    return not _within(question, reading).any()


def _within(question: ResolvedClaim, reading: Reading) -> NDArray[np.bool_]:
    """Mark the fixes of the time claimed; of a moment, those within ten minutes of it."""
    low, high = question.stated
    spare = RUN_GAP_S if low == high else 0.0
    return np.asarray((reading.t_s >= low - spare) & (reading.t_s <= high + spare))


def watched(question: ResolvedClaim, reading: Reading) -> bool:
    """Say whether the fixes watch closely enough to support presence: no silence that matters is longer than an hour."""
    # What answers across such silences were worth is told on the page of validation.
    if bridged(question, reading):
        return longest_silence(reading.t_s, question).length_s <= UNWATCHED_S
    low, high = question.stated
    mute = longest_silence(reading.t_s[~reading.mute], question)
    return question.kind != "throughout" or min(mute.end_s, high) - max(mute.start_s, low) <= UNWATCHED_S


def run_inside(question: ResolvedClaim, reading: Reading) -> tuple[float, float] | None:
    """Find a run of fixes in the place, in the time claimed, that is either a wild error or a visit as short."""
    # Mod:`workbench.position_error.burst_flags`.
    low, high = question.stated
    if question.kind == "throughout":
        return None
    edge = np.flatnonzero(np.diff(np.concatenate([[False], reading.burst, [False]]).astype(np.int8)))
    for a, b in zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True):
        t, room = reading.t_s[a:b], reading.t_s[b] - reading.t_s[a - 1]
        if room >= question.dwell_s and ((reading.inside[a:b] >= INSIDE) & (t >= low) & (t <= high)).any():
            return float(t[0]), float(t[-1])
    return None
