"""Which fixes lie in a zone or its ring, and which of them follow one another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from workbench.position_error.containment import signed_distance
from workbench.trajectory.trails import Floats, Ints, Trail
from workbench.trajectory.zones import Zone

__all__ = ["SPLIT_MINUTES", "Runs", "runs_near", "within"]

SPLIT_MINUTES = 30.0
"""A silence longer than this inside the ring ends an approach and begins another."""

_FINE_ARC = 256  # corners of a quarter circle, so that a grown zone is round to the centimetre


class Runs(NamedTuple):
    """Runs of one trail near one zone: first and last fix of each, every fix's distance, the zone in the trail's metres.

    The distance is negative inside, and infinite for fixes that are certainly beyond the ring.
    """

    first: Ints
    last: Ints
    distance: Floats
    shape: shapely.Geometry


def runs_near(trail: Trail, zone: Zone, ring_m: float, engine: str) -> Runs:
    """Find the runs of fixes of one trail in one zone and its ring."""
    # Source: a box test for all fixes, shapely's distance for the few that pass it.
    shape = trail.frame.shape_to_metres(zone.geometry)
    at = within(trail, shape, ring_m)
    distance = np.full(len(trail), np.inf)
    if len(at):
        distance[at] = signed_distance(trail.x[at], trail.y[at], shape)
    at = at[distance[at] <= ring_m]
    if not len(at):
        return Runs(at, at, distance, shape)
    if engine == "movingpandas":
        from workbench.trajectory.bridge import zone_clips

        return Runs(*zone_clips(trail, shape.buffer(ring_m, quad_segs=_FINE_ARC)), distance, shape)
    cut = np.flatnonzero((np.diff(at) > 1) | (np.diff(trail.time[at]) > SPLIT_MINUTES * 60e6))
    return Runs(at[np.append(0, cut + 1)], at[np.append(cut, len(at) - 1)], distance, shape)


def within(trail: Trail, shape: shapely.Geometry, margin_m: float) -> Ints:
    """Find the fixes in the box around a shape, by four comparisons each."""
    left, low, right, high = shape.bounds
    if not np.isfinite([left, low, right, high]).all():
        return np.empty(0, np.int64)
    x, y, m = trail.x, trail.y, margin_m
    return np.flatnonzero((x >= left - m) & (x <= right + m) & (y >= low - m) & (y <= high + m))
