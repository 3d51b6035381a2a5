"""Google's older semantic history, and what it shares with the newer timelines: how a position is written."""

from __future__ import annotations

import math
import re
from typing import Any

from workbench.loaders.gather import Gather, number
from workbench.loaders.google_records import degrees

__all__: list[str] = []

_PAIR = re.compile(r"^(?:geo:)?\s*(-?\d[\d.eE-]*)\s*°?\s*,\s*(-?\d[\d.eE-]*)\s*°?$")
_WORKED_OUT = (
    "Visits and the ends of trips were worked out by the telephone's software; they are kept at their stated time, "
    "without a radius."
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
