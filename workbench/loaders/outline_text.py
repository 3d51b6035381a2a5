"""Zones as GeoJSON, KML and tables of text."""

from __future__ import annotations

import math
import re
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pandas as pd
import shapely
from shapely.geometry import shape

from workbench.base.errors import InputError
from workbench.loaders.delimited import read_delimited
from workbench.loaders.gather import number
from workbench.loaders.jsontext import read_json
from workbench.loaders.kml_words import corners_of, extended, kml_documents
from workbench.loaders.outlines import Outlines
from workbench.loaders.plan import Plan
from workbench.loaders.profile import Profile
from workbench.loaders.safe_xml import elements, local, texts
from workbench.loaders.source import Source
from workbench.loaders.values import numbers
from workbench.loaders.zone_words import ALIASES, EAST, LAT, LON, NORTH, WKT, value_of

__all__: list[str] = []

_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, shapely.errors.ShapelyError)
_NUMBERS = (*LON, *LAT, *EAST, *NORTH, *(name for key in ("buffer_m", "edge_error_m", "radius_m") for name in ALIASES[key]))
_SRID = re.compile(r"^\s*SRID=(\d+)\s*;", re.IGNORECASE)


def geojson_shapes(source: Source) -> Outlines:
    """Read the features of a GeoJSON file, a single feature or geometry included."""
    content = read_json(source)
    items = content.get("features", [content]) if isinstance(content, dict) else content
    if not isinstance(items, list) or not items:
        raise InputError("The JSON holds no list of features.", where=source.name, do="Check what kind of file it is.")
    crs = content.get("crs") if isinstance(content, dict) else None
    named = crs.get("properties", {}) if isinstance(crs, dict) else {}
    found = Outlines("geojson", named.get("name") if isinstance(named, dict) else None)
    for item in items:
        feature = item if isinstance(item, dict) else {}
        given = feature.get("properties")
        properties = given if isinstance(given, dict) else {}
        if "id" in feature and "id" not in properties:
            properties = {**properties, "id": feature["id"]}
        found.keep(_geometry(feature.get("geometry") if feature.get("type") == "Feature" else feature), properties)
    return found


def _geometry(item: Any) -> shapely.Geometry | None:
    try:
        return shape(item) if isinstance(item, dict) and item.get("type") else None
    except _FAULTS:
        return None


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
            found.keep(_place(place), {"name": said.get("name"), "id": place.get("id"), **extended(place)})
    if broken and found.row == 1:
        raise InputError(f"Nothing could be read: {broken[0]}.", where=source.name, do="Copy or export the file again.")
    for reason in broken:
        found.skip(reason)
        found.note(f"The file is damaged: {reason}. What comes after it is not in this load.")
    return found


def _place(place: Element) -> shapely.Geometry | None:
    try:
        areas = [_polygon(e) for e in place.iter() if local(e.tag) == "Polygon"]
        lines = [shapely.LineString(corners_of(e)) for e in place.iter() if local(e.tag) == "LineString"]
        points = [shapely.Point(corners_of(e)[0]) for e in place.iter() if local(e.tag) == "Point"]
    except _FAULTS:
        return None
    if areas:
        return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)
    return next(iter([*points, *lines]), None)


def _polygon(area: Element) -> shapely.Polygon:
    rings = {"outerBoundaryIs": [], "innerBoundaryIs": []}  # type: dict[str, list[list[tuple[float, float]]]]
    for side in area:
        if local(side.tag) in rings:
            rings[local(side.tag)] += [corners_of(ring) for ring in side if local(ring.tag) == "LinearRing"]
    return shapely.Polygon(rings["outerBoundaryIs"][0], rings["innerBoundaryIs"])


def table_shapes(source: Source) -> Outlines:
    """Read a table of text with a column of well-known text, or with positions and radii."""
    every = Profile("zones", "a table of zones")
    grid = read_delimited(source, lambda header, _: Plan(every, {name: name for name in header}))
    found = Outlines("csv", aside=list(grid.aside), notes=list(grid.notes))
    for row, record in zip(grid.row.tolist(), _numbered(grid.frame, found).to_dict("records"), strict=True):
        found.keep(_written(record, found), {str(name): value for name, value in record.items()}, row=row)
    return found


def _numbered(frame: pd.DataFrame, found: Outlines) -> pd.DataFrame:
    """Read commas in the columns of numbers: decimal commas, or between thousands where positions have a decimal point."""
    names = {str(c): str(c).strip().lower().replace(" ", "_") for c in frame.columns}
    degrees = [c for c, name in names.items() if name in (*LON, *LAT)]
    pointed = any(frame[c].str.contains(".", regex=False).any() for c in degrees) or not degrees
    columns = {}
    for column, name in names.items():
        if name in _NUMBERS:
            thousands = pointed and column not in degrees
            number, _, comma = numbers(frame[column], thousands=thousands)
            columns[column] = pd.Series(number).astype(object).where(pd.notna(number), frame[column])
            if comma:
                found.note(f"{'Commas between thousands' if thousands else 'Decimal commas'} were read in {column}.")
    return frame.assign(**columns)


def _written(record: dict[str, Any], found: Outlines) -> shapely.Geometry | None:
    text = value_of(record, WKT)
    if isinstance(text, str):
        srid = _SRID.match(text)
        if srid:
            found.crs = f"EPSG:{srid[1]}"
        try:
            return shapely.from_wkt(_SRID.sub("", text))
        except _FAULTS:
            return None
    lon, lat = number(value_of(record, LON)), number(value_of(record, LAT))
    if math.isnan(lon + lat):
        lon, lat = number(value_of(record, EAST)), number(value_of(record, NORTH))
        found.crs = found.crs if math.isnan(lon + lat) else "EPSG:27700"
    return None if math.isnan(lon + lat) else shapely.Point(lon, lat)
