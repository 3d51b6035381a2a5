"""The best calibration that keeps the order of the strengths, and what is lost against it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression

from workbench.validation.metrics import cllr, pair

__all__ = ["cllr_min", "devpav", "pav"]


def pav(log10_lr: ArrayLike, labels: ArrayLike) -> NDArray[np.float64]:
    """Recalibrate strengths by pooling adjacent violators, both classes with equal weight."""
    # Source: isotonic regression (SciPy) on the labels.
    x, y = pair(log10_lr, labels)
    share = float(y.mean())
    weight = np.where(y, 1.0 - share, share)
    _, back = np.unique(x, return_inverse=True)
    total = np.bincount(back, weight)
    chance = np.bincount(back, weight * y) / total
    fitted = np.clip(isotonic_regression(chance, weights=total).x, 0.0, 1.0)[back]
    with np.errstate(divide="ignore"):
        return np.asarray(np.log10(fitted) - np.log10(1.0 - fitted), float)


def cllr_min(log10_lr: ArrayLike, labels: ArrayLike) -> float:
    """Give the cost that would remain after the best calibration: what the strengths cannot tell apart."""
    # Source: Bruemmer and du Preez 2006.
    return cllr(pav(log10_lr, labels), labels)


def devpav(log10_lr: ArrayLike, labels: ArrayLike) -> float:
    """Give the mean distance between the strengths and the best calibration of them."""
    # Source: Vergeer et al. 2021; agrees with the package lir.
    x, y = pair(log10_lr, labels)
    at, first = np.unique(x, return_index=True)
    best = pav(x, y)[first]
    mixed = np.isfinite(best)
    if not mixed.any():
        return float("nan")
    if np.isinf(at[mixed]).any():
        return float("inf")
    at, away = at[mixed], (best - at)[mixed]
    if len(at) == 1:
        return float(abs(away[0]))
    width, a, b = np.diff(at), away[:-1], away[1:]
    crossing = a * b < 0
    total = np.abs(a) + np.abs(b)
    area = np.where(crossing, (a * a + b * b) / np.where(crossing, 2.0 * total, 1.0), total / 2.0) * width
    return float(area.sum() / (at[-1] - at[0]))
