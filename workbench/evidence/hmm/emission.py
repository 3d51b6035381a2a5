"""Fixes laid on steps: one per step and method, each with its heavy-tailed error and its tempered weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.base import InputError
from workbench.evidence.hmm._kernels_sweep import Emissions
from workbench.evidence.hmm.grid import Grid
from workbench.position_error import Mixture

__all__ = ["emissions", "no_emissions", "on_the_move", "thin"]

Floats = NDArray[np.float64]


def thin(time_us: NDArray[np.int64], method: ArrayLike, *, first_us: int, step_s: float, steps: int) -> NDArray[np.int64]:
    """Choose, of the fixes of each step and method, the one nearest to the step's moment."""
    # Errors within a minute are nearly the same error, and a moving tag is at one place per step.
    time = np.asarray(time_us, np.int64)
    at = (time - first_us) / (step_s * 1e6)
    step = np.floor(at + 0.5).astype(np.int64)
    rows = np.flatnonzero((step >= 0) & (step < steps))
    _, kind = np.unique(np.asarray(method, dtype=object).astype(str), return_inverse=True)
    order = rows[np.lexsort((rows, np.abs(at - step)[rows], kind[rows], step[rows]))]
    new = np.ones(len(order), bool)
    new[1:] = (step[order][1:] != step[order][:-1]) | (kind[order][1:] != kind[order][:-1])
    return np.sort(order[new])


def on_the_move(
    time_us: NDArray[np.int64], x_m: ArrayLike, y_m: ArrayLike, sigma_m: ArrayLike, *, least_ms: float = 0.5
) -> NDArray[np.bool_]:
    """Say at which fixes the tag moved, judged from the fix before; errors renew faster then."""
    time, x, y, s = np.asarray(time_us, np.int64), *(np.asarray(v, float) for v in (x_m, y_m, sigma_m))
    moving = np.zeros(len(time), bool)
    took = np.maximum(np.diff(time) / 1e6, 1.0)
    moving[1:] = np.hypot(np.diff(x), np.diff(y)) - 2.0 * (s[1:] + s[:-1]) > least_ms * took
    return moving


def no_emissions(steps: int) -> Emissions:
    """Give the emissions of a model without fixes."""
    none, parts = np.empty(0), np.empty((0, 3))
    return Emissions(np.zeros(steps + 1, np.int64), none, none, parts, parts, none)


def emissions(
    grid: Grid,
    time_us: NDArray[np.int64],
    x_m: ArrayLike,
    y_m: ArrayLike,
    parts: Mixture,
    temper: ArrayLike,
    *,
    first_us: int,
    step_s: float,
    steps: int,
) -> Emissions:
    """Put fixes on the steps and cells of a model."""
    # Source: tempered mixture likelihood; the cell average is taken as a widening by cell^2 / 12.
    step = np.floor((np.asarray(time_us, np.int64) - first_us) / (step_s * 1e6) + 0.5).astype(np.int64)
    if len(step) and (step.min() < 0 or step.max() >= steps or np.any(np.diff(step) < 0)):
        raise InputError("A fix lies outside the steps, or the fixes are not in order.", where="time_us", do="Use thin() first.")
    x, y = grid.in_cells(x_m, y_m)
    return Emissions(
        np.searchsorted(step, np.arange(steps + 1)).astype(np.int64),
        np.ascontiguousarray(x),
        np.ascontiguousarray(y),
        np.ascontiguousarray(parts.weight, float),
        np.ascontiguousarray((parts.s_m / grid.cell_m) ** 2 + 1.0 / 12.0),
        np.ascontiguousarray(temper, float),
    )
