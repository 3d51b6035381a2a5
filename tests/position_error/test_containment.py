"""Chance inside a region: closed forms, products of normals, brute-force sampling."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from workbench.base.errors import InputError
from workbench.position_error.containment import chance, in_circle, in_circle_quick, in_half_plane, in_polygon, signed_distance
from workbench.position_error.error_mixture import Mixture

SQUARE = shapely.box(-50, -50, 50, 50)
WIDE_L = shapely.Polygon([(0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100)])
L_SHAPE = shapely.Polygon([(0, 0), (60, 0), (60, 20), (20, 20), (20, 60), (0, 60)])


def regular(corners: int, radius: float) -> shapely.Polygon:
    turn = 2 * np.pi * np.arange(corners) / corners
    return shapely.Polygon(np.column_stack([radius * np.cos(turn), radius * np.sin(turn)]))


def one(x: float, y: float, s: float, shape: shapely.Geometry) -> float:
    return float(in_polygon([x], [y], s, shape)[0])


@pytest.mark.parametrize(("d", "r", "expected"), [(0, 10, 0.393469), (20, 10, 0.081892), (60, 50, 0.137485), (80, 50, 0.001040)])
def test_a2_circle(d: float, r: float, expected: float) -> None:
    assert float(in_circle(d, r, 10)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("x", "y", "expected", "within"), [(50, 50, 0.249999713, 1e-8), (70, 0, 0.156684861, 1e-8), (100, 100, 3.856e-5, 1e-8)]
)
def test_a3_square(x: float, y: float, expected: float, within: float) -> None:
    product = np.prod([norm.cdf((50 - v) / 20) - norm.cdf((-50 - v) / 20) for v in (x, y)])
    assert one(x, y, 20, SQUARE) == pytest.approx(expected, abs=within)
    assert one(x, y, 20, SQUARE) == pytest.approx(product, abs=1e-12)


@settings(deadline=None)
@given(st.floats(-150, 150), st.floats(-150, 150), st.floats(3, 80))
def test_a3_any_place_and_scale(x: float, y: float, s: float) -> None:
    product = np.prod([norm.cdf((50 - v) / s) - norm.cdf((-50 - v) / s) for v in (x, y)])
    assert one(x, y, s, SQUARE) == pytest.approx(product, abs=1e-11)


def test_a4_l_shape_against_its_published_value_and_four_million_samples() -> None:
    assert one(45, 45, 15, WIDE_L) == pytest.approx(0.599607, abs=1e-6)
    x, y = np.random.default_rng(4).normal(45, 15, (2, 4_000_000))
    hit = ((x > 0) & (y > 0)) & (((x < 100) & (y < 40)) | ((x < 40) & (y < 100)))
    assert one(45, 45, 15, WIDE_L) == pytest.approx(hit.mean(), abs=1e-3)


def test_a5_polygons_with_many_corners_approach_the_circle() -> None:
    assert one(60, 0, 10, regular(64, 50)) == pytest.approx(0.136597, abs=1e-6)
    assert one(60, 0, 10, regular(1024, 50)) == pytest.approx(0.137485, abs=1e-5)


@pytest.mark.parametrize(("ratio", "worst"), [(4, 0.0055), (6, 0.0021), (8, 0.0011), (12, 0.0005)])
def test_a5_closed_form_within_its_stated_error(ratio: float, worst: float) -> None:
    d = np.linspace(0, 3 * ratio * 10, 3001)
    off = np.abs(in_circle_quick(d, ratio * 10, 10) - in_circle(d, ratio * 10, 10)).max()
    assert worst / 2 < off <= worst * 1.02


def test_a6_hole_is_outer_minus_inner() -> None:
    inner = shapely.box(-20, -20, 20, 20)
    ring = shapely.Polygon(SQUARE.exterior.coords, [inner.exterior.coords])
    for x, y in ((0, 0), (30, 0), (20, 20), (90, 10)):
        assert one(x, y, 15, ring) == pytest.approx(one(x, y, 15, SQUARE) - one(x, y, 15, inner), abs=1e-12)


def test_a6_parts_add_up() -> None:
    away = shapely.box(100, 0, 160, 40)
    both = shapely.MultiPolygon([SQUARE, away])
    assert one(70, 10, 25, both) == pytest.approx(one(70, 10, 25, SQUARE) + one(70, 10, 25, away), abs=1e-12)


@settings(deadline=None)
@given(st.integers(0, 5), st.booleans(), st.floats(-80, 120), st.floats(-80, 120))
def test_a7_order_start_and_double_corners_do_not_matter(roll: int, back: bool, x: float, y: float) -> None:
    corners = list(L_SHAPE.exterior.coords)[:-1]
    moved = corners[roll:] + corners[:roll]
    moved.insert(2, moved[1])
    other = shapely.Polygon(moved[::-1] if back else moved)
    assert one(x, y, 12, other) == pytest.approx(one(x, y, 12, L_SHAPE), abs=1e-12)


def test_a8_on_the_edge_of_a_large_zone() -> None:
    large = shapely.box(0, -5000, 5000, 5000)
    for x in (0.0, 1e-9, -1e-9, 1e-3):
        assert one(x, 0, 10, large) == pytest.approx(0.5, abs=1e-3)


def test_a10_mixture_values() -> None:
    parts = Mixture(np.array([[0.9, 0.09, 0.01]]), np.array([[10.0, 40.0, 250.0]]))
    for d, expected in ((0, 0.94899), (60, 0.14672), (100, 0.00566)):
        got = chance([d], [0], parts, shapely.Point(0, 0), radius_m=50)[0]
        assert got == pytest.approx(expected, abs=1e-4 if d == 100 else 1e-5)
        assert chance([d], [0], parts, regular(1024, 50))[0] == pytest.approx(got, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31))
def test_any_polygon_against_sampling(seed: int) -> None:
    rng = np.random.default_rng(seed)
    turn = np.sort(rng.uniform(0, 2 * np.pi, 9))
    star = shapely.Polygon(np.column_stack([np.cos(turn), np.sin(turn)]) * rng.uniform(20, 90, (9, 1))).buffer(0)
    if star.is_empty or star.area < 100:
        star = SQUARE
    at, s = rng.uniform(-100, 100, 2), rng.uniform(5, 60)
    cloud = rng.normal(0, s, (40_000, 2)) + at
    share = shapely.contains_xy(star, cloud[:, 0], cloud[:, 1]).mean()
    got = one(at[0], at[1], s, star)
    assert abs(got - share) < 5 * np.sqrt(max(got * (1 - got), 1e-5) / 40_000) + 1e-4


@settings(deadline=None)
@given(st.floats(0, 300), st.floats(3, 60), st.floats(1, 100), st.floats(1, 50))
def test_k2_growing_the_circle_never_lowers_the_chance(d: float, s: float, r: float, more: float) -> None:
    assert float(in_circle(d, r + more, s)) >= float(in_circle(d, r, s)) - 1e-12


def test_half_plane_bounds_the_circle_from_above() -> None:
    d = np.linspace(0, 200, 401)
    assert (in_half_plane(50 - d, 10) >= in_circle(d, 50, 10) - 1e-12).all()
    assert float(in_half_plane(-10, 10)) == pytest.approx(0.158655, abs=1e-6)


def test_signed_distance_is_negative_inside_and_sees_holes() -> None:
    ring = shapely.Polygon(SQUARE.exterior.coords, [shapely.box(-20, -20, 20, 20).exterior.coords])
    assert signed_distance([0, 35, 60], [0, 0, 0], ring).tolist() == [20, -15, 10]


def test_regions_that_are_none_are_refused() -> None:
    with pytest.raises(InputError, match="must be a polygon"):
        one(0, 0, 10, shapely.LineString([(0, 0), (1, 1)]))
    with pytest.raises(InputError, match="crosses itself"):
        one(0, 0, 10, shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]))
