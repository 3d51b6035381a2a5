"""Zones as the approaches need them: checked once, in degrees, one small record each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from workbench.base import InputError
from workbench.trajectory.parameters import EDGE_ERROR_M

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Zone", "checked_zones"]


@dataclass(frozen=True)
class Zone:
    """One zone.

    Parameters
    ----------
    zone_id : str
        Its name in the results.
    geometry : shapely.Polygon or shapely.MultiPolygon
        In WGS 84 degrees.
    edge_error_m : float
        How well its edge is drawn, metres per axis.
    """

    zone_id: str
    geometry: shapely.Geometry
    edge_error_m: float


def checked_zones(zones: gpd.GeoDataFrame) -> list[Zone]:
    """Check a table of zones and give them one by one."""
    if not hasattr(zones, "geometry") or not hasattr(zones, "crs"):
        raise InputError(
            f"Zones must be a GeoDataFrame, not {type(zones).__name__}.", where="zones", do="Load them with wb.read_zones."
        )
    if zones.crs is None:
        raise InputError("The zones have no coordinate system.", where="zones", do="Set it, for example set_crs('EPSG:4326').")
    world = zones.to_crs(4326)
    ids = (world["zone_id"] if "zone_id" in world.columns else world.index.to_series()).astype(str).tolist()
    repeated = sorted({i for i in ids if ids.count(i) > 1})
    if repeated:
        raise InputError(f"The zone_id {repeated[0]!r} occurs more than once.", where="zones", do="Give each zone its own id.")
    edge = world["edge_error_m"].to_numpy(float) if "edge_error_m" in world.columns else np.full(len(world), np.nan)
    edge = np.where(np.isfinite(edge), edge, EDGE_ERROR_M)
    return [Zone(i, _polygon(g, i), float(e)) for i, g, e in zip(ids, world.geometry, edge, strict=True)]


def _polygon(shape: shapely.Geometry | None, zone_id: str) -> shapely.Geometry:
    if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon) or shape.is_empty:
        kind = "missing" if shape is None else "empty" if shape.is_empty else f"a {shape.geom_type}"
        raise InputError(
            f"The shape of zone {zone_id!r} is {kind}, not a polygon.",
            where="zones",
            do="Draw it as a polygon; around a point, use workbench.geo.projection.circle.",
        )
    if not shape.is_valid:
        raise InputError(
            f"The edge of zone {zone_id!r} is not valid: {shapely.is_valid_reason(shape)}.",
            where="zones",
            do="Repair it with shapely.make_valid and look at the result on the map.",
        )
    return shape
