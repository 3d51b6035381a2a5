"""The parts of the verdict rule: what one setting alone answers, what is excluded, what is too fine to tell."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from workbench.evidence.calibration import UNDECIDED
from workbench.evidence.question import Question
from workbench.evidence.settings import DECIDES, IMPLAUSIBLE
from workbench.evidence.weigh import Weighed
from workbench.evidence.witness import Reading

__all__ = ["alone", "excluded", "hedged", "signed", "too_fine", "turned"]

_SWAPPED = {"supported": "contradicted", "contradicted": "supported", "cannot tell": "cannot tell"}


def signed(question: Question, log10_lr: float) -> float:
    """Turn the strength for a visit into that for the claim: a ``never`` claim denies the visit."""
    return 0.0 - log10_lr if question.kind == "never" else log10_lr


def alone(
    question: Question,
    logic: str,
    weakest_log10_lr: float,
    far_log10_lr: float,
    *,
    seen: bool,
    likely: bool = True,
    cap_log10_lr: float = IMPLAUSIBLE,
) -> tuple[str, float]:
    """Give the answer and strength of one setting alone."""
    # A likelihood ratio of 10 either way; nothing is contradicted from silence.
    if excluded(question, [logic]):
        return turned(question, "contradicted"), signed(question, -cap_log10_lr)
    supported, contradicted = weakest_log10_lr >= DECIDES and likely, far_log10_lr <= -DECIDES
    presence = "supported" if supported else "contradicted" if contradicted else "cannot tell"
    answer = turned(question, presence)
    if not seen and (presence != "supported" or answer == "contradicted"):
        answer = "cannot tell"
    if answer == "cannot tell":
        return answer, signed(question, hedged(weakest_log10_lr))
    return answer, signed(question, weakest_log10_lr if presence == "supported" else max(far_log10_lr, -IMPLAUSIBLE))


def excluded(question: Question, logic: Sequence[str]) -> bool:
    """Say whether logic excludes the presence claimed, or denied, under every setting."""
    return set(logic) == {turned(question, "contradicted")}


def turned(question: Question, answer: str) -> str:
    """Turn the answer for a visit into that for the claim: a ``never`` claim denies the visit."""
    return _SWAPPED[answer] if question.kind == "never" else answer


def hedged(log10_lr: float) -> float:
    """Hold a strength within what decides nothing."""
    # An answer of cannot tell goes with a strength that tells nothing.
    return max(-UNDECIDED, min(log10_lr, UNDECIDED))


def too_fine(question: Question, reading: Reading, weighed: Weighed) -> bool:
    """Say whether the place is smaller than the error of the fixes near it, and cannot be told from its surroundings."""
    low, high = question.stated
    close = (reading.t_s >= low) & (reading.t_s <= high) & ~reading.outside
    if not close.any() or question.region.area_m2 >= np.pi * float(np.median(reading.sigma_m[close])) ** 2:
        return False
    near = weighed.shown(0)[1]
    near = float(weighed.support[0]) if math.isnan(near) else near
    if near <= -DECIDES or float(weighed.far.max()) <= -min(IMPLAUSIBLE, weighed.limit):
        return False
    return not weighed.apart or near < DECIDES
