"""The header line of delimited text: where it is, what separates its cells, and what the columns are called."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from workbench.base.errors import InputError
from workbench.loaders.source import Source

__all__ = ["ABOVE", "LONGEST_LINE", "TITLES", "Header", "read_header"]

LONGEST_LINE = 2**20
"""A first line longer than this, in bytes, is not a header."""
TITLES = 10
"""A header line stands within so many lines of text."""
ABOVE = ("line above the header line was", "lines above the header line were")
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Header:
    """Column names, the separator, and how many lines come before the first data line.

    Attributes
    ----------
    columns : list of str
        As the file has them; an empty name becomes ``column 3``.
    separator : str
        One character.
    lines : int
        Lines up to and with the header.
    titles : int
        How many of them are title lines, which have no separator.
    """

    columns: list[str]
    separator: str
    lines: int
    titles: int = 0


def read_header(source: Source) -> Header:
    """Find the header line: the first one with a separator that is neither blank nor a ``#`` comment."""
    with source.open() as stream:
        start = stream.read(LONGEST_LINE)
    if len(start) == LONGEST_LINE and b"\n" not in start and b"\r" not in start:
        raise InputError(
            "The first line is longer than a megabyte; this is not a table.",
            where=source.name,
            do="Export it again with one row a line.",
        )
    lines = re.split(r"\r\n|\n|\r", source.head_text_whole())
    live = [i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")] or [len(lines) - 1]
    titles = next((n for n, i in enumerate(live[:TITLES]) if any(s in lines[i] for s in _SEPARATORS)), 0)
    place = live[titles]
    if "\ufffd" in lines[place]:
        raise InputError(
            "The header line is not UTF-8.", where=f"{source.name}, line {place + 1}", do="Save the file again as UTF-8."
        )
    follow = next((line for line in lines[place + 1 :] if line.strip()), None)
    if follow is None and len(start) < LONGEST_LINE:
        raise InputError("The table has a header line and no rows.", where=source.name, do="Export it again.")
    separator = max(_SEPARATORS, key=lambda s: len(_cells(lines[place], s, source.name)))
    columns = [h.strip() for h in _cells(lines[place], separator, source.name)]
    width = len(_cells(follow or "", separator, source.name))
    if columns and not columns[-1] and width == len(columns) - 1:
        columns.pop()
    elif width == len(columns) + 1 and (follow or "").rstrip().endswith(separator.strip() or separator):
        columns.append("")
    return Header([h or f"column {i + 1}" for i, h in enumerate(columns)], separator, place + 1, titles)


def _cells(line: str, separator: str, name: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error as error:
        raise InputError(f"The first lines are no table: {error}.", where=name, do="Export it again as CSV.") from error
