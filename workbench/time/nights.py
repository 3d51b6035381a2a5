"""Nights by the clock on the wall: 22:00 to 06:00."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.time.clock import localize, to_local
from workbench.time.instants import micros

__all__ = ["NIGHT", "Nights", "minutes_in", "nights_between"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NIGHT = (22, 6)
"""A night begins and ends at these hours."""


class Nights(NamedTuple):
    """Nights, one after the other: the date of each evening, and where each begins and ends in microseconds since 1970."""

    evening: pd.DatetimeIndex
    low: Ints
    high: Ints


def nights_between(start: pd.Timestamp, end: pd.Timestamp, timezone: str) -> Nights:
    """List the nights that a time touches.

    Parameters
    ----------
    start, end : pandas.Timestamp
        The time, UTC.
    timezone : str
        By whose clock.

    Raises
    ------
    TimeError
        If the zone is not known.
    """
    first = to_local(start, timezone).tz_localize(None).normalize() - pd.Timedelta(days=1)
    last = to_local(end, timezone).tz_localize(None).normalize()
    evenings = pd.date_range(first, last, freq="D")
    low, high = (micros(localize(pd.Series(evenings + pd.Timedelta(hours=h)), timezone).time) for h in (NIGHT[0], 24 + NIGHT[1]))
    return Nights(evenings, low, high)


def minutes_in(nights: Nights, start: Ints, end: Ints) -> Floats:
    """Count the minutes that some intervals share with each night.

    Parameters
    ----------
    nights : Nights
        From :func:`nights_between`.
    start, end : numpy.ndarray of int64, shape (n,)
        Intervals that do not overlap, microseconds since 1970.
    """
    shared = np.minimum(end[:, None], nights.high) - np.maximum(start[:, None], nights.low)
    return np.asarray(np.maximum(shared, 0).sum(axis=0) / 60e6)
