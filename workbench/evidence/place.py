"""A claim's place as a region in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from workbench.base.errors import InputError
from workbench.evidence.claim import Claim
from workbench.geo.projection import LocalFrame
from workbench.position_error.containment import chance, signed_distance
from workbench.position_error.mixture import Mixture

__all__ = ["Region", "region_of"]

Floats = NDArray[np.float64]

_CORNERS = 128
_SHAPE_EDGE_M = 5.0  # how well a polygon's edge is drawn where its table does not say
_DO = "Give (lon, lat), a shapely geometry in degrees, or one row of a zone table."


@dataclass(frozen=True)
class Region:
    """A region in the metres of its own flat map.

    Attributes
    ----------
    frame : LocalFrame
        The flat map.
    shape : shapely.Geometry
        A point for a circle, else a polygon, in metres.
    outer : shapely.Geometry
        A polygon that holds all of it, for the reach.
    radius_m : float or None
        Radius of the circle, metres.
    edge_m : float
        How well the edge is drawn, metres per axis.
    words : str
        "within 50 m of ..." or "inside ...".
    """

    frame: LocalFrame
    shape: shapely.Geometry
    outer: shapely.Geometry
    radius_m: float | None
    edge_m: float
    words: str

    @property
    def area_m2(self) -> float:
        """Its area in square metres."""
        return float(np.pi * self.radius_m**2) if self.radius_m is not None else float(self.shape.area)

    def chance(self, x_m: Floats, y_m: Floats, parts: Mixture) -> Floats:
        """Give the chance of lying inside, per fix."""
        return chance(x_m, y_m, parts, self.shape, radius_m=self.radius_m)

    def outside_m(self, x_m: Floats, y_m: Floats) -> Floats:
        """Measure how far outside fixes lie; negative inside."""
        if self.radius_m is not None:
            return np.hypot(x_m - self.shape.x, y_m - self.shape.y) - self.radius_m
        return signed_distance(x_m, y_m, self.shape)

    def grown(self, by_m: float) -> Region:
        """Give the region with everything within `by_m` of it."""
        if self.radius_m is not None:
            return _circle(self.frame, self.shape, self.radius_m + by_m, self.edge_m, self.words)
        wide = self.shape.buffer(by_m)
        return Region(self.frame, wide, wide, None, self.edge_m, self.words)


def region_of(claim: Claim) -> Region:
    """Turn a claim's place into a region in metres."""
    # A circle is taken as drawn; a polygon's edge is taken to be 5 m uncertain unless its row says.
    geometry, name, edge_m = _geometry(claim.place)
    bounds = np.asarray(geometry.bounds)
    if geometry.is_empty or not np.isfinite(bounds).all():
        raise InputError("The claim's place is empty.", where="place", do=_DO)
    if (np.abs(bounds[[0, 2]]) > 180).any() or (np.abs(bounds[[1, 3]]) > 90).any():
        raise InputError("The claim's place is not in degrees of longitude and latitude.", where="place", do=_DO)
    frame = LocalFrame(*(round(float(c) * 20) / 20 for c in ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)))
    flat = frame.shape_to_metres(shapely.make_valid(shapely.force_2d(geometry)))
    parts = [g for g in shapely.get_parts(flat) if isinstance(g, shapely.Polygon | shapely.MultiPolygon)]
    if parts:
        shape = shapely.union_all(parts)
        return Region(frame, shape, shape, None, edge_m, f"inside {name or 'the area drawn'}")
    if not (np.isfinite(claim.radius_m) and claim.radius_m > 0):
        raise InputError("A point needs a radius above 0 m.", where="radius_m", do="Give radius_m=50, say.")
    about = name or f"{geometry.centroid.y:.5f}, {geometry.centroid.x:.5f}"
    words = f"within {claim.radius_m:g} m of {about}"
    if isinstance(flat, shapely.Point):
        return _circle(frame, flat, float(claim.radius_m), 0.0, words)
    wide = flat.buffer(claim.radius_m)
    return Region(frame, wide, wide, None, edge_m, words)


def _circle(frame: LocalFrame, centre: shapely.Point, radius_m: float, edge_m: float, words: str) -> Region:
    """Keep the circle exact, and hold it in a polygon that is nowhere smaller."""
    turn = 2 * np.pi * np.arange(_CORNERS) / _CORNERS
    wide = radius_m / np.cos(np.pi / _CORNERS)
    outer = shapely.Polygon(np.column_stack([centre.x + wide * np.cos(turn), centre.y + wide * np.sin(turn)]))
    return Region(frame, centre, outer, radius_m, edge_m, words)


def _geometry(place: object) -> tuple[shapely.Geometry, str, float]:
    if isinstance(place, pd.DataFrame):
        if len(place) != 1:
            raise InputError(f"A claim has one place; this table has {len(place)} rows.", where="place", do="Choose one row.")
        place = place.iloc[0]
    if isinstance(place, pd.Series):
        return _row(place)
    if isinstance(place, shapely.Geometry):
        return place, "", _SHAPE_EDGE_M
    try:
        lon, lat = (float(v) for v in place)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise InputError(f"{place!r} is not a place.", where="place", do=_DO) from error
    return shapely.Point(lon, lat), "", 0.0


def _row(row: pd.Series) -> tuple[shapely.Geometry, str, float]:
    name = str(row["name"]) if isinstance(row.get("name"), str) and row["name"] else ""
    geometry = row.get("geometry")
    if isinstance(geometry, shapely.Geometry):
        edge = row.get("edge_error_m")
        known = edge is not None and np.isfinite(edge)
        return geometry, name, float(edge) if known else _SHAPE_EDGE_M
    if "lon" in row and "lat" in row:
        return shapely.Point(float(row["lon"]), float(row["lat"])), name, 0.0
    raise InputError("This row has neither a geometry nor a lon and lat.", where="place", do=_DO)
