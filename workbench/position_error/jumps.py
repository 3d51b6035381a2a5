"""Fixes that could only be reached at more than 200 km/h: which of them spoil an otherwise plausible track.

The track is cut where a step is too fast. Of the pieces, those are kept that hold the most fixes while the steps between
them stay plausible; the others are the jumps. Two long pieces that no jump explains (a flight, a tag handed over) both stay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.geo.geocentric import MEAN_RADIUS_M
from workbench.position_error.mixture import RAYLEIGH_999
from workbench.position_error.speeds import RAIL_MS

__all__ = ["MOST_MS", "fast_steps", "jumps"]

MOST_MS = RAIL_MS
"""Main-line rail, metres per second: nothing on the ground is faster here."""
_BREAK = 10.0
"""Keeping an impossible step costs as much as leaving out this many fixes."""
_BACK = 20
_US = 1e-6


def jumps(
    time_us: NDArray[np.int64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    sigma_m: NDArray[np.float64],
    wearer: NDArray[np.int64],
) -> NDArray[np.bool_]:
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
        A number for each wearer; their rows stand together.
    """
    # See docs/methods.md#jumps: a step is impossible when (distance - 3.72 (s1 + s2)) / time is above 56
    # m/s; steps under a second count as one second, since many clocks tell no more.
    size = len(time_us)
    found = np.zeros(size, bool)
    if size < 2:
        return found
    step = np.flatnonzero(fast_steps(time_us, lon, lat, wearer))
    x, y, z = _globe(lon, lat)
    fast = np.zeros(size - 1, bool)
    fast[step] = ~_plausible(step, step + 1, time_us, x, y, z, sigma_m)
    for one in np.unique(wearer[:-1][fast]):
        low, high = np.searchsorted(wearer, [one, one + 1]) if _ascending(wearer) else _block(wearer, one)
        cuts = np.flatnonzero(fast[low : high - 1]) + low + 1
        starts, ends = np.concatenate([[low], cuts]), np.concatenate([cuts, [high]]) - 1
        for piece in _left_out(starts, ends, time_us, x, y, z, sigma_m):
            found[starts[piece] : ends[piece] + 1] = True
    return found


def fast_steps(
    time_us: NDArray[np.int64], lon: NDArray[np.float64], lat: NDArray[np.float64], wearer: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Find the steps between neighbouring fixes that no accuracy taken into account would be too fast.

    Parameters
    ----------
    time_us : numpy.ndarray of int64, shape (n,)
        Microseconds, ascending within each wearer.
    lon, lat : numpy.ndarray of float, shape (n,)
        WGS 84 degrees.
    wearer : numpy.ndarray of int64, shape (n,)
        A number for each wearer; their rows stand together.
    """
    # A quick look that spares the careful one where nothing is fast.
    north = np.diff(lat)
    turn = np.abs(np.diff(lon))
    east = np.minimum(turn, 360.0 - turn) * np.cos(np.radians((lat[1:] + lat[:-1]) / 2))
    seconds = np.maximum(np.diff(time_us) * _US, 1.0)
    near = np.hypot(north, east) * (np.pi / 180 * MEAN_RADIUS_M) <= 0.95 * MOST_MS * seconds
    return ~near & (wearer[1:] == wearer[:-1])


def _ascending(wearer: NDArray[np.int64]) -> bool:
    return bool((wearer[1:] >= wearer[:-1]).all())


def _block(wearer: NDArray[np.int64], one: int) -> tuple[int, int]:
    place = np.flatnonzero(wearer == one)
    return int(place[0]), int(place[-1]) + 1


def _globe(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    a, b = np.radians(lon), np.radians(lat)
    return MEAN_RADIUS_M * np.cos(b) * np.cos(a), MEAN_RADIUS_M * np.cos(b) * np.sin(a), MEAN_RADIUS_M * np.sin(b)


def _plausible(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    time_us: NDArray[np.int64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    z: NDArray[np.float64],
    sigma_m: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Say whether one could go from each first to each second fix at no more than `MOST_MS`; distances are chords."""
    distance = np.sqrt((x[second] - x[first]) ** 2 + (y[second] - y[first]) ** 2 + (z[second] - z[first]) ** 2)
    seconds = np.maximum((time_us[second] - time_us[first]) * _US, 1.0)
    return (distance - RAYLEIGH_999 * (sigma_m[first] + sigma_m[second])) / seconds <= MOST_MS


def _left_out(
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    time_us: NDArray[np.int64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    z: NDArray[np.float64],
    sigma_m: NDArray[np.float64],
) -> list[int]:
    """Choose the pieces to leave out: the chain of pieces with the most fixes, less a charge for each impossible step."""
    count = len(starts)
    weight = (ends - starts + 1) + 0.5 / (1.0 + sigma_m[starts])
    links = np.zeros((_BACK, count), bool)
    for back in range(1, min(_BACK, count - 1) + 1):
        later = np.arange(back, count)
        links[back - 1, later] = _plausible(ends[later - back], starts[later], time_us, x, y, z, sigma_m)
    table, value = links.T.tolist(), weight.tolist()
    best: list[float] = []
    before: list[int] = []
    for piece in range(count):
        score, link = 0.0, -1
        for back in range(1, min(_BACK, piece) + 1):
            other = piece - back
            worth = best[other] - (0.0 if table[piece][back - 1] else _BREAK)
            if worth > score + 1e-9:
                score, link = worth, other
        best.append(score + value[piece])
        before.append(link)
    piece = int(np.argmax(best))
    kept = set()
    while piece >= 0:
        kept.add(piece)
        piece = before[piece]
    return [p for p in range(count) if p not in kept]
