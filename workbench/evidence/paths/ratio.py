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
    """
    # Source: Bayes' rule in odds form; both chances under one model, so that no prior for the claim has to be chosen. Who came
    # late or left early is no less near to "there all the time" than who stayed next door: against elsewhere alone an evening
    # seen to end early would still speak for the whole.
    own = _gain(given.true, prior.true)
    beside = _gain(given.near, prior.near)
    if prior.part > 0.0:
        beside = max(beside, _gain(given.part, prior.part))
    return Ratios(own - _gain(given.near + given.far, prior.near + prior.far), own - beside)


def versus(given: Chances, prior: Chances, other_given: Chances, other_prior: Chances) -> float:
    """Compare a claim with the other side's account of the same time."""
    # Source: Bayes' rule; no habit map weighs between the two accounts.
    return _gain(given.true, prior.true) - _gain(other_given.true, other_prior.true)
