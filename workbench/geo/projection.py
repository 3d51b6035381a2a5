"""The only place that knows maps: local metres, distance, bearing, the British grid.

Positions are WGS 84 degrees in every table. Work in metres happens in a :class:`LocalFrame`: a transverse Mercator
around the data, exact to better than a millimetre in a town and to about 1 part in 10,000 a hundred kilometres away.
Millions of positions near its origin go through a short series fitted to it, within a hundredth of a micrometre.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

# ruff: noqa: E402 (cleared before PROJ reads it)
# What a user or an administrator set for other work must neither move a position nor let PROJ fetch a grid from elsewhere.
for _name in [name for name in os.environ if name.startswith("PROJ_")]:
    del os.environ[_name]

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

from workbench.base import InputError

__all__ = ["SERIES_DEG", "LocalFrame", "area_m2", "bearing_deg", "british_grid_to_degrees", "circle", "distance_m", "frame_for"]

set_network_enabled(False)

_GEOD = Geod(ellps="WGS84")
Floats = NDArray[np.float64]

SERIES_DEG = (0.75, 0.5)
"""How far east or west, and north or south, of its origin the series of a frame holds, degrees."""

_DEGREE, _NODES, _POLAR_DEG = 6, 8, 85.0


@lru_cache(maxsize=1024)
def _transformers(lon0: float, lat0: float) -> tuple[Transformer, Transformer]:
    """There and back, spelled out: looking the way up between two reference systems takes a hundred times longer."""
    flat = f"+proj=tmerc +lat_0={float(lat0)!r} +lon_0={float(lon0)!r} +k=1 +x_0=0 +y_0=0 +ellps=WGS84"
    return (
        Transformer.from_pipeline(f"+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step {flat}"),
        Transformer.from_pipeline(f"+proj=pipeline +step +inv {flat} +step +proj=unitconvert +xy_in=rad +xy_out=deg"),
    )


@dataclass(frozen=True)
class LocalFrame:
    """A flat map in metres around one point.

    Parameters
    ----------
    lon0, lat0 : float
        Its origin, WGS 84 degrees.
    """

    # Source: transverse Mercator on the WGS 84 ellipsoid (PROJ).

    lon0: float
    lat0: float

    def to_metres(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
        """Turn degrees into metres east and north of the origin."""
        x, y = _transformers(self.lon0, self.lat0)[0].transform(np.asarray(lon, float), np.asarray(lat, float))
        return np.asarray(x, float), np.asarray(y, float)

    def to_degrees(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Turn metres east and north of the origin into degrees."""
        lon, lat = _transformers(self.lon0, self.lat0)[1].transform(np.asarray(x, float), np.asarray(y, float))
        return np.asarray(lon, float), np.asarray(lat, float)

    def series(self) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
        """Give the series for metres near the origin; None near a pole, where it does not hold."""
        # Metres east are ``sum c_ij u^i v^j`` over odd i, metres north over even i, with i + j at most 6, in the order of i and
        # then j; u and v are degrees east and north of the origin over `SERIES_DEG`.
        return _series(self) if abs(self.lat0) <= _POLAR_DEG else None

    def shape_to_metres(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Turn a geometry in degrees into one in metres."""
        return shapely.transform(shape, lambda c: np.column_stack(self.to_metres(c[:, 0], c[:, 1])))

    def shape_to_degrees(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Turn a geometry in metres into one in degrees."""
        return shapely.transform(shape, lambda c: np.column_stack(self.to_degrees(c[:, 0], c[:, 1])))


@lru_cache(maxsize=1)
def _fit() -> tuple[Floats, Floats, tuple[Floats, Floats]]:
    """The places where the series is fitted, and what turns metres there into its two sets of coefficients."""
    nodes = np.cos((np.arange(_NODES) + 0.5) * np.pi / _NODES)
    u, v = (axis.ravel() for axis in np.meshgrid(nodes, nodes))
    terms = [[u**i * v**j for i in range(odd, _DEGREE + 1, 2) for j in range(_DEGREE - i + 1)] for odd in (1, 0)]
    east, north = (np.linalg.pinv(np.stack(each, axis=1)) for each in terms)
    return u, v, (east, north)


@lru_cache(maxsize=1024)
def _series(frame: LocalFrame) -> tuple[tuple[float, ...], tuple[float, ...]]:
    u, v, (east, north) = _fit()
    x, y = frame.to_metres(frame.lon0 + u * SERIES_DEG[0], frame.lat0 + v * SERIES_DEG[1])
    return tuple((east @ x).tolist()), tuple((north @ y).tolist())


def frame_for(lon: ArrayLike, lat: ArrayLike) -> LocalFrame:
    """Choose the local frame of a set of positions: around their median.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        WGS 84 degrees; values that are not finite are left out.

    Raises
    ------
    InputError
        If no position is finite.
    """
    # The median is not moved by a wild fix.
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    good = np.isfinite(x) & np.isfinite(y)
    if not good.any():
        raise InputError("There is no position to work with.", do="Load fixes that have a lon and a lat.")
    return LocalFrame(round(float(np.median(x[good])), 3), round(float(np.median(y[good])), 3))


def distance_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Measure the shortest way over the ground between positions.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : array_like of float
        WGS 84 degrees, shapes that broadcast.
    """
    # Source: Karney's geodesic on the WGS 84 ellipsoid (PROJ).
    a, b, c, d = np.broadcast_arrays(*(np.asarray(v, float) for v in (lon1, lat1, lon2, lat2)))
    return np.asarray(_GEOD.inv(a, b, c, d)[2], float)


def bearing_deg(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Give the direction from one position to another, clockwise from north.

    Parameters
    ----------
    lon1, lat1, lon2, lat2 : array_like of float
        WGS 84 degrees, shapes that broadcast.
    """
    # Source: Karney's geodesic on the WGS 84 ellipsoid (PROJ).
    a, b, c, d = np.broadcast_arrays(*(np.asarray(v, float) for v in (lon1, lat1, lon2, lat2)))
    return np.mod(np.asarray(_GEOD.inv(a, b, c, d)[0], float), 360.0)


def circle(lon: float, lat: float, radius_m: float, *, corners: int = 128) -> shapely.Polygon:
    """Draw a circle on the ground as a polygon in degrees.

    Parameters
    ----------
    lon, lat : float
        Centre, WGS 84 degrees.
    radius_m : float
        Radius in metres.
    corners : int
        How many corners the polygon has.
    """
    # Source: geodesics on the WGS 84 ellipsoid (PROJ).
    turn = np.linspace(0.0, 360.0, corners, endpoint=False)
    ones = np.ones(corners)
    x, y, _ = _GEOD.fwd(lon * ones, lat * ones, turn, radius_m * ones)
    return shapely.Polygon(np.column_stack([x, y]))


def area_m2(shape: shapely.Geometry) -> float:
    """Measure the area of a valid polygon, or of several, on the ground.

    Parameters
    ----------
    shape : shapely.Geometry
        WGS 84 degrees.
    """
    # Source: Karney's geodesic on the WGS 84 ellipsoid (PROJ).
    return float(abs(_GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]))


@lru_cache(maxsize=1)
def _british() -> Transformer:
    return Transformer.from_crs(27700, 4326, always_xy=True)


def british_grid_to_degrees(easting: ArrayLike, northing: ArrayLike) -> tuple[Floats, Floats]:
    """Turn British National Grid metres into WGS 84 degrees.

    Parameters
    ----------
    easting, northing : array_like of float
        EPSG:27700 metres.
    """
    # Source: PROJ, EPSG:27700 to EPSG:4326.
    lon, lat = _british().transform(np.asarray(easting, float), np.asarray(northing, float))
    return np.asarray(lon, float), np.asarray(lat, float)
