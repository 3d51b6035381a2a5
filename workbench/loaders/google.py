"""Google's exports: Records.json, the timelines of the telephone itself and their edits, and the older semantic history."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import pandas as pd

from workbench.base import InputError, Quality
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.json_tables import read_json
from workbench.loaders.parse_times import read_stamps
from workbench.loaders.properties import method_of
from workbench.loaders.source import Source
from workbench.loaders.values import number, word

__all__ = ["read_google_records", "read_google_timeline"]


def degrees(value: object) -> float:
    """Turn an integer of 1e-7 degrees into degrees; old exports wrap round at 2**32."""
    result = number(value, 1e-7)
    return result - 429.4967296 if result > 180.0 else result


def read_google_records(source: Source) -> Raw:
    """Read Google's ``Records.json``."""
    # Source: the export's own layout (`latitudeE7`, `accuracy` in metres, `velocity` in metres per second).
    content = read_json(source)
    places = content.get("locations") if isinstance(content, dict) else None
    if not isinstance(places, list):
        raise InputError("The JSON holds no list of locations.", where=source.name, do="Check what kind of file it is.")
    gather = Gather(source.name)
    for place in places:
        if not isinstance(place, dict) or "latitudeE7" not in place or "longitudeE7" not in place:
            gather.skip("the record has no position")
        else:
            _take(place, gather)
    return replace(gather.raw("google-records", utc=True), one_wearer=True)


def _take(place: dict[str, Any], gather: Gather) -> None:
    gather.keep(
        {
            "time": place.get("timestamp", place.get("timestampMs")),
            "lon": degrees(place["longitudeE7"]),
            "lat": degrees(place["latitudeE7"]),
            "accuracy_m": number(place.get("accuracy"), low=0.0),
            "speed_kmh": number(place.get("velocity"), 3.6, low=0.0),
            "heading_deg": number(place.get("heading"), low=0.0),
            "method": method_of(place.get("source")),
            "device_id": word(place.get("deviceTag")),
        }
    )


_PAIR = re.compile(r"^(?:geo:)?\s*(-?\d[\d.eE-]*)\s*°?\s*,\s*(-?\d[\d.eE-]*)\s*°?$")
_WORKED_OUT = (
    "Visits and the ends of trips were worked out by the telephone's software; they are kept at their stated time, flagged, "
    "and have no weight."
)


def deep(item: Any, *names: str) -> Any:
    """Walk down nested objects by name; None where the way ends."""
    for name in names:
        item = item.get(name) if isinstance(item, dict) else None
    return item


def listed(item: Any, *names: str) -> list[Any]:
    """Walk down nested objects by name to a list; empty when there is none."""
    found = deep(item, *names)
    return found if isinstance(found, list) else []


def place(gather: Gather, position: Any, time: object, *, worked_out: bool = False, **values: Any) -> None:
    """Keep a position given as text, or as integers of 1e-7 degrees."""
    found = _PAIR.match(position) if isinstance(position, str) else None
    if isinstance(position, dict):
        lat = degrees(position.get("latitudeE7", position.get("latE7")))
        lon = degrees(position.get("longitudeE7", position.get("lngE7")))
    else:
        lat, lon = number(found and found[1]), number(found and found[2])
    if worked_out and not math.isnan(lon + lat):
        gather.note(_WORKED_OUT)
        values["quality"] = int(Quality.NOT_A_FIX)
    gather.keep({"lon": lon, "lat": lat, "time": time, "method": "unknown", **values})


def take_object(item: dict[str, Any], gather: Gather) -> None:
    """Take one timeline object: a visit, or a trip with its ends and way points."""
    for kind, segment in item.items():
        start, end = (_moment(segment, name) for name in ("start", "end"))
        if kind == "placeVisit":
            place(gather, deep(segment, "location"), start, worked_out=True)
            for _ in listed(segment, "otherCandidateLocations"):
                gather.skip("another place the software thought possible is not a fix")
            for child in listed(segment, "childVisits"):
                take_object({"placeVisit": child}, gather)
            continue
        for name, time in (("startLocation", start), ("endLocation", end)):
            if deep(segment, name) is not None:
                place(gather, deep(segment, name), time, worked_out=True)
        for _ in listed(segment, "waypointPath", "waypoints"):
            gather.skip("a way point has no time of its own")
        for _ in listed(segment, "transitPath", "transitStops"):
            gather.skip("a stop of a transit line has no time of its own")
        for point in listed(segment, "simplifiedRawPath", "points"):
            place(
                gather,
                point,
                deep(point, "timestamp") or deep(point, "timestampMs"),
                accuracy_m=number(deep(point, "accuracyMeters"), low=0.0),
            )


def _moment(segment: Any, name: str) -> object:
    found = deep(segment, "duration", f"{name}Timestamp")
    return deep(segment, "duration", f"{name}TimestampMs") if found is None else found


def read_google_timeline(source: Source) -> Raw:
    """Read a Google timeline of any of its layouts."""
    # Source: the exports' own layouts; there is no published schema.
    content = read_json(source)
    parts = {"semanticSegments": content} if isinstance(content, list) else content
    known = {"semanticSegments": _segment, "rawSignals": _signal, "timelineEdits": _edit, "timelineObjects": take_object}
    if not isinstance(parts, dict) or not any(isinstance(parts.get(name), list) for name in known):
        raise InputError(
            "The JSON holds no positions: it looks like settings, not a timeline.",
            where=source.name,
            do="Choose the export's Timeline.json, Records.json or Semantic Location History.",
        )
    gather = Gather(source.name)
    for name, take in known.items():
        for item in listed(parts, name):
            before = gather.row
            if isinstance(item, dict):
                take(item, gather)
            if gather.row == before:
                gather.skip("the entry has no position")
    for _ in listed(parts, "userLocationProfile", "frequentPlaces"):
        gather.skip("a frequent place has no time")
    return gather.raw("google-timeline", utc=True)


def _segment(item: dict[str, Any], gather: Gather) -> None:
    start, end = item.get("startTime"), item.get("endTime")
    if "visit" in item:
        spot = deep(item, "visit", "topCandidate", "placeLocation")
        place(gather, deep(spot, "latLng") if isinstance(spot, dict) else spot, start, worked_out=True)
    for name, time in (("start", start), ("end", end)):
        spot = deep(item, "activity", name)
        if spot is not None:
            place(gather, deep(spot, "latLng") if isinstance(spot, dict) else spot, time, worked_out=True)
    for point in listed(item, "timelinePath"):
        if isinstance(point, dict):
            time = point.get("time")
            place(gather, point.get("point"), _offset(start, point, gather) if time is None else time)
        else:
            gather.skip("the entry has no position")


def _offset(start: Any, point: dict[str, Any], gather: Gather) -> object:
    minutes = number(point.get("durationMinutesOffsetFromStartTime"))
    base = read_stamps([start], utc=True).time.iloc[0]
    if pd.isna(base) or not abs(minutes) < 1e7:
        return None
    gather.note("Points of a path are given in whole minutes after its start.")
    return (base + pd.Timedelta(minutes=minutes)).isoformat()


def _signal(item: dict[str, Any], gather: Gather) -> None:
    spot = item.get("position")
    if not isinstance(spot, dict):
        gather.skip(f"a signal of the kind {', '.join(item)[:40] or 'none'} has no position")
        return
    position = next((spot[k] for k in ("LatLng", "latLng", "point") if k in spot), None)
    name, factor = ("accuracyMm", 1e-3) if "accuracyMm" in spot else ("accuracyMeters", 1.0)
    place(
        gather,
        position,
        spot.get("timestamp"),
        accuracy_m=number(spot.get(name), factor, low=0.0),
        method=method_of(spot.get("source")),
        speed_kmh=number(spot.get("speedMetersPerSecond"), 3.6, low=0.0),
    )


def _edit(item: dict[str, Any], gather: Gather) -> None:
    signal = deep(item, "rawSignal", "signal")
    _signal(signal if isinstance(signal, dict) else {}, gather)
