"""Nights at an address: which were seen whole, what each says, how many count."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betainc, betaincc

from workbench.evidence import DECIDES, STRENGTH_CAP, FixesAround, ResolvedClaim, Setting, presence, read, weights
from workbench.time import Nights, micros, nights_between

__all__ = [
    "ANSWERS",
    "GAP_S",
    "LEAST_NIGHTS",
    "LEAST_SHARE",
    "Counted",
    "NightAnswers",
    "count_nights",
    "fixes_in",
    "independent_nights",
    "judge_nights",
    "share_strength",
    "whole_nights",
]


def whole_nights(seen: FixesAround, question: ResolvedClaim) -> Nights:
    """List the nights that lie wholly between the first and the last fix."""
    # A night the data begin or end in is not counted.
    zero = int(micros(pd.Series([question.start]))[0])
    ends = [zero + round(t * 1e6) for t in (seen.t_s[[0, -1]] if len(seen) else (0.0, 0.0))]
    first, last = (pd.Timestamp(t, unit="us", tz="UTC") for t in ends)
    nights = nights_between(first, last, question.timezone)
    whole = (nights.low >= ends[0]) & (nights.high <= ends[1])
    return Nights(nights.evening[whole], nights.low[whole], nights.high[whole])


def fixes_in(seen: FixesAround, question: ResolvedClaim, nights: Nights) -> NDArray[np.intp]:
    """Give the positions of the fixes that lie in the nights."""
    zero = int(micros(pd.Series([question.start]))[0])
    low, high = (np.searchsorted(seen.t_s, (bound - zero) / 1e6) for bound in (nights.low, nights.high))
    parts = [np.arange(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]
    return np.concatenate([np.empty(0, np.intp), *parts])


ANSWERS = ("there", "elsewhere", "cannot tell", "no data")

GAP_S = 30 * 60.0
"""A longer silence in the night is nobody's time, seconds."""

MOST = 0.5
"""A night belongs to where so large a share of it was spent for certain."""


class NightAnswers(NamedTuple):
    """A table of nights, and how many independent fixes those in them amount to."""

    table: pd.DataFrame
    n_effective: float


def judge_nights(seen: FixesAround, question: ResolvedClaim, nights: Nights, setting: Setting) -> NightAnswers:
    """Say for each night where the tag was."""
    # Func:`workbench.evidence.logic.presence.presence`.
    zero = int(micros(pd.Series([question.start]))[0])
    reading = read(seen, question.region, setting)
    rows, effective = [], 0.0
    for evening, low, high in zip(nights.evening, (nights.low - zero) / 1e6, (nights.high - zero) / 1e6, strict=True):
        a, b = (int(i) for i in np.searchsorted(reading.t_s, [low, high]))
        there, elsewhere = (
            sum(
                max(0.0, min(run.end_s, high) - max(run.start_s, low))
                for run in presence(reading, complement=other, gap_s=GAP_S, near=(low, high)).certain
            )
            / 60.0
            for other in (False, True)
        )
        least = MOST * (high - low) / 60.0
        answer = 3 if a == b else 0 if there >= max(least, elsewhere) else 1 if elsewhere >= least else 2
        rows.append((evening.strftime("%Y-%m-%d"), ANSWERS[answer], there, elsewhere, (high - low) / 60.0, b - a))
        effective += float(weights(reading, a, b).sum()) if b > a else 0.0
    names = ["night", "answer", "minutes_there", "minutes_elsewhere", "minutes", "n_fixes"]
    kinds = dict(zip(names, ("str", "str", float, float, float, np.int64), strict=True))
    return NightAnswers(pd.DataFrame(rows, columns=names).astype(kinds), effective)


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
