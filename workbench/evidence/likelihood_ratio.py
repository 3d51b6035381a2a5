"""Likelihood ratios of a claim under any setting: with and without the fixes, against elsewhere, nearby, another account."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.hmm.constraints import Constraint
from workbench.evidence.hmm.edge import sided
from workbench.evidence.hmm.forward_backward import Chances, chances
from workbench.evidence.hmm.model import HiddenMarkovModel, ModelSetup, set_up_model
from workbench.evidence.hmm.model import Setting as Varied
from workbench.evidence.parameters import FLOOR, MOST_HOURS, RING_M, Setting
from workbench.observations import Observations

__all__ = ["Ratios", "Scales", "across", "ratios", "scales", "versus"]


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


@dataclass(frozen=True, eq=False)
class Scales:
    """A question set up so that it can be weighed under any setting.

    Parameters
    ----------
    setup : ModelSetup
        Place, time and data.
    claim : Constraint
        The claim; of a ``never`` claim the visit that it denies.
    other : Constraint or None
        The other side's account, likewise.
    flipped, same : bool
        Whether the other side's account is a ``never`` claim; whether it is about the same place.
    build : callable, optional
        Sets the same up on another setup.
    priors, given, sides : dict
        Chances worked out so far: without fixes, by speed and claim; with them, by setting. The claim with a spot on the very
        edge on either side.
    """

    setup: ModelSetup
    claim: Constraint
    other: Constraint | None = None
    flipped: bool = False
    same: bool = False
    build: Callable[[ModelSetup], Scales] | None = None
    priors: dict[tuple[float, int], Chances] = field(default_factory=dict, init=False)
    given: dict[Setting, Chances] = field(default_factory=dict, init=False)
    sides: dict[tuple[int, bool], Constraint] = field(default_factory=dict, init=False)

    @cached_property
    def rough(self) -> Scales | None:
        """The same with cells of twice the side, an order of magnitude quicker; None for the rough one itself."""
        return None if self.build is None else self.build(self.setup.coarser())

    def raw(self, setting: Setting) -> tuple[float, float, float]:
        """Give the logs of the likelihood ratios against elsewhere, nearby, and the other account (NaN without one)."""
        varied = Varied(setting.k_scale, setting.tau_scale, setting.clock_s, setting.cap_scale, setting.returns_once)
        model = self.setup.model(varied)
        if model.last_seen < 0:
            return 0.0, 0.0, 0.0 if self.other is not None else math.nan
        spot = self.setup.spot
        inside = 1.0 if spot is None else spot.inside(k_scale=setting.k_scale, tau_scale=setting.tau_scale)
        given, prior = self._both(self.claim, model, varied, inside)
        self.given[setting] = given
        far, near = ratios(given, prior)
        if self.other is None:
            return far, near, math.nan
        second = self._both(self.other, model, varied, inside if self.same else 1.0)
        if self.flipped:
            second = tuple(Chances(c.near + c.far, 0.0, c.true) for c in second)  # type: ignore[assignment]
        return far, near, versus(given, prior, *second)

    def _both(self, claim: Constraint, model: HiddenMarkovModel, varied: Varied, inside: float) -> tuple[Chances, Chances]:
        """Work out the chances with and without the fixes, over both sides of the edge where the tag may have been on either."""
        if not 0.0 < inside < 1.0:
            return chances(model, claim), self._prior(varied, claim)
        parts = [(inside, self._on(claim, True)), (1.0 - inside, self._on(claim, False))]
        return _mixed([(p, chances(model, c)) for p, c in parts]), _mixed([(p, self._prior(varied, c)) for p, c in parts])

    def _on(self, claim: Constraint, inside: bool) -> Constraint:
        """Give a claim with the spot at which the tag lay still on one side of the edge."""
        key, spot = (id(claim), inside), self.setup.spot
        if key not in self.sides and spot is not None:
            self.sides[key] = sided(claim, self.setup.grid, spot, self.setup.shape.centroid, inside=inside)
        return self.sides[key]

    def _prior(self, varied: Varied, claim: Constraint) -> Chances:
        """Work out the chance before any fix is looked at, once for each speed."""
        key = varied.vehicle_scale, id(claim)
        if key not in self.priors:
            self.priors[key] = chances(self.setup.model(varied).without_fixes(), claim)
        return self.priors[key]


def _mixed(parts: list[tuple[float, Chances]]) -> Chances:
    return Chances(*(sum(p * chance[i] for p, chance in parts) for i in range(4)))


def scales(question: ResolvedClaim, observed: Observations, other: ResolvedClaim | None = None) -> Scales:
    """Set a question up for weighing.

    Parameters
    ----------
    question : ResolvedClaim
        The claim made definite.
    observed : Observations
        The usable fixes of the claim's wearer.
    other : ResolvedClaim, optional
        The other side's account.
    """
    region = question.region
    second = None if other is None else _moved(other, question)
    setup = set_up_model(
        observed,
        region.frame,
        region.outer,
        question.start,
        question.end,
        ring_m=RING_M,
        edge_m=region.edge_m,
        timezone=question.timezone,
        errors=question.errors,
        also=None if other is None or second is None else (second, other.start, other.end),
    )

    def build(on: ModelSetup) -> Scales:
        constraint = None if other is None or second is None else _constraint(on, other, second)
        own = _constraint(on, question, region.outer)
        same = second is not None and bool(second.equals_exact(region.outer, 0.01))
        return Scales(on, own, constraint, other is not None and other.kind == "never", same)

    return replace(build(setup), build=build)


def across(question: ResolvedClaim, observed: Observations, setting: Setting) -> tuple[float, float, float]:
    """Give what the movement model makes of a claim in whose neighbourhood in time there may be no fix.

    Parameters
    ----------
    question : ResolvedClaim
        The claim made definite.
    observed : Observations
        The usable fixes of the claim's wearer.
    setting : Setting
        How to read them.
    """
    # What is looked at reaches as far as docs/methods.md#window says.
    if question.end - question.start > pd.Timedelta(hours=MOST_HOURS):
        return 0.0, 0.0, math.nan
    return scales(question, observed).raw(setting)


def _moved(other: ResolvedClaim, question: ResolvedClaim) -> shapely.Geometry:
    """Bring the other account's region onto the claim's flat map."""
    return question.region.frame.shape_to_metres(other.region.frame.shape_to_degrees(other.region.outer))


def _constraint(setup: ModelSetup, question: ResolvedClaim, shape: shapely.Geometry) -> Constraint:
    moment = question.end == question.start
    times = {"tolerance_minutes": question.tolerance_s / 60}
    span = question.start, question.end
    if question.kind == "throughout":
        return setup.constraint("throughout", shape=shape, ring_m=RING_M, slack_minutes=question.slack_s / 60, span=span, **times)
    if question.kind == "at" and moment:
        return setup.constraint("at", shape=shape, ring_m=RING_M, span=span, **times)
    return setup.constraint("visited", shape=shape, ring_m=RING_M, min_minutes=question.dwell_s / 60, span=span, **times)
