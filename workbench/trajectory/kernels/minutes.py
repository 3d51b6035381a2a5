"""Compiled loops of where somebody was in each minute. Plain arrays in and out, no policy.

Known minutes lie in blocks of `BLOCK` in a row, each with the box around its positions. Plain twin: `tests/oracles/meetings.py`.
"""

from __future__ import annotations

import numpy as np

from workbench.base import njit

BLOCK = 60
NETWORK, RARE = 1, 2
NEVER = -(2**60)
OWN, OTHER = 0, 1
_MINUTE_US = 60_000_000


@njit(cache=True, nogil=True)
def blocks(time, most_us, numbers):  # type: ignore[no-untyped-def]
    """Fill in the number of each block in which a minute is known; gives how many. `numbers` None only counts."""
    count, lately = 0, NEVER
    for k in range(len(time)):
        first = -(-time[k] // _MINUTE_US)
        bridged = k + 1 < len(time) and time[k + 1] - time[k] <= most_us
        last = -(-time[k + 1] // _MINUTE_US) - 1 if bridged else time[k] // _MINUTE_US
        for block in range(max(first // BLOCK, lately + 1), last // BLOCK + 1 if last >= first else lately):
            if numbers is not None:
                numbers[count] = block
            count += 1
            lately = block
    return count


@njit(cache=True, nogil=True)
def fill(time, place, sigma, own, network, most_us, least_spread, sharpest, numbers, where, doubt, flag, boxes, known):  # type: ignore[no-untyped-def]
    """Fill in the blocks of one wearer: positions, variances, flags, and the boxes around all and around sharp positions."""
    at = 0
    where[:], boxes[:], known[:] = np.nan, np.nan, 0
    for k in range(len(time)):
        first = -(-time[k] // _MINUTE_US)
        bridged = k + 1 < len(time) and time[k + 1] - time[k] <= most_us
        last = -(-time[k + 1] // _MINUTE_US) - 1 if bridged else time[k] // _MINUTE_US
        n = k + 1 if k + 1 < len(time) else k
        wait, far = (time[n] - time[k]) / 1e6, 0.0
        for axis in range(3):
            far += (place[n, axis] - place[k, axis]) ** 2
        pace = max(far / (2.0 * wait), least_spread) if wait > 0 else 0.0
        for minute in range(first, last + 1):
            past = (minute * _MINUTE_US - time[k]) / 1e6
            share = past / wait if past > 0 else 0.0
            while numbers[at] < minute // BLOCK:
                at += 1
            s = minute % BLOCK
            spread = pace * wait * share * (1.0 - share)
            here = where[at, :, s]
            for axis in range(3):
                here[axis] = place[k, axis] + share * (place[n, axis] - place[k, axis])
            doubt[at, OTHER, s] = ((1.0 - share) * sigma[k]) ** 2 + (share * sigma[n]) ** 2 + spread
            doubt[at, OWN, s] = ((1.0 - share) * own[k]) ** 2 + (share * own[n]) ** 2 + spread
            sharp = min(doubt[at, OTHER, s], doubt[at, OWN, s]) <= sharpest
            flag[at, s] = NETWORK if network[k] and (network[n] or share == 0.0) else 0
            known[at] += 1
            for box in range(2 if sharp else 1):
                for axis in range(3):
                    low, high = boxes[at, box, axis, 0], boxes[at, box, axis, 1]
                    boxes[at, box, axis, 0] = here[axis] if not low <= here[axis] else low
                    boxes[at, box, axis, 1] = here[axis] if not high >= here[axis] else high


@njit(cache=True, nogil=True)
def mark_rare(where, side, radius, share, flag):  # type: ignore[no-untyped-def]
    """Flag the minutes of one wearer in cells of a lattice on the ground where he spends less than a share of the known time."""
    size, known = where.shape[0] * BLOCK, 0
    cells = np.empty(size, np.int64)
    for at in range(where.shape[0]):
        for s in range(BLOCK):
            x, y, z = where[at, 0, s], where[at, 1, s], where[at, 2, s]
            if np.isnan(x):
                cells[at * BLOCK + s] = -1
                continue
            row = np.floor(np.arctan2(z, np.hypot(x, y)) * radius / side)
            wide = radius * max(np.cos((row + 0.5) * side / radius), 0.0)
            column = np.floor(np.arctan2(y, x) * wide / side)
            cells[at * BLOCK + s] = (np.int64(row) + 2**20) * 2**22 + np.int64(column) + 2**21
            known += 1
    room = 1
    while room < 2 * known:
        room *= 2
    keys, counts = np.full(max(room, 2), -1, np.int64), np.zeros(max(room, 2), np.int64)
    for turn in range(2):
        for k in range(size):
            if cells[k] >= 0:
                slot = ((cells[k] * 2654435761) >> 13) & (len(keys) - 1)
                while keys[slot] != cells[k] and keys[slot] >= 0:
                    slot = (slot + 1) & (len(keys) - 1)
                if turn == 0:
                    keys[slot] = cells[k]
                    counts[slot] += 1
                elif counts[slot] / known < share:
                    flag[k // BLOCK, k % BLOCK] |= RARE
