"""Grid, motion, window, emission and habit: each on its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles.forward_backward import spread_matrix
from workbench.base.errors import InputError
from workbench.evidence.hmm.emission import emissions, on_the_move, thin
from workbench.evidence.hmm.forward_backward import Chances
from workbench.evidence.hmm.grid import Grid, choose_grid
from workbench.evidence.hmm.habit import habit_on, trace_of
from workbench.evidence.hmm.model import window_around
from workbench.evidence.hmm.motion import Motion, transitions, vehicle_ms
from workbench.evidence.likelihood_ratio import ratios
from workbench.position_error.error_mixture import mixture

MINUTE = 60_000_000
COORDINATES = st.lists(st.floats(-3000, 3000), min_size=1, max_size=8)


@given(x=COORDINATES, radius=st.floats(5, 400), ring=st.floats(1, 400))
def test_a_grid_holds_the_fixes_and_the_ring_and_is_not_too_large(x, radius, ring):
    shape = shapely.Point(200, -100).buffer(radius)
    grid = choose_grid(x, x[::-1], shape, ring_m=ring)
    west, south, east, north = shape.buffer(ring).bounds
    column, row = grid.in_cells([*x, west, east], [*x[::-1], south, north])
    assert column.min() >= 0 and row.min() >= 0
    assert column.max() <= grid.nx - 1 and row.max() <= grid.ny - 1
    assert grid.nx * grid.ny <= 40_000 * 1.05 + 2 * (grid.nx + grid.ny)
    assert grid.cell_m >= 10
    assert abs(grid.cells_in(shape).sum() * grid.cell_m**2 - shape.area) <= max(shape.length * grid.cell_m, grid.cell_m**2)


def test_cells_are_a_fifth_of_the_region_between_ten_and_forty_metres():
    regions = [shapely.Point(0, 0).buffer(radius) for radius in (5, 50, 1000)]
    assert [choose_grid([0], [0], shape, max_cells=10**6).cell_m for shape in regions] == [10.0, 20.0, 40.0]
    assert choose_grid([0], [0], shapely.Point(0, 0).buffer(50), cell_m=25.0).cell_m == 25.0


def test_moving_the_world_moves_the_grid():
    a = choose_grid([0, 500], [0, 90], shapely.Point(30, 40).buffer(50))
    b = choose_grid([7, 507], [-3, 87], shapely.Point(37, 37).buffer(50))
    assert (a.nx, a.ny) == (b.nx, b.ny)
    assert (b.x0_m - a.x0_m, b.y0_m - a.y0_m) == pytest.approx((7, -3))


def test_a_region_without_area_or_off_the_grid_is_refused():
    with pytest.raises(InputError, match="no area"):
        choose_grid([0], [0], shapely.Point(0, 0))
    with pytest.raises(InputError, match="outside"):
        Grid(0, 0, 10, 5, 5).cells_in(shapely.Point(900, 900).buffer(2))
    assert Grid(0, 0, 10, 5, 5).cells_in(shapely.Point(22, 31).buffer(1)).nonzero() == (np.array([3]), np.array([2]))


@given(speed=st.floats(0.2, 36), cell=st.floats(10, 200), pull=st.floats(0, 100))
def test_steps_are_chances_and_as_long_as_the_speed(speed, cell, pull):
    step = transitions(Motion(walk_ms=speed, vehicle_ms=2 * speed), np.array([[pull]]), cell)
    assert 0 < step.leave < 1
    assert np.all((step.stop > 0) & (step.change > 0) & (step.stop + step.change < 1))
    for reach, edge, ms in zip(step.cells, step.edge, (speed, 2 * speed), strict=True):
        assert 0 <= edge <= 1
        shifts = np.arange(-reach - 1, reach + 2)
        weight = np.where(np.abs(shifts) == reach + 1, edge, 1.0)
        spread = (weight * (shifts * cell) ** 2).sum() / weight.sum()
        true = (ms * 60) ** 2 / 3
        assert abs(np.sqrt(spread) - np.sqrt(true)) <= 0.35 * cell


def test_more_attraction_stops_more_and_the_ends_are_clipped():
    stop = transitions(Motion(), np.array([[0.0, 0.15, 1.0, 6.0, 99.0]]), 40.0).stop[0]
    assert stop[0] == stop[1] < stop[2] < stop[3] == stop[4]
    with pytest.raises(InputError):
        transitions(replace(Motion(), rest_s=0.0), np.ones((1, 1)), 40.0)


def test_a_spread_is_symmetric_and_loses_nothing():
    for size, reach, edge in ((1, 3, 0.5), (5, 1, 0.2), (4, 9, 1.0)):
        matrix = spread_matrix(size, reach, edge)
        assert np.allclose(matrix, matrix.T)
        assert np.allclose(matrix.sum(axis=0), 1)


def test_vehicles_are_as_fast_as_the_fixes_need():
    time = np.arange(5) * 60.0
    assert vehicle_ms(time, np.zeros(5), np.zeros(5), np.full(5, 5.0)) == 14.0
    assert vehicle_ms(time, 1800.0 * np.arange(5), np.zeros(5), np.full(5, 5.0)) == pytest.approx((1800 - 20) / 60)
    assert vehicle_ms(time, 9000.0 * np.arange(5), np.zeros(5), np.full(5, 5.0)) == 36.0
    assert vehicle_ms([0, 1], [0, 200], [0, 0], [5, 5]) == 14.0


@given(start=st.integers(0, 600), length=st.integers(0, 300), times=st.lists(st.integers(-500, 1500), max_size=12))
def test_a_window_pads_at_least_45_minutes_and_at_most_six_hours(start, length, times):
    time = np.sort(np.array(times, np.int64)) * MINUTE
    window = window_around(time, np.ones(len(time), bool), start * MINUTE, (start + length) * MINUTE)
    assert window.first_us + window.first * MINUTE == start * MINUTE
    assert window.last - window.first == max(1, length)
    assert 45 <= window.first <= 360
    assert 45 <= window.steps - window.last <= 361
    before = time[time <= start * MINUTE]
    if len(before) > 1 and start * MINUTE - before[-2] <= 360 * MINUTE:
        assert window.first_us <= before[-2]


def test_untrusted_fixes_do_not_stretch_the_window():
    time = np.array([0, 5, 100]) * MINUTE
    assert window_around(time, [True, True, False], 120 * MINUTE, 130 * MINUTE).first == 120
    assert window_around(time, [False, False, True], 120 * MINUTE, 130 * MINUTE).first == 45
    with pytest.raises(InputError):
        window_around(time, [True] * 3, 2, 1)


def test_one_fix_per_step_and_method_the_nearest():
    time = np.array([0, 10, 55, 62, 64, 119, 300]) * 1_000_000
    method = ["gnss", "gnss", "gnss", "gnss", "wifi", "gnss", "gnss"]
    assert thin(time, method, first_us=0, step_s=60.0, steps=4).tolist() == [0, 3, 4, 5]
    assert thin(time, method, first_us=0, step_s=60.0, steps=9).tolist() == [0, 3, 4, 5, 6]


def test_fixes_outside_the_steps_are_refused_not_lost():
    grid, parts = Grid(0, 0, 10, 5, 5), mixture([5.0], ["gnss"])
    for when in (-60, 180):
        with pytest.raises(InputError):
            emissions(grid, np.array([when * 1_000_000]), [5], [5], parts, [1.0], first_us=0, step_s=60.0, steps=3)


def test_a_tag_within_its_error_is_at_rest():
    time = np.arange(3) * MINUTE
    assert on_the_move(time, [0, 30, 60], [0, 0, 0], [10, 10, 10]).tolist() == [False, False, False]
    assert on_the_move(time, [0, 90, 180], [0, 0, 0], [10, 10, 10]).tolist() == [False, True, True]


def history(days: int, x: float, hours: range) -> tuple[pd.Series, np.ndarray]:
    stamps = [
        pd.Timestamp("2026-03-02T00:00Z") + pd.Timedelta(days=d, hours=h, minutes=m)
        for d in range(days)
        for h in hours
        for m in range(0, 60, 5)
    ]
    time = pd.Series(stamps).dt.as_unit("us")
    return time, np.full(len(time), x)


def usual(time: pd.Series, x: np.ndarray, at: str = "2026-03-25T20:00Z"):
    grid, start = Grid(-1000, -1000, 50, 40, 40), pd.Timestamp(at)
    claim = {"claim_start": start, "claim_end": start + pd.Timedelta("1h"), "timezone": "Europe/London"}
    return grid, habit_on(trace_of(time, x, np.zeros(len(x)), start=start, end=start + pd.Timedelta("2h"), **claim), grid)


def test_the_habit_map_is_a_law_and_knows_the_usual_place():
    time, x = history(20, 300.0, range(24))
    grid, habit = usual(time, x)
    assert habit.share.sum() == pytest.approx(1)
    assert habit.start.sum() == pytest.approx(1)
    assert habit.attraction.mean() == pytest.approx(1)
    assert habit.days == 20 and habit.own == pytest.approx(0.95)
    row, column = np.unravel_index(habit.share.argmax(), habit.share.shape)
    assert abs(column - grid.in_cells(300.0, 0.0)[0]) <= 1 and abs(row - grid.in_cells(300.0, 0.0)[1]) <= 1


def test_the_day_in_question_is_left_out():
    time, x = history(26, 300.0, range(24))
    _, plain = usual(time, x)
    day = ((time >= pd.Timestamp("2026-03-25T00:00Z")) & (time < pd.Timestamp("2026-03-26T00:00Z"))).to_numpy()
    _, elsewhere = usual(time, np.where(day, -700.0, x))
    assert np.array_equal(plain.share, elsewhere.share)
    assert plain.days == 25


def test_the_hour_in_question_weighs_most():
    """Evenings at one place outweigh three times as many mornings at another."""
    evening, x = history(20, 300.0, range(19, 22))
    morning, y = history(20, -600.0, range(2, 11))
    time, where = pd.concat([evening, morning], ignore_index=True), np.concatenate([x, y])
    order = np.argsort(time.to_numpy(), kind="stable")
    _, habit = usual(time.iloc[order].reset_index(drop=True), where[order])
    assert habit.share[:, 20:].sum() > 2 * habit.share[:, :20].sum()


def test_silence_counts_for_nobody():
    """One fix followed by a day of silence weighs no more than ten minutes."""
    time, x = history(20, 300.0, range(20, 21))
    lone = pd.Series([pd.Timestamp("2026-03-22T20:30Z")]).dt.as_unit("us")
    _, habit = usual(pd.concat([time, lone], ignore_index=True), np.append(x, -700.0))
    assert habit.share[:, :15].sum() - 0.05 < 0.03


def test_without_history_the_background_is_all_there_is():
    time, x = history(1, 300.0, range(20, 21))
    _, short = usual(time, x)
    assert short.own == pytest.approx(0.95 / 14)
    _, none = usual(time.iloc[:0], x[:0])
    assert none.own == 0.0 and np.ptp(none.share) == pytest.approx(0)
    _, away = usual(time, x + 50_000)
    assert away.own == 0.0


def test_ratios_do_not_pretend_where_both_alternatives_died():
    prior = Chances(0.001, 0.05, 0.949)
    found = ratios(Chances(0.0, 0.0, 1.0), prior)
    assert found.near == 0.0
    assert -9.2 < found.far < -8.9
    assert ratios(prior, prior) == (0.0, 0.0)
    assert ratios(Chances(0.0, 0.0, 1.0), Chances(0.0, 0.0, 1.0)) == (0.0, 0.0)
