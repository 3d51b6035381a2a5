"""An irregular network of streets: which corners there are, which are joined, and what each street is called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree

from workbench.simulation import land
from workbench.simulation.names import MAIN_STREETS, street_names

__all__ = ["KINDS", "Streets", "build_streets", "name_streets", "network"]

_MERE_LANE = (-1550.0, 650.0)


def name_streets(streets: Streets, rng: np.random.Generator) -> list[str]:
    """Give each piece of street the name of the street it belongs to."""
    # Source: strokes, as in map generalisation (pairs of pieces that deviate least at a corner); names are invented.
    group = _strokes(streets)
    ids, edge_group = np.unique(group, return_inverse=True)
    names = np.array(street_names(rng, len(ids)), object)
    middle_x = (streets.x[streets.a] + streets.x[streets.b]) / 2
    middle_y = (streets.y[streets.a] + streets.y[streets.b]) / 2
    length = streets.length_m
    total = np.bincount(edge_group, length)
    homely = (streets.kind == KINDS.index("residential")) & (length > 110) & (total[edge_group] > 250)
    far = np.hypot(middle_x - _MERE_LANE[0], middle_y - _MERE_LANE[1])
    names[edge_group[int(np.argmin(np.where(homely, far, np.inf)))]] = "Mere Lane"
    busy = np.bincount(edge_group, np.where(streets.kind == KINDS.index("main"), length, 0.0))
    for rank, stroke in enumerate(np.argsort(-busy, kind="stable")[: len(MAIN_STREETS)]):
        names[stroke] = MAIN_STREETS[rank]
    return [str(names[g]) for g in edge_group]


def _strokes(streets: Streets) -> np.ndarray:
    """Join pieces through corners, straightest pairs first; return the group number of each piece."""
    parent = list(range(len(streets.a)))

    def root(edge: int) -> int:
        while parent[edge] != edge:
            edge = parent[edge]
        return edge

    around: list[list[int]] = [[] for _ in streets.x]
    for edge, (p, q) in enumerate(zip(streets.a.tolist(), streets.b.tolist(), strict=True)):
        around[p].append(edge)
        around[q].append(edge)
    for node, edges in enumerate(around):
        turns = sorted(
            (abs(_turn(streets, node, e, f)), e, f)
            for i, e in enumerate(edges)
            for f in edges[i + 1 :]
            if streets.kind[e] == streets.kind[f]
        )
        used: set[int] = set()
        for turn, e, f in turns:
            if turn < 0.9 and e not in used and f not in used and root(e) != root(f):
                used |= {e, f}
                parent[root(e)] = root(f)
    return np.array([root(e) for e in range(len(parent))])


def _turn(streets: Streets, node: int, first: int, second: int) -> float:
    """Give the change of direction, in radians, of going from one piece through a corner into another."""

    def away(edge: int) -> float:
        other = int(streets.b[edge]) if int(streets.a[edge]) == node else int(streets.a[edge])
        return float(np.arctan2(streets.y[other] - streets.y[node], streets.x[other] - streets.x[node]))

    return float((away(first) - away(second)) % (2 * np.pi) - np.pi)


Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

KINDS = ("residential", "main", "alley", "bridge", "door")
"""What a piece of street is; ``door`` is the path from the pavement to a building."""

_SPACING_M = 150.0


@dataclass(frozen=True, eq=False)
class Streets:
    """Corners and the pieces of street between them.

    Attributes
    ----------
    x, y : float arrays, shape (nodes,)
        Corners, metres.
    a, b : int arrays, shape (edges,)
        The two corners of each piece.
    kind : int array, shape (edges,)
        Number in ``KINDS``.
    """

    x: Floats
    y: Floats
    a: Ints
    b: Ints
    kind: Ints

    @property
    def length_m(self) -> Floats:
        """Length of each piece in metres."""
        return np.hypot(self.x[self.a] - self.x[self.b], self.y[self.a] - self.y[self.b])


def network(streets: Streets, cost: Floats, keep: NDArray[np.bool_]) -> coo_array:
    """Give the streets as a symmetric sparse matrix for shortest ways."""
    a, b, c = streets.a[keep], streets.b[keep], cost[keep]
    size = len(streets.x)
    return coo_array((np.concatenate([c, c]), (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(size, size)).tocsr()


def build_streets(rng: np.random.Generator) -> Streets:
    """Lay the streets of Eastmere: corners by blue noise, joined as a thinned Gabriel graph, four main roads, two bridges."""
    # Source: Gabriel graphs are a common stand-in for street networks; the thinning is our own.
    x, y = _corners(rng)
    a, b = _gabriel(x, y)
    north = y > land.river_y(x)
    dry = (north[a] == north[b]) & (np.hypot(x[a] - x[b], y[a] - y[b]) < 330.0)
    a, b = a[dry], b[dry]
    bridges = [_bridge(x, y, north, where) for where in land.BRIDGES_X]
    kind = np.concatenate([np.zeros(len(a), np.int64), np.full(2, KINDS.index("bridge"))])
    a = np.concatenate([a, [p for p, _ in bridges]])
    b = np.concatenate([b, [q for _, q in bridges]])
    streets = _largest(Streets(x, y, a, b, kind))
    streets = _main_roads(streets)
    return _thin(streets, rng)


def _corners(rng: np.random.Generator) -> tuple[Floats, Floats]:
    columns = np.arange(-land.HALF_WIDTH_M, land.HALF_WIDTH_M + 1, _SPACING_M)
    rows = np.arange(-land.HALF_HEIGHT_M, land.HALF_HEIGHT_M + 1, _SPACING_M * 0.87)
    gx, gy = np.meshgrid(columns, rows)
    gx = gx + np.where(np.arange(len(rows)) % 2, _SPACING_M / 2, 0.0)[:, None]
    x = gx.ravel() + rng.normal(0, 0.2 * _SPACING_M, gx.size)
    y = gy.ravel() + rng.normal(0, 0.2 * _SPACING_M, gx.size)
    x, y = x + 70 * np.sin(y / 650 + 1.0), y + 60 * np.sin(x / 800)
    edge = np.abs(x / land.HALF_WIDTH_M) ** 3 + np.abs(y / land.HALF_HEIGHT_M) ** 3
    dry = np.abs(y - land.river_y(x)) > land.RIVER_WIDTH_M / 2 + 45
    keep = (edge < 1.0) & dry & ~land.in_discs(x, y, land.PARKS)
    return x[keep], y[keep]


def _gabriel(x: Floats, y: Floats) -> tuple[Ints, Ints]:
    points = np.column_stack([x, y])
    sides = Delaunay(points).simplices[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    pairs = np.unique(np.sort(sides, axis=1), axis=0).astype(np.int64)
    middle = points[pairs].mean(axis=1)
    half = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T) / 2
    nearest, _ = cKDTree(points).query(middle)
    free = nearest >= half - 1e-6
    return pairs[free, 0], pairs[free, 1]


def _bridge(x: Floats, y: Floats, north: NDArray[np.bool_], where: float) -> tuple[int, int]:
    middle = float(land.river_y(np.array([where]))[0])
    far = np.hypot(x - where, y - middle)
    return int(np.argmin(np.where(north, far, np.inf))), int(np.argmin(np.where(north, np.inf, far)))


def _largest(streets: Streets) -> Streets:
    everything = np.ones(len(streets.a), bool)
    _, label = connected_components(network(streets, streets.length_m, everything), directed=False)
    keep = label == np.argmax(np.bincount(label))
    number = np.cumsum(keep) - 1
    edges = keep[streets.a]
    return Streets(streets.x[keep], streets.y[keep], number[streets.a[edges]], number[streets.b[edges]], streets.kind[edges])


def _main_roads(streets: Streets) -> Streets:
    kind = streets.kind.copy()
    length = streets.length_m
    everything = np.ones(len(length), bool)
    where = {(int(p), int(q)): i for i, (p, q) in enumerate(zip(streets.a, streets.b, strict=True))}
    for start, end in land.MAIN_ROADS:
        first, last = (int(np.argmin(np.hypot(streets.x - px, streets.y - py))) for px, py in (start, end))
        _, before = dijkstra(network(streets, length, everything), indices=first, return_predecessors=True)
        node = last
        while node != first:
            previous = int(before[node])
            edge = where.get((previous, node), where.get((node, previous), -1))
            if kind[edge] == 0:
                kind[edge] = KINDS.index("main")
            node = previous
    return Streets(streets.x, streets.y, streets.a, streets.b, kind)


def _thin(streets: Streets, rng: np.random.Generator) -> Streets:
    """Take some pieces away and make some alleys, keeping every corner reachable by car."""
    length = streets.length_m
    everything = np.ones(len(length), bool)
    noisy = length * rng.uniform(0.5, 1.5, len(length)) * np.where(streets.kind == 0, 1.0, 0.1)
    tree = minimum_spanning_tree(network(streets, noisy, everything)).tocoo()
    needed = {(min(p, q), max(p, q)) for p, q in zip(tree.row.tolist(), tree.col.tolist(), strict=True)}
    low, high = np.minimum(streets.a, streets.b).tolist(), np.maximum(streets.a, streets.b).tolist()
    spare = np.array([(p, q) not in needed for p, q in zip(low, high, strict=True)]) & (streets.kind == 0)
    draw = rng.uniform(size=len(length))
    kind = np.where(spare & (draw > 0.30) & (draw < 0.48), KINDS.index("alley"), streets.kind)
    keep = ~(spare & (draw < 0.30))
    return Streets(streets.x, streets.y, streets.a[keep], streets.b[keep], kind[keep])
