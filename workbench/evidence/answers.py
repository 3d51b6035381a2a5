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
    """Turn the strength for a visit into that for the claim: a ``never`` claim denies the visit.

    Parameters
    ----------
    question : Question
        The claim made definite.
    log10_lr : float
        For the visit, decades.

    Returns
    -------
    float
        Decades; never minus zero.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> signed(sample_decision(kind="never")[0], 2.0)
    -2.0
    """
    return 0.0 - log10_lr if question.kind == "never" else log10_lr


def alone(
    question: Question, logic: str, weakest_log10_lr: float, far_log10_lr: float, *, seen: bool, likely: bool = True,
    cap_log10_lr: float = IMPLAUSIBLE,
) -> tuple[str, float]:
    """Give the answer and strength of one setting alone.

    Parameters
    ----------
    question : Question
        The claim made definite.
    logic : str
        The answer of logic under that setting.
    weakest_log10_lr, far_log10_lr : float
        For presence: the weakest strength asked for, and that against elsewhere, decades.
    seen : bool
        From :func:`workbench.evidence.watch.seen_in_time`.
    likely : bool
        Whether most of the paths that fit the fixes are true; without that nothing is supported.
    cap_log10_lr : float
        Log of the cap: the strength of what is excluded.

    Returns
    -------
    (str, float)
        For the claim as it stands.

    Notes
    -----
    Source: own rule: a likelihood ratio of 10 either way; nothing is contradicted from silence.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> question, _, _ = sample_decision()
    >>> alone(question, "cannot tell", 1.3, 1.6, seen=True), alone(question, "cannot tell", -4.0, -4.0, seen=False)
    (('supported', 1.3), ('cannot tell', -0.9))
    """
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
    """Say whether logic excludes the presence claimed, or denied, under every setting.

    Parameters
    ----------
    question : Question
        The claim made definite.
    logic : sequence of str
        Answers of logic, one per setting.

    Returns
    -------
    bool
        True where no possible journey fits.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> question, _, decision = sample_decision(place=(1.3, 51.4))
    >>> excluded(question, decision.answers)
    True
    """
    return set(logic) == {turned(question, "contradicted")}


def turned(question: Question, answer: str) -> str:
    """Turn the answer for a visit into that for the claim: a ``never`` claim denies the visit.

    Parameters
    ----------
    question : Question
        The claim made definite.
    answer : str
        For the visit.

    Returns
    -------
    str
        For the claim as it stands.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> turned(sample_decision(kind="never")[0], "supported")
    'contradicted'
    """
    return _SWAPPED[answer] if question.kind == "never" else answer


def hedged(log10_lr: float) -> float:
    """Hold a strength within what decides nothing.

    Parameters
    ----------
    log10_lr : float
        Decades.

    Returns
    -------
    float
        Decades, less than a likelihood ratio of 10 either way.

    Notes
    -----
    Source: own rule: an answer of cannot tell goes with a strength that tells nothing.

    Examples
    --------
    >>> hedged(-4.0), hedged(0.3)
    (-0.9, 0.3)
    """
    return max(-UNDECIDED, min(log10_lr, UNDECIDED))


def too_fine(question: Question, reading: Reading, weighed: Weighed) -> bool:
    """Say whether the place is smaller than the error of the fixes near it, and cannot be told from its surroundings.

    Parameters
    ----------
    question : Question
        The claim made definite.
    reading : Reading
        The fixes under the first setting weighed.
    weighed : Weighed
        How strongly the fixes speak.

    Returns
    -------
    bool
        False where no fix in the time claimed is near the place, and where the fixes speak against it: tenfold for its
        surroundings, or hundredfold (as far as validation allows) for elsewhere. What is too fine to be affirmed may yet be
        ruled out.

    Notes
    -----
    Source: own rule.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision, sample_weighed
    >>> question, _, decision = sample_decision()
    >>> too_fine(question, decision.base.reading, sample_weighed())
    False
    """
    low, high = question.stated
    close = (reading.t_s >= low) & (reading.t_s <= high) & ~reading.outside
    if not close.any() or question.region.area_m2 >= np.pi * float(np.median(reading.sigma_m[close])) ** 2:
        return False
    near = weighed.shown(0)[1]
    near = float(weighed.support[0]) if math.isnan(near) else near
    if near <= -DECIDES or float(weighed.far.max()) <= -min(IMPLAUSIBLE, weighed.limit):
        return False
    return not weighed.apart or near < DECIDES
