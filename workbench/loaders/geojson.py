"""GeoJSON points of tracker apps, and Overland's ``locations`` list of the same features."""

from __future__ import annotations

import math
from typing import Any

from workbench.base.errors import InputError
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.json_tables import read_json
from workbench.loaders.properties import point_values
from workbench.loaders.source import Source
from workbench.loaders.values import number

__all__ = ["read_geojson"]

_AREAS = frozenset({"Polygon", "MultiPolygon"})
_TIME_LISTS = ("coordTimes", "times", "timestamps")


def read_geojson(source: Source) -> Raw:
    """Read points with times from GeoJSON."""
    # Source: RFC 7946 (WGS 84, longitude first); property names as in :mod:`workbench.loaders.properties`.
    found = _features(read_json(source))
    if found is None:
        raise InputError("The JSON holds no list of features.", where=source.name, do="Check what kind of file it is.")
    gather = Gather(source.name)
    for feature in found:
        _take(feature, gather)
    return gather.raw("geojson", clock="not stated", axes_sure=False)


def _features(content: Any) -> list[Any] | None:
    if isinstance(content, dict):
        if content.get("type") in ("Feature", "Point", "LineString"):
            return [content]
        content = content.get("features", content.get("locations"))
    return content if isinstance(content, list) else None


def _take(feature: Any, gather: Gather) -> None:
    if not isinstance(feature, dict):
        return gather.skip("it is not a feature")
    properties = feature.get("properties")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    corners = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind is None or not isinstance(corners, list):
        return gather.skip("it has no position")
    if kind in _AREAS:
        return gather.skip("an area is not a fix; read it with read_zones")
    given = properties if isinstance(properties, dict) else {}
    if kind == "Point":
        values = point_values(given)
        _say(gather, values.pop("time_name"), values.pop("speed_name"))
        lon, lat = _pair(corners)
        return gather.keep({"lon": lon, "lat": lat, **values})
    if kind == "LineString":
        times: list[Any] = next((given[name] for name in _TIME_LISTS if isinstance(given.get(name), list)), [])
        for i, corner in enumerate(corners):
            if i >= len(times):
                gather.skip("a corner of a line has no time of its own")
            else:
                lon, lat = _pair(corner)
                gather.keep({"lon": lon, "lat": lat, "time": times[i], "method": "unknown"})
        return None
    return gather.skip(f"a {str(kind)[:30]} is not a fix")


def _pair(corner: Any) -> tuple[float, float]:
    if not isinstance(corner, list) or len(corner) < 2:
        return math.nan, math.nan
    return number(corner[0]), number(corner[1])


def _say(gather: Gather, time_name: str | None, speed_name: str) -> None:
    if time_name in ("recorded_at", "created_at"):
        gather.note(f"Some points give only {time_name!r} as their time; it may be later than the fix.")
    if speed_name in ("speed", "velocity"):
        gather.note(f"The file does not name the unit of {speed_name!r}; it was read as metres per second.")
