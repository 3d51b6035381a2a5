"""B4: the closed form of a bridge's crossing, against its value and against simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.base.errors import InputError
from workbench.evidence.paths.bridge import STEP_CORRECTION, bridge_crossing

GAPS = st.floats(1.0, 500.0)


def test_the_value_of_the_closed_form():
    assert float(bridge_crossing(100, 100, 50, 600)) == pytest.approx(0.513417, abs=1e-6)


def test_a_simulated_bridge_crosses_as_often():
    """Steps of 0.15 s: each distance counts as enlarged by 0.5826 sqrt(D dt)."""
    step, steps, count = 0.15, 4000, 8000
    random, crossed = np.random.default_rng(20), 0
    share = np.arange(1, steps + 1) / steps
    for _ in range(count // 500):
        walk = np.cumsum(random.normal(0.0, np.sqrt(50 * step), (500, steps)), axis=1)
        bridge = 100.0 + walk - share * walk[:, -1:]
        crossed += int((bridge.min(axis=1) <= 0.0).sum())
    extra = STEP_CORRECTION * np.sqrt(50 * step)
    expected = float(bridge_crossing(100 + extra, 100 + extra, 50, step * steps))
    assert expected == pytest.approx(0.5025, abs=1e-3)
    assert crossed / count == pytest.approx(expected, abs=0.01)


@given(a=GAPS, b=GAPS, diffusion=st.floats(1, 500), seconds=st.floats(10, 7200))
def test_closer_longer_and_wilder_cross_more(a, b, diffusion, seconds):
    base = float(bridge_crossing(a, b, diffusion, seconds))
    assert 0.0 <= base <= 1.0
    assert base == pytest.approx(float(bridge_crossing(b, a, diffusion, seconds)))
    assert float(bridge_crossing(0.9 * a, b, diffusion, seconds)) >= base
    assert float(bridge_crossing(a, b, 1.1 * diffusion, seconds)) >= base
    assert float(bridge_crossing(a, b, diffusion, 1.1 * seconds)) >= base
    assert float(bridge_crossing(a, -b, diffusion, seconds)) == 1.0


def test_no_time_is_refused():
    with pytest.raises(InputError):
        bridge_crossing(1, 1, 50, 0)
