"""Runs of wild fixes that share one error: away from a spot and back at it, with nothing seen on the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.position_error.error_mixture import RAYLEIGH_999

__all__ = ["LONGEST_S", "Bursts", "bursts", "no_bursts", "spots"]

LONGEST_S = 1800.0
"""From the last fix before such a run to the first after it takes no longer than this, seconds."""


class Bursts(NamedTuple):
    """Per fix whether it belongs to such a run, and whether it only repeats the error of the run's first fix."""

    member: NDArray[np.bool_]
    echo: NDArray[np.bool_]


def bursts(time_s: ArrayLike, x_m: ArrayLike, y_m: ArrayLike, sigma_m: ArrayLike, wide_m: ArrayLike) -> Bursts:
    """Find the runs of fixes that may be one wild error seen several times.

    Parameters
    ----------
    time_s : array_like of float, shape (n,)
        Sorted times of one wearer's fixes, seconds.
    x_m, y_m : array_like of float, shape (n,)
        Their positions, metres.
    sigma_m : array_like of float, shape (n,)
        Their main sigmas per axis, metres.
    wide_m : array_like of float, shape (n,)
        The sigmas of their widest error parts, metres.
    """
    # A tag at rest indoors may report a reflected position again and again and then be right again; somebody who goes out and
    # comes back is mostly seen on the way, as a tag reports more often on the move. "At one spot" is within 3.72 sigmas of the
    # two fixes together.
    t, x, y, s, wide = (np.asarray(v, float) for v in (time_s, x_m, y_m, sigma_m, wide_m))
    member, echo = found_in = no_bursts(len(t))
    cut = spots(x, y, s)
    if len(cut) < 2:
        return found_in
    stayed = t[np.append(cut, len(t)) - 1] - t[np.append(0, cut)]
    first, after = cut[:-1], cut[1:]
    before = first - 1
    away = t[after] - t[before]
    back = np.hypot(x[after] - x[before], y[after] - y[before]) <= RAYLEIGH_999 * np.hypot(s[after], s[before])
    found = back & (away <= LONGEST_S) & (np.maximum(stayed[:-2], stayed[2:]) >= away)
    for a, b in zip(first[found].tolist(), after[found].tolist(), strict=True):
        far = np.hypot(x[a:b] - x[a - 1], y[a:b] - y[a - 1])
        off = np.hypot(x[a:b] - x[a], y[a:b] - y[a])
        if (far <= RAYLEIGH_999 * wide[a:b]).all() and (off <= RAYLEIGH_999 * np.hypot(s[a:b], s[a])).all():
            member[a:b], echo[a + 1 : b] = True, True
    return found_in


def spots(x_m: ArrayLike, y_m: ArrayLike, sigma_m: ArrayLike) -> NDArray[np.intp]:
    """Cut fixes where one lies farther from the one before than both their errors explain.

    Parameters
    ----------
    x_m, y_m, sigma_m : array_like of float, shape (n,)
        Positions and sigmas per axis of fixes in order of time, metres.
    """
    # Source: 3.72 sigmas of the two together.
    x, y, s = (np.asarray(v, float) for v in (x_m, y_m, sigma_m))
    return np.flatnonzero(np.hypot(np.diff(x), np.diff(y)) > RAYLEIGH_999 * np.hypot(s[1:], s[:-1])) + 1


def no_bursts(size: int) -> Bursts:
    """Say of every fix that it belongs to no such run.

    Parameters
    ----------
    size : int
        How many fixes.
    """
    return Bursts(np.zeros(size, bool), np.zeros(size, bool))
