"""The compiled passes against their plain numpy twins, scipy, and themselves without windows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.ndimage import uniform_filter

from workbench.evidence.paths import dwell, forward
from workbench.evidence.paths._kernels import weigh
from workbench.evidence.paths.constraints import Constraint
from workbench.evidence.paths.emission import density
from workbench.evidence.paths.engine import chances, log_likelihood, states
from workbench.evidence.paths.moving import _kernels as moving
from workbench.evidence.paths.scout import limits

SIZES = st.tuples(st.integers(1, 14), st.integers(1, 14))
RELAXED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(size=SIZES, reach=st.integers(0, 20), seed=st.integers(0, 99))
@RELAXED
def test_an_even_spread_is_a_uniform_filter(size, reach, seed):
    layer = np.random.default_rng(seed).random(size)
    whole, out = np.array([0, size[0], 0, size[1]]), np.empty(size)
    moving.blur(layer, whole, reach, 0.0, out, whole, moving.scratch(*size, reach + 1))
    assert np.allclose(out, uniform_filter(layer, 2 * reach + 1, mode="reflect"), rtol=1e-12, atol=1e-14)


@given(size=SIZES, reach=st.integers(0, 9), edge=st.floats(0, 1), seed=st.integers(0, 99))
@RELAXED
def test_a_window_changes_nothing_but_the_work(size, reach, edge, seed):
    random = np.random.default_rng(seed)
    ny, nx = size
    y0, x0 = random.integers(0, ny), random.integers(0, nx)
    window = np.array([y0, random.integers(y0, ny) + 1, x0, random.integers(x0, nx) + 1])
    y0, x0 = random.integers(0, ny), random.integers(0, nx)
    limit = np.array([y0, random.integers(y0, ny) + 1, x0, random.integers(x0, nx) + 1])
    layer = random.random(size)
    kept = np.zeros(size)
    kept[window[0] : window[1], window[2] : window[3]] = layer[window[0] : window[1], window[2] : window[3]]
    whole = np.array([0, ny, 0, nx])
    part, full = np.full(size, np.nan), np.empty(size)
    work = moving.scratch(ny, nx, reach + 1)
    moving.blur(layer, window, reach, edge, part, limit, work)
    moving.blur(kept, whole, reach, edge, full, whole, work)
    a, b, c, d = limit
    assert np.allclose(part[a:b, c:d], full[a:b, c:d], rtol=1e-12, atol=1e-15)
    assert np.isnan(part).sum() == ny * nx - (b - a) * (d - c)


@given(seed=st.integers(0, 10_000), temper=st.floats(0.03, 1.0), wide=st.floats(0.05, 3.0))
@RELAXED
def test_the_quick_density_is_the_plain_one(make_scene, seed, temper, wide):
    scene = make_scene(seed, shape=(30, 80), steps=3, fixes=2, spread=wide)
    sights = scene.sights._replace(temper=np.full(2, temper))
    plain, quick = density(sights, (30, 80)), np.empty((30, 80))
    for k in range(3):
        weigh(sights, sights.first[k], sights.first[k + 1], np.array([0, 30, 0, 80]), quick)
        assert np.allclose(quick, plain[k], rtol=1e-12, atol=0)


def test_a_density_of_two_parts_needs_no_widest_part(make_scene):
    scene = make_scene(3, shape=(30, 80), steps=2, fixes=1)
    weight = np.array([[0.95, 0.05, 0.0]])
    sights = scene.sights._replace(weight=weight)
    k, quick = int(np.flatnonzero(np.diff(sights.first))[0]), np.empty((30, 80))
    weigh(sights, 0, 1, np.array([0, 30, 0, 80]), quick)
    assert np.allclose(quick, density(sights, (30, 80))[k], rtol=1e-12, atol=0)


@given(seed=st.integers(0, 10_000), size=st.integers(1, 4), data=st.data())
@RELAXED
def test_the_compiled_passes_are_their_twins(make_scene, seed, size, data):
    shape = (data.draw(st.integers(4, 18)), data.draw(st.integers(4, 18)))
    scene = make_scene(seed, shape=shape, steps=12, fixes=data.draw(st.integers(0, 6)), vehicle_ms=data.draw(st.floats(0.5, 16)))
    inside, ring = np.zeros(shape, bool), np.zeros(shape, bool)
    inside[1 : 1 + size, 1:3], ring[: 2 + size, :4] = True, True
    inside[1, 1] = size == 1
    seen = density(scene.sights, shape)
    sweep = forward.forward(scene.start, seen, scene.moves)
    back = forward.backward(sweep, seen, scene.moves)
    assert log_likelihood(scene, drop_share=0.0) == pytest.approx(float(sweep.logs.sum()), abs=1e-10)
    steps, every = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 3))
    for drop in (0.0, 1e-9):
        exact = 1e-12 if drop == 0.0 else 1e-7
        visited = chances(scene, Constraint("visited", inside, ring, 4, 10, dwell=steps), drop_share=drop)
        twin = dwell.visit(sweep, back, seen, scene.moves, inside, ring, first=4, last=10, dwell=steps)
        assert np.allclose(visited[:3], twin, rtol=0, atol=exact)
        assert visited.true == pytest.approx(twin[0], rel=1e-9 if drop == 0.0 else 1e-5, abs=1e-12)
        stayed = chances(scene, Constraint("throughout", inside, ring, 4, 10, slack=steps, every=every), drop_share=drop)
        true, close, both = (
            dwell.stay(sweep, back, seen, scene.moves, m, w, first=4, last=10, slack=n, every=e)
            for m, w, n, e in ((inside, ring | True, steps, every), (ring, ring, 0, 1), (inside, ring, steps, every))
        )
        never = sum(dwell.visit(sweep, back, seen, scene.moves, inside, inside, first=4, last=10, dwell=1)[1:])
        assert np.allclose(stayed, (true, close - both, 1 - true - close + both, max(1 - true - never, 0)), rtol=0, atol=exact)
    ahead, end = states(scene, first=3, last=9, drop_share=0.0)
    assert np.allclose(ahead, sweep.states[3:9], rtol=1e-10, atol=1e-14)
    assert np.allclose(end, (sweep.states * back)[8], rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("seed", range(4))
def test_dropping_the_rim_moves_no_answer(make_scene, box, seed):
    """The scout's windows leave out most cells of a wide grid, and the answers stay."""
    scene = make_scene(seed, shape=(90, 110), steps=24, fixes=14, vehicle_ms=14.0, spread=0.3, tight=True)
    windows = limits(scene, 24, 1e-9)
    area = (windows[:, 1] - windows[:, 0]) * (windows[:, 3] - windows[:, 2])
    assert area.mean() < 0.8 * 90 * 110
    for kind in ("visited", "throughout", "at"):
        claim = Constraint(kind, box((90, 110), 44, 48, 53, 58), box((90, 110), 38, 54, 47, 64), 8, 18, dwell=2, slack=2)
        whole, quick = chances(scene, claim, drop_share=0.0), chances(scene, claim)
        assert np.allclose(whole, quick, rtol=1e-5, atol=1e-8)


def test_what_cannot_be_reached_is_exactly_impossible(make_scene, box):
    """Sums of positive numbers only: no rounding leaks to where nobody could have come."""
    scene = make_scene(1, shape=(40, 40), steps=6, fixes=0, vehicle_ms=2.0)
    start = np.zeros_like(scene.start)
    start[0, 3, 3] = 1.0
    far = box((40, 40), 35, 38, 35, 38)
    found = chances(replace(scene, start=start), Constraint("visited", far, far, 1, 6), drop_share=0.0)
    assert found.true == 0.0
    assert found.far == 1.0
