"""Values of an order's entries: texts, numbers and times, refused with the file, the order and the clause."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.base import InputError
from workbench.time import read_edge, read_moment, to_local

__all__ = ["Reader"]

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Reader:
    """Reads the values of one order, knowing where it is for errors."""

    where: str
    timezone: str
    notes: list[str]

    def at(self, where: str) -> Reader:
        """Go one step deeper into the order."""
        return Reader(f"{self.where}, {where}", self.timezone, self.notes)

    def fail(self, what: str, do: str) -> InputError:
        """Make the error that says where the fault is."""
        return InputError(what, where=self.where, do=do)

    def text(self, entry: Mapping[str, Any], key: str) -> str | None:
        """Read a text or a whole number that is an id; none where there is none."""
        value = entry.get(key)
        if value is None or isinstance(value, str):
            return value or None
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self.fail(f"{key!r} is {value!r}, not a text.", "Write it in quotation marks.")

    def number(self, entry: Mapping[str, Any], key: str, limits: tuple[float, float] = (0.0, math.inf)) -> float | None:
        """Read a number; none where there is none."""
        value = entry.get(key)
        if value is None:
            return None
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and limits[0] <= value <= limits[1]
            and math.isfinite(value)
        ):
            return float(value)
        raise self.fail(f"{key!r} is {value!r}, not a number from {limits[0]:g} to {limits[1]:g}.", "Correct it in the file.")

    def edge(self, entry: Mapping[str, Any], key: str, *, last: bool = False) -> pd.Timestamp | None:
        """Read a date or a moment; a last date holds to its end."""
        value = entry.get(key)
        if value is None or value == "":
            return None
        read = read_edge(value, self.timezone, name=f"{self.where}, {key}", clock_change="settle")
        self._note(key, read.warning)
        if last and read.date_alone:
            following = to_local(read.utc, self.timezone).date() + _DAY
            return read_edge(following, self.timezone, name=f"{self.where}, {key}", clock_change="settle").utc
        return read.utc

    def moment(self, entry: Mapping[str, Any], key: str) -> pd.Timestamp:
        """Read a moment that must be there."""
        if entry.get(key) in (None, ""):
            raise self.fail(f"{key!r} is missing.", f"Write {key} with its date and time: 2026-03-03T21:10.")
        read = read_moment(entry[key], self.timezone, name=f"{self.where}, {key}", clock_change="settle")
        self._note(key, read.warning)
        return read.utc

    def _note(self, key: str, warning: str) -> None:
        if warning:
            self.notes.append(f"{self.where}, {key}: {warning}")

    def span(self, entry: Mapping[str, Any]) -> tuple[pd.Timestamp, pd.Timestamp]:
        """Read a start and an end; both may fall together where the clocks skip the hour between them, which is told."""
        start, end = self.moment(entry, "start"), self.moment(entry, "end")
        if end < start or (end == start and entry["start"] == entry["end"]):
            raise self.fail(f"The time from {entry['start']} to {entry['end']} ends before it starts.", "Correct one of them.")
        if end == start:
            self.notes.append(f"{self.where}: the clocks skip all the time from {entry['start']} to {entry['end']}; it is empty.")
        return start, end

    def unread(self, entry: Mapping[str, Any], known: set[str]) -> None:
        """Tell of keys that mean nothing here."""
        rest = [key for key in entry if key not in known and not key.startswith("_")]
        if rest:
            self.notes.append(f"{self.where}: not read: {', '.join(map(repr, rest))}.")
