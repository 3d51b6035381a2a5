"""Metres from the centre of the Earth, and back: positions that need no map, so that nothing hangs on where its middle is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["MEAN_RADIUS_M", "earth_degrees", "earth_m"]

Floats = NDArray[np.float64]

RADIUS_M, _FLAT = 6_378_137.0, 1.0 / 298.257223563
MEAN_RADIUS_M = 6_371_008.8
"""Of the ball as which the Earth is taken where a map of it need not be exact, metres (IUGG)."""
SQUARED = _FLAT * (2.0 - _FLAT)


def earth_m(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Give positions as metres from the centre of the Earth, so that straight distances need no map and no neighbourhood.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        WGS 84 degrees, on the ellipsoid.
    """
    # Source: WGS 84 ellipsoid, geocentric Cartesian coordinates.
    east, north = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    across = RADIUS_M / np.sqrt(1.0 - SQUARED * np.sin(north) ** 2)
    out = across * np.cos(north)
    return out * np.cos(east), out * np.sin(east), across * (1.0 - SQUARED) * np.sin(north)


def earth_degrees(x: ArrayLike, y: ArrayLike, z: ArrayLike) -> tuple[Floats, Floats]:
    """Turn metres from the centre of the Earth back into degrees.

    Parameters
    ----------
    x, y, z : array_like of float, shape (n,)
        Metres, on the ellipsoid or so near to it as the middle between two near positions.
    """
    # Source: WGS 84 ellipsoid at height 0, undone exactly.
    east, north, up = (np.asarray(v, float) for v in (x, y, z))
    lat = np.degrees(np.arctan2(up, (1.0 - SQUARED) * np.hypot(east, north)))
    return np.degrees(np.arctan2(north, east)), lat
