"""The base map of Eastmere as GeoJSON: streets, river, railway, parks, places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from workbench.simulation import land
from workbench.simulation.borough import Borough
from workbench.simulation.names import VENUES
from workbench.simulation.streets import KINDS

__all__ = ["base_map"]


def base_map(borough: Borough) -> dict[str, Any]:
    """Draw the borough as a GeoJSON feature collection.

    Parameters
    ----------
    borough : Borough
        What to draw.
    """
    # Positions to six decimals.
    return {
        "type": "FeatureCollection",
        "features": [*_parks(), _river(), *_streets(borough), *_rail(borough), *_places(borough)],
    }


def _lonlat(x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray) -> list[list[float]]:
    lon, lat = land.EASTMERE.to_degrees(np.asarray(x, float), np.asarray(y, float))
    return [[round(float(a), 6), round(float(b), 6)] for a, b in zip(lon, lat, strict=True)]


def _feature(layer: str, kind: str, name: str, shape: str, coordinates: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": layer, "kind": kind, "name": name},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def _parks() -> list[dict[str, Any]]:
    turn = np.linspace(0, 2 * np.pi, 41)
    wave = 0.88 + 0.07 * np.sin(3 * turn) + 0.05 * np.cos(5 * turn)
    rings = [_lonlat(p.x + p.radius_m * wave * np.cos(turn), p.y + p.radius_m * wave * np.sin(turn)) for p in land.PARKS]
    return [_feature("park", "park", name, "Polygon", [ring]) for name, ring in zip(VENUES["park"], rings, strict=True)]


def _river() -> dict[str, Any]:
    x = np.linspace(-2900.0, 2900.0, 80)
    y, half = land.river_y(x), land.RIVER_WIDTH_M / 2
    ring = _lonlat(np.concatenate([x, x[::-1], x[:1]]), np.concatenate([y + half, (y - half)[::-1], y[:1] + half]))
    return _feature("river", "river", "River Mere", "Polygon", [ring])


def _streets(borough: Borough) -> list[dict[str, Any]]:
    streets = borough.streets
    points = _lonlat(streets.x, streets.y)
    groups: dict[tuple[str, str], list[list[list[float]]]] = {}
    for a, b, kind, name in zip(streets.a.tolist(), streets.b.tolist(), streets.kind.tolist(), borough.street_names, strict=True):
        if KINDS[kind] != "door":
            drawn = "main" if KINDS[kind] == "bridge" else KINDS[kind]
            groups.setdefault((drawn, name), []).append([points[a], points[b]])
    ordered = sorted(groups.items(), key=lambda g: (g[0][0] == "main", g[0]))
    return [_feature("street", kind, name, "MultiLineString", lines) for (kind, name), lines in ordered]


def _rail(borough: Borough) -> list[dict[str, Any]]:
    points = _lonlat([p.x for p in borough.of_kind("station")], [p.y for p in borough.of_kind("station")])
    low, high = land.TUNNEL
    parts = ((0, low, "rail"), (low, high, "tunnel"), (high, len(points) - 1, "rail"))
    return [_feature("rail", kind, "Eastmere line", "LineString", points[a : b + 1]) for a, b, kind in parts]


def _places(borough: Borough) -> list[dict[str, Any]]:
    shown = [p for p in borough.places if p.kind not in ("home", "street")]
    points = _lonlat([p.x for p in shown], [p.y for p in shown])
    return [_feature("place", p.kind, p.name, "Point", point) for p, point in zip(shown, points, strict=True)]
