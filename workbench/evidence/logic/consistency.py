"""Do the fixes contradict each other? Devices of one wearer in two places at once, or positions that no journey joins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.parameters import AWAY_SHARE, BRACKET_S, DETOUR_M, DETOUR_SHARE, LEAST_DETOURS, TOWN_MS
from workbench.position_error import AIR_MS, RAIL_MS, RAYLEIGH_999, gone_around, interleaved

__all__ = ["Conflict", "conflict_in"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


class Conflict(NamedTuple):
    """Fixes that contradict each other: the devices, from when to when, how many of how many, and how far apart."""

    devices: tuple[str, ...]
    start_s: float
    end_s: float
    n: int
    of: int
    apart_m: float


def conflict_in(
    t_s: Floats, place_m: Floats, sigma_m: Floats, device: NDArray[np.object_], low_s: float, high_s: float
) -> Conflict | None:
    """Find fixes that contradict each other within a time; those around it take part as neighbours."""
    if len(t_s) < 3:
        return None
    asked = (t_s >= low_s) & (t_s <= high_s)
    for found in (_of_devices(t_s, place_m, sigma_m, device), _to_and_fro(t_s, place_m, sigma_m)):
        mine = found & asked
        if mine.sum() >= LEAST_DETOURS and mine.sum() >= DETOUR_SHARE * asked.sum():
            return _told(t_s, place_m, device, mine, asked)
    away = gone_around(t_s, place_m, sigma_m, cap_ms=AIR_MS) & asked
    if away.sum() >= LEAST_DETOURS and away.sum() >= AWAY_SHARE * asked.sum():
        return _told(t_s, place_m, device, away, asked)
    return None


def _told(t_s: Floats, place_m: Floats, device: NDArray[np.object_], found: Flags, asked: Flags) -> Conflict:
    at = np.flatnonzero(found)
    names = tuple(sorted({str(d) for d in device[asked | found] if isinstance(d, str)}))
    around = np.clip(np.concatenate([at - 1, at + 1]), 0, len(t_s) - 1)
    apart = np.hypot(*(place_m[:, np.concatenate([at, at])] - place_m[:, around]))
    return Conflict(names if len(names) > 1 else (), t_s[at[0]], t_s[at[-1]], len(at), int(asked.sum()), float(apart.max()))


def _detours(
    t_s: Floats, place_m: Floats, sigma_m: Floats, at: NDArray[np.intp], a: NDArray[np.intp], b: NDArray[np.intp]
) -> Flags:
    """Say which fixes lie too far off the way between the fixes before and after them, all errors allowed for."""
    legs = [np.hypot(*(place_m[:, i] - place_m[:, j])) for i, j in ((a, at), (at, b), (a, b))]
    error = RAYLEIGH_999 * (sigma_m[a] + 2 * sigma_m[at] + sigma_m[b])
    return np.asarray((legs[0] + legs[1] - legs[2] - error > DETOUR_M) & (t_s[b] - t_s[a] <= BRACKET_S))


def _of_devices(t_s: Floats, place_m: Floats, sigma_m: Floats, device: NDArray[np.object_]) -> Flags:
    """Mark the fixes of one device that lie off the way of another one which reported before and after them."""
    found = np.zeros(len(t_s), bool)
    names = sorted({d for d in device if isinstance(d, str)})
    for one in names:
        mine = np.flatnonzero(device == one)
        for other in (n for n in names if n != one):
            at = np.flatnonzero(device == other)
            after = np.searchsorted(mine, at)
            at, after = (v[(after > 0) & (after < len(mine))] for v in (at, after))
            found[at[_detours(t_s, place_m, sigma_m, at, mine[after - 1], mine[after])]] = True
    return found


def _to_and_fro(t_s: Floats, place_m: Floats, sigma_m: Floats) -> Flags:
    """Mark fixes between which the way leads to and fro as no journey does."""
    found = interleaved(t_s, place_m, sigma_m, cap_ms=RAIL_MS)
    at = np.arange(1, len(t_s) - 1)
    off = _detours(t_s, place_m, sigma_m, at, at - 1, at + 1)
    wait = np.maximum(np.diff(t_s), 1.0)
    fast = np.hypot(*np.diff(place_m, axis=1)) > TOWN_MS * wait
    off &= fast[:-1] & fast[1:]
    turn = np.zeros(len(t_s), bool)
    turn[1:-1] = off
    chain = turn[:-2] & turn[1:-1] & turn[2:]  # three in a row: there, back and there again
    for shift in range(3):
        found[shift : len(t_s) - 2 + shift] |= chain
    return found
