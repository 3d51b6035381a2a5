"""Compiled loops of the accuracy-aware stays: plain arrays in, plain arrays out, no policy. Twins in plain numpy: `twins`."""

from __future__ import annotations

import numpy as np
from numba import njit

_AXES = 8
_TURN = np.array([[np.cos(a * np.pi / _AXES), np.sin(a * np.pi / _AXES)] for a in range(_AXES)])
_NARROW = np.cos(np.pi / (2 * _AXES))


@njit(cache=True)
def _joins(x, y, slack, k, first, member, reach, widest, limit):  # type: ignore[no-untyped-def]
    """Whether fix k can lie within limit of every member: by sixteen directions, exactly only where they leave it open."""
    gap = -np.inf
    for a in range(_AXES):
        p = _TURN[a, 0] * x[k] + _TURN[a, 1] * y[k]
        gap = max(gap, p - slack[k] + reach[a, 1], -p - slack[k] + reach[a, 0])
    if gap > limit:
        return False
    if gap / _NARROW + (slack[k] + widest) * (1.0 / _NARROW - 1.0) <= limit:
        return True
    for m in range(first, k):
        if member[m] and np.hypot(x[k] - x[m], y[k] - y[m]) - slack[k] - slack[m] > limit:
            return False
    return True


@njit(cache=True)
def _admit(x, y, slack, k, reach):  # type: ignore[no-untyped-def]
    for a in range(_AXES):
        p = _TURN[a, 0] * x[k] + _TURN[a, 1] * y[k]
        reach[a, 0], reach[a, 1] = max(reach[a, 0], p - slack[k]), max(reach[a, 1], -p - slack[k])


@njit(cache=True)
def dwells(time, x, y, slack, limit, shortest, silence, leave):  # type: ignore[no-untyped-def]
    """First and last fix of each dwell, and which fixes belong to one; see `twins.dwells` for the rule in plain words."""
    size = len(time)
    firsts, lasts = np.empty(size, np.int64), np.empty(size, np.int64)
    member = np.zeros(size, np.bool_)
    reach = np.empty((_AXES, 2))
    found, i, j = 0, 0, 0
    while i < size:
        j = max(i, j)
        while j < size and time[j] - time[i] < shortest:
            j += 1
        if j == size:
            break
        hopeless = j - leave >= i
        for k in range(j - leave + 1, j + 1):
            if hopeless and np.hypot(x[k] - x[i], y[k] - y[i]) - slack[k] - slack[i] <= limit:
                hopeless = False
        last, away, wild, k, widest = i, 0, 0, i + 1, slack[i]
        if not hopeless:
            reach[:] = -np.inf
            member[i] = True
            _admit(x, y, slack, i, reach)
            while k < size and time[k] - time[last] <= silence:
                if _joins(x, y, slack, k, i, member, reach, widest, limit):
                    member[k] = True
                    _admit(x, y, slack, k, reach)
                    widest = max(widest, slack[k])
                    last, away = k, 0
                else:
                    away += 1
                    wild += 1
                    if away == leave or (k <= j and wild > 1 and 10 * wild > j - i):
                        break
                k += 1
        if last > i and time[last] - time[i] >= shortest:
            firsts[found], lasts[found] = i, last
            found += 1
            i = last + 1
        else:
            for m in range(i, last + 1):
                member[m] = False
            i += 1
    return firsts[:found].copy(), lasts[:found].copy(), member


@njit(cache=True)
def summaries(time, x, y, sigma, kind, tau, floor, member, first, last, share):  # type: ignore[no-untyped-def]
    """Centre, spread, standard error and number of member fixes of each run first..last."""
    size = len(first)
    cx, cy, radius, error = np.empty(size), np.empty(size), np.empty(size), np.empty(size)
    number = np.zeros(size, np.int64)
    before = np.empty(len(tau), np.int64)
    for s in range(size):
        before[:] = -1
        total = sx = sy = 0.0
        for k in range(first[s], last[s] + 1):
            if member[k]:
                weight = 1.0
                if before[kind[k]] >= 0:
                    weight = min(1.0, max(floor, (time[k] - before[kind[k]]) / tau[kind[k]]))
                before[kind[k]] = time[k]
                weight /= sigma[k] * sigma[k]
                total += weight
                sx += weight * (x[k] - x[first[s]])
                sy += weight * (y[k] - y[first[s]])
                number[s] += 1
        cx[s], cy[s], error[s] = x[first[s]] + sx / total, y[first[s]] + sy / total, 1.0 / np.sqrt(total)
        away = np.empty(number[s])
        count = 0
        for k in range(first[s], last[s] + 1):
            if member[k]:
                away[count] = np.hypot(x[k] - cx[s], y[k] - cy[s])
                count += 1
        rank = max(int(np.ceil(share * count)) - 1, 0)
        radius[s] = np.partition(away, rank)[rank]
    return cx, cy, radius, error, number


@njit(cache=True)
def _centre(x, y, sigma, first, last, member):  # type: ignore[no-untyped-def]
    total = sx = sy = 0.0
    for k in range(first, last + 1):
        if member[k]:
            weight = 1.0 / (sigma[k] * sigma[k])
            total += weight
            sx += weight * (x[k] - x[first])
            sy += weight * (y[k] - y[first])
    return x[first] + sx / total, y[first] + sy / total, total


@njit(cache=True)
def _strays(x, y, slack, cx, cy, first, last, far, leave):  # type: ignore[no-untyped-def]
    """Whether so many fixes in a row, strictly between two, lie farther than far from a point."""
    away = 0
    for k in range(first + 1, last):
        away = away + 1 if np.hypot(x[k] - cx, y[k] - cy) - slack[k] > far else 0
        if away == leave:
            return True
    return False


@njit(cache=True)
def join(time, x, y, sigma, slack, firsts, lasts, member, shortest, near, soon, far, limit, leave):  # type: ignore[no-untyped-def]
    """Trim dwells to their place, join those that are one; see `twins.join` for the rule in plain words."""
    member = member.copy()
    first, last = np.empty(len(firsts), np.int64), np.empty(len(firsts), np.int64)
    mx, my, weight = np.empty(len(firsts)), np.empty(len(firsts)), np.empty(len(firsts))
    count = 0
    for s in range(len(firsts)):
        a, b = firsts[s], lasts[s]
        cx, cy, total = _centre(x, y, sigma, a, b, member)
        while a < b and (not member[a] or np.hypot(x[a] - cx, y[a] - cy) - slack[a] > 0.5 * limit):
            member[a] = False
            a += 1
        while b > a and (not member[b] or np.hypot(x[b] - cx, y[b] - cy) - slack[b] > 0.5 * limit):
            member[b] = False
            b -= 1
        if a == b or time[b] - time[a] < shortest:
            member[a:b + 1] = False
            continue
        cx, cy, total = _centre(x, y, sigma, a, b, member)
        p = count - 1
        if (
            count > 0 and time[a] - time[last[p]] < soon and np.hypot(cx - mx[p], cy - my[p]) < near
            and not _strays(x, y, slack, mx[p], my[p], last[p], a, far, leave)
        ):
            last[p] = b
            sum_ = weight[p] + total
            mx[p], my[p] = (mx[p] * weight[p] + cx * total) / sum_, (my[p] * weight[p] + cy * total) / sum_
            weight[p] = sum_
        else:
            first[count], last[count], mx[count], my[count], weight[count] = a, b, cx, cy, total
            count += 1
    for s in range(count):
        for k in range(first[s], last[s] + 1):
            if np.hypot(x[k] - mx[s], y[k] - my[s]) - slack[k] <= 0.5 * limit:
                member[k] = True
    return first[:count].copy(), last[:count].copy(), member
