"""Coordinates that were rounded or cut to few decimals: the grid they lie on, and what it adds to the error of every fix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.geo import MEAN_RADIUS_M

__all__ = ["grid_size_m", "grid_step_deg", "widened_m"]

Floats = NDArray[np.float64]

COARSEST_DECIMALS = 4
"""More decimals than this are finer than any receiver (five: 1.1 m)."""

COARSE_DECIMALS = 2
"""A grid of so few decimals (1.1 km) holds a town in a few points: there it shows by moves from each to the next alone."""

CELLS = 3
"""So many such moves, and no other, show it."""

FEW, FEW_LON, FEW_LAT, LOOK = 20, 5, 3, 64
"""Fewer fixes, or fewer different places, show no grid; so many are looked at first, as most records have none."""


def grid_step_deg(lon: Floats, lat: Floats) -> float:
    """Give the step of the coarsest decimal grid that all positions lie on, in degrees; 0 where there is none.

    Parameters
    ----------
    lon, lat : numpy.ndarray of float, shape (n,)
        WGS 84 degrees, of one device.
    """
    if len(lon) < FEW or not _on_grid(lon[:LOOK], lat[:LOOK], COARSEST_DECIMALS):
        return 0.0
    found = next((d for d in range(1, COARSEST_DECIMALS + 1) if _on_grid(lon, lat, d)), 0)
    if not found:
        return 0.0
    step = 10.0**-found
    many = len(np.unique(lon)) >= FEW_LON and len(np.unique(lat)) >= FEW_LAT
    return step if many or (found <= COARSE_DECIMALS and _from_cell_to_cell(lon, lat, step)) else 0.0


def _from_cell_to_cell(lon: Floats, lat: Floats, step: float) -> bool:
    """Say whether a device only ever moved on to the next cell of a grid: round figures that somebody wrote lie anywhere."""
    moved = [np.abs(np.diff(v)) / step for v in (lon, lat)]
    return bool(((moved[0] > 0.5) | (moved[1] > 0.5)).sum() >= CELLS and max(float(m.max(initial=0.0)) for m in moved) < 1.5)


def _on_grid(lon: Floats, lat: Floats, decimals: int) -> bool:
    whole = np.concatenate([lon, lat]) * 10.0**decimals
    return bool((np.abs(whole - np.round(whole)) < 1e-6).all())


def grid_size_m(step_deg: float, lat: Floats) -> tuple[float, float]:
    """Give a step of the grid to the north and to the east, metres.

    Parameters
    ----------
    step_deg : float
        From :func:`grid_step_deg`.
    lat : numpy.ndarray of float, shape (n,)
        Where it is, WGS 84 degrees.
    """
    north = float(np.radians(step_deg) * MEAN_RADIUS_M)
    return north, north * float(np.cos(np.radians(np.median(lat)))) if len(lat) else north


def widened_m(accuracy_m: Floats, lon: Floats, lat: Floats) -> Floats:
    """Add to the radii of one device, metres, what the grid of its coordinates leaves open.

    Parameters
    ----------
    accuracy_m : numpy.ndarray of float, shape (n,)
        Radius as supplied, NaN where there is none.
    lon, lat : numpy.ndarray of float, shape (n,)
        WGS 84 degrees.
    """
    # Half a diagonal: a position that was cut and not rounded lies off by up to a whole one, always to the same side.
    step = grid_step_deg(lon, lat)
    if not step:
        return accuracy_m
    known = accuracy_m[np.isfinite(accuracy_m)]
    north, east = grid_size_m(step, lat)
    if len(known) and north <= float(np.median(known)):
        return accuracy_m
    return np.hypot(np.nan_to_num(accuracy_m), np.hypot(north, east) / 2.0)
