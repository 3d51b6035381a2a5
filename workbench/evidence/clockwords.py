"""Moments, spans and distances of a question in words: its clock, its zone, metres or kilometres."""

from __future__ import annotations

import pandas as pd

from workbench.evidence.question import Question
from workbench.timewords import label, span_label

__all__ = ["clock_label", "clock_span", "metres_label"]


def clock_label(question: Question, seconds: float) -> str:
    """Write a moment given in seconds from the start of the claim.

    Parameters
    ----------
    question : Question
        Its start and zone are used.
    seconds : float
        From the start of the claim.

    Returns
    -------
    str
        Day, date, time and zone.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> clock_label(sample_decision()[0], 90)
    'Tue 3 Mar 2026 00:31 GMT'
    """
    return label(question.start + pd.Timedelta(seconds=round(seconds)), question.timezone)


def clock_span(question: Question, start_s: float, end_s: float) -> str:
    """Write an interval given in seconds from the start of the claim.

    Parameters
    ----------
    question : Question
        Its start and zone are used.
    start_s, end_s : float
        From the start of the claim, seconds.

    Returns
    -------
    str
        Day, date, times and zone.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> clock_span(sample_decision()[0], 0, 600)
    'Tue 3 Mar 2026 00:30 to 00:40 GMT'
    """
    start, end = (question.start + pd.Timedelta(seconds=round(s)) for s in (start_s, end_s))
    return span_label(start, end, question.timezone)


def metres_label(distance_m: float) -> str:
    """Write a distance in metres or kilometres.

    Parameters
    ----------
    distance_m : float
        Zero or more.

    Returns
    -------
    str
        Whole metres below 2 km.

    Notes
    -----
    Source: own words.

    Examples
    --------
    >>> metres_label(640.4), metres_label(6120)
    ('640 m', '6.1 km')
    """
    return f"{distance_m:.0f} m" if distance_m < 2000 else f"{distance_m / 1000:.1f} km"
