"""What is counted of a set of strengths: misleading ones, Tippett curves, and whether chances come true."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbench.base.shares import wilson
from workbench.validation.metrics import pair, posterior

__all__ = ["MISLEADING_AT", "misleading", "reliability", "tippett"]

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
