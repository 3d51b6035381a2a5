"""NMEA 0183 logs: sentences of one moment joined to one fix, dated by RMC or ZDA."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from workbench.base import Quality
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.source import Source
from workbench.loaders.values import count_of, number

__all__ = ["read_nmea", "sentence"]

DAY_S = 86_400.0
_NEAR_S = 600.0
_APART_DEG = 0.001
_BEST = ("GN", "GP")
"""The talkers that are taken first where several report one moment: the combined solution, then GPS."""
_FIELDS = {"RMC": (1, 3, 10), "GGA": (1, 2, 8), "GNS": (1, 2, 8), "GLL": (5, 1, 7), "ZDA": (1, 0, 5)}
"""Where the time of day and the position begin in each kind of sentence, and how many fields it has at least."""
_MODES = {"E": "estimated", "M": "typed in", "S": "simulated", "6": "estimated", "7": "typed in", "8": "simulated"}
_SIDES = {"N": 1.0, "S": -1.0, "E": 1.0, "W": -1.0}


@dataclass
class Report:
    """What one sentence said of its moment."""

    talker: str
    kind: str
    fields: list[str]
    values: dict[str, float] = field(default_factory=dict)
    void: bool = False
    doubt: str = ""
    gnss: bool = True
    odd: str = ""

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Good ones first, then the combined solution, then GPS."""
        return bool(self.void or self.odd), bool(self.doubt), _BEST.index(self.talker) if self.talker in _BEST else len(_BEST)


@dataclass
class Moment:
    """What the sentences of one time of day said."""

    row: int
    clock: float
    reports: list[Report] = field(default_factory=list)
    date: dt.date | None = None
    odd: str = ""

    def best(self) -> list[Report]:
        """Give the best report of each kind, sentences with more values last."""
        kinds = {kind: [r for r in self.reports if r.kind == kind] for kind in ("GLL", "GNS", "GGA", "RMC")}
        return [min(reports, key=lambda r: r.rank) for reports in kinds.values() if reports]


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
            if line.strip().startswith("!"):
                other += 1
            elif line.strip():
                gather.skip("the sentence is damaged: its checksum is missing or wrong", row=row)
            continue
        reason = _take(fields, row, moments)
        other += reason == "other"
        if reason not in ("", "other"):
            gather.skip(reason, row=row)
    if other:
        gather.note(f"{count_of(other, 'sentence', 'sentences')} of kinds that hold no fix or date were passed over.")
    _late_dates(moments, gather)
    _carry_dates(moments, gather)
    for moment in moments:
        _keep(moment, gather)
    return gather.raw("nmea", utc=True)


def sentence(line: str, *, checked: bool = True) -> list[str] | None:
    """Split a sentence into its fields after checking its checksum."""
    # Source: NMEA 0183: the checksum is the exclusive or of all characters between `$` and `*`.
    start = line.find("$")
    body, star, check = line[start + 1 :].strip().partition("*")
    if start < 0 or (checked and not star):
        return None
    total = reduce(xor, body.encode("utf-8", "replace"), 0)
    return body.split(",") if not star or check[:2].upper() == f"{total:02X}" else None


def _take(fields: list[str], row: int, moments: list[Moment]) -> str:
    """Give a sentence to its moment; say ``other`` for a kind that is not read, or why it cannot be used."""
    talker, kind = fields[0][:2], fields[0][2:]
    if kind not in _FIELDS or len(fields) < _FIELDS[kind][2]:
        return "other"
    when, where, _ = _FIELDS[kind]
    clock, report = clock_of(fields[when]), Report(talker, kind, fields)
    if where:
        report.values, report.odd = degrees_of(fields[where : where + 4])
    if math.isnan(clock):
        return "its time of day is missing or cannot be read" if report.values or report.odd else "other"
    date, odd = _judge(report)
    now = moments[-1] if moments else None
    same = None if now is None else next((r for r in now.reports if (r.talker, r.kind) == (talker, kind)), None)
    if now is None or now.clock != clock or (same is not None and same.fields != fields):
        now = Moment(row, clock)
        moments.append(now)
    if date is not None and now.date not in (None, date):
        odd = "its sentences name two dates"
    now.reports.append(report)
    now.date, now.odd = now.date or date, now.odd or odd
    return ""


def _judge(report: Report) -> tuple[dt.date | None, str]:
    """Read what a sentence says of validity, mode and values; give its date and what is odd about that."""
    fields, kind = report.fields, report.kind
    mode = fields[{"RMC": 12, "GLL": 7}.get(kind, 6)].strip() if len(fields) > {"RMC": 12, "GLL": 7}.get(kind, 6) else ""
    if kind == "ZDA":
        return date_of(*fields[2:5]), ""
    if kind in ("RMC", "GLL"):
        report.void = fields[2 if kind == "RMC" else 6] != "A" or mode == "N"
        report.doubt = _MODES.get(mode, "")
    elif kind == "GGA":
        report.void, report.doubt, report.gnss = mode == "0", _MODES.get(mode, ""), mode not in ("", "6", "7", "8")
    else:
        report.void = set(mode) <= {"N"}
        report.gnss = not set(mode) <= set("NEMS")
        report.doubt = "" if report.gnss else next((_MODES[m] for m in mode if m in _MODES), "")
    if kind in ("GGA", "GNS"):
        report.values |= {"satellites": number(fields[7], low=0.0)}
    if kind != "RMC":
        return None, ""
    report.values |= {"speed_kmh": number(fields[7], 1.852, low=0.0), "heading_deg": number(fields[8], low=0.0)}
    written = fields[9].strip()
    date = _dated(written)
    return date, f"its date {written[:20]!r} cannot be read" if written and date is None else ""


def _keep(moment: Moment, gather: Gather) -> None:
    best = moment.best()
    placed = [r for r in best if "lon" in r.values]
    odd = next((r.odd for r in best if r.odd), "")
    apart = max((abs(r.values[a] - placed[0].values[a]) for r in placed for a in ("lat", "lon")), default=0.0)
    if any(r.void for r in best):
        gather.skip("the receiver marked the position void", row=moment.row)
    elif odd or moment.odd:
        gather.skip(odd or moment.odd, row=moment.row)
    elif not placed:
        gather.skip("the sentence gives the date only" if not best else "its position is missing", row=moment.row)
    elif apart > _APART_DEG:
        gather.skip("its sentences give two positions", row=moment.row)
    elif moment.date is None:
        gather.skip("the log gives no date, only the time of day", row=moment.row)
    else:
        time = dt.datetime.combine(moment.date, dt.time(), dt.UTC) + dt.timedelta(seconds=moment.clock)
        doubt = next((r.doubt for r in best if r.doubt), "")
        values: dict[str, object] = {"time": time.isoformat()}
        for report in best:
            values |= report.values
        values["method"] = "gnss" if not doubt and all(r.gnss for r in best) else "unknown"
        if doubt:
            values["quality"] = int(Quality.NOT_A_FIX)
            gather.note(f"The receiver calls some positions {doubt}; they are flagged and have no weight.")
        if any("decimal" in r.values for r in best):
            gather.note("Positions are in decimal degrees, not in degrees and minutes as the standard asks; read as such.")
        values.pop("decimal", None)
        gather.keep(values, row=moment.row)


def _late_dates(moments: list[Moment], gather: Gather) -> None:
    """Mend the date of a receiver that turns it some moments after midnight."""
    dated = [(m, m.date) for m in moments if m.date is not None]
    late = 0
    for (before, day), (now, same), (after, next_day) in zip(dated, dated[1:], dated[2:], strict=False):
        turned = before.clock > DAY_S - _NEAR_S and now.clock < after.clock < _NEAR_S
        if turned and same == day and next_day == day + dt.timedelta(days=1):
            now.date, late = next_day, late + 1
    if late:
        gather.note(f"{count_of(late, 'moment', 'moments')} just after midnight still named the day before; put right.")


def _carry_dates(moments: list[Moment], gather: Gather) -> None:
    """Carry dates to moments without one, both ways, counting midnights; where the two ways differ the near one is taken."""
    forward, backward = (dict(_carried(order, sign)) for order, sign in ((moments, 1), (moments[::-1], -1)))
    back = on = 0
    for place, moment in enumerate(moments):
        if moment.date is not None:
            continue
        first, last = forward.get(place), backward.get(len(moments) - 1 - place)
        found = [carried for carried in (first, last) if carried is not None]
        if len(found) == 2 and found[0][0] != found[1][0]:
            found = [min(found, key=lambda carried: carried[1])]
            if found[0][1] > _NEAR_S:
                moment.odd = moment.odd or "it has no date, and the dates before and after it do not agree"
        if found:
            moment.date = found[0][0]
            back += first is None
            on += first is not None
    if on:
        gather.note(f"{count_of(on, 'moment names', 'moments name')} no date; it was counted on from the last one before.")
    if back:
        gather.note(
            f"{count_of(back, 'moment stands', 'moments stand')} before the first date in the log and "
            "got theirs by counting back from it."
        )


def _carried(order: list[Moment], sign: int) -> Iterator[tuple[int, tuple[dt.date, float]]]:
    """Give the date that each moment without one gets from those before it in an order, and how many seconds that is away."""
    date: dt.date | None = None
    clock = away = 0.0
    for place, moment in enumerate(order):
        if moment.date is not None:
            date, away = moment.date, 0.0
        elif date is not None:
            step = (moment.clock - clock) * sign
            date += dt.timedelta(days=sign * (step < -DAY_S / 2))
            away += step % DAY_S if step < -DAY_S / 2 else abs(step)
            yield place, (date, away)
        clock = moment.clock


def clock_of(text: str) -> float:
    """Give the seconds since midnight of a time of day such as ``083559.00``; NaN when it is none."""
    if len(text) < 6 or not (text[:6].isascii() and text[:6].isdigit()):
        return math.nan
    hours, minutes, seconds = int(text[:2]), int(text[2:4]), number(text[4:])
    return hours * 3600 + minutes * 60 + seconds if hours < 24 and minutes < 60 and seconds < 61 else math.nan


def _dated(written: str) -> dt.date | None:
    """Read a date of six digits (day, month, year) or of eight, whose year may stand last or first."""
    if not (written.isascii() and written.isdigit()) or len(written) not in (6, 8):
        return None
    last = date_of(written[:2], written[2:4], written[4:])
    return last or (date_of(written[6:], written[4:6], written[:4]) if len(written) == 8 else None)


def date_of(day: str, month: str, year: str) -> dt.date | None:
    """Give a date between 1980 and 2200; two-digit years below 80 are of this century."""
    try:
        found = dt.date(int(year) + ((2000 if int(year) < 80 else 1900) if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    return found if 1980 <= found.year < 2200 else None


def degrees_of(fields: list[str]) -> tuple[dict[str, float], str]:
    """Give ``lat`` and ``lon`` from degrees and minutes, or from decimal degrees, with their letters; and why they are none."""
    lat, north, lon, east = (text.strip() for text in fields)
    if not lat or not lon:
        return {}, ""
    # Degrees and minutes have three or four digits before the point of a latitude; two can only be whole degrees.
    whole = len(lat.lstrip("+-").partition(".")[0]) <= 2
    values = {"lat": _angle(lat, north, "NS", whole), "lon": _angle(lon, east, "EW", whole)}
    if any(math.isnan(value) for value in values.values()):
        return {}, "its position is not written as degrees and minutes with a letter for the side"
    return values | ({"decimal": 1.0} if whole else {}), ""


def _angle(text: str, side: str, sides: str, whole: bool) -> float:
    signed, digits = text[:1] in ("-", "+"), text.lstrip("+-")
    before = digits.partition(".")[0]
    sign = _SIDES[side.upper()] if side.upper() in sides and side else math.nan
    if whole and not side and signed:
        sign = -1.0 if text.startswith("-") else 1.0
    elif signed and not (text.startswith("-") and sign == -1.0):
        return math.nan
    if not before.isdigit() or len(before) > (3 if whole else 5):
        return math.nan
    degrees = number(digits) if whole else number(before[:-2] or "0")
    minutes = 0.0 if whole else number(before[-2:] + digits[len(before) :])
    return sign * (degrees + minutes / 60) if minutes < 60 else math.nan
