"""The search from the fixes alone, against slow and plain oracles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.crimes import _reach_kernels as kernels
from workbench.crimes._stay_kernels import Scene, stay
from workbench.crimes.columns import columns_of
from workbench.crimes.scan import REASONS, empty_scan, scan
from workbench.crimes.windows import windows_of
from workbench.geo.geocentric import earth_m
from workbench.geo.projection import distance_m
from workbench.testing import SEA, make_fixes, make_tracks, sample_crimes

R, JOIN = 75.0, 600.0


def walk(seed: int, n: int = 60) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.choice([30.0, 60.0, 200.0, 500.0, 900.0], n))
    x, y = np.cumsum(rng.normal(0, 45, n)), np.cumsum(rng.normal(0, 45, n))
    return t, x, y, np.zeros(n), rng.choice([4.0, 12.0, 40.0, 90.0], n)


def slow_stay(t, x, y, sigma, low, high, edge):
    """Step through the time second by second; a fix too coarse to tell is passed over."""
    d, s2 = np.hypot(x, y), sigma**2 + edge**2
    told = np.flatnonzero(~((s2 > 2.25 * R * R) & (d <= R + 2 * np.sqrt(s2))))
    longest = total = run = 0
    for now in np.arange(np.ceil(low), np.floor(high) + 1):
        k = int(np.searchsorted(t[told], now))
        here = False
        if 0 < k < len(told) and t[told[k]] - t[told[k - 1]] <= JOIN:
            i, j = told[k - 1], told[k]
            f = (now - t[i]) / (t[j] - t[i])
            px, py = x[i] + f * (x[j] - x[i]), y[i] + f * (y[j] - y[i])
            si, sj = min(s2[i], R * R / 4), min(s2[j], R * R / 4)
            here = px * px + py * py + si + f * (sj - si) <= R * R
        run = run + 1 if here else 0
        longest, total = max(longest, run), total + here
    return longest, total


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(0, 30))
def test_a_stay_is_found_as_by_stepping_through_every_second(seed, edge):
    t, x, y, z, sigma = walk(seed)
    low, high = float(t[8]) + 11.3, float(t[45]) - 7.7
    found = stay(t, x, y, z, sigma, Scene(0.0, 0.0, 0.0, edge**2, R, JOIN), low, high)
    longest, total = slow_stay(t, x, y, sigma, low, high, edge)
    assert abs(found[0] - longest) <= 3.0
    assert abs(found[3] - total) <= 2.0 * len(t)
    if found[0] > 0:
        assert low <= found[1] <= found[2] <= high
        assert found[2] - found[1] == pytest.approx(found[0], abs=1e-6)


def slow_reach(t, d, error, low, high, speed):
    """The nearest the tag can be at a moment is bounded by every fix; the nearest of all moments counts."""
    moments = np.arange(low, high + 0.5, 0.5)
    bound = np.maximum((d - error)[:, None] - speed * np.abs(t[:, None] - moments), 0.0)
    return bound.max(axis=0).min()


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(2.0, 30.0), st.floats(800.0, 4000.0))
def test_the_nearest_possible_distance_is_that_of_all_prisms_together(seed, speed, away):
    rng = np.random.default_rng(seed)
    minutes = np.cumsum(rng.uniform(1.0, 4.0, 40))
    fixes = make_fixes(minutes=minutes, x=away + rng.uniform(-60, 60, 40), y=rng.uniform(-60, 60, 40))
    columns = columns_of(make_tracks(fixes))
    place = tuple(float(v[0]) for v in earth_m([1.2], [51.4]))
    d = np.sqrt(sum((a - b) ** 2 for a, b in zip(columns[3:6], place, strict=True)))
    low, high = columns.t_s[10] + 13.0, columns.t_s[30] - 5.0
    weight = kernels.Parts(np.array([[0.9, 0.085, 0.015]] * 5), np.array([[1.0, 4.0, 25.0]] * 5), np.full(5, np.inf))
    limits = kernels.Limits(6 * 3600.0, 0.0, speed, 1.0)  # nothing counts as seen: one speed for all
    scene = Scene(*place, 100.0, R, JOIN)
    found = kernels.reach(
        kernels.Fixes(*(getattr(columns, name) for name in kernels.Fixes._fields)), scene, low, high, limits, speed, weight
    )
    error = 3.72 * np.hypot(columns.sigma_m, 10.0)
    bound = slow_reach(columns.t_s, d, error, low - 2.0, high + 2.0, speed)
    assert found[0] <= bound + speed
    if (np.abs(np.diff(d - error)) <= speed * np.diff(columns.t_s)).all():
        assert found[0] == pytest.approx(bound, abs=speed)
    assert (found[0] > R) == (found[1] > speed)


def one(fixes: pd.DataFrame, crimes: pd.DataFrame, **settings):
    columns = columns_of(make_tracks(fixes))
    windows = windows_of(crimes, min_minutes=2.0, decoy_days=0, timezone="UTC")
    into = empty_scan(1, 1, 0)
    scan(columns, windows, into, [0], **{"radius_m": R, "min_minutes": 2.0, "cap_ms": 36.0, "seen_ms": 14.0, **settings})
    return into


def reason(fixes: pd.DataFrame) -> str:
    return REASONS[one(fixes, sample_crimes()).reason[0, 0]]


def test_each_reason_is_given_where_it_holds():
    minutes = np.arange(0, 120, 4)
    passing = np.where(np.arange(0, 120) == 50, 0.0, 3000.0)
    assert reason(make_fixes(minutes=[250, 251, 330, 331], x=3000.0, start="2026-03-02T20:00Z")) == "gap"
    assert reason(make_fixes(minutes=[0, 1, 900, 901], x=3000.0, start="2026-03-02T20:00Z")) == "no_data"
    assert reason(make_fixes(minutes=np.arange(0, 120), x=passing)) == "too_brief"
    assert reason(make_fixes(minutes=minutes, x=100.0, method="cell", accuracy_m=400.0)) == "coarse"
    assert reason(make_fixes(minutes=minutes, x=105.0)) == "near"
    assert reason(make_fixes(minutes=minutes, x=1000.0)) == "between"
    assert reason(make_fixes(minutes=minutes, x=3000.0)) == ""


def test_a_silence_is_given_the_higher_speed_and_a_seen_time_the_lower():
    dense, quiet = np.arange(0, 120, 4), [m for m in range(0, 120, 4) if not 40 < m < 60]
    assert one(make_fixes(minutes=dense, x=3000.0), sample_crimes()).nearest_m[0, 0] > 1000.0
    assert one(make_fixes(minutes=quiet, x=3000.0), sample_crimes()).nearest_m[0, 0] == 0.0
    assert one(make_fixes(minutes=quiet, x=3000.0), sample_crimes(), cap_ms=2.0).nearest_m[0, 0] > 1000.0


def test_a_tag_on_the_motorway_is_not_excluded_beside_it():
    """At 108 km/h past the place, 300 m aside: between two fixes a detour of that size is possible."""
    minutes = np.arange(0, 90)
    fixes = make_fixes(minutes=minutes, x=1800.0 * (minutes - 50) + 900.0, y=300.0)
    assert one(fixes, sample_crimes()).nearest_m[0, 0] <= R


def test_straight_distances_agree_with_the_ground():
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(-8, 2, 50), rng.uniform(50, 60, 50)
    other = lon + rng.uniform(-0.05, 0.05, 50), lat + rng.uniform(-0.05, 0.05, 50)
    chord = np.sqrt(sum((a - b) ** 2 for a, b in zip(earth_m(lon, lat), earth_m(*other), strict=True)))
    assert chord == pytest.approx(distance_m(lon, lat, *other), rel=1e-6)
    x, y = SEA.to_metres(1.21, 51.41)
    assert np.hypot(x, y) == pytest.approx(float(distance_m(1.2, 51.4, 1.21, 51.41)), rel=1e-5)


def test_network_fixes_bound_a_journey_only_where_exact_ones_bear_them_out():
    minutes = np.arange(0, 90, 3)
    method = np.where((minutes > 25) & (minutes < 65), "wifi", "gnss").tolist()
    accuracy = np.where(np.array(method) == "wifi", 40.0, 10.0)
    near_by = make_fixes(minutes=minutes, x=4000.0, method=method, accuracy_m=accuracy)
    moved = near_by.assign(lon=np.where(near_by["method"] == "wifi", near_by["lon"] + 0.02, near_by["lon"]))
    assert one(near_by, sample_crimes()).nearest_m[0, 0] > R
    assert one(moved, sample_crimes()).nearest_m[0, 0] == 0.0


def test_the_error_of_the_place_makes_the_circle_smaller_and_exclusions_rarer():
    fixes = make_fixes(minutes=np.arange(0, 90), x=70.0, accuracy_m=5.0)
    exact, vague = (sample_crimes().assign(location_error_m=e) for e in (0.0, 60.0))
    assert one(fixes, exact).stay_s[0, 0] > 2000.0
    assert one(fixes, vague).stay_s[0, 0] == 0.0
    away = make_fixes(minutes=np.arange(0, 90), x=800.0, accuracy_m=5.0)
    assert one(away, exact).nearest_m[0, 0] > one(away, vague).nearest_m[0, 0]


def two_devices(home_from: float, home_to: float, every: float) -> wb.Tracks:
    """Somebody 9 km from the place for a day; a second device at home, 30 km off, reports for some of it."""
    walk = make_fixes(minutes=np.arange(0, 600.0), x=9000.0)
    home = make_fixes(minutes=np.arange(home_from, home_to, every) + 0.5, x=30_000.0)
    both = pd.concat([walk, home], ignore_index=True).sort_values("time", kind="stable", ignore_index=True)
    return make_tracks(both.assign(fix_id=[f"F{i}" for i in range(len(both))]))


@pytest.mark.parametrize("every", [1.0, 5.0])
def test_fixes_that_contradict_each_other_exclude_nobody(every: float) -> None:
    """The crime is at 00:30; whoever has one device is excluded, and whose two devices are far apart then is not."""
    crimes = sample_crimes()
    alone = wb.match_crimes(crimes, two_devices(500, 500, 1), decoy_days=0, progress=False)
    assert len(alone.excluded) == 1
    apart = wb.match_crimes(crimes, two_devices(0, 120, every), decoy_days=0, progress=False)
    assert apart.unknown["reason"].tolist() == ["inconsistent"] and apart.excluded.empty
    assert "contradict each other" in apart.unknown["words"].iloc[0]
    later = wb.match_crimes(crimes, two_devices(400, 500, every), decoy_days=0, progress=False)
    assert len(later.excluded) == 1


def test_a_flight_an_hour_later_excludes_nothing_across_it() -> None:
    """The last fix before a flight lies 9 km off at the start; the time up to the next fix, 600 km on, stays open."""
    minutes = np.concatenate([np.arange(0, 20.0), np.arange(100.0, 160.0)])
    x = np.concatenate([np.full(20, 9000.0), np.full(60, 600_000.0)])
    found = wb.match_crimes(sample_crimes(), make_tracks(make_fixes(minutes=minutes, x=x)), decoy_days=0, progress=False)
    assert found.excluded.empty and len(found.unknown) == 1
