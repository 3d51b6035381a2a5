"""Outlines as a file holds them, GeoJSON and KML row by row; nothing is judged yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import shapely
from shapely.geometry import shape

from workbench.base import InputError
from workbench.loaders.json_tables import read_json
from workbench.loaders.kml import corners_of, extended, kml_documents
from workbench.loaders.safe_xml import elements, local, texts
from workbench.loaders.source import Source

__all__ = ["Outlines", "geojson_shapes", "kml_shapes", "system_of"]

FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, shapely.errors.ShapelyError)


@dataclass
class Outlines:
    """Outlines as one reader found them.

    Parameters
    ----------
    profile : str
        Short name for the load report.
    crs : str, optional
        Coordinate system the file states; None means WGS 84 degrees by the format's own rule.
    decimal : str
        The mark of decimals in the file's texts; empty where it does not show.
    rows : list of int
        1-based number of each shape in the file.
    properties : list of dict
        What the file says about each.
    geometries : list of shapely.Geometry
        The shape of each.
    systems : list of str or None
        The coordinate system of each where it states its own; None for that of the file.
    aside : list of (int, str)
        Row and reason of each that has no shape.
    notes : list of str
        Plain sentences for the load report.
    """

    profile: str
    crs: str | None = None
    decimal: str = "."
    rows: list[int] = field(default_factory=list)
    properties: list[dict[str, Any]] = field(default_factory=list)
    geometries: list[shapely.Geometry] = field(default_factory=list)
    systems: list[str | None] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def row(self) -> int:
        """The number that the next shape gets."""
        return len(self.rows) + len(self.aside) + 1

    def keep(
        self, geometry: shapely.Geometry | None, properties: dict[str, Any], *, row: int | None = None, crs: str | None = None
    ) -> None:
        """Take a shape; one that is missing or empty is set aside."""
        if geometry is None or geometry.is_empty:
            self.skip("its shape is missing or cannot be read", row=row)
        else:
            self.rows.append(self.row if row is None else row)
            self.geometries.append(shapely.force_2d(geometry))
            self.properties.append(properties)
            self.systems.append(crs)

    def skip(self, reason: str, *, row: int | None = None) -> None:
        """Set a record aside."""
        self.aside.append((self.row if row is None else row, reason))

    def note(self, sentence: str) -> None:
        """Put a sentence into the load report, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def geojson_shapes(source: Source) -> Outlines:
    """Read the features of a GeoJSON file, a single feature or geometry included."""
    content = read_json(source)
    items = content.get("features", [content]) if isinstance(content, dict) else content
    if not isinstance(items, list) or not items:
        raise InputError("The JSON holds no list of features.", where=source.name, do="Check what kind of file it is.")
    found = Outlines("geojson", system_of(content))
    for item in items:
        feature = item if isinstance(item, dict) else {}
        given = feature.get("properties")
        properties = given if isinstance(given, dict) else {}
        if "id" in feature and "id" not in properties:
            properties = {**properties, "id": feature["id"]}
        geometry = feature.get("geometry") if feature.get("type") == "Feature" else feature
        found.keep(_geometry(geometry, found), properties, crs=system_of(feature) if feature is not content else None)
    return found


def system_of(item: Any) -> str | None:
    """Give the coordinate system that an old GeoJSON object names; new ones are in WGS 84 degrees by their standard.

    Parameters
    ----------
    item : object
        A GeoJSON object, decoded.
    """
    crs = item.get("crs") if isinstance(item, dict) else None
    if not isinstance(crs, dict):
        return None
    said = crs.get("properties")
    named = said.get("name", said.get("code", said.get("href"))) if isinstance(said, dict) else None
    return f"EPSG:{named}" if str(named).isdigit() else str(named)


def _geometry(item: Any, found: Outlines) -> shapely.Geometry | None:
    try:
        geometry = shape(item) if isinstance(item, dict) and item.get("type") else None
    except FAULTS:
        return None
    if geometry is not None and any(ring and ring[0] != ring[-1] for ring in _rings(item)):
        found.note(f"Row {found.row}: an outline does not end where it begins; it was closed.")
    return geometry


def _rings(item: Any) -> list[list[Any]]:
    """Give the rings of a GeoJSON polygon or of several."""
    kind, corners = item.get("type"), item.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(corners, list):
        return [ring for part in item.get("geometries", []) for ring in _rings(part)] if kind == "GeometryCollection" else []
    return corners if kind == "Polygon" else [ring for part in corners for ring in part]


def kml_shapes(source: Source) -> Outlines:
    """Read the places of a KML or KMZ file; the areas of one place are one zone."""
    found = Outlines("kml")
    broken: list[str] = []
    for document in kml_documents(source):
        steps = elements(
            BytesIO(document), frozenset({"Placemark"}), root="kml", name=source.name, note=found.note, broken=broken.append
        )
        for place, _ in steps:
            said = texts(place)
            found.keep(_place(place, found), {"name": said.get("name"), "id": place.get("id"), **extended(place)})
    if broken and found.row == 1:
        raise InputError(f"Nothing could be read: {broken[0]}.", where=source.name, do="Copy or export the file again.")
    for reason in broken:
        found.skip(reason)
        found.note(f"The file is damaged: {reason}. What comes after it is not in this load.")
    return found


def _place(place: Element, found: Outlines) -> shapely.Geometry | None:
    try:
        areas = [area for e in place.iter() if local(e.tag) == "Polygon" for area in _polygons(e, found)]
        lines = [shapely.LineString(corners_of(e)) for e in place.iter() if local(e.tag) == "LineString"]
        points = [shapely.Point(corners_of(e)[0]) for e in place.iter() if local(e.tag) == "Point"]
    except FAULTS:
        return None
    every = [*areas, *points, *lines]
    if len(areas) > 1 and len(areas) == len(every):
        return shapely.MultiPolygon(areas)
    return every[0] if len(every) == 1 else shapely.GeometryCollection(every) if every else None


def _polygons(area: Element, found: Outlines) -> list[shapely.Polygon]:
    """Give the areas of one polygon: one for each outer ring, though the standard allows one only."""
    rings = {"outerBoundaryIs": [], "innerBoundaryIs": []}  # type: dict[str, list[list[tuple[float, float]]]]
    for side in area:
        if local(side.tag) in rings:
            rings[local(side.tag)] += [corners_of(ring) for ring in side if local(ring.tag) == "LinearRing"]
    if any(ring and ring[0] != ring[-1] for side in rings.values() for ring in side):
        found.note(f"Row {found.row}: an outline does not end where it begins; it was closed.")
    return [shapely.Polygon(outer, rings["innerBoundaryIs"]) for outer in rings["outerBoundaryIs"]]
