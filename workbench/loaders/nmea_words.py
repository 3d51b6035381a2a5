"""The words of NMEA 0183: sentences and their checksums, times of day, dates, degrees and minutes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from workbench.loaders.gather import number

__all__ = ["sentence"]

DAY_S = 86_400.0


@dataclass
class Moment:
    """What the sentences of one time of day said."""

    row: int
    clock: float
    values: dict[str, float] = field(default_factory=dict)
    date: dt.date | None = None
    gnss: bool = True
    void: bool = False


def sentence(line: str, *, checked: bool = True) -> list[str] | None:
    """Split a sentence into its fields after checking its checksum."""
    # Source: NMEA 0183: the checksum is the exclusive or of all characters between `$` and `*`.
    start = line.find("$")
    body, star, check = line[start + 1 :].strip().partition("*")
    if start < 0 or (checked and not star):
        return None
    total = reduce(xor, body.encode("utf-8", "replace"), 0)
    return body.split(",") if not star or check[:2].upper() == f"{total:02X}" else None


def clock_of(text: str) -> float:
    """Give the seconds since midnight of a time of day such as ``083559.00``; NaN when it is none."""
    whole = number(text[:6])
    if len(text) < 6 or math.isnan(whole) or not text[:6].isdigit():
        return math.nan
    seconds = int(text[:2]) * 3600 + int(text[2:4]) * 60 + number(text[4:])
    return seconds if seconds < DAY_S + 1 else math.nan


def date_of(day: str, month: str, year: str) -> dt.date | None:
    """Give a date between 1980 and 2200; two-digit years below 80 are of this century."""
    try:
        found = dt.date(int(year) + ((2000 if int(year) < 80 else 1900) if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    return found if 1980 <= found.year < 2200 else None


def degrees_of(fields: list[str]) -> dict[str, float]:
    """Give ``lat`` and ``lon`` from degrees and minutes with their letters; nothing when there is no position."""
    lat, north, lon, east = fields
    if not lat or not lon:
        return {}
    signs = {"N": 1.0, "S": -1.0, "E": 1.0, "W": -1.0}
    return {
        "lat": (number(lat[:2]) + number(lat[2:]) / 60) * signs.get(north, math.nan),
        "lon": (number(lon[:3]) + number(lon[3:]) / 60) * signs.get(east, math.nan),
    }
