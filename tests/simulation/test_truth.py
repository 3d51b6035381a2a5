"""The truth is continuous, keeps to streets and rails, and can be rebuilt from its knots."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from workbench.geo.projection import distance_m
from workbench.simulation import land
from workbench.simulation.borough import Borough
from workbench.simulation.path import Piece, join_pieces, truth_table
from workbench.simulation.run import Simulation
from workbench.simulation.wearer import Life
from workbench.tables import MODES, TRUTH
from workbench.time.instants import micros

pieces = st.lists(
    st.builds(
        Piece,
        st.integers(0, 500),
        st.floats(-2000, 2000),
        st.floats(-2000, 2000),
        st.integers(0, 3),
        st.integers(-1, 5),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(pieces, st.integers(1, 3000))
def test_a_path_passes_through_the_ends_of_its_pieces(parts: list[Piece], end: int) -> None:
    total = sum(p.seconds for p in parts)
    end = min(end, total)
    if end < 1:
        return
    path = join_pieces(1.0, 2.0, parts, end)
    assert path.t[0] == 0 and path.t[-1] == end and (np.diff(path.t) > 0).all()
    clock, x, y = 0, 1.0, 2.0
    for piece in parts:
        for moment in range(clock, min(clock + piece.seconds, end), 97):
            share = (moment - clock) / piece.seconds
            px, py = path.at(np.array([moment]))
            assert abs(px[0] - (x + share * (piece.x - x))) < 1e-6
            assert abs(py[0] - (y + share * (piece.y - y))) < 1e-6
            knot = path.stretch(np.array([moment]))[0]
            assert (path.mode[knot], path.place[knot]) == (piece.mode, piece.place)
        clock += piece.seconds
        x, y = (piece.x, piece.y) if piece.seconds else (x, y)


def test_truth_has_a_row_every_ten_seconds(sim: Simulation) -> None:
    TRUTH.validate(sim.truth)
    for wearer, rows in sim.truth.groupby("wearer_id", observed=True):
        assert len(rows) == 14 * 8640, wearer
        assert (np.diff(micros(rows["time"])) == 10_000_000).all()


def test_nobody_is_faster_than_fifteen_metres_a_second(sim: Simulation) -> None:
    fastest = 0.0
    for _, rows in sim.truth.groupby("wearer_id", observed=True):
        lon, lat = rows["lon"].to_numpy(), rows["lat"].to_numpy()
        step = distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]) / 10.0
        assert step.max() < 15.0
        fastest = max(fastest, step.max())
        on_foot = (rows["mode"].to_numpy()[:-1] == "walk") & (rows["mode"].to_numpy()[1:] == "walk")
        assert step[on_foot].max() < 2.2
        still = (rows["mode"].to_numpy()[:-1] == "still") & (rows["mode"].to_numpy()[1:] == "still")
        same = (rows["place_id"].to_numpy()[:-1] == rows["place_id"].to_numpy()[1:]) & still
        assert step[same].max() < 0.01
    assert fastest > 7.0


def test_journeys_keep_to_the_streets_and_the_railway(town: Borough, lives: list[Life]) -> None:
    streets = town.streets
    corners = np.column_stack([streets.x, streets.y])
    lines = shapely.linestrings(np.stack([corners[streets.a], corners[streets.b]], axis=1))
    tree, rail = shapely.STRtree(lines), shapely.LineString([(s.x, s.y) for s in town.of_kind("station")])
    modes: set[int] = set()
    for life in lives:
        seconds = np.arange(5, int(life.path.t[-1]), 30)
        knot = life.path.stretch(seconds)
        moving = (life.path.place[knot] < 0) & (life.path.mode[knot] != MODES.index("still"))
        x, y = life.path.at(seconds[moving])
        mode = life.path.mode[knot][moving]
        points = shapely.points(x, y)
        on_rail = mode == MODES.index("rail")
        assert shapely.distance(points[on_rail], rail).max(initial=0.0) < 0.5
        _, far = tree.query_nearest(points[~on_rail], return_distance=True, all_matches=False)
        assert far.max() < 0.05
        modes |= set(mode.tolist())
    assert modes == {1, 2, 3}


def test_people_live_varied_weeks(sim: Simulation) -> None:
    places = sim.truth.groupby("wearer_id", observed=True)["place_id"].nunique()
    assert places.min() >= 6
    still = sim.truth.groupby("wearer_id", observed=True)["mode"].agg(lambda m: (m == "still").mean())
    assert still.between(0.80, 0.99).all()
    night = sim.truth[sim.truth["time"].dt.hour == 3]
    assert (night["place_id"].notna().mean()) > 0.97


def test_the_degrees_of_the_truth_are_the_metres_of_the_path(lives: list[Life]) -> None:
    life = lives[0]
    rows = truth_table(life.knots)
    seconds = (micros(rows["time"]) - micros(life.knots["time"])[0]) // 1_000_000
    x, y = life.path.at(seconds)
    tx, ty = land.EASTMERE.to_metres(rows["lon"], rows["lat"])
    assert np.hypot(tx - x, ty - y).max() < 0.1


def test_places_in_the_truth_are_places_of_the_table(sim: Simulation) -> None:
    known = sim.places.set_index("place_id")
    stays = sim.truth[sim.truth["place_id"].notna()]
    ids = stays["place_id"].astype(str)
    assert set(ids) <= set(known.index)
    where = known.loc[ids]
    far = distance_m(stays["lon"], stays["lat"], where["lon"].to_numpy(), where["lat"].to_numpy())
    assert (far <= where["radius_m"].to_numpy() + 1.0).all()


def test_no_knots_give_an_empty_table() -> None:
    empty = truth_table(pd.DataFrame({"wearer_id": []}))
    assert list(empty.columns) == TRUTH.names and len(empty) == 0
