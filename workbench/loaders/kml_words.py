"""The words of KML that tracks and zones share: documents inside a KMZ, extended data, corners."""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element

from workbench.base.errors import InputError
from workbench.loaders.gather import number
from workbench.loaders.safe_xml import local
from workbench.loaders.safe_zip import open_zip, read_member
from workbench.loaders.source import Source

__all__: list[str] = []


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
    pairs = [corner.split(",") for corner in text.split()]
    return [(number(p[0]), number(p[1])) if len(p) > 1 else (math.nan, math.nan) for p in pairs]
