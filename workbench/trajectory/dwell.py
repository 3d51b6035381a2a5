"""The accuracy-aware rule for stays: what counts as keeping to one place when every fix has an error of its own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fixerror import TAU_S, sigma_m
from workbench.tracks import Tracks
from workbench.trajectory.settling import ASTRAY_MINUTES, PAUSE_MINUTES, Settling, resting_us
from workbench.trajectory.trails import Floats, Ints, Trail

__all__ = ["AtRest", "accuracy_aware", "at_rest", "silence_us"]

LEAVE = 4
"""So many fixes in a row outside end a stay: fewer can be a burst of bad reception."""

NEAR_M, SOON_MINUTES = 50.0, 10.0
"""Two stays whose centres (their own errors allowed) and times are closer than this are one."""

EXCURSION = 3.0
"""Unless the tag was, between them, this many diameters from the centre for three fixes in a row."""

CROSSING_MS = 1.0
"""A stay lasts longer than a walk at this pace across it: else it may be a journey seen through wide circles."""

SILENCE_MINUTES = (15.0, 60.0)
"""A stay ends at a silence of three usual intervals, but never under the first nor over the second."""


class AtRest(NamedTuple):
    """The error of every fix in the table while the tag is at rest: its sigma, its kind, each kind's duration, its method."""

    sigma_m: Floats
    kind: Ints
    tau_us: Floats
    method: pd.Series


def at_rest(tracks: Tracks) -> AtRest:
    """Look up the error of every fix, for a tag at rest.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.

    Returns
    -------
    AtRest
        ``sigma_m`` and ``kind`` have one value for each row of the fixes table; ``tau_us`` one for each kind.

    Notes
    -----
    Source: :mod:`workbench.fixerror`.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> at_rest(make_tracks(make_fixes(minutes=[0, 1], accuracy_m=20))).sigma_m.round(2).tolist()
    [10.21, 10.21]
    """
    fixes = tracks.fixes
    kind, methods = pd.factorize(fixes["method"])
    sigma = sigma_m(fixes["accuracy_m"], fixes["accuracy_level"], fixes["method"])
    tau = np.array([TAU_S[str(m)][1] * 1e6 for m in methods], float)
    return AtRest(sigma, kind.astype(np.int64), tau, fixes["method"])


def silence_us(time: Ints) -> int:
    """Say how long a silence ends a stay, from how often the tag usually reports.

    Parameters
    ----------
    time : numpy.ndarray of int64, shape (n,)
        Microseconds, increasing.

    Returns
    -------
    int
        Microseconds: three times the median interval, at least 15 and at most 60 minutes.

    Notes
    -----
    Source: own choice between 15 minutes (the peers' rule) and 60 (for tags that report rarely).

    Examples
    --------
    >>> silence_us(np.arange(9) * 600_000_000) / 60e6
    30.0
    """
    low, high = (m * 60e6 for m in SILENCE_MINUTES)
    usual = float(np.median(np.diff(time))) if len(time) > 1 else low
    return int(min(max(3.0 * usual, low), high))


def accuracy_aware(
    trail: Trail, sigma: Floats, fresh: Floats, limit_m: float, shortest_us: int
) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Find the stays of one trail with each fix's own error.

    Parameters
    ----------
    trail : Trail
        Fixes of one wearer.
    sigma : numpy.ndarray of float64, shape (n,)
        Per-axis sigma of each fix, metres.
    fresh : numpy.ndarray of float64, shape (n,)
        How much new each fix says, from :func:`workbench.fixerror.tempering`.
    limit_m : float
        Largest diameter of a place, metres.
    shortest_us : int
        Shortest stay, microseconds.

    Returns
    -------
    tuple of numpy.ndarray
        First and last fix of each stay, and which fixes count in one.

    Notes
    -----
    Source: Lachesis rule (Hariharan and Toyama 2004) with own additions; compiled.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.trails import trails
    >>> wild = make_fixes(minutes=range(20), x=[0.0] * 10 + [900.0] + [0.0] * 9)
    >>> (trail,) = trails(make_tracks(wild))
    >>> first, last, member = accuracy_aware(trail, np.full(20, 5.0), np.ones(20), 100.0, 300_000_000)
    >>> first.tolist(), last.tolist(), int(member.sum())
    ([0], [19], 19)
    """
    from workbench.trajectory import _dwell_kernels as kernels
    from workbench.trajectory._settling_kernels import settle

    if len(trail) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.zeros(len(trail), bool)
    slack = np.maximum(3.0 * sigma - limit_m / 2.0, 0.0)
    silence = silence_us(trail.time)
    first, last, member = kernels.dwells(trail.time, trail.x, trail.y, slack, limit_m, shortest_us, silence, LEAVE)
    first, last, member = kernels.join(
        trail.time, trail.x, trail.y, sigma, slack, fresh, first, last, member, shortest_us, silence,
        NEAR_M, SOON_MINUTES * 60e6, EXCURSION * limit_m, limit_m, LEAVE, CROSSING_MS / 1e6,
    )
    limits = Settling(
        resting_us(trail.time, first, last), silence, PAUSE_MINUTES * 60e6, ASTRAY_MINUTES * 60e6, NEAR_M,
    )
    settled: tuple[Ints, Ints, NDArray[np.bool_]] = settle(
        trail.time, trail.x, trail.y, sigma, slack, fresh, first, last, member, shortest_us, *limits,
    )
    return settled
