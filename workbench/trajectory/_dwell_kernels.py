"""Compiled loops of the accuracy-aware stays: plain arrays in, plain arrays out, no policy. Twins in plain numpy: `twins`."""

from __future__ import annotations

import numpy as np
from numba import njit

_AXES = 8
_TURN = np.array([[np.cos(a * np.pi / _AXES), np.sin(a * np.pi / _AXES)] for a in range(_AXES)])
_SURE = 3.0
_R95 = np.sqrt(-2.0 * np.log(0.05))
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
    worst = -np.inf
    for m in range(first, k):
        if member[m]:
            worst = max(worst, np.hypot(x[k] - x[m], y[k] - y[m]) - slack[k] - slack[m])
    return worst <= limit


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
def _reach(x, y, cx, cy, first, last, member, half, limit):  # type: ignore[no-untyped-def]
    """How far from its centre a stay's fixes may lie: half a diameter, more where they themselves are more scattered."""
    square, count = 0.0, 0
    for k in range(first, last + 1):
        if member[k]:
            square += (x[k] - cx) ** 2 + (y[k] - cy) ** 2
            count += 1
    return min(limit, max(half, _R95 * np.sqrt(0.5 * square / count)))


@njit(cache=True)
def _known(sigma, fresh, first, last, member):  # type: ignore[no-untyped-def]
    """Precision of a centre: what its fixes say anew, but no less than the best of them says alone."""
    total = best = 0.0
    for k in range(first, last + 1):
        if member[k]:
            each = 1.0 / (sigma[k] * sigma[k])
            total += fresh[k] * each
            best = max(best, each)
    return max(total, best)


@njit(cache=True)
def _doubt(slack, first, last, member):  # type: ignore[no-untyped-def]
    """Median slack of the fixes that count."""
    some = np.empty(last - first + 1)
    count = 0
    for k in range(first, last + 1):
        if member[k]:
            some[count] = slack[k]
            count += 1
    return np.partition(some[:count], count // 2)[count // 2]


@njit(cache=True)
def _sharp(time, slack, first, last, member, most):  # type: ignore[no-untyped-def]
    """How long the fixes of little doubt among those that count lasted; -1 without any."""
    begin, end = -1, -1
    for k in range(first, last + 1):
        if member[k] and slack[k] <= most:
            begin, end = (k if begin < 0 else begin), k
    return time[end] - time[begin] if begin >= 0 else -1


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
def _extend(time, x, y, slack, cx, cy, at, bound, step, reach, silence, leave, member):  # type: ignore[no-untyped-def]
    """Walk from fix at towards bound (not into it) while fixes keep coming within reach of a point; gives the last such."""
    away, k = 0, at + step
    while k != bound and abs(time[k] - time[at]) <= silence and away < leave:
        if np.hypot(x[k] - cx, y[k] - cy) - slack[k] <= reach:
            member[k] = True
            at, away = k, 0
        else:
            away += 1
        k += step
    return at


@njit(cache=True)
def _grow(time, x, y, slack, mx, my, first, last, count, reach, silence, leave, member):  # type: ignore[no-untyped-def]
    """Let the ends of each stay walk outwards, no farther than the stays beside it."""
    for s in range(count):
        before, after = last[s - 1] if s > 0 else -1, first[s + 1] if s + 1 < count else len(time)
        first[s] = _extend(time, x, y, slack, mx[s], my[s], first[s], before, -1, reach[s], silence, leave, member)
        last[s] = _extend(time, x, y, slack, mx[s], my[s], last[s], after, 1, reach[s], silence, leave, member)


@njit(cache=True)
def join(  # type: ignore[no-untyped-def]
    time, x, y, sigma, slack, fresh, firsts, lasts, member, shortest, silence, near, soon, far, limit, leave, pace
):
    """Fit dwells to their place, join those that are one; see `twins.join` for the rule in plain words."""
    member, half = member.copy(), 0.5 * limit
    first, last = np.empty(len(firsts), np.int64), np.empty(len(firsts), np.int64)
    mx, my, weight, reach, known = np.empty((5, len(firsts)))
    kept = 0
    for s in range(len(firsts)):
        a, b = firsts[s], lasts[s]
        cx, cy, _ = _centre(x, y, sigma, a, b, member)
        while a < b and (not member[a] or np.hypot(x[a] - cx, y[a] - cy) - slack[a] > half):
            member[a] = False
            a += 1
        while b > a and (not member[b] or np.hypot(x[b] - cx, y[b] - cy) - slack[b] > half):
            member[b] = False
            b -= 1
        if a == b or time[b] - time[a] < shortest:
            member[a:b + 1] = False
            continue
        first[kept], last[kept] = a, b
        mx[kept], my[kept], weight[kept] = _centre(x, y, sigma, a, b, member)
        reach[kept] = _reach(x, y, mx[kept], my[kept], a, b, member, half, limit)
        known[kept] = _known(sigma, fresh, a, b, member)
        kept += 1
    _grow(time, x, y, slack, mx, my, first, last, kept, reach, silence, leave, member)
    count = 0
    for s in range(kept):
        p = count - 1
        close = near + _SURE * np.sqrt(1.0 / known[s] + 1.0 / known[p]) if count > 0 else 0.0
        if (
            count > 0 and time[first[s]] - time[last[p]] < soon and np.hypot(mx[s] - mx[p], my[s] - my[p]) < close
            and not _strays(x, y, slack, mx[p], my[p], last[p], first[s], far, leave)
        ):
            last[p] = last[s]
            both = weight[p] + weight[s]
            mx[p], my[p] = (mx[p] * weight[p] + mx[s] * weight[s]) / both, (my[p] * weight[p] + my[s] * weight[s]) / both
            weight[p], reach[p], known[p] = both, max(reach[p], reach[s]), known[p] + known[s]
        else:
            first[count], last[count], weight[count], known[count] = first[s], last[s], weight[s], known[s]
            mx[count], my[count], reach[count] = mx[s], my[s], reach[s]
            count += 1
    for s in range(count):
        for k in range(first[s], last[s] + 1):
            if np.hypot(x[k] - mx[s], y[k] - my[s]) - slack[k] <= reach[s]:
                member[k] = True
        reach[s] = _reach(x, y, mx[s], my[s], first[s], last[s], member, half, limit)
    _grow(time, x, y, slack, mx, my, first, last, count, reach, silence, leave, member)
    kept = 0
    for s in range(count):
        crossing = (limit + 2.0 * _doubt(slack, first[s], last[s], member)) / pace
        if time[last[s]] - time[first[s]] >= crossing or _sharp(time, slack, first[s], last[s], member, half) >= shortest:
            first[kept], last[kept] = first[s], last[s]
            kept += 1
        else:
            member[first[s]:last[s] + 1] = False
    return first[:kept].copy(), last[:kept].copy(), member
