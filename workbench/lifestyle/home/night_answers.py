"""Night by night: was the tag at an address between 22:00 and 06:00, elsewhere, or can nobody tell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.logic.presence import presence, weights
from workbench.evidence.parameters import Setting
from workbench.evidence.witness import Witnesses, read
from workbench.time.instants import micros
from workbench.time.nights import Nights

__all__ = ["ANSWERS", "GAP_S", "NightAnswers", "judge_nights"]

ANSWERS = ("there", "elsewhere", "cannot tell", "no data")

GAP_S = 30 * 60.0
"""A longer silence in the night is nobody's time, seconds."""

MOST = 0.5
"""A night belongs to where so large a share of it was spent for certain."""


class NightAnswers(NamedTuple):
    """A table of nights, and how many independent fixes those in them amount to."""

    table: pd.DataFrame
    n_effective: float


def judge_nights(seen: Witnesses, question: ResolvedClaim, nights: Nights, setting: Setting) -> NightAnswers:
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
