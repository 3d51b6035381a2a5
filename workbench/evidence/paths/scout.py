"""A quick look on a coarse grid: which cells can matter at which step, so that the fine passes leave out the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.paths import _kernels as sweeps
from workbench.evidence.paths._kernels import Sights
from workbench.evidence.paths.grid import Grid
from workbench.evidence.paths.moving import _kernels as moving
from workbench.evidence.paths.scene import Scene

__all__ = ["FACTOR", "limits"]

FACTOR = 4
"""Cells of the fine grid to each side of a coarse one."""

_LEAST_CELLS = 64
_CAUTION = 0.01


def limits(scene: Scene, steps: int, drop_share: float) -> NDArray[np.int64]:
    """Give per step the window outside which all paths together weigh less than a share, given all fixes."""
    # Source: forward and backward sweep on cells of four times the side; a fix is wider there, so more is kept.
    ny, nx = scene.grid.shape
    whole = np.tile(np.array([0, ny, 0, nx]), (steps, 1))
    if drop_share <= 0.0 or scene.last_seen < 0 or min(ny, nx) < _LEAST_CELLS:
        return whole
    chance = _posterior(_coarse(scene), steps)
    if not np.isfinite(chance).all():
        return whole
    spare = _CAUTION * drop_share
    y0, y1 = _kept(chance.sum(axis=2), spare)
    x0, x1 = _kept(chance.sum(axis=1), spare)
    found = np.stack([y0 - 1, y1 + 1, x0 - 1, x1 + 1], axis=1) * FACTOR
    return np.clip(found, 0, np.array([ny, ny, nx, nx])).astype(np.int64)


def _coarse(scene: Scene) -> Scene:
    ny, nx = scene.grid.shape
    up, across = np.arange(0, ny, FACTOR), np.arange(0, nx, FACTOR)

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.add.reduceat(np.add.reduceat(values, up, axis=-2), across, axis=-1))

    share = total(np.ones((ny, nx)))
    reach = (scene.moves.cells + 0.5 + scene.moves.edge) / FACTOR
    cells = np.maximum(np.floor(reach - 0.5), 0.0)
    edge = np.clip(reach - 0.5 - cells, 0.1, 1.0)
    moves = scene.moves._replace(
        stop=total(scene.moves.stop) / share, change=total(scene.moves.change) / share, cells=cells.astype(np.int64), edge=edge
    )
    seen = scene.sights
    sights = Sights(
        seen.first,
        (seen.x + 0.5) / FACTOR - 0.5,
        (seen.y + 0.5) / FACTOR - 0.5,
        seen.weight,
        (seen.variance - 1.0 / 12.0) / FACTOR**2 + 1.0 / 12.0,
        seen.temper,
    )
    grid = Grid(scene.grid.x0_m, scene.grid.y0_m, scene.grid.cell_m * FACTOR, len(across), len(up))
    return replace(scene, grid=grid, moves=moves, start=total(scene.start), sights=sights)


def _posterior(scene: Scene, steps: int) -> NDArray[np.float64]:
    ny, nx = scene.grid.shape
    seen_steps = np.flatnonzero(np.diff(scene.sights.first[: steps + 1]))
    slot = np.full(steps, -1, np.int64)
    slot[seen_steps] = np.arange(len(seen_steps))
    row, box = np.arange(steps), np.array([0, 1, 0, 1])
    windows, norms = np.zeros((steps, 4), np.int64), np.zeros(steps)
    seen, ahead, back = np.empty((len(seen_steps), ny, nx)), np.empty((steps, 3, ny, nx)), np.ones((steps, 3, ny, nx))
    work = moving.scratch(ny, nx, int(scene.moves.cells.max()) + 1)
    whole = np.tile(np.array([0, ny, 0, nx]), (steps, 1))
    sweeps.forward(scene.start, steps, scene.moves, scene.sights, 0.0, whole, windows, norms, seen, slot, row, ahead, work)
    last, none = int(min(scene.last_seen, steps - 1)), np.empty((0, 0))
    sweeps.backward(last, 0, scene.moves, windows, norms, seen, slot, row, back, box, np.ones((steps, 3, 1, 1)), none, none, work)
    return np.asarray((ahead * back).sum(axis=1))


def _kept(weights: NDArray[np.float64], spare: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per step, the first and the end of the lines that stay when at most `spare` is cut on each side."""
    below, above = np.cumsum(weights, axis=1), np.cumsum(weights[:, ::-1], axis=1)
    size = weights.shape[1]
    low = np.minimum((below <= 0.25 * spare).sum(axis=1), size - 1)
    high = np.maximum(size - (above <= 0.25 * spare).sum(axis=1), low + 1)
    return low, high
