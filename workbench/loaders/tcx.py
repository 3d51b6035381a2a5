"""TCX of sports watches: track points with a time and a position."""

from __future__ import annotations

from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.safe_xml import elements, local, texts
from workbench.loaders.source import Source
from workbench.loaders.units import checked_speed
from workbench.loaders.values import number

__all__ = ["read_tcx"]

_POINTS = frozenset({"Trackpoint", "CoursePoint"})


def read_tcx(source: Source) -> Raw:
    """Read a TCX file."""
    # Source: Garmin's TrainingCenterDatabase schema, version 2 (times are UTC, speeds metres per second).
    gather = Gather(source.name)
    with source.open() as stream:
        steps = elements(stream, _POINTS, root="TrainingCenterDatabase", name=source.name, note=gather.note, broken=gather.broken)
        for element, path in steps:
            below = texts(element)
            if local(element.tag) == "CoursePoint":
                gather.skip("a course point is a place on a planned way, not a fix")
                continue
            if "Courses" in path:
                gather.note("The file is a course, which may be planned rather than travelled.")
            if "LatitudeDegrees" not in below or "LongitudeDegrees" not in below:
                gather.skip("the track point has no position")
                continue
            gather.keep(
                {
                    "time": below.get("Time"),
                    "lon": number(below["LongitudeDegrees"]),
                    "lat": number(below["LatitudeDegrees"]),
                    "speed_kmh": number(below.get("Speed"), 3.6, low=0.0),
                    "method": "unknown",
                }
            )
    return checked_speed(gather.raw("tcx", utc=True), source.name)
