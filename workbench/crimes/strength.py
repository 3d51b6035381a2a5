"""How strongly the fixes speak for a match: every possible path tried, against elsewhere and nearby, calibrated and capped."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from workbench.evidence.calibration import regime_of
from workbench.evidence.claim import Claim
from workbench.evidence.logic import finding
from workbench.evidence.question import Question, question_of
from workbench.evidence.scales import scales
from workbench.evidence.settings import CERTAIN, SUPPORTING
from workbench.evidence.weigh import Measure
from workbench.evidence.witness import read, witnesses
from workbench.tracks import Tracks

__all__ = ["LIKELY", "Strength", "question_about", "strength_of"]

LIKELY = 0.5
"""Below this chance of the stay a strength never reaches 10, as in the full check."""

_SURE = tuple(s for s in SUPPORTING if s.what in ("as assumed", "error x 1.5"))
_PLENTY = 6.0  # decades, before calibration and cap, of what is certain by the fixes alone
_ROUGH = 1.0  # decades by which larger cells may change a strength


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
    tracks: Tracks, wearer: str, lon: float, lat: float, start: pd.Timestamp, end: pd.Timestamp, *, radius_m: float,
    min_minutes: float, error_m: float, timezone: str,
) -> Question:
    """Ask whether a wearer's tag was near a crime, as a claim made definite.

    Parameters
    ----------
    tracks : Tracks
        That wearer's fixes.
    wearer : str
        Whose tag.
    lon, lat : float
        The crime, WGS 84 degrees.
    start, end : pandas.Timestamp
        Its time.
    radius_m, min_minutes : float
        How near, how long.
    error_m : float
        How well the place is known, metres per axis; joined with the error of each fix.
    timezone : str
        In which the wearer lives.

    Returns
    -------
    Question
        A visit, its times taken as they stand.

    Notes
    -----
    Source: own code over the evidence room.

    Examples
    --------
    >>> from workbench.crimes.sample import sample_tracks
    >>> start = pd.Timestamp("2026-03-03T00:30Z")
    >>> question_about(sample_tracks(), "W1", 1.2, 51.4, start, start + pd.Timedelta("40min"), radius_m=75, min_minutes=2,
    ...                error_m=10.0, timezone="UTC").region.edge_m
    10.0
    """
    claim = Claim(
        place=(lon, lat), radius_m=radius_m, start=start, end=end, timezone=timezone, wearer=wearer, kind="visited",
        min_minutes=min_minutes, tolerance_minutes=0.0,
    )
    question = question_of(claim, tracks)
    return replace(question, region=replace(question.region, edge_m=error_m))


def strength_of(question: Question, tracks: Tracks) -> Strength:
    """Weigh a match.

    Parameters
    ----------
    question : Question
        From :func:`question_about`.
    tracks : Tracks
        That wearer's fixes.

    Returns
    -------
    Strength
        As assumed, without the other settings that :func:`workbench.check` tries too. Where a run of fixes is certain enough by
        itself, also with errors half as large again, no path is tried.

    Notes
    -----
    Source: the path engine, with larger cells where a decade less would be reported just the same; then the calibration of
    the shipped record.

    Examples
    --------
    >>> from workbench.crimes.sample import sample_tracks
    >>> start, tracks = pd.Timestamp("2026-03-03T00:30Z"), sample_tracks().of("W1")
    >>> asked = question_about(tracks, "W1", 1.2, 51.4, start, start + pd.Timedelta("40min"), radius_m=75, min_minutes=2,
    ...                        error_m=10.0, timezone="UTC")
    >>> found = strength_of(asked, tracks)
    >>> found.contact > 0.99 and found.far >= 1 and found.near >= 1
    True
    """
    seen = witnesses(tracks, question)
    low, high = question.stated
    measure = Measure("visited", regime_of(seen.t_s, seen.method, start_s=low, end_s=high), ("far", "near"))
    if all(finding(read(seen, question.region, s), question).definitely_sometime for s in _SURE):
        far, near, _ = measure.reported((_PLENTY, _PLENTY, math.nan))
        return Strength(CERTAIN, far, near, measure.regime, "fixes")
    used = fine = scales(question, tracks)
    raw: tuple[float, float, float] | None = None
    if fine.rough is not None:
        used, raw = fine.rough, fine.rough.raw(SUPPORTING[0])
        if min(measure.reported([v - _ROUGH for v in raw])[:2]) < measure.limit:
            raw = None
    if raw is None:
        used, raw = fine, fine.raw(SUPPORTING[0])
    given = used.given.get(SUPPORTING[0])
    far, near, _ = measure.reported(raw)
    return Strength(0.0 if given is None else given.true, far, near, measure.regime, "paths")
