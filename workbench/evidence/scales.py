"""A question set up so that every possible path can be tried for it, under any setting."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
import shapely

from workbench.base.quality import usable
from workbench.evidence.paths.constraints import Constraint
from workbench.evidence.paths.edge import sided
from workbench.evidence.paths.engine import Chances, chances
from workbench.evidence.paths.ratio import ratios, versus
from workbench.evidence.paths.scene import Scene
from workbench.evidence.paths.stage import Setting as Varied
from workbench.evidence.paths.stage import Stage, set_stage
from workbench.evidence.question import Question
from workbench.evidence.settings import MOST_HOURS, RING_M, Setting
from workbench.tables.tracks import Tracks
from workbench.time.instants import micros

__all__ = ["Scales", "across", "scales"]


@dataclass(frozen=True, eq=False)
class Scales:
    """A question set up so that it can be weighed under any setting.

    Parameters
    ----------
    stage : Stage
        Place, time and data.
    claim : Constraint
        The claim; of a ``never`` claim the visit that it denies.
    other : Constraint or None
        The other side's account, likewise.
    flipped, same : bool
        Whether the other side's account is a ``never`` claim; whether it is about the same place.
    build : callable, optional
        Sets the same up on another stage.
    priors, given, sides : dict
        Chances worked out so far: without fixes, by speed and claim; with them, by setting. The claim with a spot on the very
        edge on either side.
    """

    stage: Stage
    claim: Constraint
    other: Constraint | None = None
    flipped: bool = False
    same: bool = False
    build: Callable[[Stage], Scales] | None = None
    priors: dict[tuple[float, int], Chances] = field(default_factory=dict, init=False)
    given: dict[Setting, Chances] = field(default_factory=dict, init=False)
    sides: dict[tuple[int, bool], Constraint] = field(default_factory=dict, init=False)

    @cached_property
    def rough(self) -> Scales | None:
        """The same with cells of twice the side, an order of magnitude quicker; None for the rough one itself."""
        return None if self.build is None else self.build(self.stage.coarser())

    def raw(self, setting: Setting) -> tuple[float, float, float]:
        """Give the logs of the likelihood ratios against elsewhere, nearby, and the other account (NaN without one)."""
        varied = Varied(setting.k_scale, setting.tau_scale, setting.clock_s, setting.cap_scale, setting.returns_once)
        scene = self.stage.scene(varied)
        if scene.last_seen < 0:
            return 0.0, 0.0, 0.0 if self.other is not None else math.nan
        spot = self.stage.spot
        inside = 1.0 if spot is None else spot.inside(k_scale=setting.k_scale, tau_scale=setting.tau_scale)
        given, prior = self._both(self.claim, scene, varied, inside)
        self.given[setting] = given
        far, near = ratios(given, prior)
        if self.other is None:
            return far, near, math.nan
        second = self._both(self.other, scene, varied, inside if self.same else 1.0)
        if self.flipped:
            second = tuple(Chances(c.near + c.far, 0.0, c.true) for c in second)  # type: ignore[assignment]
        return far, near, versus(given, prior, *second)

    def _both(self, claim: Constraint, scene: Scene, varied: Varied, inside: float) -> tuple[Chances, Chances]:
        """Work out the chances with and without the fixes, over both sides of the edge where the tag may have been on either."""
        if not 0.0 < inside < 1.0:
            return chances(scene, claim), self._prior(varied, claim)
        parts = [(inside, self._on(claim, True)), (1.0 - inside, self._on(claim, False))]
        return _mixed([(p, chances(scene, c)) for p, c in parts]), _mixed([(p, self._prior(varied, c)) for p, c in parts])

    def _on(self, claim: Constraint, inside: bool) -> Constraint:
        """Give a claim with the spot at which the tag lay still on one side of the edge."""
        key, spot = (id(claim), inside), self.stage.spot
        if key not in self.sides and spot is not None:
            self.sides[key] = sided(claim, self.stage.grid, spot, self.stage.shape.centroid, inside=inside)
        return self.sides[key]

    def _prior(self, varied: Varied, claim: Constraint) -> Chances:
        """Work out the chance before any fix is looked at, once for each speed."""
        key = varied.vehicle_scale, id(claim)
        if key not in self.priors:
            self.priors[key] = chances(self.stage.scene(varied).without_fixes(), claim)
        return self.priors[key]


def _mixed(parts: list[tuple[float, Chances]]) -> Chances:
    return Chances(*(sum(p * chance[i] for p, chance in parts) for i in range(4)))


def scales(question: Question, tracks: Tracks, other: Question | None = None) -> Scales:
    """Set a question up for weighing.

    Parameters
    ----------
    question : Question
        The claim made definite.
    tracks : Tracks
        All fixes; those of the claim's wearer are used.
    other : Question, optional
        The other side's account.
    """
    # The order of rows does not matter, and a row given twice counts once.
    mine = tracks.of(question.wearer).fixes
    mine = mine[usable(mine["quality"])]
    if not (np.diff(micros(mine["time"])) > 0).all():
        mine = mine.sort_values(["time", "lon", "lat", "fix_id"]).drop_duplicates(["time", "lon", "lat"])
    region = question.region
    second = None if other is None else _moved(other, question)
    stage = set_stage(
        mine,
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

    def build(on: Stage) -> Scales:
        constraint = None if other is None or second is None else _constraint(on, other, second)
        own = _constraint(on, question, region.outer)
        same = second is not None and bool(second.equals_exact(region.outer, 0.01))
        return Scales(on, own, constraint, other is not None and other.kind == "never", same)

    return replace(build(stage), build=build)


def across(question: Question, tracks: Tracks, setting: Setting) -> tuple[float, float, float]:
    """Give what the movement model makes of a claim in whose neighbourhood in time there may be no fix.

    Parameters
    ----------
    question : Question
        The claim made definite.
    tracks : Tracks
        All fixes; those of the claim's wearer are used.
    setting : Setting
        How to read them.
    """
    # What is looked at reaches as far as docs/methods.md#window says.
    if question.end - question.start > pd.Timedelta(hours=MOST_HOURS):
        return 0.0, 0.0, math.nan
    return scales(question, tracks).raw(setting)


def _moved(other: Question, question: Question) -> shapely.Geometry:
    """Bring the other account's region onto the claim's flat map."""
    return question.region.frame.shape_to_metres(other.region.frame.shape_to_degrees(other.region.outer))


def _constraint(stage: Stage, question: Question, shape: shapely.Geometry) -> Constraint:
    moment = question.end == question.start
    times = {"tolerance_minutes": question.tolerance_s / 60}
    span = question.start, question.end
    if question.kind == "throughout":
        return stage.constraint("throughout", shape=shape, ring_m=RING_M, slack_minutes=question.slack_s / 60, span=span, **times)
    if question.kind == "at" and moment:
        return stage.constraint("at", shape=shape, ring_m=RING_M, span=span, **times)
    return stage.constraint("visited", shape=shape, ring_m=RING_M, min_minutes=question.dwell_s / 60, span=span, **times)
