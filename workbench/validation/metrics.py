"""How good a set of strengths is, when it is known which claims are true. Arrays in, numbers out.

All strengths are logs to base 10 of likelihood ratios; infinite ones are allowed. Both classes count alike, however many
claims each has, except where a prior is stated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from workbench.base.errors import InputError

__all__ = ["brier", "cllr", "cross_entropy", "pair", "posterior"]

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
