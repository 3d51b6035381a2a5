"""Whose fixes they are: the id column, else what the person says, else the device, else the file's name. Always said."""

from __future__ import annotations

import pandas as pd

from workbench.loaders.load_request import Wanted
from workbench.loaders.source import Source
from workbench.loaders.values import count_of

__all__ = ["NOBODY", "STANDS_IN", "owners"]

STANDS_IN = "the file names no wearer; the file's own name stands in."
NOBODY = "unknown"
"""The wearer of rows whose id is empty: reported, never dropped."""


def owners(rows: pd.DataFrame, source: Source, wanted: Wanted) -> tuple[pd.Series, list[str]]:
    """Give the wearer of each row."""
    if "wearer_id" in rows and bool(rows["wearer_id"].notna().any()):
        ids = rows["wearer_id"].astype("str")
        empty = int(ids.isna().sum())
        many = count_of(empty, "row names no wearer; it is", "rows name no wearer; they are")
        said = [f"{source.name}: {many} kept under {NOBODY!r}."] if empty else []
        return ids.fillna(NOBODY) if empty else ids, said
    devices = rows["device_id"].astype("str") if "device_id" in rows and bool(rows["device_id"].notna().any()) else None
    if wanted.wearer is not None:
        tracks = rows["track_name"].dropna().unique().tolist() if "track_name" in rows else []
        if len(tracks) > 1 and wanted.wearer in tracks:
            return rows["track_name"].fillna(NOBODY), [
                f"{source.name}: only the track named {wanted.wearer!r} was kept, as asked."
            ]
        said = []
        if len(tracks) == 1 and wanted.wearer not in tracks:
            said = [f"{source.name}: the track named {tracks[0]!r} was given to {wanted.wearer!r}, as asked."]
        different = [] if devices is None else sorted(devices.dropna().unique().tolist())
        if devices is not None and len(different) > 1 and wanted.wearer in different:
            return devices.fillna(NOBODY), []
        if len(different) > 1:
            listed = ", ".join(different[:4]) + (" ..." if len(different) > 4 else "")
            said = [
                f"{source.name}: the file holds several devices ({listed}) and names no wearer; all were given to "
                f"{wanted.wearer!r}. device= keeps one of them."
            ]
        return pd.Series(wanted.wearer, index=rows.index, dtype="str"), said
    if devices is not None:
        ids = devices
        return ids.fillna(NOBODY), [
            f"{source.name}: the file names no wearer; the device's id stands in. Give wearer= to name them."
        ]
    return pd.Series(source.label or source.stem, index=rows.index, dtype="str"), [
        f"{source.name}: {STANDS_IN} Give wearer= to name them."
    ]
