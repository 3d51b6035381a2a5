"""What the fixes can have seen: the time claimed at all, and closely enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.coverage import longest_silence
from workbench.evidence.parameters import RING_M, RUN_GAP_S, UNWATCHED_S
from workbench.evidence.witness import Reading

__all__ = ["bridged", "seen_in_time", "watched"]


def seen_in_time(question: ResolvedClaim, reading: Reading) -> bool:
    """Say whether a fix that can tell anything about the place falls into the time claimed."""
    # What happened in a silence is never held against anybody.
    return bool((_within(question, reading) & ~reading.mute & (reading.sigma_m <= RING_M / 2)).any())


def bridged(question: ResolvedClaim, reading: Reading) -> bool:
    """Say whether no usable fix at all falls into the time claimed, so that presence can rest only on those on either side."""
    return not _within(question, reading).any()


def _within(question: ResolvedClaim, reading: Reading) -> NDArray[np.bool_]:
    """Mark the fixes of the time claimed; of a moment, those within ten minutes of it."""
    low, high = question.stated
    spare = RUN_GAP_S if low == high else 0.0
    return np.asarray((reading.t_s >= low - spare) & (reading.t_s <= high + spare))


def watched(question: ResolvedClaim, reading: Reading) -> bool:
    """Say whether the fixes watch closely enough to support presence: no silence that matters is longer than an hour."""
    # What answers across such silences were worth is told on the page of validation.
    if bridged(question, reading):
        return longest_silence(reading.t_s, question).length_s <= UNWATCHED_S
    low, high = question.stated
    mute = longest_silence(reading.t_s[~reading.mute], question)
    return question.kind != "throughout" or min(mute.end_s, high) - max(mute.start_s, low) <= UNWATCHED_S
