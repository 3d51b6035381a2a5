"""The hidden Markov model of a claim: prepared once from a wearer's fixes, given under each setting asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

from workbench.base import InputError
from workbench.evidence.hmm._kernels_step import Transitions
from workbench.evidence.hmm._kernels_sweep import Emissions
from workbench.evidence.hmm.constraints import Constraint, Kind, even_shifts
from workbench.evidence.hmm.edge import Spot, edge_spot
from workbench.evidence.hmm.emission import emissions, no_emissions, on_the_move, thin
from workbench.evidence.hmm.grid import Grid, cells_for, choose_grid
from workbench.evidence.hmm.habit import Habit, Trace, habit_on, trace_of
from workbench.evidence.hmm.motion import Motion, transitions, vehicle_ms
from workbench.evidence.parameters import CAP_MS, MOST_SLACK, REACH_CELLS, TRUST_M
from workbench.geo import LocalFrame
from workbench.observations import Observations
from workbench.position_error import RAYLEIGH_999, SHIPPED, TEMPER_FLOOR, ErrorModel, bursts, mixture, sigma_m, tempering
from workbench.time import from_micros, micros

__all__ = ["BASE", "HiddenMarkovModel", "ModelSetup", "Setting", "Window", "set_up_model", "window_around"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class HiddenMarkovModel:
    """All that the engine needs to try every path, but for the claim.

    Parameters
    ----------
    grid : Grid
        Where.
    transitions : Transitions
        How people move on it, from :func:`workbench.evidence.hmm.motion.transitions`.
    start : numpy.ndarray, shape (3, ny, nx)
        Chances before the first fix: still, on foot, in a vehicle. Sum 1.
    emissions : Emissions
        The fixes on steps, from :func:`workbench.evidence.hmm.emission.emissions`.
    steps : int
        How many steps.
    step_s : float
        Length of a step, seconds.
    """

    # Source: hidden Markov model over mode and cell.

    grid: Grid
    transitions: Transitions
    start: Floats
    emissions: Emissions
    steps: int
    step_s: float = 60.0

    def without_fixes(self) -> HiddenMarkovModel:
        """Give the same model as it was before any fix was looked at."""
        return replace(self, emissions=no_emissions(self.steps))

    @property
    def last_seen(self) -> int:
        """The last step with a fix, or -1."""
        seen = np.flatnonzero(np.diff(self.emissions.first))
        return int(seen[-1]) if len(seen) else -1


class Window(NamedTuple):
    """Steps around a claim: moment of step 0 in microseconds, number of steps, the claim's steps (half-open)."""

    first_us: int
    steps: int
    first: int
    last: int


def window_around(
    time_us: NDArray[np.int64],
    trusted: ArrayLike,
    start_us: int,
    end_us: int,
    *,
    step_s: float = 60.0,
    padding_minutes: float = 45.0,
    most_hours: float = 6.0,
) -> Window:
    """Pad a claim's time on both sides, further where two trustworthy fixes are further away."""
    # 45 minutes, or as far as the second trustworthy fix, at most 6 hours.
    if end_us < start_us:
        raise InputError("The claim ends before it starts.", where="window_around", do="Swap the two times.")
    step = round(step_s * 1e6)
    least, most = round(padding_minutes * 60e6), round(most_hours * 3600e6)
    anchors = np.asarray(time_us, np.int64)[np.asarray(trusted, bool)]
    before, after = anchors[anchors <= start_us], anchors[anchors >= end_us]
    early = start_us - int(before[-2]) if len(before) > 1 else least
    late = int(after[1]) - end_us if len(after) > 1 else least
    ahead = -(-min(max(early, least), most) // step)
    length = max(1, round((end_us - start_us) / step))
    behind = -(-min(max(late, least), most) // step)
    return Window(start_us - ahead * step, ahead + length + behind, ahead, ahead + length)


class Setting(NamedTuple):
    """What a model may vary: factors on errors, their duration and the vehicle's speed; seconds added to the fixes' clock.

    ``returns_once`` says whether runs of fixes away from a spot and back at it count as one.
    """

    k_scale: float = 1.0
    tau_scale: float = 1.0
    clock_s: float = 0.0
    vehicle_scale: float = 1.0
    returns_once: bool = True


BASE = Setting()
"""Nothing varied."""


@dataclass(frozen=True, eq=False)
class ModelSetup:
    """A claim's place, time and data, prepared.

    Parameters
    ----------
    grid : Grid
        Where.
    window : Window
        When.
    habit : Habit
        Where the wearer usually is.
    motion : Motion
        How people move; its vehicle speed fits the fixes.
    fixes : Observations
        Usable fixes of the window and its surroundings.
    x_m, y_m : numpy.ndarray of float, shape (n,)
        Their positions.
    shape : shapely.Geometry
        The region in metres.
    edge_m : float
        How well its edge is drawn, metres per axis.
    trace : Trace
        What `habit` was made from.
    spot : Spot or None
        Where the tag lay still near the edge of the region, which is then the middle of a cell.
    errors : ErrorModel
        How exact the fixes are taken to be.
    """

    grid: Grid
    window: Window
    habit: Habit
    motion: Motion
    fixes: Observations
    x_m: Floats
    y_m: Floats
    shape: shapely.Geometry
    edge_m: float
    trace: Trace
    spot: Spot | None = None
    errors: ErrorModel = SHIPPED

    def coarser(self) -> ModelSetup:
        """Give the same setup with cells of twice the side."""
        grid = self.grid.coarser(self.shape.centroid if self.spot is None else shapely.Point(self.spot[:2]))
        return replace(self, grid=grid, habit=habit_on(self.trace, grid))

    def rows(self, setting: Setting = BASE) -> NDArray[np.int64]:
        """Give the rows of `fixes` that a setting uses: one per step and method."""
        return thin(
            self.fixes.time_us + round(setting.clock_s * 1e6),
            self.fixes.method,
            first_us=self.window.first_us,
            step_s=self.motion.step_s,
            steps=self.window.steps,
        )

    def model(self, setting: Setting = BASE) -> HiddenMarkovModel:
        """Give the model under a setting."""
        motion = replace(self.motion, vehicle_ms=self.motion.vehicle_ms * setting.vehicle_scale)
        rows, seen = self.rows(setting), no_emissions(self.window.steps)
        if len(rows):
            used = self.fixes
            time, method = used.time_us[rows] + round(setting.clock_s * 1e6), used.method[rows]
            x, y, accuracy, level = (v[rows] for v in (self.x_m, self.y_m, used.accuracy_m, used.level))
            sigma = sigma_m(accuracy, level, method, k_scale=setting.k_scale, errors=self.errors)
            moving = on_the_move(time, x, y, sigma)
            temper = tempering(time, method, moving=moving, tau_scale=setting.tau_scale, errors=self.errors)
            parts = mixture(sigma, method, edge_m=self.edge_m, errors=self.errors)
            if setting.returns_once:
                assumed = sigma / setting.k_scale, parts.widest_m / setting.k_scale
                temper[bursts(time / 1e6, x, y, *assumed).echo] = TEMPER_FLOOR
            seen = emissions(
                self.grid, time, x, y, parts, temper, first_us=self.window.first_us, step_s=motion.step_s, steps=self.window.steps
            )
        step = transitions(motion, self.habit.attraction, self.grid.cell_m)
        return HiddenMarkovModel(self.grid, step, self.habit.start, seen, self.window.steps, motion.step_s)

    def constraint(
        self,
        kind: Kind,
        *,
        shape: shapely.Geometry | None = None,
        ring_m: float = 250.0,
        min_minutes: float = 2.0,
        slack_minutes: float = 0.0,
        tolerance_minutes: float = 0.0,
        span: tuple[pd.Timestamp, pd.Timestamp] | None = None,
    ) -> Constraint:
        """Give a claim as a constraint; `shape` and `span` name another region and time than the setup's own."""
        # Start and end are uncertain each for itself where the claim is longer than both their tolerances together, and shift
        # together where it is shorter. More than five minutes' slack is checked at every second step, and so on.
        region = self.shape if shape is None else shape
        inside = self.grid.cells_in(region)
        first, last = (self.window.first, self.window.last) if span is None else self._steps(*span)
        per_minute = 60.0 / self.motion.step_s
        tolerance, slack = (int(m * per_minute + 1e-9) for m in (tolerance_minutes, slack_minutes))
        apart = last - first > 2 * tolerance
        every = max(1, -(-slack // MOST_SLACK))
        return Constraint(
            kind,
            inside,
            inside | self.grid.cells_in(region.buffer(ring_m)),
            first,
            last,
            dwell=max(1, round(min_minutes * per_minute)),
            slack=slack // every,
            every=every,
            shifts=tuple(range(-tolerance, tolerance + 1)) if apart else even_shifts(tolerance),
            apart=apart,
        )

    def _steps(self, start: pd.Timestamp, end: pd.Timestamp) -> tuple[int, int]:
        """Give the first step of a time and the one after its last; at least one step."""
        low, high = (int(v) for v in micros(pd.Series([start, end])))
        first = round((low - self.window.first_us) / (self.motion.step_s * 1e6))
        return first, first + max(1, round((high - low) / (self.motion.step_s * 1e6)))


def set_up_model(
    observed: Observations,
    frame: LocalFrame,
    shape: shapely.Geometry,
    start: pd.Timestamp,
    end: pd.Timestamp,
    *,
    motion: Motion | None = None,
    ring_m: float = 250.0,
    edge_m: float = 0.0,
    cell_m: float | None = None,
    padding_minutes: float = 45.0,
    timezone: str = "Europe/London",
    also: tuple[shapely.Geometry, pd.Timestamp, pd.Timestamp] | None = None,
    errors: ErrorModel = SHIPPED,
) -> ModelSetup:
    """Prepare a claim's place, time and data."""
    # A fix is trusted as an anchor where it is gnss with sigma of 50 m at most, and reachable from the fix before it.
    base, time = motion or Motion(), observed.time_us
    x, y = observed.metres(frame)
    room, from_, to = (shape, start, end) if also is None else (shape.union(also[0]), min(start, also[1]), max(end, also[2]))
    start_us, low_us, end_us = (int(v) for v in micros(pd.Series([start, from_, to])))
    step_us = round(base.step_s * 1e6)
    sigma = observed.sigma_m(errors)
    window = window_around(
        time,
        _trusted(time, x, y, sigma, observed.method == "gnss"),
        low_us - (low_us - start_us) % step_us,
        end_us,
        step_s=base.step_s,
        padding_minutes=padding_minutes,
    )
    over = window.first_us + window.steps * step_us
    near = observed.between(window.first_us - 2 * step_us, over + 2 * step_us - 1)
    seen, near_x, near_y = observed.take(near), x[near], y[near]
    size = {"room": room, "ring_m": ring_m, "cell_m": cell_m, "max_cells": cells_for(window.steps)}
    grid = choose_grid(near_x, near_y, shape, **size)
    at_s = (seen.time_us - start_us) / 1e6
    widest_m = mixture(sigma[near], seen.method, errors=errors).widest_m
    right = ~bursts(at_s, near_x, near_y, sigma[near], widest_m).member
    at_s, at_x, at_y, off, newness = (
        v[right] for v in (at_s, near_x, near_y, sigma[near], tempering(seen.time_us, seen.method, errors=errors))
    )
    spot = edge_spot(
        at_s,
        at_x,
        at_y,
        off,
        newness,
        shape,
        low_s=0.0,
        high_s=(end_us - start_us) / 1e6,
        edge_m=edge_m,
        reach_m=REACH_CELLS * grid.cell_m,
    )
    if spot is not None:
        grid = choose_grid(near_x, near_y, shape, **size, middle=shapely.Point(spot[:2]))
    ends = from_micros(np.array([window.first_us, over]))
    trace = trace_of(from_micros(time), x, y, start=ends[0], end=ends[1], claim_start=start, claim_end=end, timezone=timezone)
    if motion is None:
        fast = vehicle_ms((seen.time_us - window.first_us) / 1e6, near_x, near_y, sigma[near], least_ms=base.vehicle_ms)
        base = replace(base, vehicle_ms=fast)
    own = (start_us - window.first_us) // step_us
    window = window._replace(first=own, last=own + max(1, round((micros(pd.Series([end]))[0] - start_us) / step_us)))
    return ModelSetup(grid, window, habit_on(trace, grid), base, seen, near_x, near_y, shape, edge_m, trace, spot, errors)


def _trusted(
    time_us: NDArray[np.int64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    sigma: NDArray[np.float64],
    gnss: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    reachable = np.ones(len(time_us), bool)
    apart = np.hypot(np.diff(x), np.diff(y)) - RAYLEIGH_999 * (sigma[1:] + sigma[:-1])
    reachable[1:] = apart <= CAP_MS * np.diff(time_us) / 1e6
    return np.asarray(gnss & (sigma <= TRUST_M) & reachable)
