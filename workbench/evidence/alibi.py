"""Could two tags have met between their fixes? The alibi query for two space-time prisms."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

__all__ = ["Prism", "could_meet"]

Prism: TypeAlias = tuple[float, float, float, float, float, float]

_TOUCH_M = 1e-3  # closer than this counts as touching


def could_meet(first: Prism, second: Prism, cap_ms: tuple[float, float]) -> bool:
    """Say whether two tags could have been at one point at one time between their fixes."""
    # Source: the alibi query (Kuijpers, Grimson and Othman 2011). Four cones in space and time share a point exactly if the
    # least of their greatest excess is not above zero; that is a convex problem, so it has one answer.
    low, high = max(first[0], second[0]), min(first[3], second[3])
    if low > high:
        return False
    ends = [
        end
        for (ta, xa, ya, tb, xb, yb), v in zip((first, second), cap_ms, strict=True)
        for end in ((ta, xa, ya, v), (tb, xb, yb, -v))
    ]
    t0, x0, y0, rate = np.array(ends, float).T

    def excess(t: float) -> float:
        return _least_excess(x0, y0, rate * (t - t0))

    found = minimize_scalar(excess, bounds=(low, high), method="bounded", options={"xatol": 1e-6})
    return min(float(found.fun), excess(low), excess(high)) <= _TOUCH_M


def _least_excess(x: NDArray[np.float64], y: NDArray[np.float64], r: NDArray[np.float64]) -> float:
    """Find by how much all discs must grow until they share a point, by halving."""
    low = float(-r.min())
    high = low + float(np.hypot(x - x.mean(), y - y.mean()).max() + np.ptp(r)) + 1.0
    if _share(x, y, r + low):
        return low
    for _ in range(60):
        middle = (low + high) / 2
        if _share(x, y, r + middle):
            high = middle
        else:
            low = middle
    return high


def _share(x: NDArray[np.float64], y: NDArray[np.float64], r: NDArray[np.float64]) -> bool:
    """Say whether discs share a point: a corner of their common part, or the centre of one that lies in all others."""
    i, j = np.triu_indices(len(x), 1)
    dx, dy = x[j] - x[i], y[j] - y[i]
    d = np.hypot(dx, dy)
    safe = np.where(d > 0, d, 1.0)
    along = (d * d + r[i] ** 2 - r[j] ** 2) / (2 * safe)
    up = np.sqrt(np.maximum(r[i] ** 2 - along**2, 0.0))
    ux, uy = dx / safe, dy / safe
    px = np.concatenate([x, x[i] + along * ux - up * uy, x[i] + along * ux + up * uy])
    py = np.concatenate([y, y[i] + along * uy + up * ux, y[i] + along * uy - up * ux])
    away = np.hypot(px[:, None] - x, py[:, None] - y)
    return bool(((away <= r + 1e-9).all(axis=1)).any())
