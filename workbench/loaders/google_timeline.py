"""Google's timelines: the export of the telephone itself, its edits, and the older semantic history."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.base.errors import InputError
from workbench.loaders.gather import Gather, number
from workbench.loaders.google_history import deep, listed, place, take_object
from workbench.loaders.jsontext import read_json
from workbench.loaders.properties import method_of
from workbench.loaders.raw import Raw
from workbench.loaders.source import Source
from workbench.loaders.stamps import read_stamps

__all__ = ["read_google_timeline"]


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
