"""Parquet: any table of positions, GeoParquet points, and our own fixes table, read in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.base import InputError
from workbench.loaders.child import in_child
from workbench.loaders.map_columns import Grid, Pick, Plan
from workbench.loaders.source import Source
from workbench.loaders.values import TEXT

__all__ = ["read_parquet"]

_CHILD = Path(__file__).with_name("table_child.py")
_LEAST_BYTES, _MOST_RATIO = 2**28, 20
"""Columns may always unfold to the first; beyond it to so many times the size of the file."""


def read_parquet(source: Source, pick: Pick) -> Grid:
    """Read the needed columns of a Parquet file."""
    # Source: pyarrow's Parquet reader.
    told: list[tuple[Plan, int]] = []

    def ask(line: bytes) -> bytes:
        found = json.loads(line)
        if "error" in found:
            raise InputError(found["error"], where=source.name, do=found["do"])
        rows = found["rows"]
        if rows == 0:
            raise InputError("The Parquet file has columns and no rows.", where=source.name, do="Export it again.")
        if rows > 1_000_000 and rows > source.size:
            raise InputError(
                f"The file of {source.size:,} bytes states {rows:,} rows; that looks like a trap.",
                where=source.name,
                do="Ask for the file again as CSV.",
            )
        plan = pick([n for n in found["names"] if not n.startswith("__index_level_")], source.name)
        told.append((plan, rows))
        return json.dumps({"columns": plan.needed}).encode() + b"\n"

    data = source.data if source.data is not None else b""
    content = in_child(
        _CHILD,
        "parquet",
        "" if source.data is not None else str(source.path.resolve()),
        str(len(data)),
        "0",
        content=data,
        name=source.name,
        settings={"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"},
        most_bytes=max(_LEAST_BYTES, _MOST_RATIO * source.size),
        ask=ask,
        size=source.size,
    )
    plan, rows = told[0]
    table = _table(content)
    if table is None or table.num_rows != rows:
        raise InputError("The Parquet file is damaged.", where=source.name, do="Copy or export it again.")
    frame = table.to_pandas(types_mapper={pa.string(): TEXT, pa.large_string(): TEXT}.get, ignore_metadata=True)
    return Grid(frame, np.arange(1, rows + 1), plan)


def _table(content: bytes) -> pa.Table | None:
    """Put together what the reader wrote; None where it stopped on the way."""
    try:
        with pa.ipc.open_stream(pa.BufferReader(content)) as stream:
            return stream.read_all()
    except pa.ArrowException:
        return None
