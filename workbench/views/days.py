"""The calendar of a wearer: each day with how many fixes it holds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.time.clock import DEFAULT_ZONE, days, instant, to_local
from workbench.time.instants import micros
from workbench.time.labels import label

__all__ = ["DayOption", "day_options", "half_around", "iso_day"]


class DayOption(NamedTuple):
    """One calendar day: its words and its bounds in UTC."""

    words: str
    start: pd.Timestamp
    end: pd.Timestamp


def day_options(fixes: pd.DataFrame, timezone: str = DEFAULT_ZONE) -> list[DayOption]:
    """List the calendar days between a wearer's first and last fix, with the number of fixes.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes of one wearer, sorted by time.
    timezone : str
        IANA name of the zone whose midnights are meant.
    """
    if not len(fixes):
        return []
    time = micros(fixes["time"])
    found = days(fixes["time"].iloc[0], instant(fixes["time"].iloc[-1]) + pd.Timedelta(microseconds=1), timezone)
    bounds = micros(pd.Series([d.start for d in found] + [found[-1].end]))
    counts = np.diff(np.searchsorted(time, bounds))
    words = [f"{_name(d.start, timezone)}: {_count(int(n))}" for d, n in zip(found, counts, strict=True)]
    return [DayOption(said, d.start, d.end) for said, d in zip(words, found, strict=True)]


def _name(start: pd.Timestamp, timezone: str) -> str:
    return label(start, timezone).rsplit(" ", 2)[0]


def _count(fixes: int) -> str:
    return "no fix" if not fixes else f"{fixes:,} fix" if fixes == 1 else f"{fixes:,} fixes"


def half_around(
    start: pd.Timestamp, end: pd.Timestamp, fixes: pd.DataFrame, position: int | None
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Halve a window around a fix, so that it can be narrowed without a mouse.

    Parameters
    ----------
    start, end : pandas.Timestamp
        The window.
    fixes : pandas.DataFrame
        Its fixes.
    position : int or None
        Which one must stay inside, 0-based; the middle of the window without one.
    """
    length = max((end - start) / 2, pd.Timedelta(seconds=2)).ceil("s")
    middle = start + (end - start) / 2 if position is None else fixes["time"].iloc[position]
    low = max(start, min(middle - length / 2, end - length)).floor("s")
    return low, min(end, low + length)


def iso_day(time: pd.Timestamp, timezone: str = DEFAULT_ZONE) -> str:
    """Write the local date of an instant as it is typed.

    Parameters
    ----------
    time : pandas.Timestamp
        A zone-aware instant.
    timezone : str
        IANA name of the zone.
    """
    # Source: ISO 8601.
    return str(to_local(time, timezone).date().isoformat())
