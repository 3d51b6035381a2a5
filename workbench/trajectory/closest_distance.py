"""How close did the tag really come, given that every reported distance is off by some metres."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from workbench.position_error import TAU_S, TEMPER_FLOOR, Mixture
from workbench.trajectory.parameters import (
    CLOSEST_AT_REST,
    CLOSEST_EVERY_S,
    CLOSEST_FINE,
    CLOSEST_GATE,
    CLOSEST_LAST,
    CLOSEST_MOST_BINS,
    CLOSEST_MOVE_S,
    CLOSEST_PACES_MS,
    CLOSEST_QUANTILES,
    CLOSEST_REST_S,
    CLOSEST_SHARES,
    CLOSEST_TAIL,
)
from workbench.trajectory.trails import Floats, Ints

__all__ = ["Closest", "closest"]


class Closest(NamedTuple):
    """Least reported distance to an edge, and the interval of the true one, metres."""

    reported_m: float
    low_m: float
    high_m: float


def closest(time: Ints, distance: Floats, x: Floats, y: Floats, parts: Mixture, *, deepest_m: float = np.inf) -> Closest:
    """Say how close to an edge a tag truly came at any of its fixes."""
    # Every course of the distance over a grid is weighed at once: rest and movement follow one another, and who moves changes
    # the distance by any amount that walking or driving allows; at each fix it is weighed by the fix's error with its heavy
    # tails. So one wild fix does not count as an approach, and thirty fixes from one spot narrow the interval only as far as
    # their errors are new. The chance that the distance never fell below a value is that of all courses that keep above it; its
    # quantiles are a 90 % interval, which is widened to hold the least reported distance. Source: hidden Markov model on a grid
    # of distances, constrained by zeroing states; errors of fixes from one spot are tempered by their age as in
    # :mod:`workbench.position_error.error_mixture`. Coverage is measured by simulation in the tests.
    from workbench.trajectory.kernels.approaches import log_likelihood

    least = float(distance.min())
    at = _thinned(time, int(np.argmin(distance)))
    sigma = parts.s_m[at, 0]
    weight = _newness(time[at], x[at], y[at], sigma)
    low, high = _span(distance[at], sigma, deepest_m)
    step = max(float(sigma.min()) / CLOSEST_FINE, (high - low) / CLOSEST_MOST_BINS)
    edges = np.arange(low, high + step, step)
    seen = _seen(distance[at], edges + step / 2.0, Mixture(parts.weight[at], parts.s_m[at]), weight)
    seconds = np.diff(time[at], prepend=time[at[0]]) / 1e6
    reach = np.minimum(np.ceil(np.outer(seconds, CLOSEST_PACES_MS) / step), len(edges)).astype(np.int64)
    stays, goes = np.exp(-seconds / CLOSEST_REST_S), np.exp(-seconds / CLOSEST_MOVE_S)
    every = log_likelihood(seen, reach, np.array(CLOSEST_SHARES), stays, goes, CLOSEST_AT_REST, 0)

    @cache
    def below(floor: int) -> float:
        kept = log_likelihood(seen, reach, np.array(CLOSEST_SHARES), stays, goes, CLOSEST_AT_REST, floor)
        return float(-np.expm1(min(kept - every, 0.0)))

    ends = [_quantile(below, edges, step, q) for q in CLOSEST_QUANTILES]
    return Closest(least, min(ends[0], least), max(ends[1], least))


def _span(distance: Floats, sigma: Floats, deepest_m: float) -> tuple[float, float]:
    """Where the least distance can lie: the last bin stands for all farther away, and is beyond all but a few wild fixes."""
    low = max(float((distance - CLOSEST_TAIL * sigma).min()), -deepest_m)
    far = np.sort(distance + CLOSEST_TAIL * sigma)
    return low, max(float(far[min(len(far) - 1, 4 + len(far) // 5)]), low + float(sigma.min()))


def _thinned(time: Ints, keep: int) -> Ints:
    """Leave out fixes that follow another within a few seconds, but never the given one."""
    slot = (time - time[0]) // round(CLOSEST_EVERY_S * 1e6)
    first = np.ones(len(time), bool)
    first[1:] = slot[1:] != slot[:-1]
    first[keep] = True
    return np.flatnonzero(first)


def _newness(time: Ints, x: Floats, y: Floats, sigma: Floats) -> Floats:
    """Weigh fixes from one spot by their age; the first fix at another spot counts in full."""
    from workbench.trajectory.kernels.approaches import pieces

    age = np.diff(time, prepend=time[0]) / 1e6 / (CLOSEST_LAST * TAU_S["gnss"][1])
    weight = np.clip(age, TEMPER_FLOOR, 1.0)
    label = pieces(x, y, sigma, weight, CLOSEST_GATE)
    weight[np.diff(label, prepend=-1) > 0] = 1.0
    return weight


def _seen(distance: Floats, bins: Floats, parts: Mixture, weight: Floats) -> Floats:
    z = (distance[:, None] - bins[None]) ** 2
    z[:, -1] = np.maximum(bins[-1] - distance, 0.0) ** 2
    density = np.zeros_like(z)
    for k in range(parts.weight.shape[1]):
        s = parts.s_m[:, k, None]
        density += parts.weight[:, k, None] / s * np.exp(-0.5 * z / (s * s))
    density /= density.max(axis=1, keepdims=True)
    return np.maximum(density, 1e-300) ** weight[:, None]


def _quantile(below: Callable[[int], float], edges: Floats, step: float, share: float) -> float:
    """Find by halving where the chance of having been below an edge passes a share, then draw a line between edges."""
    left, right = 0, len(edges)
    chance = {0: 0.0, len(edges): 1.0}
    while right - left > 1:
        middle = (left + right) // 2
        chance[middle] = below(middle)
        left, right = (middle, right) if chance[middle] < share else (left, middle)
    rise = chance[right] - chance[left]
    return float(edges[left] + step * ((share - chance[left]) / rise if rise > 0 else 0.5))
