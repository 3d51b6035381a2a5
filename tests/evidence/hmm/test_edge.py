"""A tag at rest on the very edge of a place: the spot, its side, and what the paths make of it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import workbench as wb
from workbench.evidence.hmm.edge import Spot, edge_spot
from workbench.testing import SEA, make_fixes, make_tracks

PLACE = shapely.Point(0, 0).buffer(100, quad_segs=256)


def spot_at(east: float, *, size: int = 20, sigma: float = 6.0, spread: float = 0.0, seed: int = 0) -> Spot | None:
    rng = np.random.default_rng(seed)
    t = np.arange(size) * 240.0
    x, y = east + rng.normal(0, spread, size), rng.normal(0, spread, size)
    return edge_spot(t, x, y, np.full(size, sigma), np.full(size, 0.8), PLACE, low_s=0, high_s=4800, edge_m=0.0, reach_m=60.0)


@given(st.floats(45, 155))
def test_the_deeper_the_surer_and_half_on_the_edge(east: float) -> None:
    here, deeper = spot_at(east), spot_at(east - 2)
    assert here is not None
    assert deeper is not None
    assert here.inside() <= deeper.inside()
    assert (here.inside() > 0.5) == (east < 100 - 1e-3) or abs(east - 100) < 0.01


def test_how_often_the_side_is_right() -> None:
    """Spots within 10 m of the edge, 400 times: the chances given are those found, to within a tenth."""
    rng = np.random.default_rng(1)
    east = rng.uniform(90, 110, 400)
    given_ = np.array([spot_at(e, spread=6.0, seed=i).inside() for i, e in enumerate(east)])  # type: ignore[union-attr]
    for low, high in ((0, 0.2), (0.2, 0.8), (0.8, 1)):
        part = (given_ >= low) & (given_ <= high)
        assert (east[part] < 100).mean() == pytest.approx(given_[part].mean(), abs=0.1)


def test_what_places_no_spot() -> None:
    assert spot_at(100, size=2) is None
    assert spot_at(300) is None
    assert spot_at(100, sigma=80.0) is None
    walk = np.arange(20) * 80.0 - 800
    assert (
        edge_spot(
            np.arange(20) * 60.0,
            walk,
            np.zeros(20),
            np.full(20, 6.0),
            np.ones(20),
            PLACE,
            low_s=0,
            high_s=1200,
            edge_m=0.0,
            reach_m=60.0,
        )
        is None
    )


def test_wider_and_longer_errors_make_the_side_less_clear() -> None:
    spot = spot_at(106)
    assert spot is not None
    assert spot.inside() < spot.inside(k_scale=2.0) < 0.5
    assert spot.inside(tau_scale=4.0) == pytest.approx(spot.inside(k_scale=2.0))


def test_fixes_on_the_way_do_not_move_the_spot() -> None:
    """Walked through the place to a spot 7 m beyond its edge, and back: the exact fixes on the way lie within it."""
    t = np.array([0, 60, 120, 180, 240, 430, 660, 920, 1180, 1330, 1390, 1450.0])
    x = np.array([-176, -106, -33, 56, 106, 108, 100, 108, 103, 65, -8, -75.0])
    s = np.array([6, 20, 12, 5, 16, 16, 12, 18, 25, 5, 4, 6.0])
    spot = edge_spot(t, x, np.full(12, 20.0), s, np.full(12, 0.6), PLACE, low_s=-240, high_s=960, edge_m=0.0, reach_m=60.0)
    assert spot is not None
    assert spot.x_m == pytest.approx(105, abs=3)
    assert spot.inside() < 0.35


def home_and_town(metres: float) -> tuple[wb.Tracks, wb.Claim]:
    """Fourteen days at home with a daily trip to a place 4 km away, and a claim about a circle so far from home."""
    rng = np.random.default_rng(3)
    minutes = np.arange(0, 14 * 1440, 4.0)
    of_day = minutes % 1440
    east = np.interp(of_day, [0, 1075, 1090, 1125, 1140, 1440], [0, 0, -3600, -3600, 0, 0])
    tracks = make_tracks(
        make_fixes(minutes=minutes, x=east + rng.normal(0, 6, len(minutes)), y=rng.normal(0, 6, len(minutes)), accuracy_m=15.0)
    )
    lon, lat = SEA.to_degrees([100 + metres], [0])
    claim = wb.Claim(
        place=(float(lon[0]), float(lat[0])),
        radius_m=100,
        start="2026-03-13T17:40Z",
        end="2026-03-13T19:40Z",
        tolerance_minutes=0,
    )
    return tracks, claim


@pytest.mark.slow
@pytest.mark.parametrize("metres", [12.0, 20.0, 28.0, 40.0])
def test_living_next_door_on_a_wide_map_is_not_a_visit(metres: float) -> None:
    """A trip of 4 km makes the cells as wide as the street; the side of the edge must still be that of the fixes."""
    verdict = wb.check(*reversed(home_and_town(metres)))
    assert verdict.answer != "supported"
    assert verdict.parameters["raw_log10_lr_far"] < 1.0


@pytest.mark.slow
@pytest.mark.parametrize("metres", [-12.0, -20.0, -40.0])
def test_living_within_the_edge_on_a_wide_map_is_not_an_absence(metres: float) -> None:
    verdict = wb.check(*reversed(home_and_town(metres)))
    assert verdict.answer != "contradicted"
    assert verdict.parameters["raw_log10_lr_far"] > -1.0


@pytest.mark.slow
@pytest.mark.parametrize("metres", [-2.0, 0.0, 2.0])
def test_on_the_very_edge_nobody_can_tell(metres: float) -> None:
    verdict = wb.check(*reversed(home_and_town(metres)))
    assert verdict.answer == "cannot tell"
    assert abs(verdict.parameters["raw_log10_lr_far"]) < 1.0
