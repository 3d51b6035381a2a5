"""GeoJSON parts, built in one way: plain dictionaries and lists, six decimals (a tenth of a metre)."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["Layer", "collection", "coordinates", "feature", "layer", "no_layer", "outline"]

Layer: TypeAlias = dict[str, Any]


def coordinates(lon: ArrayLike, lat: ArrayLike) -> list[list[float]]:
    """Pair positions as GeoJSON wants them."""
    # Source: RFC 7946.
    pairs: list[list[float]] = np.round(np.column_stack([np.asarray(lon, float), np.asarray(lat, float)]), 6).tolist()
    return pairs


def feature(kind: str, places: list[Any], style: dict[str, Any], properties: dict[str, Any] | None = None) -> dict[str, Any]:
    """Make one GeoJSON feature with its drawing style."""
    # Source: RFC 7946.
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": places},
        "properties": {**(properties or {}), "style": {**style, "interactive": False}},
    }


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Bundle features."""
    # Source: RFC 7946.
    return {"type": "FeatureCollection", "features": features}


def layer(
    name: str,
    features: list[dict[str, Any]],
    *,
    count: int,
    key: list[dict[str, str]] | None = None,
    labels: list[dict[str, Any]] | None = None,
    note: str = "",
) -> Layer:
    """Describe one layer of a map."""
    return {"name": name, "data": collection(features), "count": count, "key": key or [], "labels": labels or [], "note": note}


def no_layer(name: str, note: str = "") -> Layer:
    """Describe a layer with nothing in it.

    Parameters
    ----------
    name : str
        As in :func:`layer`.
    note : str
        Why it is empty.
    """
    return layer(name, [], count=0, note=note)


def outline(shape: Any, style: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """Make a feature of a shape with its drawing style."""
    geometry = shape.__geo_interface__
    return feature(geometry["type"], geometry["coordinates"], style, properties)
