"""Zones of orders: around a street, a school, a home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.simulation import land
from workbench.simulation.borough import Borough
from workbench.simulation.places import Place
from workbench.tables import ZONES

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["circle_zone", "street_zone", "zone_table"]

Zone = dict[str, Any]


def circle_zone(zone_id: str, name: str, kind: str, place: Place, radius_m: float, buffer_m: float) -> Zone:
    """Draw a round zone about a place."""
    # 32 corners.
    turn = np.linspace(0, 2 * np.pi, 33)
    return _zone(zone_id, name, kind, place.x + radius_m * np.cos(turn), place.y + radius_m * np.sin(turn), buffer_m)


def street_zone(
    zone_id: str,
    name: str,
    borough: Borough,
    place: Place,
    *,
    along_m: float = 190.0,
    across_m: float = 75.0,
    buffer_m: float = 250.0,
) -> Zone:
    """Draw an exclusion zone along the street in front of a place."""
    # An eight-cornered box turned along the street.
    streets = borough.streets
    out = np.array([place.x - streets.x[place.access], place.y - streets.y[place.access]])
    across = out / np.hypot(*out)
    along = np.array([-across[1], across[0]])
    cut = 35.0
    corners = np.array(
        [
            (along_m, across_m - cut),
            (along_m - cut, across_m),
            (cut - along_m, across_m),
            (-along_m, across_m - cut),
            (-along_m, cut - across_m),
            (cut - along_m, -across_m),
            (along_m - cut, -across_m),
            (along_m, cut - across_m),
            (along_m, across_m - cut),
        ]
    )
    x = streets.x[place.access] + corners[:, 0] * along[0] + corners[:, 1] * across[0]
    y = streets.y[place.access] + corners[:, 0] * along[1] + corners[:, 1] * across[1]
    return _zone(zone_id, name, "exclusion", x, y, buffer_m)


def _zone(zone_id: str, name: str, kind: str, x: np.ndarray, y: np.ndarray, buffer_m: float) -> Zone:
    lon, lat = land.EASTMERE.to_degrees(x, y)
    ring = [[round(float(a), 6), round(float(b), 6)] for a, b in zip(lon, lat, strict=True)]
    ring[-1] = ring[0]
    return {
        "zone_id": zone_id,
        "name": name,
        "kind": kind,
        "buffer_m": buffer_m,
        "edge_error_m": 5.0,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def zone_table(zones: Sequence[Zone]) -> gpd.GeoDataFrame:
    """Make the zones table."""
    import geopandas as gpd
    from shapely.geometry import shape

    if not zones:
        return gpd.GeoDataFrame(ZONES.empty(), geometry="geometry", crs=4326)
    rows = [{**z, "file": "simulated", "row": i, "geometry": shape(z["geometry"])} for i, z in enumerate(zones, 1)]
    return gpd.GeoDataFrame(ZONES.arrange(gpd.GeoDataFrame(rows)), geometry="geometry", crs=4326)
