"""Street names: pieces that run straight on through a corner are one street and share a name."""

from __future__ import annotations

import numpy as np

from workbench.simulation.names import MAIN_STREETS, street_names
from workbench.simulation.streets import KINDS, Streets

__all__ = ["name_streets"]

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
