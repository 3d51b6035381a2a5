"""Fits to the errors of fixes whose truth is known: scale, heavy tails, and how long one error lasts. Arrays in, numbers out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

__all__ = ["Shape", "fit_lasting_s", "fit_scale", "fit_shape", "quantile", "share_within"]

Floats = NDArray[np.float64]

_RAYLEIGH_MEDIAN = 1.1774100225154747
_ROUNDS = 300
_LEAST_SHAPE = 50
_LAGS = np.concatenate([np.arange(30.0, 600.0, 60.0), np.geomspace(600.0, 14400.0, 16)])
_CLIP = 4.0


class Shape(NamedTuple):
    """Parts of an error, in units of its main part: weights that sum to 1, and multipliers of which the first is 1."""

    weight: tuple[float, ...]
    times: tuple[float, ...]


def fit_scale(ratio: Floats) -> float:
    """Give the robust scale of errors: their median over that of a round normal law of scale 1."""
    # Median of the Rayleigh law, see docs/methods.md#measured.
    return float(np.median(ratio)) / _RAYLEIGH_MEDIAN


def fit_shape(ratio: Floats, start: Shape) -> tuple[float, Shape]:
    """Fit the main scale and the parts of a mixture of round normal laws to errors."""
    # Source: expectation maximisation for a mixture of Rayleigh laws. The robust scale alone would take part of the tails for
    # width: 7 % too much with the shipped shape.
    weight, times = np.array(start.weight), np.array(start.times)
    if len(ratio) < _LEAST_SHAPE:
        return float(np.median(ratio)) / quantile(start, 0.5), start
    s2 = (times * float(np.median(ratio)) / quantile(start, 0.5)) ** 2
    squared = np.maximum(ratio, 1e-6) ** 2
    for _ in range(_ROUNDS):
        dense = weight / s2 * np.exp(-0.5 * squared[:, None] / s2)
        shares = dense / np.maximum(dense.sum(axis=1, keepdims=True), 1e-300)
        count = shares.sum(axis=0)
        weight = count / count.sum()
        fitted = (shares * squared[:, None]).sum(axis=0) / np.maximum(2.0 * count, 1e-12)
        s2 = np.where(count > 1.0, np.maximum(fitted, 1e-9), s2)
    order = np.argsort(s2, kind="stable")
    main = int(np.argmax(weight))
    scale = float(np.sqrt(s2[main]))
    ranked = [main, *[int(i) for i in order if i != main]]
    return scale, Shape(tuple(float(weight[i]) for i in ranked), tuple(float(np.sqrt(s2[i])) / scale for i in ranked))


def share_within(shape: Shape, radius_ratio: Floats | float) -> Floats:
    """Give the share of errors within a radius."""
    # Source: Rayleigh law of each part.
    r = np.asarray(radius_ratio, float)[..., None] / np.array(shape.times)
    return np.asarray((np.array(shape.weight) * -np.expm1(-0.5 * r * r)).sum(axis=-1))


def quantile(shape: Shape, level: float) -> float:
    """Give the radius that holds a share of the errors."""
    # Source: root of :func:`share_within`.
    return float(brentq(lambda r: float(share_within(shape, r)) - level, 0.0, 40.0 * max(shape.times)))


def fit_lasting_s(time_s: Floats, east: Floats, north: Floats, visit: NDArray[np.int64]) -> float:
    """Find how long one error lasts: the time in which its autocorrelation falls to 1/e."""
    # Source: least squares of an exponential on the correlation in bins of lag; errors beyond four scales are cut to four.
    x, y = np.clip(east, -_CLIP, _CLIP), np.clip(north, -_CLIP, _CLIP)
    variance = float((x * x + y * y).mean()) if len(x) else 0.0
    total, count = np.zeros(len(_LAGS) - 1), np.zeros(len(_LAGS) - 1)
    for step in range(1, len(x)):
        same = visit[step:] == visit[:-step]
        lag = time_s[step:] - time_s[:-step]
        near = same & (lag < _LAGS[-1]) & (lag >= _LAGS[0])
        if not (same & (lag < _LAGS[-1])).any():
            break
        at = np.searchsorted(_LAGS, lag[near], "right") - 1
        product = (x[step:] * x[:-step] + y[step:] * y[:-step])[near]
        total += np.bincount(at, product, len(total))
        count += np.bincount(at, minlength=len(count))
    if count.sum() < _LEAST_SHAPE or variance <= 0:
        return float("nan")
    used = count > 0
    found = total[used] / count[used] / variance
    middle = 0.5 * (_LAGS[:-1] + _LAGS[1:])[used]
    tries = np.geomspace(10.0, 4 * 3600.0, 400)
    cost = (count[used] * (found - np.exp(-middle / tries[:, None])) ** 2).sum(axis=1)
    return float(tries[int(np.argmin(cost))])
