"""MovingPandas' rule for stops, in plain numpy: slow, short, and the oracle of the compiled one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["diagonal_m", "smallest_rectangles", "stops"]

Floats = NDArray[np.float64]


def smallest_rectangles(x: ArrayLike, y: ArrayLike) -> Floats:
    """Measure every rectangle that rests on two of the points and holds them all."""
    # Source: a smallest-area rectangle has a side on an edge of the convex hull (Freeman and Shapira 1975).
    points = np.unique(np.column_stack([np.asarray(x, float), np.asarray(y, float)]), axis=0)
    rows = []
    for i, here in enumerate(points):
        for there in points[i + 1 :]:
            along = (there - here) / np.hypot(*(there - here))
            from_here = points - here
            across = from_here @ np.array([-along[1], along[0]])
            if min(across.max(), -across.min()) > 1e-9 * (1.0 + np.ptp(across)):
                continue
            sides = np.array([np.ptp(from_here @ along), np.ptp(across)])
            rows.append((float(sides.prod()), float(np.hypot(*sides))))
    return np.array(sorted(rows), float).reshape(-1, 2)


def diagonal_m(x: ArrayLike, y: ArrayLike) -> float:
    """Measure how large a group of fixes is the way MovingPandas does."""
    # Source: MovingPandas 0.23 `mrr_diagonal`; what it does with equal areas is left to rounding there.
    found = smallest_rectangles(x, y)
    if not len(found):
        return 0.0
    least = found[0, 0]
    return float(found[found[:, 0] <= least + 1e-9 * (1.0 + least), 1].min())


def stops(time: NDArray[np.int64], x: Floats, y: Floats, limit_m: float, shortest_us: int) -> list[tuple[int, int]]:
    """Find stops by MovingPandas' rule, one fix after the other."""
    # A window grows fix by fix. Before it is a stop, fixes are taken from its left while it is as long as the shortest stop or
    # longer. It is a stop while its diagonal is below the limit, and then grows untrimmed; when a fix ends that, the stop ends
    # one fix earlier and is kept if long enough. There is no rule for silences. A last open stop is kept. Source: MovingPandas
    # 0.23 `TrajectoryStopDetector`, read and restated.
    found: list[tuple[int, int]] = []
    first, stopped = 0, False
    for i in range(len(time)):
        while not stopped and i - first >= 2 and time[i] - time[first] >= shortest_us:
            first += 1
        before, stopped = stopped, i > first and diagonal_m(x[first : i + 1], y[first : i + 1]) < limit_m
        if before and not stopped and time[i - 1] - time[first] >= shortest_us:
            found.append((first, i - 1))
            first = i
    if stopped and time[-1] - time[first] >= shortest_us:
        found.append((first, len(time) - 1))
    return found
