"""Compiled drawing of paths, backwards through a forward sweep. Its oracle is the exact chance of the same event."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.base import njit
from workbench.evidence.hmm._kernels_step import Transitions

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True)
def _mirror(at: int, size: int) -> int:
    at = at % (2 * size)
    return at if at < size else 2 * size - 1 - at


@njit(cache=True)
def _choose(weights: Floats, draw: float) -> int:
    """Give the first index whose running sum passes a share of the whole."""
    goal, running, chosen = draw * weights.sum(), 0.0, 0
    for i in range(len(weights)):
        if weights[i] > 0.0:
            running += weights[i]
            chosen = i
            if running > goal:
                break
    return chosen


@njit(cache=True)
def _came(state: Floats, mode: int, moves: Transitions, y: int, x: int, weights: Floats) -> float:
    """Weigh the three modes in which a path that is now in `mode` may have stood at a cell."""
    still, walk, ride = state[0, y, x], state[1, y, x], state[2, y, x]
    stop, change = moves.stop[y, x], moves.change[y, x]
    if mode == 0:
        weights[0], weights[1], weights[2] = still * (1.0 - moves.leave), walk * stop, ride * stop
    elif mode == 1:
        weights[0], weights[1] = still * moves.leave * moves.walk_share, walk * (1.0 - stop - change)
        weights[2] = ride * change
    else:
        weights[0], weights[1] = still * moves.leave * (1.0 - moves.walk_share), walk * change
        weights[2] = ride * (1.0 - stop - change)
    return weights[0] + weights[1] + weights[2]


@njit(cache=True)
def draw(states: Floats, end: Floats, moves: Transitions, draws: Floats, modes: NDArray[np.int8], ys: Ints, xs: Ints) -> None:
    """Draw paths: the last step from `end`, each earlier one given the step after it."""
    # ``states[k]`` is the forward sweep, `draws` uniform numbers of shape (paths, steps, 3); results go to modes, ys, xs.
    steps, _, ny, nx = states.shape
    flat, three = end.reshape(-1), np.empty(3)
    running = np.cumsum(flat)
    for path in range(len(draws)):
        at = min(np.searchsorted(running, draws[path, steps - 1, 0] * running[-1], side="right"), len(flat) - 1)
        mode, y, x = at // (ny * nx), (at // nx) % ny, at % nx
        modes[path, steps - 1], ys[path, steps - 1], xs[path, steps - 1] = mode, y, x
        for k in range(steps - 2, -1, -1):
            if mode > 0:
                y, x = _step_back(states[k], mode, moves, y, x, draws[path, k], three)
            _came(states[k], mode, moves, y, x, three)
            mode = _choose(three, draws[path, k, 0])
            modes[path, k], ys[path, k], xs[path, k] = mode, y, x


@njit(cache=True)
def _step_back(state: Floats, mode: int, moves: Transitions, y: int, x: int, draw: Floats, three: Floats) -> tuple[int, int]:
    """Choose the cell a mover came from: first its row, then its place in the row."""
    ny, nx = state.shape[1:]
    reach, edge = moves.cells[mode - 1], moves.edge[mode - 1]
    size = 2 * reach + 3
    rows, cells = np.empty(size), np.empty(size)
    for i in range(size):
        cy = _mirror(y + i - reach - 1, ny)
        rows[i] = 0.0
        for j in range(size):
            part = _came(state, mode, moves, cy, _mirror(x + j - reach - 1, nx), three)
            rows[i] += part * edge if j == 0 or j == size - 1 else part
        if i == 0 or i == size - 1:
            rows[i] *= edge
    cy = _mirror(y + _choose(rows, draw[1]) - reach - 1, ny)
    for j in range(size):
        part = _came(state, mode, moves, cy, _mirror(x + j - reach - 1, nx), three)
        cells[j] = part * edge if j == 0 or j == size - 1 else part
    return cy, _mirror(x + _choose(cells, draw[2]) - reach - 1, nx)
