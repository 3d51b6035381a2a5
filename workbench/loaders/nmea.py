"""NMEA 0183 logs: sentences of one moment joined to one fix, dated by RMC or ZDA."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.source import Source
from workbench.loaders.values import count_of, number

__all__ = ["read_nmea", "sentence"]

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


def read_nmea(source: Source) -> Raw:
    """Read an NMEA log."""
    # Source: NMEA 0183 (times are UTC, speed in knots); damaged sentences and those marked void are set aside.
    gather, text, other = Gather(source.name), source.text(), 0
    moments: list[Moment] = []
    checked = "*" in text
    if not checked:
        gather.note("The sentences carry no checksums; damage cannot be told.")
    for row, line in enumerate(text.splitlines(), 1):
        fields = sentence(line, checked=checked)
        if fields is None:
            if line.strip():
                gather.skip("the sentence is damaged: its checksum is missing or wrong", row=row)
        elif not _take(fields, row, moments):
            other += 1
    if other:
        gather.note(f"{count_of(other, 'sentence holds', 'sentences hold')} no position or date and were passed over.")
    _date(moments, gather)
    for moment in moments:
        _keep(moment, gather)
    return gather.raw("nmea", utc=True)


def _take(fields: list[str], row: int, moments: list[Moment]) -> bool:
    kind, size = fields[0][2:], len(fields)
    clock = clock_of(fields[1]) if kind in ("RMC", "GGA", "GNS", "ZDA") and size > 4 else math.nan
    if math.isnan(clock):
        return False
    if not moments or moments[-1].clock != clock:
        moments.append(Moment(row, clock))
    now = moments[-1]
    if kind == "RMC" and size > 9:
        now.void |= fields[2] != "A"
        now.date = date_of(fields[9][:2], fields[9][2:4], fields[9][4:6]) or now.date
        now.values |= degrees_of(fields[3:7])
        now.values |= {"speed_kmh": number(fields[7], 1.852, low=0.0), "heading_deg": number(fields[8], low=0.0)}
    elif kind in ("GGA", "GNS") and size > 7:
        now.void |= fields[6] == "0" or set(fields[6]) <= {"N"}
        now.gnss = fields[6] not in ("6", "7", "8") and not set(fields[6]) <= set("NEMS")
        now.values |= degrees_of(fields[2:6]) | {"satellites": number(fields[7], low=0.0)}
    elif kind == "ZDA":
        now.date = date_of(*fields[2:5]) or now.date
    return True


def _keep(moment: Moment, gather: Gather) -> None:
    if "lon" not in moment.values and not moment.void:
        gather.skip("the sentence gives the date only", row=moment.row)
    elif moment.void:
        gather.skip("the receiver marked the position void", row=moment.row)
    elif moment.date is None:
        gather.skip("the log gives no date, only the time of day", row=moment.row)
    else:
        time = dt.datetime.combine(moment.date, dt.time(), dt.UTC) + dt.timedelta(seconds=moment.clock)
        gather.keep({"time": time.isoformat(), "method": "gnss" if moment.gnss else "unknown", **moment.values}, row=moment.row)


def _date(moments: list[Moment], gather: Gather) -> None:
    """Carry dates to moments without one: forwards, then backwards, counting midnights."""
    back = 0
    for order in (moments, moments[::-1]):
        known: Moment | None = None
        sign = 1 if order is moments else -1
        for moment in order:
            if moment.date is None and known is not None and known.date is not None:
                crossed = (known.clock - moment.clock) * sign > DAY_S / 2
                moment.date = known.date + dt.timedelta(days=sign * crossed)
                back += sign < 0
            known = moment if moment.date else known
    if back:
        gather.note(
            f"{count_of(back, 'moment stands', 'moments stand')} before the first date in the log and "
            "got theirs by counting back from it."
        )
