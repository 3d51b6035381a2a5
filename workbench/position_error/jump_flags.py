"""Fixes that spoil an otherwise plausible track: too fast for anything on the ground, or out and back as no vehicle turns.

The track is cut where a step is too fast. Of the pieces, those are kept that hold the most fixes while the steps between
them stay plausible; the others are the jumps. Two long pieces that no jump explains (a flight, a tag handed over) both stay,
and so does a fast journey that its own fixes bear out: a train or an aircraft goes on the way it went.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.geo import MEAN_RADIUS_M
from workbench.position_error.error_mixture import RAYLEIGH_999
from workbench.position_error.speeds import AIR_MS, RAIL_MS

__all__ = ["MOST_MS", "jumps", "worth_a_look"]

MOST_MS = RAIL_MS
"""A step is too fast from here on, unless it is part of a journey borne out by several fixes; metres per second."""

BRISK_MS = 25.0
"""Steps from this speed on make up such a journey, metres per second."""

JOURNEY_STEPS, JOURNEY_LEAST, JOURNEY_ALONE, JOURNEY_S = 3, 2, 6, 60.0
"""So many steps over so many seconds make a journey; over twice as long two do; next to an impossible step it takes six."""

JOURNEY_TURN = 0.7
"""One step of a journey and the next lead the same way: cosine of the angle between them (45 degrees)."""

JOURNEY_MS2 = 4.0
"""The speed of a journey changes by no more than this, metres per second squared (a jet at take-off: 3)."""

SUDDEN_MS2 = 4.0
"""No step asks for more than this both at its start and its end, metres per second squared (a car that brakes fully: 8, once)."""

SPIKE_M, SPIKE_S, SPIKE_FIXES = 20.0, 120.0, 60
"""A spike leads farther out than so many metres, and is over within so many seconds and fixes."""

WALK_MS = 2.0
"""However still a tag lay before and after a spike, it may have moved at this speed meanwhile, metres per second."""

_SLACK = 0.75
_AS_FAST = 1.5
_BREAK, _FLIGHT, _FLIGHT_S = 15.0, 5.0, 1200.0
"""Keeping an impossible step costs as much as leaving out so many fixes; fewer if it took twenty minutes and an aircraft fits."""
_BACK = 150
"""So many pieces in a row may be left out."""
_US = 1e-6

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


class _Track(NamedTuple):
    """Fixes as the rules of this file need them: time in microseconds, metres from the Earth's centre, error per axis."""

    time_us: Ints
    place: Floats
    sigma_m: Floats

    def seconds(self, first: Ints, second: Ints) -> Floats:
        """How far apart in time two fixes are; under a second counts as one, since many clocks tell no more."""
        return np.maximum((self.time_us[second] - self.time_us[first]) * _US, 1.0)

    def of(self, at: Ints) -> _Track:
        """Keep some fixes."""
        return _Track(self.time_us[at], self.place[:, at], self.sigma_m[at])


def jumps(time_us: Ints, lon: Floats, lat: Floats, sigma_m: Floats, wearer: Ints) -> Flags:
    """Find the fixes without which the rest of a track is plausible.

    Parameters
    ----------
    time_us : numpy.ndarray of int64, shape (n,)
        Microseconds, ascending within each wearer.
    lon, lat : numpy.ndarray of float, shape (n,)
        WGS 84 degrees.
    sigma_m : numpy.ndarray of float, shape (n,)
        Error of each fix per axis, metres.
    wearer : numpy.ndarray of int64, shape (n,)
        A number for each wearer (or each device of one); their rows stand together.
    """
    # Source: the teleport filter of docs/methods.md#jumps: a step is impossible when (distance - 3.72 (s1 + s2)) / time is above
    # 56 m/s. A step of a burst or spike may be slower: no vehicle starts and stops so.
    size = len(time_us)
    found = np.zeros(size, bool)
    look = _hurried(time_us, lon, lat, wearer) if size > 1 else found[:0]
    if not look.any():
        return found
    whole = _Track(time_us, _globe(lon, lat), sigma_m)
    bounds = np.concatenate([[0], np.flatnonzero(wearer[1:] != wearer[:-1]) + 1, [size]])
    for block in np.unique(np.searchsorted(bounds, np.flatnonzero(look), side="right")).tolist():
        mine = np.arange(bounds[block - 1], bounds[block])
        found[bounds[block - 1] : bounds[block]] = True
        mine = mine[~_left_out(whole.of(mine))]
        found[mine[~_spikes(whole.of(mine))] if len(mine) > 3 else mine] = False
    return found


def worth_a_look(time_us: Ints, lon: Floats, lat: Floats, wearer: Ints) -> bool:
    """Say whether any step is so fast, or so long for its time, that it may be a jump.

    Parameters
    ----------
    time_us : numpy.ndarray of int64, shape (n,)
        Microseconds, ascending within each wearer.
    lon, lat : numpy.ndarray of float, shape (n,)
        WGS 84 degrees.
    wearer : numpy.ndarray of int64, shape (n,)
        A number for each wearer; their rows stand together.
    """
    # A quick look that spares the careful one, and the errors it needs, where nothing is fast.
    return bool(_hurried(time_us, lon, lat, wearer).any())


def _hurried(time_us: Ints, lon: Floats, lat: Floats, wearer: Ints) -> Flags:
    """Say of each step whether it is faster, or longer for its time, than need not be looked at."""
    north = np.diff(lat)
    turn = np.abs(np.diff(lon))
    east = np.minimum(turn, 360.0 - turn) * np.cos(np.radians((lat[1:] + lat[:-1]) / 2))
    seconds = np.maximum(np.diff(time_us) * _US, 1.0)
    away = np.hypot(north, east) * (np.pi / 180 * MEAN_RADIUS_M)
    little = np.minimum(MOST_MS * seconds, np.maximum(_SLACK * SUDDEN_MS2 * seconds**2, SPIKE_M))
    return (away > 0.95 * little) & (wearer[1:] == wearer[:-1])


def _globe(lon: Floats, lat: Floats) -> Floats:
    a, b = np.radians(lon), np.radians(lat)
    return MEAN_RADIUS_M * np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)])


def _plausible(track: _Track, first: Ints, second: Ints, cap_ms: float | Floats) -> Flags:
    """Say whether one could go from each first to each second fix at no more than a speed; distances are chords."""
    distance = np.sqrt(((track.place[:, second] - track.place[:, first]) ** 2).sum(axis=0))
    allowed = RAYLEIGH_999 * (track.sigma_m[first] + track.sigma_m[second])
    return np.asarray((distance - allowed) / track.seconds(first, second) <= cap_ms)


def _off_the_way(track: _Track, fixes: tuple[Ints, Ints, Ints, Ints]) -> Flags:
    """Say whether no vehicle went from a second to a third fix as it had gone from a first and will go on to a fourth."""
    # Who goes on as before and will go on as after is, at most, `_SLACK` times acceleration times time squared off the mean of
    # both ways, the errors of the four fixes aside. Where there is no first or fourth fix the tag is taken to have been at rest.
    p, q, r, s = fixes
    time = track.seconds(q, r)
    way, error = track.place[:, r] - track.place[:, q], track.sigma_m
    off, one, other = way.copy(), np.ones(len(q)), np.ones(len(q))
    spread = np.zeros(len(q))
    for near, far, weight in ((q, p, one), (r, s, other)):
        known = near != far
        share = np.where(known, 0.5 * time / np.maximum(np.abs(track.time_us[near] - track.time_us[far]) * _US, 1.0), 0.0)
        off -= share * (track.place[:, near] - track.place[:, far]) * (1.0 if near is q else -1.0)
        weight += share
        spread += (share * error[far]) ** 2
    spread += (one * error[q]) ** 2 + (other * error[r]) ** 2
    beyond = np.sqrt((off**2).sum(axis=0)) - RAYLEIGH_999 * np.sqrt(spread)
    return np.asarray(beyond > _SLACK * SUDDEN_MS2 * time**2)


def _spikes(track: _Track) -> Flags:
    """Find the fixes of short excursions: a sudden step leads out, another back to the way; the shortest first."""
    size = len(track.time_us)
    found = np.zeros(size, bool)
    at = np.arange(size - 1)
    far = np.sqrt((np.diff(track.place, axis=1) ** 2).sum(axis=0)) > SPIKE_M
    step = np.flatnonzero(far & _off_the_way(track, (np.maximum(at - 1, 0), at, at + 1, np.minimum(at + 2, size - 1))))
    pairs = []
    for k, a in enumerate(step.tolist()):
        for b in (step[k + 1 : k + 1 + SPIKE_FIXES] + 1).tolist():
            if (track.time_us[b] - track.time_us[a]) * _US > SPIKE_S or b - a - 1 > min(SPIKE_FIXES, (size - 1) // 2):
                break
            pairs.append((b - a - 1, a, b))
    for _, a, b in sorted(pairs):
        if not found[a : b + 1].any() and _goes_on(track, found, a, b):
            found[a + 1 : b] = True
    return found


def _goes_on(track: _Track, found: Flags, a: int, b: int) -> bool:
    """Say whether one came from fix a to fix b as one had gone before and went on after, so that what lies between is no part."""
    before = next((k for k in range(a - 1, -1, -1) if not found[k]), a)
    after = next((k for k in range(b + 1, len(found)) if not found[k]), b)
    way = np.sqrt((np.diff(track.place[:, [before, a, b, after]], axis=1) ** 2).sum(axis=0))
    fixes = tuple(np.array([k]) for k in (before, a, b, after))
    usual = max(*(way[k] / float(track.seconds(fixes[k], fixes[k + 1])[0]) for k in (0, 2)), WALK_MS)
    allowed = RAYLEIGH_999 * float(track.sigma_m[a] + track.sigma_m[b])
    near = way[1] <= allowed + _AS_FAST * usual * float(track.seconds(fixes[1], fixes[2])[0])
    return bool(near and not _off_the_way(track, (fixes[0], fixes[1], fixes[2], fixes[3]))[0])


def _journeys(track: _Track) -> Floats:
    """Give the speed of each step that is part of a fast journey borne out by several fixes, 0 for the others."""
    step = np.arange(len(track.time_us) - 1)
    time = track.seconds(step, step + 1)
    pace = np.diff(track.place, axis=1) / time
    speed = np.sqrt((pace**2).sum(axis=0))
    brisk = (speed >= BRISK_MS) & (speed <= AIR_MS)
    along = (pace[:, 1:] * pace[:, :-1]).sum(axis=0) >= JOURNEY_TURN * speed[1:] * speed[:-1]
    s, wait = track.sigma_m, 0.5 * (time[1:] + time[:-1])
    noise = RAYLEIGH_999 * (s[2:] / time[1:] + s[1:-1] * (1.0 / time[1:] + 1.0 / time[:-1]) + s[:-2] / time[:-1])
    even = np.abs(np.diff(speed)) <= JOURNEY_MS2 * wait + noise
    joined = np.concatenate([[False], brisk[1:] & brisk[:-1] & along & even, [False]])
    impossible = ~_plausible(track, step, step + 1, MOST_MS)
    result = np.zeros(len(step))
    edge = np.flatnonzero(np.diff(joined.astype(np.int8)))
    for a, b in zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True):
        seconds = float(track.time_us[b + 1] - track.time_us[a]) * _US
        beside = (a > 0 and impossible[a - 1]) or (b + 1 < len(step) and impossible[b + 1])
        steps = b - a + 1
        least = JOURNEY_ALONE if beside else JOURNEY_LEAST if seconds >= 2.0 * JOURNEY_S else JOURNEY_STEPS
        if steps >= least and seconds >= JOURNEY_S:
            result[a : b + 1] = speed[a : b + 1]
    return result


def _left_out(track: _Track) -> Flags:
    """Choose the fixes to leave out: all but the chain of pieces with the most fixes, less a charge for impossible steps."""
    size = len(track.time_us)
    found = np.zeros(size, bool)
    if size < 2:
        return found
    step = np.arange(size - 1)
    pace = _journeys(track)
    cuts = np.flatnonzero(~_plausible(track, step, step + 1, MOST_MS) & (pace == 0.0)) + 1
    if not len(cuts):
        return found
    starts, ends = np.concatenate([[0], cuts]), np.concatenate([cuts, [size]]) - 1
    count = len(starts)
    weight = (ends - starts + 1) + 0.5 / (1.0 + track.sigma_m[starts])
    cost = np.full((min(_BACK, count - 1) + 1, count), _BREAK)
    into, onward = np.append(0.0, pace)[ends], np.append(pace, 0.0)[starts]
    for back in range(1, len(cost)):
        later = np.arange(back, count)
        cap = np.maximum(MOST_MS, _AS_FAST * np.minimum(into[later - back], onward[later]))
        a, b = ends[later - back], starts[later]
        flown = _plausible(track, a, b, AIR_MS) & (track.seconds(a, b) >= _FLIGHT_S)
        cost[back, later] = np.where(_plausible(track, a, b, cap), 0.0, np.where(flown, _FLIGHT, _BREAK))
    best, before = np.zeros(count), np.full(count, -1)
    for piece in range(count):
        most = min(_BACK, piece)
        score = 0.0
        if most:
            worth = best[piece - most : piece][::-1] - cost[1 : most + 1, piece]
            back = int(worth.argmax())
            if worth[back] > 1e-9:
                score, before[piece] = float(worth[back]), piece - back - 1
        best[piece] = score + weight[piece]
    piece = int(np.argmax(best))
    found[:] = True
    while piece >= 0:
        found[starts[piece] : ends[piece] + 1] = False
        piece = int(before[piece])
    return found
