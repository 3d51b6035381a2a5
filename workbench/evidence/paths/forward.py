"""The path engine in plain numpy: slow, dense, without windows. The oracle of the compiled passes.

States have shape ``(3, ny, nx)``: still, on foot, in a vehicle. ``seen`` has shape ``(steps, ny, nx)``: the density of
the fixes of each step, 1 where there are none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.paths.moving._kernels import Moves

__all__ = ["Sweep", "backward", "forward", "spread_matrix", "step_back", "step_on"]

Floats = NDArray[np.float64]


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


def _spread(layer: Floats, moves: Moves, mode: int) -> Floats:
    reach, edge = int(moves.cells[mode]), float(moves.edge[mode])
    ny, nx = layer.shape
    return spread_matrix(ny, reach, edge) @ layer @ spread_matrix(nx, reach, edge)


def step_on(state: Floats, moves: Moves) -> Floats:
    """Take one step: change mode, then move."""
    # Source: hidden Markov model.
    still, walk, ride = state
    keep = 1.0 - moves.stop - moves.change
    rest = still * (1.0 - moves.leave) + (walk + ride) * moves.stop
    on_foot = still * moves.leave * moves.walk_share + walk * keep + ride * moves.change
    riding = still * moves.leave * (1.0 - moves.walk_share) + ride * keep + walk * moves.change
    return np.stack([rest, _spread(on_foot, moves, 0), _spread(riding, moves, 1)])


def step_back(state: Floats, moves: Moves) -> Floats:
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


def forward(start: Floats, seen: Floats, moves: Moves) -> Sweep:
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


def backward(sweep: Sweep, seen: Floats, moves: Moves) -> Floats:
    """Sweep backwards over all steps: what the later fixes say about each state."""
    # Source: scaled backward algorithm (Rabiner 1989).
    states = np.ones_like(sweep.states)
    for k in range(len(seen) - 1, 0, -1):
        states[k - 1] = step_back(states[k] * seen[k], moves) / np.exp(sweep.logs[k])
    return states
