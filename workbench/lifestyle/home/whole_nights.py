"""The nights that lie wholly within the data, and the fixes in them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.witness import Witnesses
from workbench.time.instants import micros
from workbench.time.nights import Nights, nights_between

__all__ = ["fixes_in", "whole_nights"]


def whole_nights(seen: Witnesses, question: ResolvedClaim) -> Nights:
    """List the nights that lie wholly between the first and the last fix."""
    # A night the data begin or end in is not counted.
    zero = int(micros(pd.Series([question.start]))[0])
    ends = [zero + round(t * 1e6) for t in (seen.t_s[[0, -1]] if len(seen) else (0.0, 0.0))]
    first, last = (pd.Timestamp(t, unit="us", tz="UTC") for t in ends)
    nights = nights_between(first, last, question.timezone)
    whole = (nights.low >= ends[0]) & (nights.high <= ends[1])
    return Nights(nights.evening[whole], nights.low[whole], nights.high[whole])


def fixes_in(seen: Witnesses, question: ResolvedClaim, nights: Nights) -> NDArray[np.intp]:
    """Give the positions of the fixes that lie in the nights."""
    zero = int(micros(pd.Series([question.start]))[0])
    low, high = (np.searchsorted(seen.t_s, (bound - zero) / 1e6) for bound in (nights.low, nights.high))
    parts = [np.arange(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]
    return np.concatenate([np.empty(0, np.intp), *parts])
