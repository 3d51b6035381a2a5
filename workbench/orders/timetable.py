"""The shapes in which timetables are written, told apart by their content, as rows of days and clock times."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from workbench.base import InputError
from workbench.orders.hours import DAYS, Slot

__all__ = ["clock_of", "day_numbers", "slots_of"]

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "daily": range(7),
    "every day": range(7),
    "everyday": range(7),
    "all": range(7),
    "weekdays": range(5),
    "weekend": (5, 6),
}
_HOLIDAYS = {"bank holiday", "bank holidays", "bh", "public holiday", "public holidays"}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.](\d\d)(?:\.0+)?)?\s*(am|pm)?")
_DAY = dt.timedelta(days=1)
_KEYS = {
    "day": ("day", "days", "dayOfWeek", "curfew_days", "fromDay", "from_day"),
    "start": ("start", "startTime", "start_time", "fromTime", "from_time"),
    "end": ("end", "endTime", "end_time", "untilTime", "until_time"),
    "until": ("untilDay", "until_day"),
    "minutes": ("curfew_duration", "duration_minutes"),
}
_KNOWN = {key for keys in _KEYS.values() for key in keys} | {"date", "except_bank_holidays", "curfewTimesSequence", "id"}


def slots_of(rows: Any, where: str, notes: list[str]) -> tuple[Slot, ...]:
    """Read the rows of a timetable, whichever of the known shapes they have."""
    if isinstance(rows, Mapping):
        rows = [rows]
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise InputError(
            f"The timetable is {rows!r}, not a list of rows.", where=where, do='Write [{"day": "Mo", "start": ...}].'
        )
    found: list[Slot] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise InputError(f"Row {number} of the timetable is {row!r}.", where=where, do="Write it with day, start and end.")
        found += _row(row, f"{where}, row {number} of the timetable", notes)
    return tuple(dict.fromkeys(found))


def _row(row: Mapping[str, Any], where: str, notes: list[str]) -> list[Slot]:
    start = clock_of(_first(row, "start"), where, "start")
    minutes = _first(row, "minutes")
    written_end = _first(row, "end")
    if written_end is None and isinstance(minutes, int | float):
        end = start + dt.timedelta(minutes=float(minutes))
    else:
        end = clock_of(written_end, where, "end")
    later = 1 if end <= start else 0
    later, end = later + end // _DAY, end % _DAY
    if isinstance(minutes, int | float) and written_end is not None:
        said = (later * _DAY + end - start) / dt.timedelta(minutes=1)
        if said != minutes:
            notes.append(
                f"{where}: start and end are {said:g} minutes apart, and {minutes:g} minutes are written; start and end hold."
            )
    unread = [key for key in row if key not in _KNOWN]
    if unread:
        notes.append(f"{where}: not read: {', '.join(map(repr, unread))}.")
    if row.get("date") is not None:
        return [Slot(start, end, later, date=_date(row["date"], where))]
    return _on_days(row, where, notes, (start, end, later))


def _on_days(row: Mapping[str, Any], where: str, notes: list[str], span: tuple[dt.timedelta, dt.timedelta, int]) -> list[Slot]:
    start, end, later = span
    day = _first(row, "day")
    if isinstance(day, str) and day.strip().lower() in _HOLIDAYS:
        return [Slot(start, end, later, holidays="only")]
    holidays = "not" if row.get("except_bank_holidays") else ""
    numbers = day_numbers(day, where, notes)
    until = _first(row, "until")
    if until is None:
        return [Slot(start, end, later, day=number, holidays=holidays) for number in numbers]
    last = day_numbers(until, where, notes)
    if len(numbers) != 1 or len(last) != 1:
        raise InputError(
            "A row with an until day begins on one day and ends on one.", where=where, do="Write a row for each day."
        )
    between = (last[0] - numbers[0]) % 7
    if between == 0 and end <= start:
        between = 7
    return [Slot(start, end, between, day=numbers[0], holidays=holidays)]


def _first(row: Mapping[str, Any], what: str) -> Any:
    return next((row[key] for key in _KEYS[what] if row.get(key) not in (None, "")), None)


def _date(value: Any, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{value!r} is not a date.", where=where, do="Write it as 2026-03-03.") from error


def clock_of(value: Any, where: str, what: str) -> dt.timedelta:
    """Read a clock time: "19:00", "7pm", or hour, minute and second by themselves; "24:00" is the end of the day."""
    if isinstance(value, Mapping) and "hour" in value:
        parts = [value.get(key) or 0 for key in ("hour", "minute", "second")]
        value = ":".join(f"{part:02d}" if isinstance(part, int) else repr(part) for part in parts)
    text = str(value).strip().lower()
    found = _CLOCK.fullmatch(text)
    if isinstance(value, str) and found and (found[2] or found[4]):
        hour, minute, second = (int(part or 0) for part in found.groups()[:3])
        if found[4]:
            hour = hour % 12 + 12 * (found[4] == "pm") if 1 <= hour <= 12 else 99
        clock = dt.timedelta(hours=hour, minutes=minute, seconds=second)
        if minute < 60 and second < 60 and clock <= _DAY:
            return clock
    raise InputError(f"{value!r} cannot be read as the {what} of a row.", where=where, do="Write it as 19:00.")


def day_numbers(value: Any, where: str, notes: list[str]) -> list[int]:
    """Read days of the week: a name, a range, a list, or numbers with Monday as 1."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        numbers = [number for part in value for number in day_numbers(part, where, [])]
        if any(isinstance(part, int) for part in value) and len(set(numbers)) < 7:
            notes.append(f"{where.split(', row ')[0]}: days are written as numbers; 1 was taken as Monday.")
        return sorted(set(numbers))
    text = str(value).strip().lower()
    if text in _GROUPS:
        return list(_GROUPS[text])
    if text.isdigit() and 1 <= int(text) <= 7:
        notes.append(f"{where.split(', row ')[0]}: days are written as numbers; 1 was taken as Monday.")
        return [int(text) - 1]
    if parts := re.split(r"\s*(?:,|;|&|\band\b|/)\s*", text)[1:]:
        parts = re.split(r"\s*(?:,|;|&|\band\b|/)\s*", text)
        return sorted({number for part in parts if part for number in day_numbers(part, where, notes)})
    ends = re.split(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", text)
    if len(ends) == 2:
        first, last = (_named(part, value, where) for part in ends)
        return [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    return [_named(text, value, where)]


def _named(text: str, value: Any, where: str) -> int:
    text = text.rstrip(".")
    found = [number for number, name in enumerate(_NAMES) if len(text) >= 2 and name.startswith(text.removesuffix("s") or "?")]
    if len(found) != 1:
        raise InputError(f"{value!r} is not a day of the week.", where=where, do=f"Write one of {', '.join(DAYS)}, or Mo-Fr.")
    return found[0]
