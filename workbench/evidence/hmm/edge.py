"""A tag at rest on the very edge of a place: where the spot is, and how likely it lies inside."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import ndtr

from workbench.evidence.hmm.constraints import Constraint
from workbench.evidence.hmm.grid import Grid
from workbench.evidence.hmm.habit import weighted_median
from workbench.evidence.parameters import SPOT_FIXES, SPOT_NEAR_S, SPOT_SHARP_M, SPOT_SURE
from workbench.position_error import FLOOR_M, RAYLEIGH_999, spots

__all__ = ["Spot", "edge_spot", "sided"]

Floats = NDArray[np.float64]


class Spot(NamedTuple):
    """Where a tag lay still near the edge of a region, and how well that is known, metres.

    ``depth_m`` is how far inside the edge it lies, below zero outside; ``own_m`` the error that the fixes' own errors leave,
    per axis; ``other_m`` that of what no averaging removes.
    """

    x_m: float
    y_m: float
    depth_m: float
    own_m: float
    other_m: float

    def inside(self, *, k_scale: float = 1.0, tau_scale: float = 1.0) -> float:
        """Give the chance that it lies inside, 0 or 1 where that is clear, with factors on errors and on how long they last."""
        off = math.hypot(self.own_m * k_scale * math.sqrt(tau_scale), self.other_m)
        chance = float(ndtr(self.depth_m / off))
        return float(round(chance)) if min(chance, 1.0 - chance) < SPOT_SURE else chance


def edge_spot(
    time_s: Floats,
    x_m: Floats,
    y_m: Floats,
    sigma_m: Floats,
    weight: Floats,
    shape: shapely.Geometry,
    *,
    low_s: float,
    high_s: float,
    edge_m: float,
    reach_m: float,
) -> Spot | None:
    """Find the spot at which the tag lay still nearest to the edge of a region, around a time."""
    # Fixes one after the other that lie within each other's errors are one spot, but for those seen on the way to it or from
    # it: they lie more than 3.72 sigmas from where the tag was for most of the time. The mean of the others, weighed by newness
    # over variance, is taken to be off by its own error, by 3 m that no averaging removes, and by the error of the edge; near
    # it the edge counts as straight.
    sharp = np.flatnonzero(sigma_m <= SPOT_SHARP_M)
    t, x, y, s, w = (v[sharp] for v in (time_s, x_m, y_m, sigma_m, weight))
    half = np.minimum(np.diff(t) / 2.0, SPOT_NEAR_S)
    rest = np.concatenate([[0.0], half]) + np.concatenate([half, [0.0]]) if len(t) else t
    bounds = np.concatenate([[0], spots(x, y, s), [len(t)]])
    nearest: tuple[float, Spot] | None = None
    for a, b in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if b - a < SPOT_FIXES:
            continue
        middle = weighted_median(x[a:b], rest[a:b]), weighted_median(y[a:b], rest[a:b])
        here = a + np.flatnonzero(np.hypot(x[a:b] - middle[0], y[a:b] - middle[1]) <= RAYLEIGH_999 * s[a:b])
        if len(here) < SPOT_FIXES or t[here[-1]] < low_s - SPOT_NEAR_S or t[here[0]] > high_s + SPOT_NEAR_S:
            continue
        share = w[here] / s[here] ** 2
        at = shapely.Point(float((share * x[here]).sum() / share.sum()), float((share * y[here]).sum() / share.sum()))
        away = float(shape.boundary.distance(at))
        if away <= reach_m and (nearest is None or away < nearest[0]):
            depth = away if shape.covers(at) else -away
            nearest = away, Spot(at.x, at.y, depth, float(1.0 / np.sqrt(share.sum())), math.hypot(FLOOR_M, edge_m))
    return None if nearest is None else nearest[1]


def sided(claim: Constraint, grid: Grid, spot: Spot, middle: shapely.Point, *, inside: bool) -> Constraint:
    """Put the cell of a spot on one side of the edge."""
    column, row = (int(np.floor(float(v) + 0.5)) for v in grid.in_cells(spot.x_m, spot.y_m))
    mask = claim.inside.copy()
    mask[row, column] = inside
    if not mask.any():
        east, north = middle.x - spot.x_m, middle.y - spot.y_m
        along = (0, 1 if east > 0 else -1) if abs(east) >= abs(north) else (1 if north > 0 else -1, 0)
        mask[row + along[0], column + along[1]] = True
    return replace(claim, inside=mask, ring=claim.ring | mask)
