"""Which fixes a neighbour vouches for, and at which of them the tag moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.geo import MEAN_RADIUS_M
from workbench.position_error import RAYLEIGH_999, ROAD_MS

__all__ = ["PAIR_S", "REPEATS", "REPEATS_S", "SHARP", "stuck", "vouched"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PAIR_S = 15 * 60.0
"""Two fixes further apart in time than this do not vouch for one another, seconds."""

SHARP = ("gnss", "beacon")
"""Methods whose fixes may bound a journey by their main error."""


REPEATS, REPEATS_S = 10, 20 * 60.0
"""Exactly one position so many times in a row, over so many seconds, is a long repeat: a last known position sent again."""

LIVELY_M, LIVELY_SHARE = 60.0, 0.1
"""Only of a device that elsewhere lay within so many metres over as long a time and repeated itself in no more than this share of
its fixes: some receivers hold still by design, and positions made by hand do."""


def stuck(time_us: NDArray[np.int64], lon: Floats, lat: Floats, device: NDArray[np.int64]) -> Bools:
    """Say which fixes repeat a position for long, of a device that does not so when it lies still: only the first tells anything.

    Parameters
    ----------
    time_us, lon, lat : numpy.ndarray, shape (n,)
        Microseconds since 1970, in order; WGS 84 degrees.
    device : numpy.ndarray of int64, shape (n,)
        A number for each device; below -1 where its coordinates lie on so coarse a grid that they repeat by themselves.
    """
    again = (np.diff(lon) == 0) & (np.diff(lat) == 0)
    if again.sum() < REPEATS - 1:
        return np.zeros(len(lon), bool)
    found = np.zeros(len(lon), bool)
    for one in np.unique(device[device >= -1]).tolist():
        at = np.flatnonzero(device == one)
        same = np.concatenate([[False], (np.diff(lon[at]) == 0) & (np.diff(lat[at]) == 0), [False]])
        edge = np.flatnonzero(np.diff(same.astype(np.int8)))
        first, last = edge[::2], edge[1::2]
        long = (last - first + 1 >= REPEATS) & ((time_us[at[last]] - time_us[at[first]]) / 1e6 >= REPEATS_S)
        held = np.zeros(len(at), bool)
        for a, b in zip(first[long].tolist(), last[long].tolist(), strict=True):
            held[a + 1 : b + 1] = True
        if held.any() and _jitters(time_us[at], lon[at], lat[at], same[: len(at)], held):
            found[at[held]] = True
    return found


def _jitters(time_us: NDArray[np.int64], lon: Floats, lat: Floats, same: Bools, held: Bools) -> bool:
    """Say whether a device lay still for a while outside its long repeats, and gave ever new positions as a receiver does."""
    block = (time_us // round(REPEATS_S * 1e6)).astype(np.int64)
    edge = np.flatnonzero(np.diff(block, prepend=-1, append=-1))
    for a, b in zip(edge[:-1].tolist(), edge[1:].tolist(), strict=True):
        if b - a < REPEATS or held[a:b].any() or same[a:b].mean() > LIVELY_SHARE:
            continue
        wide = max(np.ptp(lat[a:b]), np.ptp(lon[a:b]) * np.cos(np.radians(lat[a])))
        if np.radians(wide) * MEAN_RADIUS_M <= LIVELY_M:
            return True
    return False


def vouched(step_m: Floats, wait_s: Floats, sigma_m: Floats, method: NDArray[np.object_], same_time: Bools) -> Bools:
    """Say which fixes a neighbour vouches for, so that they may bound a journey.

    Parameters
    ----------
    step_m, wait_s : array of float, shape (n - 1,)
        Distance and time between neighbouring fixes, metres and seconds.
    sigma_m : array of float, shape (n,)
        Main error of each fix per axis, metres.
    method : array of str, shape (n,)
        As in the fixes table.
    same_time : array of bool, shape (n,)
        Another fix has the same time.
    """
    # Both must be satellite or beacon fixes, at most a quarter of an hour apart, and one reachable from the other by road.
    sharp = np.isin(method, SHARP) & ~same_time
    near = (step_m <= ROAD_MS * wait_s + RAYLEIGH_999 * (sigma_m[1:] + sigma_m[:-1])) & (wait_s <= PAIR_S)
    pair = near & sharp[1:] & sharp[:-1]
    trusted = np.zeros(len(sigma_m), bool)
    trusted[1:] |= pair
    trusted[:-1] |= pair
    return trusted
