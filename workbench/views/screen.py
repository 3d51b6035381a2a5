"""Screen geometry of a web map: degrees to pixels and back, and which zoom shows a box."""

from __future__ import annotations

from math import atan, cos, floor, log2, pi, radians, sinh
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["TILE_PX", "Box", "View", "box_of", "fit", "metres_per_pixel", "seen", "to_degrees", "to_world"]

TILE_PX = 256
_HIGHEST = 85.0511287798
_MAX_ZOOM = 18.0
Floats = NDArray[np.float64]


class Box(NamedTuple):
    """A box in degrees: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float


class View(NamedTuple):
    """Where a map looks: the middle in degrees, and the zoom level."""

    lat: float
    lon: float
    zoom: float


def to_world(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Turn degrees into the unit square of a web map: x to the right, y downwards, 0 to 1."""
    # Source: spherical Mercator (EPSG:3857), for drawing only, never for measuring.
    phi = np.radians(np.clip(np.asarray(lat, float), -_HIGHEST, _HIGHEST))
    return np.asarray(lon, float) / 360.0 + 0.5, 0.5 - np.arcsinh(np.tan(phi)) / (2 * pi)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Turn a point of the unit square back into degrees."""
    # Source: spherical Mercator (EPSG:3857).
    return (x - 0.5) * 360.0, atan(sinh((0.5 - y) * 2 * pi)) * 180.0 / pi


def box_of(lon: ArrayLike, lat: ArrayLike) -> Box | None:
    """Give the box around positions, or None where there is none.

    Parameters
    ----------
    lon, lat : array_like of float
        WGS 84 degrees.
    """
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    good = np.isfinite(x) & np.isfinite(y)
    if not good.any():
        return None
    return Box(float(x[good].min()), float(y[good].min()), float(x[good].max()), float(y[good].max()))


def fit(box: Box, width_px: float, height_px: float, *, pad_px: float = 40.0, left_px: float = 0.0) -> View:
    """Choose the view that shows a whole box as large as a quarter of a zoom level allows.

    Parameters
    ----------
    box : Box
        What must be seen.
    width_px, height_px : float
        Size of the map on the screen.
    pad_px : float
        Free edge on each side.
    left_px : float
        Room that stays free at the left besides, where the legend lies.
    """
    x, y = to_world([box.west, box.east], [box.south, box.north])
    wide = max(float(x[1] - x[0]), 1e-9) * TILE_PX
    high = max(float(y[0] - y[1]), 1e-9) * TILE_PX
    room = (max(width_px - left_px - 2 * pad_px, 50.0), max(height_px - 2 * pad_px, 50.0))
    zoom = min(_MAX_ZOOM, max(0.0, floor(4 * min(log2(room[0] / wide), log2(room[1] / high))) / 4))
    lon, lat = to_degrees(float(x.mean()) - left_px / 2 / (TILE_PX * 2.0**zoom), float(y.mean()))
    return View(lat, lon, zoom)


def metres_per_pixel(lat: float, zoom: float) -> float:
    """Say how many metres on the ground one pixel of a web map covers.

    Parameters
    ----------
    lat : float
        Degrees.
    zoom : float
        Zoom level.
    """
    # Source: circumference of the Earth at the equator.
    return 40_075_016.7 * cos(radians(lat)) / (TILE_PX * 2.0**zoom)


def seen(view: View, width_px: float, height_px: float) -> Box:
    """Give the box a view shows.

    Parameters
    ----------
    view : View
        Middle and zoom.
    width_px, height_px : float
        Size of the map on the screen.
    """
    x, y = (float(v) for v in to_world(view.lon, view.lat))
    half = width_px / 2 / (TILE_PX * 2.0**view.zoom), height_px / 2 / (TILE_PX * 2.0**view.zoom)
    west, north = to_degrees(x - half[0], y - half[1])
    east, south = to_degrees(x + half[0], y + half[1])
    return Box(west, south, east, north)
