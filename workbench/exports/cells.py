"""Columns of tables into cells that people and spreadsheets can read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.time.clock import to_local
from workbench.time.instants import micros

__all__ = ["clock_cells", "plain_cells", "text_cells"]

_DANGEROUS = r"^([=+\-@\t\r'])"


def plain_cells(values: pd.Series) -> pa.Array:
    """Give numbers as they are, empty where missing."""
    return pa.array(values.to_numpy(), from_pandas=True)


def text_cells(values: pd.Series) -> pa.Array:
    """Give texts with an apostrophe before those that a spreadsheet would run as a formula."""
    # Source: the usual guard against formulas in CSV; our readers take it away.
    column = pa.array(values, pa.string(), from_pandas=True)
    return pc.replace_substring_regex(column, _DANGEROUS, r"'\1")


def clock_cells(values: pd.Series, timezone: str) -> tuple[pa.Array, pa.Array]:
    """Write times as ``DD/MM/YYYY HH:mm`` and as ISO 8601 with seconds and offset, on the wall clock of the zone."""
    # Source: the date format of the national exports; ISO 8601.
    if not values.notna().any():
        nothing = pa.nulls(len(values), pa.string())
        return nothing, nothing
    utc, wall = micros(values), to_local(values, timezone).dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    seconds = np.where(values.isna(), 0, wall.astype(np.int64) - utc) // 1_000_000
    known, which = np.unique(seconds, return_inverse=True)
    offsets = pa.array([_offset(int(s)) for s in known]).take(pa.array(which))
    stamps = pa.array(wall, from_pandas=True)
    fraction = bool((utc[values.notna().to_numpy()] % 1_000_000).any())
    words = pc.cast(stamps if fraction else pc.cast(stamps, pa.timestamp("s"), safe=False), pa.string())
    year, month, day, clock = (pc.utf8_slice_codeunits(words, a, b) for a, b in ((0, 4), (5, 7), (8, 10), (11, 16)))
    date = pc.binary_join_element_wise(day, month, year, "/")
    iso = pc.binary_join_element_wise(pc.utf8_replace_slice(words, 10, 11, "T"), offsets, "")
    return pc.binary_join_element_wise(date, clock, " "), iso


def _offset(seconds: int) -> str:
    minutes = round(abs(seconds) / 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
