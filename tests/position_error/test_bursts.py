"""Runs of wild fixes that share one error: against a plain oracle, and what must not be taken for one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.position_error.burst_flags import LONGEST_S, bursts, no_bursts
from workbench.position_error.error_mixture import RAYLEIGH_999


def found(minutes, east, *, sigma: float = 6.0, wide: float = 150.0) -> tuple[list[int], list[int]]:
    """Give the numbers of the fixes in runs, and of those that repeat."""
    size = len(minutes)
    got = bursts(np.asarray(minutes, float) * 60, east, np.zeros(size), np.full(size, sigma), np.full(size, wide))
    return np.flatnonzero(got.member).tolist(), np.flatnonzero(got.echo).tolist()


def slowly(t: np.ndarray, x: np.ndarray, y: np.ndarray, s: np.ndarray, wide: np.ndarray) -> tuple[list[bool], list[bool]]:
    """Say the same spot by spot, in words that follow the definition."""
    spots: list[list[int]] = []
    for i in range(len(t)):
        close = i > 0 and np.hypot(x[i] - x[i - 1], y[i] - y[i - 1]) <= RAYLEIGH_999 * np.hypot(s[i], s[i - 1])
        if close:
            spots[-1].append(i)
        else:
            spots.append([i])
    member, echo = [False] * len(t), [False] * len(t)
    for one, run, other in zip(spots, spots[1:], spots[2:], strict=False):
        a, b = one[-1], other[0]
        same = np.hypot(x[b] - x[a], y[b] - y[a]) <= RAYLEIGH_999 * np.hypot(s[b], s[a])
        reached = all(np.hypot(x[i] - x[a], y[i] - y[a]) <= RAYLEIGH_999 * wide[i] for i in run)
        still = all(np.hypot(x[i] - x[run[0]], y[i] - y[run[0]]) <= RAYLEIGH_999 * np.hypot(s[i], s[run[0]]) for i in run)
        if same and reached and still and t[b] - t[a] <= min(LONGEST_S, max(t[p[-1]] - t[p[0]] for p in (one, other))):
            for i in run:
                member[i], echo[i] = True, i != run[0]
    return member, echo


@given(st.integers(0, 2**31), st.integers(0, 40))
def test_the_same_as_spot_by_spot(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.uniform(30, 400, size))
    x, y = rng.choice([0.0, 140.0, 700.0], size, p=[0.6, 0.3, 0.1]) + rng.normal(0, 5, size), rng.normal(0, 5, size)
    s = rng.uniform(4, 9, size)
    got = bursts(t, x, y, s, 25 * s)
    assert (got.member.tolist(), got.echo.tolist()) == slowly(t, x, y, s, 25 * s)
    assert not (got.echo & ~got.member).any()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_run_counts_from_its_first_fix(count: int) -> None:
    east = [0, 3] * 4 + [140] * count + [2, 1]
    assert found(np.arange(len(east)) * 4.0, east) == (list(range(8, 8 + count)), list(range(9, 8 + count)))


def test_two_runs_with_one_right_fix_between() -> None:
    assert found(np.arange(13) * 4.0, [0, 1, 0, 1, -270, -268, 2, 140, 139, 1, 0, 1, 0])[1] == [5, 8]


@pytest.mark.parametrize(
    "east",
    [
        [0, 1, 0, 1, 0, 70, 140, 142, 141, 70, 1, 0],  # seen on the way there and back
        [0, 1, 0, 1, 0, 140, 142, 141, 140, 139, 140, 140],  # never back
        [0, 1, 0, 1, 0, 140, 142, 141, 300, 301, 300, 301],  # gone on
        [0, 1, 0, 1, 0, 900, 903, 901, 0, 1, 0, 1],  # farther off than any error
        [0, 1, 140, 142, 141, 0, 1],  # no longer at rest around it than in it
        [0, 10, 20, 30, 20, 10, 0, 10, 20],  # errors that lie within one another
    ],
)
def test_what_is_no_such_run(east: list[float]) -> None:
    assert found(np.arange(len(east)) * 3.0, east) == ([], [])


def test_a_walk_seen_step_by_step_is_no_such_run() -> None:
    """Each fix lies within the errors of the one before, yet the walk goes a kilometre."""
    east = np.concatenate([[0, 1], np.linspace(90, 560, 40), np.linspace(560, 90, 40), [0, 1]])
    assert found(np.arange(len(east)) / 6, east, wide=200.0) == ([], [])


def test_a_longer_absence_is_no_such_run() -> None:
    assert found([-40, 4, 8, 20, 34, 38], [0, 1, 140, 141, 0, 1])[1] == [3]
    assert found([-40, 4, 8, 20, 34.1, 38], [0, 1, 140, 141, 0, 1]) == ([], [])


def test_the_two_ways_of_coming_back_are_one() -> None:
    """Read backwards the members are the same."""
    t, x = np.arange(13) * 240.0, np.array([0, 1, 0, 1, -270, -268, 2, 140, 139, 1, 0, 1, 0.0])
    zero, s, wide = np.zeros(13), np.full(13, 6.0), np.full(13, 150.0)
    there, back = bursts(t, x, zero, s, wide), bursts(-t[::-1], x[::-1], zero, s, wide)
    assert there.member.tolist() == back.member[::-1].tolist()


def test_few_fixes_make_none() -> None:
    for size in range(3):
        assert found(np.arange(size), np.arange(size) * 500.0) == ([], [])
    assert no_bursts(3).member.tolist() == [False] * 3
