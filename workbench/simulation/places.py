"""Buildings and parks along the streets: homes, pubs, schools, offices, each with a door onto its street."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.simulation import land
from workbench.simulation.names import VENUES
from workbench.simulation.streets import KINDS, Streets

__all__ = ["Place", "settle"]

_HOMES = 150
_SKY = {"home": 0.86, "pub": 0.75, "supermarket": 0.55, "station": 0.8, "hospital": 0.5, "court": 0.6, "park": 1.0}
_SET_BACK_M = 14.0


@dataclass(frozen=True)
class Place:
    """Somewhere a person can stay.

    Attributes
    ----------
    place_id, name, kind : str
        Who, what it is called, and what it is.
    x, y : float
        Metres.
    radius_m : float
        Size of the place.
    node, access : int
        Its corner in the street network, and the corner on the pavement in front of it.
    indoors : bool
        Whether people there are inside.
    sky : float
        Share of fixes that come from satellites there.
    wifi_x, wifi_y : float
        Metres by which a Wi-Fi position misses here, always the same.
    """

    place_id: str
    name: str
    kind: str
    x: float
    y: float
    radius_m: float
    node: int
    access: int
    indoors: bool = True
    sky: float = 0.8
    wifi_x: float = 0.0
    wifi_y: float = 0.0


def settle(streets: Streets, names: Sequence[str], rng: np.random.Generator) -> tuple[Streets, list[str], tuple[Place, ...]]:
    """Put homes and venues along the streets."""
    # The Wi-Fi bias of a place is drawn once: N(0, 25 m) per axis, 1.5 km off for 4 % of the places.
    wanted = [("home", "")] * _HOMES + [(kind, name) for kind, all_names in VENUES.items() for name in all_names]
    taken: dict[int, list[tuple[float, int, int]]] = {}
    spots = np.empty((0, 2))
    for number, (kind, name) in enumerate(wanted):
        edge, share, side, spot = _spot(streets, names, kind, name, spots, rng)
        spots = np.vstack([spots, spot])
        taken.setdefault(edge, []).append((share, number, side))
    town, labels, access, node = _with_doors(streets, names, taken, spots)
    places = []
    for number, (kind, name) in enumerate(wanted):
        bias = rng.normal(0, 25, 2)
        turn, moved = rng.uniform(0, 2 * np.pi), rng.uniform() < 0.04
        if moved:
            bias = 1500.0 * np.array([np.cos(turn), np.sin(turn)])
        edge = next(e for e, items in taken.items() if any(n == number for _, n, _ in items))
        called = name or _address(streets, names, edge, spots[number], next(s for _, n, s in taken[edge] if n == number))
        radius = {"park": 70.0, "home": 10.0, "supermarket": 35.0, "hospital": 60.0, "school": 45.0}.get(kind, 20.0)
        places.append(
            Place(
                f"P{number + 1:03d}",
                called,
                kind,
                round(float(spots[number, 0]), 2),
                round(float(spots[number, 1]), 2),
                radius,
                node[number],
                access[number],
                kind != "park",
                _SKY.get(kind, 0.7),
                round(float(bias[0]), 2),
                round(float(bias[1]), 2),
            )
        )
    return town, labels, tuple(places)


def _spot(
    streets: Streets, names: Sequence[str], kind: str, name: str, spots: np.ndarray, rng: np.random.Generator
) -> tuple[int, float, int, np.ndarray]:
    """Choose a piece of street, how far along, which side; keep 24 m from other buildings."""
    length = streets.length_m
    corners = np.column_stack([streets.x, streets.y])
    middle = (corners[streets.a] + corners[streets.b]) / 2
    good = (streets.kind < 2) & (length > 70)
    if kind in ("home", "school"):
        good &= streets.kind == 0
    weight = good.astype(float)
    target = None
    if kind == "station":
        target = np.array(land.STATIONS[VENUES[kind].index(name)])
    elif kind == "park":
        disc = land.PARKS[VENUES[kind].index(name)]
        target = np.array([disc.x, disc.y])
    elif kind == "home" and len(spots) < 3:
        weight *= np.array([n == "Mere Lane" for n in names])
    elif kind in ("pub", "shop", "court", "bookmaker", "library", "police"):
        weight *= np.exp(-np.hypot(middle[:, 0] - 150, middle[:, 1] - 300) / 1100)
    if target is not None:
        weight = (np.arange(len(length)) == np.argmin(np.where(good, np.hypot(*(middle - target).T), np.inf))).astype(float)
    while True:
        edge = int(rng.choice(len(length), p=weight / weight.sum()))
        share, side = float(rng.uniform(0.15, 0.85)), int(rng.choice([-1, 1]))
        start = corners[streets.a[edge]]
        along = corners[streets.b[edge]] - start
        across = np.array([-along[1], along[0]]) / length[edge]
        spot = start + share * along + side * _SET_BACK_M * across
        if kind == "park" and target is not None:
            spot = target
        if not len(spots) or np.hypot(*(spots - spot).T).min() > 24.0:
            return edge, share, side, spot


def _with_doors(
    streets: Streets, names: Sequence[str], taken: dict[int, list[tuple[float, int, int]]], spots: np.ndarray
) -> tuple[Streets, list[str], dict[int, int], dict[int, int]]:
    """Split the pieces at the buildings and add the paths to the doors."""
    x, y = streets.x.tolist(), streets.y.tolist()
    a: list[int] = []
    b: list[int] = []
    kind: list[int] = []
    labels: list[str] = []
    access: dict[int, int] = {}
    node: dict[int, int] = {}
    for edge, (p, q) in enumerate(zip(streets.a.tolist(), streets.b.tolist(), strict=True)):
        chain = [p]
        for share, number, _ in sorted(taken.get(edge, [])):
            x += [streets.x[p] + share * (streets.x[q] - streets.x[p]), float(spots[number, 0])]
            y += [streets.y[p] + share * (streets.y[q] - streets.y[p]), float(spots[number, 1])]
            access[number], node[number] = len(x) - 2, len(x) - 1
            chain.append(access[number])
            a.append(access[number])
            b.append(node[number])
            kind.append(KINDS.index("door"))
            labels.append(names[edge])
        chain.append(q)
        a += chain[:-1]
        b += chain[1:]
        kind += [int(streets.kind[edge])] * (len(chain) - 1)
        labels += [names[edge]] * (len(chain) - 1)
    town = Streets(np.round(np.array(x), 2), np.round(np.array(y), 2), np.array(a), np.array(b), np.array(kind))
    return town, labels, access, node


def _address(streets: Streets, names: Sequence[str], edge: int, spot: np.ndarray, side: int) -> str:
    """Number a house by how far along its street it stands: odd on one side, even on the other."""
    mine = np.array([n == names[edge] for n in names])
    ends = np.concatenate([streets.a[mine], streets.b[mine]])
    across = np.column_stack([streets.x[ends], streets.y[ends]])
    first = across[np.argmin(across.sum(axis=1))]
    return f"{2 * int(np.hypot(*(spot - first)) / 24.0) + (1 if side < 0 else 2)} {names[edge]}"
