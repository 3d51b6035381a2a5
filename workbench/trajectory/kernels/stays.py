"""Compiled loops of the accuracy-aware stays. Twins in plain numpy: `tests/oracles/stays.py`."""

from __future__ import annotations

import numpy as np

from workbench.base import njit

_AXES, _UP = 8, 4
_TURN = np.array([[np.cos(a * np.pi / _AXES), np.sin(a * np.pi / _AXES)] for a in range(_AXES)])
_SURE = 3.0
_R95 = np.sqrt(-2.0 * np.log(0.05))
_NARROW = np.cos(np.pi / (2 * _AXES))
_HAIR = 1e-6


@njit(cache=True)
def _within(x, y, k, cx, cy, most):  # type: ignore[no-untyped-def]
    """Whether fix k lies within most of a point."""
    dx, dy = x[k] - cx, y[k] - cy
    return most >= 0.0 and dx * dx + dy * dy <= most * most


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
def _admit(x, y, slack, low, high, member, reach):  # type: ignore[no-untyped-def]
    """Let the members from low to high, both included, widen the reach in sixteen directions."""
    for k in range(low, high + 1):
        if member[k]:
            for a in range(_AXES):
                p = _TURN[a, 0] * x[k] + _TURN[a, 1] * y[k]
                reach[a, 0], reach[a, 1] = max(reach[a, 0], p - slack[k]), max(reach[a, 1], -p - slack[k])


@njit(cache=True)
def _farthest(x, y, slack, first, last, member, ax, ay):  # type: ignore[no-untyped-def]
    """How far from a point the farthest member is, slack allowed."""
    most = -np.inf
    for k in range(first, last + 1):
        if member[k]:
            dx, dy = x[k] - ax, y[k] - ay
            most = max(most, np.sqrt(dx * dx + dy * dy) - slack[k])
    return most


@njit(cache=True, nogil=True)
def dwells(time, x, y, slack, limit, shortest, silence, leave):  # type: ignore[no-untyped-def]
    """First and last fix of each dwell, and which fixes belong to one; see `dwells` of `tests/oracles/stays.py`."""
    # Most fixes are settled by their distance from one point: if it and the farthest member's together are within the limit
    # they join. Only for the others the members are looked at in sixteen directions. The point is the first fix, later the
    # middle of the members; beyond the limit from the first fix none joins.
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
            if hopeless and _within(x, y, k, x[i], y[i], limit + slack[k] + slack[i]):
                hopeless = False
        last, away, wild, k, widest = i, 0, 0, i + 1, slack[i]
        if not hopeless:
            reach[:] = -np.inf
            member[i] = True
            seen, farthest, ax, ay, based = i, -slack[i], x[i], y[i], 0
            while k < size and time[k] - time[last] <= silence:
                dx, dy = x[k] - ax, y[k] - ay
                far, joins = np.sqrt(dx * dx + dy * dy) - slack[k], True
                if far + farthest > limit - _HAIR:
                    joins = based > 0 or far - slack[i] <= limit
                    if joins:
                        _admit(x, y, slack, seen, last, member, reach)
                        seen = last + 1
                        joins = _joins(x, y, slack, k, i, member, reach, widest, limit)
                    if joins and k - i > 2 * based:
                        based, ax, ay = k - i, 0.5 * (reach[0, 0] - reach[0, 1]), 0.5 * (reach[_UP, 0] - reach[_UP, 1])
                        farthest = _farthest(x, y, slack, i, last, member, ax, ay)
                        dx, dy = x[k] - ax, y[k] - ay
                        far = np.sqrt(dx * dx + dy * dy) - slack[k]
                if joins:
                    member[k] = True
                    farthest, widest = max(farthest, far), max(widest, slack[k])
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
def _fit(x, y, weight, fresh, first, last, member, half, limit):  # type: ignore[no-untyped-def]
    """Centre of the members of a run, their weight, how far from it they may lie, how precisely they tell it. One pass."""
    # The reach is half a diameter, more where the members are more scattered; the precision is what the members say anew, but
    # no less than the best of them says alone.
    total = sx = sy = news = best = ux = uy = square = 0.0
    count = 0
    for k in range(first, last + 1):
        if member[k]:
            px, py, w = x[k] - x[first], y[k] - y[first], weight[k]
            total += w
            sx += w * px
            sy += w * py
            news += fresh[k] * w
            best = max(best, w)
            ux += px
            uy += py
            square += px * px + py * py
            count += 1
    cx, cy = sx / total, sy / total
    square = max(square - 2.0 * (cx * ux + cy * uy) + count * (cx * cx + cy * cy), 0.0)
    reach = min(limit, max(half, _R95 * np.sqrt(0.5 * square / count)))
    return x[first] + cx, y[first] + cy, total, reach, max(news, best)


@njit(cache=True)
def _take_in(x, y, slack, cx, cy, first, last, member, reach, half, limit):  # type: ignore[no-untyped-def]
    """Make members of all fixes of a run within reach of a point; gives the reach of all members then."""
    square, count = 0.0, 0
    for k in range(first, last + 1):
        dx, dy = x[k] - cx, y[k] - cy
        far = dx * dx + dy * dy
        if not member[k]:
            member[k] = far <= (reach + slack[k]) * (reach + slack[k])
        if member[k]:
            square += far
            count += 1
    return min(limit, max(half, _R95 * np.sqrt(0.5 * square / count)))


@njit(cache=True)
def _lasting(time, slack, first, last, member, half, limit, pace, shortest):  # type: ignore[no-untyped-def]
    """Whether a stay took longer than a walk across it, doubt included, or its fixes of little doubt lasted by themselves."""
    begin, end = first, last
    while begin <= last and not (member[begin] and slack[begin] <= half):
        begin += 1
    while end > begin and not (member[end] and slack[end] <= half):
        end -= 1
    if begin <= last and time[end] - time[begin] >= shortest:
        return True
    some = np.empty(last - first + 1)
    count = 0
    for k in range(first, last + 1):
        if member[k]:
            some[count] = slack[k]
            count += 1
    doubt = np.partition(some[:count], count // 2)[count // 2]
    return time[last] - time[first] >= (limit + 2.0 * doubt) / pace


@njit(cache=True)
def _strays(x, y, slack, cx, cy, first, last, far, leave):  # type: ignore[no-untyped-def]
    """Whether so many fixes in a row, strictly between two, lie farther than far from a point."""
    away = 0
    for k in range(first + 1, last):
        away = 0 if _within(x, y, k, cx, cy, far + slack[k]) else away + 1
        if away == leave:
            return True
    return False


@njit(cache=True)
def _extend(time, x, y, slack, cx, cy, at, bound, step, reach, silence, leave, member):  # type: ignore[no-untyped-def]
    """Walk from fix at towards bound (not into it) while fixes keep coming within reach of a point; gives the last such."""
    away, k = 0, at + step
    while k != bound and abs(time[k] - time[at]) <= silence and away < leave:
        if _within(x, y, k, cx, cy, reach + slack[k]):
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


@njit(cache=True, nogil=True)
def join(  # type: ignore[no-untyped-def]
    time, x, y, precision, slack, fresh, firsts, lasts, member, shortest, silence, near, soon, far, limit, leave, pace
):
    """Fit dwells to their place, join those that are one; see `join` of `tests/oracles/stays.py`."""
    member, half = member.copy(), 0.5 * limit
    first, last = np.empty(len(firsts), np.int64), np.empty(len(firsts), np.int64)
    mx, my, weight, reach, known = np.empty((5, len(firsts)))
    kept = 0
    for s in range(len(firsts)):
        a, b = firsts[s], lasts[s]
        fitted = _fit(x, y, precision, fresh, a, b, member, half, limit)
        cx, cy = fitted[0], fitted[1]
        while a < b and not (member[a] and _within(x, y, a, cx, cy, half + slack[a])):
            member[a] = False
            a += 1
        while b > a and not (member[b] and _within(x, y, b, cx, cy, half + slack[b])):
            member[b] = False
            b -= 1
        if a == b or time[b] - time[a] < shortest:
            member[a : b + 1] = False
            continue
        if a > firsts[s] or b < lasts[s]:
            fitted = _fit(x, y, precision, fresh, a, b, member, half, limit)
        first[kept], last[kept] = a, b
        mx[kept], my[kept], weight[kept], reach[kept], known[kept] = fitted
        kept += 1
    _grow(time, x, y, slack, mx, my, first, last, kept, reach, silence, leave, member)
    count = 0
    for s in range(kept):
        p = count - 1
        close = near + _SURE * np.sqrt(1.0 / known[s] + 1.0 / known[p]) if count > 0 else 0.0
        if (
            count > 0
            and time[first[s]] - time[last[p]] < soon
            and np.hypot(mx[s] - mx[p], my[s] - my[p]) < close
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
        reach[s] = _take_in(x, y, slack, mx[s], my[s], first[s], last[s], member, reach[s], half, limit)
    _grow(time, x, y, slack, mx, my, first, last, count, reach, silence, leave, member)
    kept = 0
    for s in range(count):
        if _lasting(time, slack, first[s], last[s], member, half, limit, pace, shortest):
            first[kept], last[kept] = first[s], last[s]
            kept += 1
        else:
            member[first[s] : last[s] + 1] = False
    return first[:kept].copy(), last[:kept].copy(), member
