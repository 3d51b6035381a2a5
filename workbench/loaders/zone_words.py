"""Names that sources give to what a zone has, and what we call them: the alias table of zones."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from workbench.loaders.gather import number, word

__all__ = ["ALIASES", "zone_values"]

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
