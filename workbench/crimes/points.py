"""Fixes within a distance of a crime in its time, in lettered runs: A1, A2, then B1 after a fix outside."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.crimes.columns import Columns
from workbench.crimes.windows import Windows
from workbench.tables import CRIME_POINTS, METHODS, Tracks
from workbench.time import from_micros

__all__ = ["letters", "points_of"]


def letters(number: int) -> str:
    """Name a run: A to Z, then AA, AB and so on."""
    # Source: the national tool is tested with 27 runs, where the alphabet ends.
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def points_of(columns: Columns, windows: Windows, tracks: Tracks, crime: int, wearer: int, *, within_m: float) -> pd.DataFrame:
    """List the fixes within a distance of a crime in its time."""
    # Source: the national rule as rebuilt from published code around it.
    a, b = columns.first[wearer], columns.first[wearer + 1]
    i, j = (
        a + np.searchsorted(columns.t_s[a:b], windows.low_s[crime]),
        a + np.searchsorted(columns.t_s[a:b], windows.high_s[crime], "right"),
    )
    d = np.sqrt(
        (columns.x_m[i:j] - windows.x_m[crime]) ** 2
        + (columns.y_m[i:j] - windows.y_m[crime]) ** 2
        + (columns.z_m[i:j] - windows.z_m[crime]) ** 2
    )
    inside = d <= within_m
    begins = inside & ~np.append(False, inside[:-1])
    run = np.cumsum(begins) - 1
    at = np.flatnonzero(inside)
    first = np.flatnonzero(begins)
    fixes = tracks.fixes.iloc[columns.row[i:j][at]]
    return CRIME_POINTS.arrange(
        pd.DataFrame(
            {
                "crime_id": windows.crime_id[crime],
                "wearer_id": columns.wearers[wearer],
                "label": pd.Series([f"{letters(int(run[k]))}{k - first[run[k]] + 1}" for k in at.tolist()], dtype="str"),
                "fix_id": fixes["fix_id"].to_numpy(),
                "time": from_micros(np.round(columns.t_s[i:j][at] * 1e6).astype(np.int64)),
                "distance_m": d[at],
                "accuracy_m": fixes["accuracy_m"].to_numpy(float),
                "method": np.array(METHODS, object)[columns.method[i:j][at]],
            }
        )
    )
