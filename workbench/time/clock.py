"""The only place that knows time zones: wall clock to UTC and back.

Everything inside the workbench is UTC in microseconds; a zone appears only where a person types or reads a time.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from workbench.base import TimeError

__all__ = [
    "DEFAULT_ZONE",
    "UTC_US",
    "Day",
    "Localized",
    "days",
    "instant",
    "localize",
    "midnights",
    "settled",
    "to_local",
    "utc_column",
    "wall",
    "zone",
]

UTC_US = "datetime64[us, UTC]"
DEFAULT_ZONE = "Europe/London"
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d\d:)", re.ASCII)
_ASK = "Give timezone=, for example timezone='Europe/London', or write the offset into the time."


class Localized(NamedTuple):
    """Wall-clock times turned into UTC, with the rows that were unclear."""

    time: pd.Series
    ambiguous: np.ndarray
    skipped: np.ndarray


class Day(NamedTuple):
    """One calendar day of a zone, as a half-open UTC interval (23, 24 or 25 hours)."""

    date: dt.date
    start: pd.Timestamp
    end: pd.Timestamp


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Look up a time zone by its IANA name.

    Parameters
    ----------
    name : str
        For example ``"Europe/London"`` or ``"UTC"``.

    Raises
    ------
    TimeError
        If no such zone is known.
    """
    # Source: the IANA time zone database through `zoneinfo`.
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError) as error:
        raise TimeError(f"{name!r} is not a known time zone.", do="Use a name such as 'Europe/London' or 'UTC'.") from error


def instant(value: object, timezone: str | None = None, *, name: str = "time", fold: int | None = None) -> pd.Timestamp:
    """Turn one time of the program's own, a datetime or strict ISO text, into a UTC timestamp in microseconds.

    Parameters
    ----------
    value : str, datetime or pandas.Timestamp
        With an offset or zone, or naive together with `timezone`.
    timezone : str, optional
        IANA zone in which a naive `value` is meant; ignored for values that carry their own.
    name : str
        What the time is called in an error.
    fold : {0, 1}, optional
        Which of the two passes of a repeated hour is meant (0 first, 1 second).

    Raises
    ------
    TimeError
        If the value cannot be read, is naive without a zone, is skipped by the clock change, or happens twice and
        `fold` does not say which.
    """
    # A time of day that happens twice is asked about, never guessed. What a person types is read in typed.py.
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        raise TimeError("The time is missing.", where=name, do="Write it as 2026-03-03 21:10.")
    plain = _plain(value)
    if plain is None:
        raise TimeError(f"{value!r} cannot be read as a time.", where=name, do="Write it as 2026-03-03 21:10.")
    stamp = pd.Timestamp(plain)
    if not isinstance(stamp, pd.Timestamp):
        raise TimeError("The time is missing.", where=name, do="Write it as 2026-03-03 21:10.")
    if stamp.tzinfo is None:
        if timezone is None:
            raise TimeError(f"{value!r} has no time zone.", where=name, do=_ASK)
        stamp = _localize_one(stamp, timezone, name, fold)
    return stamp.tz_convert("UTC").as_unit("us")


def _plain(value: object) -> dt.date | np.datetime64 | None:
    """Let no text through but ISO with its date, and no number: pandas would guess at both."""
    if isinstance(value, dt.date | np.datetime64):
        return value
    if not (isinstance(value, str) and _ISO.match(value)):
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None


def _localize_one(stamp: pd.Timestamp, timezone: str, name: str, fold: int | None) -> pd.Timestamp:
    zone(timezone)
    options: set[pd.Timestamp] = set()
    for first in (True, False):
        try:
            options.add(stamp.tz_localize(timezone, ambiguous=first, nonexistent="raise"))
        except ValueError as error:
            raise TimeError(
                f"{stamp:%Y-%m-%d %H:%M} does not exist in {timezone}: the clocks go forward over it.",
                where=name,
                do="Use a time before or after the change.",
            ) from error
    ordered = sorted(options)
    if len(ordered) == 1:
        return ordered[0]
    if fold is None:
        raise TimeError(
            f"{stamp:%Y-%m-%d %H:%M} happens twice in {timezone}: the clocks go back.",
            where=name,
            do=f"Say which is meant: {ordered[0].isoformat()} or {ordered[1].isoformat()}.",
        )
    return ordered[fold]


def utc_column(values: pd.Series) -> pd.Series:
    """Bring a column of zone-aware times to UTC in microseconds.

    Parameters
    ----------
    values : pandas.Series
        Zone-aware times of any unit and zone.

    Raises
    ------
    TimeError
        If the column is naive or not made of times.
    """
    # Source: pandas.
    if not isinstance(values.dtype, pd.DatetimeTZDtype):
        raise TimeError(f"The column {values.name!r} has no time zone.", do=_ASK)
    return values.dt.tz_convert("UTC").dt.as_unit("us")


def localize(values: pd.Series, timezone: str) -> Localized:
    """Read a column of naive wall-clock times in a zone as UTC.

    A repeated hour is settled by row order where the clock steps back inside it, else its first pass is taken; its
    rows are marked either way.

    Parameters
    ----------
    values : pandas.Series
        Naive times, in the order of the file.
    timezone : str
        IANA name of the zone the times are written in.

    Raises
    ------
    TimeError
        If the zone is unknown or the column already carries a zone.
    """
    zone(timezone)
    naive = values if pd.api.types.is_datetime64_any_dtype(values.dtype) else values.astype("datetime64[us]")
    if isinstance(naive.dtype, pd.DatetimeTZDtype):
        raise TimeError("The column carries its own zone already.", do="Leave timezone= away for this file.")
    naive = naive.dt.as_unit("us")
    size = len(naive)
    early = naive.dt.tz_localize(timezone, ambiguous=np.ones(size, bool), nonexistent="NaT")
    late = naive.dt.tz_localize(timezone, ambiguous=np.zeros(size, bool), nonexistent="NaT")
    skipped = (early.isna() & naive.notna()).to_numpy()
    first, second = (s.dt.tz_convert("UTC").dt.as_unit("us") for s in (early, late))
    ambiguous = (first != second).to_numpy() & first.notna().to_numpy()
    if ambiguous.any():
        later = _second_pass(naive.to_numpy(), first.dt.date.to_numpy(), ambiguous)
        first = first.where(~later, second)
    return Localized(first, ambiguous, skipped)


def _second_pass(naive: np.ndarray, date: np.ndarray, ambiguous: np.ndarray) -> np.ndarray:
    """Mark the rows of a repeated hour that come after the clock stepped back, by row order."""
    later = np.zeros(len(naive), bool)
    rows = np.flatnonzero(ambiguous)
    for night in pd.unique(date[rows]):
        inside = rows[date[rows] == night]
        steps = np.diff(naive[inside])
        back = np.flatnonzero(steps < np.timedelta64(0))
        forward = np.flatnonzero(steps > np.timedelta64(0))
        if len(back) == 1 and (len(forward) or len(inside) == 2):
            later[inside[back[0] + 1 :]] = True
    return later


def to_local(values: Any, timezone: str = DEFAULT_ZONE) -> Any:
    """Show an instant or a column of instants in a zone.

    Parameters
    ----------
    values : pandas.Timestamp or pandas.Series
        Zone-aware.
    timezone : str
        IANA name.

    Raises
    ------
    TimeError
        If a time is naive or the zone unknown.
    """
    # Source: pandas.
    if isinstance(values, pd.Series):
        return utc_column(values).dt.tz_convert(zone(timezone))
    return instant(values).tz_convert(zone(timezone))


def days(start: pd.Timestamp, end: pd.Timestamp, timezone: str = DEFAULT_ZONE) -> list[Day]:
    """List the calendar days of a zone that an interval touches.

    Parameters
    ----------
    start, end : pandas.Timestamp
        Zone-aware instants of a half-open interval.
    timezone : str
        IANA name of the zone whose midnights are meant.

    Raises
    ------
    TimeError
        If an instant is naive or the zone unknown.
    """
    z = zone(timezone)
    first, last = instant(start).tz_convert(z).normalize(), instant(end).tz_convert(z)
    result: list[Day] = []
    date = first.date()
    while True:
        bounds = [
            pd.Timestamp(d).tz_localize(z, ambiguous=True, nonexistent="shift_forward").tz_convert("UTC").as_unit("us")
            for d in (date, date + dt.timedelta(days=1))
        ]
        if bounds[0] >= last and result:
            return result
        result.append(Day(date, bounds[0], bounds[1]))
        date += dt.timedelta(days=1)


@lru_cache(maxsize=65536)
def settled(clock: dt.datetime, timezone: str) -> tuple[dt.datetime, str]:
    """Give the instant that a clock time means in a zone, and a sentence where the clocks change over it.

    Parameters
    ----------
    clock : datetime.datetime
        Without a zone.
    timezone : str
        IANA name.
    """
    place = zone(timezone)
    first, second = clock.replace(tzinfo=place, fold=0), clock.replace(tzinfo=place, fold=1)
    utc = first.astimezone(dt.UTC)
    if first.utcoffset() == second.utcoffset():
        return utc, ""
    if utc.astimezone(place).replace(tzinfo=None) == clock:
        return utc, f"{clock:%H:%M} on {clock:%Y-%m-%d} happens twice in {timezone}; its first pass was taken."
    moved = pd.Timestamp(clock).tz_localize(place, nonexistent="shift_forward").to_pydatetime()
    said = f"{clock:%H:%M} on {clock:%Y-%m-%d} does not exist in {timezone}; the next time that does was taken, {moved:%H:%M %Z}."
    return moved.astimezone(dt.UTC), said


def midnights(first: dt.date, last: dt.date, timezone: str) -> list[tuple[dt.date, dt.datetime, dt.datetime]]:
    """List the days of a zone from one date to another, both included, each with its bounds in UTC.

    Parameters
    ----------
    first, last : datetime.date
        In the zone.
    timezone : str
        IANA name.
    """
    count = (last - first).days + 1
    dates = [first + dt.timedelta(days=i) for i in range(count + 1)]
    bounds = [settled(dt.datetime.combine(day, dt.time()), timezone)[0] for day in dates]
    return list(zip(dates, bounds, bounds[1:], strict=False))


def wall(moment: dt.datetime, timezone: str) -> dt.datetime:
    """Give what the clocks of a zone show at an instant, without the zone.

    Parameters
    ----------
    moment : datetime.datetime
        With its zone.
    timezone : str
        IANA name.
    """
    return moment.astimezone(zone(timezone)).replace(tzinfo=None)
