"""KML and KMZ: points with a time, and Google's tracks; and what zones share of it: documents, extended data, corners."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from workbench.base import InputError
from workbench.loaders.collect_records import Raw
from workbench.loaders.features import TIMES, Features
from workbench.loaders.profile import canonical
from workbench.loaders.safe_xml import elements, local, texts
from workbench.loaders.safe_zip import open_zip, read_member
from workbench.loaders.source import Source
from workbench.loaders.track_names import journey_names
from workbench.loaders.values import number

__all__ = ["read_kml"]


_BLANKS = re.compile(r"\s*,\s*")
"""Blanks beside commas, which the standard forbids and people write."""
_PLACES = frozenset({"Placemark", "name"})
_FOLDERS = frozenset({"Folder", "Document"})
_VIEWS = frozenset({"LookAt", "Camera"})
_LINES = frozenset({"Point", "LineString"})
_MOMENTS = frozenset({"when", "begin", "end"})
_SHAPES = frozenset({"Point", "LineString", "LinearRing", "Polygon", "Model", "Track"})
_CLOCK = re.compile(r"\d[T ]\d{2}:?\d{2}")
_WORKED_OUT = ("address", "category")
"""What marks the visits and trips that a telephone's software worked out, in Google's exports as KML."""


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


def corners_of(shape: Element) -> list[tuple[float, float]]:
    """Give the corners of a shape's own coordinates as ``(lon, lat)``; NaN where one cannot be read."""
    text = " ".join(e.text or "" for e in shape if local(e.tag) == "coordinates")
    pairs = [corner.split(",") for corner in _BLANKS.sub(",", text).split()]
    return [(number(p[0]), number(p[1])) if 1 < len(p) < 4 else (math.nan, math.nan) for p in pairs]


def read_kml(source: Source) -> Raw:
    """Read points and tracks from KML or KMZ."""
    # Source: OGC KML 2.3 and Google's extensions. A place's one time is not given to several positions.
    features = Features(source.name)
    broken: list[str] = []
    names: list[tuple[str, str]] = []
    for document in kml_documents(source):
        folders: dict[int, str] = {}
        steps = elements(
            BytesIO(document), _PLACES, root="kml", name=source.name, note=features.note, broken=broken.append, opening=_FOLDERS
        )
        for element, path in steps:
            kind = local(element.tag)
            if kind in _FOLDERS:
                folders = {depth: name for depth, name in folders.items() if depth < len(path)}
            elif kind == "name":
                if path[-1:] == ("Folder",):
                    folders[len(path) - 1] = (element.text or "").strip()
            else:
                before = len(features.records)
                _take(element, features)
                inner = max((depth for depth in folders if depth < len(path)), default=-1)
                names += [(folders.get(inner, ""), texts(element).get("name", ""))] * (len(features.records) - before)
    labels = _named(features, names)
    if broken and not features.row:
        raise InputError(f"Nothing could be read: {broken[0]}.", where=source.name, do="Copy or export the file again.")
    for reason in broken:
        features.skip(reason)
        features.note(f"The file is damaged: {reason}. What comes after it is not in this load.")
    return features.raw("kml", what="folders or places", labels=labels)


def _named(features: Features, names: list[tuple[str, str]]) -> bool:
    """Choose the folders or the places as those whose names tell wearers apart; say whether they are labels of single points."""
    folders, places = ([pair[level] for pair in names] for level in (0, 1))
    several = [level for level in (folders, places) if len({name for name in level if name}) > 1]
    few = [level for level in several if level is folders or len(set(level)) <= max(len(level) / 2, 1)]
    chosen = next((level for level in few if not journey_names([n for n in level if n])), (few or several or [[]])[0])
    features.tracks = {row: name for row, name in zip(features.rows, chosen, strict=False) if name}
    return bool(several) and not few


def _take(place: Element, features: Features) -> None:
    shapes: list[tuple[str, Element, list[tuple[float, float]]]] = []
    moment: dict[str, str] = {}
    for entry in _without_views(place):
        kind = local(entry.tag)
        if kind in _SHAPES:
            shapes.append((kind, entry, corners_of(entry) if kind in _LINES else []))
        elif kind in _MOMENTS:
            moment[kind] = (entry.text or "").strip()
    if not shapes:
        features.skip("it has no position")
    several = len(shapes) > 1 or sum(len(corners) for _, _, corners in shapes) > 1
    for kind, shape, corners in shapes:
        if kind == "Track":
            _track(shape, extended(place), features)
        elif kind in _LINES:
            for lon, lat in corners or [(math.nan, math.nan)]:
                if several:
                    features.skip("the place gives one time, or none, for several positions")
                else:
                    _point(lon, lat, moment, place, features)
        elif kind in ("Polygon", "Model"):
            features.skip("an area is not a fix; read it with read_zones" if kind == "Polygon" else "a model is not a fix")


def _without_views(place: Element) -> Iterator[Element]:
    """Walk through a place, but not into its views: their times are those of the camera."""
    for child in place:
        if local(child.tag) not in _VIEWS:
            yield child
            yield from _without_views(child)


def _point(lon: float, lat: float, moment: dict[str, str], place: Element, features: Features) -> None:
    data = extended(place)
    begin, end = moment.get("begin"), moment.get("end")
    time = moment.get("when") or begin
    if "when" not in moment and begin != end:
        features.note("Places with a time span are kept at its beginning; the position may stand for the whole span.")
    if begin and end and begin[:19] > end[:19]:
        return features.skip("its time span ends before it begins")
    if not time and not any(canonical(name) in TIMES and value for name, value in data.items()):
        return features.skip("it has no time")
    if time and not _CLOCK.search(time):
        return features.skip(f"its time {time[:30]!r} names no time of day")
    fix = not {local(e.tag).lower() for e in place} | {name.lower() for name in data} >= set(_WORKED_OUT)
    if not fix:
        features.note("Visits and trips that a telephone's software worked out are flagged and have no weight.")
    return features.keep(lon, lat, {**data, "time": time} if time else data, fix=fix)


def _track(track: Element, data: dict[str, str], features: Features) -> None:
    times = [(e.text or "").strip() for e in track if local(e.tag) == "when"]
    coords = [(e.text or "").split() for e in track if local(e.tag) == "coord"]
    arrays = {
        e.get("name", ""): [(v.text or "").strip() for v in e if local(v.tag) == "value"]
        for e in track.iter()
        if local(e.tag) == "SimpleArrayData"
    }
    for i in range(max(len(times), len(coords))):
        if i >= len(times) or i >= len(coords) or len(coords[i]) < 2 or not times[i]:
            features.skip("an entry of the track has a time or a position, not both")
        else:
            own = {name: values[i] for name, values in arrays.items() if len(values) == len(times)}
            features.keep(number(coords[i][0]), number(coords[i][1]), {**data, **own, "time": times[i]})
