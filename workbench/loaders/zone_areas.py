"""Outlines into areas: degrees, whole rings, circles from points with a radius."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from workbench.base.errors import InputError
from workbench.geo.projection import circle
from workbench.loaders.extent import check_axes
from workbench.loaders.outlines import Outlines

__all__: list[str] = []

_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_WIDEST_M = 200_000.0


def to_degrees(found: Outlines, name: str) -> list[shapely.Geometry]:
    """Bring outlines to WGS 84 degrees; metres without a stated system are refused."""
    if not found.geometries:
        return []
    try:
        column = gpd.GeoSeries(found.geometries, crs=found.crs or 4326)
        moved = column.to_crs(4326)
    except (RuntimeError, ValueError) as error:
        raise InputError(
            f"The coordinate system {str(found.crs)[:60]!r} is not known.", where=name, do="Export in WGS 84 degrees (EPSG:4326)."
        ) from error
    bounds = moved.bounds.to_numpy()
    with np.errstate(invalid="ignore"):
        outside = ~((np.abs(bounds[:, [0, 2]]) <= 180).all(axis=1) & (np.abs(bounds[:, [1, 3]]) <= 90).all(axis=1))
    if outside.all():
        raise InputError(
            "The coordinates are not degrees, and the file does not say what they are.",
            where=name,
            do="Export in WGS 84 degrees (EPSG:4326), or with the coordinate system in the file.",
        )
    if column.crs.is_projected:
        found.note(f"The outlines were in metres ({column.crs.name}); turned into degrees they can be off by about 2 m.")
    middle = bounds.reshape(-1, 2, 2).mean(axis=1)[~outside]
    try:
        check_axes(middle[:, 0], middle[:, 1], uk=False, confirmed=False, name=name)
    except InputError as error:
        raise InputError(
            "Longitude and latitude look swapped.",
            where=name,
            do="Write the longitude first, then the latitude, and read it again.",
        ) from error
    return [shapely.Point() if far else shape for shape, far in zip(moved, outside, strict=True)]


def area_of(shape: shapely.Geometry, radius_m: float) -> tuple[shapely.Geometry | None, str, bool]:
    """Give the area of an outline, why there is none, and whether it had to be mended."""
    if shape.is_empty:
        return None, "its coordinates lie outside the world", False
    if shape.geom_type == "Point":
        if not 0 < radius_m <= _WIDEST_M:
            return None, "a point without a radius is not a zone", False
        return circle(shape.x, shape.y, radius_m), "", False
    if "Line" in shape.geom_type:
        return None, "a line is not a zone", False
    if shape.is_valid and shapely.get_type_id(shape) in _AREAS:
        single = shapely.get_num_geometries(shape) == 1
        return shapely.get_geometry(shape, 0) if single else shape, "", False
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    areas = [part for part in parts if shapely.get_type_id(part) in _AREAS and part.area > 0]
    if not areas:
        return None, "its outline encloses nothing", False
    area = areas[0] if len(areas) == 1 else shapely.union_all(areas)
    return area, "", not shape.is_valid
