"""Fixes as the location tables that users of the service know, with nothing lost."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as pacsv

from workbench.base.errors import InputError
from workbench.base.record import recorded
from workbench.exports.cells import clock_cells, plain_cells, text_cells
from workbench.exports.whole import written_whole

if TYPE_CHECKING:
    from workbench.tables.tracks import Tracks

__all__ = ["location_table", "to_csv"]

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
