"""Outlines into areas: degrees, whole rings, the union of all areas of one place, circles from points with a radius."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from workbench.base import InputError
from workbench.geo import area_m2, circle
from workbench.loaders.extent import check_axes, swapped
from workbench.loaders.outlines import Outlines

__all__ = ["Area", "area_of", "to_degrees"]

_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_WIDEST_M = 200_000.0
_MOST_CORNERS = 1_000_000
_MOST_CROSSINGS = 100_000.0
"""Mending takes seconds for so many crossings; a scribble of 20,000 corners has tens of millions."""
_TURNED = "its longitude and latitude look swapped, beside the others of the file"


class Area(NamedTuple):
    """The area of an outline, why there is none, and what had to be done to it."""

    shape: shapely.Geometry | None
    reason: str = ""
    mended: str = ""


def to_degrees(found: Outlines, name: str) -> list[shapely.Geometry | str]:
    """Bring each outline from its own coordinate system to WGS 84 degrees, or say why it has no place."""
    if not found.geometries:
        return []
    shapes = np.array(found.geometries, dtype=object)
    systems = [system or found.crs or "EPSG:4326" for system in found.systems]
    for system in dict.fromkeys(systems):
        mine = np.array([s == system for s in systems])
        shapes[mine] = _moved(list(shapes[mine]), system, found, name)
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        outside = ~((np.abs(bounds[:, [0, 2]]) <= 180).all(axis=1) & (np.abs(bounds[:, [1, 3]]) <= 90).all(axis=1))
    if outside.all():
        raise InputError(
            "The coordinates are not degrees, and the file does not say what they are.",
            where=name,
            do="Export in WGS 84 degrees (EPSG:4326), or with the coordinate system in the file.",
        )
    middle = bounds.reshape(-1, 2, 2).mean(axis=1)
    try:
        check_axes(middle[~outside, 0], middle[~outside, 1], uk=False, confirmed=False, name=name)
    except InputError as error:
        raise InputError(
            "Longitude and latitude look swapped.",
            where=name,
            do="Write the longitude first, then the latitude, and read it again.",
        ) from error
    turned = swapped(middle[:, 0], middle[:, 1]) & ~outside
    reasons = np.where(outside, "its coordinates lie outside the world", np.where(turned, _TURNED, ""))
    return [str(reason) if reason else shape for shape, reason in zip(shapes, reasons, strict=True)]


def _moved(shapes: list[shapely.Geometry], system: str, found: Outlines, name: str) -> list[shapely.Geometry]:
    try:
        column = gpd.GeoSeries(shapes, crs=system)
        moved = column.to_crs(4326)
    except (RuntimeError, ValueError) as error:
        raise InputError(
            f"The coordinate system {system[:60]!r} is not known.", where=name, do="Export in WGS 84 degrees (EPSG:4326)."
        ) from error
    if column.crs.is_projected:
        found.note(f"Outlines were in metres ({column.crs.name}); turned into degrees they can be off by about 2 m.")
    return list(moved)


def area_of(shape: shapely.Geometry, radius_m: float, radius_reason: str = "") -> Area:
    """Give the area of an outline: the union of its parts, each without the holes that lie inside it.

    Parameters
    ----------
    shape : shapely.Geometry
        In WGS 84 degrees.
    radius_m : float
        Of a point, metres; 0 where it has none.
    radius_reason : str
        Why its radius cannot be used; empty where it can.
    """
    parts = _flat(shape)
    areas = [part for part in parts if shapely.get_type_id(part) in _AREAS]
    if not areas:
        return _round(parts, radius_m, radius_reason)
    if any(part.bounds[2] - part.bounds[0] > 180 for part in areas):
        return Area(None, "it reaches around more than half of the world; write what crosses the 180th meridian in two parts")
    if len(areas) == len(parts) and shape.is_valid and shapely.get_type_id(shape) in _AREAS:
        return Area(areas[0] if len(areas) == 1 else shape)
    if sum(shapely.get_num_coordinates(part) for part in areas) > _MOST_CORNERS:
        return Area(None, f"its outline crosses itself and has more than {_MOST_CORNERS:,} corners")
    if sum(_crossings(ring) for part in areas for ring in (part.exterior, *part.interiors)) > _MOST_CROSSINGS:
        return Area(None, "its outline crosses itself too often to be an area")
    # Each part by itself: a ring that crosses itself holds all it goes around, and a hole takes nothing outside its own outline.
    whole = [shapely.make_valid(part, method="structure", keep_collapsed=False) for part in areas]
    area = shapely.union_all([piece for part in whole for piece in _flat(part) if shapely.get_type_id(piece) in _AREAS])
    if area.is_empty or not area.area > 0:
        return Area(None, "its outline encloses nothing")
    left = f"; {len(parts) - len(areas)} points or lines in it were left out" if len(parts) > len(areas) else ""
    before = sum(_written_m2(part) for part in areas)
    return Area(area, "", f"{before:,.0f} m² as its rings add up, {area_m2(area):,.0f} m² now{left}")


def _crossings(ring: shapely.LinearRing) -> float:
    """Estimate how often a ring crosses itself, from some of its edges against all."""
    corners = shapely.get_coordinates(ring)
    start, edge = corners[:-1], np.diff(corners, axis=0)
    some = np.linspace(0, len(edge) - 1, min(len(edge), 100)).astype(int)

    def side(one: np.ndarray, along: np.ndarray, point: np.ndarray) -> np.ndarray:
        off = point - one
        return np.sign(along[:, 0] * off[:, 1] - along[:, 1] * off[:, 0])

    met = 0
    for i in some.tolist():
        here, ahead = start[i], edge[i][None]
        apart = side(here, ahead, start) * side(here, ahead, corners[1:]) < 0
        met += int((apart & (side(start, edge, here) * side(start, edge, corners[i + 1]) < 0)).sum())
    return met * len(edge) / len(some) / 2 if len(some) else 0.0


def _round(parts: list[shapely.Geometry], radius_m: float, radius_reason: str) -> Area:
    """Make a circle of the one point of an outline."""
    kinds = {part.geom_type for part in parts}
    if kinds != {"Point"}:
        closed = all(part.geom_type in ("LineString", "LinearRing") and part.is_closed for part in parts)
        return Area(None, "a line is not a zone" + ("; draw it as an area" if closed and parts else ""))
    if len(parts) > 1:
        return Area(None, "several points are not a zone; write each as a place of its own")
    if radius_reason:
        return Area(None, radius_reason)
    if radius_m > _WIDEST_M:
        return Area(None, f"its radius of {radius_m / 1000:,.0f} km is beyond {_WIDEST_M / 1000:,.0f} km")
    if not radius_m > 0:
        return Area(None, "a point without a radius is not a zone")
    round_area = circle(parts[0].x, parts[0].y, radius_m)
    if round_area.bounds[2] - round_area.bounds[0] > 180:
        return Area(None, "its circle crosses the 180th meridian or a pole")
    return Area(round_area)


def _flat(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Give the single parts of a shape, however deep they stand in collections."""
    if hasattr(shape, "geoms"):
        return [part for inner in shape.geoms for part in _flat(inner)]
    return [] if shape.is_empty else [shape]


def _written_m2(part: shapely.Polygon) -> float:
    return area_m2(shapely.Polygon(part.exterior)) - sum(area_m2(shapely.Polygon(ring)) for ring in part.interiors)
