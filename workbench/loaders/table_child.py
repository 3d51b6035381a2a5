"""Read one workbook or one Parquet file, alone in a process: what it holds, then the columns that are asked for.

Run as a file by ``excel`` and ``parquet``, never imported: nothing of the workbench is loaded here. It takes the content on
standard input (as many bytes as it is told), writes one line of JSON about it, is answered by one, and writes the columns.
"""

import datetime as dt
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, NoReturn

_MOST_CELLS = 40_000_000
"""A million rows of forty columns."""
_WIDEST = 16_384
_BLOCK = 2**20
_LONGEST = 16 * 2**20
_MOST_BYTES = 400 * 2**20
_MOST_RATIO = 200
_SMALL = 2**24
_MOST_SHEETS = 1_000
_ROWS = 20_000
"""Rows that are written at once."""
_PLACED = re.compile(rb"""<(?:\w+:)?(c|row)(?=[\s>/])(?:[^<]*?\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,9}))?""")
"""Each cell and row with the letters and digits of its name, if it has one."""
_REPEATED = re.compile(rb"""\s(?:\w+:)?number-(columns|rows)-repeated\s*=\s*["'](\d{1,12})""")
_MOST_REPEATED = {b"columns": 16_384, b"rows": 1_048_576}
"""The size of a sheet of a spreadsheet program: no true file repeats a cell or a row more often."""


_DAMAGED = ("The workbook is damaged or not a workbook.", "Save it again as .xlsx.")


def written(value: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(value, default=plain))
    sys.stdout.write("\n")


def refuse(what: str, do: str) -> NoReturn:
    """Tell what is wrong with the file and what to do, and end."""
    written({"error": what, "do": do})
    sys.stdout.flush()
    sys.exit(0)


def check_book(data: bytes) -> None:
    """Refuse a workbook that would unpack to too much, or one of whose sheets spans more cells than could be laid out."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if total > _MOST_BYTES or (total > _SMALL and total > _MOST_RATIO * len(data)) or len(members) > 10 * _MOST_SHEETS:
            refuse(
                f"The workbook of {len(data) / 2**20:,.1f} MB would unpack to {total / 2**20:,.0f} MB in {len(members):,} parts; "
                "that looks like a trap.",
                "If it is what you expect, save it as CSV.",
            )
        # Every part of the archive is looked through for cells, wherever it says that its sheets are.
        for member in members:
            if member.is_dir():
                continue
            with archive.open(member) as stream:
                rows, columns = extent(stream)
            if rows * columns > _MOST_CELLS:
                refuse(
                    f"A sheet spans {rows:,} rows and {columns:,} columns; that cannot be laid out.",
                    "Clear stray cells far from the table, or save the sheet as CSV.",
                )


def extent(stream: IO[bytes]) -> tuple[int, int]:
    """Give the last row and the last column that any cell names; cells and rows without a name count one each."""
    row = column = bare_cells = bare_rows = 0
    block = rest = b"<"
    while block:
        block = stream.read(_BLOCK)
        text = rest + block
        cut = text.rfind(b"<") if block else len(text)
        text, rest = text[:cut], text[cut:]
        if len(rest) > _LONGEST:
            refuse("The workbook holds an element of many megabytes.", "Save it as CSV.")
        found = _PLACED.findall(text)
        row = max(row, max((int(n) for n in {digits for _, _, digits in found if digits}), default=0))
        column = max(column, max(map(_number, {letters.upper() for _, letters, _ in found}), default=0))
        bare_cells += sum(1 for kind, _, digits in found if not digits and kind == b"c")
        bare_rows += sum(1 for kind, _, digits in found if not digits and kind == b"row")
        if any(int(many) > _MOST_REPEATED[way] for way, many in set(_REPEATED.findall(text))):
            refuse("A sheet repeats a cell more often than a sheet can be wide or long.", "Save the sheet as CSV.")
    return row + bare_rows, max(column, min(bare_cells, _WIDEST))


def _number(letters: bytes) -> int:
    """Turn the letters of a column into its number: A is 1, XFD is 16,384."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found


def day_zero(data: bytes) -> str:
    """Say which day has the number 0 in a workbook: 30 December 1899, or 1 January 1904 if it says so."""
    # Source: ECMA-376, `date1904`.
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            book = next((n for n in archive.namelist() if n.lower() == "xl/workbook.xml"), None)
            if book is not None:
                with archive.open(book) as stream:
                    text = stream.read(2**20)
                if b'date1904="1"' in text or b'date1904="true"' in text:
                    return "1904-01-01"
    return "1899-12-30"


def plain(cell: object) -> list[str]:
    """Give a date, a time or a length of time as its kind and its text."""
    if isinstance(cell, dt.timedelta):
        return ["timedelta", repr(cell.total_seconds())]
    return [type(cell).__name__, cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)]


def rows_of(sheet: Any) -> Iterator[list[object]]:
    """Give the rows of a sheet from the first that holds anything, cells in front of the first column left away."""
    row, column = sheet.start or (0, 0)
    for i, cells in enumerate(sheet.iter_rows()):
        if i >= row:
            yield cells[column:]


def workbook(data: bytes, titles: int) -> None:
    """Tell the first lines of each sheet, then write the columns of the sheet that is asked for."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        if data.startswith(b"PK"):
            check_book(data)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = book.sheet_names
        if len(names) > _MOST_SHEETS:
            refuse(f"The workbook has {len(names):,} sheets.", "Save the sheet that is meant as CSV.")
        sheets = {name: book.get_sheet_by_name(name) for name in names}
        if sum(sheet.height * sheet.width for sheet in sheets.values()) > _MOST_CELLS:
            refuse("The sheets have more cells than could be laid out.", "Save the sheet that is meant as CSV.")
        heads = {}
        for name, sheet in sheets.items():
            rows = rows_of(sheet)
            heads[name] = (sheet.height, [next(rows) for _ in range(min(titles, sheet.height))])
        zero = day_zero(data)
    except PasswordError:
        refuse("The workbook is locked with a password.", "Save it without one.")
    except (CalamineError, ValueError, OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        refuse(*_DAMAGED)
    written({"sheets": heads, "zero": zero})
    sys.stdout.flush()
    asked = json.loads(sys.stdin.buffer.readline())
    if asked is None:
        return
    wanted, skipped, numbers = asked["columns"], asked["skipped"], []
    columns: list[list[object]] = [[] for _ in wanted]
    for number, cells in enumerate(rows_of(sheets[asked["sheet"]])):
        if number <= skipped or all(cell in ("", None) for cell in cells):
            continue
        numbers.append(number - skipped)
        for column, i in zip(columns, wanted, strict=True):
            column.append(cells[i] if i < len(cells) else None)
        if len(numbers) == _ROWS:
            written([numbers, columns])
            numbers, columns = [], [[] for _ in wanted]
    written([numbers, columns])


def parquet(path: str, data: bytes) -> None:
    """Tell the columns and the number of rows, then write the columns that are asked for as a stream of Arrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(1)
    try:
        with pq.ParquetFile(path or pa.BufferReader(data), pre_buffer=False) as file:
            schema = file.schema_arrow
            written({"names": schema.names, "rows": file.metadata.num_rows})
            sys.stdout.flush()
            asked = json.loads(sys.stdin.buffer.readline())
            if asked is None:
                return
            # A dictionary becomes what it stands for here, where it is bounded.
            fields = [schema.field(name) for name in asked["columns"]]
            kinds = [f.type.value_type if pa.types.is_dictionary(f.type) else f.type for f in fields]
            target = pa.schema(list(zip(asked["columns"], kinds, strict=True)))
            with pa.ipc.new_stream(sys.stdout.buffer, target) as out:
                for batch in file.iter_batches(batch_size=_ROWS, columns=asked["columns"], use_threads=False):
                    taken = pa.Table.from_batches([batch]).select(asked["columns"]).replace_schema_metadata(None)
                    for whole in taken.cast(target).to_batches():
                        out.write_batch(whole)
    except (pa.ArrowException, OSError, UnicodeError, KeyError):
        refuse("The Parquet file is damaged.", "Copy or export it again.")


def main() -> None:
    """Read what stands on standard input, or the file that is named."""
    _, kind, path, size, titles = sys.argv
    data = sys.stdin.buffer.read(int(size))
    if kind == "workbook":
        workbook(data, int(titles))
    else:
        parquet(path, data)


if __name__ == "__main__":
    main()
