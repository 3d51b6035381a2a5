"""Delimited text: commas, semicolons, tabs or bars; read by pyarrow, only the columns that are needed."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from workbench.base.errors import InputError
from workbench.loaders.gather import count_of
from workbench.loaders.grid import Grid
from workbench.loaders.header import ABOVE, Header, read_header
from workbench.loaders.plan import Pick
from workbench.loaders.source import Source
from workbench.loaders.utf8 import check_utf8
from workbench.loaders.values import TEXT

__all__ = ["read_delimited"]

_BLOCK = 4 * 2**20
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def read_delimited(source: Source, pick: Pick) -> Grid:
    """Read a CSV, TSV or semicolon file with a header line."""
    # Source: pyarrow's CSV reader.
    header = read_header(source)
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


def _read(source: Source, header: Header, needed: list[str], quoted: bool) -> tuple[pa.Table, list[pacsv.InvalidRow]]:
    """Read with threads; when rows are broken, read again without, since only then are they numbered."""
    for threads in (True, False):
        bad: list[pacsv.InvalidRow] = []

        def note(row: pacsv.InvalidRow, bad: list[pacsv.InvalidRow] = bad) -> str:
            bad.append(row)
            return "skip"

        read = pacsv.ReadOptions(use_threads=threads, block_size=_BLOCK, column_names=header.columns, skip_rows=header.lines)
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
