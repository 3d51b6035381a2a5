"""When a tag is silent: outages, charging, an empty battery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from workbench.simulation.path import Path

__all__ = ["Silence", "draw_silences", "speaking"]

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
