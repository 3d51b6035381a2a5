"""Paths drawn from all that fit the fixes, and what they did at a place: arrival, departure, minutes, distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from workbench.base import InputError
from workbench.evidence.claim import Region
from workbench.evidence.hmm import _kernels_draw as drawing
from workbench.evidence.hmm.constraints import Constraint
from workbench.evidence.hmm.forward_backward import states
from workbench.evidence.hmm.model import HiddenMarkovModel, ModelSetup
from workbench.evidence.parameters import DROP_SHARE, KNOWN_BIN_M, KNOWN_SHARE, LEAST_SHARE, PATHS, PATHS_SHOWN, SEED

__all__ = ["Paths", "Picture", "Spread", "Visits", "draw_paths", "known_share", "picture", "visits"]

Floats = NDArray[np.float64]


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
        Step of the model at which they begin.
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
    """What the paths did at a region: share that came in, and spreads; times are steps of the model, None where rare."""

    share: float
    minutes_inside: Spread
    closest_m: Spread
    arrival_step: Spread | None
    departure_step: Spread | None


def draw_paths(
    model: HiddenMarkovModel, *, first: int, last: int, n: int = 500, seed: int = SEED, drop_share: float = DROP_SHARE
) -> Paths:
    """Draw paths at random from all possible ones, each as likely as the fixes and the movement model make it."""
    # Source: forward filtering, backward sampling.
    if not 0 <= first < last <= model.steps or n < 1:
        raise InputError(
            "Those steps are not in the model, or no path is asked for.", where="draw_paths", do="Stay within model.steps."
        )
    ahead, end = states(model, first=first, last=last, drop_share=drop_share)
    generator = np.random.default_rng(seed)
    size = (n, last - first)
    mode, row, column = np.empty(size, np.int8), np.empty(size, np.int64), np.empty(size, np.int64)
    drawing.draw(ahead, end, model.transitions, generator.random((*size, 3)), mode, row, column)
    within = generator.random((2, *size))
    for k in range(1, size[1]):
        resting = (mode[:, k] == 0) & (row[:, k] == row[:, k - 1]) & (column[:, k] == column[:, k - 1])
        within[:, resting, k] = within[:, resting, k - 1]
    cell = model.grid.cell_m
    return Paths(
        mode,
        row,
        column,
        model.grid.x0_m + (column + within[0]) * cell,
        model.grid.y0_m + (row + within[1]) * cell,
        first,
        model.step_s,
    )


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
    if came.mean() >= LEAST_SHARE:
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


_FINE_M2 = math.pi * 100.0**2


@dataclass(frozen=True, eq=False)
class Picture:
    """What the drawn paths did.

    Attributes
    ----------
    minutes_inside, closest_m : (median, low, high)
        With 90 % intervals.
    arrival, departure : (median, low, high) or None
        UTC; over the paths that came in, None where fewer than 2 % did.
    info : float
        Share of the time claimed in which the whereabouts are known well enough.
    paths : pandas.DataFrame
        ``path, time, lon, lat``: a hundred of them.
    """

    minutes_inside: tuple[float, float, float]
    closest_m: tuple[float, float, float]
    arrival: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None
    departure: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None
    info: float
    paths: pd.DataFrame


def picture(setup: ModelSetup, claim: Constraint, region: Region, start: pd.Timestamp) -> Picture:
    """Draw paths over the time claimed, which begins at `start`, and sum up what they did at the place."""
    # Source: backward sampling with a fixed seed, as assumed.
    paths = draw_paths(setup.model(), first=setup.window.first, last=setup.window.last, n=PATHS)
    found = visits(paths, claim.inside, region.shape, radius_m=region.radius_m or 0.0)
    return Picture(
        _plain(found.minutes_inside),
        _plain(found.closest_m),
        _times(setup, start, found.arrival_step),
        _times(setup, start, found.departure_step),
        known_share(paths, region.area_m2),
        _table(paths, region, start),
    )


def known_share(paths: Paths, area_m2: float) -> float:
    """Say in what share of the time nine tenths of the paths lie in an area small enough to tell."""
    most = max(2.0 * area_m2, _FINE_M2) / KNOWN_BIN_M**2
    column, row = (np.floor(v / KNOWN_BIN_M).astype(np.int64) for v in (paths.x_m, paths.y_m))
    square = (row - row.min()) * (np.ptp(column) + 1) + column - column.min()
    return float(np.mean([_squares(square[:, k]) <= most for k in range(square.shape[1])]))


def _squares(square: NDArray[np.int64]) -> int:
    """Count the fullest squares that hold nine tenths of the paths."""
    held = np.cumsum(np.sort(np.unique(square, return_counts=True)[1])[::-1])
    return int(np.searchsorted(held, KNOWN_SHARE * len(square))) + 1


def _plain(spread: Spread) -> tuple[float, float, float]:
    return float(spread.median), float(spread.low), float(spread.high)


def _times(
    setup: ModelSetup, start: pd.Timestamp, spread: Spread | None
) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None:
    if spread is None:
        return None
    median, low, high = (start + pd.Timedelta(seconds=round((k - setup.window.first) * setup.motion.step_s)) for k in spread)
    return median, low, high


def _table(paths: Paths, region: Region, start: pd.Timestamp) -> pd.DataFrame:
    x, y = paths.x_m[:PATHS_SHOWN], paths.y_m[:PATHS_SHOWN]
    lon, lat = region.frame.to_degrees(x.ravel(), y.ravel())
    step = pd.Timedelta(seconds=paths.step_s)
    times = pd.Series([start + step * k for k in range(x.shape[1])]).dt.as_unit("us")
    return pd.DataFrame(
        {
            "path": np.repeat(np.arange(len(x)), x.shape[1]),
            "time": pd.concat([times] * len(x), ignore_index=True),
            "lon": lon,
            "lat": lat,
        }
    )
