"""How wide and long the sheets of a workbook are, before a reader lays them out: two cells can span millions of millions."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from workbench.base.errors import InputError

__all__ = ["check_extent"]

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
