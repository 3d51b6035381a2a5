"""What was observed around a claim: the silences that touch it, and how often the tag usually reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.parameters import PADDING_S, REACH_S, SILENCE_S
from workbench.evidence.witness import Witnesses

__all__ = ["Silence", "longest_silence", "seen_share", "usual_wait_s"]

_RHYTHM = 2.5  # so many usual waits are no silence


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


def seen_share(question: ResolvedClaim, seen: Witnesses) -> float:
    """Give the share of the time claimed in which the tag reported as often as it usually does then, and at least each 5 min."""
    # A moment is seen where it lies in such a wait. 2.5 times the usual wait: methods 17.6.
    low, high = question.stated
    allowed = max(SILENCE_S, _RHYTHM * usual_wait_s(question, seen))
    short = np.diff(seen.t_s) <= allowed
    starts, ends = seen.t_s[:-1][short], seen.t_s[1:][short]
    if high == low:
        return float(bool(((starts <= low) & (ends >= low)).any()))
    return float((np.clip(ends, low, high) - np.clip(starts, low, high)).sum() / (high - low))


def usual_wait_s(question: ResolvedClaim, seen: Witnesses) -> float:
    """Give the usual wait between the fixes around the time claimed, seconds."""
    low, high = question.stated
    waits = np.diff(seen.within(low - PADDING_S, high + PADDING_S).t_s)
    return float(np.median(waits)) if len(waits) else SILENCE_S
