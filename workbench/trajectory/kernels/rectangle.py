"""Compiled loops of MovingPandas' rule for stops. Twin: `tests/oracles/rectangle.py`."""

from __future__ import annotations

import numpy as np

from workbench.base import njit

_TIE = 1e-9


@njit(cache=True)
def _hull(px, py, size, hx, hy):  # type: ignore[no-untyped-def]
    """Andrew's monotone chain: corners counter-clockwise into hx, hy; gives their number."""
    order = np.argsort(px[:size], kind="mergesort")
    for i in range(1, size):
        k = order[i]
        j = i
        while j > 0 and px[order[j - 1]] == px[k] and py[order[j - 1]] > py[k]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = k
    count = 0
    for turn in range(2):
        floor = max(count, 1)
        for step in range(size):
            k = order[step] if turn == 0 else order[size - 1 - step]
            if turn == 1 and step == 0:
                continue
            if count > 0 and hx[count - 1] == px[k] and hy[count - 1] == py[k]:
                continue
            while count > floor:
                ax, ay = hx[count - 1] - hx[count - 2], hy[count - 1] - hy[count - 2]
                bx, by = px[k] - hx[count - 2], py[k] - hy[count - 2]
                if ax * by - ay * bx > 0.0:
                    break
                count -= 1
            hx[count], hy[count] = px[k], py[k]
            count += 1
    if count > 1 and hx[count - 1] == hx[0] and hy[count - 1] == hy[0]:
        count -= 1
    return count


@njit(cache=True)
def _diagonal(hx, hy, count):  # type: ignore[no-untyped-def]
    """Diagonal of the smallest-area rectangle around a convex ring; of equal areas, the shortest diagonal."""
    if count < 2:
        return 0.0
    if count == 2:
        return np.hypot(hx[1] - hx[0], hy[1] - hy[0])
    area = best = np.inf
    for i in range(count):
        j = i + 1 if i + 1 < count else 0
        ux, uy = hx[j] - hx[i], hy[j] - hy[i]
        long = np.hypot(ux, uy)
        ux, uy = ux / long, uy / long
        low = high = width = 0.0
        for k in range(count):
            dx, dy = hx[k] - hx[i], hy[k] - hy[i]
            along, across = dx * ux + dy * uy, dy * ux - dx * uy
            low, high, width = min(low, along), max(high, along), max(width, across)
        this, square = (high - low) * width, (high - low) ** 2 + width**2
        slack = _TIE * (1.0 + this)
        if this < area - slack:
            best = square
        elif this <= area + slack:
            best = min(best, square)
        area = min(area, this)
    return np.sqrt(best)


@njit(cache=True)
def _outside(x, y, first, last, hx, hy, count, px, py, size):  # type: ignore[no-untyped-def]
    """Append the points first..last that do not lie strictly inside a convex ring to px, py; gives the new number."""
    for k in range(first, last + 1):
        inside = count > 2
        for i in range(count):
            j = i + 1 if i + 1 < count else 0
            if (hx[j] - hx[i]) * (y[k] - hy[i]) - (hy[j] - hy[i]) * (x[k] - hx[i]) <= 0.0:
                inside = False
                break
        if not inside:
            px[size], py[size] = x[k], y[k]
            size += 1
    return size


@njit(cache=True)
def _extremes(x, y, first, last, px, py):  # type: ignore[no-untyped-def]
    """The points of first..last that reach farthest in eight directions, into px, py."""
    at = np.full(8, first)
    far = np.full(8, -np.inf)
    for k in range(first, last + 1):
        a, b = x[k], y[k]
        if a > far[0]:
            far[0], at[0] = a, k
        if -a > far[1]:
            far[1], at[1] = -a, k
        if b > far[2]:
            far[2], at[2] = b, k
        if -b > far[3]:
            far[3], at[3] = -b, k
        if a + b > far[4]:
            far[4], at[4] = a + b, k
        if -a - b > far[5]:
            far[5], at[5] = -a - b, k
        if a - b > far[6]:
            far[6], at[6] = a - b, k
        if b - a > far[7]:
            far[7], at[7] = b - a, k
    for i in range(8):
        px[i], py[i] = x[at[i]], y[at[i]]
    return 8


@njit(cache=True)
def _push(queue, head, tail, values, sign, k):  # type: ignore[no-untyped-def]
    """Put fix k at the end of a queue that keeps the running maximum of sign * values at its head."""
    while tail > head and sign * values[queue[tail - 1]] <= sign * values[k]:
        tail -= 1
    queue[tail] = k
    return tail + 1


@njit(cache=True)
def rectangle_stops(time, x, y, limit, shortest):  # type: ignore[no-untyped-def]
    """First and last fix of each stop by MovingPandas' rule; see `rectangle.stops` for the rule in plain words."""
    size = len(time)
    firsts, lasts = np.empty(size, np.int64), np.empty(size, np.int64)
    queue = np.empty((4, size), np.int64)
    head, tail = np.zeros(4, np.int64), np.zeros(4, np.int64)
    px, py, hx, hy = np.empty(size + 16), np.empty(size + 16), np.empty(size + 17), np.empty(size + 17)
    count, hull_first, hull_last, hull_diagonal = 0, -1, -1, 0.0
    a, found, stopped = 0, 0, False
    for i in range(size):
        for q in range(4):
            tail[q] = _push(queue[q], head[q], tail[q], x if q < 2 else y, 1.0 if q % 2 == 0 else -1.0, i)
        if not stopped:
            while i - a >= 2 and time[i] - time[a] >= shortest:
                a += 1
            for q in range(4):
                while queue[q, head[q]] < a:
                    head[q] += 1
        before, stopped = stopped, False
        if i > a:
            wide, high = x[queue[0, head[0]]] - x[queue[1, head[1]]], y[queue[2, head[2]]] - y[queue[3, head[3]]]
            square = wide * wide + high * high
            if i == a + 1:
                stopped = np.sqrt(square) < limit
            elif square == 0.0 or square + (wide * high) ** 2 / square < limit * limit * (1.0 - 1e-12):
                stopped = limit > 0.0
            elif max(wide, high) < limit and square < 2.25 * limit * limit:
                if hull_first != a:
                    count = _hull(px, py, _extremes(x, y, a, i, px, py), hx, hy)
                    for k in range(count):
                        px[k], py[k] = hx[k], hy[k]
                    count = _hull(px, py, _outside(x, y, a, i, hx, hy, count, px, py, count), hx, hy)
                    hull_first, hull_diagonal = a, _diagonal(hx, hy, count)
                else:
                    for k in range(count):
                        px[k], py[k] = hx[k], hy[k]
                    more = _outside(x, y, hull_last + 1, i, hx, hy, count, px, py, count)
                    if more > count:
                        count = _hull(px, py, more, hx, hy)
                        hull_diagonal = _diagonal(hx, hy, count)
                hull_last = i
                stopped = hull_diagonal < limit
        if before and not stopped and time[i - 1] - time[a] >= shortest:
            firsts[found], lasts[found] = a, i - 1
            found += 1
            a = i
            for q in range(4):
                head[q] = tail[q] - 1
    if stopped and time[size - 1] - time[a] >= shortest:
        firsts[found], lasts[found] = a, size - 1
        found += 1
    return firsts[:found].copy(), lasts[:found].copy()
