"""How far the claims that were validated carry: beyond it a likelihood ratio is an extrapolation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.validation.metrics import pair

__all__ = ["empirical_bounds"]

Floats = NDArray[np.float64]

_STEP = 0.01
_LIMIT = 9.0


def empirical_bounds(log10_lr: ArrayLike, labels: ArrayLike) -> tuple[float, float]:
    """Find the strengths beyond which a decision by these likelihood ratios is no better than one without them."""
    # One misleading claim that did not occur is added to each class, as the next one might. Source: empirical upper and lower
    # bound, Vergeer et al. 2016; agrees with the package lir.
    x, y = pair(log10_lr, labels)
    x = np.clip(x, -_LIMIT, _LIMIT)
    least = max(float(x.min()), -np.log10(y.sum() + 1))
    most = min(float(x.max()), np.log10((~y).sum() + 1))
    first, last = min(0, int(least // _STEP)), max(0, int(most // _STEP) + 1)
    at = np.linspace(first * _STEP, last * _STEP, last - first + 1)
    plain = _utility(np.zeros_like(x), y, at, extra=0)
    useful = plain / _utility(x, y, at, extra=1) >= 1.0
    low = np.max(at[(at <= 0) & ~useful] + _STEP, initial=at[0])
    high = np.min(at[(at >= 0) & ~useful] - _STEP, initial=at[-1])
    return min(float(low), 0.0), max(float(high), 0.0)


def _utility(x: Floats, y: NDArray[np.bool_], at: Floats, *, extra: int) -> Floats:
    """Cost of accepting every claim above each threshold, with extra misleading claims in both classes."""
    missed = (np.array([(x[y] <= a).sum() for a in at]) + extra) / (y.sum() + extra)
    wrong = (np.array([(x[~y] > a).sum() for a in at]) + extra) / ((~y).sum() + extra)
    return np.asarray(missed + 10.0**at * wrong)
