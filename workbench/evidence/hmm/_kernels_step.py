"""Compiled single steps: change mode and move, forwards and backwards. Plain twin in ``tests/oracles/forward_backward.py``.

A window is four whole numbers ``y0, y1, x0, x1``, half-open: outside it a state is zero and its memory is not read.
Box means are sums of positive numbers only (block prefixes and suffixes), so what is impossible stays exactly zero.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import njit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Transitions(NamedTuple):
    """Motion on one grid: chance of leaving a stop, share of walks, chance of stopping and of changing mode, kernels."""

    leave: float
    walk_share: float
    stop: Floats
    change: Floats
    cells: Ints
    edge: Floats


class Scratch(NamedTuple):
    """Work space of one grid; the last line of `turned` and of `across` stays zero."""

    mixed: Floats
    turned: Floats
    slid: Floats
    across: Floats
    suffix: Floats
    take: Ints


@njit(cache=True)
def scratch(ny: int, nx: int, reach: int) -> Scratch:
    """Make the work space for a grid and the widest kernel."""
    longest = max(ny, nx)
    return Scratch(
        np.empty((3, ny, nx)),
        np.zeros((nx + 1, ny)),
        np.empty((nx, ny)),
        np.zeros((ny + 1, nx)),
        np.empty((2 * reach + 2, longest)),
        np.empty(longest + 2 * reach + 2, np.int64),
    )


@njit(cache=True)
def empty(window: Ints) -> bool:
    """Say whether a window holds no cell."""
    return window[0] >= window[1] or window[2] >= window[3]


@njit(cache=True)
def grown(window: Ints, reach: int, limit: Ints) -> Ints:
    """Widen a window by a reach, within a limit; an empty one stays empty."""
    out = np.empty(4, np.int64)
    for i in range(0, 4, 2):
        out[i] = max(window[i] - reach, limit[i])
        out[i + 1] = min(window[i + 1] + reach, limit[i + 1])
    if empty(window) or empty(out):
        out[1], out[3] = out[0], out[2]
    return out


@njit(cache=True)
def fill(layer: Floats, window: Ints, value: float) -> None:
    """Set a layer on a window."""
    for y in range(window[0], window[1]):
        row = layer[y, window[2] : window[3]]
        for x in range(len(row)):
            row[x] = value


@njit(cache=True)
def _take(first: int, last: int, low: int, high: int, reach: int, size: int, take: Ints) -> None:
    """List which source line each padded line is, mirrored at the border; the zero line where the source is zero."""
    for j in range(high - low + 2 * reach + 2):
        at = (low - reach - 1 + j) % (2 * size)
        if at >= size:
            at = 2 * size - 1 - at
        take[j] = at if first <= at < last else size


@njit(cache=True)
def _slide(
    source: Floats, c0: int, c1: int, take: Ints, count: int, reach: int, edge: float, suffix: Floats, out: Floats, row0: int
) -> None:
    """Average `count` lines over 2 * reach + 1 neighbours and a share `edge` of the two beyond."""
    width, n = 2 * reach + 1, c1 - c0
    scale = 1.0 / (width + 2.0 * edge)
    share = edge * scale
    run = suffix[width, :n]
    for block in range(0, count, width):
        below = suffix[width - 1, :n]
        line = source[take[block + width], c0:c1]
        for c in range(n):
            below[c] = line[c]
        for t in range(width - 2, -1, -1):
            above = suffix[t, :n]
            line = source[take[block + t + 1], c0:c1]
            for c in range(n):
                above[c] = below[c] + line[c]
            below = above
        for c in range(n):
            run[c] = 0.0
        for t in range(min(width, count - block)):
            if t > 0:
                line = source[take[block + width + t], c0:c1]
                for c in range(n):
                    run[c] += line[c]
            total, target = suffix[t, :n], out[row0 + block + t, c0:c1]
            before, after = source[take[block + t], c0:c1], source[take[block + t + width + 1], c0:c1]
            for c in range(n):
                target[c] = (total[c] + run[c]) * scale + (before[c] + after[c]) * share


@njit(cache=True)
def _turn(source: Floats, y0: int, y1: int, x0: int, x1: int, out: Floats) -> None:
    """Swap rows and columns of a part."""
    part = source[y0:y1, x0:x1]
    rows, columns = part.shape
    for x in range(columns):
        line = out[x0 + x, y0:y1]
        for y in range(rows):
            line[y] = part[y, x]


@njit(cache=True)
def blur(source: Floats, window: Ints, reach: int, edge: float, out: Floats, limit: Ints, work: Scratch) -> None:
    """Spread a layer evenly over a square around each cell, mirrored at the border; fill `out` on `limit`."""
    ny, nx = source.shape
    w = grown(window, reach + 1, limit)
    if empty(w) or (w != limit).any():
        fill(out, limit, 0.0)
    if empty(w):
        return
    _turn(source, window[0], window[1], window[2], window[3], work.turned)
    _take(window[2], window[3], w[2], w[3], reach, nx, work.take)
    _slide(work.turned, window[0], window[1], work.take, w[3] - w[2], reach, edge, work.suffix, work.slid, w[2])
    _turn(work.slid, w[2], w[3], window[0], window[1], work.across)
    _take(window[0], window[1], w[0], w[1], reach, ny, work.take)
    _slide(work.across, w[2], w[3], work.take, w[1] - w[0], reach, edge, work.suffix, out, w[0])


@njit(cache=True)
def _pick(source: Floats, window: Ints, limit: Ints, out: Floats) -> None:
    """Copy a layer from a window to a limit; zero where the window does not reach."""
    both = grown(window, 0, limit)
    if (both != limit).any():
        fill(out, limit, 0.0)
    for y in range(both[0], both[1]):
        row, target = source[y, both[2] : both[3]], out[y, both[2] : both[3]]
        for x in range(len(row)):
            target[x] = row[x]


@njit(cache=True)
def advance(state: Floats, window: Ints, out: Floats, limit: Ints, moves: Transitions, work: Scratch) -> None:
    """Take one step: change mode, then move. `out` is filled on `limit`."""
    leave, share = moves.leave, moves.walk_share
    to_walk, to_ride = leave * share, leave * (1.0 - share)
    x0, x1 = window[2], window[3]
    for y in range(window[0], window[1]):
        still, walk, ride = state[0, y, x0:x1], state[1, y, x0:x1], state[2, y, x0:x1]
        rest, on_foot, riding = work.mixed[0, y, x0:x1], work.mixed[1, y, x0:x1], work.mixed[2, y, x0:x1]
        stop, change = moves.stop[y, x0:x1], moves.change[y, x0:x1]
        for x in range(len(still)):
            keep = 1.0 - stop[x] - change[x]
            rest[x] = still[x] * (1.0 - leave) + (walk[x] + ride[x]) * stop[x]
            on_foot[x] = still[x] * to_walk + walk[x] * keep + ride[x] * change[x]
            riding[x] = still[x] * to_ride + ride[x] * keep + walk[x] * change[x]
    _pick(work.mixed[0], window, limit, out[0])
    blur(work.mixed[1], window, moves.cells[0], moves.edge[0], out[1], limit, work)
    blur(work.mixed[2], window, moves.cells[1], moves.edge[1], out[2], limit, work)


@njit(cache=True)
def retreat(state: Floats, window: Ints, out: Floats, limit: Ints, moves: Transitions, work: Scratch) -> None:
    """Take one step backwards: the transpose of :func:`advance`. `out` is filled on `limit`."""
    leave, share = moves.leave, moves.walk_share
    to_walk, to_ride = leave * share, leave * (1.0 - share)
    _pick(state[0], window, limit, work.mixed[0])
    blur(state[1], window, moves.cells[0], moves.edge[0], work.mixed[1], limit, work)
    blur(state[2], window, moves.cells[1], moves.edge[1], work.mixed[2], limit, work)
    x0, x1 = limit[2], limit[3]
    for y in range(limit[0], limit[1]):
        still, walk, ride = work.mixed[0, y, x0:x1], work.mixed[1, y, x0:x1], work.mixed[2, y, x0:x1]
        rest, on_foot, riding = out[0, y, x0:x1], out[1, y, x0:x1], out[2, y, x0:x1]
        stop, change = moves.stop[y, x0:x1], moves.change[y, x0:x1]
        for x in range(len(still)):
            keep = 1.0 - stop[x] - change[x]
            rest[x] = still[x] * (1.0 - leave) + to_walk * walk[x] + to_ride * ride[x]
            on_foot[x] = still[x] * stop[x] + walk[x] * keep + ride[x] * change[x]
            riding[x] = still[x] * stop[x] + ride[x] * keep + walk[x] * change[x]
