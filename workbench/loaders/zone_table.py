"""The zones table from what was found: ids, names, defaults, and what has to be said about them."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from workbench.loaders.gather import count_of
from workbench.loaders.outlines import Outlines
from workbench.loaders.source import Source
from workbench.tables import FILES, SET_ASIDE, ZONES
from workbench.tables.load import LoadReport

__all__: list[str] = []

_COLUMNS = ["zone_id", "name", "kind", "buffer_m", "edge_error_m", "drawn_by", "row", "geometry", "edge_stated", "mended"]


def zone_table(kept: list[dict[str, Any]], found: Outlines, source: Source) -> gpd.GeoDataFrame:
    """Make the zones table; what was assumed or mended is noted."""
    frame = pd.DataFrame(kept, columns=_COLUMNS)
    own = pd.Series([f"{source.file}-{row}" for row in frame["row"]], dtype="str")
    ids = frame["zone_id"].astype("str").fillna(own)
    twice = ids.duplicated(keep=False)
    _say(frame, twice, found)
    frame = frame.drop(columns=["edge_stated", "mended"]).assign(
        zone_id=ids.where(~twice, ids + "-" + frame["row"].astype("str")),
        name=frame["name"].astype("str").fillna(ids),
        kind=frame["kind"].astype("str").fillna("not stated"),
        buffer_m=frame["buffer_m"].astype(float).fillna(0.0),
        file=source.file,
        drawn_by=frame["drawn_by"].astype("str"),
    )
    return gpd.GeoDataFrame(ZONES.arrange(frame), geometry="geometry", crs=4326)


def _say(frame: pd.DataFrame, twice: pd.Series, found: Outlines) -> None:
    if twice.any():
        many = count_of(int(twice.sum()), "zone shares its", "zones share their")
        found.note(f"{many} id with another; the row was added to it.")
    assumed = frame.loc[~frame["edge_stated"].astype(bool), "edge_error_m"].to_numpy(float)
    for metres, times in zip(*np.unique(assumed, return_counts=True), strict=True):
        many = count_of(int(times), "zone does", "zones do")
        found.note(f"{many} not say how well the edge is drawn; {metres:g} m is assumed.")
    mended = [str(row) for row in frame.loc[frame["mended"].astype(bool), "row"]]
    if mended:
        many = count_of(len(mended), "outline crosses itself and was", "outlines cross themselves and were")
        rows = ", ".join(mended[:8]) + (" and more" if len(mended) > 8 else "")
        found.note(f"{many} mended (row {rows}); look at the result.")


def zone_report(table: gpd.GeoDataFrame, found: Outlines, source: Source) -> LoadReport:
    """Make the load report: every row of the file is in the table or set aside."""
    aside = SET_ASIDE.arrange(pd.DataFrame(sorted(found.aside), columns=["row", "reason"]).assign(file=source.file))
    rows = len(table) + len(aside)
    files = FILES.arrange(
        pd.DataFrame(
            [
                {
                    "name": source.name,
                    "file": source.file,
                    "sha256": source.sha256,
                    "bytes": source.size,
                    "profile": found.profile,
                    "rows": rows,
                    "first": pd.NaT,
                    "last": pd.NaT,
                }
            ]
        )
    )
    return LoadReport(rows, len(table), aside, files, warnings=found.notes)
