"""What the fixes can have seen: the time claimed at all, and closely enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.decide import longest_silence
from workbench.evidence.question import Question
from workbench.evidence.settings import RING_M, RUN_GAP_S
from workbench.evidence.witness import Reading

__all__ = ["bridged", "seen_in_time", "watched"]

_UNWATCHED_S = 3600.0


def seen_in_time(question: Question, reading: Reading) -> bool:
    """Say whether a fix that can tell anything about the place falls into the time claimed.

    Parameters
    ----------
    question : Question
        The claim made definite.
    reading : Reading
        The fixes as assumed.

    Returns
    -------
    bool
        For a single moment, whether one lies within ten minutes of it. A fix wide enough to hide the way from the place to
        beyond its ring, such as one from a phone mast, does not count: around it all is silence.

    Notes
    -----
    Source: own rule; what happened in a silence is never held against anybody.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> question, _, decision = sample_decision()
    >>> seen_in_time(question, decision.base.reading)
    True
    """
    return bool((_within(question, reading) & ~reading.mute & (reading.sigma_m <= RING_M / 2)).any())


def bridged(question: Question, reading: Reading) -> bool:
    """Say whether no usable fix at all falls into the time claimed, so that presence can rest only on those on either side.

    Parameters
    ----------
    question : Question
        The claim made definite.
    reading : Reading
        The fixes as assumed.

    Returns
    -------
    bool
        For a single moment, whether none lies within ten minutes of it.

    Notes
    -----
    Source: own rule.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> question, _, decision = sample_decision()
    >>> bridged(question, decision.base.reading)
    False
    """
    return not _within(question, reading).any()


def _within(question: Question, reading: Reading) -> NDArray[np.bool_]:
    """Mark the fixes of the time claimed; of a moment, those within ten minutes of it."""
    low, high = question.stated
    spare = RUN_GAP_S if low == high else 0.0
    return np.asarray((reading.t_s >= low - spare) & (reading.t_s <= high + spare))


def watched(question: Question, reading: Reading) -> bool:
    """Say whether the fixes watch closely enough to support presence: no silence that matters is longer than an hour.

    Parameters
    ----------
    question : Question
        The claim made definite.
    reading : Reading
        The fixes as assumed.

    Returns
    -------
    bool
        With no fix in the time claimed the whole silence around it matters; where presence throughout is claimed, what a
        silence takes of that time, fixes too coarse for the place left aside.

    Notes
    -----
    Source: own rule; what answers across such silences were worth is told on the page of validation.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> question, _, decision = sample_decision(kind="throughout")
    >>> watched(question, decision.base.reading)
    True
    """
    if bridged(question, reading):
        return longest_silence(reading.t_s, question).length_s <= _UNWATCHED_S
    low, high = question.stated
    mute = longest_silence(reading.t_s[~reading.mute], question)
    return question.kind != "throughout" or min(mute.end_s, high) - max(mute.start_s, low) <= _UNWATCHED_S
