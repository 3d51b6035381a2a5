"""The compiled passes against their plain numpy twins, scipy, and themselves without windows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.ndimage import uniform_filter

from tests.oracles import forward_backward as plain
from workbench.evidence.hmm import _kernels_step as moving
from workbench.evidence.hmm._kernels_sweep import weigh
from workbench.evidence.hmm.constraints import Constraint
from workbench.evidence.hmm.forward_backward import chances, log_likelihood, states
from workbench.evidence.hmm.pruning import limits

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
def test_the_quick_density_is_the_plain_one(make_model, seed, temper, wide):
    model = make_model(seed, shape=(30, 80), steps=3, fixes=2, spread=wide)
    emissions = model.emissions._replace(temper=np.full(2, temper))
    dense, quick = plain.density(emissions, (30, 80)), np.empty((30, 80))
    for k in range(3):
        weigh(emissions, emissions.first[k], emissions.first[k + 1], np.array([0, 30, 0, 80]), quick)
        assert np.allclose(quick, dense[k], rtol=1e-12, atol=0)


def test_a_density_of_two_parts_needs_no_widest_part(make_model):
    model = make_model(3, shape=(30, 80), steps=2, fixes=1)
    weight = np.array([[0.95, 0.05, 0.0]])
    emissions = model.emissions._replace(weight=weight)
    k, quick = int(np.flatnonzero(np.diff(emissions.first))[0]), np.empty((30, 80))
    weigh(emissions, 0, 1, np.array([0, 30, 0, 80]), quick)
    assert np.allclose(quick, plain.density(emissions, (30, 80))[k], rtol=1e-12, atol=0)


@given(seed=st.integers(0, 10_000), size=st.integers(1, 4), data=st.data())
@RELAXED
def test_the_compiled_passes_are_their_twins(make_model, seed, size, data):
    shape = (data.draw(st.integers(4, 18)), data.draw(st.integers(4, 18)))
    model = make_model(seed, shape=shape, steps=12, fixes=data.draw(st.integers(0, 6)), vehicle_ms=data.draw(st.floats(0.5, 16)))
    inside, ring = np.zeros(shape, bool), np.zeros(shape, bool)
    inside[1 : 1 + size, 1:3], ring[: 2 + size, :4] = True, True
    inside[1, 1] = size == 1
    seen = plain.density(model.emissions, shape)
    sweep = plain.forward(model.start, seen, model.transitions)
    back = plain.backward(sweep, seen, model.transitions)
    assert log_likelihood(model, drop_share=0.0) == pytest.approx(float(sweep.logs.sum()), abs=1e-10)
    steps, every = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 3))
    for drop in (0.0, 1e-9):
        exact = 1e-12 if drop == 0.0 else 1e-7
        visited = chances(model, Constraint("visited", inside, ring, 4, 10, dwell=steps), drop_share=drop)
        twin = plain.visit(sweep, back, seen, model.transitions, inside, ring, first=4, last=10, dwell=steps)
        assert np.allclose(visited[:3], twin, rtol=0, atol=exact)
        assert visited.true == pytest.approx(twin[0], rel=1e-9 if drop == 0.0 else 1e-5, abs=1e-12)
        stayed = chances(model, Constraint("throughout", inside, ring, 4, 10, slack=steps, every=every), drop_share=drop)
        true, close, both = (
            plain.stay(sweep, back, seen, model.transitions, m, w, first=4, last=10, slack=n, every=e)
            for m, w, n, e in ((inside, ring | True, steps, every), (ring, ring, 0, 1), (inside, ring, steps, every))
        )
        never = sum(plain.visit(sweep, back, seen, model.transitions, inside, inside, first=4, last=10, dwell=1)[1:])
        assert np.allclose(stayed, (true, close - both, 1 - true - close + both, max(1 - true - never, 0)), rtol=0, atol=exact)
    ahead, end = states(model, first=3, last=9, drop_share=0.0)
    assert np.allclose(ahead, sweep.states[3:9], rtol=1e-10, atol=1e-14)
    assert np.allclose(end, (sweep.states * back)[8], rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("seed", range(4))
def test_dropping_the_rim_moves_no_answer(make_model, box, seed):
    """The windows of the pruning leave out most cells of a wide grid, and the answers stay."""
    model = make_model(seed, shape=(90, 110), steps=24, fixes=14, vehicle_ms=14.0, spread=0.3, tight=True)
    windows = limits(model, 24, 1e-9)
    area = (windows[:, 1] - windows[:, 0]) * (windows[:, 3] - windows[:, 2])
    assert area.mean() < 0.8 * 90 * 110
    for kind in ("visited", "throughout", "at"):
        claim = Constraint(kind, box((90, 110), 44, 48, 53, 58), box((90, 110), 38, 54, 47, 64), 8, 18, dwell=2, slack=2)
        whole, quick = chances(model, claim, drop_share=0.0), chances(model, claim)
        assert np.allclose(whole, quick, rtol=1e-5, atol=1e-8)


def test_what_cannot_be_reached_is_exactly_impossible(make_model, box):
    """Sums of positive numbers only: no rounding leaks to where nobody could have come."""
    model = make_model(1, shape=(40, 40), steps=6, fixes=0, vehicle_ms=2.0)
    start = np.zeros_like(model.start)
    start[0, 3, 3] = 1.0
    far = box((40, 40), 35, 38, 35, 38)
    found = chances(replace(model, start=start), Constraint("visited", far, far, 1, 6), drop_share=0.0)
    assert found.true == 0.0
    assert found.far == 1.0
