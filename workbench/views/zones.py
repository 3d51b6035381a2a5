"""Zones on the map: outlines with their names, and the rings that belong to them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.geo import frame_for
from workbench.views.palette import ZONE
from workbench.views.shapes import Layer, layer, no_layer, outline

__all__ = ["zones_layer"]


def zones_layer(zones: pd.DataFrame | None) -> Layer:
    """Draw each zone as a dash-dotted outline with its name and kind in words, and the ring that belongs to it.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame or None
        The zones table, WGS 84 degrees.
    """
    # Never red, because being near a zone is no breach.
    if zones is None or not len(zones):
        return no_layer("zones")
    features: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    edge = {"color": ZONE, "weight": 2.5, "dashArray": "12 4 2 4", "fillColor": ZONE, "fillOpacity": 0.07}
    ring = {"color": ZONE, "weight": 1.2, "dashArray": "2 5", "fill": False}
    for zone in zones.itertuples():
        shape = zone.geometry
        if shape is None or shape.is_empty:
            continue
        middle = shape.representative_point()
        if float(zone.buffer_m) > 0:
            frame = frame_for([middle.x], [middle.y])
            grown = frame.shape_to_degrees(frame.shape_to_metres(shape).buffer(float(zone.buffer_m)))
            features.append(outline(grown, ring, {"id": zone.zone_id, "ring_m": float(zone.buffer_m)}))
        features.append(outline(shape, edge, {"id": zone.zone_id}))
        west, _, east, north = shape.bounds
        labels.append(
            {
                "lon": round((west + east) / 2, 6),
                "lat": round(north, 6),
                "words": f"{zone.kind} zone: {zone.name}",
                "tone": "zone",
            }
        )
    return layer(
        "zones",
        features,
        count=len(labels),
        labels=labels,
        key=[{"mark": "zone", "colour": ZONE, "words": "zone; dotted: the ring around it"}],
    )
