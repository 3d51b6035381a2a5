"""GeoJSON points and timed lines of tracker apps, and Overland's ``locations`` list of the same features."""

from __future__ import annotations

import math
from typing import Any

from workbench.base import InputError
from workbench.loaders.collect_records import Raw
from workbench.loaders.features import Features
from workbench.loaders.json_tables import read_json
from workbench.loaders.outlines import system_of
from workbench.loaders.source import Source
from workbench.loaders.values import number, word

__all__ = ["read_geojson"]

_AREAS = frozenset({"Polygon", "MultiPolygon"})
_TIME_LISTS = ("coordTimes", "times", "timestamps")
_NAMES = ("name", "title", "label")
_WGS84 = ("4326", "crs84", "4979")


def read_geojson(source: Source) -> Raw:
    """Read points with times from GeoJSON."""
    # Source: RFC 7946 (WGS 84, longitude first); an old ``crs`` member is followed.
    content = read_json(source)
    found = _features(content)
    if found is None:
        raise InputError("The JSON holds no list of features.", where=source.name, do="Check what kind of file it is.")
    features = Features(source.name)
    for feature in found:
        _take(feature, features)
    system = system_of(content)
    return features.raw("geojson", system=None if system is None or system.lower().endswith(_WGS84) else system)


def _features(content: Any) -> list[Any] | None:
    if isinstance(content, dict):
        if content.get("type") in ("Feature", "Point", "LineString"):
            return [content]
        content = content.get("features", content.get("locations"))
    return content if isinstance(content, list) else None


def _take(feature: Any, features: Features) -> None:
    if not isinstance(feature, dict):
        return features.skip("it is not a feature")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    corners = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind is None or not isinstance(corners, list):
        return features.skip("it has no position")
    if kind in _AREAS:
        return features.skip("an area is not a fix; read it with read_zones")
    properties = feature.get("properties")
    given = dict(properties) if isinstance(properties, dict) else {}
    if word(feature.get("id")) is not None and "id" not in given and "fix_id" not in given:
        given["id"] = feature["id"]
    if kind == "Point":
        return features.keep(*_pair(corners), given)
    if kind in ("LineString", "MultiPoint", "MultiLineString"):
        return _line(corners, given, features, nested=kind == "MultiLineString")
    return features.skip(f"a {str(kind)[:30]} is not a fix")


def _line(corners: list[Any], given: dict[str, Any], features: Features, *, nested: bool) -> None:
    """Take each corner of a line that has a time of its own; the times of several lines may stand in one list or in several."""
    more = given.get("coordinateProperties")
    lists = {**given, **more} if isinstance(more, dict) else given
    times: list[Any] = next((lists[name] for name in _TIME_LISTS if isinstance(lists.get(name), list)), [])
    if nested:
        parts = [part if isinstance(part, list) else [] for part in corners]
        if times and all(isinstance(t, list) for t in times):
            # The times of each line stay with it, also where one list is short.
            times = [t for part, own in zip(parts, times, strict=False) for t in (own + [None] * len(part))[: len(part)]]
        corners = [corner for part in parts for corner in part]
    if len(times) > len(corners):
        features.note("A line has more times than corners; each corner was given the time at its own place in the list.")
    name = next((word(given[key]) for key in _NAMES if word(given.get(key)) is not None), word(given.get("id")))
    rest = {key: value for key, value in given.items() if key not in (*_NAMES, "id")}
    for i, corner in enumerate(corners):
        time = times[i] if i < len(times) else _fourth(corner)
        if time is None:
            features.skip("a corner of a line has no time of its own")
        else:
            own = {key: value[i] for key, value in lists.items() if isinstance(value, list) and len(value) == len(corners)}
            features.keep(*_pair(corner), {**rest, **own, "time": time}, track=name)


def _fourth(corner: Any) -> Any:
    """Give the fourth number of a corner where it can only be a time."""
    return corner[3] if isinstance(corner, list) and len(corner) > 3 and number(corner[3]) > 1e8 else None


def _pair(corner: Any) -> tuple[float, float]:
    if not isinstance(corner, list) or len(corner) < 2:
        return math.nan, math.nan
    return number(corner[0]), number(corner[1])
