"""The two statements compared, word for word."""

from __future__ import annotations

from workbench.evidence.question import Question
from workbench.evidence.words import PROPOSITIONS
from workbench.timewords import duration_label, label, span_label

__all__ = ["propositions", "statement"]


def statement(question: Question, *, negated: bool = False) -> str:
    """Write a claim, or its negation, as a statement about the tag.

    Parameters
    ----------
    question : Question
        The claim made definite.
    negated : bool
        Whether to write the opposite.

    Returns
    -------
    str
        One sentence with place, time, zone, least stay and tolerance.

    Notes
    -----
    Source: own words; position level, one step below any activity.

    Examples
    --------
    >>> from workbench.evidence.claim import Claim
    >>> from workbench.evidence.question import question_of
    >>> from workbench.testing import make_fixes, make_tracks
    >>> claim = Claim(place=(1.2, 51.4), start="2026-03-03T21:10Z", kind="at")
    >>> statement(question_of(claim, make_tracks(make_fixes(minutes=[0]))))
    'The tag of W1 was within 50 m of 51.40000, 1.20000 at Tue 3 Mar 2026 21:10 GMT, give or take 5 min.'
    """
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
        wearer=question.wearer, place=question.region.words, span=when,
        dwell=duration_label(question.dwell_s / 60), slack=duration_label(question.slack_s / 60),
        give=f", give or take {duration_label(question.tolerance_s / 60)}" if question.tolerance_s else "",
    )


def propositions(question: Question, other: Question | None) -> tuple[str, str]:
    """Write the two statements compared.

    Parameters
    ----------
    question : Question
        The claim.
    other : Question or None
        The other side's account; the negation of the claim where there is none.

    Returns
    -------
    (str, str)
        The claim first.

    Notes
    -----
    Source: own words.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> question, _, _ = sample_decision(kind="never")
    >>> propositions(question, None)[1][:42]
    'The tag of W1 was within 50 m of 51.40000,'
    """
    return statement(question), statement(question, negated=True) if other is None else statement(other)
