"""Approaches: found like brute force finds them, measured like shapely measures, with intervals that hold the truth."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import shapely.affinity
from scipy.signal import lfilter
from scipy.special import ndtr

import workbench as wb
from benchmarks.made import wanderer
from workbench.base.quality import Quality
from workbench.position_error.containment import chance
from workbench.position_error.error_mixture import mixture, tempering
from workbench.tables import APPROACHES
from workbench.testing import SEA, make_fixes, make_tracks
from workbench.trajectory.approaches import evidence, levels
from workbench.trajectory.closest_distance import closest
from workbench.trajectory.fix_errors import quick_chance
from workbench.trajectory.kernels.approaches import accumulate, log_likelihood, pieces
from workbench.trajectory.parameters import LEVEL_RENEWAL_SCALE

RING_WITH_HOLE = shapely.Point(0, 0).buffer(400).difference(shapely.Point(50, 0).buffer(150))
TWO_PARTS = shapely.MultiPolygon([shapely.box(-3000, -300, -2500, 300), shapely.box(900, -4000, 1500, 4000)])


def around_home(seed: int, size: int, shape: shapely.Geometry, **more: float) -> tuple[pd.DataFrame, shapely.Geometry]:
    """A made track, and a shape moved so that it lies 300 m east of where the track begins."""
    fixes = wanderer(seed, size, **more).fixes
    x, y = SEA.to_metres(fixes["lon"][:1], fixes["lat"][:1])
    return fixes, shapely.affinity.translate(shape, x[0] + 300, y[0])


def zones(*shapes: shapely.Geometry, **columns: object) -> gpd.GeoDataFrame:
    world = [SEA.shape_to_degrees(s) for s in shapes]
    return gpd.GeoDataFrame({"zone_id": [f"Z{i + 1}" for i in range(len(shapes))], **columns}, geometry=world, crs=4326)


def approaches(fixes: pd.DataFrame, shape: shapely.Geometry, **more: object) -> pd.DataFrame:
    return APPROACHES.validate(wb.find_approaches(make_tracks(fixes), zones(shape), **more))


@pytest.mark.parametrize("engine", ["auto", "movingpandas"])
def test_nothing_gives_an_empty_table_of_the_right_shape(engine: str) -> None:
    far = make_fixes(minutes=[0, 1, 2], x=90_000)
    for fixes in (make_fixes(minutes=[]), far, make_fixes(minutes=[0], x=90_000)):
        pd.testing.assert_frame_equal(approaches(fixes, shapely.box(0, 0, 100, 100), engine=engine), APPROACHES.empty())
    none = zones(shapely.box(0, 0, 1, 1)).iloc[:0]
    pd.testing.assert_frame_equal(wb.find_approaches(make_tracks(far), none), APPROACHES.empty())


@pytest.mark.parametrize("shape", [shapely.box(-200, -100, 300, 200), RING_WITH_HOLE, TWO_PARTS], ids=["box", "hole", "parts"])
def test_runs_distances_and_minutes_are_those_of_brute_force(shape: shapely.Geometry) -> None:
    fixes, shape = around_home(21, 2000, shape)
    found = approaches(fixes, shape, ring_m=250.0)
    x, y = SEA.to_metres(fixes["lon"], fixes["lat"])
    points = shapely.points(x, y)
    distance = np.where(shapely.covers(shape, points), -1.0, 1.0) * shapely.distance(shape.boundary, points)
    minutes = (fixes["time"] - fixes["time"][0]).dt.total_seconds().to_numpy() / 60
    runs: list[list[int]] = []
    for i in np.flatnonzero(distance <= 250):
        if runs and i == runs[-1][-1] + 1 and minutes[i] - minutes[i - 1] <= 30:
            runs[-1].append(i)
        else:
            runs.append([i])
    assert len(runs) > 2
    assert found["first_fix_id"].tolist() == [fixes["fix_id"][r[0]] for r in runs]
    assert found["last_fix_id"].tolist() == [fixes["fix_id"][r[-1]] for r in runs]
    assert found["n_fixes"].tolist() == [len(r) for r in runs]
    np.testing.assert_allclose(found["closest_m"], [distance[r].min() for r in runs], atol=0.05)
    for name, limit in (("minutes_inside", 0.0), ("minutes_in_ring", 250.0)):
        wanted = [
            sum(
                minutes[b] - minutes[a]
                for a, b in pairwise(r)
                if minutes[b] - minutes[a] < 5 and max(distance[a], distance[b]) <= limit
            )
            for r in runs
        ]
        np.testing.assert_allclose(found[name], wanted, atol=1e-6)
    gaps = [sum(s for s in np.diff(minutes[r]) if s >= 5) for r in runs]
    np.testing.assert_allclose(found["gap_minutes"], gaps, atol=1e-6)
    assert (found["closest_lo_m"] <= found["closest_m"]).all() and (found["closest_m"] <= found["closest_hi_m"]).all()


def test_the_comparison_engine_finds_the_same_but_for_silences_and_single_fixes() -> None:
    fixes, shape = around_home(22, 1500, shapely.box(-1500, -200, 200, 1500), gap_share=0.0)
    ours, theirs = (approaches(fixes, shape, engine=e).drop(columns="approach_id") for e in ("auto", "movingpandas"))
    more = ours[ours["n_fixes"] > 1].reset_index(drop=True)
    assert len(theirs) > 1
    pd.testing.assert_frame_equal(more, theirs)


def test_who_stayed_outside_has_a_row_and_who_stayed_away_has_none() -> None:
    minutes = np.arange(21)
    near = make_fixes(minutes=minutes, x=-1000 + 100.0 * minutes, y=180)
    (row,) = approaches(near, shapely.box(-50, -50, 50, 50)).itertuples()
    assert row.level == "near" and row.minutes_inside == 0 and row.closest_m == pytest.approx(130, abs=0.1)
    assert row.closest_lo_m > 90 and row.closest_hi_m < 180
    assert approaches(near.assign(lat=near["lat"] + 0.01), shapely.box(-50, -50, 50, 50)).empty


def test_heading_points_the_way_the_tag_came_in() -> None:
    minutes = np.arange(11)
    east = make_fixes(minutes=minutes, x=-1000 + 100.0 * minutes)
    (row,) = approaches(east, shapely.box(-50, -50, 50, 50)).itertuples()
    assert row.heading_in == pytest.approx(90, abs=1)
    still = approaches(make_fixes(minutes=minutes, x=120), shapely.box(-50, -50, 50, 50))
    assert still["heading_in"].isna().all()


def test_a_long_silence_in_the_ring_makes_two_approaches_and_a_short_one_is_counted_as_silence() -> None:
    box = shapely.box(-50, -50, 50, 50)
    (one,) = approaches(make_fixes(minutes=[0, 1, 2, 22, 23]), box).itertuples()
    assert one.gap_minutes == 20 and one.minutes_inside == 3
    assert approaches(make_fixes(minutes=[0, 1, 2, 42, 43]), box)["minutes_inside"].tolist() == [2.0, 1.0]


def test_levels_rise_with_the_evidence() -> None:
    """Beside the zone, one fix in it, two minutes in it, a quarter of an hour in it: 30 m deep, reported within 10 m."""
    half_plane = shapely.box(-2000, 0, 2000, 2000)
    outside = [-120.0] * 10
    for inside, level in ((0, "near"), (1, "possible"), (2, "probable"), (20, "established")):
        y = outside + [60.0] * inside + outside
        found = approaches(make_fixes(minutes=np.arange(len(y)), y=y, accuracy_m=10, accuracy_level=0.68), half_plane)
        assert found["level"].tolist() == [level], inside


def test_a_burst_of_wild_fixes_is_never_established() -> None:
    y = np.full(60, -150.0)
    y[30:33] = 100.0
    found = approaches(make_fixes(minutes=np.arange(60), y=y), shapely.box(-2000, 0, 2000, 2000))
    assert found["level"].tolist() == ["probable"]


def noise_that_lasts(size: int, rng: np.random.Generator) -> np.ndarray:
    """Ten metres per axis, correlated over seven minutes; every 250th fix begins a burst of up to five wild ones."""
    keep = np.exp(-60 / 420)
    error = lfilter([np.sqrt(1 - keep**2)], [1, -keep], rng.normal(0, 10, size))
    for i in np.flatnonzero(rng.random(size) < 0.004):
        error[i : i + rng.integers(1, 6)] += rng.choice([40, 90, 250], p=[0.6, 0.3, 0.1]) * np.cos(rng.uniform(0, 2 * np.pi))
    return error


def odds(depth: np.ndarray) -> np.ndarray:
    """Evidence of minute-spaced fixes at given depths behind a long straight edge."""
    gnss = ["gnss"] * len(depth)
    parts = mixture(np.full(len(depth), 10.0), gnss)
    chances = (parts.weight * ndtr(depth[:, None] / parts.s_m)).sum(axis=1)
    time = np.arange(len(depth)) * 60_000_000
    return evidence(chances, tempering(time, gnss, tau_scale=LEVEL_RENEWAL_SCALE))


@pytest.mark.parametrize(("away_m", "most_per_week"), [(25, 0.2), (50, 0.0), (100, 0.0)])
def test_who_sits_beside_a_zone_is_hardly_ever_established_inside(away_m: float, most_per_week: float) -> None:
    """Sixty days at rest outside a straight edge: any-fix rules give 132, 13 and 3 false episodes a week."""
    high = odds(noise_that_lasts(60 * 1440, np.random.default_rng(3)) - away_m)
    episodes, on = 0, False
    for value in high:
        episodes += not on and value >= 4.6
        on = value >= 4.6 or (on and value > 0)
    assert episodes / 60 * 7 <= most_per_week


def test_a_quarter_of_an_hour_inside_is_established() -> None:
    rng = np.random.default_rng(4)
    found = [
        odds(np.concatenate([np.full(20, -200.0), np.full(15, 30.0)]) + noise_that_lasts(35, rng)).max() >= 4.6
        for _ in range(1000)
    ]
    assert np.mean(found) >= 0.98


@pytest.mark.parametrize("size", [2, 3])
def test_two_minutes_inside_are_possible_at_least(size: int) -> None:
    """Two fixes in two minutes 30 m deep, or three: at the beginning, the middle and the end."""
    rng = np.random.default_rng(5)
    gnss = mixture(np.full(size, 10.0), ["gnss"] * size)
    depth = [np.full(size, 30.0) + noise_that_lasts(30, rng)[-size:] for _ in range(2000)]
    chances = [(gnss.weight * ndtr(d[:, None] / gnss.s_m)).sum(axis=1) for d in depth]
    none, first, last = np.full(size, -4.6), np.array([0]), np.array([size - 1])
    assert np.mean([levels(c, none, first, last)[0] != "near" for c in chances]) >= 0.98


def test_flagged_fixes_do_not_approach() -> None:
    y = np.full(40, -5000.0)
    y[20] = 10.0
    quality = np.where(y > 0, int(Quality.JUMP), 0)
    assert approaches(make_fixes(minutes=np.arange(40), y=y, quality=quality), shapely.box(-500, 0, 500, 500)).empty


def test_columns_may_be_missing_and_other_coordinate_systems_are_read() -> None:
    fixes = make_tracks(make_fixes(minutes=[0, 1, 2]))
    plain = zones(shapely.box(-50, -50, 50, 50))
    wanted = wb.find_approaches(fixes, plain)
    bare = plain.drop(columns="zone_id").set_axis(["Z1"], axis=0).to_crs(3857)
    found = wb.find_approaches(fixes, bare)
    pd.testing.assert_frame_equal(found, wanted, atol=1e-3)
    drawn_badly = wb.find_approaches(fixes, plain.assign(edge_error_m=25.0))
    assert (drawn_badly["closest_hi_m"] > wanted["closest_hi_m"]).all()


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (zones(shapely.box(0, 0, 1, 1)).set_crs(None, allow_override=True), "no coordinate system"),
        (zones(shapely.Point(0, 0)), "is a Point, not a polygon"),
        (zones(shapely.Polygon()), "is empty"),
        (zones(shapely.Polygon([(0, 0), (90, 90), (90, 0), (0, 90)])), "not valid"),
        (zones(shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)).assign(zone_id="Z"), "more than once"),
        (pd.DataFrame({"zone_id": ["Z"]}), "GeoDataFrame"),
    ],
)
def test_zones_that_cannot_be_used_are_refused(frame: gpd.GeoDataFrame, says: str) -> None:
    with pytest.raises(wb.InputError, match=says):
        wb.find_approaches(make_tracks(make_fixes(minutes=[0, 1])), frame)


@pytest.mark.parametrize("bad", [{"engine": "plain"}, {"ring_m": -1}, {"ring_m": np.nan}])
def test_arguments_that_make_no_sense_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(wb.InputError):
        wb.find_approaches(make_tracks(make_fixes(minutes=[0])), zones(shapely.box(0, 0, 1, 1)), **bad)


def course(kind: str, d: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """True minutes and true distance to a straight edge: a pass, a stay, a visit that turns back, three lone fixes."""
    if kind == "pass":
        minutes = np.arange(-10, 11.0)
        return minutes, d + np.abs(minutes + rng.uniform(-0.5, 0.5)) * 47
    if kind == "stay":
        return np.arange(90.0), np.full(90, d)
    if kind == "visit":
        leg = np.linspace(300, 0, 6)
        return np.arange(32.0), d + np.concatenate([leg, np.zeros(20), leg[::-1]])
    return np.array([0, 5, 10.0]), d + np.array([200, 0, 230.0])


@pytest.mark.parametrize("wild", [False, True], ids=["normal", "wild"])
@pytest.mark.parametrize("kind", ["pass", "stay", "visit", "lone"])
def test_the_interval_holds_the_true_least_distance(kind: str, wild: bool) -> None:
    """Errors correlated over five minutes, every tenth fix wild or none: nine in ten intervals must hold the truth."""
    rng = np.random.default_rng(len(kind) * 10 + wild)
    sigma, held, runs = 8.0, 0, 100
    for _ in range(runs):
        minutes, truth = course(kind, rng.uniform(-60, 150), rng)
        size = len(minutes)
        error = rng.normal(0, sigma, size)
        keep = np.exp(-np.diff(minutes) / 5)
        for i in range(1, size):
            error[i] = keep[i - 1] * error[i - 1] + np.sqrt(1 - keep[i - 1] ** 2) * error[i]
        if wild:
            error *= rng.choice([1, 4, 25], size, p=[0.9, 0.085, 0.015])
        time = (minutes * 60e6).astype(np.int64)
        seen = truth + error
        found = closest(time, seen, rng.normal(0, sigma, size), seen, mixture(np.full(size, sigma), ["gnss"] * size))
        assert found.low_m <= found.reported_m <= found.high_m
        held += found.low_m <= truth.min() <= found.high_m
    assert held >= 0.84 * runs


def test_more_doubt_gives_a_wider_interval_and_depth_is_bounded() -> None:
    time, d = np.arange(5) * 60_000_000, np.array([90.0, 40, 10, 45, 95])
    width = [np.diff(closest(time, d, d, d, mixture(np.full(5, s), ["gnss"] * 5))[1:])[0] for s in (4.0, 8.0, 16.0)]
    assert width[0] < width[1] < width[2]
    assert closest(time, d, d, d, mixture(np.full(5, 60.0), ["gnss"] * 5), deepest_m=25.0).low_m >= -25.0


@pytest.mark.parametrize("shape", [shapely.Point(0, 0).buffer(60), RING_WITH_HOLE, shapely.box(-10, -400, 10, 400)])
def test_the_quick_chance_is_the_exact_one(shape: shapely.Geometry) -> None:
    rng = np.random.default_rng(9)
    x, y = rng.uniform(-500, 500, (2, 300))
    parts = mixture(rng.uniform(4, 60, 300), rng.choice(["gnss", "wifi", "cell"], 300))
    np.testing.assert_allclose(quick_chance(x, y, parts, shape), chance(x, y, parts, shape), atol=0.01)


def test_evidence_is_the_plain_running_sum() -> None:
    rng = np.random.default_rng(1)
    chance, new = rng.random(300), rng.random(300)
    now, wanted = -4.6, []
    for p, w in zip(chance, new, strict=True):
        now = min(max(now + w * min(max(np.log(p / (1 - p)), -4.6), 4.6), -4.6), 9.2)
        wanted.append(now)
    np.testing.assert_allclose(evidence(chance, new), wanted, atol=1e-9)
    assert accumulate(np.zeros(0), np.zeros(0), -1.0, 1.0).size == 0


def test_pieces_cut_where_the_tag_moves_on() -> None:
    x = np.array([0.0, 5, -4, 300, 302, 299, 0, 1])
    label = pieces(x, np.zeros(8), np.full(8, 5.0), np.ones(8), 3.0)
    assert label.tolist() == [0, 0, 0, 1, 1, 1, 2, 2]


def test_the_likelihood_is_the_sum_over_all_paths() -> None:
    """Three fixes on four bins: every path through every bin and both states, written out."""
    rng = np.random.default_rng(3)
    seen, stays, goes = rng.random((3, 4)), np.array([1, 0.9, 0.8]), np.array([1, 0.6, 0.7])
    reach, share = np.array([[0, 0], [1, 2], [2, 3]]), np.array([0.7, 0.3])
    for floor in range(3):
        total = 0.0
        for path in np.ndindex(4, 4, 4):
            for state in np.ndindex(2, 2, 2):
                p = (0.8 if state[0] == 0 else 0.2) / 4
                for i in (1, 2):
                    a, b = path[i - 1], path[i]
                    if state[i] == 0:
                        p *= (stays[i] if state[i - 1] == 0 else 1 - goes[i]) * (a == b)
                    else:
                        p *= goes[i] if state[i - 1] == 1 else 1 - stays[i]
                        spread = 0.0
                        for k in range(2):
                            near = [c for c in range(4) if abs(c - a) <= reach[i, k]]
                            spread += share[k] * (b in near) / len(near)
                        p *= spread
                if min(path) >= floor:
                    total += p * np.prod([seen[i, b] for i, b in enumerate(path)])
        assert log_likelihood(seen, reach, share, stays, goes, 0.8, floor) == pytest.approx(np.log(total), abs=1e-9)


MINUTES = np.arange(0.0, 120.0, 0.5)
TURN = np.arange(len(MINUTES))


@pytest.mark.parametrize("in_a_row", [1, 3, 20])
def test_what_contradicts_itself_by_steps_no_aircraft_makes_is_possible_at_most(in_a_row: int) -> None:
    fixes = make_fixes(minutes=MINUTES, x=np.where(TURN // in_a_row % 2, 40_000.0, 0.0))
    assert set(approaches(fixes, shapely.Point(0, 0).buffer(300))["level"]) == {"possible"}


def test_a_burst_elsewhere_is_possible_at_most() -> None:
    fixes = make_fixes(minutes=MINUTES, x=np.where((TURN >= 100) & (TURN < 120), 0.0, 40_000.0))
    assert approaches(fixes, shapely.Point(0, 0).buffer(300))["level"].tolist() == ["possible"]


@pytest.mark.parametrize("away_m", [np.where(TURN < 120, 0.0, 40_000.0), np.clip(MINUTES - 60, 0, 40) * 60 * 250])
def test_one_such_step_or_a_flight_takes_nothing_from_what_was_seen_before(away_m: np.ndarray) -> None:
    fixes = make_fixes(minutes=MINUTES, x=away_m)
    assert approaches(fixes, shapely.Point(0, 0).buffer(300))["level"].tolist() == ["established"]
