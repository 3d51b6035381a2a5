"""Nights at rest, replayed beside a zone: how often would the rule say that the tag was inside, though it lay still."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from scipy.special import chdtri

from workbench.trajectory.doubt import Errors, quick_chance
from workbench.trajectory.levels import ENTER, ESTABLISHED, enters, evidence
from workbench.trajectory.trails import Floats, Ints, Trail

__all__ = ["DIRECTIONS", "Night", "Rate", "count_episodes", "replay", "weekly"]

DIRECTIONS = 12
"""Each night is replayed as if the drift had taken so many directions, evenly round the compass: the first is its own."""

LEAVE = 0.15
"""A possible episode is over once a fix has no more than this chance of lying inside."""

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
    """Count, night by night, the false episodes that a tag at rest would have brought about beside a zone.

    Parameters
    ----------
    trail : Trail
        Fixes of one wearer.
    nights : list of Night
        Nights at rest, at that place or others.
    errors : Errors
        Of that trail.
    centre : (float, float)
        Where the replayed fixes have their middle, metres.
    shape : shapely.Polygon or shapely.MultiPolygon
        The zone, in the trail's metres.
    edge_m : float
        How well its edge is drawn, metres per axis.

    Returns
    -------
    tuple of numpy.ndarray, shape (nights, directions)
        Possible and established episodes.

    Notes
    -----
    Source: own code. Nights stay whole, so that errors last as long in the replay as they did. What the next drift's direction
    will be nobody knows, so all are tried; the mean position is kept.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.dwell import radii
    >>> from workbench.trajectory.trails import trails
    >>> tracks = make_tracks(make_fixes(minutes=range(60), x=[0] * 20 + [30] * 40))
    >>> trail, = trails(tracks)
    >>> x, y = trail.x[0], trail.y[0]
    >>> night, errors = Night(np.arange(60), 60.0, x, y), Errors(radii(tracks), trail, 1.0)
    >>> possible, firm = replay(trail, [night], errors, (x, y), shapely.box(x - 99, y + 10, x + 99, y + 99), 1.0)
    >>> possible[0].astype(int).tolist()
    [0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    """
    plain = shapely.simplify(shape, _SMOOTH_M)
    turn = 2.0 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    edge = float(shapely.distance(shapely.Point(centre), shape))
    possible, established = np.zeros((2, len(nights), DIRECTIONS))
    for number, night in enumerate(nights):
        east, north = trail.x[night.at] - night.x, trail.y[night.at] - night.y
        away, sigma = np.hypot(east, north), np.hypot(errors.sigma(night.at), edge_m)
        if not (away + _MAY_REACH * sigma >= edge).any():
            continue
        near = np.flatnonzero(away + _MATTERS * sigma >= edge)
        at = np.tile(night.at[near], DIRECTIONS)
        x = centre[0] + np.outer(np.cos(turn), east[near]) - np.outer(np.sin(turn), north[near])
        y = centre[1] + np.outer(np.sin(turn), east[near]) + np.outer(np.cos(turn), north[near])
        inside = np.zeros((DIRECTIONS, len(night.at)))
        chance = quick_chance(x.ravel(), y.ravel(), errors.parts(at, edge_m), plain)
        inside[:, near] = chance.reshape(DIRECTIONS, len(near))
        fresh = errors.newness[night.at]
        for way in np.flatnonzero((inside > 0.5).any(axis=1)).tolist():
            possible[number, way] = count_episodes(np.where(enters(inside[way]), 1.0, inside[way]), ENTER, LEAVE)
            established[number, way] = count_episodes(evidence(inside[way], fresh), ESTABLISHED, 0.0)
    return possible, established


def count_episodes(values: Floats, begin_level: float, end_level: float) -> int:
    """Count the episodes of a series: each begins at one height and is over at another, lower one.

    Parameters
    ----------
    values : numpy.ndarray of float64, shape (n,)
        In order of time.
    begin_level, end_level : float
        An episode begins with the first value of `begin_level` and more, and is over with the first of `end_level` and less.

    Returns
    -------
    int
        One that is not over counts too.

    Notes
    -----
    Source: a test with two thresholds.

    Examples
    --------
    >>> count_episodes(np.array([0.0, 5, 1, 5, 0, 5]), 4.6, 0.0)
    2
    """
    state = np.where(values >= begin_level, 1, np.where(values <= end_level, 0, -1))
    told = state[state >= 0]
    return int(np.count_nonzero(np.diff(told, prepend=0) == 1))


def weekly(episodes: Floats, minutes: Floats) -> Rate:
    """Turn episodes of single nights into a rate for a week of 168 hours at that place.

    Parameters
    ----------
    episodes : numpy.ndarray of float64, shape (n,)
        Of each night; fractions where only some of the directions brought one about.
    minutes : numpy.ndarray of float64, shape (n,)
        How long each night was.

    Returns
    -------
    Rate
        With a 90 % interval: the wider of what drawing whole nights anew gives and, above, what a count as low as this can
        exclude at all. Of no episode in n weeks that is 3 / n.

    Notes
    -----
    Source: bootstrap of blocks (Kuensch 1989), a night a block; exact upper limit of a Poisson count (Garwood 1936). The draws
    are the same each time.

    Examples
    --------
    >>> rate = weekly(np.zeros(21), np.full(21, 480.0))
    >>> rate.per_week, rate.low, round(rate.high, 1)
    (0.0, 0.0, 3.0)
    """
    weeks = float(minutes.sum()) / _WEEK
    total = float(episodes.sum())
    times = np.random.default_rng(_SEED).multinomial(len(minutes), np.full(len(minutes), 1.0 / len(minutes)), _DRAWS)
    low, high = np.quantile((times @ episodes) / (times @ minutes) * _WEEK, _SHARES)
    limit = float(chdtri(2.0 * (total + 1.0), 1.0 - _SHARES[1])) / 2.0 / weeks
    return Rate(total / weeks, float(low), max(float(high), limit))
