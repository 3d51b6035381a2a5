"""What a tag reports of a path: the fixes of one wearer with their errors, claimed radii, clocks and faults."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import Quality
from workbench.simulation import land
from workbench.simulation.path import Path
from workbench.simulation.places import Place
from workbench.simulation.sampling import (
    BEACON,
    CELL,
    GNSS,
    NONE,
    WIFI,
    Silence,
    choose_methods,
    draw_silences,
    fix_seconds,
    speaking,
)
from workbench.tables import FIXES, METHODS, MODES
from workbench.time import from_micros, micros

__all__ = ["Misses", "draw_misses", "emit", "three_clocks"]

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


Ints = NDArray[np.int64]

_BATCH_S = 900


def three_clocks(times: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw when each fix is recorded and when its batch is uploaded."""
    # Source: the six minutes stand in the ministry's own made rows; batches and lateness are our own.
    recorded = times + 360 + np.minimum(rng.exponential(12.0, len(times)), 120).astype(np.int64)
    batch = recorded // _BATCH_S + 1
    last = int(batch.max(initial=0)) + 1
    slow = rng.uniform(5, 120, last)
    late = np.where(rng.uniform(size=last) < 0.015, rng.exponential(3 * 3600.0, last), 0.0)
    delay = (slow + late).astype(np.int64)
    return recorded, batch * _BATCH_S + delay[batch - 1]


def emit(
    path: Path,
    wearer: str,
    device: str,
    first_id: int,
    places: Sequence[Place],
    home: int,
    beacon: bool,
    begin: pd.Timestamp,
    rng: np.random.Generator,
    *,
    silences: Sequence[Silence] = (),
    clear: Sequence[tuple[int, int]] = (),
    level: float = 0.95,
) -> pd.DataFrame:
    """Make the fixes that a tag reports of a path."""
    # See docs/methods.md#simulated-truth; repeated rows, rows out of order and unknown radii as feeds of tags have them.
    drawn = [s for s in draw_silences(path, home, rng) if not any(s.start < b and s.end > a for a, b in clear)]
    tries = fix_seconds(path, rng)
    found = choose_methods(path, tries, places, home, beacon, rng)
    heard = (found != NONE) & speaking(tries, [*drawn, *silences])
    times, method = tries[heard], found[heard]
    misses = draw_misses(path, times, method, places, level, rng)
    x, y = path.at(times)
    lon, lat = land.EASTMERE.to_degrees(x + misses.x, y + misses.y)
    speed, heading = _movement(path, times, method, rng)
    recorded, uploaded = three_clocks(times, rng)
    unknown = rng.uniform(size=len(times)) < 0.002
    zero = micros(pd.Series([begin]))[0]
    indoors = path.indoors[path.stretch(times)]
    satellites = np.where(indoors, rng.integers(4, 10, len(times)), rng.integers(8, 15, len(times)))
    table = pd.DataFrame(
        {
            "fix_id": (first_id + np.arange(len(times))).astype(str),
            "wearer_id": wearer,
            "device_id": device,
            "time": from_micros(zero + times * 1_000_000),
            "recorded": from_micros(zero + recorded * 1_000_000),
            "uploaded": from_micros(zero + uploaded * 1_000_000),
            "lon": np.round(lon, 7),
            "lat": np.round(lat, 7),
            "accuracy_m": np.where(unknown, np.nan, misses.radius_m),
            "accuracy_level": level,
            "speed_kmh": speed,
            "heading_deg": heading,
            "method": np.array(METHODS, object)[method],
            "satellites": np.where(method == GNSS, satellites, 0).astype(float),
            "quality": 0,
            "file": "simulated",
            "row": 0,
        }
    )
    return FIXES.arrange(_arrive(table, rng))


def _movement(path: Path, times: Ints, method: Ints, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Speed in whole km/h and direction in whole degrees over ten seconds; both 0 when still or not from satellites."""
    ax, ay = path.at(times - 5)
    bx, by = path.at(times + 5)
    east, north = bx - ax, by - ay
    moving = (path.mode[path.stretch(times)] != MODES.index("still")) & (method == GNSS)
    speed = np.hypot(east, north) / 10.0 * 3.6 + rng.normal(0.0, 0.8, len(times))
    turn = np.degrees(np.arctan2(east, north)) + rng.normal(0.0, 8.0, len(times))
    shown = np.where(moving, np.maximum(np.round(speed), 0.0), 0.0)
    return shown, np.where(shown > 0, np.round(turn) % 360.0, 0.0)


def _arrive(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Put the rows in the order they arrive, repeat some, swap some, flag what a reader would notice."""
    size = len(table)
    uploaded = micros(table["uploaded"])
    swap = np.where(rng.uniform(size=size) < 0.003, 1.5, 0.0)
    again = np.flatnonzero(rng.uniform(size=size) < 0.001)
    place = np.empty(size)
    place[np.argsort(uploaded, kind="stable")] = np.arange(size)
    arrival = np.concatenate([place + swap, place[again] + rng.uniform(3, 40, len(again))])
    both = table.iloc[np.concatenate([np.arange(size), again])].copy()
    both["repeat"] = np.concatenate([np.zeros(size, bool), np.ones(len(again), bool)])
    both = both.iloc[np.argsort(arrival, kind="stable")].reset_index(drop=True)
    both["row"] = np.arange(1, len(both) + 1)
    time = micros(both["time"])
    earlier = np.append(np.iinfo(np.int64).min, time)[: len(time)]
    radius = both["accuracy_m"].to_numpy()
    flags = np.where(both["repeat"], int(Quality.DUPLICATE), 0) | np.where(time < earlier, int(Quality.OUT_OF_ORDER), 0)
    flags |= np.where(np.isnan(radius), int(Quality.NO_ACCURACY), 0) | np.where(radius > 200.0, int(Quality.WEAK_ACCURACY), 0)
    both["quality"] = flags
    return both.drop(columns="repeat").sort_values("time", kind="stable", ignore_index=True)
