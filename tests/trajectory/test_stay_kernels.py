"""The compiled rules against their twins in plain numpy, on thousands of small tracks."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracles import rectangle, stays
from workbench.trajectory.kernels import stay_repair as repair_kernels
from workbench.trajectory.kernels import stays as kernels
from workbench.trajectory.kernels.rectangle import rectangle_stops
from workbench.trajectory.stay_repair import RepairLimits

MINUTE = 60_000_000


def made(seed: int, long: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.random.Generator]:
    """A track that rests, creeps and jumps, with times and positions that sometimes coincide."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 24)) if seed % 100 or not long else 220
    time = np.cumsum(rng.integers(1, 150, size)) * 1_000_000
    if seed % 5 == 0:
        time[size // 2 :] += int(rng.integers(1, 120)) * MINUTE
    step = rng.choice([4.0, 15.0, 40.0])
    x, y = (np.cumsum(rng.normal(0, step, size) * (rng.random(size) < 0.5)) for _ in range(2))
    if seed % 3 == 0:
        x, y = np.round(x, -1), np.round(y, -1)
    if seed % 7 == 0:
        y = 0.5 * x + 1e-9 * rng.normal(size=size)
    sigma = rng.choice([3.0, 8.0, 30.0, 120.0], size, p=[0.5, 0.3, 0.15, 0.05])
    time.flags.writeable = False
    return time, x, y, sigma, rng


@pytest.mark.parametrize("block", range(4))
def test_stops_equal_the_plain_rule(block: int) -> None:
    found = 0
    for seed in range(block * 150, block * 150 + 150):
        time, x, y, _, rng = made(seed)
        shortest = int(rng.choice([0, 2, 5, 10])) * MINUTE
        limit = float(rng.choice([37.1, 101.3]))
        wanted = rectangle.stops(time, x, y, limit, shortest)
        first, last = rectangle_stops(time, x, y, limit, shortest)
        assert list(zip(first.tolist(), last.tolist(), strict=True)) == wanted, seed
        found += len(wanted)
    assert found > 100


@pytest.mark.parametrize("block", range(4))
def test_dwells_and_their_joining_equal_the_plain_rule(block: int) -> None:
    found = 0
    for seed in range(block * 500, block * 500 + 500):
        time, x, y, sigma, rng = made(seed, long=True)
        shortest = int(rng.choice([0, 2, 5, 10])) * MINUTE
        limit = float(rng.choice([37.1, 101.3]))
        slack = np.maximum(3 * sigma - limit / 2, 0.0)
        wanted = stays.dwells(time, x, y, slack, limit, shortest, 15 * MINUTE, 3)
        got = kernels.dwells(time, x, y, slack, limit, shortest, 15 * MINUTE, 3)
        for a, b in zip(wanted, got, strict=True):
            assert a.tolist() == b.tolist(), seed
        rest = (50.0, 10.0 * MINUTE, 3 * limit, limit, 3, 1e-6)
        fresh = rng.random(len(time))
        joined = stays.join(time, x, y, sigma, slack, fresh, *wanted, shortest, 15 * MINUTE, *rest)
        compiled = kernels.join(time, x, y, sigma**-2, slack, fresh, *wanted, shortest, 15 * MINUTE, *rest)
        for a, b in zip(joined, compiled, strict=True):
            assert a.tolist() == b.tolist(), seed
        kind = rng.integers(0, 2, len(time)).astype(np.int32)
        facts = (kind, np.array([3e8, 1.8e9]), 0.03, joined[2], joined[0], joined[1], 0.95)
        pair = stays.summaries(time, x, y, sigma, *facts), repair_kernels.summaries(time, x, y, sigma**-2, *facts)
        for a, b in zip(*pair, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-6)
        found += len(joined[0])
    assert found > 100


@pytest.mark.parametrize("block", range(4))
def test_repair_equals_the_plain_rule(block: int) -> None:
    """Short runs side by side, some of them pieces of one stay, with all limits small enough to matter."""
    healed = drawn = 0
    for seed in range(block * 500, block * 500 + 500):
        time, x, y, sigma, rng = made(seed, long=True)
        edges = np.flatnonzero(rng.random(len(time)) < 0.6)
        edges = edges[: len(edges) // 2 * 2].reshape(-1, 2)
        first, last = edges[:, 0].copy(), edges[:, 1].copy()
        member = rng.random(len(time)) < 0.8
        member[edges.ravel()] = True
        facts = (np.maximum(3 * sigma - 50, 0.0), rng.random(len(time)), first, last, member, MINUTE)
        rest = (30e6, 90e6) if seed % 2 else (0.0, 0.0)
        limits = RepairLimits(rest, 2 * MINUTE, 8.0 * MINUTE, 5.0 * MINUTE, 20.0, int(rng.integers(0, 6)), 1.5, 5.0)
        wanted = stays.repair(time, x, y, sigma, *facts, limits)
        for a, b in zip(wanted, repair_kernels.repair(time, x, y, sigma**-2, *facts, *limits), strict=True):
            assert a.tolist() == b.tolist(), seed
        healed += len(first) - len(wanted[0])
        drawn += len(set(last.tolist()) & set(wanted[1].tolist())) < len(wanted[1])
    assert healed > 100 and drawn > 20


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=14), st.floats(0.01, 1.0))
def test_the_rectangle_is_the_smallest_at_any_angle(points: list[tuple[int, int]], turn: float) -> None:
    """No rectangle at any of many angles is smaller, and turning the points does not change it."""
    xy = np.array(points, float)
    found = rectangle.smallest_rectangles(xy[:, 0], xy[:, 1])
    if not len(found):
        assert len(set(points)) == 1
        return
    for angle in np.linspace(0, np.pi, 181):
        along, across = xy @ [np.cos(angle), np.sin(angle)], xy @ [-np.sin(angle), np.cos(angle)]
        assert np.ptp(along) * np.ptp(across) >= found[0, 0] - 1e-6
    c, s = np.cos(turn), np.sin(turn)
    turned = rectangle.diagonal_m(c * xy[:, 0] - s * xy[:, 1], s * xy[:, 0] + c * xy[:, 1])
    assert turned == pytest.approx(rectangle.diagonal_m(xy[:, 0], xy[:, 1]), abs=1e-6)


def test_the_rectangle_is_shapelys_where_it_is_the_only_one() -> None:
    rng = np.random.default_rng(5)
    compared = 0
    for _ in range(300):
        xy = rng.normal(0, 30, (int(rng.integers(4, 12)), 2))
        found = rectangle.smallest_rectangles(xy[:, 0], xy[:, 1])
        if len(found) > 1 and found[1, 0] - found[0, 0] < 1e-6:
            continue
        corners = np.array(shapely.MultiPoint(xy).minimum_rotated_rectangle.exterior.coords)
        assert rectangle.diagonal_m(xy[:, 0], xy[:, 1]) == pytest.approx(np.hypot(*(corners[2] - corners[0])), abs=1e-6)
        compared += 1
    assert compared > 200
