"""The quiet base map: parks, river, streets, rail. No tile is ever asked of another machine."""

from __future__ import annotations

from typing import Any

from workbench.base import InputError
from workbench.views.palette import PARK, RAIL, STREET, WATER
from workbench.views.shapes import Layer, feature, layer, no_layer

__all__ = ["base_layer"]

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
