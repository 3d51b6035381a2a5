"""Excel and OpenDocument sheets, read by calamine after a look at what they would unpack to."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import IO

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from workbench.base import InputError
from workbench.loaders.delimited import ABOVE, TITLES
from workbench.loaders.map_columns import Grid, Pick, Plan
from workbench.loaders.safe_zip import ZIP_FAULTS
from workbench.loaders.source import Source
from workbench.loaders.values import count_of

__all__ = ["check_extent", "column_of", "dated", "day_zero", "read_excel"]

_MOST_CELLS = 40_000_000
"""A million rows of forty columns."""
_WIDEST = 16_384
_BLOCK = 2**20
_LONGEST = 16 * 2**20
_PLACED = re.compile(rb"""<(?:\w+:)?(c|row)(?=[\s>/])(?:[^<]*?\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,9}))?""")
"""Each cell and row with the letters and digits of its name, if it has one."""


def check_extent(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a workbook one of whose sheets spans more cells than could be laid out."""
    # Every part of the archive is looked through for cells, wherever it says that its sheets are.
    for member in archive.infolist():
        if member.is_dir():
            continue
        with archive.open(member) as stream:
            rows, columns = _extent(stream, f"{name}, {member.filename}")
        if rows * columns > _MOST_CELLS:
            raise InputError(
                f"A sheet spans {rows:,} rows and {columns:,} columns; that cannot be laid out.",
                where=f"{name}, {member.filename}",
                do="Clear stray cells far from the table, or save the sheet as CSV.",
            )


def _extent(stream: IO[bytes], where: str) -> tuple[int, int]:
    """Give the last row and the last column that any cell names; cells and rows without a name count one each."""
    row = column = bare_cells = bare_rows = 0
    block = rest = b"<"
    while block:
        block = stream.read(_BLOCK)
        text = rest + block
        cut = text.rfind(b"<") if block else len(text)
        text, rest = text[:cut], text[cut:]
        if len(rest) > _LONGEST:
            raise InputError("The workbook holds an element of many megabytes.", where=where, do="Save it as CSV.")
        found = _PLACED.findall(text)
        row = max(row, max((int(n) for n in {digits for _, _, digits in found} if n), default=0))
        column = max(column, max(map(_number, {letters.upper() for _, letters, _ in found}), default=0))
        bare_cells += sum(1 for kind, _, digits in found if not digits and kind == b"c")
        bare_rows += sum(1 for kind, _, digits in found if not digits and kind == b"row")
    return row + bare_rows, max(column, min(bare_cells, _WIDEST))


def _number(letters: bytes) -> int:
    """Turn the letters of a column into its number: A is 1, XFD is 16,384."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found


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


_MOST_BYTES = 400 * 2**20
_MOST_RATIO = 200


def read_excel(source: Source, pick: Pick) -> Grid:
    """Read the first sheet of a workbook that has a header line of positions, title lines above it or not."""
    # Source: python-calamine; the bounds against zip bombs are own choices.
    data = source.content()
    if data.startswith(b"PK"):
        _check_size(data, source.name)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names}
    except PasswordError as error:
        raise InputError("The workbook is locked with a password.", where=source.name, do="Save it without one.") from error
    except (CalamineError, ValueError, OSError) as error:
        raise InputError("The workbook is damaged or not a workbook.", where=source.name, do="Save it again as .xlsx.") from error
    full = [name for name, rows in sheets.items() if len(rows) > 1]
    if not full:
        raise InputError("No sheet has a header line and rows.", where=source.name, do="Put the header in the first line.")
    first, skipped, plan, header = _found(sheets, full, pick, source.name)
    body = sheets[first][skipped + 1 :]
    numbered = [(i, cells) for i, cells in enumerate(body, 1) if any(c not in ("", None) for c in cells)]
    rest = [name for name in full if name != first]
    notes = [f"{source.name}: the sheet {first!r} was read; {', '.join(map(repr, rest))} were not."] if rest else []
    notes += [f"{source.name}: {count_of(skipped, *ABOVE)} passed over."] if skipped else []
    zero, frame = day_zero(data), {}
    for key, column in plan.fields.items():
        i = header.index(column)
        cells, days = dated(key, [row[i] if i < len(row) else None for _, row in numbered], zero)
        frame[column] = column_of(cells)
        if days:
            many = count_of(days, f"time of {column} is an Excel day number", f"times of {column} are Excel's day numbers")
            notes.append(f"{source.name}: {many}, counted from {zero:%d %B %Y}.")
    return Grid(pd.DataFrame(frame), np.array([i for i, _ in numbered], np.int64), plan, notes=notes)


def _found(sheets: dict[str, list[list[object]]], full: list[str], pick: Pick, name: str) -> tuple[str, int, Plan, list[str]]:
    """Find the first sheet and line that are a header of positions; title lines may stand above it."""
    refused: list[InputError] = []
    for sheet in full:
        for line, cells in enumerate(sheets[sheet][: min(TITLES, len(sheets[sheet]) - 1)]):
            header = [str(h).strip() or f"column {i + 1}" for i, h in enumerate(cells)]
            try:
                return sheet, line, pick(header, name), header
            except InputError as error:
                refused.append(error)
    raise InputError(refused[0].what, where=refused[0].where, do=refused[0].do) from refused[0]


def _check_size(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            total = sum(member.file_size for member in archive.infolist())
            fits = total <= _MOST_BYTES and (total <= 2**24 or total <= _MOST_RATIO * len(data))
            if fits:
                check_extent(archive, name)
    except InputError:
        raise
    except ZIP_FAULTS as error:
        raise InputError("The workbook is damaged.", where=name, do="Copy or save it again.") from error
    if not fits:
        raise InputError(
            f"The workbook of {len(data) / 2**20:,.1f} MB would unpack to {total / 2**20:,.0f} MB; that looks like a trap.",
            where=name,
            do="If it is what you expect, save it as CSV.",
        )
