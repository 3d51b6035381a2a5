"""Fixes as the location tables that users of the service know, with nothing lost; any table ready for a spreadsheet."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from workbench.base import InputError, recorded
from workbench.exports.whole import written_whole
from workbench.time import micros, to_local

if TYPE_CHECKING:
    from workbench.tables import Tracks

__all__ = ["clock_cells", "location_table", "plain_cells", "plain_table", "text_cells", "to_csv", "write_table"]

_DANGEROUS = r"^([=+\-@\t\r'])"


def plain_cells(values: pd.Series) -> pa.Array:
    """Give numbers as they are, empty where missing."""
    return pa.array(values.to_numpy(), from_pandas=True)


def text_cells(values: pd.Series) -> pa.Array:
    """Give texts with an apostrophe before those that a spreadsheet would run as a formula.

    Parameters
    ----------
    values : pandas.Series
        Texts; missing ones stay missing.
    """
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


STYLES = ("condensed", "full")
_PERSON = (
    "DEVICE ID",
    "DEVICE NAME",
    "SUBJECT IDENTIFIER",
    "PoP NAME",
    "NOMIS ID",
    "PNC REF",
    "PoP ADDRESS",
    "PoP DATE OF BIRTH",
    "PROBATION PRACTITIONER",
    "ORDER START",
    "ORDER END",
)


@recorded("export")
def to_csv(tracks: Tracks, path: str | PathLike[str], *, style: str = "condensed", timezone: str = "Europe/London") -> None:
    """Write the fixes as a location table; ``read_tracks`` gives the same fixes back.

    Parameters
    ----------
    tracks : Tracks
        The fixes to write.
    path : path-like
        The file; one of that name is replaced.
    style : {"condensed", "full"}
        Which of the two location exports to follow.
    timezone : str
        IANA name of the zone of DATE/TIME and FIX TIME.

    Raises
    ------
    InputError
        If the style is not known, the folder does not exist, or the disk refuses.
    TimeError
        If the zone is not known.
    """
    # Source: the two location exports of the service, column for column; what they lose (seconds, offset, method, ids, the
    # other clocks) follows in further columns to the right. Personal columns of the full style that are not known here are left
    # empty. A text that a spreadsheet would run as a formula gets an apostrophe in front; `read_tracks` takes it away.
    table = location_table(tracks.fixes, style=style, timezone=timezone)
    with written_whole(path) as part:
        pacsv.write_csv(table, part)


def location_table(fixes: pd.DataFrame, *, style: str = "condensed", timezone: str = "Europe/London") -> pa.Table:
    """Make the location table of :func:`to_csv`."""
    # Source: as :func:`to_csv`.
    if style not in STYLES:
        raise InputError(f"There is no style {style!r}.", where="style", do='Use "condensed" or "full".')
    clock, iso = clock_cells(fixes["time"], timezone)
    person: dict[str, pa.Array] = {}
    if style == "full":
        person = {name: pa.nulls(len(fixes), pa.string()) for name in _PERSON}
        person |= {"DEVICE ID": text_cells(fixes["device_id"]), "SUBJECT IDENTIFIER": text_cells(fixes["wearer_id"])}
    return pa.table(
        {
            **person,
            "DATE/TIME": clock,
            "LATITUDE": plain_cells(fixes["lat"]),
            "LONGITUDE": plain_cells(fixes["lon"]),
            "CONFIDENCE CIRCLE": plain_cells(fixes["accuracy_m"]),
            "SPEED": plain_cells(fixes["speed_kmh"]),
            "DIRECTION": plain_cells(fixes["heading_deg"]),
            "SEQUENCE NO.": pa.array(np.arange(1, len(fixes) + 1)),
            "FIX TIME": iso,
            "FIX ID": text_cells(fixes["fix_id"]),
            "WEARER ID": text_cells(fixes["wearer_id"]),
            **({} if style == "full" else {"DEVICE ID": text_cells(fixes["device_id"])}),
            "METHOD": text_cells(fixes["method"]),
            "ACCURACY LEVEL": plain_cells(fixes["accuracy_level"]),
            "SATELLITES": plain_cells(fixes["satellites"]),
            "QUALITY": plain_cells(fixes["quality"]),
            "RECORDED": clock_cells(fixes["recorded"], timezone)[1],
            "UPLOADED": clock_cells(fixes["uploaded"], timezone)[1],
            "FILE": text_cells(fixes["file"]),
            "ROW": plain_cells(fixes["row"]),
        }
    )


def plain_table(frame: pd.DataFrame, *, timezone: str = "Europe/London") -> pa.Table:
    """Make any of our tables ready for a spreadsheet: its own columns, texts guarded, times with their offset.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns of texts, numbers, truth values and instants.
    timezone : str
        IANA name of the zone of the times.

    Raises
    ------
    TimeError
        If the zone is not known.
    """

    def cells(values: pd.Series) -> pa.Array:
        if isinstance(values.dtype, pd.DatetimeTZDtype):
            return clock_cells(values, timezone)[1]
        return plain_cells(values) if pd.api.types.is_numeric_dtype(values.dtype) else text_cells(values.astype("str"))

    return pa.table({str(name): cells(frame[name]) for name in frame.columns})


def write_table(table: pa.Table, path: str | PathLike[str]) -> None:
    """Write such a table as CSV, whole or not at all.

    Parameters
    ----------
    table : pyarrow.Table
        From :func:`match_table`, :func:`match_locations` or :func:`workbench.exports.csv.location_table`.
    path : path-like
        The file; one of that name is replaced.

    Raises
    ------
    InputError
        If the folder does not exist or the disk refuses.
    """
    with written_whole(path) as part:
        pacsv.write_csv(table, part)
