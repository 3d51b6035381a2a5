"""Nights counted: how many independent ones they amount to, and how strongly they speak."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betainc, betaincc

from workbench.evidence.parameters import DECIDES, STRENGTH_CAP

__all__ = ["LEAST_NIGHTS", "LEAST_SHARE", "Counted", "count_nights", "independent_nights", "share_strength"]

LEAST_NIGHTS = 10
"""So many nights must be told for an answer."""

LEAST_SHARE = 0.5
"""And so large a share of all nights of the data."""

ALIKE = 1.0 / 3.0
"""One night is taken to be at least this much like the one before it: two nights in a row count as one witness."""

_MOST_ALIKE = 0.9


class Counted(NamedTuple):
    """Nights there, elsewhere, that cannot be told, without data; independent ones among the told; strength in decades."""

    there: int
    elsewhere: int
    untold: int
    silent: int
    independent: float
    log10_lr: float

    @property
    def told(self) -> int:
        """Nights that can be told."""
        return self.there + self.elsewhere

    @property
    def every(self) -> int:
        """All nights."""
        return self.told + self.untold + self.silent

    @property
    def enough(self) -> bool:
        """Whether there are enough of them for an answer."""
        return self.told >= LEAST_NIGHTS and self.told >= LEAST_SHARE * self.every

    @property
    def answer(self) -> str:
        """The answer of one reading of the fixes."""
        if not self.enough or abs(self.log10_lr) < DECIDES:
            return "cannot tell"
        return "supported" if self.log10_lr > 0 else "contradicted"


def count_nights(table: pd.DataFrame) -> Counted:
    """Count the nights of a table of answers."""
    said = table["answer"]
    there = (said[said.isin(["there", "elsewhere"])] == "there").to_numpy(bool)
    independent = independent_nights(there)
    strength = share_strength(float(there.mean()), independent) if len(there) else 0.0
    other = [int((said == name).sum()) for name in ("cannot tell", "no data")]
    return Counted(int(there.sum()), int((~there).sum()), other[0], other[1], independent, strength)


def independent_nights(there: NDArray[np.bool_]) -> float:
    """Count how many independent nights a row of nights amounts to."""
    # Source: effective size of a correlated series of first order.
    n, alike = len(there), ALIKE
    if n > 2 and there.any() and not there.all():
        off = there - there.mean()
        alike = min(max(float((off[1:] * off[:-1]).sum() / (off * off).sum()), ALIKE), _MOST_ALIKE)
    return n * (1.0 - alike) / (1.0 + alike)


def share_strength(share: float, independent_rate: float) -> float:
    """Weigh "more than half of the nights" against "at most half"."""
    # Source: ratio of the marginal likelihoods, each share within its half equally likely beforehand.
    a, b = independent_rate * share + 1.0, independent_rate * (1.0 - share) + 1.0
    most = math.log10(STRENGTH_CAP)
    low, high = (max(float(f(a, b, 0.5)), 1e-300) for f in (betainc, betaincc))
    return min(max(math.log10(high) - math.log10(low), -most), most) + 0.0
