"""The window of a crime on the wall clock of a zone, brought to UTC: never narrower than it was written."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.time.clock import instant, localize

__all__ = ["Moments", "window_utc"]


class Moments(NamedTuple):
    """Starts and ends in UTC, which rows name a time that never was, and how many lie in a repeated hour."""

    start: pd.Series
    end: pd.Series
    skipped: NDArray[np.bool_]
    repeated: int


def window_utc(start: pd.Series, end: pd.Series, zone: str) -> Moments:
    """Bring windows to UTC."""
    # The order of rows says nothing in a list of crimes, so it is not used as in a track.
    first, skipped, twice = _first_pass(start, zone)
    last, gone, again = _first_pass(end, zone)
    for i in np.flatnonzero(again).tolist():
        last.iloc[i] = instant(end.iloc[i], zone, name="end", fold=1)
    return Moments(first, last, skipped | gone, int((twice | again).sum()))


def _first_pass(values: pd.Series, zone: str) -> tuple[pd.Series, NDArray[np.bool_], NDArray[np.bool_]]:
    """Localize in the order of the clock itself, so that nothing is read into the order of the rows."""
    order = np.argsort(values.to_numpy(), kind="stable")
    back = np.argsort(order, kind="stable")
    found = localize(values.iloc[order].reset_index(drop=True), zone)
    return found.time.iloc[back].reset_index(drop=True), found.skipped[back], found.ambiguous[back]
