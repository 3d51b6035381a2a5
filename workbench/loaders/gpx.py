"""GPX 1.0 and 1.1: track points; waypoints and route points are places and plans, whose times have no weight."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from workbench.base import Quality
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.safe_xml import elements, local, texts
from workbench.loaders.source import Source
from workbench.loaders.track_names import by_track_name
from workbench.loaders.units import checked_speed
from workbench.loaders.values import number

__all__ = ["read_gpx"]

_POINTS = frozenset({"trkpt", "wpt", "rtept"})
_GNSS = frozenset({"gps", "2d", "3d", "dgps", "pps"})
_ASIDE = {
    "wpt": "a waypoint without a time is a place, not a fix",
    "rtept": "a route point without a time is a plan, not a fix",
    "trkpt": "the track point has no time",
}


def read_gpx(source: Source) -> Raw:
    """Read a GPX file."""
    # Source: GPX 1.1 schema (times are UTC, speed in metres per second); precision dilution is no radius and is not turned into
    # one. The time of a waypoint is when it was made: its place may have been marked on a map from anywhere.
    gather = Gather(source.name)
    names = [""]
    with source.open() as stream:
        steps = elements(
            stream,
            _POINTS | {"name"},
            root="gpx",
            name=source.name,
            note=gather.note,
            broken=gather.broken,
            opening=frozenset({"trk"}),
        )
        for element, path in steps:
            kind = local(element.tag)
            if kind == "trk":
                names.append("")
            elif kind == "name":
                if path[-1:] == ("trk",):
                    names[-1] = (element.text or "").strip()
            else:
                _take(element, kind, len(names) - 1, gather)
    raw = gather.raw("gpx", utc=True)
    if "track" in raw.rows:
        of = raw.rows["track"].map(lambda track: (names[int(track)] if track == track else "") or None)
        raw = replace(raw, rows=raw.rows.assign(track_name=of).drop(columns="track"))
    return checked_speed(by_track_name(raw), source.name)


def _take(point: Element, kind: str, track: int, gather: Gather) -> None:
    below = texts(point)
    if not below.get("time"):
        gather.skip(_ASIDE[kind])
        return
    if "hdop" in below:
        gather.note("The file gives dilution of precision (hdop), which is no radius; it was not turned into one.")
    signs = {below.get("src", "").lower(), below.get("fix", "").lower()}
    values: dict[str, object] = {
        "time": below["time"],
        "lon": number(point.get("lon")),
        "lat": number(point.get("lat")),
        "accuracy_m": number(below.get("accuracy"), low=0.0),
        "speed_kmh": number(below.get("speed"), 3.6, low=0.0),
        "heading_deg": number(below.get("course", below.get("bearing")), low=0.0),
        "satellites": number(below.get("sat"), low=0.0),
        "method": "gnss" if signs & _GNSS else "unknown",
        "quality": 0,
    }
    if kind == "trkpt":
        values["track"] = track
    if "none" in signs or kind != "trkpt":
        values |= {"quality": int(Quality.NOT_A_FIX), "method": "unknown"}
        gather.note(
            "Points that the file itself calls no fix (fix = none) are flagged and have no weight."
            if kind == "trkpt"
            else "Waypoints and route points are places and plans, even with a time; they are flagged and have no weight."
        )
    gather.keep(values)
