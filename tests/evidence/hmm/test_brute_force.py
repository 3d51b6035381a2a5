"""D1, D2: every path of a tiny world written out, and an independent absorbing chain, against the engine."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.evidence.hmm.constraints import Constraint
from workbench.evidence.hmm.forward_backward import chances, log_likelihood
from workbench.evidence.hmm.model import HiddenMarkovModel

Array = np.ndarray


def bounce(at: int, shift: int, size: int) -> int:
    """Walk cell by cell and turn round at a wall; standing at the wall takes one step."""
    way = 1 if shift > 0 else -1
    for _ in range(abs(shift)):
        if 0 <= at + way < size:
            at += way
        else:
            way = -way
    return at


def matrix(model: HiddenMarkovModel) -> Array:
    """Write out the chance of every step from state to state, from the definition."""
    ny, nx = model.grid.shape
    m = model.transitions
    cells = ny * nx
    spread = [np.eye(cells)]
    for reach, edge in zip(m.cells, m.edge, strict=True):
        one = np.zeros((cells, cells))
        shifts = range(-int(reach) - 1, int(reach) + 2)
        for y in range(ny):
            for x in range(nx):
                for dy in shifts:
                    for dx in shifts:
                        weight = (edge if abs(dy) == reach + 1 else 1.0) * (edge if abs(dx) == reach + 1 else 1.0)
                        one[y * nx + x, bounce(y, dy, ny) * nx + bounce(x, dx, nx)] += weight
        spread.append(one / one.sum(axis=1, keepdims=True))
    stop, change = m.stop.ravel(), m.change.ravel()
    mode = np.zeros((3, 3, cells))
    mode[0, 0], mode[0, 1], mode[0, 2] = 1 - m.leave, m.leave * m.walk_share, m.leave * (1 - m.walk_share)
    mode[1, 0], mode[1, 1], mode[1, 2] = stop, 1 - stop - change, change
    mode[2, 0], mode[2, 1], mode[2, 2] = stop, change, 1 - stop - change
    return np.block([[mode[a, b][:, None] * spread[b] for b in range(3)] for a in range(3)])


def densities(model: HiddenMarkovModel) -> Array:
    """Write out what the fixes of every step say about every state."""
    ny, nx = model.grid.shape
    s = model.emissions
    result = np.ones((model.steps, ny * nx))
    for k in range(model.steps):
        for i in range(s.first[k], s.first[k + 1]):
            peak = (s.weight[i] / s.variance[i]).sum()
            for y in range(ny):
                for x in range(nx):
                    d2 = (x - s.x[i]) ** 2 + (y - s.y[i]) ** 2
                    value = (s.weight[i] / s.variance[i] * np.exp(-0.5 * d2 / s.variance[i])).sum() / peak
                    result[k, y * nx + x] *= max(value, 1e-15) ** s.temper[i]
    return np.tile(result, (1, 3))


def along(values: Array, k: int, steps: int) -> Array:
    """Lay one step's values along its own axis of the array of all paths."""
    shape = [1] * steps
    shape[k] = len(values)
    return values.reshape(shape)


def every_path(model: HiddenMarkovModel) -> Array:
    """Give the weight of every path: an array with one axis per step."""
    step, seen, n = matrix(model), densities(model), model.steps
    weight = along(model.start.reshape(-1) * seen[0], 0, n)
    for k in range(1, n):
        shape = [1] * n
        shape[k - 1], shape[k] = step.shape
        weight = weight * (step * seen[k]).reshape(shape)
    return weight


def truth(model: HiddenMarkovModel, claim: Constraint) -> tuple[float, float, float, float]:
    """Add up the weights of the paths for which a claim is true, nearly so, and neither; and there for part of the time."""
    weight, n = every_path(model), model.steps
    (first,), (last,) = claim.spans()[0]

    def where(mask: Array, k: int) -> Array:
        return along(np.tile(mask.ravel(), 3), k, n)

    def run(mask: Array) -> Array:
        found = np.zeros((1,) * n, bool)
        for k in range(first, last - claim.dwell + 1):
            row = np.ones((1,) * n, bool)
            for j in range(k, k + claim.dwell):
                row = row & where(mask, j)
            found = found | row
        return found

    def outside(mask: Array, every: int) -> Array:
        count = np.zeros((1,) * n, np.int8)
        for k in range(first, last, every):
            count = count + (~where(mask, k)).astype(np.int8)
        return count

    def ever(mask: Array) -> Array:
        found = np.zeros((1,) * n, bool)
        for k in range(first, last):
            found = found | where(mask, k)
        return found

    part = np.zeros((1,) * n, bool)
    if claim.kind == "visited":
        true = run(claim.inside)
        near = ever(claim.ring) & ~true
    elif claim.kind == "throughout":
        true = outside(claim.inside, claim.every) <= claim.slack
        near = (outside(claim.ring, 1) == 0) & ~true
        part = ever(claim.inside) & ~true
    else:
        true = where(claim.inside, first)
        near = where(claim.ring, first) & ~true
    total = weight.sum()
    a, b, c = (float((weight * held).sum() / total) for held in (true, near, part))
    return a, b, 1.0 - a - b, c


CLAIMS = [
    ("visited", {"dwell": 1}),
    ("visited", {"dwell": 2}),
    ("visited", {"dwell": 3}),
    ("throughout", {"slack": 0}),
    ("throughout", {"slack": 1}),
    ("throughout", {"slack": 2}),
    ("throughout", {"slack": 1, "every": 2}),
    ("at", {}),
]


def claim_of(kind: str, extra: dict[str, int], shape: tuple[int, int], last: int) -> Constraint:
    inside, ring = np.zeros(shape, bool), np.zeros(shape, bool)
    inside[0, 0] = inside[0, 1] = True
    ring[:2, :2] = True
    return Constraint(kind, inside, ring, 1, last, **extra)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "extra"), [CLAIMS[1], CLAIMS[4]])
def test_every_path_of_three_by_three_cells_and_five_steps(make_model, kind, extra):
    model = make_model(5, shape=(3, 3), steps=5, fixes=3, vehicle_ms=1.2)
    claim = claim_of(kind, extra, (3, 3), 5)
    assert np.abs(np.subtract(chances(model, claim), truth(model, claim))).max() <= 1e-10


@pytest.mark.parametrize(("kind", "extra"), CLAIMS)
@pytest.mark.parametrize("seed", range(4))
def test_every_path_of_small_worlds(make_model, kind, extra, seed):
    shape = [(2, 3), (3, 2), (1, 5), (2, 2)][seed]
    model = make_model(seed, shape=shape, steps=4, fixes=seed, vehicle_ms=[0.5, 1.0, 2.5, 14.0][seed], cell_m=30.0)
    claim = claim_of(kind, extra, shape, 4)
    assert np.abs(np.subtract(chances(model, claim, drop_share=0.0), truth(model, claim))).max() <= 1e-10


def test_the_likelihood_is_the_sum_over_all_paths(make_model):
    model = make_model(2, shape=(3, 3), steps=4, fixes=3)
    assert log_likelihood(model, drop_share=0.0) == pytest.approx(float(np.log(every_path(model).sum())), abs=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_never_and_visited_add_up_in_an_absorbing_chain(make_model, seed):
    """D2: the chance of no visit from a chain that loses the visitors, that of a visit from one that catches them."""
    shape, steps, first, last = (5, 6), 9, 2, 8
    model = make_model(seed, shape=shape, steps=steps, fixes=4)
    inside = np.zeros(shape, bool)
    inside[1:3, 2:5] = True
    mask = np.tile(inside.ravel(), 3)
    step, seen = matrix(model), densities(model)
    free, caught = model.start.reshape(-1) * seen[0], np.zeros(mask.size)
    for k in range(1, steps):
        free, caught = (free @ step) * seen[k], (caught @ step) * seen[k]
        if first <= k < last:
            caught[mask] += free[mask]
            free[mask] = 0.0
    total = free.sum() + caught.sum()
    found = chances(model, Constraint("visited", inside, inside, first, last))
    assert found.true == pytest.approx(caught.sum() / total, abs=1e-9)
    assert found.near + found.far == pytest.approx(free.sum() / total, abs=1e-9)
    assert sum(found[:3]) == pytest.approx(1.0, abs=1e-12)
