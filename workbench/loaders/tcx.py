"""TCX of sports watches: track points with a time and a position."""

from __future__ import annotations

from workbench.loaders.gather import Gather, number
from workbench.loaders.raw import Raw
from workbench.loaders.safe_xml import elements, local, texts
from workbench.loaders.source import Source

__all__ = ["read_tcx"]

_POINTS = frozenset({"Trackpoint", "CoursePoint"})


def read_tcx(source: Source) -> Raw:
    """Read a TCX file.

    Parameters
    ----------
    source : Source
        The opened file.

    Returns
    -------
    Raw
        Track points and course points in the order of the file; a pulse without a position is set aside.

    Raises
    ------
    InputError
        If it is not TCX, is damaged before its first point, or tries to attack the reader.

    Notes
    -----
    Source: Garmin's TrainingCenterDatabase schema, version 2 (times are UTC, speeds metres per second).

    Examples
    --------
    >>> from pathlib import Path
    >>> data = (b"<TrainingCenterDatabase><Trackpoint><Time>2026-03-03T21:10:00Z</Time><Position>"
    ...         b"<LatitudeDegrees>51.4</LatitudeDegrees><LongitudeDegrees>1.2</LongitudeDegrees></Position></Trackpoint>"
    ...         b"</TrainingCenterDatabase>")
    >>> len(read_tcx(Source(Path("a.tcx"), data, "a.tcx", "", "", 0, data)).rows)
    1
    """
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
            gather.keep({
                "time": below.get("Time"), "lon": number(below["LongitudeDegrees"]), "lat": number(below["LatitudeDegrees"]),
                "speed_kmh": number(below.get("Speed"), 3.6, low=0.0), "method": "unknown",
            })
    return gather.raw("tcx", utc=True)
