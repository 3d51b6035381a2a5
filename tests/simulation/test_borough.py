"""The town is a town: connected, irregular, in the sea, dry between its bridges."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

from workbench.base.errors import InputError
from workbench.geo.projection import distance_m
from workbench.simulation import land
from workbench.simulation.borough import Borough, build_borough
from workbench.simulation.journeys import build_router
from workbench.simulation.streets import KINDS, network

HEADLANDS = {
    "North Foreland": (1.445, 51.375),
    "The Naze": (1.292, 51.866),
    "Clacton": (1.155, 51.787),
    "Foulness Point": (0.965, 51.617),
    "Herne Bay": (1.128, 51.372),
    "Margate": (1.386, 51.390),
}


def test_every_place_can_be_reached_on_foot_and_by_car(town: Borough) -> None:
    streets = town.streets
    for keep in (np.ones(len(streets.a), bool), streets.kind != KINDS.index("alley")):
        _, label = connected_components(network(streets, streets.length_m, keep), directed=False)
        doors = [label[p.node] for p in town.places]
        assert len(set(doors)) == 1


def test_the_river_is_crossed_only_by_the_two_bridges(town: Borough) -> None:
    streets = town.streets
    share = np.linspace(0, 1, 25)
    x = streets.x[streets.a][:, None] * (1 - share) + streets.x[streets.b][:, None] * share
    y = streets.y[streets.a][:, None] * (1 - share) + streets.y[streets.b][:, None] * share
    wet = (np.abs(y - land.river_y(x)) < land.RIVER_WIDTH_M / 2 - 5).any(axis=1)
    assert wet.sum() == 2
    assert set(streets.kind[wet].tolist()) == {KINDS.index("bridge")}


def test_the_streets_are_no_grid(town: Borough) -> None:
    streets = town.streets
    road = streets.kind != KINDS.index("door")
    turn = np.degrees(np.arctan2(streets.y[streets.b] - streets.y[streets.a], streets.x[streets.b] - streets.x[streets.a])) % 90
    counts = np.histogram(turn[road], bins=9, range=(0, 90))[0]
    assert counts.min() > 0.03 * counts.sum()
    degree = np.bincount(np.concatenate([streets.a[road], streets.b[road]]))
    assert {2, 3, 4} <= set(degree.tolist())
    assert all((streets.kind == k).sum() > 50 for k in (0, 1, 2))


def test_there_is_one_of_everything_the_story_needs(town: Borough) -> None:
    kinds = [p.kind for p in town.places]
    wanted = {"home": 100, "pub": 4, "school": 3, "probation": 1, "court": 1, "hospital": 1, "station": 5, "park": 4}
    for kind, least in wanted.items():
        assert kinds.count(kind) >= least
    names = [p.name for p in town.places]
    assert len(set(names)) == len(names)


def test_buildings_stand_apart(town: Borough) -> None:
    spots = np.array([(p.x, p.y) for p in town.places])
    far = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)) + np.eye(len(spots)) * 1e9
    assert far.min() > 23.9


def test_everything_lies_in_the_sea_far_from_land(town: Borough) -> None:
    west, south, east, north = land.SEA_BOX
    lon, lat = land.EASTMERE.to_degrees(town.streets.x, town.streets.y)
    assert (lon > west).all() and (lon < east).all() and (lat > south).all() and (lat < north).all()
    grid = np.meshgrid(np.linspace(west, east, 20), np.linspace(south, north, 20))
    for name, (x, y) in HEADLANDS.items():
        assert distance_m(grid[0], grid[1], x, y).min() > 15_000, name


def test_drivers_keep_out_of_alleys_and_walkers_use_them(town: Borough) -> None:
    router = build_router(town, np.random.default_rng(5))
    streets = town.streets
    kind = {frozenset(pair): k for *pair, k in zip(streets.a.tolist(), streets.b.tolist(), streets.kind.tolist(), strict=True)}
    used: dict[str, set[int]] = {"walk": set(), "drive": set()}
    for manner, kinds in used.items():
        for place in town.places[1:80]:
            way = router.way(manner, town.places[0].node, place.node)
            assert way[0] == town.places[0].node and way[-1] == place.node
            kinds |= {kind[frozenset(pair)] for pair in pairwise(way)}
    assert KINDS.index("alley") in used["walk"]
    assert KINDS.index("alley") not in used["drive"]


def test_wifi_bias_is_as_the_methods_page_says() -> None:
    places = [p for seed in range(51, 59) for p in build_borough(seed).places]
    bias = np.array([(p.wifi_x, p.wifi_y) for p in places])
    moved = np.hypot(*bias.T) > 1000
    assert 0.025 < moved.mean() < 0.055
    assert np.hypot(*bias[moved].T) == pytest.approx(np.full(moved.sum(), 1500.0), abs=1)
    assert bias[~moved].std() == pytest.approx(25.0, rel=0.06)


def test_another_seed_is_another_town() -> None:
    assert not np.array_equal(build_borough(51).streets.x[:50], build_borough(52).streets.x[:50])


def test_an_unknown_kind_is_said(town: Borough) -> None:
    with pytest.raises(InputError, match="castle"):
        town.of_kind("castle")
