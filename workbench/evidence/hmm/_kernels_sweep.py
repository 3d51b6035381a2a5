"""Compiled forward and backward passes over all steps. Plain twin in ``tests/oracles/forward_backward.py``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import njit
from workbench.evidence.hmm._kernels_step import Scratch, Transitions, advance, fill, grown, retreat

TINY = 1e-100
HUGE = 1e200
RUBBISH = 1e-15

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Emissions(NamedTuple):
    """Fixes on steps: ``first[k]:first[k + 1]`` are those of step k; positions in cells, variances in cells squared."""

    first: Ints
    x: Floats
    y: Floats
    weight: Floats
    variance: Floats
    temper: Floats


class Swept(NamedTuple):
    """What the forward sweep leaves: per step a window, a norm, and the row of `seen` that holds the fixes' density (or -1)."""

    windows: Ints
    norms: Floats
    seen: Floats
    slot: Ints


class Kept(NamedTuple):
    """States to be kept: ``rows[k]`` is the row of `states` for step k, or -1."""

    rows: Ints
    states: Floats


class Boxed(NamedTuple):
    """What a backward sweep notes of each step from its first: the values in a box, the peaks of each row and column.

    Of peaks without a line none are noted.
    """

    box: Ints
    values: Floats
    row_peaks: Floats
    column_peaks: Floats


def unswept(emissions: Emissions, steps: int, shape: tuple[int, int]) -> Swept:
    """Make room for a forward sweep over some steps."""
    seen_steps = np.flatnonzero(np.diff(emissions.first[: steps + 1]))
    slot = np.full(steps, -1, np.int64)
    slot[seen_steps] = np.arange(len(seen_steps))
    return Swept(np.zeros((steps, 4), np.int64), np.zeros(steps), np.empty((len(seen_steps), *shape)), slot)


@njit(cache=True)
def weigh(emissions: Emissions, first: int, last: int, window: Ints, out: Floats) -> None:
    """Give the tempered density of the fixes first:last in each cell of a window, relative to its peak."""
    # Where the widest part of a fix's error is all that counts (the others add less than 1e-16 of it) the power is taken per
    # row and column.
    fill(out, window, 1.0)
    x0, x1 = window[2], window[3]
    a, b, c, wide = np.empty(x1 - x0), np.empty(x1 - x0), np.empty(x1 - x0), np.empty(x1 - x0)
    for i in range(first, last):
        weight, variance, temper = emissions.weight[i], emissions.variance[i], emissions.temper[i]
        peak = weight[0] / variance[0] + weight[1] / variance[1] + weight[2] / variance[2]
        rubbish = RUBBISH**temper
        for x in range(x1 - x0):
            d2 = -0.5 * (x0 + x - emissions.x[i]) ** 2
            a[x], b[x], c[x] = np.exp(d2 / variance[0]), np.exp(d2 / variance[1]), np.exp(d2 / variance[2])
            wide[x] = np.exp(temper * d2 / variance[2])
        near2 = _near(weight, variance)
        for y in range(window[0], window[1]):
            row = out[y, x0:x1]
            d2 = (y - emissions.y[i]) ** 2
            u = weight[0] / variance[0] / peak * np.exp(-0.5 * d2 / variance[0])
            v = weight[1] / variance[1] / peak * np.exp(-0.5 * d2 / variance[1])
            w = weight[2] / variance[2] / peak * np.exp(-0.5 * d2 / variance[2])
            far = (weight[2] / variance[2] / peak) ** temper * np.exp(-0.5 * temper * d2 / variance[2])
            half = np.sqrt(max(near2 - d2, -1.0)) if near2 > d2 else -1.0
            low, high = _between(emissions.x[i] - half - x0, emissions.x[i] + half - x0, x1 - x0) if half >= 0.0 else (0, 0)
            _scale_wide(row[:low], wide[:low], far, rubbish)
            for x in range(low, high):
                row[x] *= max(u * a[x] + v * b[x] + w * c[x], RUBBISH) ** temper
            _scale_wide(row[high:], wide[high:], far, rubbish)


@njit(cache=True)
def _near(weight: Floats, variance: Floats) -> float:
    """Give the squared distance beyond which only the third part of a fix's error counts; none if it is not the widest."""
    result = 0.0
    for part in range(2):
        if weight[part] > 0.0:
            if not (weight[2] > 0.0 and variance[2] > variance[part]):
                return np.inf
            excess = 37.5 + np.log(weight[part] / variance[part] / (weight[2] / variance[2]))
            result = max(result, 2.0 * excess / (1.0 / variance[part] - 1.0 / variance[2]))
    return result


@njit(cache=True)
def _between(low: float, high: float, size: int) -> tuple[int, int]:
    first = int(np.floor(min(max(low, 0.0), size)))
    last = int(np.ceil(min(max(high, -1.0), size - 1.0))) + 1
    return first, max(last, first)


@njit(cache=True)
def _scale_wide(row: Floats, wide: Floats, far: float, rubbish: float) -> None:
    for x in range(len(row)):
        row[x] *= max(far * wide[x], rubbish)


@njit(cache=True)
def multiply(state: Floats, factor: Floats, scale: float, window: Ints) -> None:
    """Multiply a state by a density and a number on a window; what is below 1e-100 is nothing, above 1e200 that."""
    x0, x1 = window[2], window[3]
    for y in range(window[0], window[1]):
        by = factor[y, x0:x1]
        for mode in range(3):
            row = state[mode, y, x0:x1]
            for x in range(len(row)):
                value = min(row[x] * by[x] * scale, HUGE)
                row[x] = value if value > TINY else 0.0


@njit(cache=True)
def rescale(state: Floats, scale: float, window: Ints) -> None:
    """Multiply a state by a number on a window."""
    for mode in range(3):
        for y in range(window[0], window[1]):
            row = state[mode, y, window[2] : window[3]]
            for x in range(len(row)):
                row[x] *= scale


@njit(cache=True)
def copy_into(target: Floats, state: Floats, window: Ints) -> None:
    """Copy a state on a window; zero elsewhere."""
    target[:] = 0.0
    for mode in range(3):
        for y in range(window[0], window[1]):
            row, line = state[mode, y, window[2] : window[3]], target[mode, y, window[2] : window[3]]
            for x in range(len(row)):
                line[x] = row[x]


@njit(cache=True)
def sums(state: Floats, window: Ints) -> tuple[Floats, Floats]:
    """Add up a state over modes: by rows and by columns of the window."""
    rows, columns = np.zeros(window[1] - window[0]), np.zeros(window[3] - window[2])
    for y in range(window[0], window[1]):
        still, walk = state[0, y, window[2] : window[3]], state[1, y, window[2] : window[3]]
        ride = state[2, y, window[2] : window[3]]
        for x in range(len(still)):
            columns[x] += still[x] + walk[x] + ride[x]
        rows[y - window[0]] = total_of(still) + total_of(walk) + total_of(ride)
    return rows, columns


@njit(cache=True)
def peaks(state: Floats, window: Ints, rows: Floats, columns: Floats) -> None:
    """Note the greatest value of each row and column of a window over all modes; zero outside."""
    rows[:] = 0.0
    columns[:] = 0.0
    line = columns[window[2] : window[3]]
    for y in range(window[0], window[1]):
        for mode in range(3):
            row = state[mode, y, window[2] : window[3]]
            for x in range(len(row)):
                line[x] = max(line[x], row[x])
            rows[y] = max(rows[y], row.max())


@njit(cache=True, fastmath={"reassoc", "nsz"})
def total_of(row: Floats) -> float:
    """Add up a line; four or eight numbers at a time, in an order that never changes on one machine."""
    total = 0.0
    for x in range(len(row)):
        total += row[x]
    return total


@njit(cache=True)
def trim(rows: Floats, columns: Floats, window: Ints, drop_share: float) -> Ints:
    """Shrink a window so that what falls outside weighs at most `drop_share`."""
    out = window.copy()
    for weights, low in ((rows, 0), (columns, 2)):
        i, j = 0, len(weights) - 1
        lost = weights[0]
        while i < j and lost <= 0.25 * drop_share:
            i += 1
            lost += weights[i]
        lost = weights[j]
        while j > i and lost <= 0.25 * drop_share:
            j -= 1
            lost += weights[j]
        out[low], out[low + 1] = window[low] + i, window[low] + j + 1
    return out


@njit(cache=True, nogil=True)
def forward(
    start: Floats,
    moves: Transitions,
    emissions: Emissions,
    drop_share: float,
    limits: Ints,
    swept: Swept,
    kept: Kept,
    work: Scratch,
) -> None:
    """Sweep forwards over all steps of `swept`; note windows, norms, densities of the fixes, and the states asked for."""
    # ``limits[k]`` is the window that step k may not leave.
    windows, norms, seen, slot = swept.windows, swept.norms, swept.seen, swept.slot
    steps = len(norms)
    reach = max(moves.cells[0], moves.cells[1]) + 1
    state, other = start.copy(), np.empty_like(start)
    window = limits[0].copy()
    for k in range(steps):
        if k > 0:
            limit = grown(window, reach, limits[k])
            advance(state, window, other, limit, moves, work)
            state, other = other, state
            window = limit
        norms[k] = 1.0
        if slot[k] >= 0:
            weigh(emissions, emissions.first[k], emissions.first[k + 1], window, seen[slot[k]])
            multiply(state, seen[slot[k]], 1.0, window)
        if slot[k] >= 0 or k == 0 or k == steps - 1:
            rows, columns = sums(state, window)
            norms[k] = total_of(rows)
            if not norms[k] > 0.0:
                return
            rescale(state, 1.0 / norms[k], window)
            if drop_share > 0.0:
                window = trim(rows, columns, window, drop_share * norms[k])
        windows[k] = window
        if kept.rows[k] >= 0:
            copy_into(kept.states[kept.rows[k]], state, window)


@njit(cache=True, nogil=True)
def backward(last: int, first: int, moves: Transitions, swept: Swept, kept: Kept, boxed: Boxed, work: Scratch) -> None:
    """Sweep backwards from step `last` to `first`: what the later fixes say about each state, scaled by the norms."""
    windows, norms, seen, slot = swept.windows, swept.norms, swept.seen, swept.slot
    box, values, row_peaks, column_peaks = boxed.box, boxed.values, boxed.row_peaks, boxed.column_peaks
    state, other = np.empty_like(work.mixed), np.empty_like(work.mixed)
    for mode in range(3):
        fill(state[mode], windows[last], 1.0)
    for k in range(last, first - 1, -1):
        window = windows[k]
        if kept.rows[k] >= 0:
            copy_into(kept.states[kept.rows[k]], state, window)
        both = grown(window, 0, box)
        for mode in range(3):
            for y in range(both[0], both[1]):
                for x in range(both[2], both[3]):
                    values[k - first, mode, y - box[0], x - box[2]] = state[mode, y, x]
        if len(row_peaks) > 0:
            peaks(state, window, row_peaks[k - first], column_peaks[k - first])
        if k == first:
            return
        if slot[k] >= 0:
            multiply(state, seen[slot[k]], 1.0 / norms[k], window)
        elif norms[k] != 1.0:
            rescale(state, 1.0 / norms[k], window)
        retreat(state, window, other, windows[k - 1], moves, work)
        state, other = other, state
