"""The outline of a zone as an area that can be used: parts, holes, and what had to be left out or mended, told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import shape

from workbench.base import InputError
from workbench.loaders import area_of, system_of

__all__ = ["area_from"]

_FAULTS = (RuntimeError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, shapely.errors.ShapelyError)


def area_from(geometry: Any, where: str) -> tuple[shapely.Geometry | None, list[str]]:
    """Make the area of a GeoJSON geometry, with sentences about what was done to it; none where nothing is drawn."""
    if geometry is None or (isinstance(geometry, Mapping) and not geometry.get("coordinates") and not geometry.get("geometries")):
        return None, []
    try:
        with np.errstate(invalid="ignore"):
            drawn = shapely.force_2d(shape(geometry))
        system = system_of(geometry)
        if system is not None:
            drawn = gpd.GeoSeries([drawn], crs=system).to_crs(4326).iloc[0]
    except _FAULTS as error:
        raise InputError(
            "The outline of the zone cannot be read.", where=where, do="Draw it again as a GeoJSON polygon."
        ) from error
    bounds = drawn.bounds
    if drawn.is_empty or not np.isfinite(shapely.get_coordinates(drawn)).all():
        raise InputError(
            "The outline of the zone is empty or not of numbers.", where=where, do="Draw it again as a GeoJSON polygon."
        )
    if not (bounds[0] >= -180 and bounds[2] <= 180 and bounds[1] >= -90 and bounds[3] <= 90):
        raise InputError(
            "The outline of the zone is not in degrees.", where=where, do="Write longitude, latitude in WGS 84 degrees."
        )
    area = area_of(drawn, 0.0)
    if area.shape is None:
        raise InputError(f"The zone has no area: {area.reason}.", where=where, do="Draw it again as a GeoJSON polygon.")
    return area.shape, [f"its outline was mended: {area.mended}."] if area.mended else []
