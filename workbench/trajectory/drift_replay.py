"""Nights at rest, replayed beside a zone: how often would the rule say that the tag was inside, though it lay still."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from scipy.special import chdtri

from workbench.trajectory.approaches import enters, evidence
from workbench.trajectory.fix_errors import Errors, quick_chance
from workbench.trajectory.parameters import DRIFT_DIRECTIONS, DRIFT_LEAVE, LEVEL_ENTER, LEVEL_ESTABLISHED
from workbench.trajectory.trails import Floats, Ints, Trail

__all__ = ["Night", "Rate", "count_episodes", "replay", "weekly"]


_WEEK = 7 * 1440.0
_MAY_REACH, _MATTERS = 3.0, 8.0  # sigmas beyond a fix that the edge may lie for it to start an episode, or to take part in one
_SMOOTH_M = 0.25  # corners that shift the edge by less are left out: an edge is known to metres
_DRAWS, _SHARES, _SEED = 2000, (0.05, 0.95), 5


class Night(NamedTuple):
    """The fixes of one night at rest, by their place in the trail, how many minutes it was, and the middle of that place."""

    at: Ints
    minutes: float
    x: float
    y: float


class Rate(NamedTuple):
    """Episodes in a week, and the 90 % interval of that rate."""

    per_week: float
    low: float
    high: float


def replay(
    trail: Trail, nights: list[Night], errors: Errors, centre: tuple[float, float], shape: shapely.Geometry, edge_m: float
) -> tuple[Floats, Floats]:
    """Count, night by night, the false episodes that a tag at rest would have brought about beside a zone."""
    # Nights stay whole, so that errors last as long in the replay as they did. What the next drift's direction will be nobody
    # knows, so all are tried; the mean position is kept.
    plain = shapely.simplify(shape, _SMOOTH_M)
    turn = 2.0 * np.pi * np.arange(DRIFT_DIRECTIONS) / DRIFT_DIRECTIONS
    edge = float(shapely.distance(shapely.Point(centre), shape))
    possible, established = np.zeros((2, len(nights), DRIFT_DIRECTIONS))
    for number, night in enumerate(nights):
        east, north = trail.x[night.at] - night.x, trail.y[night.at] - night.y
        away, sigma = np.hypot(east, north), np.hypot(errors.sigma(night.at), edge_m)
        if not (away + _MAY_REACH * sigma >= edge).any():
            continue
        near = np.flatnonzero(away + _MATTERS * sigma >= edge)
        at = np.tile(night.at[near], DRIFT_DIRECTIONS)
        x = centre[0] + np.outer(np.cos(turn), east[near]) - np.outer(np.sin(turn), north[near])
        y = centre[1] + np.outer(np.sin(turn), east[near]) + np.outer(np.cos(turn), north[near])
        inside = np.zeros((DRIFT_DIRECTIONS, len(night.at)))
        chance = quick_chance(x.ravel(), y.ravel(), errors.parts(at, edge_m), plain)
        inside[:, near] = chance.reshape(DRIFT_DIRECTIONS, len(near))
        fresh = errors.newness[night.at]
        for way in np.flatnonzero((inside > 0.5).any(axis=1)).tolist():
            possible[number, way] = count_episodes(np.where(enters(inside[way]), 1.0, inside[way]), LEVEL_ENTER, DRIFT_LEAVE)
            established[number, way] = count_episodes(evidence(inside[way], fresh), LEVEL_ESTABLISHED, 0.0)
    return possible, established


def count_episodes(values: Floats, begin_level: float, end_level: float) -> int:
    """Count the episodes of a series: each begins at one height and is over at another, lower one."""
    # Source: a test with two thresholds.
    state = np.where(values >= begin_level, 1, np.where(values <= end_level, 0, -1))
    told = state[state >= 0]
    return int(np.count_nonzero(np.diff(told, prepend=0) == 1))


def weekly(episodes: Floats, minutes: Floats) -> Rate:
    """Turn episodes of single nights into a rate for a week of 168 hours at that place."""
    # Source: bootstrap of blocks (Kuensch 1989), a night a block; exact upper limit of a Poisson count (Garwood 1936). The
    # draws are the same each time.
    weeks = float(minutes.sum()) / _WEEK
    total = float(episodes.sum())
    times = np.random.default_rng(_SEED).multinomial(len(minutes), np.full(len(minutes), 1.0 / len(minutes)), _DRAWS)
    low, high = np.quantile((times @ episodes) / (times @ minutes) * _WEEK, _SHARES)
    limit = float(chdtri(2.0 * (total + 1.0), 1.0 - _SHARES[1])) / 2.0 / weeks
    return Rate(total / weeks, float(low), max(float(high), limit))
