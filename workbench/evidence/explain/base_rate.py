"""How usual it is: on how many comparable earlier days the same claim would be supported."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.base import TimeError
from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.logic.finding import finding
from workbench.evidence.parameters import BASE_RATE_DAYS, BASE_RATE_SEEN, PADDING_S, RUN_GAP_S, SUPPORTING
from workbench.evidence.readings import fixes_around, read
from workbench.observations import Observations
from workbench.time import instant, to_local

__all__ = ["base_rate", "earlier"]


def earlier(question: ResolvedClaim, first: pd.Timestamp) -> list[ResolvedClaim]:
    """List the same question on earlier days, at the same time of day by the clock on the wall."""
    step = max(1, math.ceil(question.length_s / 86400))
    bounds = [to_local(t, question.timezone).tz_localize(None) for t in (question.start, question.end)]
    found: list[ResolvedClaim] = []
    for back in range(step, BASE_RATE_DAYS + 1, step):
        try:
            start, end = (instant(b - pd.Timedelta(days=back), question.timezone, fold=0) for b in bounds)
        except TimeError:
            continue
        if start < first:
            break
        if start <= end:
            found.append(replace(question, start=start, end=end))
    return found


def base_rate(question: ResolvedClaim, observed: Observations) -> tuple[int, int]:
    """Count the comparable earlier days on which the same claim would be supported."""
    # The same support rule as the verdict's, over the settings that bear on lying inside.
    if not len(observed):
        return 0, 0
    days = earlier(question, pd.Timestamp(int(observed.time_us[0]), unit="us", tz="UTC"))
    if not days:
        return 0, 0
    span_s = (question.start - days[-1].start).total_seconds()
    seen = fixes_around(observed, question, before_s=span_s + PADDING_S, after_s=0.0)
    readings = [read(seen, question.region, s) for s in SUPPORTING]
    supported = counted = 0
    for day in days:
        shift = (question.start - day.start).total_seconds()
        low, high = -shift - PADDING_S, -shift + day.length_s + PADDING_S
        a, b = np.searchsorted(seen.t_s, low, "left"), np.searchsorted(seen.t_s, high, "right")
        if not _enough(seen.t_s[a:b] + shift, day):
            continue
        counted += 1
        parts = (r.take(slice(int(a), int(b)), later_s=shift) for r in readings)
        supported += all(finding(p, day).answer(day) == "supported" for p in parts)
    return supported, counted


def _enough(t_s: np.ndarray, question: ResolvedClaim) -> bool:
    low, high = question.stated
    if high == low:
        return bool(len(t_s)) and float(np.abs(t_s).min()) <= RUN_GAP_S
    short = np.diff(t_s) <= RUN_GAP_S
    seen = np.clip(t_s[1:], low, high) - np.clip(t_s[:-1], low, high)
    return float(seen[short].sum()) >= BASE_RATE_SEEN * (high - low)
