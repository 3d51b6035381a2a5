"""Compiled loops of the approaches: plain arrays in, plain arrays out, no policy. Twins in plain numpy are in the tests."""

from __future__ import annotations

import numpy as np

from workbench.base import njit


@njit(cache=True)
def accumulate(odds, weight, low, high):  # type: ignore[no-untyped-def]
    """Running sum of weighted log odds, kept between low and high, beginning at low."""
    total = np.empty(len(odds))
    now = low
    for i in range(len(odds)):
        now = min(max(now + weight[i] * odds[i], low), high)
        total[i] = now
    return total


@njit(cache=True)
def pieces(x, y, sigma, weight, gate):  # type: ignore[no-untyped-def]
    """Number consecutive fixes that may all come from one spot: each within gate sigmas of the running mean before it."""
    label = np.zeros(len(x), np.int64)
    total = sx = sy = 0.0
    now = 0
    for i in range(len(x)):
        if total > 0.0:
            away = np.hypot(x[i] - sx / total, y[i] - sy / total)
            if away > gate * np.sqrt(sigma[i] * sigma[i] + 1.0 / total):
                now += 1
                total = sx = sy = 0.0
        w = weight[i] / (sigma[i] * sigma[i])
        total, sx, sy = total + w, sx + w * x[i], sy + w * y[i]
        label[i] = now
    return label


@njit(cache=True)
def _spread(mass, reach, share, into):  # type: ignore[no-untyped-def]
    """Add to each bin its share of the mass that moves, evenly, up to reach bins either way and not over the ends."""
    size = len(mass)
    edge = np.zeros(size + 1)
    for i in range(size):
        first, last = max(i - reach, 0), min(i + reach, size - 1)
        each = share * mass[i] / (last - first + 1)
        edge[first] += each
        edge[last + 1] -= each
    total = 0.0
    for i in range(size):
        total += edge[i]
        into[i] += total


@njit(cache=True)
def log_likelihood(seen, reach, share, stays, goes, begin, floor):  # type: ignore[no-untyped-def]
    """Log likelihood of every path over the bins that never goes below bin floor, at rest or on the move."""
    # seen[i, b] is the likelihood of fix i in bin b. Before fix i who is at rest stays so with chance stays[i], who moves goes
    # on with chance goes[i]; of those that move share[k] spread evenly within reach[i, k] bins. A share begin is at rest at
    # first.
    count, size = seen.shape
    rest, move = np.full(size, begin / size), np.full(size, (1.0 - begin) / size)
    result = 0.0
    for i in range(count):
        if i > 0:
            leaving = goes[i] * move + (1.0 - stays[i]) * rest
            rest = stays[i] * rest + (1.0 - goes[i]) * move
            move = np.zeros(size)
            for k in range(len(share)):
                _spread(leaving, reach[i, k], share[k], move)
        rest[:floor] = 0.0
        move[:floor] = 0.0
        rest *= seen[i]
        move *= seen[i]
        total = rest.sum() + move.sum()
        if total <= 0.0:
            return -np.inf
        result += np.log(total)
        rest /= total
        move /= total
    return result
