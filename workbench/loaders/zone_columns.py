"""The columns of zones: names that sources give them, and tables of zones read by them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from workbench.geo import british_grid_to_degrees, distance_m
from workbench.loaders.delimited import read_delimited
from workbench.loaders.lengths import Length, amount_of, length_of
from workbench.loaders.map_columns import Plan
from workbench.loaders.outlines import FAULTS, Outlines
from workbench.loaders.profile import Profile
from workbench.loaders.source import Source
from workbench.loaders.values import number, numbers, word

__all__ = ["ALIASES", "table_shapes", "zone_values"]

WKT = ("wkt", "geometry", "geom", "the_geom", "shape", "polygon", "boundary")
LON = ("lon", "lng", "long", "longitude", "x")
LAT = ("lat", "latitude", "y")
EAST = ("easting", "eastings")
NORTH = ("northing", "northings")
ALIASES: dict[str, tuple[str, ...]] = {
    "zone_id": ("zone_id", "zoneid", "id", "gss_code", "code", "fid", "objectid"),
    "name": ("name", "title", "label", "zone_name", "description"),
    "kind": ("kind", "zone_type", "zonetype", "type", "category"),
    "drawn_by": ("drawn_by", "drawnby", "author", "created_by", "source"),
}
OFFICIAL_M, DRAWN_M = 5.0, 15.0
LENGTHS: dict[str, tuple[str, ...]] = {
    "buffer_m": ("buffer", "ring"),
    "edge_error_m": ("edge_error",),
    "radius_m": ("radius", "rad"),
    "diameter_m": ("diameter",),
}
"""Lengths by their names without the unit, which may stand in the heading, the cell or a column of its own."""
SYSTEMS = ("crs", "srs", "epsg", "srid", "coordinate_system", "coord_system", "projection", "datum")
_WGS84, _BRITISH, _OSGB36 = "EPSG:4326", "EPSG:27700", "EPSG:4277"
_NAMED = {
    **dict.fromkeys(("wgs84", "wgs1984", "gps", "crs84", "latlon", "latlong", "lonlat"), _WGS84),
    **dict.fromkeys(("bng", "britishnationalgrid", "osgb", "osgb36", "osgb1936", "nationalgrid"), _BRITISH),
}
_LEAST_M = 10.0
"""A circle that is smaller, by a number without a unit, is taken for a mistake in the unit."""
_APART_M = 250.0
_SURE_MARK = r"^[0-9]{4,}[.,][0-9]+$|[.,](?:[0-9]{1,2}|[0-9]{4,})$"
_SRID = re.compile(r"^\s*SRID=(\d+)\s*;", re.IGNORECASE)
_OFFICE_ID = re.compile(r"^[a-z]{3,5}\d\dcd$")
_OFFICE_NAME = re.compile(r"^[a-z]{3,5}\d\dnm$")
_OFFICE_WORDS = re.compile(r"official|ordnance|\bos\b|land registry|inspire|parcel|cadast|building|footprint|statistics|\bons\b")


def value_of(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Give the first value that is there under one of the names, in any case; None when there is none."""
    have = {str(name).strip().lower().replace(" ", "_"): value for name, value in record.items()}
    return next((have[n] for n in names if n in have and not _missing(have[n])), None)


def zone_values(properties: Mapping[str, Any], decimal: str = ".") -> dict[str, Any]:
    """Translate the properties of one zone into our columns."""
    # The errors are the defaults of the error model (parcels and official outlines 5 m, drawn by hand 15 m). Columns such as
    # `LSOA11CD` and `LSOA11NM` are the codes and names of the national statistics office.
    lower = [str(name).strip().lower() for name in properties]
    codes = tuple(n for n in lower if _OFFICE_ID.match(n))
    names = tuple(n for n in lower if _OFFICE_NAME.match(n))
    words = {key: word(value_of(properties, ALIASES[key])) for key in ("kind", "drawn_by")}
    official = bool(codes) or "gss_code" in lower or _OFFICE_WORDS.search((words["drawn_by"] or "").lower()) is not None
    lengths = {key: length_of(properties, aliases, decimal) for key, aliases in LENGTHS.items()}
    radius, reason = _radius(lengths)
    stated = lengths["edge_error_m"].metres
    return {
        **words,
        "zone_id": word(value_of(properties, (*ALIASES["zone_id"][:4], *codes, *ALIASES["zone_id"][4:]))),
        "name": word(value_of(properties, (*ALIASES["name"][:4], *names, *ALIASES["name"][4:]))),
        "buffer_m": lengths["buffer_m"].metres,
        "radius_m": radius,
        "edge_error_m": (OFFICIAL_M if official else DRAWN_M) if math.isnan(stated) else stated,
        "edge_stated": not math.isnan(stated),
        "radius_reason": reason,
        "reason": lengths["buffer_m"].reason,
        "said": [sentence for length in lengths.values() for sentence in length.said],
    }


def _radius(lengths: Mapping[str, Length]) -> tuple[float, str]:
    """Give the radius in metres, also from a diameter, and why it cannot be used."""
    radius, across = lengths["radius_m"], lengths["diameter_m"]
    if radius.reason or across.reason:
        return math.nan, radius.reason or across.reason
    if not math.isnan(radius.metres) and not math.isnan(across.metres) and abs(2 * radius.metres - across.metres) > 1:
        return math.nan, "its radius is not half of its diameter"
    given, metres = (across, across.metres / 2) if math.isnan(radius.metres) else (radius, radius.metres)
    if 0 < metres < _LEAST_M and any("not stated" in sentence for sentence in given.said):
        return math.nan, f"its radius of {metres:g} names no unit, and as metres it would be smaller than a tag can tell"
    return metres, ""


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or (isinstance(value, str) and not value.strip())


def table_shapes(source: Source) -> Outlines:
    """Read a table of text with a column of well-known text, or with positions and radii."""
    every = Profile("zones", "a table of zones")
    grid = read_delimited(source, lambda header, _: Plan(every, {name: name for name in header}))
    found = Outlines("csv", decimal=_decimal(grid.frame), aside=list(grid.aside), notes=list(grid.notes))
    for row, record in zip(grid.row.tolist(), _numbered(grid.frame, found).to_dict("records"), strict=True):
        shape, system, reason = _written(record, found)
        if reason:
            found.skip(reason, row=row)
        else:
            found.keep(shape, {str(name): value for name, value in record.items()}, row=row, crs=system)
    return found


def _named(frame: pd.DataFrame, names: tuple[str, ...]) -> list[Any]:
    return [c for c in frame.columns if str(c).strip().lower().replace(" ", "_") in names]


def _decimal(frame: pd.DataFrame) -> str:
    """Give the mark of decimals of a table's positions; in metres a mark before three digits may stand between thousands."""
    degrees = [frame[c].astype("str") for c in _named(frame, (*LON, *LAT))]
    metres = [frame[c].astype("str") for c in _named(frame, (*EAST, *NORTH))]
    cells = [*degrees, *(column[column.str.contains(_SURE_MARK, regex=True, na=False)] for column in metres)]
    marks = [mark for mark in ".," if any(column.str.contains(mark, regex=False, na=False).any() for column in cells)]
    return marks[0] if len(marks) == 1 else ""


def _numbered(frame: pd.DataFrame, found: Outlines) -> pd.DataFrame:
    """Read the columns of positions, with the file's own mark of decimals."""
    columns = {}
    for column in _named(frame, (*LON, *LAT)):
        values, _, comma = numbers(frame[column])
        columns[column] = pd.Series(values).astype(object).where(pd.notna(values), frame[column])
        if comma:
            found.note(f"Decimal commas were read in {column}.")
    for column in _named(frame, (*EAST, *NORTH)):
        read = [amount_of(text, found.decimal) if isinstance(text, str) else (math.nan, "") for text in frame[column]]
        columns[column] = pd.Series([value for value, _ in read], dtype=object)
        for between in dict.fromkeys(mark for _, mark in read if mark):
            found.note(f"{between} between thousands were read in {column}.")
    return frame.assign(**columns)


def _written(record: dict[str, Any], found: Outlines) -> tuple[shapely.Geometry | None, str | None, str]:
    """Give the shape of a row, the coordinate system it names, and why it cannot be used."""
    text = value_of(record, WKT)
    system, odd = _system(value_of(record, SYSTEMS))
    if odd:
        return None, None, odd
    if isinstance(text, str):
        srid = _SRID.match(text)
        return _parsed(_SRID.sub("", text)), f"EPSG:{srid[1]}" if srid else system, ""
    lon, lat = number(value_of(record, LON)), number(value_of(record, LAT))
    east, north = number(value_of(record, EAST)), number(value_of(record, NORTH))
    if math.isnan(lon + lat):
        if math.isnan(east + north):
            return None, None, ""
        if not (0 <= east <= 700_000 and 0 <= north <= 1_300_000):
            return None, None, "its easting and northing lie outside the British grid"
        return shapely.Point(east, north), _BRITISH, ""
    degrees = abs(lon) <= 180 and abs(lat) <= 90
    if not math.isnan(east + north):
        there = british_grid_to_degrees([east], [north])
        apart = float(distance_m([lon], [lat], *there)[0]) if degrees and np.isfinite(there).all() else math.inf
        if not apart <= _APART_M:
            return None, None, "its degrees and its easting and northing are not the same place"
    if system == _BRITISH and degrees:
        # Degrees on the old British datum lie up to 131 m from the same degrees on WGS 84.
        system = _OSGB36
    return shapely.Point(lon, lat), system, ""


def _system(said: Any) -> tuple[str | None, str]:
    """Read a cell that names a coordinate system."""
    written = str(said).strip().removesuffix(".0") if said is not None else ""
    tidy = re.sub(r"[\s_:/-]+", "", written.lower())
    digits = re.fullmatch(r"(?:epsg|srid|urnogcdefcrsepsg)?([0-9]{4,6})", tidy)
    if not written:
        return None, ""
    if digits:
        return f"EPSG:{digits[1]}", ""
    return (_NAMED[tidy], "") if tidy in _NAMED else (None, f"its coordinate system {written[:40]!r} is not known")


def _parsed(text: str) -> shapely.Geometry | None:
    """Read a cell that holds well-known text, its binary form in hexadecimal digits, or GeoJSON."""
    for read in (shapely.from_wkt, shapely.from_wkb, shapely.from_geojson):
        try:
            return read(text.strip())
        except FAULTS:
            continue
    return None
