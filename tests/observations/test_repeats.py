"""A last known position that is sent again says nothing new, and coordinates cut to few decimals are no finer than their grid."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.observations import prepare
from workbench.testing import make_fixes

RNG = np.random.default_rng(3)
JITTER = RNG.normal(0.0, 4.0, 240)
FROZEN = np.where(np.arange(240) < 120, JITTER, 50.0)


def _kept(x: np.ndarray) -> int:
    return len(prepare(make_fixes(minutes=range(len(x)), x=x)))


def test_a_position_sent_again_for_long_counts_once_where_the_receiver_jitters_else() -> None:
    assert _kept(FROZEN) == 121
    assert _kept(JITTER) == 240


def test_a_receiver_that_holds_still_by_design_is_let_be() -> None:
    assert _kept(np.repeat([0.0, 5_000.0], 120)) == 240
    assert _kept(np.concatenate([np.zeros(100), np.linspace(0.0, 8_000.0, 40), np.full(100, 8_000.0)])) == 240


def test_every_repeat_is_kept_where_all_rows_are_asked_for() -> None:
    assert len(prepare(make_fixes(minutes=range(240), x=FROZEN), repeats_once=False)) == 240


@pytest.mark.parametrize("decimals", [2, 3])
def test_a_grid_is_part_of_the_radius(decimals: int) -> None:
    walk = make_fixes(minutes=range(240), x=np.linspace(0.0, 9_000.0, 240), y=np.linspace(0.0, 9_000.0, 240))
    rounded = walk.assign(lon=walk["lon"].round(decimals), lat=walk["lat"].round(decimals))
    added = float(np.median(prepare(rounded).accuracy_m)) - float(walk["accuracy_m"].median())
    assert added > 0.3 * 111_195.0 * 10.0**-decimals
    assert np.array_equal(prepare(walk).accuracy_m, walk["accuracy_m"].to_numpy())
