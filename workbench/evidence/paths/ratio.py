"""Likelihood ratios from chances with and without the fixes: against elsewhere, against nearby, against another place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.evidence.paths.engine import Chances

__all__ = ["FLOOR", "Ratios", "ratios", "versus"]

FLOOR = 1e-9
"""The fixes are never said to have made anything less probable than by this factor: the passes leave out about as much."""

_NOTHING = 1e-30


class Ratios(NamedTuple):
    """Base-10 logs of the likelihood ratios; positive values speak for the claim."""

    far: float
    near: float


def _gain(given: float, prior: float) -> float:
    """Say by what factor the fixes changed a chance, as a base-10 log; 0 where there was none to change."""
    return float(np.log10(max(max(given, _NOTHING) / max(prior, _NOTHING), FLOOR)))


def ratios(given: Chances, prior: Chances) -> Ratios:
    """Compare the fixes' probability if the claim is true with that if it is not.

    Parameters
    ----------
    given : Chances
        With the fixes.
    prior : Chances
        Without them, under the same movement model and start.

    Returns
    -------
    Ratios
        ``far``: the claim against its opposite, posterior odds over prior odds. ``near``: the claim against coming near
        without it; of presence throughout, also against presence for part of the time, and the weaker of the two counts.
        Exactly 0 where the fixes changed nothing.

    Notes
    -----
    Source: Bayes' rule in odds form; both chances under one model, so that no prior for the claim has to be chosen. Who came
    late or left early is no less near to "there all the time" than who stayed next door: against elsewhere alone an evening
    seen to end early would still speak for the whole.

    Examples
    --------
    >>> [round(l, 3) for l in ratios(Chances(0.5, 0.4, 0.1), Chances(0.1, 0.4, 0.5))]
    [0.954, 0.699]
    >>> [round(l, 3) for l in ratios(Chances(0.1, 0.0, 0.9, 0.9), Chances(0.01, 0.1, 0.89, 0.04))]
    [1.041, -0.352]
    """
    own = _gain(given.true, prior.true)
    beside = _gain(given.near, prior.near)
    if prior.part > 0.0:
        beside = max(beside, _gain(given.part, prior.part))
    return Ratios(own - _gain(given.near + given.far, prior.near + prior.far), own - beside)


def versus(given: Chances, prior: Chances, other_given: Chances, other_prior: Chances) -> float:
    """Compare a claim with the other side's account of the same time.

    Parameters
    ----------
    given, prior : Chances
        Of the claim, with and without the fixes.
    other_given, other_prior : Chances
        Of the other account.

    Returns
    -------
    float
        Base-10 log of the likelihood ratio; its sign turns when the two change places.

    Notes
    -----
    Source: Bayes' rule; no habit map weighs between the two accounts.

    Examples
    --------
    >>> prior = Chances(0.1, 0.1, 0.8)
    >>> round(versus(Chances(0.9, 0.1, 0), prior, Chances(0.009, 0.1, 0.891), prior), 6)
    2.0
    """
    return _gain(given.true, prior.true) - _gain(other_given.true, other_prior.true)
