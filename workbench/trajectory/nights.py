"""Nights by the clock on the wall: 22:00 to 06:00."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.clock import localize, to_local
from workbench.micros import micros
from workbench.trajectory.trails import Floats, Ints

__all__ = ["NIGHT", "Nights", "minutes_in", "nights_between"]

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

    Returns
    -------
    Nights
        From the night before the first day to that of the last; one in which the clocks change has seven or nine hours.

    Raises
    ------
    TimeError
        If the zone is not known.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> found = nights_between(pd.Timestamp("2026-03-28T12:00Z"), pd.Timestamp("2026-03-29T12:00Z"), "Europe/London")
    >>> ((found.high - found.low) / 3600e6).tolist()
    [8.0, 7.0, 8.0]
    """
    first = to_local(start, timezone).tz_localize(None).normalize() - pd.Timedelta(days=1)
    last = to_local(end, timezone).tz_localize(None).normalize()
    evenings = pd.date_range(first, last, freq="D")
    low, high = (
        micros(localize(pd.Series(evenings + pd.Timedelta(hours=h)), timezone).time) for h in (NIGHT[0], 24 + NIGHT[1])
    )
    return Nights(evenings, low, high)


def minutes_in(nights: Nights, start: Ints, end: Ints) -> Floats:
    """Count the minutes that some intervals share with each night.

    Parameters
    ----------
    nights : Nights
        From :func:`nights_between`.
    start, end : numpy.ndarray of int64, shape (n,)
        Intervals that do not overlap, microseconds since 1970.

    Returns
    -------
    numpy.ndarray of float64
        One for each night.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> nights = nights_between(pd.Timestamp("2026-03-03T12:00Z"), pd.Timestamp("2026-03-03T13:00Z"), "UTC")
    >>> hours = np.array([23, 25]) * 3_600_000_000 + pd.Timestamp("2026-03-03T00:00Z").value // 1000
    >>> minutes_in(nights, hours[:1], hours[1:]).tolist()
    [0.0, 120.0]
    """
    shared = np.minimum(end[:, None], nights.high) - np.maximum(start[:, None], nights.low)
    return np.asarray(np.maximum(shared, 0).sum(axis=0) / 60e6)
