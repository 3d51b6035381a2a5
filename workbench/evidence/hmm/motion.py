"""How people move between fixes: still, on foot, in a vehicle; long rests, short journeys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.base import InputError
from workbench.evidence.hmm._kernels_step import Transitions
from workbench.evidence.parameters import ATTRACTION
from workbench.position_error import ROAD_MS

__all__ = ["Motion", "transitions", "vehicle_ms"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Motion:
    """The movement model: three modes, with constant rates and evenly spread steps.

    Parameters
    ----------
    step_s : float
        Length of a step, seconds. Part of the model, not a resolution: a mover draws a new heading each step.
    rest_s, journey_s, change_s : float
        Mean time before leaving a rest, before stopping on a journey (at a place of average attraction), and before
        changing between foot and vehicle, seconds.
    walk_share : float
        Share of journeys that begin on foot.
    walk_ms, vehicle_ms : float
        Greatest speed along each axis, metres per second.
    """

    # People are still most of the time, so a rest lasts long and a journey does not.

    step_s: float = 60.0
    rest_s: float = 5400.0
    journey_s: float = 600.0
    change_s: float = 1200.0
    walk_share: float = 0.5
    walk_ms: float = 2.0
    vehicle_ms: float = 14.0


def transitions(motion: Motion, attraction: ArrayLike, cell_m: float) -> Transitions:
    """Turn a movement model into the chances and reaches of one step on a grid."""
    # Source: competing exponential rates; a square of half-width speed x step, or where that is less than a cell, the share of
    # the next cells that gives the same spread.
    sizes = (motion.step_s, motion.rest_s, motion.journey_s, motion.change_s, motion.walk_ms, motion.vehicle_ms, cell_m)
    if min(sizes) <= 0 or not 0 <= motion.walk_share <= 1:
        raise InputError("Times, speeds and cells must be positive.", where="motion", do="See evidence.hmm.motion.Motion.")
    stopping = np.clip(np.asarray(attraction, float), *ATTRACTION) / motion.journey_s
    changing = 1.0 / motion.change_s
    either = -np.expm1(-(stopping + changing) * motion.step_s)
    stop = either * stopping / (stopping + changing)
    reach = np.array([motion.walk_ms, motion.vehicle_ms]) * motion.step_s / cell_m
    cells = np.maximum(np.floor(reach - 0.5), 0.0)
    edge = np.clip(reach - 0.5 - cells, 0.0, 1.0)
    spread = np.minimum(reach, 0.6) ** 2 / 3.0
    edge = np.where(cells == 0, np.maximum(edge, spread / (2.0 * (1.0 - spread))), edge)
    return Transitions(
        float(-np.expm1(-motion.step_s / motion.rest_s)),
        float(motion.walk_share),
        np.ascontiguousarray(stop),
        np.ascontiguousarray(either - stop),
        cells.astype(np.int64),
        edge,
    )


def vehicle_ms(time_s: ArrayLike, x_m: ArrayLike, y_m: ArrayLike, sigma_m: ArrayLike, *, least_ms: float = 14.0) -> float:
    """Say how fast a vehicle must be allowed to go for the fixes to be possible at all."""
    # Town speed unless the fixes themselves show a motorway or a train.
    t, x, y, s = (np.asarray(v, float) for v in (time_s, x_m, y_m, sigma_m))
    apart = np.maximum(np.abs(np.diff(x)), np.abs(np.diff(y))) - 2.0 * (s[1:] + s[:-1])
    took = np.diff(t)
    usable = took >= 20.0
    needed = float(np.max(apart[usable] / took[usable], initial=0.0))
    return float(np.clip(needed, least_ms, max(least_ms, ROAD_MS)))
