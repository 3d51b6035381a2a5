"""The times of crimes: windows brought to UTC never narrower than written, and whether they are UTC or the wall clock."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.time import instant, localize, to_local

__all__ = ["Moments", "Proof", "clock_proof", "moments", "window_utc"]


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


_HABITS = (1, 720, 1439)
"""Minutes of the day that people write for a time they do not know: 00:01, 12:00, 23:59. Midnight itself is often avoided."""
_SURE = 3.3
"""So many standard errors; chance alone reaches it in one file of a thousand."""
_FEW = 20


def _spikes() -> NDArray[np.float64]:
    """Weigh each minute of the day: +1 at a habit, -1/2 an hour before and after, so that a mere slope weighs nothing."""
    weight = np.zeros(1440)
    for minute in _HABITS:
        for hours, share in ((0, 1.0), (-60, -0.5), (60, -0.5)):
            weight[(minute + hours) % 1440] += share
    return weight


_WEIGHT = _spikes()


class Proof(NamedTuple):
    """``speaks_for`` is ``"UTC"``, ``"local"`` or empty; ``because`` is a clause in words."""

    speaks_for: str
    because: str


def clock_proof(written: pd.Series, zone: str, *, end: pd.Series | None = None, last_day: pd.Series | None = None) -> Proof:
    """Say whether times as written look like UTC or like the wall clock of a zone."""
    # A time in the hour that the clocks leap over cannot be wall clock. Then ends after the batch was made. Then habits: noon
    # and a minute past or to midnight are written far more often than an hour before or after them, so the reading under which
    # they stand out more is the likelier one; 3.3 standard errors are asked for.
    wall = written.dropna().reset_index(drop=True)
    never = int(localize(wall, zone).skipped.sum())
    if never:
        return Proof("UTC", f"{never:,} times lie in an hour that the clocks of {zone} leap over")
    if end is not None and last_day is not None:
        midnight = last_day.reset_index(drop=True) + pd.Timedelta(days=1)
        late = int(((_as_local(end.reset_index(drop=True), zone) > midnight) & (end.reset_index(drop=True) <= midnight)).sum())
        if late:
            return Proof("local", f"{late:,} crimes would end after the day their batch was made, if the times were UTC")
    other = _as_local(wall, zone)
    moved = (wall != other).to_numpy()
    if not moved.any():
        return Proof("", f"all times lie in months in which {zone} is UTC, so nothing hangs on it")
    here, there = _minute(wall)[moved], _minute(other)[moved]
    written_so, would_be = (int(np.isin(minute, _HABITS).sum()) for minute in (here, there))
    counts = (
        f"of {int(moved.sum()):,} times in months in which {zone} is not UTC, {written_so:,} stand at 00:01, 12:00 or "
        f"23:59 as written, and {would_be:,} would if they were UTC"
    )
    score = _WEIGHT[here] - _WEIGHT[there]
    error = math.sqrt(float((score**2).sum()))
    if int((score != 0).sum()) < _FEW or abs(score.sum()) < _SURE * error:
        return Proof("", f"the times do not tell: {counts}")
    return Proof("local" if score.sum() > 0 else "UTC", counts)


def _as_local(values: pd.Series, zone: str) -> pd.Series:
    """Read naive times as UTC and give what a clock on the wall would have shown."""
    return to_local(values.dt.tz_localize("UTC"), zone).dt.tz_localize(None)


def _minute(values: pd.Series) -> NDArray[np.int64]:
    return (values.dt.hour * 60 + values.dt.minute).to_numpy(np.int64)


def moments(start: pd.Series, end: pd.Series) -> pd.Series:
    """Give starts and ends as one column, a moment that is both only once."""
    return pd.concat([start, end[(start != end).to_numpy()]], ignore_index=True)
