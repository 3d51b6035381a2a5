"""Jumps: the fixes without which the rest is plausible, against a plain search over all subsets."""

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.geo.projection import distance_m
from workbench.position_error.jumps import MOST_MS, jumps
from workbench.position_error.mixture import RAYLEIGH_999
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
