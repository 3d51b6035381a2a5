"""Steps between two fixes that no journey joins, and fixes that contradict each other because such steps go to and fro.

The one rule for it: claims, matches, gaps and approaches exclude nothing across such a step, and each of its two fixes bounds
time on its own side only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.position_error.error_mixture import RAYLEIGH_999

__all__ = ["gone_around", "infeasible_steps", "interleaved", "joined_by_a_journey"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

LEAST_S = 1.0
"""Two fixes closer in time than this count as so far apart: many clocks tell no less than a second."""


def joined_by_a_journey(first: Ints, second: Ints, time_s: Floats, place_m: Floats, sigma_m: Floats, cap_ms: float) -> Flags:
    """Say whether one can have gone from each first to each second fix at the cap, errors allowed for.

    Parameters
    ----------
    first, second : numpy.ndarray of int64, shape (k,)
        Numbers of fixes.
    time_s : numpy.ndarray of float, shape (n,)
        Seconds.
    place_m : numpy.ndarray of float, shape (axes, n)
        Positions in metres, on a plane or from the centre of the Earth.
    sigma_m : numpy.ndarray of float, shape (n,)
        Error of each fix per axis, metres.
    cap_ms : float
        How fast one may have been, metres per second.
    """
    away = np.sqrt(((place_m[:, second] - place_m[:, first]) ** 2).sum(axis=0))
    wait = np.maximum(np.abs(time_s[second] - time_s[first]), LEAST_S)
    return np.asarray(away - RAYLEIGH_999 * (sigma_m[first] + sigma_m[second]) <= cap_ms * wait)


def infeasible_steps(time_s: ArrayLike, place_m: ArrayLike, sigma_m: ArrayLike, *, cap_ms: float) -> Flags:
    """Say of each step from one fix to the next whether no journey joins the two at the cap, errors allowed for.

    Parameters
    ----------
    time_s : array_like of float, shape (n,)
        Seconds, ascending; the fixes of one wearer.
    place_m : array_like of float, shape (axes, n)
        Positions in metres, on a plane or from the centre of the Earth.
    sigma_m : array_like of float, shape (n,)
        Error of each fix per axis, metres.
    cap_ms : float
        How fast one may have been, metres per second.
    """
    time, place, sigma = (np.asarray(v, float) for v in (time_s, place_m, sigma_m))
    at = np.arange(max(len(time) - 1, 0))
    return ~joined_by_a_journey(at, at + 1, time, place, sigma, cap_ms)


def interleaved(time_s: ArrayLike, place_m: ArrayLike, sigma_m: ArrayLike, *, cap_ms: float) -> Flags:
    """Say which fixes contradict each other: infeasible steps lead from them to others and back, more than once.

    Parameters
    ----------
    time_s : array_like of float, shape (n,)
        Seconds, ascending; the fixes of one wearer.
    place_m : array_like of float, shape (axes, n)
        Positions in metres, on a plane or from the centre of the Earth.
    sigma_m : array_like of float, shape (n,)
        Error of each fix per axis, metres.
    cap_ms : float
        How fast one may have been, metres per second.
    """
    # Cut at the infeasible steps. A piece is gone around where a journey joins the piece before it to the piece after it. One
    # such piece alone is a wild fix or two; two in a row go around each other: two devices, one of which lies at home.
    # Of the pieces beside them only the nearest fix takes part.
    time, place, sigma = (np.asarray(v, float) for v in (time_s, place_m, sigma_m))
    found = np.zeros(len(time), bool)
    first, last, around = _pieces(time, place, sigma, cap_ms)
    both = np.flatnonzero(around[1:] & around[:-1])
    for piece in both.tolist():
        found[last[piece - 1] : first[piece + 2] + 1] = True
    return found


def gone_around(time_s: ArrayLike, place_m: ArrayLike, sigma_m: ArrayLike, *, cap_ms: float) -> Flags:
    """Say which fixes no journey reaches, while a journey joins the fixes before and after them.

    Parameters
    ----------
    time_s : array_like of float, shape (n,)
        Seconds, ascending; the fixes of one wearer.
    place_m : array_like of float, shape (axes, n)
        Positions in metres, on a plane or from the centre of the Earth.
    sigma_m : array_like of float, shape (n,)
        Error of each fix per axis, metres.
    cap_ms : float
        How fast one may have been, metres per second.
    """
    time, place, sigma = (np.asarray(v, float) for v in (time_s, place_m, sigma_m))
    found = np.zeros(len(time), bool)
    first, last, around = _pieces(time, place, sigma, cap_ms)
    for piece in np.flatnonzero(around).tolist():
        found[first[piece] : last[piece] + 1] = True
    return found


def _pieces(time: Floats, place: Floats, sigma: Floats, cap_ms: float) -> tuple[Ints, Ints, Flags]:
    """Cut at the infeasible steps: first and last fix of each piece, and whether a journey goes around it."""
    cut = np.flatnonzero(infeasible_steps(time, place, sigma, cap_ms=cap_ms)) + 1
    first, last = np.concatenate([[0], cut]), np.concatenate([cut, [len(time)]]) - 1
    around = np.zeros(len(first), bool)
    if len(cut) > 1:
        around[1:-1] = joined_by_a_journey(last[:-2], first[2:], time, place, sigma, cap_ms)
    return first, last, around
