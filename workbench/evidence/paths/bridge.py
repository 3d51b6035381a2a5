"""The chance that a wandering path crosses a long straight edge between two fixes, in closed form, for screening."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.errors import InputError

__all__ = ["STEP_CORRECTION", "bridge_crossing"]

STEP_CORRECTION = 0.5826
"""A path seen only every dt misses crossings as if each distance were larger by this times sqrt(diffusion x dt)."""


def bridge_crossing(gap_a_m: ArrayLike, gap_b_m: ArrayLike, diffusion_m2s: ArrayLike, seconds: ArrayLike) -> NDArray[np.float64]:
    """Give the chance that a Brownian bridge touches the far side of a straight edge.

    Parameters
    ----------
    gap_a_m, gap_b_m : array_like of float
        Distances of the two ends from the edge, metres, signed: the same sign on the same side.
    diffusion_m2s : array_like of float
        Variance gained per axis and second, square metres per second.
    seconds : array_like of float
        Time between the ends.

    Returns
    -------
    numpy.ndarray
        1 where the ends lie on opposite sides. An upper bound for a finite zone.

    Raises
    ------
    InputError
        If the diffusion or a time is not positive.

    Notes
    -----
    Source: reflection principle; step correction of Broadie, Glasserman and Kou 1997.

    Examples
    --------
    >>> round(float(bridge_crossing(100, 100, 50, 600)), 6)
    0.513417
    """
    a, b, d, t = (np.asarray(v, float) for v in (gap_a_m, gap_b_m, diffusion_m2s, seconds))
    if np.any(d <= 0) or np.any(t <= 0):
        raise InputError("Diffusion and time must be positive.", where="bridge_crossing", do="Give metres, seconds and m2/s.")
    return np.asarray(np.where(a * b <= 0, 1.0, np.exp(-2.0 * np.abs(a * b) / (d * t))))
