"""Fixes that are there twice, and fixes of one moment in two places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.base.quality import Quality
from workbench.loaders.values import plain

__all__ = ["mark_duplicates"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def mark_duplicates(fixes: pd.DataFrame, time: Ints, wearer: Ints, supplied: Bools, quality: Ints) -> list[str]:
    """Flag repeats and same-time fixes, in place in `quality`."""
    lon, lat = fixes["lon"].to_numpy(np.float64), fixes["lat"].to_numpy(np.float64)
    notes = []
    again = _same_place(time, wearer, lon, lat)
    if supplied.any():
        same_id = _same_id(fixes["fix_id"], wearer, supplied)
        changed = same_id & ~again
        if changed.any():
            notes.append(
                f"{int(changed.sum()):,} fix ids occur again with another time or position; the earliest counts, "
                "the others are flagged as duplicates."
            )
        again = again | same_id
    quality[again] |= int(Quality.DUPLICATE)
    live = np.flatnonzero(~again)
    tie = (np.diff(time[live]) == 0) & (np.diff(wearer[live]) == 0)
    both = np.concatenate([tie, [False]]) | np.concatenate([[False], tie])
    quality[live[both[: len(live)]]] |= int(Quality.SAME_TIME)
    return notes


def _same_place(time: Ints, wearer: Ints, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Bools:
    """Mark fixes whose wearer, time and position were there before; only ties in time are looked at."""
    again = np.zeros(len(time), bool)
    tie = (np.diff(time) == 0) & (np.diff(wearer) == 0)
    if tie.any():
        member = np.flatnonzero(np.concatenate([tie, [False]]) | np.concatenate([[False], tie]))
        keys = pd.DataFrame({"w": wearer[member], "t": time[member], "x": lon[member], "y": lat[member]})
        again[member] = keys.duplicated().to_numpy()
    return again


def _same_id(ids: pd.Series, wearer: Ints, supplied: Bools) -> Bools:
    try:
        number = pc.cast(plain(ids), pa.int64())
    except pa.ArrowInvalid:
        number = None
    if number is not None and number.null_count == 0:
        sorted_ids = np.sort(number.to_numpy())
        if bool((np.diff(sorted_ids) > 0).all()):
            return np.zeros(len(wearer), bool)
    codes = pd.factorize(ids)[0].astype(np.int64)
    keys = pd.Series(wearer * (int(codes.max()) + 2) + codes + 1)
    return keys.duplicated().to_numpy() & supplied
