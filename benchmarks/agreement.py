"""Do both engines find the same stays, and if not, at which window and by whose fault?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from tests.oracles.rectangle import smallest_rectangles
from workbench.trajectory.bridge import stop_ranges
from workbench.trajectory.trails import Trail

TOLERANCE = 1e-6


class Disagreement(NamedTuple):
    """One window of fixes on whose size the two engines decide differently."""

    first: int
    last: int
    ours_m: float
    theirs_m: float
    cause: str


def their_rectangle(x: np.ndarray, y: np.ndarray) -> tuple[float, shapely.Geometry | None]:
    """Measure a window as MovingPandas does: by the rectangle that shapely's GEOS gives."""
    if len(x) == 2:
        return float(np.hypot(x[1] - x[0], y[1] - y[0])), None
    shape = shapely.MultiPoint(np.column_stack([x, y])).minimum_rotated_rectangle
    corners = np.asarray(shape.exterior.coords if isinstance(shape, shapely.Polygon) else shape.coords)
    a, b = (corners[0], corners[2]) if isinstance(shape, shapely.Polygon) else (corners[0], corners[-1])
    return float(np.hypot(*(b - a))), shape


def cause_of(x: np.ndarray, y: np.ndarray, limit_m: float) -> tuple[float, float, str]:
    """Measure a window both ways and say why the two differ: ``same``, ``tie``, ``fault`` or ``unexplained``.

    A fault is a GEOS rectangle that leaves one of its own points outside, or that is not the smallest. A tie is a size
    on the limit, or several rectangles of the same smallest area with diagonals on both sides of it.
    """
    theirs, shape = their_rectangle(x, y)
    hull = shapely.MultiPoint(np.column_stack([x, y])).convex_hull
    ring = np.asarray(hull.exterior.coords if isinstance(hull, shapely.Polygon) else hull.coords)
    found = smallest_rectangles(ring[:, 0], ring[:, 1])
    least = found[0, 0] if len(found) else 0.0
    equal = found[found[:, 0] <= least + 1e-9 * (1.0 + least), 1] if len(found) else np.zeros(1)
    ours = float(equal.min())
    if (ours < limit_m) == (theirs < limit_m):
        return ours, theirs, "same"
    if shape is not None:
        missed = float(shapely.distance(shape, shapely.points(x, y)).max())
        if missed > TOLERANCE or shape.area > least + TOLERANCE * (1.0 + least):
            return ours, theirs, "fault"
    close = found[found[:, 0] <= least + TOLERANCE * (1.0 + least), 1] if len(found) else equal
    if abs(ours - limit_m) < TOLERANCE or abs(theirs - limit_m) < TOLERANCE or np.abs(close - theirs).min() < TOLERANCE:
        return ours, theirs, "tie"
    return ours, theirs, "unexplained"


def disagreements(trail: Trail, limit_m: float, shortest_us: int) -> list[Disagreement]:
    """Replay MovingPandas' rule with GEOS' rectangles, and list each window on which ours would decide otherwise.

    Raises
    ------
    AssertionError
        If the replay does not end in the very stops MovingPandas gives: then the list would explain nothing.
    """
    time, x, y = trail.time, trail.x, trail.y
    listed: list[Disagreement] = []
    found: list[tuple[int, int]] = []
    first, stopped = 0, False
    for i in range(len(time)):
        while not stopped and i - first >= 2 and time[i] - time[first] >= shortest_us:
            first += 1
        before, stopped = stopped, False
        if i > first:
            wx, wy = x[first : i + 1], y[first : i + 1]
            wide, high = np.ptp(wx), np.ptp(wy)
            square = wide * wide + high * high
            if square + (wide * high) ** 2 / max(square, 1e-300) < (0.999 * limit_m) ** 2:
                stopped = True
            elif np.sqrt(square) < 1.5 * limit_m:
                ours, theirs, cause = cause_of(wx, wy, limit_m)
                stopped = theirs < limit_m
                if cause != "same":
                    listed.append(Disagreement(first, i, ours, theirs, cause))
        if before and not stopped and time[i - 1] - time[first] >= shortest_us:
            found.append((first, i - 1))
            first = i
    if stopped and time[-1] - time[first] >= shortest_us:
        found.append((first, len(time) - 1))
    theirs_found = list(zip(*(a.tolist() for a in stop_ranges(trail, limit_m, shortest_us)), strict=True))
    if found != theirs_found:
        raise AssertionError(f"the replay found {len(found)} stops, MovingPandas {len(theirs_found)}")
    return listed
