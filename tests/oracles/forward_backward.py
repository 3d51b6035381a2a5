"""The forward-backward passes in plain numpy, with and without a claim: slow, dense, no windows. Oracle of the compiled ones.

States have shape ``(3, ny, nx)``: still, on foot, in a vehicle. ``seen`` has shape ``(steps, ny, nx)``: the density of
the fixes of each step, 1 where there are none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.hmm._kernels_step import Transitions
from workbench.evidence.hmm._kernels_sweep import RUBBISH, Emissions

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Sweep(NamedTuple):
    """A forward sweep: the state after each step, scaled to 1, and the logs of the scales."""

    states: Floats
    logs: Floats


def spread_matrix(size: int, reach: int, edge_share: float) -> Floats:
    """Give the chances of moving between the cells of a line whose ends are mirrors."""
    # Source: half-sample symmetric reflection.
    matrix = np.zeros((size, size))
    for shift in range(-reach - 1, reach + 2):
        weight = edge_share if abs(shift) == reach + 1 else 1.0
        to = (np.arange(size) + shift) % (2 * size)
        to = np.where(to >= size, 2 * size - 1 - to, to)
        np.add.at(matrix, (np.arange(size), to), weight)
    return matrix / (2 * reach + 1 + 2 * edge_share)


def _spread(layer: Floats, moves: Transitions, mode: int) -> Floats:
    reach, edge = int(moves.cells[mode]), float(moves.edge[mode])
    ny, nx = layer.shape
    return spread_matrix(ny, reach, edge) @ layer @ spread_matrix(nx, reach, edge)


def step_on(state: Floats, moves: Transitions) -> Floats:
    """Take one step: change mode, then move."""
    # Source: hidden Markov model.
    still, walk, ride = state
    keep = 1.0 - moves.stop - moves.change
    rest = still * (1.0 - moves.leave) + (walk + ride) * moves.stop
    on_foot = still * moves.leave * moves.walk_share + walk * keep + ride * moves.change
    riding = still * moves.leave * (1.0 - moves.walk_share) + ride * keep + walk * moves.change
    return np.stack([rest, _spread(on_foot, moves, 0), _spread(riding, moves, 1)])


def step_back(state: Floats, moves: Transitions) -> Floats:
    """Take one step backwards: the transpose of :func:`step_on`."""
    # Source: hidden Markov model.
    still, walk, ride = state[0], _spread(state[1], moves, 0), _spread(state[2], moves, 1)
    keep = 1.0 - moves.stop - moves.change
    return np.stack(
        [
            still * (1.0 - moves.leave) + moves.leave * (moves.walk_share * walk + (1.0 - moves.walk_share) * ride),
            still * moves.stop + walk * keep + ride * moves.change,
            still * moves.stop + ride * keep + walk * moves.change,
        ]
    )


def forward(start: Floats, seen: Floats, moves: Transitions) -> Sweep:
    """Sweep forwards over all steps."""
    # Source: scaled forward algorithm (Rabiner 1989).
    states, logs = np.empty((len(seen), *start.shape)), np.empty(len(seen))
    state = start
    for k, density in enumerate(seen):
        state = (state if k == 0 else step_on(state, moves)) * density
        total = state.sum()
        state = state / total
        states[k], logs[k] = state, np.log(total)
    return Sweep(states, logs)


def backward(sweep: Sweep, seen: Floats, moves: Transitions) -> Floats:
    """Sweep backwards over all steps: what the later fixes say about each state."""
    # Source: scaled backward algorithm (Rabiner 1989).
    states = np.ones_like(sweep.states)
    for k in range(len(seen) - 1, 0, -1):
        states[k - 1] = step_back(states[k] * seen[k], moves) / np.exp(sweep.logs[k])
    return states


def visit(
    sweep: Sweep, back: Floats, seen: Floats, moves: Transitions, inside: Mask, ring: Mask, *, first: int, last: int, dwell: int
) -> tuple[float, float, float]:
    """Give the chances of a lasting visit, of coming near without one, and of neither."""
    # Source: hidden Markov model with a counter of consecutive steps, absorbing at `dwell`.
    far, near = sweep.states[first - 1].copy(), np.zeros_like(sweep.states[0])
    count = np.zeros((dwell + 1, *near.shape))
    done = 0.0
    for k in range(first, last):
        factor = seen[k] / np.exp(sweep.logs[k])
        far, near, moved = (step_on(far, moves), step_on(near, moves), [step_on(c, moves) for c in count[1:dwell]])
        near = near + sum((np.where(inside, 0.0, m) for m in moved), np.zeros_like(near))
        count = np.zeros_like(count)
        count[1] = np.where(inside, far + near, 0.0)
        for c, m in enumerate(moved, start=2):
            count[c] = np.where(inside, m, 0.0)
        near = np.where(inside, 0.0, near + np.where(ring, far, 0.0))
        far = np.where(ring | inside, 0.0, far)
        far, near, count = far * factor, near * factor, count * factor
        done += float((count[dwell] * back[k]).sum())
        count[dwell] = 0.0
    end = back[last - 1]
    return done, float((near * end).sum() + (count * end).sum()), float((far * end).sum())


def stay(
    sweep: Sweep,
    back: Floats,
    seen: Floats,
    moves: Transitions,
    inside: Mask,
    within: Mask,
    *,
    first: int,
    last: int,
    slack: int,
    every: int = 1,
) -> float:
    """Give the chance of being inside throughout, but for a few steps."""
    # Source: hidden Markov model with a counter of steps outside.
    layers = [sweep.states[first - 1], *(np.zeros_like(sweep.states[0]) for _ in range(slack))]
    for k in range(first, last):
        factor = seen[k] / np.exp(sweep.logs[k])
        moved = [np.where(within, step_on(layer, moves), 0.0) * factor for layer in layers]
        if (k - first) % every:
            layers = moved
            continue
        layers = [np.where(inside, m, 0.0) + (np.where(inside, 0.0, moved[j - 1]) if j else 0.0) for j, m in enumerate(moved)]
    return float(sum((layer * back[last - 1]).sum() for layer in layers))


def density(seen: Emissions, shape: tuple[int, int]) -> Floats:
    """Give the tempered density of the fixes of every step in every cell, in plain numpy."""
    # Source: tempered mixture likelihood.
    steps = len(seen.first) - 1
    result = np.ones((steps, *shape))
    y, x = np.mgrid[: shape[0], : shape[1]]
    for k in range(steps):
        for i in range(seen.first[k], seen.first[k + 1]):
            d2 = (x - seen.x[i]) ** 2 + (y - seen.y[i]) ** 2
            height = seen.weight[i] / seen.variance[i]
            value = (height[:, None, None] * np.exp(-0.5 * d2 / seen.variance[i][:, None, None])).sum(axis=0) / height.sum()
            result[k] *= np.maximum(value, RUBBISH) ** seen.temper[i]
    return result
