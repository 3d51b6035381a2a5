"""Compiled loops that make cut stays whole and describe stays. Twins in plain numpy: `tests/oracles/stays.py`."""

from __future__ import annotations

import numpy as np

from workbench.base import njit

_SURE = 3.0
_FEW = 12


@njit(cache=True)
def _place(x, y, precision, fresh, first, last, member):  # type: ignore[no-untyped-def]
    """Centre of the fixes that count in a run, their number, how precisely they tell it, and how many say something new."""
    total = sx = sy = news = best = told = 0.0
    count = 0
    for k in range(first, last + 1):
        if member[k]:
            each = precision[k]
            total += each
            sx += each * (x[k] - x[first])
            sy += each * (y[k] - y[first])
            news += fresh[k] * each
            told += fresh[k]
            best = max(best, each)
            count += 1
    return x[first] + sx / total, y[first] + sy / total, count, max(news, best), told


@njit(cache=True)
def _near(x, y, slack, k, cx, cy, most):  # type: ignore[no-untyped-def]
    """Whether fix k, slack allowed, lies within most of a point."""
    dx, dy, far = x[k] - cx, y[k] - cy, most + slack[k]
    return dx * dx + dy * dy <= far * far


@njit(cache=True)
def _longest(first, last):  # type: ignore[no-untyped-def]
    """How many fixes the longest run has."""
    most = 0
    for s in range(len(first)):
        most = max(most, last[s] - first[s] + 1)
    return most


@njit(cache=True)
def _patient(time, before, after, most, burst):  # type: ignore[no-untyped-def]
    """Whether few fixes lie between two, and no wait among them is longer than most."""
    if after - before - 1 > burst:
        return False
    longest = 0
    for k in range(before, after):
        longest = max(longest, time[k + 1] - time[k])
    return longest <= most


@njit(cache=True, nogil=True)
def repair(  # type: ignore[no-untyped-def]
    time,
    x,
    y,
    precision,
    slack,
    fresh,
    first,
    last,
    member,
    shortest,
    rest,
    silence,
    pause,
    astray,
    near,
    burst,
    round_times,
    closest,
    astray_told,
):
    """Make stays whole that bad reception cut, then draw in their ends; see `repair` of `tests/oracles/stays.py`."""
    kept = member.copy()
    size = len(first)
    a, b, weight = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    cx, cy, known, told = np.empty(size), np.empty(size), np.empty(size), np.empty(size)
    healed = np.zeros(size, np.bool_)
    n = 0
    for s in range(size):
        a[n], b[n], healed[n] = first[s], last[s], False
        cx[n], cy[n], weight[n], known[n], told[n] = _place(x, y, precision, fresh, a[n], b[n], member)
        n += 1
        while n > 1:
            new, into = n - 1, -1
            wait = time[a[new]] - time[b[new - 1]]
            less = new - 1 if weight[new] > weight[new - 1] else new
            brief = time[b[less]] - time[a[less]] <= astray and told[less] <= astray_told
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
            told[into] += told[new]
            n = into + 1
    away, spare = np.empty((2, _longest(a[:n], b[:n])))
    for s in range(n):
        _draw_in(time, x, y, slack, a, b, s, cx[s], cy[s], healed[s], kept, shortest, near, round_times, closest, away, spare)
    return a[:n].copy(), b[:n].copy(), kept


@njit(cache=True)
def _ranked(values, spare, count, rank):  # type: ignore[no-untyped-def]
    """The value of a rank among the first count: split around one of three, again and again. Both arrays are written to."""
    # Each value is copied to both ends of the part left, and one end moves: the processor has no branch to guess.
    low, high = 0, count
    while high - low > _FEW:
        one, two, three = values[low], values[(low + high) // 2], values[high - 1]
        most = max(one, two, three) if 4 * (rank - low) > 3 * (high - low) else max(min(one, two), min(max(one, two), three))
        front, back = low, high - 1
        for k in range(low, high):
            spare[front] = values[k]
            spare[back] = values[k]
            below = int(values[k] < most)
            front += below
            back -= 1 - below
        values, spare = spare, values
        if rank < front:
            high = front
            continue
        low = front
        for k in range(front, high):
            if values[k] == most:
                values[k], values[low] = values[low], values[k]
                low += 1
        if rank < low:
            return most
    for k in range(low + 1, high):
        value, at = values[k], k
        while at > low and values[at - 1] > value:
            values[at] = values[at - 1]
            at -= 1
        values[at] = value
    return values[rank]


@njit(cache=True)
def _draw_in(time, x, y, slack, a, b, s, cx, cy, healed, kept, shortest, near, round_times, closest, away, spare):  # type: ignore[no-untyped-def]
    if not healed and _near(x, y, slack, a[s], cx, cy, closest) and _near(x, y, slack, b[s], cx, cy, closest):
        return
    count = 0
    for k in range(a[s], b[s] + 1):
        dx, dy = x[k] - cx, y[k] - cy
        away[count] = dx * dx + dy * dy
        count += kept[k]
    tight = max(round_times * np.sqrt(_ranked(away, spare, count, count // 2)), closest)
    begin, end = a[s], b[s]
    if healed:
        loose = max(tight, near)
        for k in range(a[s], b[s] + 1):
            kept[k] = _near(x, y, slack, k, cx, cy, loose)
    while begin <= b[s] and not (kept[begin] and _near(x, y, slack, begin, cx, cy, tight)):
        begin += 1
    while end > begin and not (kept[end] and _near(x, y, slack, end, cx, cy, tight)):
        end -= 1
    if begin > b[s] or time[end] - time[begin] < shortest:
        begin, end = a[s], b[s]
    kept[a[s] : begin] = False
    kept[end + 1 : b[s] + 1] = False
    kept[begin], kept[end] = True, True
    a[s], b[s] = begin, end


@njit(cache=True, nogil=True)
def summaries(time, x, y, precision, kind, tau, floor, member, first, last, share):  # type: ignore[no-untyped-def]
    """Centre, spread, standard error and number of member fixes of each run first..last."""
    size = len(first)
    cx, cy, radius, error = np.empty(size), np.empty(size), np.empty(size), np.empty(size)
    number = np.zeros(size, np.int64)
    before = np.empty(len(tau), np.int64)
    per_tau = 1.0 / tau
    away, spare = np.empty((2, _longest(first, last)))
    for s in range(size):
        before[:] = -1
        total = sx = sy = 0.0
        for k in range(first[s], last[s] + 1):
            if member[k]:
                code, weight = kind[k], precision[k]
                if before[code] >= 0:
                    weight *= min(1.0, max(floor, (time[k] - before[code]) * per_tau[code]))
                before[code] = time[k]
                total += weight
                sx += weight * (x[k] - x[first[s]])
                sy += weight * (y[k] - y[first[s]])
        cx[s], cy[s], error[s] = x[first[s]] + sx / total, y[first[s]] + sy / total, 1.0 / np.sqrt(total)
        count = 0
        for k in range(first[s], last[s] + 1):
            dx, dy = x[k] - cx[s], y[k] - cy[s]
            away[count] = dx * dx + dy * dy
            count += member[k]
        number[s] = count
        radius[s] = np.sqrt(_ranked(away, spare, count, max(int(np.ceil(share * count)) - 1, 0)))
    return cx, cy, radius, error, number
