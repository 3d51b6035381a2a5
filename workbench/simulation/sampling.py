"""When a tag looks for its position and how, and when it is silent: outages, charging, an empty battery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.simulation.path import Path
from workbench.simulation.places import Place
from workbench.tables import METHODS, MODES

__all__ = ["BEACON", "CELL", "GNSS", "NONE", "WIFI", "Silence", "choose_methods", "draw_silences", "fix_seconds", "speaking"]

GNSS, WIFI, CELL, BEACON = (METHODS.index(m) for m in ("gnss", "wifi", "cell", "beacon"))
NONE = -1
_MOVING_S = 60


def fix_seconds(path: Path, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw the seconds at which the tag tries for a position: every minute when moving, every 3 to 5 minutes when still."""
    # See docs/methods.md#simulated-truth.
    still = path.mode == MODES.index("still")
    wakes = path.t[1:][still[:-1] & ~still[1:]]
    end = int(path.t[-1])
    lazy = rng.uniform(180, 300, end // 180 + 2).tolist()
    shake = rng.integers(-2, 3, end // 50 + 2).tolist()
    late = rng.integers(10, 61, len(wakes) + 1).tolist()
    bounds, starts = path.t.tolist(), np.append(wakes, end + 1).tolist()
    found: list[int] = []
    now, knot, wake, k = int(rng.integers(0, 180)), 0, 0, 0
    while now < end:
        found.append(now)
        while knot + 1 < len(bounds) and bounds[knot + 1] <= now:
            knot += 1
        while starts[wake] <= now:
            wake += 1
        k += 1
        step = lazy[k % len(lazy)] if still[knot] else _MOVING_S + shake[k % len(shake)]
        now = max(now + 1, int(min(now + step, starts[wake] + late[wake])))
    return np.array(found, np.int64)


def choose_methods(
    path: Path, times: NDArray[np.int64], places: Sequence[Place], home: int, beacon: bool, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Choose how each position is found, sticking to a method for a while as tags do."""
    # What is found where: docs/methods.md#simulated-truth; the shares are our own.
    knot = path.stretch(times)
    place, indoors = path.place[knot], path.indoors[knot]
    skies = np.array([p.sky for p in places] or [1.0])
    sky = np.where(indoors, np.where(place >= 0, skies[np.maximum(place, 0)], 0.7), 0.985)
    rest = 1.0 - sky
    lost = np.where(sky < 0.3, 0.25 * rest, 0.08 * rest) * indoors
    wifi = np.where(indoors, 0.72, 0.0) * (rest - lost)
    near = (place == home) & indoors & beacon
    draw = rng.uniform(size=len(times))
    choice = np.select([draw < sky, draw < sky + wifi, draw < sky + wifi + lost], [GNSS, WIFI, NONE], CELL)
    choice = np.where(near & (rng.uniform(size=len(times)) < 0.55), BEACON, choice)
    fresh = (rng.uniform(size=len(times)) < 0.3) | np.append(True, (np.diff(place) != 0) | (np.diff(indoors.astype(int)) != 0))
    kept = choice[np.maximum.accumulate(np.where(fresh, np.arange(len(times)), 0))] if len(times) else choice
    return np.where(path.underground[knot], NONE, kept).astype(np.int64)


_DAY_S = 86_400
_LIFE_S = 30 * 3600


class Silence(NamedTuple):
    """A stretch without fixes, in seconds after the beginning, and why."""

    start: int
    end: int
    why: str


def draw_silences(path: Path, home: int, rng: np.random.Generator) -> list[Silence]:
    """Draw when the tag of one person is silent."""
    # See docs/methods.md#simulated-truth: on 35 % of days one outage, exponential with mean 90 min; Poisson(3) short ones a day,
    # exponential with mean 15 min; charging; an empty battery. The charging habits and the battery life of about 30 h are our
    # own.
    end = int(path.t[-1])
    found: list[Silence] = []
    charged = 0
    for day in range(-(-end // _DAY_S)):
        begin = day * _DAY_S
        long_one, where, length = rng.uniform() < 0.35, rng.uniform(0, _DAY_S), rng.exponential(90 * 60)
        if long_one:
            found.append(Silence(int(begin + where), int(begin + where + length), "outage"))
        for _ in range(int(rng.poisson(3))):
            where, length = rng.uniform(0, _DAY_S), rng.exponential(15 * 60)
            found.append(Silence(int(begin + where), int(begin + where + length), "outage"))
        forgets, wish = rng.uniform() < 0.05, begin + rng.normal(20.5, 0.8) * 3600
        long, quiet, life = rng.uniform(3600, 8000), rng.uniform(0, 2400), rng.normal(_LIFE_S, 5400)
        start = None if forgets else _at_home(path, home, int(wish))
        if start is None:
            continue
        if start - charged > life:
            found.append(Silence(int(charged + life), start, "empty battery"))
        if rng.uniform() < 0.3:
            found.append(Silence(start, int(start + quiet), "charging"))
        charged = int(start + long)
    if end - charged > _LIFE_S:
        found.append(Silence(charged + _LIFE_S, end, "empty battery"))
    return sorted(found)


def _at_home(path: Path, home: int, wish: int) -> int | None:
    """The first second after the wish, and within nine hours, at which the person is at home."""
    first = int(path.stretch(np.array([wish]))[0])
    for knot in range(first, len(path.t) - 1):
        moment = max(wish, int(path.t[knot]))
        if moment > wish + 9 * 3600:
            return None
        if path.place[knot] == home:
            return moment
    return None


def speaking(times: np.ndarray, silences: Sequence[Silence]) -> np.ndarray:
    """Say at which seconds the tag is not silent."""
    heard = np.ones(len(times), bool)
    for silence in silences:
        heard &= ~((times >= silence.start) & (times < silence.end))
    return heard
