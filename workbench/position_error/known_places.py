"""Fixes made while it is known where the tag was, with their errors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.base import InputError, TimeError, usable
from workbench.geo import LocalFrame, frame_for
from workbench.tables import Tracks
from workbench.time import Typed, read_column

__all__ = ["CELL_M", "errors_at", "reference_table"]

CELL_M = 50.0
"""Known points in one square of this side are one place, metres."""

_COLUMNS = ("lon", "lat", "start", "end")


def reference_table(references: pd.DataFrame) -> pd.DataFrame:
    """Check a table of references and settle its times."""
    missing = [name for name in _COLUMNS if name not in references.columns]
    if missing:
        raise InputError(
            f"The references lack {', '.join(missing)}.", where="references", do=f"Give a table with {', '.join(_COLUMNS)}."
        )
    table = references.reset_index(drop=True).assign(**{name: _instants(references, name) for name in ("start", "end")})
    if (table["end"] <= table["start"]).any():
        row = int(np.flatnonzero(table["end"] <= table["start"])[0]) + 1
        raise InputError("A reference ends before it starts.", where=f"references, row {row}", do="Swap its times.")
    return table


def _instants(references: pd.DataFrame, name: str) -> list[pd.Timestamp]:
    """Read a column of times as a person writes them; the first that cannot be read ends it."""
    found = read_column(references[name].tolist(), name=name)
    for read in found:
        if isinstance(read, TimeError):
            raise TimeError(read.what, where=f"references, {read.where}", do=read.do)
    return [read.utc for read in found if isinstance(read, Typed)]


def errors_at(tracks: Tracks, references: pd.DataFrame) -> pd.DataFrame:
    """Collect the usable fixes of known times with their errors."""
    wearers = tracks.wearers
    if "wearer_id" not in references.columns and len(wearers) != 1:
        raise InputError(
            f"The tracks hold {len(wearers)} wearers, and the references do not say whose they are.",
            where="references",
            do="Give them a column wearer_id.",
        )
    good = tracks.fixes[usable(tracks.fixes["quality"])]
    names = references["wearer_id"] if "wearer_id" in references.columns else pd.Series(wearers * len(references))
    home = frame_for(references["lon"], references["lat"])
    cells = [
        tuple(np.floor(np.ravel(home.to_metres([a], [b])) / CELL_M).astype(int))
        for a, b in zip(references["lon"], references["lat"], strict=True)
    ]
    number = {cell: i for i, cell in enumerate(dict.fromkeys(cells))}
    parts = []
    for visit, (row, wearer) in enumerate(zip(references.itertuples(), names, strict=True)):
        mine = good[(good["wearer_id"] == wearer) & (good["time"] >= row.start) & (good["time"] < row.end)]
        mine = mine.sort_values(["time", "fix_id"]).drop_duplicates(["time", "lon", "lat"])
        x, y = LocalFrame(float(row.lon), float(row.lat)).to_metres(mine["lon"].to_numpy(float), mine["lat"].to_numpy(float))
        kept = mine[["time", "method", "device_id", "accuracy_m", "accuracy_level"]]
        parts.append(
            kept.assign(
                east_m=x,
                north_m=y,
                error_m=np.hypot(x, y),
                visit=visit,
                place=number[cells[visit]],
                lon_true=row.lon,
                lat_true=row.lat,
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else good.iloc[:0].assign(error_m=0.0, visit=0, place=0)
