"""What was observed around a claim: the silences that touch it, and how often the tag usually reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.parameters import PADDING_S, REACH_S, SILENCE_S
from workbench.evidence.witness import Witnesses

__all__ = ["Silence", "longest_silence", "usual_wait_s"]


@dataclass(frozen=True)
class Silence:
    """The longest time without a usable fix that touches the time claimed.

    Attributes
    ----------
    start_s, end_s : float
        Seconds from the start of the claim.
    """

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Its length in seconds."""
        return self.end_s - self.start_s


def longest_silence(t_s: NDArray[np.float64], question: ResolvedClaim) -> Silence:
    """Find the longest time between fixes that touches the time claimed."""

    low, high = question.stated
    bounds = np.concatenate([[low - REACH_S], t_s, [high + REACH_S]])
    starts, ends = bounds[:-1], bounds[1:]
    overlapping = (ends > low) & (starts < high) if high > low else (ends >= low) & (starts <= high)
    touching = overlapping & (ends > starts)
    at = int(np.flatnonzero(touching)[np.argmax((ends - starts)[touching])])
    return Silence(float(starts[at]), float(ends[at]))


def usual_wait_s(question: ResolvedClaim, seen: Witnesses) -> float:
    """Give the usual wait between the fixes around the time claimed, seconds."""
    low, high = question.stated
    waits = np.diff(seen.within(low - PADDING_S, high + PADDING_S).t_s)
    return float(np.median(waits)) if len(waits) else SILENCE_S
