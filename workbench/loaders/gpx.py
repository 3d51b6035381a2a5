"""GPX 1.0 and 1.1: track points, waypoints and route points, each a row or set aside."""

from __future__ import annotations

from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.safe_xml import elements, local, texts
from workbench.loaders.source import Source
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
    # Source: GPX 1.1 schema (times are UTC); precision dilution is no radius and is not turned into one.
    gather = Gather(source.name)
    with source.open() as stream:
        for element, _ in elements(stream, _POINTS, root="gpx", name=source.name, note=gather.note, broken=gather.broken):
            below = texts(element)
            kind = local(element.tag)
            if not below.get("time"):
                gather.skip(_ASIDE[kind])
                continue
            if kind != "trkpt":
                gather.note("Waypoints or route points that carry a time are kept as fixes.")
            if "hdop" in below:
                gather.note("The file gives dilution of precision (hdop), which is no radius; it was not turned into one.")
            signs = {below.get("src", "").lower(), below.get("fix", "").lower()}
            gather.keep(
                {
                    "time": below["time"],
                    "lon": number(element.get("lon")),
                    "lat": number(element.get("lat")),
                    "accuracy_m": number(below.get("accuracy"), low=0.0),
                    "speed_kmh": number(below.get("speed"), 3.6, low=0.0),
                    "heading_deg": number(below.get("course", below.get("bearing")), low=0.0),
                    "satellites": number(below.get("sat"), low=0.0),
                    "method": "gnss" if signs & _GNSS else "unknown",
                }
            )
    return gather.raw("gpx", utc=True)
