"""Compiled loops of meetings: who was near whom in which minutes. Plain arrays in and out, no policy.

Most of the time of two people is settled by the boxes around their blocks. Plain twins: `tests/oracles/meetings.py`.
"""

from __future__ import annotations

import numpy as np

from workbench.base import njit
from workbench.trajectory.kernels.minutes import BLOCK, NETWORK, NEVER, OTHER, OWN, RARE


@njit(cache=True, nogil=True)
def _apart(one, other, most):  # type: ignore[no-untyped-def]
    """Whether two boxes are surely farther apart than most; a box of nothing is."""
    near = True
    for axis in range(3):
        near = near and one[axis, 0] - other[axis, 1] <= most and other[axis, 0] - one[axis, 1] <= most
    return not near


@njit(cache=True, nogil=True)
def _near(i, j, where, doubt, flag, most, table, slots, square):  # type: ignore[no-untyped-def]
    """Fill in the minutes of two blocks in which the two were more likely than not near; gives how many."""
    count = 0
    limit, a, b = most * most, where[i], where[j]
    any_near = 0
    for s in range(BLOCK):
        dx, dy, dz = a[0, s] - b[0, s], a[1, s] - b[1, s], a[2, s] - b[2, s]
        square[s] = dx * dx + dy * dy + dz * dz
        any_near += square[s] <= limit
    if any_near == 0:
        return 0
    steps = len(table) - 1
    for s in range(BLOCK):
        if square[s] <= limit:
            by = OWN if flag[i, s] & flag[j, s] & NETWORK else OTHER
            u = (np.float64(doubt[i, by, s]) + np.float64(doubt[j, by, s])) / limit * steps * 1.3862943611198906
            k = int(u)
            if k < steps and square[s] <= limit * (table[k] + (u - k) * (table[k + 1] - table[k])):
                slots[count] = s
                count += 1
    return count


@njit(cache=True, nogil=True)
def _grown(rows, wanted):  # type: ignore[no-untyped-def]
    """The same rows with room for more, if so many are wanted."""
    if wanted <= len(rows):
        return rows
    more = np.empty((max(2 * len(rows), wanted), rows.shape[1]))
    more[: len(rows)] = rows
    return more


@njit(cache=True, nogil=True)
def found(a, b, begin, number, where, doubt, flag, boxes, most, table, pause, least, travel):  # type: ignore[no-untyped-def]
    """Meetings of two: first and last minute, minutes in contact, by the network alone, squared distance, place, travelled."""
    # Then the minutes in all meetings, and those of them that are rare for both.
    slots, square = np.empty(BLOCK, np.int64), np.empty(BLOCK)
    rows, n = np.empty((4, 9)), 0
    total = rare = count = rarely = 0
    first = last = NEVER
    i, j, i_end, j_end = begin[a], begin[b], begin[a + 1], begin[b + 1]
    sums, start = np.zeros(3), np.zeros(3)
    closest, away, shared = np.inf, 0.0, True
    while True:
        over = i == i_end or j == j_end
        near = 0
        if not over:
            if number[i] != number[j]:
                i, j = i + (number[i] < number[j]), j + (number[j] < number[i])
                continue
            if not _apart(boxes[i, 1], boxes[j, 1], most):
                near = _near(i, j, where, doubt, flag, most, table, slots, square)
        for k in range(near + over):
            s = slots[k] if k < near else 0
            minute = -NEVER if over else number[i] * BLOCK + s
            if minute - last > pause + 1:
                if count >= least and count > 0:
                    rows = _grown(rows, n + 1)
                    rows[n, 0], rows[n, 1], rows[n, 2], rows[n, 3], rows[n, 4] = first, last, count, shared, closest
                    rows[n, 5:8], rows[n, 8] = sums / count, away >= travel * travel
                    n += 1
                    total += count
                    rare += rarely
                first, count, rarely, closest, away, shared = minute, 0, 0, np.inf, 0.0, True
                sums[:] = 0.0
            if over:
                continue
            moved = 0.0
            for axis in range(3):
                middle = 0.5 * (where[i, axis, s] + where[j, axis, s])
                if count == 0:
                    start[axis] = middle
                sums[axis] += middle
                moved += (middle - start[axis]) ** 2
            both = flag[i, s] & flag[j, s]
            last, closest, away = minute, min(closest, square[s]), max(away, moved)
            shared = shared and both & NETWORK != 0
            rarely += both & RARE != 0
            count += 1
        if over:
            break
        i, j = i + 1, j + 1
    return rows[:n], total, rare


@njit(cache=True, nogil=True)
def _shifted(a, b, late, begin, number, where, doubt, flag, boxes, most, table, pause, least, slots, square):  # type: ignore[no-untyped-def]
    """Minutes in meetings, and those rare for both, if b had been so many blocks later."""
    total = rare = count = rarely = 0
    last = NEVER
    i, j, i_end, j_end = begin[a], begin[b], begin[a + 1], begin[b + 1]
    while i < i_end and j < j_end:
        one, other = number[i], number[j] + late
        if one != other:
            i, j = i + (one < other), j + (other < one)
            continue
        if not _apart(boxes[i, 1], boxes[j, 1], most):
            for k in range(_near(i, j, where, doubt, flag, most, table, slots, square)):
                minute = one * BLOCK + slots[k]
                if minute - last > pause + 1:
                    if count >= least:
                        total, rare = total + count, rare + rarely
                    count, rarely = 0, 0
                last = minute
                count += 1
                rarely += flag[i, slots[k]] & flag[j, slots[k]] & RARE != 0
        i, j = i + 1, j + 1
    if count >= least:
        total, rare = total + count, rare + rarely
    return total, rare


@njit(cache=True, nogil=True)
def shifts(a, b, span, days, step, total, rare, begin, number, where, doubt, flag, boxes, most, table, pause, least):  # type: ignore[no-untyped-def]
    """What one of two shifted by so many steps of days either way, round the days both span, gives."""
    # Sums of minutes and of rare minutes, how many shifts have as many as told, and how many shifts there are.
    slots, square = np.empty(BLOCK, np.int64), np.empty(BLOCK)
    sums, as_many, size, day = np.zeros(2), np.zeros(2, np.int64), 0, 1440 // BLOCK
    for late in range(step, span, step):
        if late <= days or span - late <= days:
            t = r = 0
            for way in (late, late - span):
                some = _shifted(
                    a, b, way * day, begin, number, where, doubt, flag, boxes, most, table, pause, least, slots, square
                )
                t, r = t + some[0], r + some[1]
            sums[0], sums[1], size = sums[0] + t, sums[1] + r, size + 1
            as_many[0], as_many[1] = as_many[0] + (t >= total), as_many[1] + (r >= rare)
    return sums, as_many, size


@njit(cache=True, nogil=True)
def around(a, x, y, z, start, end, most, begin, number, where, boxes, known):  # type: ignore[no-untyped-def]
    """Share of the known time of one wearer within most of a place; first and last known minute there around a meeting."""
    seen = close = 0
    for i in range(begin[a], begin[a + 1]):
        least = farthest = 0.0
        for axis, at in enumerate((x, y, z)):
            low, high = boxes[i, 0, axis, 0] - at, at - boxes[i, 0, axis, 1]
            least += max(low, high, 0.0) ** 2
            farthest += max(-low, -high) ** 2
        seen += known[i]
        if farthest <= most * most:
            close += known[i]
        elif least <= most * most:
            for s in range(BLOCK):
                close += (where[i, 0, s] - x) ** 2 + (where[i, 1, s] - y) ** 2 + (where[i, 2, s] - z) ** 2 <= most * most
    came, left = start, end
    for step in (-1, 1):
        minute = start if step < 0 else end
        i = begin[a] + np.searchsorted(number[begin[a] : begin[a + 1]], minute // BLOCK)
        s = minute % BLOCK
        while begin[a] <= i and i < begin[a + 1]:
            if not np.isnan(where[i, 0, s]) and number[i] * BLOCK + s != minute:
                if (where[i, 0, s] - x) ** 2 + (where[i, 1, s] - y) ** 2 + (where[i, 2, s] - z) ** 2 > most * most:
                    break
                came, left = (number[i] * BLOCK + s, left) if step < 0 else (came, number[i] * BLOCK + s)
            s += step
            if s < 0 or s == BLOCK:
                i, s = i + step, (BLOCK - 1 if step < 0 else 0)
    return close / seen, came, left


@njit(cache=True, nogil=True)
def of_one(  # type: ignore[no-untyped-def]
    a, begin, span, number, where, doubt, flag, boxes, known, most, table, pause, least, travel, place, days
):
    """All meetings of one wearer with those after him, and what chance would give for each he met."""
    # A row for each meeting: the other; as :func:`found`; for both share of time there, when they came and left. A row for each
    # pair that met: the other; minutes in meetings, rare ones; for shifts by days and by weeks their number, the sum of minutes
    # over them, how many have as many, and the same two of rare minutes.
    rows, pairs, n, p = np.empty((8, 16)), np.empty((8, 13)), 0, 0
    for b in range(a + 1, len(begin) - 1):
        met, total, rare = found(a, b, begin, number, where, doubt, flag, boxes, most, table, pause, least, travel)
        if len(met) == 0:
            continue
        rows, pairs = _grown(rows, n + len(met)), _grown(pairs, p + 1)
        for m in met:
            rows[n, 0], rows[n, 1:10] = b, m
            for side, who in enumerate((a, b)):
                there = around(who, m[5], m[6], m[7], np.int64(m[0]), np.int64(m[1]), place, begin, number, where, boxes, known)
                rows[n, 10 + 3 * side], rows[n, 11 + 3 * side], rows[n, 12 + 3 * side] = there
            n += 1
        lasting = max(span[a, 1], span[b, 1]) + 1 - min(span[a, 0], span[b, 0])
        pairs[p, 0], pairs[p, 1], pairs[p, 2] = b, total, rare
        for turn, step in enumerate((1, 7)):
            sums, as_many, size = shifts(
                a,
                b,
                -(-lasting // (1440 * step)) * step,
                days * step,
                step,
                total,
                rare,
                begin,
                number,
                where,
                doubt,
                flag,
                boxes,
                most,
                table,
                pause,
                least,
            )
            at = 3 + 5 * turn
            pairs[p, at], pairs[p, at + 1], pairs[p, at + 2] = size, sums[0], as_many[0]
            pairs[p, at + 3], pairs[p, at + 4] = sums[1], as_many[1]
        p += 1
    return rows[:n], pairs[:p]
