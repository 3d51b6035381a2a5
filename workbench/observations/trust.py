"""Which fixes a neighbour vouches for, and at which of them the tag moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.position_error import RAYLEIGH_999, ROAD_MS

__all__ = ["PAIR_S", "SHARP", "vouched"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PAIR_S = 15 * 60.0
"""Two fixes further apart in time than this do not vouch for one another, seconds."""

SHARP = ("gnss", "beacon")
"""Methods whose fixes may bound a journey by their main error."""


def vouched(step_m: Floats, wait_s: Floats, sigma_m: Floats, method: NDArray[np.object_], same_time: Bools) -> Bools:
    """Say which fixes a neighbour vouches for, so that they may bound a journey.

    Parameters
    ----------
    step_m, wait_s : array of float, shape (n - 1,)
        Distance and time between neighbouring fixes, metres and seconds.
    sigma_m : array of float, shape (n,)
        Main error of each fix per axis, metres.
    method : array of str, shape (n,)
        As in the fixes table.
    same_time : array of bool, shape (n,)
        Another fix has the same time.
    """
    # Both must be satellite or beacon fixes, at most a quarter of an hour apart, and one reachable from the other by road.
    sharp = np.isin(method, SHARP) & ~same_time
    near = (step_m <= ROAD_MS * wait_s + RAYLEIGH_999 * (sigma_m[1:] + sigma_m[:-1])) & (wait_s <= PAIR_S)
    pair = near & sharp[1:] & sharp[:-1]
    trusted = np.zeros(len(sigma_m), bool)
    trusted[1:] |= pair
    trusted[:-1] |= pair
    return trusted
