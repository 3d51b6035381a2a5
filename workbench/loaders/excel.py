"""Excel and OpenDocument sheets, read by calamine after a look at what they would unpack to."""

from __future__ import annotations

import zipfile
from io import BytesIO

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from workbench.base.errors import InputError
from workbench.loaders.gather import count_of
from workbench.loaders.grid import Grid
from workbench.loaders.header import ABOVE, TITLES
from workbench.loaders.plan import Pick, Plan
from workbench.loaders.safe_zip import ZIP_FAULTS
from workbench.loaders.sheet_cells import column_of, dated, day_zero
from workbench.loaders.sheet_extent import check_extent
from workbench.loaders.source import Source

__all__ = ["read_excel"]

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
