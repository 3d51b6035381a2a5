"""Scale, tails and correlation of a fix's error, against the published numbers and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.base.errors import InputError
from workbench.position_error.error_mixture import (
    FLOOR_M,
    MIXTURES,
    TAU_S,
    K,
    inflation,
    mixture,
    radius_to_sigma,
    sigma_m,
    tempering,
)
from workbench.tables import METHODS


@pytest.mark.parametrize(("level", "expected"), [(0.68, 6.6243), (0.95, 4.0854), (0.5, 8.4932)])
def test_a1_sigma_of_a_ten_metre_radius(level: float, expected: float) -> None:
    assert float(radius_to_sigma(10, level)) == pytest.approx(expected, abs=1e-4)


@settings(deadline=None)
@given(st.floats(0.05, 0.99), st.floats(1, 1000))
def test_the_radius_holds_the_share_it_claims(level: float, radius: float) -> None:
    sigma = float(radius_to_sigma(radius, level))
    assert 1 - np.exp(-(radius**2) / (2 * sigma**2)) == pytest.approx(level, abs=1e-9)


@pytest.mark.parametrize(("hit", "expected"), [(0.52, 1.246), (0.38, 1.54), (0.33, 1.69), (0.07, 3.96)])
def test_a9_inflation_from_hit_rates(hit: float, expected: float) -> None:
    assert inflation(0.68, hit) == pytest.approx(expected, abs=1e-2)


def test_every_method_of_the_tables_has_an_error_law() -> None:
    assert set(METHODS) == set(K) == set(MIXTURES) == set(TAU_S)
    for weights, multipliers in MIXTURES.values():
        assert sum(weights) == pytest.approx(1)
        assert multipliers[0] == 1


def test_radii_grow_by_k_and_defaults_do_not() -> None:
    got = sigma_m([20.0, np.nan, 20.0, np.nan], 0.68, ["wifi", "wifi", "gnss", "gnss"])
    one = 1 / np.sqrt(-2 * np.log(0.32))
    assert got == pytest.approx([20 * one * 4.0, 95 * one, 20 * one * 1.25, 15 * one])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=20), st.floats(0.2, 3))
def test_sigma_grows_with_radius_and_never_falls_below_the_floor(radii: list[float], k_scale: float) -> None:
    got = sigma_m(np.sort(radii), 0.95, ["gnss"] * len(radii), k_scale=k_scale)
    assert (got >= FLOOR_M).all()
    assert (np.diff(got) >= 0).all()


def test_an_unknown_level_counts_as_68_and_a_bad_one_is_refused() -> None:
    assert float(radius_to_sigma(10, np.nan)) == float(radius_to_sigma(10, 0.68))
    with pytest.raises(InputError, match="between 0 and 1"):
        radius_to_sigma(10, 1.0)
    with pytest.raises(InputError, match="not a method"):
        sigma_m([1.0], [0.68], ["sonar"])
    with pytest.raises(InputError):
        inflation(0.68, 0.0)


def test_wifi_access_points_move_at_most_a_mile_and_edges_add_in_quadrature() -> None:
    parts = mixture([60.0, 10.0], ["wifi", "wifi"])
    assert parts.s_m[:, 2].tolist() == [1500.0, 600.0]
    assert mixture([30.0], ["gnss"], edge_m=40.0).s_m[0, 0] == pytest.approx(50.0)


def test_tempering_counts_a_burst_once_and_each_method_for_itself() -> None:
    second = 1_000_000
    time = np.array([0, 0, 1, 60, 60, 400]) * second
    weight = tempering(time, ["gnss", "gnss", "gnss", "wifi", "gnss", "gnss"])
    assert weight.tolist() == pytest.approx([1, 0.03, 0.03, 1, 59 / 300, 1])
    moving = tempering(time, ["gnss"] * 6, moving=[True] * 6)
    assert (moving >= tempering(time, ["gnss"] * 6)).all()
    assert tempering(time, ["gnss"] * 6, tau_scale=2.0)[3] == pytest.approx(59 / 600)
