"""Steps no journey joins: by a plain rule, under shift and turn, and what tells two devices from one wild fix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.geo.geocentric import earth_m
from workbench.position_error.infeasible import infeasible_steps, interleaved
from workbench.position_error.speeds import AIR_MS, HIGH_SPEED_RAIL_MS, RAIL_MS, ROAD_MS

SIGMA = 5.0


def line(*stops: tuple[float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fixes by minute and metres east."""
    minute, x = np.array(stops, float).T
    return minute * 60.0, np.stack([x, 0 * x]), np.full(len(x), SIGMA)


def test_the_caps_stand_in_their_order() -> None:
    assert ROAD_MS < RAIL_MS < HIGH_SPEED_RAIL_MS < AIR_MS


def test_a_flight_is_one_step_that_no_road_joins() -> None:
    found = infeasible_steps(*line((0, 0), (5, 100), (85, 600_000), (90, 600_050)), cap_ms=ROAD_MS)
    assert found.tolist() == [False, True, False]
    assert not infeasible_steps(*line((0, 0), (5, 100), (85, 600_000)), cap_ms=AIR_MS).any()


@pytest.mark.parametrize("size", [0, 1])
def test_too_few_fixes_make_no_step(size: int) -> None:
    given_ = np.zeros(size), np.zeros((2, size)), np.ones(size)
    assert len(infeasible_steps(*given_, cap_ms=36.0)) == 0
    assert interleaved(*given_, cap_ms=36.0).tolist() == [False] * size


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 600), st.integers(-9000, 9000), st.sampled_from([3.0, 40.0, 400.0])), min_size=2, max_size=30
    ),
    st.floats(0, 6.3),
    st.sampled_from([1.5, 36.0, 56.0]),
)
def test_a_step_is_infeasible_as_the_plain_rule_says_wherever_the_map_lies(rows: list, turn: float, cap_ms: float) -> None:
    wait, x, sigma = (np.array(v, float) for v in zip(*rows, strict=True))
    time, y = np.cumsum(wait), x[::-1].copy()
    found = infeasible_steps(time, np.stack([x, y]), sigma, cap_ms=cap_ms)
    for i, flag in enumerate(found.tolist()):
        away = ((x[i + 1] - x[i]) ** 2 + (y[i + 1] - y[i]) ** 2) ** 0.5
        assert flag == (away - 3.72 * (sigma[i] + sigma[i + 1]) > cap_ms * max(time[i + 1] - time[i], 1.0))
    c, s = np.cos(turn), np.sin(turn)
    moved = np.stack([c * x - s * y + 5e5, s * x + c * y - 2e5]) * (1 - 1e-12)
    assert (infeasible_steps(time + 1e6, moved, sigma, cap_ms=cap_ms) == found).mean() > 0.9


def test_metres_from_the_centre_of_the_earth_do_as_well() -> None:
    place = np.stack(earth_m([1.2, 1.2, 3.2], [51.4, 51.4001, 51.4]))
    assert infeasible_steps([0, 60, 120], place, [5.0] * 3, cap_ms=ROAD_MS).tolist() == [False, True]


def test_one_wild_fix_is_not_two_devices() -> None:
    assert not interleaved(*line((0, 0), (1, 10), (2, 90_000), (3, 5), (4, 0)), cap_ms=ROAD_MS).any()
    assert not interleaved(
        *line(*[(k, 0.0) for k in range(9)], (89, 900_000), *[(90 + k, 900_000.0) for k in range(9)]), cap_ms=36.0
    ).any()


@pytest.mark.parametrize("every", [1, 2, 5])
def test_two_devices_contradict_each_other_while_both_report_and_only_then(every: int) -> None:
    walk = [(float(k), 20_000.0 + 60.0 * k) for k in range(0, 60, 1)]
    home = [(k + 0.5, 0.0) for k in range(20, 40, every)]
    rows = sorted(walk + home)
    time, place, sigma = line(*rows)
    found = interleaved(time, place, sigma, cap_ms=ROAD_MS)
    at_home = np.array([row in home for row in rows])
    low, high = np.flatnonzero(at_home)[[0, -1]]
    assert np.flatnonzero(found).tolist() == list(range(low - 1, high + 2))
