"""Parquet: any table of positions, GeoParquet points, and our own fixes table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.base import InputError
from workbench.loaders.map_columns import Grid, Pick
from workbench.loaders.source import Source
from workbench.loaders.values import TEXT

__all__ = ["read_parquet"]


def read_parquet(source: Source, pick: Pick) -> Grid:
    """Read the needed columns of a Parquet file."""
    # Source: pyarrow's Parquet reader.
    where = pa.BufferReader(source.data) if source.data is not None else str(source.path)
    try:
        with pq.ParquetFile(where) as file:
            rows = file.metadata.num_rows
            if rows == 0:
                raise InputError("The Parquet file has columns and no rows.", where=source.name, do="Export it again.")
            if rows > 1_000_000 and rows > source.size:
                raise InputError(
                    f"The file of {source.size:,} bytes states {rows:,} rows; that looks like a trap.",
                    where=source.name,
                    do="Ask for the file again as CSV.",
                )
            header = [n for n in file.schema_arrow.names if not n.startswith("__index_level_")]
            plan = pick(header, source.name)
            table = file.read(columns=plan.needed).replace_schema_metadata(None)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError("The Parquet file is damaged.", where=source.name, do="Copy or export it again.") from error
    frame = table.to_pandas(types_mapper={pa.string(): TEXT, pa.large_string(): TEXT}.get, ignore_metadata=True)
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype(object)
    return Grid(frame, np.arange(1, rows + 1), plan)
