"""The two statements compared, word for word, and the moments and distances in them."""

from __future__ import annotations

import pandas as pd

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.explain.words import PROPOSITIONS
from workbench.time import duration_label, label, span_label

__all__ = ["clock_label", "clock_span", "propositions", "statement"]


def clock_label(question: ResolvedClaim, seconds: float) -> str:
    """Write a moment given in seconds from the start of the claim."""
    return label(question.start + pd.Timedelta(seconds=round(seconds)), question.timezone)


def clock_span(question: ResolvedClaim, start_s: float, end_s: float) -> str:
    """Write an interval given in seconds from the start of the claim."""
    start, end = (question.start + pd.Timedelta(seconds=round(s)) for s in (start_s, end_s))
    return span_label(start, end, question.timezone)


def statement(question: ResolvedClaim, *, negated: bool = False) -> str:
    """Write a claim, or its negation, as a statement about the tag."""
    # Position level, one step below any activity.
    kind = "visited" if question.kind == "never" else question.kind
    if kind == "visited" and question.dwell_s == 0:
        kind = "passing"
    opposite = negated != (question.kind == "never")
    moment = question.end == question.start
    span = span_label(question.start, question.end, question.timezone)
    when = f"at {label(question.start, question.timezone)}" if moment else f"between {span.replace(' to ', ' and ')}"
    if kind == "throughout":
        when = f"from {span}"
    if kind == "at" and not moment:
        when = f"at one moment {when}"
    return PROPOSITIONS[f"not_{kind}" if opposite else kind].format(
        wearer=question.wearer,
        place=question.region.words,
        span=when,
        dwell=duration_label(question.dwell_s / 60),
        slack=duration_label(question.slack_s / 60),
        give=f", give or take {duration_label(question.tolerance_s / 60)}" if question.tolerance_s else "",
    )


def propositions(question: ResolvedClaim, other: ResolvedClaim | None) -> tuple[str, str]:
    """Write the two statements compared."""
    return statement(question), statement(question, negated=True) if other is None else statement(other)
