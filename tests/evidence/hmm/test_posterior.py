"""Paths drawn backwards reproduce the exact chances, and their spreads are what they say."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.oracles.forward_backward import step_on
from workbench.base.errors import InputError
from workbench.evidence.hmm.constraints import Constraint
from workbench.evidence.hmm.forward_backward import chances
from workbench.evidence.hmm.posterior import Paths, draw_paths, visits

SHAPE, N = (12, 15), 20_000


def holds(paths: Paths, constraint: Constraint) -> np.ndarray:
    """Say for which paths a claim is true, at its time as stated."""
    a, b = constraint.first - paths.first, constraint.last - paths.first
    if constraint.kind == "at":
        b = a + 1
    inside = paths.inside(constraint.inside)[:, a:b]
    if constraint.kind == "throughout":
        return np.asarray((~inside[:, :: constraint.every]).sum(axis=1) <= constraint.slack)
    needed = 1 if constraint.kind == "at" else constraint.dwell
    run, best = np.zeros(len(inside), int), np.zeros(len(inside), int)
    for k in range(inside.shape[1]):
        run = np.where(inside[:, k], run + 1, 0)
        best = np.maximum(best, run)
    return np.asarray(best >= needed)


@pytest.mark.parametrize("seed", range(3))
def test_drawn_paths_reproduce_the_exact_chances(make_model, box, seed):
    model = make_model(seed, shape=SHAPE, steps=14, fixes=6, vehicle_ms=[2.5, 6.0, 14.0][seed])
    inside, ring = box(SHAPE, 3, 10, 4, 12), box(SHAPE, 2, 11, 3, 13)
    paths = draw_paths(model, first=3, last=12, n=N)
    for kind, extra in (("visited", {"dwell": 1}), ("visited", {"dwell": 3}), ("throughout", {"slack": 2}), ("at", {})):
        claim = Constraint(kind, inside, ring, 4, 11, **extra)
        exact, found = chances(model, claim).true, holds(paths, claim).mean()
        assert abs(found - exact) <= 4.0 * np.sqrt(exact * (1 - exact) / N) + 1e-4, (kind, extra)


def test_drawn_steps_are_steps_that_can_be_taken(make_model):
    model = make_model(5, shape=SHAPE, steps=10, fixes=4, vehicle_ms=3.0)
    paths = draw_paths(model, first=0, last=10, n=300)
    for path in range(0, 300, 7):
        for k in range(9):
            state = np.zeros((3, *SHAPE))
            state[paths.mode[path, k], paths.row[path, k], paths.column[path, k]] = 1.0
            assert (
                step_on(state, model.transitions)[paths.mode[path, k + 1], paths.row[path, k + 1], paths.column[path, k + 1]] > 0
            )


def test_the_same_seed_draws_the_same_paths(make_model):
    model = make_model(5, shape=SHAPE)
    one, two, other = (draw_paths(model, first=1, last=9, n=50, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one.x_m, two.x_m)
    assert not np.array_equal(one.x_m, other.x_m)


def test_a_path_at_rest_does_not_move_and_every_point_lies_in_its_cell(make_model):
    model = make_model(5, shape=SHAPE)
    paths = draw_paths(model, first=1, last=9, n=200)
    rest = (paths.mode[:, 1:] == 0) & (paths.mode[:, :-1] == 0)
    assert rest.any()
    assert np.all(paths.x_m[:, 1:][rest] == paths.x_m[:, :-1][rest])
    column, row = model.grid.in_cells(paths.x_m, paths.y_m)
    assert np.all(np.abs(column - paths.column) <= 0.5 + 1e-9)
    assert np.all(np.abs(row - paths.row) <= 0.5 + 1e-9)


def test_spreads_of_a_visit(make_model, box):
    """The first and last step inside, the minutes between and the distance, counted by hand on the same paths.

    Arrival lies in the minute before the first step inside, departure in that after the last.
    """
    model = make_model(1, shape=SHAPE, steps=14, fixes=8, vehicle_ms=4.0, tight=True)
    inside = box(SHAPE, 5, 8, 6, 10)
    paths = draw_paths(model, first=2, last=12, n=400)
    found = visits(paths, inside, shapely.box(240, 200, 400, 320))
    first, count = [], []
    for path in range(400):
        steps = [k for k in range(10) if inside[paths.row[path, k], paths.column[path, k]]]
        count.append(len(steps))
        first += [2 + steps[0]] if steps else []
    assert found.share == pytest.approx(len(first) / 400)
    assert found.minutes_inside.median == pytest.approx(np.median(count), abs=0.5)
    low, high = np.quantile(count, [0.05, 0.95])
    assert max(low - 1.5, 0.0) <= found.minutes_inside.low <= low <= high <= found.minutes_inside.high <= high + 1.5
    assert found.arrival_step is not None and np.median(first) - 1 <= found.arrival_step.median <= np.median(first)
    assert found.departure_step is not None and found.departure_step.low > found.arrival_step.low
    assert 0.0 <= found.closest_m.low <= found.closest_m.median <= found.closest_m.high


def test_where_nobody_came_there_is_no_arrival(make_model, box):
    model = make_model(1, shape=(40, 40), steps=10, fixes=5, vehicle_ms=2.0, tight=True)
    found = visits(draw_paths(model, first=2, last=9), box((40, 40), 0, 2, 0, 2), shapely.box(0, 0, 80, 80))
    assert found.arrival_step is None and found.departure_step is None
    assert found.minutes_inside.high == 0.0
    assert found.closest_m.low > 300.0


def test_steps_outside_the_scene_are_refused(make_model):
    model = make_model(1, shape=SHAPE)
    with pytest.raises(InputError):
        draw_paths(model, first=0, last=11)
