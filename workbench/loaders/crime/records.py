"""The lines of a batch into records of cells; one broken quotation mark costs one row, not the rest of the file."""

from __future__ import annotations

import csv
import re

from workbench.base.errors import InputError
from workbench.loaders.crime.codes import ACTIONS, COLUMNS, FORCES
from workbench.loaders.source import Source, decode

__all__ = ["is_batch", "records_of"]

_LOOK = 20
"""So many first lines are looked at to recognise a batch."""
_LONGEST = 200
"""A text in quotation marks may run over so many lines."""
_ABOUT = 3
_TIME = re.compile(r"[0-9]{14}")
_BREAK = r"\r\n|\n|\r"
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x89PNG")


def is_batch(source: Source) -> bool:
    """Say whether a file looks like a police batch: most of its first lines begin as a crime does."""
    # A wrong cell or line among them does no harm.
    if source.head.startswith(_BINARY):
        return False
    lines = [line for line in re.split(_BREAK, source.head_text()) if line.strip()][:_LOOK]
    return 2 * sum(_begins(line) for line in lines) > len(lines)


def records_of(source: Source) -> list[list[str] | None]:
    """Split a batch into records; None stands for a line whose quotation marks do not close."""
    # Source: RFC 4180. A mark that is never closed ends with its line, so that the rows after it are still read.
    data = source.content()
    text = "" if data.startswith(_BINARY) else decode(data, source.name, replace=True)
    if text.count("\0") > max(10, len(text) // 20) or not text:
        raise InputError("INVALID_ATTACHMENT: the file is no CSV text.", where=source.name, do=_do("INVALID_ATTACHMENT"))
    lines = re.split(_BREAK, text)
    found: list[list[str] | None] = []
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        cells, used = _record(lines, place)
        found.append(cells)
        place += used
    if not found:
        raise InputError("INVALID_CSV_FORMAT: the file holds no row.", where=source.name, do=_do("INVALID_CSV_FORMAT"))
    return found


def _record(lines: list[str], place: int) -> tuple[list[str] | None, int]:
    """Read one record, over several lines if a quotation mark is open; give its cells and how many lines it took."""
    for more in range(1, min(_LONGEST, len(lines) - place) + 1):
        if more > 1 and _begins(lines[place + more - 1]):
            return None, 1
        try:
            return next(csv.reader(["\n".join(lines[place : place + more])], strict=True)), more
        except csv.Error as error:
            if "unexpected end" not in str(error):
                return None, 1
    return None, 1


def _begins(line: str) -> bool:
    """Say whether a line looks like the beginning of a crime: two times in their places, or a force and about as many cells."""
    cells = [cell.strip(' "') for cell in line.split(",")]
    timed = len(cells) > 6 and all(_TIME.fullmatch(cell) for cell in cells[5:7])
    return timed or (cells[0] in FORCES and abs(len(cells) - len(COLUMNS)) <= _ABOUT)


def _do(code: str) -> str:
    words = ACTIONS[code]
    return words[0].upper() + words[1:] + "."
