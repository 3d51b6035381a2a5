"""Journeys that the fixes within a stay show: a stay holds none, so it is cut there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.position_error import RAYLEIGH_999
from workbench.trajectory.parameters import JOURNEY_FIXES
from workbench.trajectory.trails import Floats, Ints, Trail

__all__ = ["without_journeys"]

Found = tuple[Ints, Ints, NDArray[np.bool_]]


def without_journeys(trail: Trail, precision: Floats, limit_m: float, shortest_us: int, found: Found) -> Found:
    """Cut stays where fixes in a row lie farther off than their errors explain, and not at one spot."""
    # Wild fixes lie at one spot (a reflection) or are single: people go out by one way, along it, and come back.
    first, last, member = found
    if not len(first):
        return found
    out = np.flatnonzero(~member)
    stay = np.searchsorted(first, out, side="right") - 1
    within = (stay >= 0) & (out <= last[stay])
    out, stay = out[within], stay[within]
    row = JOURNEY_FIXES - 1
    if not ((out[row:] - out[: len(out) - row] == row) & (stay[row:] == stay[: len(out) - row])).any():
        return found
    centre = np.empty((2, len(first)))
    for s in np.unique(stay).tolist():
        mine = first[s] + np.flatnonzero(member[first[s] : last[s] + 1])
        centre[:, s] = np.average([trail.x[mine], trail.y[mine]], axis=1, weights=precision[mine])
    error = RAYLEIGH_999 * precision[out] ** -0.5
    away = np.hypot(trail.x[out] - centre[0, stay], trail.y[out] - centre[1, stay])
    far = away > limit_m + error
    gone, stay, error = out[far], stay[far], error[far]
    edge = np.flatnonzero((np.diff(gone) > 1) | (np.diff(stay) > 0)) + 1
    runs = [
        (int(stay[at[0]]), gone[at])
        for at in np.split(np.arange(len(gone)), edge)
        if len(at) >= JOURNEY_FIXES and _spread_m(trail, gone[at]) > limit_m + 2.0 * error[at].max()
    ]
    if not runs:
        return found
    member, parts = member.copy(), []
    for s, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        edges = [a, *(int(k) for where, run in runs if where == s for k in (run[0], run[-1] + 1)), b + 1]
        for low, high in zip(edges[::2], edges[1::2], strict=True):
            kept = low + np.flatnonzero(member[low:high])
            if len(kept) > 1 and trail.time[kept[-1]] - trail.time[kept[0]] >= shortest_us:
                parts.append((int(kept[0]), int(kept[-1])))
            else:
                member[low:high] = False
    made = np.array(parts, np.int64).reshape(-1, 2)
    return made[:, 0], made[:, 1], member


def _spread_m(trail: Trail, run: Ints) -> float:
    return float(np.hypot(np.ptp(trail.x[run]), np.ptp(trail.y[run])))
