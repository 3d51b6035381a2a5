"""Compiled twin of :func:`workbench.trajectory.settling.settle`: plain arrays in, plain arrays out, no policy."""

from __future__ import annotations

import numpy as np
from numba import njit

_SURE = 3.0


@njit(cache=True)
def _place(x, y, sigma, fresh, first, last, member):  # type: ignore[no-untyped-def]
    """Centre of the fixes that count in a run, their number, and how precisely they tell it."""
    total = sx = sy = news = best = 0.0
    count = 0
    for k in range(first, last + 1):
        if member[k]:
            each = 1.0 / (sigma[k] * sigma[k])
            total += each
            sx += each * (x[k] - x[first])
            sy += each * (y[k] - y[first])
            news += fresh[k] * each
            best = max(best, each)
            count += 1
    return x[first] + sx / total, y[first] + sy / total, count, max(news, best)


@njit(cache=True)
def _patient(time, before, after, most, burst):  # type: ignore[no-untyped-def]
    """Whether few fixes lie between two, and no wait among them is longer than most."""
    if after - before - 1 > burst:
        return False
    longest = 0
    for k in range(before, after):
        longest = max(longest, time[k + 1] - time[k])
    return longest <= most


@njit(cache=True)
def settle(  # type: ignore[no-untyped-def]
    time, x, y, sigma, slack, fresh, first, last, member, shortest, rest, silence, pause, astray, near,
    burst, round_times, closest
):
    """Make stays whole that bad reception cut, then draw in their ends; see `settling.settle` for the rule in plain words."""
    kept = member.copy()
    size = len(first)
    a, b, weight = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    cx, cy, known = np.empty(size), np.empty(size), np.empty(size)
    healed = np.zeros(size, np.bool_)
    n = 0
    for s in range(size):
        a[n], b[n], healed[n] = first[s], last[s], False
        cx[n], cy[n], weight[n], known[n] = _place(x, y, sigma, fresh, a[n], b[n], member)
        n += 1
        while n > 1:
            new, into = n - 1, -1
            wait = time[a[new]] - time[b[new - 1]]
            less = new - 1 if weight[new] > weight[new - 1] else new
            brief = time[b[less]] - time[a[less]] <= astray
            if brief and a[new] == b[new - 1] + 1 and rest[0] <= wait and wait <= rest[1]:
                into = new - 1
            for old in (new - 1, new - 2):
                soon = old >= 0 and time[a[new]] - time[b[old]] < pause
                if into < 0 and soon and _patient(time, b[old], a[new], silence, burst):
                    close = near + _SURE * np.sqrt(1.0 / known[new] + 1.0 / known[old])
                    if np.hypot(cx[old] - cx[new], cy[old] - cy[new]) < close:
                        into = old
            if into < 0:
                break
            if weight[new] > weight[into]:
                cx[into], cy[into] = cx[new], cy[new]
            b[into], healed[into] = b[new], True
            weight[into] += weight[new]
            known[into] = max(known[into], known[new])
            n = into + 1
    for s in range(n):
        _draw_in(time, x, y, slack, a, b, s, cx[s], cy[s], healed[s], kept, shortest, near, round_times, closest)
    return a[:n].copy(), b[:n].copy(), kept


@njit(cache=True)
def _draw_in(time, x, y, slack, a, b, s, cx, cy, healed, kept, shortest, near, round_times, closest):  # type: ignore[no-untyped-def]
    away = np.empty(b[s] - a[s] + 1)
    count = 0
    for k in range(a[s], b[s] + 1):
        if kept[k]:
            away[count] = np.hypot(x[k] - cx, y[k] - cy)
            count += 1
    tight = max(round_times * np.partition(away[:count], count // 2)[count // 2], closest)
    begin, end = -1, -1
    for k in range(a[s], b[s] + 1):
        sure = np.hypot(x[k] - cx, y[k] - cy) - slack[k]
        if healed:
            kept[k] = sure <= max(tight, near)
        if kept[k] and sure <= tight:
            begin, end = (k if begin < 0 else begin), k
    if begin < 0 or time[end] - time[begin] < shortest:
        begin, end = a[s], b[s]
    kept[a[s]:begin] = False
    kept[end + 1:b[s] + 1] = False
    kept[begin], kept[end] = True, True
    a[s], b[s] = begin, end
