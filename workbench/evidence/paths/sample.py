"""Paths drawn from all that fit the fixes: the picture, and the spread of arrival, departure, minutes and distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from workbench.base.errors import InputError
from workbench.evidence.paths.constraints import Constraint
from workbench.evidence.paths.drawing import _kernels as drawing
from workbench.evidence.paths.engine import DROP_SHARE, states
from workbench.evidence.paths.scene import Scene

__all__ = ["SEED", "Paths", "Spread", "Visits", "draw_paths", "holds", "visits"]

Floats = NDArray[np.float64]

SEED = 20_260_303
"""Paths are drawn with this seed unless told otherwise, so that the same data give the same picture."""

_LEAST_SHARE = 0.02


class Spread(NamedTuple):
    """The middle of a spread and the bounds that hold nine tenths of it."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths on steps.

    Parameters
    ----------
    mode : numpy.ndarray of int8, shape (paths, steps)
        0 still, 1 on foot, 2 in a vehicle.
    row, column : numpy.ndarray of int64, shape (paths, steps)
        Cells.
    x_m, y_m : numpy.ndarray of float, shape (paths, steps)
        Positions within those cells, metres.
    first : int
        Step of the scene at which they begin.
    step_s : float
        Length of a step, seconds.
    """

    mode: NDArray[np.int8]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    x_m: Floats
    y_m: Floats
    first: int
    step_s: float

    def inside(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say for each path and step whether it is in a mask of cells."""
        return np.asarray(mask[self.row, self.column])


class Visits(NamedTuple):
    """What the paths did at a region: share that came in, and spreads; times are steps of the scene, None where rare."""

    share: float
    minutes_inside: Spread
    closest_m: Spread
    arrival_step: Spread | None
    departure_step: Spread | None


def draw_paths(scene: Scene, *, first: int, last: int, n: int = 500, seed: int = SEED, drop_share: float = DROP_SHARE) -> Paths:
    """Draw paths at random from all possible ones, each as likely as the fixes and the movement model make it."""
    # Source: forward filtering, backward sampling.
    if not 0 <= first < last <= scene.steps or n < 1:
        raise InputError(
            "Those steps are not in the scene, or no path is asked for.", where="draw_paths", do="Stay within scene.steps."
        )
    ahead, end = states(scene, first=first, last=last, drop_share=drop_share)
    generator = np.random.default_rng(seed)
    size = (n, last - first)
    mode, row, column = np.empty(size, np.int8), np.empty(size, np.int64), np.empty(size, np.int64)
    drawing.draw(ahead, end, scene.moves, generator.random((*size, 3)), mode, row, column)
    within = generator.random((2, *size))
    for k in range(1, size[1]):
        resting = (mode[:, k] == 0) & (row[:, k] == row[:, k - 1]) & (column[:, k] == column[:, k - 1])
        within[:, resting, k] = within[:, resting, k - 1]
    cell = scene.grid.cell_m
    return Paths(
        mode,
        row,
        column,
        scene.grid.x0_m + (column + within[0]) * cell,
        scene.grid.y0_m + (row + within[1]) * cell,
        first,
        scene.step_s,
    )


def holds(paths: Paths, constraint: Constraint) -> NDArray[np.bool_]:
    """Say for which paths a claim is true, at its time as stated."""
    a, b = constraint.first - paths.first, constraint.last - paths.first
    if constraint.kind == "at":
        b = a + 1
    if a < 0 or b > paths.row.shape[1]:
        raise InputError("The paths do not cover the claim's time.", where="holds", do="Draw them over the claim's steps.")
    inside = paths.inside(constraint.inside)[:, a:b]
    if constraint.kind == "throughout":
        return np.asarray((~inside[:, :: constraint.every]).sum(axis=1) <= constraint.slack)
    needed = 1 if constraint.kind == "at" else constraint.dwell
    run, best = np.zeros(len(inside), int), np.zeros(len(inside), int)
    for k in range(inside.shape[1]):
        run = np.where(inside[:, k], run + 1, 0)
        best = np.maximum(best, run)
    return np.asarray(best >= needed)


def visits(paths: Paths, inside: NDArray[np.bool_], shape: shapely.Geometry, *, radius_m: float = 0.0) -> Visits:
    """Sum up what the paths did at a region."""
    # Source: quantiles of the drawn paths; between two steps a path is straight.
    within = paths.inside(inside)
    n, steps = within.shape
    came = within.any(axis=1)
    part = np.random.default_rng(SEED).random((2, n, steps))
    enters = np.concatenate([np.zeros((n, 1), bool), within[:, 1:] & ~within[:, :-1]], axis=1)
    leaves = np.concatenate([within[:, :-1] & ~within[:, 1:], np.zeros((n, 1), bool)], axis=1)
    more = np.where(enters, part[0] - 0.5, 0.0) + np.where(leaves, part[1] - 0.5, 0.0)
    minutes = np.maximum(within.sum(axis=1) + more.sum(axis=1), 0.0) * paths.step_s / 60.0
    closest = np.where(came, 0.0, np.maximum(_away(paths, shape) - radius_m, 0.0))
    arrival = departure = None
    if came.mean() >= _LEAST_SHARE:
        rows, first = np.flatnonzero(came), np.argmax(within[came], axis=1)
        last = steps - 1 - np.argmax(within[came][:, ::-1], axis=1)
        arrival = _spread(paths.first + first - np.where(first > 0, part[0][rows, first], 0.0))
        departure = _spread(paths.first + last + np.where(last < steps - 1, part[1][rows, last], 1.0))
    stayed = _stepped(_spread(minutes), paths.step_s / 60.0, steps)
    return Visits(float(came.mean()), stayed, _spread(closest), arrival, departure)


def _away(paths: Paths, shape: shapely.Geometry) -> Floats:
    """Measure how close to a region each path came."""
    points = np.stack([paths.x_m, paths.y_m], axis=2)
    lines = shapely.points(points[:, 0]) if points.shape[1] == 1 else shapely.linestrings(points)
    return np.asarray(shapely.distance(shape, lines))


def _stepped(found: Spread, step_minutes: float, steps: int) -> Spread:
    """Widen an interval of minutes by half a step, within what there is; what all paths agree on stays as it is."""
    if found.low == found.high:
        return found
    half = step_minutes / 2.0
    return Spread(found.median, max(found.low - half, 0.0), min(found.high + half, steps * step_minutes))


def _spread(values: NDArray[np.float64] | NDArray[np.int64]) -> Spread:
    low, median, high = np.quantile(np.asarray(values, float), [0.05, 0.5, 0.95])
    return Spread(float(median), float(low), float(high))
