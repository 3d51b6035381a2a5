"""Compiled loops over whole columns of fixes: plain arrays in, plain arrays out, no policy.

Long arrays to be filled come from outside: numpy gets memory for them in larger pages, which halves the time of a loop.
"""

from __future__ import annotations

import numpy as np

from workbench.base import njit

_NEVER = np.int64(np.iinfo(np.int64).min)


@njit(cache=True)
def changes(offsets, text):  # type: ignore[no-untyped-def]
    """Where a text differs from the one before it; texts lie end to end, each from its offset to the next."""
    size = len(offsets) - 1
    found = np.empty(size, np.int64)
    count = 0
    for i in range(size):
        low, length = offsets[i], offsets[i + 1] - offsets[i]
        same = i > 0 and length == low - offsets[i - 1]
        if same:
            for k in range(low, low + length):
                if text[k] != text[k - length]:
                    same = False
                    break
        if not same:
            found[count] = i
            count += 1
    return found[:count].copy()


@njit(cache=True)
def even(offsets, width):  # type: ignore[no-untyped-def]
    """Whether all texts are of one length."""
    others = 0
    for i in range(len(offsets) - 1):
        others += offsets[i + 1] - offsets[i] != width
    return others == 0


@njit(cache=True)
def kept(time, code, quality, ignored, rows):  # type: ignore[no-untyped-def]
    """Fill in the rows that carry weight, the first of each time of one wearer; how many, and whether they stand in order."""
    count, behind = 0, 0
    when, who = np.int64(0), np.int32(-2)
    for i in range(len(time)):
        weighs = quality[i] & ignored == 0
        same = code[i] == who
        behind += weighs & ((code[i] < who) | (same & (time[i] < when)))
        weighs &= not (same & (time[i] == when))
        rows[count] = i
        count += weighs
        who, when = (code[i], time[i]) if weighs else (who, when)
    return count, behind == 0


@njit(cache=True, nogil=True)
def flat(lon, lat, lon0, lat0, wide, high, a, b, x, y):  # type: ignore[no-untyped-def]
    """Fill in metres east and north by the series of a local frame; gives how many positions lie where it holds."""
    per_lon, per_lat, near = 1.0 / wide, 1.0 / high, 0
    for i in range(len(lon)):
        u, v = (lon[i] - lon0) * per_lon, (lat[i] - lat0) * per_lat
        w = u * u
        near += (w <= 1.0) & (v * v <= 1.0)
        one = a[0] + v * (a[1] + v * (a[2] + v * (a[3] + v * (a[4] + v * a[5]))))
        three = a[6] + v * (a[7] + v * (a[8] + v * a[9]))
        five = a[10] + v * a[11]
        x[i] = u * (one + w * (three + w * five))
        none = b[0] + v * (b[1] + v * (b[2] + v * (b[3] + v * (b[4] + v * (b[5] + v * b[6])))))
        two = b[7] + v * (b[8] + v * (b[9] + v * (b[10] + v * b[11])))
        four = b[12] + v * (b[13] + v * b[14])
        y[i] = none + w * (two + w * (four + w * b[15]))
    return near


@njit(cache=True, nogil=True)
def beside(values, low, high):  # type: ignore[no-untyped-def]
    """How many values are below low, and how many above high."""
    below = above = 0
    for i in range(len(values)):
        below += values[i] < low
        above += values[i] > high
    return below, above


@njit(cache=True)
def between(values, low, high, inside):  # type: ignore[no-untyped-def]
    """Fill in the values above low and up to high; how many are below low, how many equal it, how many were filled in."""
    below = same = count = 0
    for i in range(len(values)):
        value = values[i]
        below += value < low
        same += value == low
        inside[count] = value
        count += (value > low) & (value <= high)
    return below, same, count


@njit(cache=True)
def waits(time, first, last, rest, move):  # type: ignore[no-untyped-def]
    """Fill in the times from one fix to the next, within stays (in time order) and elsewhere; gives how many of each."""
    a = b = i = 0
    for s in range(len(first) + 1):
        low = first[s] if s < len(first) else len(time) - 1
        high = last[s] if s < len(first) else i
        while i < low:
            move[b] = time[i + 1] - time[i]
            i, b = i + 1, b + 1
        while i < high:
            rest[a] = time[i + 1] - time[i]
            i, a = i + 1, a + 1
    return a, b


@njit(cache=True)
def up_to(time, first, last, most, less):  # type: ignore[no-untyped-def]
    """How many waits within stays (in time order) there are, how many are most or less; how many elsewhere are below less."""
    count = short = brief = 0
    for s in range(len(first)):
        count += last[s] - first[s]
        for i in range(first[s], last[s]):
            wait = time[i + 1] - time[i]
            short += wait <= most
            brief -= wait < less
    for i in range(len(time) - 1):
        brief += time[i + 1] - time[i] < less
    return count, short, brief


@njit(cache=True)
def errors(  # type: ignore[no-untyped-def]
    time, radius, level, kind, optimism, default, tau, floor_m, floor_share, unknown, half, precision, slack, fresh
):
    """Fill in, for each fix of one wearer at rest, one over sigma squared, by how much three sigmas exceed half, its news."""
    # Gives whether every level is a share.
    before = np.full(len(tau), _NEVER)
    per_tau = 1e-6 / tau
    lately, root = np.nan, np.nan
    for i in range(len(time)):
        k = kind[i]
        if np.isfinite(radius[i]):
            share = unknown if np.isnan(level[i]) else level[i]
            if share != lately:
                if share <= 0.0 or share >= 1.0:
                    return False
                lately, root = share, np.sqrt(-2.0 * np.log1p(-share))
            sigma = max(optimism[k] * (radius[i] / root), floor_m)
        else:
            sigma = max(default[k], floor_m)
        precision[i], slack[i], fresh[i] = 1.0 / (sigma * sigma), max(3.0 * sigma - half, 0.0), 1.0
        if before[k] != _NEVER:
            fresh[i] = min(max((time[i] - before[k]) * per_tau[k], floor_share), 1.0)
        before[k] = time[i]
    return True


@njit(cache=True)
def in_boxes(lon, lat, boxes):  # type: ignore[no-untyped-def]
    """Whether any position lies in any box (west, south, east, north)."""
    for b in range(len(boxes)):
        inside = 0
        for i in range(len(lon)):
            inside += (lon[i] >= boxes[b, 0]) & (lon[i] <= boxes[b, 2]) & (lat[i] >= boxes[b, 1]) & (lat[i] <= boxes[b, 3])
        if inside > 0:
            return True
    return False
