"""Getting from one place to another: the corners passed, on foot, by car, by bus, by train."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from workbench.base import InputError
from workbench.simulation import land
from workbench.simulation.borough import Borough
from workbench.simulation.path import Piece
from workbench.simulation.people import Person
from workbench.simulation.places import Place
from workbench.simulation.streets import KINDS, network
from workbench.tables import MODES

__all__ = ["STILL", "WALK", "Router", "build_router", "travel"]

_DRIVE_MPS = (6.5, 9.0, 1.0, 9.0, 3.0)


@dataclass(frozen=True, eq=False)
class Router:
    """One person's ways through the borough, with a liking for some streets.

    Attributes
    ----------
    walking, driving : scipy.sparse.csr_array
        Costs from corner to corner.
    known : dict
        Ways already found, by manner and first corner.
    """

    walking: csr_array
    driving: csr_array
    known: dict[tuple[str, int], NDArray[np.int32]] = field(default_factory=dict, repr=False)

    def way(self, manner: str, start: int, end: int) -> list[int]:
        """List the corners from start to end."""
        key = (manner, start)
        if key not in self.known:
            matrix = self.walking if manner == "walk" else self.driving
            _, before = dijkstra(matrix, indices=start, return_predecessors=True)
            self.known[key] = before
        before = self.known[key]
        way = [end]
        while way[-1] != start:
            previous = int(before[way[-1]])
            if previous < 0:
                raise InputError(
                    f"There is no way from corner {start} to corner {end} for a person who would {manner}.",
                    do="Choose corners of the same network; corners in alleys cannot be reached by car.",
                )
            way.append(previous)
        return way[::-1]


def build_router(borough: Borough, rng: np.random.Generator) -> Router:
    """Make the router of one person."""
    # Source: Dijkstra's algorithm (SciPy) on lengths spread by a lognormal factor of 0.15.
    streets = borough.streets
    length = streets.length_m * rng.lognormal(0.0, 0.15, len(streets.a))
    everything = np.ones(len(length), bool)
    cars = streets.kind != KINDS.index("alley")
    seconds = length / np.array(_DRIVE_MPS)[streets.kind]
    return Router(network(streets, length, everything), network(streets, seconds, cars))


STILL, WALK, VEHICLE, RAIL = (MODES.index(m) for m in ("still", "walk", "vehicle", "rail"))
_WALK_LIMIT_M = 900.0
_RAIL_MPS = 9.0


def travel(person: Person, borough: Borough, router: Router, start: Place, goal: Place, rng: np.random.Generator) -> list[Piece]:
    """Make one journey between two places."""
    # See docs/methods.md#simulated-truth: walking 1.3 m/s, stop-and-go 5 to 10 m/s, underground 9 m/s.
    straight = math.hypot(start.x - goal.x, start.y - goal.y)
    taste = rng.uniform()
    if straight < _WALK_LIMIT_M:
        return _walk(person, borough, router, start.node, goal.node, rng)
    on, off = (_station(borough, p) for p in (start, goal))
    on_foot = math.hypot(start.x - on.x, start.y - on.y) + math.hypot(goal.x - off.x, goal.y - off.y)
    if person.rail and on != off and on_foot < 0.6 * straight and taste < 0.5:
        return [
            *_walk(person, borough, router, start.node, on.node, rng),
            _wait(on, borough, rng, 150.0),
            *_ride(borough, on, off),
            *_walk(person, borough, router, off.node, goal.node, rng),
        ]
    if person.car:
        return _drive(borough, router, start.node, goal.node, rng)
    first, last = (_bus_stop(borough, p) for p in (start, goal))
    if first == last:
        return _walk(person, borough, router, start.node, goal.node, rng)
    corner = borough.streets
    return [
        *_walk(person, borough, router, start.node, first, rng),
        Piece(int(np.clip(rng.exponential(200), 30, 900)), float(corner.x[first]), float(corner.y[first]), STILL),
        *_drive(borough, router, first, last, rng),
        *_walk(person, borough, router, last, goal.node, rng),
    ]


def _walk(person: Person, borough: Borough, router: Router, start: int, end: int, rng: np.random.Generator) -> list[Piece]:
    way = router.way("walk", start, end)
    pace = person.walk_mps * float(np.clip(rng.normal(1.0, 0.05), 0.85, 1.15))
    return _pieces(borough, way, [pace] * (len(way) - 1), WALK)


def _drive(borough: Borough, router: Router, start: int, end: int, rng: np.random.Generator) -> list[Piece]:
    way = router.way("drive", start, end)
    moving = _pieces(borough, way, rng.uniform(5.0, 10.0, len(way) - 1).tolist(), VEHICLE)
    stops = np.where(rng.uniform(size=len(moving)) < 0.3, np.clip(rng.exponential(15.0, len(moving)), 3, 60), 0).astype(int)
    return [p for piece, stop in zip(moving, stops.tolist(), strict=True) for p in (piece, piece._replace(seconds=stop))]


def _pieces(borough: Borough, way: Sequence[int], speeds: Sequence[float], mode: int) -> list[Piece]:
    x, y = borough.streets.x, borough.streets.y
    found = []
    for here, there, speed in zip(way[:-1], way[1:], speeds, strict=True):
        length = math.hypot(float(x[there] - x[here]), float(y[there] - y[here]))
        found.append(Piece(max(1, math.ceil(length / speed)), float(x[there]), float(y[there]), mode))
    return found


def _station(borough: Borough, place: Place) -> Place:
    return borough.nearest("station", place.x, place.y)


def _wait(place: Place, borough: Borough, rng: np.random.Generator, mean: float) -> Piece:
    number = borough.places.index(place)
    return Piece(int(np.clip(rng.exponential(mean), 40, 700)), place.x, place.y, STILL, number, place.indoors)


def _ride(borough: Borough, on: Place, off: Place) -> list[Piece]:
    stations = borough.of_kind("station")
    a, b = stations.index(on), stations.index(off)
    step = 1 if b > a else -1
    found: list[Piece] = []
    for here in range(a, b, step):
        before, after = stations[here], stations[here + step]
        under = land.TUNNEL[0] <= min(here, here + step) and max(here, here + step) <= land.TUNNEL[1]
        seconds = max(1, math.ceil(math.hypot(after.x - before.x, after.y - before.y) / _RAIL_MPS))
        found.append(Piece(seconds, after.x, after.y, RAIL, -1, True, under))
        if here + step != b:
            below = land.TUNNEL[0] < here + step < land.TUNNEL[1]
            found.append(Piece(30, after.x, after.y, RAIL, -1, True, below))
    return found


def _bus_stop(borough: Borough, place: Place) -> int:
    """The nearest corner of a main road."""
    streets = borough.streets
    main = streets.kind == KINDS.index("main")
    corners = np.unique(np.concatenate([streets.a[main], streets.b[main]]))
    return int(corners[np.argmin(np.hypot(streets.x[corners] - place.x, streets.y[corners] - place.y))])
