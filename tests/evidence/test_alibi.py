"""The alibi query against touching prisms and a brute-force search."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evidence.alibi import could_meet


def test_b3_prisms_that_touch_at_one_instant() -> None:
    first, second = (0, 0, 0, 100, 0, 0), (0, 1000, 0, 100, 1000, 0)
    assert could_meet(first, second, (10, 10))
    assert not could_meet(first, second, (9.9, 9.9))
    crossing, waiting = (0, 0, 0, 200, 2000, 0), (0, 1000, 500, 200, 1000, 500)
    assert could_meet(crossing, waiting, (10, 5))
    assert not could_meet(crossing, waiting, (10, 4.95))


def test_prisms_at_different_times_never_meet() -> None:
    assert not could_meet((0, 0, 0, 10, 0, 0), (11, 0, 0, 20, 0, 0), (30, 30))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**31))
def test_against_every_point_and_second(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cap = rng.uniform(2, 8, 2)
    prisms = []
    for v in cap:
        ta = rng.uniform(0, 20)
        tb = ta + rng.uniform(30, 80)
        a = rng.uniform(-250, 250, 2)
        b = a + rng.uniform(-0.6, 0.6, 2) * v * (tb - ta)
        prisms.append((ta, *a, tb, *b))
    grid = np.linspace(-700, 700, 71)
    px, py = np.meshgrid(grid, grid)
    excess = np.inf
    for t in np.arange(0, 101, 1.0):
        if t < max(p[0] for p in prisms) or t > min(p[3] for p in prisms):
            continue
        over = np.full(px.shape, -np.inf)
        for (ta, xa, ya, tb, xb, yb), v in zip(prisms, cap, strict=True):
            over = np.maximum(over, np.hypot(px - xa, py - ya) - v * (t - ta))
            over = np.maximum(over, np.hypot(px - xb, py - yb) - v * (tb - t))
        excess = min(excess, over.min())
    if excess <= 0:
        assert could_meet(prisms[0], prisms[1], tuple(cap))
    elif excess > 20 + 8:
        assert not could_meet(prisms[0], prisms[1], tuple(cap))
