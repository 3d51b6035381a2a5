"""The columns of zones: names that sources give them, and tables of zones read by them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import shapely

from workbench.loaders.delimited import read_delimited
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
    "buffer_m": ("buffer_m", "buffer", "buffer_metres", "ring_m"),
    "edge_error_m": ("edge_error_m", "edge_error"),
    "radius_m": ("radius_m", "radius", "radius_metres", "rad"),
    "drawn_by": ("drawn_by", "drawnby", "author", "created_by", "source"),
}
OFFICIAL_M, DRAWN_M = 5.0, 15.0
_NUMBERS = (*LON, *LAT, *EAST, *NORTH, *(name for key in ("buffer_m", "edge_error_m", "radius_m") for name in ALIASES[key]))
_SRID = re.compile(r"^\s*SRID=(\d+)\s*;", re.IGNORECASE)
_OFFICE_ID = re.compile(r"^[a-z]{3,5}\d\dcd$")
_OFFICE_NAME = re.compile(r"^[a-z]{3,5}\d\dnm$")
_OFFICE_WORDS = re.compile(r"official|ordnance|\bos\b|land registry|inspire|parcel|cadast|building|footprint|statistics|\bons\b")


def value_of(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """Give the first value that is there under one of the names, in any case; None when there is none."""
    have = {str(name).strip().lower().replace(" ", "_"): value for name, value in record.items()}
    return next((have[n] for n in names if n in have and not _missing(have[n])), None)


def zone_values(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Translate the properties of one zone into our columns."""
    # The errors are the defaults of the error model (parcels and official outlines 5 m, drawn by hand 15 m). Columns such as
    # `LSOA11CD` and `LSOA11NM` are the codes and names of the national statistics office.
    lower = [str(name).strip().lower() for name in properties]
    codes = tuple(n for n in lower if _OFFICE_ID.match(n))
    names = tuple(n for n in lower if _OFFICE_NAME.match(n))
    words = {key: word(value_of(properties, ALIASES[key])) for key in ("kind", "drawn_by")}
    stated = number(value_of(properties, ALIASES["edge_error_m"]), low=0.0)
    official = bool(codes) or "gss_code" in lower or _OFFICE_WORDS.search((words["drawn_by"] or "").lower()) is not None
    return {
        **words,
        "zone_id": word(value_of(properties, (*ALIASES["zone_id"][:4], *codes, *ALIASES["zone_id"][4:]))),
        "name": word(value_of(properties, (*ALIASES["name"][:4], *names, *ALIASES["name"][4:]))),
        "buffer_m": number(value_of(properties, ALIASES["buffer_m"]), low=0.0),
        "radius_m": number(value_of(properties, ALIASES["radius_m"]), low=0.0),
        "edge_error_m": (OFFICIAL_M if official else DRAWN_M) if math.isnan(stated) else stated,
        "edge_stated": not math.isnan(stated),
    }


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or (isinstance(value, str) and not value.strip())


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
        except FAULTS:
            return None
    lon, lat = number(value_of(record, LON)), number(value_of(record, LAT))
    if math.isnan(lon + lat):
        lon, lat = number(value_of(record, EAST)), number(value_of(record, NORTH))
        found.crs = found.crs if math.isnan(lon + lat) else "EPSG:27700"
    return None if math.isnan(lon + lat) else shapely.Point(lon, lat)
