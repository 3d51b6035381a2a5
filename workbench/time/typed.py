"""The one reader for the dates and times a person types: day first or ISO, never guessed, and said back in words.

A *moment* (of a claim) needs its time of day; an *edge* (of a window) may be a date alone, which is its local midnight.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from workbench.base import TimeError
from workbench.time.clock import instant, localize, settled, to_local, zone
from workbench.time.typed_text import FIRST_YEAR, LAST_YEAR, WRITE, Parts, numeric_date, read_text

__all__ = ["Typed", "order_doubts", "read_column", "read_edge", "read_moment", "read_span", "read_window", "said_of"]

_ASK = "Give timezone=, for example timezone='Europe/London', or write the offset into the time."
_MIDNIGHT = dt.timedelta(0)
_LONGEST_SKIP_MINUTES = 24 * 60  # Samoa once skipped a day; everywhere else it is two hours at most
ClockChange = Literal["refuse", "settle"]


@dataclass(frozen=True)
class Typed:
    """A moment as it was understood.

    Attributes
    ----------
    utc : pandas.Timestamp
        In UTC, microseconds.
    said : str
        The moment in words: ``"Tuesday 3 March 2026 21:10 GMT"``.
    warning : str
        What had to be decided in reading it, as sentences; empty where nothing had.
    date_alone : bool
        Whether only a date was typed.
    """

    utc: pd.Timestamp
    said: str
    warning: str = ""
    date_alone: bool = False


def read_moment(value: object, timezone: str | None = None, *, name: str = "time", clock_change: ClockChange = "refuse") -> Typed:
    """Read one moment as a person types it; a date alone is refused.

    Parameters
    ----------
    value : str, datetime, pandas.Timestamp or numpy.datetime64
        Text is ISO or day first.
    timezone : str, optional
        IANA zone in which a time without one is meant; a zone that is written is meant literally.
    name : str
        What the time is called in an error.
    clock_change : {"refuse", "settle"}
        Whether a time that happens twice or not at all is refused, or is its first pass and the next time that exists, with
        a warning.
    """
    parts = _parts(value, name)
    if parts.clock is None:
        raise TimeError(
            f"{_shown(value)} is a date without a time of day.",
            where=name,
            do=f"Add the time: {parts.date} 00:00 is the beginning of that day.",
        )
    return _settled(value, parts, timezone, name, clock_change)


def read_edge(value: object, timezone: str | None = None, *, name: str = "time", clock_change: ClockChange = "refuse") -> Typed:
    """Read one edge of a window as a person types it; a date alone is the local midnight at which that day begins.

    Parameters
    ----------
    value : str, date, datetime, pandas.Timestamp or numpy.datetime64
        Text is ISO or day first.
    timezone : str, optional
        As in :func:`read_moment`.
    name : str
        What the time is called in an error.
    clock_change : {"refuse", "settle"}
        As in :func:`read_moment`.
    """
    parts = _parts(value, name)
    if parts.clock is None:
        # where clocks change at midnight the day begins with its first moment: nobody has to be asked about that
        midnight = _settled(value, replace(parts, clock=_MIDNIGHT), timezone, name, "settle")
        return replace(midnight, warning=" ".join(parts.notes), date_alone=True)
    return _settled(value, parts, timezone, name, clock_change)


def read_span(
    start: object, end: object, timezone: str | None = None, *, names: tuple[str, str] = ("start", "end"), next_day: bool = False
) -> tuple[Typed, Typed]:
    """Read the start and the end of a claim; an end of which only the clock is given is on the start's day.

    Parameters
    ----------
    start, end : str, datetime, pandas.Timestamp or numpy.datetime64
        As for :func:`read_moment`; `end` also as ``"22:40"``.
    timezone : str, optional
        As in :func:`read_moment`.
    names : (str, str)
        What the two are called in an error.
    next_day : bool
        Whether a clock that is not after the start is that of the next day; otherwise its date is asked for.
    """
    first = read_moment(start, timezone, name=names[0])
    parts = _parts(end, names[1])
    if parts.date is not None:
        return first, read_moment(end, timezone, name=names[1])
    begun = _parts(start, names[0])
    if parts.offset is None and parts.zone is None:
        parts = replace(parts, offset=begun.offset, zone=begun.zone, zone_words=begun.zone_words)
    last = _settled(end, replace(parts, date=begun.date), timezone, names[1], "refuse")
    if last.utc > first.utc:
        return first, last
    if not next_day:
        raise TimeError(
            f"{_shown(end)} has no date, and on the day of the start it is not after it ({first.said}).",
            where=names[1],
            do=f"Write the date too: {begun.date} or the day after it.",
        )
    after = (begun.date or dt.date.min) + dt.timedelta(days=1)
    return first, _settled(end, replace(parts, date=after), timezone, names[1], "refuse")


def read_window(
    start: object, end: object, timezone: str | None = None, *, names: tuple[str, str] = ("start", "end")
) -> tuple[Typed, Typed]:
    """Read the two edges of a half-open window; an end before the start is refused.

    Parameters
    ----------
    start, end : str, date, datetime, pandas.Timestamp or numpy.datetime64
        As for :func:`read_edge`.
    timezone : str, optional
        As in :func:`read_moment`.
    names : (str, str)
        What the two are called in an error.
    """
    first, last = (read_edge(v, timezone, name=n) for v, n in zip((start, end), names, strict=True))
    where = ", ".join(names)
    if last.utc < first.utc:
        raise TimeError(f"The end is before the start: {first.said} to {last.said}.", where=where, do="Swap them.")
    if last.utc == first.utc and first.date_alone and last.date_alone:
        raise TimeError(
            f"The window is empty: {first.said} to {last.said}.",
            where=where,
            do="A date alone is the midnight at which it begins; give the day after as the end.",
        )
    return first, last


class _Numeric(NamedTuple):
    """A date in numbers in a table: what stands for day and month, and whether the year comes first."""

    row: int
    name: str
    text: object
    day: int
    month: int
    year_first: bool


def order_doubts(columns: Mapping[str, Sequence[object]]) -> dict[int, TimeError]:
    """Say of which rows of a table the day and the month cannot be trusted, judged over all its typed dates together.

    Dates are read day first. A row such as 03/14/2026 proves that somebody wrote month first, so no row beside it that
    could be either is believed. ISO dates beside dates with slashes, the ones all with days up to 12 and the others all
    beyond, are what a spreadsheet makes of a day-first column.

    Parameters
    ----------
    columns : mapping of str to sequence
        Columns of the table, of equal length.
    """
    dates = [
        _Numeric(row, name, value, *found)
        for name, cells in columns.items()
        for row, value in enumerate(cells)
        if (found := _numbers(value)) is not None
    ]
    slashed, iso = ([d for d in dates if d.year_first is first] for first in (False, True))
    turned = next((d for d in slashed if d.day <= 12 < d.month <= 31), None)
    doubts: dict[int, TimeError] = {}
    for date in slashed:
        if turned is not None and max(date.day, date.month) <= 12 and date.day != date.month:
            what = f"{_shown(date.text)} could be day first or month first: "
            what += f"beside it stands {_shown(turned.text)}, which is month first."
            doubts.setdefault(date.row, TimeError(what, where=date.name, do="Write the dates of the whole table as 2026-03-04."))
    several = min(len({d.row for d in iso}), len({d.row for d in slashed})) > 1
    if several and all(d.day > 12 for d in slashed) and all(d.day <= 12 for d in iso):
        for date in iso:
            what = f"A spreadsheet may have turned day and month of {_shown(date.text)}: "
            what += f"beside it stands {_shown(slashed[0].text)}, and only days up to 12 have the first form."
            doubts.setdefault(date.row, TimeError(what, where=date.name, do="Write the dates of the whole table in one way."))
    return doubts


def _numbers(value: object) -> tuple[int, int, bool] | None:
    """Give day and month of a date in numbers; a cell that a spreadsheet made a date counts as one with its year first."""
    if isinstance(value, dt.datetime) and value is not pd.NaT:
        return value.day, value.month, True
    return numeric_date(value)


def read_column(
    values: Sequence[object],
    timezone: str | Sequence[str | None] | None = None,
    *,
    name: str = "time",
    meaning: Literal["moment", "edge"] = "moment",
) -> list[Typed | TimeError]:
    """Read a column of a table that a person made: each row a moment, or the error of that row alone.

    Parameters
    ----------
    values : sequence
        As for :func:`read_moment`; day and month are settled over the column as in :func:`order_doubts`.
    timezone : str or sequence of str, optional
        Zone of times that state none, for all rows or for each.
    name : str
        The column's name, for errors.
    meaning : {"moment", "edge"}
        Whether a date alone is refused, or is its local midnight.
    """
    zones = [timezone] * len(values) if timezone is None or isinstance(timezone, str) else list(timezone)
    doubts = order_doubts({name: values})
    read = read_moment if meaning == "moment" else read_edge
    found: list[Typed | TimeError] = []
    for row, (value, own) in enumerate(zip(values, zones, strict=True)):
        try:
            found.append(doubts.get(row) or read(value, own, name=f"row {row + 1}, {name}"))
        except TimeError as error:
            found.append(error)
    return found


def said_of(utc: pd.Timestamp, timezone: str) -> str:
    """Say an instant in full words in a zone.

    Parameters
    ----------
    utc : pandas.Timestamp
        A zone-aware instant.
    timezone : str
        IANA name of the zone.
    """
    local = to_local(utc, timezone)
    return _words(local, _zone_words(local))


def _words(wall: dt.datetime, zone_words: str) -> str:
    stamp = pd.Timestamp(wall)
    clock = f"{stamp:%H:%M}" + (f"{stamp:%S}".join((":", "")) if stamp.second else "")
    return f"{stamp.day_name()} {stamp.day} {stamp.month_name()} {stamp.year} {clock} {zone_words}"


def _zone_words(local: pd.Timestamp) -> str:
    """Name the zone by its letters, or by its offset where it has none."""
    letters = local.tzname() or ""
    if letters.isalpha():
        return letters
    minutes = round((local.utcoffset() or _MIDNIGHT).total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:80] + "..."


def _parts(value: Any, name: str) -> Parts:
    """Take apart a text, a date or a datetime of any make; anything else is refused."""
    if isinstance(value, str):
        return read_text(value, name)
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float | np.datetime64) and pd.isna(value)):
        raise TimeError("The time is missing.", where=name, do=WRITE)
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]" if np.datetime_data(value)[0] not in "YMWD" else "datetime64[D]").item()
    if isinstance(value, dt.datetime):
        return _stamp_parts(value, name)
    if isinstance(value, dt.time) and value.tzinfo is None:
        clock = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
        return Parts(None, clock)
    if isinstance(value, dt.date):
        return Parts(_in_range(value, name), None)
    if isinstance(value, int | float | np.number):
        raise TimeError(f"{_shown(value)} is a bare number, not a time.", where=name, do=WRITE)
    raise TimeError(f"{_shown(value)} cannot be read as a time.", where=name, do=WRITE)


def _stamp_parts(value: dt.datetime, name: str) -> Parts:
    date = _in_range(value.date(), name)
    clock = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    offset = value.utcoffset()
    return Parts(date, clock, offset, None, "" if offset is None else _zone_words(pd.Timestamp(value)))


def _in_range(date: Any, name: str) -> dt.date:
    if not isinstance(date, dt.date) or not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise TimeError(f"The year of {date} is not between {FIRST_YEAR} and {LAST_YEAR}.", where=name, do=WRITE)
    return date


def _settled(value: object, parts: Parts, timezone: str | None, name: str, clock_change: ClockChange) -> Typed:
    """Find the one moment that a day, a clock and a zone mean."""
    for stated in (timezone, parts.zone):
        _known_zone(stated, name)
    if parts.date is None or parts.clock is None:
        raise TimeError(f"{_shown(value)} has no date.", where=name, do="Write the date too: 2026-03-03 21:10.")
    wall = dt.datetime.combine(parts.date, dt.time()) + parts.clock
    notes = list(parts.notes)
    if parts.offset is not None:
        utc = instant(pd.Timestamp(wall - parts.offset, tz="UTC"))
    else:
        meant = parts.zone or timezone
        if meant is None:
            raise TimeError(f"{_shown(value)} has no time zone.", where=name, do=_ASK)
        utc, note = _in_zone(wall, meant, name, clock_change)
        notes += note
    shown_in = timezone or parts.zone
    said = _words(wall, parts.zone_words) if shown_in is None else said_of(utc, shown_in)
    if parts.zone_words and shown_in is not None and to_local(utc, shown_in).tz_localize(None) != pd.Timestamp(wall):
        said += f" (written {wall:%H:%M} {parts.zone_words})"
    notes += _summer_doubt(utc, parts.zone_words)
    return Typed(utc, said, " ".join(notes))


def _known_zone(stated: object, name: str) -> None:
    if stated is None:
        return
    try:
        zone(stated if isinstance(stated, str) else repr(stated))
    except TimeError as error:
        error.where = name
        raise


def _in_zone(wall: dt.datetime, meant: str, name: str, clock_change: ClockChange) -> tuple[pd.Timestamp, list[str]]:
    stamp = pd.Timestamp(wall).as_unit("us")
    if clock_change == "refuse":
        return instant(stamp, meant, name=name), []
    utc, note = settled(wall, meant)
    if not note:
        return instant(utc), []
    found = localize(pd.Series([stamp]), meant)
    if found.ambiguous[0]:
        return found.time[0], [f"{stamp:%H:%M} happens twice on that day; its first pass was taken."]
    later = pd.Series(stamp.floor("min") + pd.to_timedelta(np.arange(1, _LONGEST_SKIP_MINUTES + 1), unit="min"))
    following = localize(later, meant).time.dropna().iloc[0]
    return following, [f"{stamp:%H:%M} does not exist on that day; the next time that does was taken."]


def _summer_doubt(utc: pd.Timestamp, zone_words: str) -> list[str]:
    """Say where GMT was written in summer or BST in winter: it is meant literally, but it is often a slip."""
    if zone_words not in ("GMT", "BST"):
        return []
    here = to_local(utc, "Europe/London")
    if here.tzname() == zone_words:
        return []
    return [f"{zone_words} was taken as written, although British clocks showed {here:%H:%M} {here.tzname()} then."]
