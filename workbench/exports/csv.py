"""Fixes as the location tables that users of the service know, with nothing lost."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from workbench.clock import to_local
from workbench.errors import InputError
from workbench.exports.whole import written_whole
from workbench.micros import micros

if TYPE_CHECKING:
    from workbench.tracks import Tracks

__all__ = ["location_table", "to_csv"]

STYLES = ("condensed", "full")
_PERSON = (
    "DEVICE ID", "DEVICE NAME", "SUBJECT IDENTIFIER", "PoP NAME", "NOMIS ID", "PNC REF", "PoP ADDRESS", "PoP DATE OF BIRTH",
    "PROBATION PRACTITIONER", "ORDER START", "ORDER END",
)
_DANGEROUS = r"^([=+\-@\t\r'])"


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

    Notes
    -----
    Source: the two location exports of the service, column for column; what they lose (seconds, offset, method, ids, the
    other clocks) follows in further columns to the right. Personal columns of the full style that are not known here are
    left empty. A text that a spreadsheet would run as a formula gets an apostrophe in front; ``read_tracks`` takes it away.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from workbench.testing import make_fixes, make_tracks
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     to_csv(make_tracks(make_fixes(minutes=[0])), Path(folder) / "a.csv")
    ...     (Path(folder) / "a.csv").read_text().split(",")[:3]
    ['"DATE/TIME"', '"LATITUDE"', '"LONGITUDE"']
    """
    table = location_table(tracks.fixes, style=style, timezone=timezone)
    with written_whole(path) as part:
        pacsv.write_csv(table, part)


def location_table(fixes: pd.DataFrame, *, style: str = "condensed", timezone: str = "Europe/London") -> pa.Table:
    """Make the location table of :func:`to_csv`.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table.
    style : {"condensed", "full"}
        Which of the two location exports to follow.
    timezone : str
        IANA name of the zone of DATE/TIME and FIX TIME.

    Returns
    -------
    pyarrow.Table
        One row for each fix, in the order of the fixes.

    Raises
    ------
    InputError
        If the style is not known.

    Notes
    -----
    Source: as :func:`to_csv`.

    Examples
    --------
    >>> from workbench.testing import make_fixes
    >>> location_table(make_fixes(minutes=[0]), timezone="UTC")["DATE/TIME"].to_pylist()
    ['03/03/2026 00:00']
    """
    if style not in STYLES:
        raise InputError(f"There is no style {style!r}.", where="style", do='Use "condensed" or "full".')
    clock, iso = _clock(fixes["time"], timezone)
    person: dict[str, pa.Array] = {}
    if style == "full":
        person = {name: pa.nulls(len(fixes), pa.string()) for name in _PERSON}
        person |= {"DEVICE ID": _text(fixes["device_id"]), "SUBJECT IDENTIFIER": _text(fixes["wearer_id"])}
    return pa.table({
        **person,
        "DATE/TIME": clock, "LATITUDE": _plain(fixes["lat"]), "LONGITUDE": _plain(fixes["lon"]),
        "CONFIDENCE CIRCLE": _plain(fixes["accuracy_m"]), "SPEED": _plain(fixes["speed_kmh"]),
        "DIRECTION": _plain(fixes["heading_deg"]), "SEQUENCE NO.": pa.array(np.arange(1, len(fixes) + 1)),
        "FIX TIME": iso, "FIX ID": _text(fixes["fix_id"]), "WEARER ID": _text(fixes["wearer_id"]),
        **({} if style == "full" else {"DEVICE ID": _text(fixes["device_id"])}),
        "METHOD": _text(fixes["method"]), "ACCURACY LEVEL": _plain(fixes["accuracy_level"]),
        "SATELLITES": _plain(fixes["satellites"]), "QUALITY": _plain(fixes["quality"]),
        "RECORDED": _clock(fixes["recorded"], timezone)[1], "UPLOADED": _clock(fixes["uploaded"], timezone)[1],
        "FILE": _text(fixes["file"]), "ROW": _plain(fixes["row"]),
    })


def _plain(values: pd.Series) -> pa.Array:
    return pa.array(values.to_numpy(), from_pandas=True)


def _text(values: pd.Series) -> pa.Array:
    column = pa.array(values, pa.string(), from_pandas=True)
    return pc.replace_substring_regex(column, _DANGEROUS, r"'\1")


def _clock(values: pd.Series, timezone: str) -> tuple[pa.Array, pa.Array]:
    """Write times as ``DD/MM/YYYY HH:mm`` and as ISO 8601 with seconds and offset, on the wall clock of the zone."""
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
