"""The chance that a wandering path crosses a long straight edge between two fixes, in closed form, for screening."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.base.errors import InputError

__all__ = ["STEP_CORRECTION", "bridge_crossing"]

STEP_CORRECTION = 0.5826
"""A path seen only every dt misses crossings as if each distance were larger by this times sqrt(diffusion x dt)."""


def bridge_crossing(gap_a_m: ArrayLike, gap_b_m: ArrayLike, diffusion_m2s: ArrayLike, seconds: ArrayLike) -> NDArray[np.float64]:
    """Give the chance that a Brownian bridge touches the far side of a straight edge."""
    # Source: reflection principle; step correction of Broadie, Glasserman and Kou 1997.
    a, b, d, t = (np.asarray(v, float) for v in (gap_a_m, gap_b_m, diffusion_m2s, seconds))
    if np.any(d <= 0) or np.any(t <= 0):
        raise InputError("Diffusion and time must be positive.", where="bridge_crossing", do="Give metres, seconds and m2/s.")
    return np.asarray(np.where(a * b <= 0, 1.0, np.exp(-2.0 * np.abs(a * b) / (d * t))))
