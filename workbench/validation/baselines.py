"""What simpler rules make of the same claims, and the map from raw to calibrated strength."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import logit

from workbench.evidence import Claim, Setting, fixes_around, mapped, read, resolve_claim
from workbench.observations import observe
from workbench.tables import Tracks
from workbench.validation.metrics import pair

__all__ = [
    "BEST_LIMIT",
    "FOLDS",
    "SPREAD",
    "WIDEST",
    "best_fix",
    "cross_fitted",
    "dot",
    "fit_logistic",
    "fit_sides",
    "folds_of",
    "table_strength",
]

FOLDS = 5
"""Into so many parts the wearers are divided."""

WIDEST = 4.0
"""Raw strengths count for no more decades than this in a fit: beyond it lies no decision, only leverage."""

SPREAD = (1.0, 0.25)
"""How far intercept and slope are thought to stray from no change before any claim is seen, decades and ratio."""

_LN10 = float(np.log(10.0))


def fit_logistic(log10_lr: ArrayLike, labels: ArrayLike) -> tuple[float, float]:
    """Fit intercept and slope of a calibration, both classes with equal weight."""
    # Source: logistic regression (Bruemmer and du Preez 2006) with a pull towards no change that some dozens of claims
    # outweigh; without it classes that hardly overlap would give any slope.
    x, y = pair(log10_lr, labels)
    a, b = _fitted(np.clip(x, -WIDEST, WIDEST)[:, None], y)
    return a, b


def fit_sides(log10_lr: ArrayLike, labels: ArrayLike) -> tuple[float, float, float]:
    """Fit a calibration that bends at 0: one slope for what speaks for presence, one for what speaks against it."""
    # Source: as :func:`fit_logistic`. For data in which an engine errs on one side only, as silence hides visits, not stays.
    x, y = pair(log10_lr, labels)
    x = np.clip(x, -WIDEST, WIDEST)
    a, up, down = _fitted(np.column_stack([np.maximum(x, 0.0), np.minimum(x, 0.0)]), y)
    return a, up, down


def _fitted(x: NDArray[np.float64], y: NDArray[np.bool_]) -> list[float]:
    """Fit an intercept and a slope for each column, both classes with equal weight."""
    weight = np.where(y, 0.5 / y.mean(), 0.5 / (1.0 - y.mean()))
    sign = np.where(y, 1.0, -1.0)

    def cost(p: NDArray[np.float64]) -> float:
        loss = float((weight * np.logaddexp(0.0, -sign * _LN10 * (p[0] + x @ p[1:]))).sum())
        return loss + 0.5 * float((p[0] / SPREAD[0]) ** 2 + (((p[1:] - 1.0) / SPREAD[1]) ** 2).sum())

    found = minimize(cost, np.array([0.0, *np.ones(x.shape[1])]), method="BFGS")
    return [float(v) for v in found.x]


def folds_of(wearers: ArrayLike, *, folds: int = FOLDS, seed: int = 7) -> NDArray[np.intp]:
    """Deal wearers into parts, all claims of one wearer into the same."""
    code, found = pd.factorize(np.asarray(wearers, object), sort=True)
    order = np.random.default_rng(seed).permutation(len(found))
    return np.asarray(order[code] % folds, np.intp)


def cross_fitted(
    log10_lr: ArrayLike, labels: ArrayLike, wearers: ArrayLike, *, folds: int = FOLDS, sides: bool = False
) -> NDArray[np.float64]:
    """Calibrate each claim with a map fitted on other wearers alone."""
    # Source: cross-validation, split by wearer and never by claim; the line is used as
    # :func:`workbench.evidence.calibration.mapped` does.
    x, y = pair(log10_lr, labels)
    part = folds_of(wearers, folds=folds)
    out = np.empty(len(x))
    for fold in np.unique(part):
        mine = part == fold
        a, up, down = fit_sides(x[~mine], y[~mine]) if sides else (*fit_logistic(x[~mine], y[~mine]), np.nan)
        out[mine] = np.where(sides & (x[mine] < 0), mapped(x[mine], (a, down)), mapped(x[mine], (a, up)))
    return out


BEST_LIMIT = 6.0
"""The log-odds of a single fix count for no more decades than this."""


def dot(claim: Claim, tracks: Tracks) -> str:
    """Answer as a map does on which fixes are dots: in, out, partly in, or no dot."""
    # Source: what most map tools do.
    away = _inside(claim, tracks)[1]
    inside = away <= 0
    if not len(inside):
        return "none"
    return "in" if inside.all() else "partly" if inside.any() else "out"


def best_fix(claim: Claim, tracks: Tracks) -> float:
    """Give the log-odds that the most telling single fix of the time claimed lies in the place."""
    # Source: whole error mixture of each fix over the place, under a flat prior.
    chance = _inside(claim, tracks)[0]
    if not len(chance):
        return 0.0
    telling = float(chance.min() if claim.kind == "throughout" else chance.max())
    return float(np.clip(logit(telling) / np.log(10.0), -BEST_LIMIT, BEST_LIMIT))


def table_strength(found: ArrayLike, labels: ArrayLike, wearers: ArrayLike) -> NDArray[np.float64]:
    """Turn a rule's answers into strengths: how often each was given to true and to false claims of other wearers."""
    # This is the kindest reading of a rule that gives no strength.
    _, y = pair(np.zeros(np.size(found)), labels)
    said, part = np.asarray(found, object), folds_of(wearers)
    out = np.zeros(len(said))
    kinds = len(set(said.tolist()))
    for fold in np.unique(part):
        others = part != fold
        for answer in set(said[~others].tolist()):
            k = [(said[others & (y == side)] == answer).sum() + 0.5 for side in (True, False)]
            n = [(others & (y == side)).sum() + 0.5 * kinds for side in (True, False)]
            out[(part == fold) & (said == answer)] = np.log10(k[0] / n[0]) - np.log10(k[1] / n[1])
    return out


def _inside(claim: Claim, tracks: Tracks) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Chance of lying inside, and distance outside, of the usable fixes in the time claimed."""
    question = resolve_claim(claim, tracks)
    seen = fixes_around(observe(tracks, question.wearer), question, before_s=0.0, after_s=0.0)
    reading = read(seen, question.region, Setting("as assumed"))
    return reading.inside, reading.away_m
