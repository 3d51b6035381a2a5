"""Excel and OpenDocument sheets, read by calamine after a look at what they would unpack to."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from workbench.errors import InputError
from workbench.loaders.grid import Grid
from workbench.loaders.plan import Pick
from workbench.loaders.source import Source

__all__ = ["read_excel"]

_MOST_BYTES = 400 * 2**20
_MOST_RATIO = 200


def read_excel(source: Source, pick: Pick) -> Grid:
    """Read the first sheet of a workbook that has a header line and rows.

    Parameters
    ----------
    source : Source
        The opened file.
    pick : callable
        Plans a header: which columns are needed.

    Returns
    -------
    Grid
        Cells as the sheet types them; times of day and dates stay naive.

    Raises
    ------
    InputError
        If the file is damaged, locked, would unpack to too much, or no sheet has rows.

    Notes
    -----
    Source: python-calamine; the bounds against zip bombs are own choices.

    Examples
    --------
    >>> from workbench.loaders.plan import picker
    >>> from workbench.loaders.source import source_of
    >>> read_excel(source_of("a.xlsx", b"PK"), picker(None, None))
    Traceback (most recent call last):
    workbench.errors.InputError: The workbook is damaged.
      where: a.xlsx
      what to do: Copy or save it again.
    """
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
    first, *rest = full
    head, *body = sheets[first]
    header = [str(h).strip() or f"column {i + 1}" for i, h in enumerate(head)]
    plan = pick(header, source.name)
    numbered = [(i, cells) for i, cells in enumerate(body, 1) if any(c not in ("", None) for c in cells)]
    place = {c: header.index(c) for c in plan.needed}
    frame = pd.DataFrame({c: _column([cells[i] if i < len(cells) else None for _, cells in numbered]) for c, i in place.items()})
    notes = [f"{source.name}: the sheet {first!r} was read; {', '.join(map(repr, rest))} were not."] if rest else []
    return Grid(frame, np.array([i for i, _ in numbered], np.int64), plan, notes=notes)


def _column(cells: list[object]) -> pd.Series:
    """Give a column of cells the type they share: times if all are, else as they are."""
    filled = [c for c in cells if c not in ("", None)]
    if filled and all(isinstance(c, dt.datetime) for c in filled):
        return pd.Series(pd.to_datetime([c if isinstance(c, dt.datetime) else None for c in cells])).dt.as_unit("us")
    if filled and all(isinstance(c, int | float) and not isinstance(c, bool) for c in filled):
        return pd.Series([c if isinstance(c, int | float) else np.nan for c in cells], dtype="float64")
    return pd.Series([None if c == "" else c for c in cells], dtype=object)


def _check_size(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            total = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError("The workbook is damaged.", where=name, do="Copy or save it again.") from error
    if total > _MOST_BYTES or (total > 2**24 and total > _MOST_RATIO * len(data)):
        raise InputError(
            f"The workbook of {len(data) / 2**20:,.1f} MB would unpack to {total / 2**20:,.0f} MB; that looks like a trap.",
            where=name, do="If it is what you expect, save it as CSV.",
        )
