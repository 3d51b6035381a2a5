"""A table that is already in memory, through the same judging as a file."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.base.errors import InputError
from workbench.loaders.assemble import assemble
from workbench.loaders.grid import Grid
from workbench.loaders.plan import picker
from workbench.loaders.settle import settle
from workbench.loaders.shape import shape
from workbench.loaders.source import Source
from workbench.loaders.wanted import wanted
from workbench.tables.tracks import Tracks

__all__ = ["from_frame"]


def from_frame(
    frame: pd.DataFrame,
    *,
    name: str = "table",
    profile: str | PathLike[str] | None = None,
    timezone: str | None = None,
    accuracy_level: float | None = None,
    wearer: str | None = None,
    start: str | dt.datetime | pd.Timestamp | None = None,
    end: str | dt.datetime | pd.Timestamp | None = None,
    columns: Mapping[str, str] | None = None,
) -> Tracks:
    """Make tracks from a pandas table, accounting for every row."""
    if not len(frame):
        raise InputError("The table has no rows.", where=name, do="Check how it was made.")
    pick = picker(profile, columns)
    asked = wanted(
        timezone=timezone,
        accuracy_level=accuracy_level,
        wearer=wearer,
        start=start,
        end=end,
        confirmed=profile is not None or bool({"lat", "lon"} & set(columns or {})),
    )
    plan = pick([str(c) for c in frame.columns], name)
    table = frame.set_axis([str(c) for c in frame.columns], axis=1)[plan.needed].reset_index(drop=True)
    digest = hashlib.sha256(",".join(plan.needed).encode())
    digest.update(np.ascontiguousarray(pd.util.hash_pandas_object(table.astype("str"), index=False)).tobytes())
    sha256, size = digest.hexdigest(), int(frame.memory_usage(deep=False).sum())
    source = Source(Path(name), b"", name, sha256[:12], sha256, size, b"")
    raw = shape(Grid(table, np.arange(1, len(table) + 1), plan), name)
    return assemble([settle(raw, source, asked)], asked)
