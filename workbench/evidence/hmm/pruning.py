"""A quick look on a coarse grid: which cells can matter at which step, so that the fine passes leave out the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.hmm import _kernels_step as moving
from workbench.evidence.hmm import _kernels_sweep as sweeps
from workbench.evidence.hmm._kernels_sweep import Emissions
from workbench.evidence.hmm.grid import Grid
from workbench.evidence.hmm.model import HiddenMarkovModel
from workbench.evidence.parameters import FACTOR, PRUNED_CELLS, PRUNED_DROP

__all__ = ["limits"]


def limits(model: HiddenMarkovModel, steps: int, drop_share: float) -> NDArray[np.int64]:
    """Give per step the window outside which all paths together weigh less than a share, given all fixes."""
    # Source: forward and backward sweep on cells of four times the side; a fix is wider there, so more is kept.
    ny, nx = model.grid.shape
    whole = np.tile(np.array([0, ny, 0, nx]), (steps, 1))
    if drop_share <= 0.0 or model.last_seen < 0 or min(ny, nx) < PRUNED_CELLS:
        return whole
    chance = _posterior(_coarse(model), steps)
    if not np.isfinite(chance).all():
        return whole
    spare = PRUNED_DROP * drop_share
    y0, y1 = _kept(chance.sum(axis=2), spare)
    x0, x1 = _kept(chance.sum(axis=1), spare)
    found = np.stack([y0 - 1, y1 + 1, x0 - 1, x1 + 1], axis=1) * FACTOR
    return np.clip(found, 0, np.array([ny, ny, nx, nx])).astype(np.int64)


def _coarse(model: HiddenMarkovModel) -> HiddenMarkovModel:
    ny, nx = model.grid.shape
    up, across = np.arange(0, ny, FACTOR), np.arange(0, nx, FACTOR)

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.add.reduceat(np.add.reduceat(values, up, axis=-2), across, axis=-1))

    share = total(np.ones((ny, nx)))
    reach = (model.transitions.cells + 0.5 + model.transitions.edge) / FACTOR
    cells = np.maximum(np.floor(reach - 0.5), 0.0)
    edge = np.clip(reach - 0.5 - cells, 0.1, 1.0)
    transitions = model.transitions._replace(
        stop=total(model.transitions.stop) / share,
        change=total(model.transitions.change) / share,
        cells=cells.astype(np.int64),
        edge=edge,
    )
    seen = model.emissions
    emissions = Emissions(
        seen.first,
        (seen.x + 0.5) / FACTOR - 0.5,
        (seen.y + 0.5) / FACTOR - 0.5,
        seen.weight,
        (seen.variance - 1.0 / 12.0) / FACTOR**2 + 1.0 / 12.0,
        seen.temper,
    )
    grid = Grid(model.grid.x0_m, model.grid.y0_m, model.grid.cell_m * FACTOR, len(across), len(up))
    return replace(model, grid=grid, transitions=transitions, start=total(model.start), emissions=emissions)


def _posterior(model: HiddenMarkovModel, steps: int) -> NDArray[np.float64]:
    ny, nx = model.grid.shape
    swept = sweeps.unswept(model.emissions, steps, model.grid.shape)
    ahead, back = (sweeps.Kept(np.arange(steps), np.ones((steps, 3, ny, nx))) for _ in range(2))
    work = moving.scratch(ny, nx, int(model.transitions.cells.max()) + 1)
    whole, none = np.tile(np.array([0, ny, 0, nx]), (steps, 1)), np.empty((0, 0))
    sweeps.forward(model.start, model.transitions, model.emissions, 0.0, whole, swept, ahead, work)
    unboxed = sweeps.Boxed(np.array([0, 1, 0, 1]), np.ones((steps, 3, 1, 1)), none, none)
    sweeps.backward(int(min(model.last_seen, steps - 1)), 0, model.transitions, swept, back, unboxed, work)
    return np.asarray((ahead.states * back.states).sum(axis=1))


def _kept(weights: NDArray[np.float64], spare: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per step, the first and the end of the lines that stay when at most `spare` is cut on each side."""
    below, above = np.cumsum(weights, axis=1), np.cumsum(weights[:, ::-1], axis=1)
    size = weights.shape[1]
    low = np.minimum((below <= 0.25 * spare).sum(axis=1), size - 1)
    high = np.maximum(size - (above <= 0.25 * spare).sum(axis=1), low + 1)
    return low, high
