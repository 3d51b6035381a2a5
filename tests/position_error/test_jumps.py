"""Jumps: the fixes without which the rest is plausible, against a plain search over all subsets."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.geo.projection import LocalFrame, distance_m
from workbench.position_error.error_mixture import RAYLEIGH_999
from workbench.position_error.jump_flags import MOST_MS, jumps
from workbench.testing import SEA

MINUTE = 60_000_000


def run(x: list[float], minutes: list[float] | None = None, sigma: float = 5.0, wearer: list[int] | None = None) -> list[int]:
    lon, lat = SEA.to_degrees(np.array(x), np.zeros(len(x)))
    time = (np.array(minutes if minutes is not None else range(len(x)), float) * MINUTE).astype(np.int64)
    who = np.array(wearer or [0] * len(x), np.int64)
    return np.flatnonzero(jumps(time, lon, lat, np.full(len(x), sigma), who)).tolist()


def test_one_wild_fix_and_a_short_burst_are_found() -> None:
    assert run([0, 50, 9000, 100, 150]) == [2]
    assert run([0, 50, 9000, 9050, 9100, 100, 150, 200]) == [2, 3, 4]
    assert run([9000, 0, 50, 100]) == [0]
    assert run([0, 50, 100, 9000]) == [3]


def test_a_flight_is_not_a_jump() -> None:
    assert run([0.0] * 15 + [90_000.0] * 15) == []


def test_a_flight_with_the_telephone_off_is_kept_even_where_few_fixes_follow() -> None:
    assert run([0.0] * 30 + [600_000.0] * 7, [*range(30), *range(110, 117)]) == []
    assert run([0.0] * 30 + [600_000.0] * 4, [*range(30), *range(110, 114)]) == [30, 31, 32, 33]


def test_a_fast_train_is_not_a_jump_and_accuracy_widens_the_cap() -> None:
    assert run([3300.0 * i for i in range(10)]) == []
    assert run([0, 0, 4000, 0, 0]) == [2]
    assert run([0, 0, 4000, 0, 0], sigma=400.0) == []


def test_wearers_do_not_see_each_other() -> None:
    assert run([0, 10, 20, 90_000, 90_010, 90_020], wearer=[0, 0, 0, 1, 1, 1]) == []
    assert run([0, 10, 20, 9000, 90_000, 99_000, 90_010, 90_020], [0, 1, 2, 3, 0, 1, 2, 3], wearer=[0] * 4 + [1] * 4) == [3, 5]


def test_pieces_without_end_stay_quick() -> None:
    far = np.where(np.arange(20_000) % 2, 90_000.0, 0.0)
    assert len(run(far.tolist())) == 10_000


def plausible(i: int, j: int, lon: np.ndarray, lat: np.ndarray, time: np.ndarray, sigma: np.ndarray) -> bool:
    distance = float(distance_m(lon[i], lat[i], lon[j], lat[j]))
    return bool((distance - RAYLEIGH_999 * (sigma[i] + sigma[j])) / max((time[j] - time[i]) / 1e6, 1.0) <= MOST_MS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.0, 200.0, 3e4, 6e4]), st.sampled_from([5.0, 30.0])), min_size=2, max_size=8))
def test_the_rest_is_the_largest_plausible_one(points: list[tuple[float, float]]) -> None:
    x, sigma = (np.array(v) for v in zip(*points, strict=True))
    lon, lat = SEA.to_degrees(x, np.zeros(len(x)))
    time = np.arange(len(x), dtype=np.int64) * MINUTE
    kept = np.flatnonzero(~jumps(time, lon, lat, sigma, np.zeros(len(x), np.int64)))
    assert all(plausible(i, j, lon, lat, time, sigma) for i, j in pairwise(kept))
    best = max(
        n
        for n in range(1, len(x) + 1)
        for some in combinations(range(len(x)), n)
        if all(plausible(i, j, lon, lat, time, sigma) for i, j in pairwise(some))
    )
    assert len(kept) == best


def turned(x: np.ndarray, y: np.ndarray, seconds: np.ndarray, sigma: float = 5.0) -> list[int]:
    lon, lat = SEA.to_degrees(x, y)
    time = np.round(seconds * 1e6).astype(np.int64)
    return np.flatnonzero(jumps(time, lon, lat, np.full(len(x), sigma), np.zeros(len(x), np.int64))).tolist()


@pytest.mark.parametrize("every_s", [1, 5, 10, 30, 60, 120, 300])
@pytest.mark.parametrize("speed_ms", [57.0, 62.5, 83.0, 222.0, 290.0])
@pytest.mark.parametrize("angle", [0.0, 1.0])
def test_a_train_or_an_aircraft_at_any_rhythm_is_a_journey(every_s: int, speed_ms: float, angle: float) -> None:
    """Half an hour at rest, twenty minutes on the way with a start and an end that take their time, half an hour at rest."""
    seconds = np.arange(0, 80 * 60 + 1, every_s, dtype=float)
    travelled = np.clip(seconds - 1800, 0, 1200)
    ramp = 0.5 * speed_ms / 1.0
    along = np.where(travelled * 1.0 < speed_ms, 0.5 * travelled**2, speed_ms * (travelled - ramp))
    rng = np.random.default_rng(every_s)
    noise = rng.normal(0, 4, (2, len(along)))
    found = turned(along * np.cos(angle) + noise[0], along * np.sin(angle) + noise[1], seconds)
    assert found == []


def test_a_wild_fix_in_a_fast_train_is_still_found() -> None:
    seconds = np.arange(0, 3600, 30, dtype=float)
    x = np.clip(seconds - 900, 0, 1500) * 70.0
    y = np.where(np.arange(len(x)) == 50, 40_000.0, 0.0)
    assert turned(x, y, seconds) == [50]


def test_speed_alone_makes_no_journey() -> None:
    """Out by three even steps and back at once; to and fro; faster than any aircraft."""
    minute = np.arange(60) * 60.0
    out = np.zeros(60)
    out[30:33] = [6000, 12_000, 18_000]
    assert turned(out, 0 * out, minute) == [30, 31, 32]
    to_and_fro = np.zeros(60)
    to_and_fro[30:34] = [9000, 0, 9000, 0]
    assert turned(to_and_fro, 0 * out, minute) == [30, 32]
    rocket = np.clip(np.arange(60) - 30.0, 0, 5) * 30_000.0
    assert turned(rocket[:36], 0 * rocket[:36], minute[:36]) == [31, 32, 33, 34, 35]


@pytest.mark.parametrize("every_s", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("pace_ms", [0.0, 1.4, 13.0, 30.0])
@pytest.mark.parametrize("length", [1, 2, 5, 20])
def test_ninety_metres_out_and_back_is_a_spike_below_the_cap_too(every_s: float, pace_ms: float, length: int) -> None:
    seconds = np.arange(200) * every_s
    along = pace_ms * seconds
    aside = np.zeros(200)
    aside[80 : 80 + length] = 90.0
    assert turned(along, aside, seconds) == list(range(80, 80 + length))


@pytest.mark.parametrize("seed", range(20))
def test_what_people_and_cars_do_is_no_spike(seed: int) -> None:
    """Walks, runs, drives with hard braking, turns and lane changes, at all rhythms, with ordinary errors: nothing is flagged."""
    rng = np.random.default_rng(seed)
    every_s = float(rng.choice([1.0, 2.0, 5.0, 15.0, 60.0]))
    fine = np.arange(0, 3600, 0.5)
    pull = np.clip(np.cumsum(rng.normal(0, 2.0, len(fine))), -6.0, 3.0) * (rng.random(len(fine)) < 0.8)
    speed = np.zeros(len(fine))
    for k in range(1, len(fine)):
        speed[k] = min(max(speed[k - 1] + 0.5 * pull[k], 0.0), 34.0)
    turn = np.cumsum(rng.normal(0, 0.5, len(fine)) * np.minimum(1.0, 6.0 / np.maximum(speed**2, 1.0)) * 0.5)
    x, y = np.cumsum(0.5 * speed * np.cos(turn)), np.cumsum(0.5 * speed * np.sin(turn))
    seconds = np.arange(0, 3599, every_s)
    x, y = (np.interp(seconds, fine, v) + rng.normal(0, 5.0, len(seconds)) for v in (x, y))
    assert turned(x, y, seconds) == []


@pytest.mark.parametrize("spread_m", [0.0, 3000.0])
def test_bursts_of_twenty_are_found_however_they_lie(spread_m: float) -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(0, 5, (2, 120))
    x[60:80] += 120_000.0 + np.where(np.arange(20) % 2, spread_m * 3, 0.0)
    y[60:80] += rng.uniform(-10, 10, 20) * spread_m
    assert turned(x, y, np.arange(120) * 60.0) == list(range(60, 80))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-150, 150))
def test_flags_are_the_same_round_the_globe(seed: int, lon: float) -> None:
    rng = np.random.default_rng(seed)
    seconds = np.cumsum(rng.choice([1.0, 3.0, 30.0], 60))
    x, y = (np.cumsum(rng.normal(0, 8, 60)) + rng.choice([0, 90, 9000], 60, p=[0.9, 0.06, 0.04]) for _ in range(2))
    frames = SEA, LocalFrame(round(lon, 3), SEA.lat0)
    time, who, sigma = np.round(seconds * 1e6).astype(np.int64), np.zeros(60, np.int64), np.full(60, 5.0)
    one, other = (jumps(time, *frame.to_degrees(x, y), sigma, who) for frame in frames)
    assert (one == other).all() and one.any() | ~other.any()
