"""The timeline: fixes, stays, gaps and approaches as bars over local hours; and the calendar of its days."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.time import DEFAULT_ZONE, days, instant, label, micros, span_label, ticks
from workbench.views.palette import GAP, STAY, ZONE, hour_colour

__all__ = ["DayOption", "day_options", "half_around", "instant_at", "is_whole_day", "minute_of", "timeline"]


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


def is_whole_day(start: pd.Timestamp, end: pd.Timestamp, timezone: str = DEFAULT_ZONE) -> bool:
    """Say whether an interval is exactly one calendar day.

    Parameters
    ----------
    start, end : pandas.Timestamp
        Zone-aware instants.
    timezone : str
        IANA name of the zone whose midnights are meant.
    """
    return [(d.start, d.end) for d in days(start, end, timezone)] == [(instant(start), instant(end))]


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


_BINS = 600
_MINUTE = 60e6


def minute_of(time: pd.Timestamp, start: pd.Timestamp) -> float:
    """Place an instant on the axis: minutes after the start of the timeline.

    Parameters
    ----------
    time, start : pandas.Timestamp
        Zone-aware instants.
    """
    # Elapsed minutes know no clock change.
    return round((instant(time) - instant(start)).total_seconds() / 60, 5)


def instant_at(minutes: float, start: pd.Timestamp, end: pd.Timestamp) -> pd.Timestamp:
    """Read a place on the axis as an instant: whole seconds, never outside the axis.

    Parameters
    ----------
    minutes : float
        Minutes after the start of the timeline.
    start, end : pandas.Timestamp
        Bounds of the timeline.
    """
    return min(max(instant(start) + pd.Timedelta(seconds=round(minutes * 60)), instant(start)), instant(end))


def timeline(
    fixes: pd.DataFrame,
    start: pd.Timestamp,
    end: pd.Timestamp,
    *,
    stays: pd.DataFrame | None = None,
    gaps: pd.DataFrame | None = None,
    approaches: pd.DataFrame | None = None,
    timezone: str = DEFAULT_ZONE,
) -> dict[str, Any]:
    """Describe the timeline of one wearer between two instants.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes of the wearer.
    start, end : pandas.Timestamp
        Bounds of the axis.
    stays, gaps, approaches : pandas.DataFrame, optional
        Tables of the same wearer.
    timezone : str
        IANA name of the zone of the labels.
    """
    # The axis counts elapsed minutes, so no hour is lost or doubled.
    a, b = instant(start), instant(end)
    origin, last = (int(micros(pd.Series([v]))[0]) for v in (a, b))
    total = minute_of(b, a)
    rows = [
        {"name": "fixes", "mark": "solid", "colour": hour_colour(12), "bars": _seen(micros(fixes["time"]), origin, last)},
        {"name": "stays", "mark": "solid", "colour": STAY, "bars": _bars(stays, origin, last)},
        {"name": "gaps", "mark": "hatch", "colour": GAP, "bars": _bars(gaps, origin, last)},
        {"name": "zones", "mark": "solid", "colour": ZONE, "bars": _bars(approaches, origin, last)},
    ]
    marks = [[round(minute_of(t, a)), words] for t, words in ticks(a, b, timezone, most=9)]
    return {"minutes": total, "ticks": marks, "rows": rows, "words": f"{span_label(a, b, timezone)}, local time"}


def _seen(time: NDArray[np.int64], origin: int, last: int) -> list[list[float]]:
    """Join the bins of the axis that hold a fix into bars."""
    step = max((last - origin) / _BINS, 1.0)
    inside = time[(time >= origin) & (time < last)]
    full = np.zeros(_BINS + 2, bool)
    full[1 + np.minimum((inside - origin) // step, _BINS - 1).astype(np.int64)] = True
    change = np.flatnonzero(np.diff(full.astype(np.int8)))
    edges = np.round(change * step / _MINUTE, 4).reshape(-1, 2)
    bars: list[list[float]] = edges.tolist()
    return bars


def _bars(table: pd.DataFrame | None, origin: int, last: int) -> list[list[float]]:
    """Clip the rows of a table to the axis; bars that would touch within a bin are drawn as one."""
    if table is None or not len(table):
        return []
    start, end = micros(table["start"]), micros(table["end"])
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    least = (last - origin) / _BINS
    bars: list[list[float]] = []
    for a, b in zip(start.tolist(), end.tolist(), strict=True):
        low, high = max(a, origin), min(max(b, a + least), last)
        if low >= high:
            continue
        if bars and low - bars[-1][1] < least and len(table) > _BINS // 2:
            bars[-1][1] = max(bars[-1][1], high)
        else:
            bars.append([low, high])
    return [[round((a - origin) / _MINUTE, 4), round((b - origin) / _MINUTE, 4)] for a, b in bars]
