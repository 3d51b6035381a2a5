"""Moments, spans and distances of a question in words: its clock, its zone, metres or kilometres."""

from __future__ import annotations

import pandas as pd

from workbench.evidence.question import Question
from workbench.time.labels import label, span_label

__all__ = ["clock_label", "clock_span", "metres_label"]


def clock_label(question: Question, seconds: float) -> str:
    """Write a moment given in seconds from the start of the claim."""
    return label(question.start + pd.Timedelta(seconds=round(seconds)), question.timezone)


def clock_span(question: Question, start_s: float, end_s: float) -> str:
    """Write an interval given in seconds from the start of the claim."""
    start, end = (question.start + pd.Timedelta(seconds=round(s)) for s in (start_s, end_s))
    return span_label(start, end, question.timezone)


def metres_label(distance_m: float) -> str:
    """Write a distance in metres or kilometres."""
    return f"{distance_m:.0f} m" if distance_m < 2000 else f"{distance_m / 1000:.1f} km"
