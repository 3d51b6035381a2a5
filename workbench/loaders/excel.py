"""Excel and OpenDocument sheets, read by calamine in a process of its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import InputError
from workbench.loaders.child import in_child
from workbench.loaders.delimited import ABOVE, TITLES
from workbench.loaders.map_columns import Grid, Pick, Plan
from workbench.loaders.source import Source
from workbench.loaders.values import count_of

__all__ = ["column_of", "dated", "read_excel"]

_DAYS = (20_000.0, 80_000.0)
"""Day numbers from 1954 to 2119: anything else in a column of times is no day number."""
_TIMES = ("time", "recorded", "uploaded", "start", "end", "date", "active_from", "active_to", "start_date", "end_date")
_MILLIS = 86_400_000


def column_of(cells: Sequence[object]) -> pd.Series:
    """Give a column of cells the type they share: times or numbers if all are, else as they are."""
    filled = [c for c in cells if c not in ("", None)]
    if filled and all(isinstance(c, dt.datetime) for c in filled):
        return pd.Series([c if isinstance(c, dt.datetime) else None for c in cells], dtype="datetime64[us]")
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


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


_CHILD = Path(__file__).with_name("table_child.py")
_MOST_BYTES = 2**29
"""The most bytes that the columns of a sheet may be when written out."""
_KINDS: dict[str, Callable[[str], object]] = {
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "timedelta": lambda seconds: dt.timedelta(seconds=float(seconds)),
}


@dataclass(frozen=True)
class _Chosen:
    """The sheet that is read: its name, the lines above its header, and which column is what."""

    sheet: str
    skipped: int
    plan: Plan
    header: list[str]
    rest: list[str]
    zero: dt.datetime


def read_excel(source: Source, pick: Pick) -> Grid:
    """Read the first sheet of a workbook that has a header line of positions, title lines above it or not."""
    # Source: python-calamine, in a process of its own (`table_child`), which also holds the bounds on what it unpacks to.
    told: list[_Chosen] = []

    def ask(line: bytes) -> bytes:
        told.append(_chosen(json.loads(line), pick, source.name))
        wanted = [told[0].header.index(column) for column in told[0].plan.needed]
        return json.dumps({"sheet": told[0].sheet, "skipped": told[0].skipped, "columns": wanted}).encode() + b"\n"

    data = source.content()
    words = ("workbook", "", str(len(data)), str(TITLES + 1))
    lines = in_child(_CHILD, *words, content=data, name=source.name, most_bytes=_MOST_BYTES, ask=ask).splitlines()
    chosen, numbers = told[0], []
    columns: list[list[object]] = [[] for _ in chosen.plan.needed]
    for line in lines:
        found = json.loads(line)
        numbers += found[0]
        for column, cells in zip(columns, found[1], strict=True):
            column += [_cell(cell) for cell in cells]
    notes, frame = [], {}
    if chosen.rest:
        others = ", ".join(map(repr, chosen.rest))
        notes.append(f"{source.name}: the sheet {chosen.sheet!r} was read; {others} were not.")
    if chosen.skipped:
        notes.append(f"{source.name}: {count_of(chosen.skipped, *ABOVE)} passed over.")
    for name, given in zip(chosen.plan.needed, columns, strict=True):
        keys = [key for key, column in chosen.plan.fields.items() if column == name]
        cells, days = dated(next((key for key in keys if key in _TIMES), ""), given, chosen.zero)
        frame[name] = column_of(cells)
        if days:
            many = count_of(days, f"time of {name} is an Excel day number", f"times of {name} are Excel's day numbers")
            notes.append(f"{source.name}: {many}, counted from {chosen.zero:%d %B %Y}.")
    return Grid(pd.DataFrame(frame), np.array(numbers, np.int64), chosen.plan, notes=notes)


def _cell(cell: object) -> object:
    """Give a cell as calamine gave it: dates and lengths of time come as their kind and their text."""
    return _KINDS[cell[0]](cell[1]) if isinstance(cell, list) else cell


def _chosen(found: dict[str, Any], pick: Pick, name: str) -> _Chosen:
    """Find the first sheet and line that are a header of positions; title lines may stand above it."""
    if "error" in found:
        raise InputError(found["error"], where=name, do=found["do"])
    full = [sheet for sheet, (height, _) in found["sheets"].items() if height > 1]
    if not full:
        raise InputError("No sheet has a header line and rows.", where=name, do="Put the header in the first line.")
    refused: list[InputError] = []
    for sheet in full:
        height, lines = found["sheets"][sheet]
        for skipped, cells in enumerate(lines[: min(TITLES, height - 1)]):
            header = [str(_cell(h)).strip() or f"column {i + 1}" for i, h in enumerate(cells)]
            try:
                plan = pick(header, name)
            except InputError as error:
                refused.append(error)
                continue
            zero = dt.datetime.fromisoformat(found["zero"])
            return _Chosen(sheet, skipped, plan, header, [other for other in full if other != sheet], zero)
    raise InputError(refused[0].what, where=refused[0].where, do=refused[0].do) from refused[0]
