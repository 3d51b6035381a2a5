"""How times and lengths of time are written for people: always with the zone, never bare."""

from __future__ import annotations

import pandas as pd

from workbench.time.clock import DEFAULT_ZONE, days, instant, to_local

__all__ = ["duration_label", "label", "span_label", "ticks"]

_DAY_MINUTES = 1440
_YEAR_MINUTES = 525_600


def label(value: pd.Timestamp, timezone: str = DEFAULT_ZONE, *, seconds: bool = False) -> str:
    """Write an instant the way it is read on screen, always with its zone.

    Parameters
    ----------
    value : pandas.Timestamp
        A zone-aware instant.
    timezone : str
        IANA name of the zone to show it in.
    seconds : bool
        Whether to add the seconds.

    Raises
    ------
    TimeError
        If the instant is naive or the zone unknown.
    """
    # Source: the conventions of the service (day, date, time, zone).
    local = to_local(value, timezone)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b %Y} {clock} {local.tzname()}"


def span_label(start: pd.Timestamp, end: pd.Timestamp, timezone: str = DEFAULT_ZONE) -> str:
    """Write an interval the way it is read on screen.

    Parameters
    ----------
    start, end : pandas.Timestamp
        Zone-aware instants.
    timezone : str
        IANA name of the zone to show them in.

    Raises
    ------
    TimeError
        If an instant is naive or the zone unknown.
    """
    a, b = (to_local(v, timezone) for v in (start, end))
    day = f"{a:%a} {a.day} {a:%b %Y}"
    first = f"{day} {a:%H:%M}" + ("" if a.tzname() == b.tzname() else f" {a.tzname()}")
    second = f"{b:%H:%M}" if a.date() == b.date() else f"{b:%a} {b.day} {b:%b %Y} {b:%H:%M}"
    return f"{first} to {second} {b.tzname()}"


def duration_label(minutes: float) -> str:
    """Write a length of time in plain words.

    Parameters
    ----------
    minutes : float
        Length in minutes, zero or more.
    """
    if minutes < 2:
        return f"{round(minutes * 60)} s"
    whole = round(minutes)
    if whole < 120:
        return f"{whole} min"
    if whole < 48 * 60:
        return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"
    hours = round(whole / 60)
    return f"{hours // 24} days {hours % 24} h" if hours % 24 else f"{hours // 24} days"


def ticks(
    start: pd.Timestamp, end: pd.Timestamp, timezone: str = DEFAULT_ZONE, *, most: int = 12
) -> list[tuple[pd.Timestamp, str]]:
    """Choose the marks of a time axis, with local labels that name the zone.

    Parameters
    ----------
    start, end : pandas.Timestamp
        Zone-aware bounds of the axis.
    timezone : str
        IANA name of the zone of the labels.
    most : int
        The largest number of marks wanted.

    Raises
    ------
    TimeError
        If an instant is naive or the zone unknown.
    """
    a, b = instant(start), instant(end)
    span = max((b - a).total_seconds() / 60, 1.0)
    steps = (1, 5, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760, 10080, 20160, 43200, 86400, 259200, 525600, 5256000)
    step = next((s for s in steps if span / s <= most), steps[-1])
    found = days(a, b + pd.Timedelta(microseconds=1), timezone)
    if step >= _DAY_MINUTES:
        starts = [d for d in found if d.start >= a][:: step // _DAY_MINUTES]
        year = " %Y" if span > _YEAR_MINUTES else ""
        return [(d.start, f"{d.date:%a} {d.date.day} {d.date:%b{year}}") for d in starts]
    marks = pd.Series(pd.date_range(found[0].start, b, freq=f"{min(step, 15)}min"))
    local = to_local(marks, timezone)
    chosen = (marks >= a) & ((local.dt.hour * 60 + local.dt.minute) % step == 0)
    return [(m, f"{w:%H:%M} {w.tzname()}") for m, w in zip(marks[chosen], local[chosen], strict=True)]
