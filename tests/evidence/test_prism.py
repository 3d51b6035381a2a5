"""The reach across gaps: published values, monotone laws, and a brute-force prism."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evidence.logic.prism import Windows, need_m, slack_s, visit_windows
from workbench.evidence.readings import Reading

ZONE = shapely.box(7999.999, -0.001, 8000.001, 0.001)


def reading(t, x, y, region, *, error=0.0, cap=36.0, outside=None) -> Reading:
    """Anchors at given places, all trusted; certainly outside unless told otherwise."""
    t, x, y = (np.asarray(v, float) for v in (t, x, y))
    away = shapely.distance(region, shapely.points(x, y))
    size = len(t)
    return Reading(
        t_s=t,
        x_m=x,
        y_m=y,
        sigma_m=np.full(size, 5.0),
        inside=np.zeros(size),
        depth=-away / 5,
        away_m=away,
        error_m=np.full(size, float(error)),
        trusted=np.ones(size, bool),
        outside=away > error if outside is None else np.asarray(outside),
        cap_ms=cap,
        mute=np.zeros(size, bool),
        method=np.zeros(size, int),
        tau_s=np.full(size, 300.0),
        burst=np.zeros(size, bool),
        echo=np.zeros(size, bool),
    )


def longest(windows: Windows) -> float:
    return windows.longest_s


def test_b1_longest_stay_and_exclusion() -> None:
    way = need_m([0], [0], [0], [0], shapely.box(8000, -1, 8001, 1))
    assert float(slack_s(1800, way, 13.9)[0]) == pytest.approx(648.9, abs=0.05)
    assert float(slack_s(1800, way, 8.0)[0]) == pytest.approx(-200)
    fast, slow = (visit_windows(reading([0, 1800], [0, 0], [0, 0], ZONE, cap=v), ZONE, -1e4, 1e4) for v in (13.9, 8.0))
    inner = (fast.before == 0) & (fast.after == 1)
    assert float((fast.end_s - fast.start_s)[inner][0]) == pytest.approx(648.9, abs=0.05)
    assert not ((slow.before == 0) & (slow.after == 1)).any()


@given(st.floats(1, 40), st.floats(1, 40), st.floats(100, 20_000), st.floats(0, 5000), st.floats(60, 7200))
def test_b2_slack_falls_with_distance_and_with_slower_travel(v: float, w: float, d: float, more: float, wait: float) -> None:
    slow, fast = sorted((v, w))
    way = [float(need_m([0], [0], [0], [0], shapely.box(e, -1, e + 1, 1))[0]) for e in (d, d + more)]
    assert slack_s(wait, way[0], slow) <= slack_s(wait, way[0], fast)
    assert slack_s(wait, way[1], slow) <= slack_s(wait, way[0], slow)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31))
def test_b5_anchor_error_never_turns_possible_into_impossible(seed: int) -> None:
    rng = np.random.default_rng(seed)
    region = shapely.Point(rng.uniform(-3000, 3000, 2)).buffer(rng.uniform(20, 300))
    t = np.sort(rng.uniform(0, 1800, 4))
    x, y = np.cumsum(rng.uniform(-1, 1, (2, 4)) * 15 * np.diff(t, prepend=t[0]), axis=1)
    before = -np.inf
    for error in (0.0, 5.0, 20.0, 80.0, 320.0):
        now = longest(visit_windows(reading(t, x, y, region, error=error), region, t[0], t[-1]))
        assert now >= before - 1e-6
        before = now


def test_b6_a_tube_trip_is_never_impossible() -> None:
    station = shapely.Point(4500, 0).buffer(100)
    found = visit_windows(reading([0, 1800], [0, 9000], [0, 0], station), station, 0, 1800)
    assert longest(found) > 1200
    across = need_m([0], [0], [9000], [0], station)
    assert float(across[0]) == pytest.approx(9000)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31))
def test_need_against_dense_sampling(seed: int) -> None:
    rng = np.random.default_rng(seed)
    turn = np.sort(rng.uniform(0, 2 * np.pi, 7))
    shape = shapely.Polygon(np.column_stack([np.cos(turn), np.sin(turn)]) * rng.uniform(50, 500, (7, 1))).buffer(0)
    if shape.is_empty or shape.area < 1:
        shape = shapely.box(-50, -50, 50, 50)
    a, b = rng.uniform(-1500, 1500, (2, 2))
    line = shape.boundary
    edge = shapely.get_coordinates(shapely.line_interpolate_point(line, np.linspace(0, line.length, 4_001)))
    ways = np.hypot(*(edge - a).T) + np.hypot(*(edge - b).T)
    oracle = np.hypot(*(a - b)) if shapely.LineString([a, b]).intersects(shape) else ways.min()
    assert float(need_m(*a, *b, shape)[0]) == pytest.approx(oracle, abs=line.length / 4_000)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31))
def test_windows_against_a_brute_force_prism(seed: int) -> None:
    """Try every point of the region at every second: no stay it allows may be missing, and none much longer be given."""
    rng = np.random.default_rng(seed)
    centre, radius, cap = rng.uniform(-2000, 2000, 2), rng.uniform(5, 60), rng.uniform(5, 36)
    region = shapely.Point(centre).buffer(radius)
    t = np.array([0.0, rng.uniform(100, 900)])
    a = rng.uniform(-2000, 2000, 2)
    b = a + rng.uniform(-0.5, 0.5, 2) * cap * t[1]
    track = reading(t, [a[0], b[0]], [a[1], b[1]], region, cap=cap, error=3.0)
    if not track.outside.all():
        return
    found = longest(visit_windows(track, region, 0, t[1]))
    points = np.vstack([rng.uniform(-radius, radius, (4000, 2)) + centre, shapely.get_coordinates(region)])
    points = points[shapely.intersects_xy(region, *points.T)]
    arrive = (np.hypot(*(points - a).T) - 3) / cap
    leave = t[1] - (np.hypot(*(points - b).T) - 3) / cap
    stay = (leave - arrive).max()
    if stay >= 0:
        assert found >= stay - 1e-6
        assert found <= stay + 4 * radius / cap + 1e-6
    else:
        assert found <= 4 * radius / cap


def test_silence_at_the_ends_excludes_nothing() -> None:
    found = visit_windows(reading([100], [0], [0], ZONE), ZONE, 0, 1e5)
    assert longest(found) > 0.99e5 - 400
    nothing = visit_windows(reading([], [], [], ZONE), ZONE, 0, 600)
    assert longest(nothing) == 600


def test_anchors_that_contradict_one_another_exclude_nothing_between_them() -> None:
    torn = visit_windows(reading([0, 60], [0, 0], [0, 50_000], ZONE), ZONE, 0, 60)
    assert longest(torn) == 60
