"""Timetables of an order: rows of days and clock times, and the windows that they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from workbench.time import midnights, settled, wall

__all__ = ["DAYS", "Hours", "Slot", "Window", "day_ranges"]

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = dt.timedelta(days=1)
_LOOK_BACK = 9 * _DAY
"""A row of a week is over after eight days at most, so what begins earlier cannot reach into a window."""


class Window(NamedTuple):
    """One time for which a clause asks something, half open, UTC, and what the clocks did to it."""

    start: dt.datetime
    end: dt.datetime
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One row of a timetable.

    Attributes
    ----------
    start, end : datetime.timedelta
        Clock times of the first and of the last day.
    later : int
        Days from the first day to the last.
    day : int, optional
        Day of the week, Monday is 0; None for a date or for bank holidays.
    date : datetime.date, optional
        The one day on which it begins.
    holidays : {"", "only", "not"}
        Whether it holds on bank holidays alone, or not on them.
    """

    start: dt.timedelta
    end: dt.timedelta
    later: int = 0
    day: int | None = None
    date: dt.date | None = None
    holidays: str = ""

    def words(self) -> str:
        """Write the row as a person would."""
        when = "bank holidays" if self.holidays == "only" else DAYS[self.day] if self.day is not None else f"{self.date}"
        until = ""
        if self.later > (self.end <= self.start):
            until = f"{DAYS[(self.day + self.later) % 7]} " if self.day is not None else f"{self.later} days later "
        return f"{when} {_clock(self.start)}-{until}{_clock(self.end)}" + (" not on bank holidays" * (self.holidays == "not"))

    def on(self, date: dt.date, timezone: str) -> Window:
        """Give its window that begins on a day."""
        begin = dt.datetime.combine(date, dt.time())
        start, end = settled(begin + self.start, timezone), settled(begin + _DAY * self.later + self.end, timezone)
        return Window(start[0], end[0], tuple(note for note in (start[1], end[1]) if note))


@dataclass(frozen=True)
class Hours:
    """When a clause holds: all day, in the rows of a timetable, at stated times, or never as it stands.

    Attributes
    ----------
    all_day : bool
        Whether it holds at any time, told day by day.
    slots : tuple of Slot
        Rows of a timetable.
    once : tuple of Window
        Times that are stated one by one.
    bank_holidays : tuple of datetime.date
        The bank holidays that the order names.
    """

    all_day: bool = False
    slots: tuple[Slot, ...] = ()
    once: tuple[Window, ...] = ()
    bank_holidays: tuple[dt.date, ...] = ()

    def words(self, timezone: str) -> str:
        """Write the hours as a person would; rows that differ in their day alone are one."""
        if self.all_day:
            return "at any time"
        rows: dict[str, list[str]] = {}
        for slot in self.slots:
            when, clock = slot.words().split(" ", 1) if slot.holidays != "only" else ("bank holidays", slot.words()[14:])
            rows.setdefault(clock, []).append(when)
        stated = [f"{wall(w.start, timezone):%Y-%m-%d %H:%M}-{wall(w.end, timezone):%H:%M}" for w in self.once]
        return "; ".join([*(f"{day_ranges(days)} {clock}" for clock, days in rows.items()), *stated])

    def windows(self, start: dt.datetime, end: dt.datetime, timezone: str) -> list[Window]:
        """List the windows that overlap a time, whole, in order; time that two rows share is in the earlier window alone."""
        if self.all_day:
            days = midnights(wall(start, timezone).date(), wall(end, timezone).date(), timezone)
            return [Window(a, b) for _, a, b in days if a < end and b > start]
        if not self.slots:
            return [w for w in _apart(self.once) if w.start < end and w.end > start]
        first, last = wall(start - _LOOK_BACK, timezone).date(), wall(end, timezone).date()
        found = [*self._rows(first, last, timezone), *self.once]
        return [w for w in _apart(found) if w.start < end and w.end > start]

    def overlap(self) -> bool:
        """Say whether two rows of the timetable share time in an ordinary week."""
        weekly = [slot for slot in self.slots if slot.day is not None]
        monday = dt.date(2026, 1, 5)
        found = sorted(slot.on(monday + _DAY * (7 * week + (slot.day or 0)), "UTC") for slot in weekly for week in range(3))
        return any(later.start < earlier.end for earlier, later in pairwise(found))

    def _rows(self, first: dt.date, last: dt.date, timezone: str) -> Iterator[Window]:
        replaced = any(slot.holidays == "only" for slot in self.slots)
        for i in range((last - first).days + 1):
            date = first + _DAY * i
            holiday = date in self.bank_holidays
            for slot in self.slots:
                if slot.holidays == "only":
                    held = holiday
                elif slot.date is not None:
                    held = slot.date == date
                else:
                    held = slot.day == date.weekday() and not (holiday and (replaced or slot.holidays == "not"))
                if held:
                    yield slot.on(date, timezone)


def _apart(found: Sequence[Window]) -> Iterator[Window]:
    """Give each minute to one window: to the one that begins first, and of those that begin together to the longest."""
    covered: dt.datetime | None = None
    for window in sorted(found, key=lambda w: (w.start, -w.end.timestamp())):
        start = window.start if covered is None else max(window.start, covered)
        if start < window.end:
            yield Window(start, window.end, window.notes)
        covered = window.end if covered is None else max(covered, window.end)


def _clock(value: dt.timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


def day_ranges(days: list[str]) -> str:
    """Write days that follow one another as a range."""
    if any(day not in DAYS for day in days):
        return ", ".join(days)
    order = sorted({DAYS.index(day) for day in days})
    runs: list[list[int]] = []
    for day in order:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ", ".join(DAYS[d] for d in run) for run in runs)
