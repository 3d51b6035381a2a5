"""How strongly the fixes speak for a match: every possible path tried, against elsewhere and nearby, calibrated and capped."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from workbench.crimes.parameters import PLENTY, ROUGH
from workbench.evidence import (
    CERTAIN,
    SUPPORTING,
    Claim,
    Measure,
    ResolvedClaim,
    finding,
    fixes_around,
    read,
    regime_of,
    resolve_claim,
    scales,
)
from workbench.observations import Observations
from workbench.tables import Tracks

__all__ = ["Strength", "question_about", "strength_of"]


_SURE = tuple(s for s in SUPPORTING if s.what in ("as assumed", "error x 1.5"))


class Strength(NamedTuple):
    """The chance of the stay given the fixes, and how strongly they speak for it, decades, against elsewhere and nearby.

    ``regime`` is what the data are like; ``by`` says what settled it: ``fixes``, or ``paths``.
    """

    contact: float
    far: float
    near: float
    regime: str
    by: str


def question_about(
    tracks: Tracks,
    wearer: str,
    lon: float,
    lat: float,
    start: pd.Timestamp,
    end: pd.Timestamp,
    *,
    radius_m: float,
    min_minutes: float,
    error_m: float,
    timezone: str,
) -> ResolvedClaim:
    """Ask whether a wearer's tag was near a crime, as a claim made definite."""
    claim = Claim(
        place=(lon, lat),
        radius_m=radius_m,
        start=start,
        end=end,
        timezone=timezone,
        wearer=wearer,
        kind="visited",
        min_minutes=min_minutes,
        tolerance_minutes=0.0,
        far_ok=True,
    )
    question = resolve_claim(claim, tracks)
    return replace(question, region=replace(question.region, edge_m=error_m))


def strength_of(question: ResolvedClaim, observed: Observations) -> Strength:
    """Weigh a match."""
    # Source: the path engine, with larger cells where a decade less would be reported just the same; then the calibration of
    # the shipped record.
    seen = fixes_around(observed, question)
    low, high = question.stated
    measure = Measure("visited", regime_of(seen.t_s, seen.method, start_s=low, end_s=high), ("far", "near"))
    if all(finding(read(seen, question.region, s), question).definitely_sometime for s in _SURE):
        far, near, _ = measure.reported((PLENTY, PLENTY, math.nan))
        return Strength(CERTAIN, far, near, measure.regime, "fixes")
    used = fine = scales(question, observed)
    raw: tuple[float, float, float] | None = None
    if fine.rough is not None:
        used, raw = fine.rough, fine.rough.raw(SUPPORTING[0])
        if min(measure.reported([v - ROUGH for v in raw])[:2]) < measure.limit:
            raw = None
    if raw is None:
        used, raw = fine, fine.raw(SUPPORTING[0])
    given = used.given.get(SUPPORTING[0])
    far, near, _ = measure.reported(raw)
    return Strength(0.0 if given is None else given.true, far, near, measure.regime, "paths")
