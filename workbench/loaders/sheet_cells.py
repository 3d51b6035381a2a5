"""Cells of a sheet into columns: dates as dates, as Excel's day numbers, or as texts."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pandas as pd

__all__ = ["column_of", "dated", "day_zero"]

_DAYS = (20_000.0, 80_000.0)
"""Day numbers from 1954 to 2119: anything else in a column of times is no day number."""
_TIMES = ("time", "recorded", "uploaded", "start", "end", "date", "active_from", "active_to", "start_date", "end_date")
_MILLIS = 86_400_000


def column_of(cells: Sequence[object]) -> pd.Series:
    """Give a column of cells the type they share: times or numbers if all are, else as they are."""
    filled = [c for c in cells if c not in ("", None)]
    if filled and all(isinstance(c, dt.datetime) for c in filled):
        return pd.Series(pd.to_datetime([c if isinstance(c, dt.datetime) else None for c in cells])).dt.as_unit("us")
    if filled and all(_is_number(c) for c in filled):
        return pd.Series([c if _is_number(c) else np.nan for c in cells], dtype="float64")
    return pd.Series([None if c == "" else c for c in cells], dtype=object)


def dated(key: str, cells: Sequence[object], zero: dt.datetime) -> tuple[list[object], int]:
    """Turn Excel's day numbers in a column of times into times, and say how many there were."""
    # Midnights among times of day come as dates; they become times too. Source: a day number is days and their fraction; Excel
    # keeps 15 digits, so milliseconds are what it can mean.
    if key in _TIMES[:5] and any(isinstance(c, dt.datetime) for c in cells):
        cells = [dt.datetime(c.year, c.month, c.day) if type(c) is dt.date else c for c in cells]
    numbers = [float(c) for c in cells if _is_number(c)]  # type: ignore[arg-type]
    if key not in _TIMES or not numbers or not all(_DAYS[0] <= n <= _DAYS[1] for n in numbers):
        return list(cells), 0
    found = [
        zero + dt.timedelta(milliseconds=round(float(c) * _MILLIS)) if _is_number(c) else c  # type: ignore[arg-type]
        for c in cells
    ]
    return found, len(numbers)


def day_zero(data: bytes) -> dt.datetime:
    """Say which day has the number 0 in a workbook: 30 December 1899, or 1 January 1904 if it says so."""
    # Source: ECMA-376, `date1904`.
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            book = next((n for n in archive.namelist() if n.lower() == "xl/workbook.xml"), None)
            if book is not None:
                with archive.open(book) as stream:
                    text = stream.read(2**20)
                if b'date1904="1"' in text or b'date1904="true"' in text:
                    return dt.datetime(1904, 1, 1)
    return dt.datetime(1899, 12, 30)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
