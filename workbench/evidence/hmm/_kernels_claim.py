"""Compiled passes in which a claim is held true. Plain twin in ``tests/oracles/forward_backward.py``.

Every pass starts from the swept state one step before the claim's time and is scaled by the norms of the sweep, so its
sums are chances given all fixes, never differences of chances.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import njit
from workbench.evidence.hmm._kernels_step import Scratch, Transitions, advance, empty, grown
from workbench.evidence.hmm._kernels_sweep import Boxed, Swept, multiply, rescale, sums, total_of, trim

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]


class Times(NamedTuple):
    """When a claim may begin and end, all equally likely.

    ``ahead[start_rows[i]]`` is the forward sweep one step before ``starts[i]``, ``back[end_rows[i]]`` the backward sweep on the
    last step before ``ends[i]``.
    """

    starts: Ints
    start_rows: Ints
    ahead: Floats
    ends: Ints
    end_rows: Ints
    back: Floats


class Region(NamedTuple):
    """A mask of cells and the box around them."""

    mask: Marks
    box: Ints


@njit(cache=True)
def _hull(a: Ints, b: Ints) -> Ints:
    if empty(a):
        return b.copy()
    if empty(b):
        return a.copy()
    return np.array([min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3])])


@njit(cache=True)
def _inner(state: Floats, other: Floats, window: Ints, y0: int, x0: int) -> float:
    """Add up the product of two states; `other` begins at y0, x0."""
    total = 0.0
    for mode in range(3):
        for y in range(window[0], window[1]):
            total += _dot(state[mode, y, window[2] : window[3]], other[mode, y - y0, window[2] - x0 : window[3] - x0])
    return total


@njit(cache=True, fastmath={"reassoc", "nsz"})
def _dot(a: Floats, b: Floats) -> float:
    total = 0.0
    for x in range(len(a)):
        total += a[x] * b[x]
    return total


@njit(cache=True)
def _weighed(state: Floats, swept: Swept, k: int, window: Ints) -> None:
    if swept.slot[k] >= 0:
        multiply(state, swept.seen[swept.slot[k]], 1.0 / swept.norms[k], window)
    elif swept.norms[k] != 1.0:
        rescale(state, 1.0 / swept.norms[k], window)


@njit(cache=True)
def _sift(state: Floats, window: Ints, mask: Marks, target: Floats, add: bool) -> None:
    """Copy or add to `target` the cells of a window that lie in a mask."""
    x0, x1 = window[2], window[3]
    for y in range(window[0], window[1]):
        marks = mask[y, x0:x1]
        for mode in range(3):
            row, line = state[mode, y, x0:x1], target[mode, y, x0:x1]
            for x in range(len(row)):
                value = row[x] if marks[x] else 0.0
                line[x] = line[x] + value if add else value


@njit(cache=True)
def _shift(state: Floats, window: Ints, mask: Marks, target: Floats) -> None:
    """Take the cells of a mask out of a state and add them to `target`."""
    for mode in range(3):
        for y in range(window[0], window[1]):
            for x in range(window[2], window[3]):
                if mask[y, x]:
                    target[mode, y, x] += state[mode, y, x]
                    state[mode, y, x] = 0.0


@njit(cache=True)
def _join(state: Floats, was: Ints, times: Times, k: int) -> None:
    """Let in those whose claim begins at step k: each start is as likely as the next."""
    starts, rows, kept = times.starts, times.start_rows, times.ahead
    for i in range(len(starts)):
        if starts[i] == k:
            for mode in range(3):
                for y in range(was[0], was[1]):
                    line, row = state[mode, y, was[2] : was[3]], kept[rows[i], mode, y, was[2] : was[3]]
                    for x in range(len(line)):
                        line[x] += row[x] / len(starts)


@njit(cache=True, nogil=True)
def visit(
    times: Times,
    moves: Transitions,
    swept: Swept,
    inside: Region,
    ring: Region,
    dwell: int,
    boxed: Boxed,
    first: int,
    work: Scratch,
) -> tuple[float, float, float]:
    """Give the chances of `dwell` steps in a row inside, of entering the ring without that, and of neither."""
    # `inside` lies within `ring`; ``boxed.values[k - first]`` is the backward sweep on the box of `inside`.
    starts, ends, end_rows, back = times.starts, times.ends, times.end_rows, times.back
    ny, nx = inside.mask.shape
    grid = np.array([0, ny, 0, nx])
    reach = max(moves.cells[0], moves.cells[1]) + 1
    far, far_next = np.zeros((3, ny, nx)), np.empty((3, ny, nx))
    near, near_next = np.empty((3, ny, nx)), np.empty((3, ny, nx))
    count, moved, leaving = np.empty((dwell, 3, ny, nx)), np.empty((3, ny, nx)), np.empty((3, ny, nx))
    near_was, box_was = np.zeros(4, np.int64), np.zeros(4, np.int64)
    outside = ~inside.mask
    done, short, never = 0.0, 0.0, 0.0
    for k in range(starts[0], ends[-1]):
        was, now = swept.windows[k - 1], swept.windows[k]
        _join(far, was, times, k)
        box, ring_box = grown(inside.box, 0, now), grown(ring.box, 0, now)
        near_now = grown(_hull(grown(near_was, reach, grid), grown(ring.box, reach, grid)), 0, now)
        advance(far, was, far_next, now, moves, work)
        advance(near, near_was, near_next, near_now, moves, work)
        if dwell > 1 and not empty(box_was):
            leaving[:, box_was[0] : box_was[1], box_was[2] : box_was[3]] = 0.0
            for c in range(dwell - 1):
                _sift(count[c], box_was, inside.mask, leaving, True)
            out = grown(box_was, reach, near_now)
            advance(leaving, box_was, moved, out, moves, work)
            _sift(moved, out, outside, near_next, True)
        for c in range(dwell - 2, -1, -1):
            advance(count[c], box_was, moved, box, moves, work)
            _sift(moved, box, inside.mask, count[c + 1], False)
        count[0, :, box[0] : box[1], box[2] : box[3]] = 0.0
        _shift(far_next, box, inside.mask, count[0])
        _shift(near_next, box, inside.mask, count[0])
        _shift(far_next, ring_box, ring.mask, near_next)
        _weighed(far_next, swept, k, now)
        _weighed(near_next, swept, k, near_now)
        for c in range(dwell):
            _weighed(count[c], swept, k, box)
        later = np.sum(ends > k) / len(ends)
        done += later * _inner(count[dwell - 1], boxed.values[k - first], box, inside.box[0], inside.box[2])
        count[dwell - 1, :, box[0] : box[1], box[2] : box[3]] = 0.0
        far, far_next, near, near_next = far_next, far, near_next, near
        near_was, box_was = near_now, box
        for i in range(len(ends)):
            if ends[i] == k + 1:
                never += _inner(far, back[end_rows[i]], now, 0, 0) / len(ends)
                short += _inner(near, back[end_rows[i]], near_was, 0, 0) / len(ends)
                for c in range(dwell - 1):
                    short += _inner(count[c], back[end_rows[i]], box, 0, 0) / len(ends)
    return done, short, never


@njit(cache=True, nogil=True)
def stay(
    times: Times,
    moves: Transitions,
    swept: Swept,
    inside: Region,
    within: Region,
    slack: int,
    every: int,
    phase: int,
    boxed: Boxed,
    first: int,
    drop_share: float,
    work: Scratch,
) -> float:
    """Give the chance of being outside at `slack` checks at most, and never beyond `within`."""
    # A check falls on steps k where ``(k - phase) % every == 0``. At each step cells are dropped whose paths weigh less than
    # `drop_share` together: the peaks bound what the later fixes can say for them.
    starts, ends, end_rows, back = times.starts, times.ends, times.end_rows, times.back
    ny, nx = inside.mask.shape
    reach = max(moves.cells[0], moves.cells[1]) + 1
    beyond = within.mask & ~inside.mask
    layers, moved = np.empty((slack + 1, 3, ny, nx)), np.empty((3, ny, nx))
    frames = np.zeros((slack + 1, 4), np.int64)
    total = 0.0
    for k in range(starts[0], ends[-1]):
        was, now = swept.windows[k - 1], swept.windows[k]
        if starts[-1] >= k:
            _pad(layers[0], frames[0], was)
            frames[0] = was
            _join(layers[0], was, times, k)
        frame = grown(within.box, 0, now)
        for j in range(slack, -1, -1):
            out = grown(frames[j], reach, frame)
            advance(layers[j], frames[j], moved, out, moves, work)
            if (k - phase) % every != 0:
                frames[j] = out
                _sift(moved, out, within.mask, layers[j], False)
                continue
            frames[j] = grown(inside.box, 0, out)
            _sift(moved, frames[j], inside.mask, layers[j], False)
            if j < slack:
                both = _hull(frames[j + 1], out)
                _pad(layers[j + 1], frames[j + 1], both)
                _sift(moved, out, beyond, layers[j + 1], True)
                frames[j + 1] = both
        for j in range(slack + 1):
            _weighed(layers[j], swept, k, frames[j])
            if drop_share > 0.0:
                frames[j] = _worth(layers[j], frames[j], boxed.row_peaks[k - first], boxed.column_peaks[k - first], drop_share)
        for i in range(len(ends)):
            if ends[i] == k + 1:
                for j in range(slack + 1):
                    total += _inner(layers[j], back[end_rows[i]], frames[j], 0, 0) / len(ends)
    return total


@njit(cache=True)
def _worth(state: Floats, window: Ints, row_peaks: Floats, column_peaks: Floats, drop_share: float) -> Ints:
    """Shrink a window by the cells that can no longer matter, all of it perhaps."""
    if empty(window):
        return window.copy()
    rows, columns = sums(state, window)
    for y in range(len(rows)):
        rows[y] *= row_peaks[window[0] + y]
    for x in range(len(columns)):
        columns[x] *= column_peaks[window[2] + x]
    if min(total_of(rows), total_of(columns)) <= drop_share:
        return np.zeros(4, np.int64)
    return trim(rows, columns, window, drop_share)


@njit(cache=True)
def _pad(state: Floats, window: Ints, frame: Ints) -> None:
    """Zero what lies in the frame but not in the window."""
    for y in range(frame[0], frame[1]):
        for x in range(frame[2], frame[3]):
            if not (window[0] <= y < window[1] and window[2] <= x < window[3]):
                state[:, y, x] = 0.0
