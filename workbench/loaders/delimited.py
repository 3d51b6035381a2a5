"""Delimited text: commas, semicolons, tabs or bars, its header line found; read by pyarrow, only the columns that are needed."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from workbench.base import InputError
from workbench.loaders.map_columns import Grid, Pick, Plan
from workbench.loaders.source import Source
from workbench.loaders.values import TEXT, count_of

__all__ = ["ABOVE", "LONGEST_LINE", "TITLES", "Header", "check_utf8", "read_delimited", "read_header"]

LONGEST_LINE = 2**20
"""A first line longer than this, in bytes, is not a header."""
TITLES = 20
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


def read_header(source: Source, pick: Pick | None = None) -> Header:
    """Find the header line: the first one that names positions, else the first with a separator that is no ``#`` comment."""
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
    place, mark = live[titles], ""
    if pick is not None:
        place, mark = _naming(lines, live, titles, pick, source.name)
        titles = max(sum(1 for i in live if i < place), 0)
    if "\ufffd" in lines[place]:
        raise InputError(
            "The header line is not UTF-8.", where=f"{source.name}, line {place + 1}", do="Save the file again as UTF-8."
        )
    follow = next((line for line in lines[place + 1 :] if line.strip()), None)
    if follow is None and len(start) < LONGEST_LINE:
        raise InputError("The table has a header line and no rows.", where=source.name, do="Export it again.")
    separator, columns = _split(lines[place].removeprefix(mark), source.name)
    width = len(_cells(follow or "", separator, source.name))
    if columns and not columns[-1] and width == len(columns) - 1:
        columns.pop()
    elif width == len(columns) + 1 and (follow or "").rstrip().endswith(separator.strip() or separator):
        columns.append("")
    return Header([h or f"column {i + 1}" for i, h in enumerate(columns)], separator, place + 1, titles)


def _split(line: str, name: str) -> tuple[str, list[str]]:
    """Give the separator that makes the most cells of a line, and the cells."""
    separator = max(_SEPARATORS, key=lambda s: len(_cells(line, s, name)))
    return separator, [h.strip() for h in _cells(line, separator, name)]


def _naming(lines: list[str], live: list[int], titles: int, pick: Pick, name: str) -> tuple[int, str]:
    """Find the first line whose cells name positions, below title lines of any width; a ``#`` before it may be its own."""
    plain = [(i, "") for i in live[: TITLES + 1]]
    commented = [(i, mark) for i, line in enumerate(lines[: TITLES + 1]) if line.startswith("#") for mark in ("", "#")]
    for place, mark in [*plain, *commented]:
        cells = _split(lines[place].removeprefix(mark), name)[1]
        if len(cells) > 1 and len(set(cells)) == len(cells) and _names_positions(cells, pick, name):
            return place, mark
    return live[titles], ""


def _names_positions(cells: list[str], pick: Pick, name: str) -> bool:
    try:
        pick(cells, name)
    except InputError:
        return False
    return True


def _cells(line: str, separator: str, name: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error as error:
        raise InputError(f"The first lines are no table: {error}.", where=name, do="Export it again as CSV.") from error


_CHECK_BLOCK = 2**24


def check_utf8(source: Source) -> None:
    """Refuse a file that is not UTF-8 throughout: a row that cannot be read could otherwise go missing."""
    # Source: pyarrow's check of its texts.
    rest, lines = b"", 0
    with source.open() as stream:
        while block := stream.read(_CHECK_BLOCK):
            cut = block.rfind(b"\n") + 1
            if cut:
                _check(rest + block[:cut] if rest else block[:cut], lines, source.name)
                lines += block.count(b"\n")
                rest = b""
            rest += block[cut:]
    _check(rest, lines, source.name)


def _check(part: bytes, lines: int, name: str) -> None:
    if _sound(part):
        return
    for number, line in enumerate(part.split(b"\n"), lines + 1):
        if not _sound(line):
            raise InputError("The text is not UTF-8.", where=f"{name}, line {number}", do="Save the file again as UTF-8.")


def _sound(part: bytes) -> bool:
    offsets = pa.py_buffer(np.array([0, len(part)], np.int32))
    try:
        pc.cast(pa.Array.from_buffers(pa.binary(), 1, [None, offsets, pa.py_buffer(part)]), pa.string())
    except pa.ArrowInvalid:
        return False
    return True


_READ_BLOCK = 4 * 2**20
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def read_delimited(source: Source, pick: Pick) -> Grid:
    """Read a CSV, TSV or semicolon file with a header line."""
    # Source: pyarrow's CSV reader.
    header = read_header(source, pick)
    if not source.ascii and not source.head.startswith(_WIDE):
        check_utf8(source)
    plan = pick(header.columns, source.name)
    if source.quotes % 2:
        raise InputError(
            "A quotation mark is opened and never closed.",
            where=source.name,
            do="The file may be cut off or damaged; export or copy it again.",
        )
    table, bad = _read(source, header, plan.needed, source.quotes > 0)
    if source.quotes:
        _unswallowed(source, header, table.num_rows + len(bad) + header.lines)
    _one_table(table, plan, source.name)
    aside = [
        (int(r.number) - header.lines, f"it has {r.actual_columns} cells where the header has {r.expected_columns}") for r in bad
    ]
    if not (total := table.num_rows + len(aside)):
        raise InputError("The table has a header line and no rows.", where=source.name, do="Export it again.")
    row = np.arange(1, total + 1)
    if aside:
        row = np.setdiff1d(row, [r for r, _ in aside], assume_unique=True)
    notes = [f"{source.name}: {count_of(header.titles, *ABOVE)} passed over."] if header.titles else []
    return Grid(table.to_pandas(types_mapper=lambda _: TEXT), row, plan, aside, notes)


def _unswallowed(source: Source, header: Header, records: int) -> None:
    """Refuse a file in which a stray quotation mark swallows whole rows: a cell whose inner lines look like rows themselves."""
    with source.open() as stream:
        ends = sum(block.count(b"\n") for block in iter(lambda: stream.read(_CHECK_BLOCK), b""))
    if ends <= records:
        return
    inside, opened, wide = False, 0, len(header.columns) - 1
    with source.open() as stream:
        lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace") if not source.head.startswith(_WIDE) else None
        for number, line in enumerate(lines if lines is not None else source.text().splitlines(), 1):
            starts_inside = inside
            if line.count('"') % 2:
                inside = not inside
                opened = number if inside else opened
            if starts_inside and line.count(header.separator) >= wide > 0:
                raise InputError(
                    f"A quotation mark is opened in line {opened} and swallows what looks like rows, such as line {number}.",
                    where=source.name,
                    do="Take the stray quotation mark out of the file, or export it again.",
                )


def _one_table(table: pa.Table, plan: Plan, name: str) -> None:
    """Refuse a file of several tables one below the other: the next one may be of another person or device."""
    column = plan.fields.get("lat") or plan.fields.get("time")
    if column is None:
        return
    again = pc.index(table.column(column), pa.scalar(column, pa.large_string())).as_py()
    if again >= 0:
        raise InputError(
            f"The header line stands in the file again, at data row {again + 1:,}: it holds several tables.",
            where=name,
            do="Split it into one file a table, each of one person or device, and give them as a list.",
        )


def _read(source: Source, header: Header, needed: list[str], quoted: bool) -> tuple[pa.Table, list[pacsv.InvalidRow]]:
    """Read with threads; when rows are broken, read again without, since only then are they numbered."""
    for threads in (True, False):
        bad: list[pacsv.InvalidRow] = []

        def note(row: pacsv.InvalidRow, bad: list[pacsv.InvalidRow] = bad) -> str:
            bad.append(row)
            return "skip"

        read = pacsv.ReadOptions(use_threads=threads, block_size=_READ_BLOCK, column_names=header.columns, skip_rows=header.lines)
        parse = pacsv.ParseOptions(delimiter=header.separator, newlines_in_values=quoted, invalid_row_handler=note)
        convert = pacsv.ConvertOptions(
            include_columns=needed,
            column_types={c: pa.large_string() for c in needed},
            strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,
        )
        try:
            with _stream(source) as stream:
                table = pacsv.read_csv(stream, read_options=read, parse_options=parse, convert_options=convert)
        except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
            raise _unusable(source.name, str(error)) from error
        if not bad:
            break
    return table, bad


def _stream(source: Source) -> BinaryIO | pa.NativeFile:
    if source.head.startswith(_WIDE):
        return BytesIO(source.text().encode("utf-8"))
    if source.meter.bar is not None or source.data is None:
        return source.open()
    return pa.BufferReader(source.data)


def _unusable(name: str, message: str) -> InputError:
    if "straddling" in message:
        return InputError(
            "A line is longer than four megabytes; this is not a table.", where=name, do="Export it again with one row a line."
        )
    return InputError(f"The table cannot be read: {message.splitlines()[0][:200]}", where=name, do="Export it again as CSV.")
