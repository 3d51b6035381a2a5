"""When a clause of an order holds: a timetable, stated times, at any time, or never as it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.orders.entry_values import Reader
from workbench.orders.hours import Hours, Window
from workbench.orders.timetable import slots_of

__all__ = ["hours_of"]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")


def hours_of(name: str, entry: Mapping[str, Any], made: dict[str, Any], read: Reader, holidays: tuple[dt.date, ...]) -> Hours:
    """Give the hours of a clause; why there are none is put into it."""
    if name == "residence":
        made["no_duty"] = "a condition of residence is no curfew: it says where to live, not when to be there"
        return Hours()
    rows = entry.get("schedule")
    if rows is not None and not (name == "zones" and rows == []):
        stated = (
            [row for row in rows if isinstance(row, Mapping) and _MOMENT.match(str(row.get("start")))]
            if isinstance(rows, list)
            else []
        )
        slots = slots_of([row for row in rows if row not in stated] if stated else rows, read.where, read.notes)
        once = tuple(_window(row, read) for row in stated)
        if any(slot.holidays for slot in slots) and not holidays:
            what = "The timetable names bank holidays, and the order does not say which days they are."
            raise read.fail(what, 'Write "bank_holidays": ["2026-04-03", ...] into the order.')
        if slots or once:
            hours = Hours(slots=slots, once=once, bank_holidays=holidays)
            if hours.overlap():
                read.notes.append(f"{read.where}: rows of the timetable overlap; the time they share is counted once.")
            return hours
    if name == "appointments" and not made["no_duty"]:
        return _appointment(entry, made, read)
    if name == "curfews" or (name == "zones" and made["kind"] == "inclusion"):
        made["no_duty"] = made["no_duty"] or "it names no hours"
        return Hours()
    return Hours(all_day=True)


def _window(row: Mapping[str, Any], read: Reader) -> Window:
    start, end = read.span(row)
    return Window(start.to_pydatetime(), end.to_pydatetime())


def _appointment(entry: Mapping[str, Any], made: dict[str, Any], read: Reader) -> Hours:
    if entry.get("_when"):
        made["no_duty"] = f"when it is, is written as text: {entry['_when']!r}"
        return Hours()
    start = read.moment(entry, "start")
    minutes = read.number(entry, "minutes")
    end = read.moment(entry, "end") if entry.get("end") else None
    if end is None and not minutes:
        raise read.fail("The appointment has no length.", "Write its minutes.")
    until = end if end is not None else start + pd.Timedelta(minutes=float(minutes or 0))
    if until <= start:
        raise read.fail("The appointment ends before it starts.", "Correct its start, end or minutes.")
    return Hours(once=(Window(start.to_pydatetime(), until.to_pydatetime()),))
