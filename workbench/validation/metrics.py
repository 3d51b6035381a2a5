"""How good a set of strengths is, when it is known which claims are true; arrays in, numbers out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression
from scipy.special import expit, logit

from workbench.base import InputError, wilson

__all__ = [
    "MISLEADING_AT",
    "brier",
    "cllr",
    "cllr_min",
    "cross_entropy",
    "devpav",
    "empirical_bounds",
    "misleading",
    "pair",
    "pav",
    "posterior",
    "reliability",
    "tippett",
]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_LN10 = float(np.log(10.0))
_LN2 = float(np.log(2.0))


def pair(log10_lr: ArrayLike, labels: ArrayLike) -> tuple[Floats, Bools]:
    """Take strengths and labels as arrays of one length, with both classes among them."""
    x, y = np.asarray(log10_lr, float).ravel(), np.asarray(labels).astype(bool).ravel()
    if len(x) != len(y):
        raise InputError(f"{len(x)} strengths cannot be scored with {len(y)} labels.", where="labels", do="Give one label each.")
    if np.isnan(x).any():
        raise InputError("A strength is not a number.", where="log10_lr", do="Leave out the claims without a strength.")
    if y.all() or not y.any():
        raise InputError("A score needs true and false claims.", where="labels", do="Sample more claims.")
    return x, y


def cllr(log10_lr: ArrayLike, labels: ArrayLike) -> float:
    """Give the cost of a set of likelihood ratios: 0 is perfect, 1 is what saying nothing costs, above 1 is harmful."""
    # Source: Bruemmer and du Preez 2006.
    x, y = pair(log10_lr, labels)
    cost = np.logaddexp(0.0, np.where(y, -x, x) * _LN10) / _LN2
    return float((cost[y].mean() + cost[~y].mean()) / 2.0)


def cross_entropy(log10_lr: ArrayLike, labels: ArrayLike, log10_prior_odds: ArrayLike) -> Floats:
    """Give the empirical cross-entropy for a range of priors."""
    # Source: Ramos 2007; not to be confused with the expected calibration error, which shares its abbreviation.
    x, y = pair(log10_lr, labels)
    odds = np.asarray(log10_prior_odds, float)
    share = expit(odds * _LN10)
    sum_true = np.array([np.logaddexp(0.0, -(x[y] + o) * _LN10).mean() for o in odds]) / _LN2
    sum_false = np.array([np.logaddexp(0.0, (x[~y] + o) * _LN10).mean() for o in odds]) / _LN2
    return share * sum_true + (1.0 - share) * sum_false


def posterior(log10_lr: ArrayLike, prior_probability: float) -> Floats:
    """Turn strengths into chances under a stated prior; only ever used to score, never shown for a case."""
    # Source: Bayes' rule.
    if not 0.0 < prior_probability < 1.0:
        raise InputError(f"{prior_probability!r} is no chance.", where="prior_probability", do="Give a number between 0 and 1.")
    return np.asarray(expit(np.asarray(log10_lr, float) * _LN10 + logit(prior_probability)), float)


def brier(log10_lr: ArrayLike, labels: ArrayLike, *, prior_probability: float) -> float:
    """Give the mean squared error of the chances under a stated prior."""
    # Source: Brier 1950.
    x, y = pair(log10_lr, labels)
    return float(((posterior(x, prior_probability) - y) ** 2).mean())


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


MISLEADING_AT = (1.0, 10.0, 100.0)
"""Likelihood ratios at which misleading strengths are counted."""


def misleading(log10_lr: ArrayLike, labels: ArrayLike) -> pd.DataFrame:
    """Count strengths that speak for the wrong side."""
    # Source: rates of misleading evidence, read off the Tippett curves.
    x, y = pair(log10_lr, labels)
    rows = []
    for at in MISLEADING_AT:
        limit = np.log10(at) - 1e-9 if at > 1 else 1e-9
        wrong, lost = int((x[~y] >= limit).sum()), int((x[y] <= -limit).sum())
        rows.append({"at_lr": at, "for_false": wrong, "against_true": lost, "share": (wrong + lost) / len(x)})
    return pd.DataFrame(rows)


def tippett(log10_lr: ArrayLike, labels: ArrayLike) -> pd.DataFrame:
    """Give the share of true and of false claims whose strength exceeds each value."""
    # Source: Tippett plot.
    x, y = pair(log10_lr, labels)
    at = np.unique(x)
    above = [1.0 - np.searchsorted(np.sort(x[part]), at, "right") / part.sum() for part in (y, ~y)]
    return pd.DataFrame({"log10_lr": at, "true": above[0], "false": above[1]})


def reliability(log10_lr: ArrayLike, labels: ArrayLike, *, prior_probability: float, bins: int = 10) -> pd.DataFrame:
    """Compare chances under a stated prior with how often the claims were true."""
    # Source: reliability diagram; Wilson intervals.
    x, y = pair(log10_lr, labels)
    chance = posterior(x, prior_probability)
    which = np.minimum((chance * bins).astype(int), bins - 1)
    rows = []
    for b in np.unique(which):
        mine = which == b
        low, high = wilson(int(y[mine].sum()), int(mine.sum()))
        rows.append(
            {
                "from": b / bins,
                "to": (b + 1) / bins,
                "n": int(mine.sum()),
                "predicted": float(chance[mine].mean()),
                "observed": float(y[mine].mean()),
                "low": low,
                "high": high,
            }
        )
    return pd.DataFrame(rows)


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
