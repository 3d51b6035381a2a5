"""KML and KMZ: points with a time, and Google's tracks; and what zones share of it: documents, extended data, corners."""

from __future__ import annotations

import math
import re
from io import BytesIO
from xml.etree.ElementTree import Element

from workbench.base.errors import InputError
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.properties import point_values
from workbench.loaders.safe_xml import elements, local
from workbench.loaders.safe_zip import open_zip, read_member
from workbench.loaders.source import Source
from workbench.loaders.values import number

__all__ = ["read_kml"]


def kml_documents(source: Source) -> list[bytes]:
    """Give the KML texts of a file: itself, or all those inside a KMZ."""
    if not source.head.startswith(b"PK"):
        return [source.content()]
    archive = open_zip(source.content(), source.name)
    inside = [m.filename for m in archive.infolist() if m.filename.lower().endswith(".kml")]
    if not inside:
        raise InputError("The archive holds no KML file.", where=source.name, do="Check what kind of file it is.")
    return [read_member(archive, member, source.name) for member in inside]


def extended(place: Element) -> dict[str, str]:
    """Give the extended data of a place: its ``Data`` and ``SimpleData`` entries by name."""
    found: dict[str, str] = {}
    for entry in place.iter():
        kind = local(entry.tag)
        if kind == "Data":
            values = [v.text for v in entry if v.text and local(v.tag) == "value"]
            found[entry.get("name", "")] = "".join(values).strip()
        elif kind == "SimpleData":
            found[entry.get("name", "")] = (entry.text or "").strip()
    return found


_BLANKS = re.compile(r"\s*,\s*")
"""Blanks beside commas, which the standard forbids and people write."""


def corners_of(shape: Element) -> list[tuple[float, float]]:
    """Give the corners of a shape's own coordinates as ``(lon, lat)``; NaN where one cannot be read."""
    text = " ".join(e.text or "" for e in shape if local(e.tag) == "coordinates")
    pairs = [corner.split(",") for corner in _BLANKS.sub(",", text).split()]
    return [(number(p[0]), number(p[1])) if 1 < len(p) < 4 else (math.nan, math.nan) for p in pairs]


_PLACES = frozenset({"Placemark"})
_LINES = frozenset({"Point", "LineString"})
_MOMENTS = frozenset({"when", "begin", "end"})
_SHAPES = frozenset({"Point", "LineString", "LinearRing", "Polygon", "Model", "Track"})


def read_kml(source: Source) -> Raw:
    """Read points and tracks from KML or KMZ."""
    # Source: OGC KML 2.3 and Google's extensions. A place's one time is not given to several positions.
    gather = Gather(source.name)
    for document in kml_documents(source):
        steps = elements(BytesIO(document), _PLACES, root="kml", name=source.name, note=gather.note, broken=gather.broken)
        for place, _ in steps:
            _take(place, gather)
    return gather.raw("kml", clock="not stated", axes_sure=False)


def _take(place: Element, gather: Gather) -> None:
    shapes: list[tuple[str, Element, list[tuple[float, float]]]] = []
    moment: dict[str, str] = {}
    for entry in place.iter():
        kind = local(entry.tag)
        if kind in _SHAPES:
            shapes.append((kind, entry, corners_of(entry) if kind in _LINES else []))
        elif kind in _MOMENTS:
            moment[kind] = (entry.text or "").strip()
    if not shapes:
        gather.skip("it has no position")
    several = len(shapes) > 1 or sum(len(corners) for _, _, corners in shapes) > 1
    for kind, shape, corners in shapes:
        if kind == "Track":
            _track(shape, gather)
        elif kind in _LINES:
            for lon, lat in corners or [(math.nan, math.nan)]:
                if several:
                    gather.skip("the place gives one time, or none, for several positions")
                else:
                    _point(lon, lat, moment, extended(place), gather)
        elif kind in ("Polygon", "Model"):
            gather.skip("an area is not a fix; read it with read_zones" if kind == "Polygon" else "a model is not a fix")


def _point(lon: float, lat: float, moment: dict[str, str], data: dict[str, str], gather: Gather) -> None:
    values = point_values(data)
    if values.pop("speed_name") in ("speed", "velocity"):
        gather.note("The file does not name the unit of speed; it was read as metres per second.")
    values.pop("time_name")
    time = moment.get("when") or moment.get("begin") or values["time"]
    if "when" not in moment and moment.get("begin") != moment.get("end"):
        gather.note("Places with a time span are kept at its beginning; the position may stand for the whole span.")
    gather.keep({"lon": lon, "lat": lat, **values, "time": time})


def _track(track: Element, gather: Gather) -> None:
    times = [(e.text or "").strip() for e in track if local(e.tag) == "when"]
    coords = [(e.text or "").split() for e in track if local(e.tag) == "coord"]
    for i in range(max(len(times), len(coords))):
        if i >= len(times) or i >= len(coords) or len(coords[i]) < 2:
            gather.skip("an entry of the track has a time or a position, not both")
        else:
            gather.keep({"lon": number(coords[i][0]), "lat": number(coords[i][1]), "time": times[i], "method": "unknown"})
