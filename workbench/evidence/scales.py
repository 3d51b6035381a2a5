"""A question set up so that every possible path can be tried for it, under any setting."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import shapely

from workbench.evidence.paths.constraints import Constraint
from workbench.evidence.paths.edge import sided
from workbench.evidence.paths.engine import Chances, chances
from workbench.evidence.paths.ratio import ratios, versus
from workbench.evidence.paths.stage import Setting as Varied
from workbench.evidence.paths.stage import Stage, set_stage
from workbench.evidence.question import Question
from workbench.evidence.settings import RING_M, Setting
from workbench.micros import micros
from workbench.quality import usable
from workbench.tracks import Tracks

__all__ = ["Scales", "scales"]


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
    flipped : bool
        Whether the other side's account is a ``never`` claim.
    build : callable, optional
        Sets the same up on another stage.
    priors, given, sides : dict
        Chances worked out so far: without fixes, by speed and claim; with them, by setting. The claim with a spot on the very
        edge on either side.

    Notes
    -----
    Source: own design.

    Examples
    --------
    See :func:`scales`.
    """

    stage: Stage
    claim: Constraint
    other: Constraint | None = None
    flipped: bool = False
    build: Callable[[Stage], Scales] | None = None
    priors: dict[tuple[float, int], Chances] = field(default_factory=dict, init=False)
    given: dict[Setting, Chances] = field(default_factory=dict, init=False)
    sides: dict[bool, Constraint] = field(default_factory=dict, init=False)

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
        sides = self._sides(setting)
        given = _mixed([(p, chances(scene, claim)) for p, claim in sides])
        prior = _mixed([(p, self._prior(varied, claim)) for p, claim in sides])
        self.given[setting] = given
        far, near = ratios(given, prior)
        if self.other is None:
            return far, near, math.nan
        second = chances(scene, self.other), self._prior(varied, self.other)
        if self.flipped:
            second = tuple(Chances(c.near + c.far, 0.0, c.true) for c in second)  # type: ignore[assignment]
        return far, near, versus(given, prior, *second)

    def _sides(self, setting: Setting) -> list[tuple[float, Constraint]]:
        """Give the claim; where the tag lay still on the very edge, with either side it may have been on, and its chance."""
        inside = -1.0 if self.stage.spot is None else self.stage.spot.inside(k_scale=setting.k_scale, tau_scale=setting.tau_scale)
        return [(inside, self._on(True)), (1.0 - inside, self._on(False))] if 0.0 < inside < 1.0 else [(1.0, self.claim)]

    def _on(self, inside: bool) -> Constraint:
        """Give the claim with the spot at which the tag lay still on one side of the edge."""
        if inside not in self.sides and self.stage.spot is not None:
            self.sides[inside] = sided(self.claim, self.stage.grid, self.stage.spot, inside=inside)
        return self.sides[inside]

    def _prior(self, varied: Varied, constraint: Constraint) -> Chances:
        """Work out the chance before any fix is looked at, once for each speed."""
        key = varied.vehicle_scale, id(constraint)
        if key not in self.priors:
            self.priors[key] = chances(self.stage.scene(varied).without_fixes(), constraint)
        return self.priors[key]


def _mixed(parts: list[tuple[float, Chances]]) -> Chances:
    return Chances(*(sum(p * chance[i] for p, chance in parts) for i in range(3))) if len(parts) > 1 else parts[0][1]


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

    Returns
    -------
    Scales
        On one grid that holds both places.

    Notes
    -----
    Source: own code; the order of rows does not matter, and a row given twice counts once.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision, sample_tracks
    >>> from workbench.evidence.settings import SUPPORTING
    >>> far, near, _ = scales(sample_decision()[0], sample_tracks()).raw(SUPPORTING[0])
    >>> far > 2 and near > 2
    True
    """
    mine = tracks.of(question.wearer).fixes
    mine = mine[usable(mine["quality"])]
    if not (np.diff(micros(mine["time"])) > 0).all():
        mine = mine.sort_values(["time", "lon", "lat", "fix_id"]).drop_duplicates(["time", "lon", "lat"])
    region = question.region
    second = None if other is None else _moved(other, question)
    stage = set_stage(
        mine, region.frame, region.outer, question.start, question.end, ring_m=RING_M, edge_m=region.edge_m,
        timezone=question.timezone, errors=question.errors,
        also=None if other is None or second is None else (second, other.start, other.end),
    )

    def build(on: Stage) -> Scales:
        constraint = None if other is None or second is None else _constraint(on, other, second)
        return Scales(on, _constraint(on, question, region.outer), constraint, other is not None and other.kind == "never")

    return replace(build(stage), build=build)


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
