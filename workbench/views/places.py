"""Places on the map: stays, zones, the place of a statement, and the quiet base map."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.base.errors import InputError
from workbench.geo.projection import circle, frame_for
from workbench.views.labels import length_labels
from workbench.views.palette import PAPER, PARK, PLACE, RAIL, STAY, STREET, WATER, ZONE
from workbench.views.shapes import Layer, feature, layer, no_layer

__all__ = ["base_layer", "claimed_shape", "place_layer", "stays_layer", "zones_layer"]

_BASE: dict[str, dict[str, Any]] = {
    "park": {"color": PARK, "weight": 1, "fillColor": PARK, "fillOpacity": 1.0},
    "river": {"color": WATER, "weight": 9, "fillColor": WATER, "fillOpacity": 1.0, "lineCap": "round"},
    "street": {"color": STREET, "weight": 1.4},
    "alley": {"color": STREET, "weight": 0.8},
    "spot": {"radius": 2.2, "color": RAIL, "weight": 1, "fillColor": RAIL, "fillOpacity": 1.0},
    "main": {"color": STREET, "weight": 3},
    "rail": {"color": RAIL, "weight": 2, "dashArray": "7 4"},
    "tunnel": {"color": RAIL, "weight": 1.5, "dashArray": "2 5"},
    "building": {"color": STREET, "weight": 0.5, "fillColor": STREET, "fillOpacity": 0.6},
}
_KINDS = {
    "water": "river",
    "thames": "river",
    "green": "park",
    "road": "street",
    "residential": "street",
    "bridge": "main",
    "railway": "rail",
}
_ORDER = ("park", "river", "building", "alley", "street", "main", "rail", "tunnel", "spot")


def stays_layer(stays: pd.DataFrame | None) -> Layer:
    """Draw each stay as a solid disc, larger for a longer stay."""
    # Area grows with the length of the stay up to a day.
    if stays is None or not len(stays):
        return no_layer("stays")
    long_first = stays.sort_values("minutes", ascending=False, kind="stable")
    features = [
        feature(
            "Point",
            [round(float(s.lon), 6), round(float(s.lat), 6)],
            {
                "radius": round(6 + 8 * min(s.minutes / 1440, 1) ** 0.5, 1),
                "color": PAPER,
                "weight": 2,
                "fillColor": STAY,
                "fillOpacity": 0.85,
            },
            {"id": s.stay_id},
        )
        for s in long_first.itertuples()
    ]
    labels = length_labels(stays["lon"], stays["lat"], stays["minutes"], noun="stay", tone="stay", most=16)
    key = [{"mark": "disc", "colour": STAY, "words": "stay of 5 min or more, larger is longer"}]
    return layer("stays", features, count=len(stays), labels=labels, key=key)


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
            features.append(_outline(grown, ring, {"id": zone.zone_id, "ring_m": float(zone.buffer_m)}))
        features.append(_outline(shape, edge, {"id": zone.zone_id}))
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


def _outline(shape: Any, style: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    geometry = shape.__geo_interface__
    return feature(geometry["type"], geometry["coordinates"], style, properties)


def claimed_shape(place: Any, radius_m: float) -> Any:
    """Draw the place of a claim as an area: a point becomes the circle around it.

    Parameters
    ----------
    place : (lon, lat), shapely geometry, row of zones or places, or None
        As a claim holds it.
    radius_m : float
        For points, metres.
    """
    if place is None:
        return None
    row = place.iloc[0] if isinstance(place, pd.DataFrame) else place
    if isinstance(row, pd.Series):
        row = row["geometry"] if "geometry" in row else (row["lon"], row["lat"])
    if isinstance(row, tuple | list):
        return circle(float(row[0]), float(row[1]), radius_m)
    return circle(row.x, row.y, radius_m) if row.geom_type == "Point" else row


def place_layer(shape: Any, words: str = "place of the statement") -> Layer:
    """Draw the place a statement is about.

    Parameters
    ----------
    shape : shapely geometry or None
        Point or polygon, WGS 84 degrees.
    words : str
        Its label.
    """
    if shape is None or shape.is_empty:
        return no_layer("place")
    style = {"color": PLACE, "weight": 2.5, "fillColor": PAPER, "fillOpacity": 0.35, "radius": 8}
    west, south, east, _ = shape.bounds
    label = {"lon": round((west + east) / 2, 6), "lat": round(south, 6), "words": words, "tone": "place"}
    return layer(
        "place", [_outline(shape, style, {})], count=1, labels=[label], key=[{"mark": "place", "colour": PLACE, "words": words}]
    )


def base_layer(base: Any) -> Layer:
    """Draw the quiet base map: parks, river, streets, rail, public places.

    Parameters
    ----------
    base : GeoDataFrame, GeoJSON FeatureCollection or None
        Features with a ``kind``; kinds that are not known are drawn as streets.

    Raises
    ------
    InputError
        If `base` is neither.
    """
    # No tile is ever asked of another machine.
    if base is None:
        return no_layer("base")
    data = base if isinstance(base, dict) else getattr(base, "__geo_interface__", None)
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise InputError("The base map cannot be read.", where="base", do="Give a GeoDataFrame or a GeoJSON FeatureCollection.")
    sorted_features: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _ORDER}
    for item in data["features"]:
        geometry = item.get("geometry")
        if not geometry:
            continue
        said = str((item.get("properties") or {}).get("kind", "street")).lower()
        kind = said if said in _BASE else _KINDS.get(said, "street")
        if "Point" in geometry["type"]:
            kind = "spot"
        closed = "Polygon" in geometry["type"]
        style = {**_BASE[kind], "fill": closed or kind == "spot", **({"weight": 1} if closed else {})}
        sorted_features[kind].append(feature(geometry["type"], geometry["coordinates"], style, {"kind": kind}))
    features = [f for kind in _ORDER for f in sorted_features[kind]]
    key = [{"mark": "rail", "colour": RAIL, "words": "railway; finer in a tunnel"}] if sorted_features["rail"] else []
    return layer("base", features, count=len(features), key=key)
