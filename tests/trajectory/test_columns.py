"""Whole columns made ready for compiled loops: the same numbers as the plain ways, only sooner."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.base.errors import InputError
from workbench.geo.projection import LocalFrame, frame_for
from workbench.position_error.error_mixture import sigma_m, tempering
from workbench.tables import METHODS
from workbench.testing import make_fixes, make_tracks
from workbench.trajectory.fix_errors import at_rest, radii
from workbench.trajectory.parameters import REPAIR_LIVELIER, REPAIR_PATIENT
from workbench.trajectory.stay_repair import resting_us
from workbench.trajectory.stays import silence_us
from workbench.trajectory.trails import coded, middle, to_flat, trails


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=4), min_size=1, max_size=30), st.integers(0, 5), st.booleans())
def test_texts_are_numbered_as_pandas_numbers_them(texts: list[str], skip: int, arrow: bool) -> None:
    column = pd.Series([t for t in texts for _ in range(2)], dtype="str" if arrow else object).iloc[skip:]
    code, names = coded(column)
    wanted, found = pd.factorize(column, sort=True)
    assert code.tolist() == wanted.tolist()
    assert names == list(found)


def test_texts_of_one_length_are_told_apart_at_any_letter() -> None:
    column = pd.Series(["W10", "W10", "W20", "W21", "X21", "X21", "W10"], dtype="str")
    assert coded(column)[0].tolist() == [0, 0, 1, 2, 3, 3, 0]
    assert coded(pd.Series(["a", None, "a"], dtype="str"))[0].tolist() == [0, -1, 0]


@pytest.mark.parametrize("size", [1, 2, 9, 10, 20_000, 20_001])
def test_the_middle_is_the_median(size: int) -> None:
    rng = np.random.default_rng(size)
    for values in (
        rng.normal(size=size),
        np.round(rng.normal(size=size), 1),
        np.sort(rng.integers(0, 9, size)),
        np.full(size, 7),
        np.where(rng.random(size) < 0.5, 60_000_000, 240_000_000),
        np.arange(size)[::-1] % 4,
        np.tile(np.r_[np.zeros(3), np.ones(2)], size)[:size],
    ):
        assert middle(values) == np.median(values)


@pytest.mark.parametrize("lat", [0.0, 51.4, -33.9, 70.0, 84.9, 89.0])
def test_metres_are_those_of_the_projection(lat: float) -> None:
    """Within a hundredth of a micrometre in the box where the series holds, and exactly the projection's beyond it."""
    rng = np.random.default_rng(1)
    lon_lat = [np.append(1.2 + rng.uniform(-w, w, 900), [1.2, 9.0, -178.0, 1.2]) for w in (0.749, 1e-3)]
    for lon in lon_lat:
        north = np.clip(np.append(lat + rng.uniform(-0.499, 0.499, 900), [lat, lat, lat, 10.0]), -90, 90)
        frame, x, y = to_flat(lon, north)
        assert frame == frame_for(lon, north)
        wanted = frame.to_metres(lon, north)
        np.testing.assert_allclose(x, wanted[0], rtol=0, atol=1e-8)
        np.testing.assert_allclose(y, wanted[1], rtol=0, atol=1e-8)
        assert (x[901:], y[901:]) == (pytest.approx(wanted[0][901:], abs=1e-8), pytest.approx(wanted[1][901:], abs=1e-8))


def test_positions_that_are_none_stay_so() -> None:
    lon, lat = np.array([1.2, np.nan, 1.2]), np.array([51.4, 51.4, np.inf])
    frame, x, y = to_flat(lon, lat)
    assert frame == LocalFrame(1.2, 51.4)
    assert np.isfinite(x + y).tolist() == [True, False, False]


def test_errors_are_those_of_one_fix_after_the_other() -> None:
    rng = np.random.default_rng(2)
    size = 300
    radius = np.where(rng.random(size) < 0.1, np.nan, rng.lognormal(3, 1, size))
    fixes = make_fixes(
        minutes=np.sort(rng.uniform(0, 900, size)),
        accuracy_m=radius,
        method=rng.choice(METHODS, size).tolist(),
        quality=rng.choice([0, 1], size, p=[0.8, 0.2]).tolist(),
    )
    fixes["accuracy_level"] = rng.choice([0.68, 0.95, np.nan], size)
    tracks = make_tracks(fixes)
    (trail,) = trails(tracks)
    found, mine = at_rest(radii(tracks), trail, 80.0), fixes.iloc[trail.rows]
    sigma = sigma_m(mine["accuracy_m"], mine["accuracy_level"], mine["method"])
    np.testing.assert_allclose(found.precision, sigma**-2, rtol=1e-12)
    np.testing.assert_allclose(found.slack_m, np.maximum(3 * sigma - 40, 0), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(found.fresh, tempering(trail.time, mine["method"]), rtol=1e-12)


def test_a_level_that_is_no_share_is_refused() -> None:
    fixes = make_fixes(minutes=[0, 1, 2])
    for level in (0.0, 1.0):
        tracks = make_tracks(fixes.assign(accuracy_level=[0.95, level, 0.95]))
        with pytest.raises(InputError, match="between 0 and 1"):
            at_rest(radii(tracks), next(trails(tracks)), 100.0)


@pytest.mark.parametrize("seed", range(6))
def test_waits_of_long_and_short_tracks_have_the_medians_of_numpy(seed: int) -> None:
    """Resting pace and longest silence, on tracks short enough to sort and long enough to be sampled first."""
    rng = np.random.default_rng(seed)
    size = (500, 70_000)[seed % 2]
    wait = rng.choice([60_000_000, 61_000_000], size) + rng.integers(0, 9, size) * (seed > 3)
    edges = np.sort(rng.choice(size, 40, replace=False))
    first, last = edges[::2], edges[1::2]
    still = np.zeros(size, bool)
    for a, b in zip(first, last, strict=True):
        still[a:b] = True
    wait[still] *= (1, 4, 5)[seed % 3]
    time = np.cumsum(wait)
    step, still = np.diff(time), still[:-1]
    rest, move = np.median(step[still]), np.median(step[~still])
    wanted = (REPAIR_PATIENT[0] * rest, REPAIR_PATIENT[1] * rest) if rest >= REPAIR_LIVELIER * move else (0.0, 0.0)
    assert resting_us(time, first, last) == wanted
    assert silence_us(time) == int(min(max(3 * np.median(step), 900e6), 3600e6))
