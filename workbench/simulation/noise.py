"""By how much a position misses the truth, and the radius the tag claims for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.simulation import land
from workbench.simulation.path import Path
from workbench.simulation.places import Place
from workbench.simulation.sampling import BEACON, CELL, GNSS, WIFI
from workbench.tables import MODES

__all__ = ["Misses", "draw_misses"]

Floats = NDArray[np.float64]

_GNSS_M, _GNSS_SPREAD = 4.0, 0.3
_CANYON, _INDOORS = 3.5, 2.5
_TAU_MOVING_S, _TAU_STILL_S = 60.0, 420.0
_BURST_CHANCE, _BURST_M, _BURST_SHARE = 0.013, (40.0, 90.0, 250.0), (0.6, 0.3, 0.1)
_WIFI_M, _CELL_M, _BEACON_M = 25.0, 350.0, 30.0
_OPTIMISM, _RADIUS_SPREAD = 1.25, 0.35


class Misses(NamedTuple):
    """Errors in metres east and north, and the claimed radius in metres."""

    x: Floats
    y: Floats
    radius_m: Floats


def draw_misses(
    path: Path,
    times: NDArray[np.int64],
    method: NDArray[np.int64],
    places: Sequence[Place],
    level: float,
    rng: np.random.Generator,
) -> Misses:
    """Draw the errors of positions and the radius claimed for each."""
    # See docs/methods.md#simulated-truth. 1.3 % of the fixes begin a burst: that brings out the error quantiles aimed at.
    size = len(times)
    knot = path.stretch(times)
    x, y = path.at(times)
    still, indoors, place = path.mode[knot] == MODES.index("still"), path.indoors[knot], path.place[knot]
    worse = np.maximum(np.where(indoors, _INDOORS, 1.0), np.where(land.in_discs(x, y, land.CANYONS), _CANYON, 1.0))
    sigma = _GNSS_M * rng.lognormal(0.0, _GNSS_SPREAD, size) * worse
    drift = _correlated(times, still, rng)
    burst = _bursts(size, rng)
    optimistic = _OPTIMISM * rng.lognormal(0.0, _RADIUS_SPREAD, size)
    bias = np.array([(p.wifi_x, p.wifi_y) for p in places] or [(0.0, 0.0)])[np.maximum(place, 0)]
    flicker = rng.normal(0.0, 4.0, (size, 2))
    mast = _masts(times, x, y, rng)
    gnss, wifi, cell = ((method == m)[:, None] for m in (GNSS, WIFI, CELL))
    miss = np.select([gnss, wifi, cell], [drift * sigma[:, None] + burst, bias + flicker, mast], rng.normal(0.0, 2.0, (size, 2)))
    scale = math.sqrt(-2.0 * math.log(1.0 - level))
    spread = np.select([method == GNSS, method == WIFI], [sigma / optimistic, _WIFI_M / optimistic], _CELL_M)
    radius = np.where(method == BEACON, _BEACON_M, np.maximum(1.0, np.round(spread * scale)))
    return Misses(miss[:, 0], miss[:, 1], radius)


def _correlated(times: NDArray[np.int64], still: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Unit normal noise on two axes, forgetting itself over a minute when moving and seven when still."""
    size = len(times)
    fresh = rng.normal(size=(size, 2))
    gap = np.diff(times, prepend=times[:1] - 10_000_000) if size else np.empty(0)
    keep = np.exp(-gap / np.where(still, _TAU_STILL_S, _TAU_MOVING_S))
    new = np.sqrt(1.0 - keep**2)
    value = np.empty((size, 2))
    ex = ey = 0.0
    for i, (k, n, fx, fy) in enumerate(zip(keep.tolist(), new.tolist(), fresh[:, 0].tolist(), fresh[:, 1].tolist(), strict=True)):
        ex, ey = k * ex + n * fx, k * ey + n * fy
        value[i] = ex, ey
    return value


def _bursts(size: int, rng: np.random.Generator) -> Floats:
    """Now and then one to five fixes in a row are thrown aside together."""
    thrown = np.zeros((size, 2))
    for start in np.flatnonzero(rng.uniform(size=size) < _BURST_CHANCE):
        scale, count = rng.choice(_BURST_M, p=_BURST_SHARE), int(rng.integers(1, 6))
        thrown[start : start + count] = rng.normal(0.0, scale, 2)
    return thrown


def _masts(times: NDArray[np.int64], x: Floats, y: Floats, rng: np.random.Generator) -> Floats:
    """Errors of mast positions: about the same for half an hour at one spot, fresh after that."""
    size = len(times)
    cell = np.stack([times // 1800, x // 300, y // 300])
    change = np.append(True, (np.diff(cell, axis=1) != 0).any(axis=0)) if size else np.zeros(0, bool)
    fresh = rng.normal(0.0, _CELL_M, (size, 2))
    return fresh[np.maximum.accumulate(np.where(change, np.arange(size), 0))] + rng.normal(0.0, 15.0, (size, 2))
