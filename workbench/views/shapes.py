"""GeoJSON parts, built in one way: plain dictionaries and lists, six decimals (a tenth of a metre)."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["Layer", "collection", "coordinates", "feature", "layer", "no_layer"]

Layer: TypeAlias = dict[str, Any]


def coordinates(lon: ArrayLike, lat: ArrayLike) -> list[list[float]]:
    """Pair positions as GeoJSON wants them.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        WGS 84 degrees.

    Returns
    -------
    list of [lon, lat]
        Rounded to six decimals.

    Notes
    -----
    Source: RFC 7946.

    Examples
    --------
    >>> coordinates([1.23456789], [51.4])
    [[1.234568, 51.4]]
    """
    pairs: list[list[float]] = np.round(np.column_stack([np.asarray(lon, float), np.asarray(lat, float)]), 6).tolist()
    return pairs


def feature(kind: str, places: list[Any], style: dict[str, Any], properties: dict[str, Any] | None = None) -> dict[str, Any]:
    """Make one GeoJSON feature with its drawing style.

    Parameters
    ----------
    kind : str
        GeoJSON geometry type.
    places : list
        Its coordinates.
    style : dict
        Leaflet path options; shapes never catch the mouse, the map does.
    properties : dict, optional
        Further facts.

    Returns
    -------
    dict

    Notes
    -----
    Source: RFC 7946.

    Examples
    --------
    >>> feature("Point", [1.2, 51.4], {"color": "#000000"})["properties"]["style"]["interactive"]
    False
    """
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": places},
        "properties": {**(properties or {}), "style": {**style, "interactive": False}},
    }


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Bundle features.

    Parameters
    ----------
    features : list of dict
        From :func:`feature`.

    Returns
    -------
    dict
        A GeoJSON FeatureCollection.

    Notes
    -----
    Source: RFC 7946.

    Examples
    --------
    >>> collection([])["type"]
    'FeatureCollection'
    """
    return {"type": "FeatureCollection", "features": features}


def layer(
    name: str, features: list[dict[str, Any]], *, count: int, key: list[dict[str, str]] | None = None,
    labels: list[dict[str, Any]] | None = None, note: str = "",
) -> Layer:
    """Describe one layer of a map.

    Parameters
    ----------
    name : str
        One of ``words.LAYERS``, or ``place`` or ``picked``.
    features : list of dict
        What to draw.
    count : int
        How many things of the table it shows.
    key : list of dict, optional
        Lines of the legend: ``mark``, ``colour``, ``words``.
    labels : list of dict, optional
        Words on the map: ``lon, lat, words, tone``.
    note : str
        A sentence about what is left out.

    Returns
    -------
    dict

    Notes
    -----
    Source: own design.

    Examples
    --------
    >>> layer("trail", [], count=0)["count"]
    0
    """
    return {
        "name": name, "data": collection(features), "count": count, "key": key or [], "labels": labels or [], "note": note,
    }


def no_layer(name: str, note: str = "") -> Layer:
    """Describe a layer with nothing in it.

    Parameters
    ----------
    name : str
        As in :func:`layer`.
    note : str
        Why it is empty.

    Returns
    -------
    dict

    Notes
    -----
    Source: own design.

    Examples
    --------
    >>> no_layer("stays")["data"]["features"]
    []
    """
    return layer(name, [], count=0, note=note)
