"""The three clocks of a file brought to UTC: zones, repeated hours, minutes without seconds, dates that stand for nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import time_ns

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import Quality, TimeError
from workbench.loaders.values import count_of
from workbench.time import Localized, localize, micros

__all__ = ["Clocks", "settle_clocks"]

Ints = NDArray[np.int64]
_NONE = np.iinfo(np.int64).min
_FIRST, _LAST, _NEVER = (int(np.datetime64(d, "us").astype(np.int64)) for d in ("1980-01-06", "2100-01-01", "2900-01-01"))
_DAY, _WEEKS = 86_400_000_000, 1024 * 7 * 86_400_000_000
_FEW = 0.25
_ROLLED_YEARS = 5
"""Old dates are asked about where 1024 weeks later lies so shortly before the load: real tracks of that age are rare."""
_BEFORE = (("time lies", "stands"), ("times lie", "stand"))
_MINUTE = 60_000_000
_ONE_OR_MORE = (("time lies", "it was"), ("times lie", "they were"))
_TOLERANCE = 60_000_000


@dataclass
class Clocks:
    """Times in microseconds UTC (the smallest integer is missing), flags, and what to say.

    Attributes
    ----------
    time, recorded, uploaded : numpy.ndarray of int64, shape (n,)
        Microseconds since 1970, UTC.
    quality : numpy.ndarray of int64, shape (n,)
        Bits of ``workbench.Quality``.
    skipped : numpy.ndarray of bool, shape (n,)
        Rows whose local time does not exist.
    notes : list of str
        Sentences for the report.
    """

    time: Ints
    recorded: Ints
    uploaded: Ints
    quality: Ints
    skipped: NDArray[np.bool_]
    notes: list[str] = field(default_factory=list)


def settle_clocks(rows: pd.DataFrame, wearer: Ints, zone: str | None, name: str) -> Clocks:
    """Bring ``time, recorded, uploaded`` of one file to UTC and flag what is doubtful about them."""
    # The sentinel dates are those of the ministry's tables.
    size = len(rows)
    empty = np.full(size, _NONE)
    out = Clocks(empty, empty.copy(), empty.copy(), np.zeros(size, np.int64), np.zeros(size, bool))
    for key in ("time", "recorded", "uploaded"):
        if key in rows:
            setattr(out, key, _utc(rows[key], key, wearer, zone, name, out))
    never = out.time >= _NEVER
    if never.any():
        many = count_of(int(never.sum()), "time lies after the year 2900 and stands", "times lie after the year 2900 and stand")
        out.notes.append(f"{name}: {many} for no time.")
        out.time[never] = _NONE
    early = (out.time != _NONE) & (out.time < _FIRST)
    if early.any():
        words = [f"{lie} before the first positioning satellite and {stands}" for lie, stands in _BEFORE]
        many = count_of(int(early.sum()), *words)
        out.notes.append(f"{name}: {many} for none; flagged.")
    there = out.time != _NONE
    fault = early | (there & (out.time > _LAST))
    fault |= _far_dates(out, there, name)
    for key in ("recorded", "uploaded"):
        other = getattr(out, key)
        odd = (other != _NONE) & ((other < _FIRST) | (other > _LAST))
        if odd.any():
            one, more = "date is impossible or stands for none and was", "dates are impossible or stand for none and were"
            out.notes.append(f"{name}: {count_of(int(odd.sum()), f'{key} {one}', f'{key} {more}')} left empty.")
            other[odd] = _NONE
        fault |= there & (other != _NONE) & (out.time - np.where(other == _NONE, 0, other) > _TOLERANCE)
    out.quality[fault] |= int(Quality.CLOCK_FAULT)
    _periods(rows, wearer, zone, name, out)
    if "minutes_only" in rows:
        _spread(out, wearer, name)
    return out


def _far_dates(out: Clocks, there: NDArray[np.bool_], name: str) -> NDArray[np.bool_]:
    """Find times after the moment of the load, and times 1024 weeks from most others: a receiver's week counter ran over."""
    now = time_ns() // 1000
    ahead = there & (out.time > now + _DAY)
    count = int(there.sum())
    if ahead.any() and 2 * int(ahead.sum()) > count:
        out.notes.append(f"{name}: most times lie after this machine's own date; is its clock right, or the year of the file?")
        ahead[:] = False
    elif ahead.any():
        many = count_of(int(ahead.sum()), "time lies in the future", "times lie in the future")
        year = 1970 + int(out.time[ahead].max() // (365.2425 * _DAY))
        out.notes.append(f"{name}: {many}, up to the year {year}; flagged.")
    rest = there & ~ahead
    if not rest.any():
        return ahead
    middle = int(np.median(out.time[rest]))
    rolled = rest & (np.abs(np.abs(out.time - middle) - _WEEKS) < 200 * _DAY)
    if rolled.any() and rolled.sum() <= _FEW * count:
        many = count_of(int(rolled.sum()), "time lies", "times lie")
        out.notes.append(f"{name}: {many} about 1024 weeks from the others (a receiver's week counter ran over); flagged.")
        ahead |= rolled
    late = out.recorded != _NONE
    both = rest & late & (np.abs(out.recorded - out.time - _WEEKS) < 8 * _DAY)
    both |= rest & (out.uploaded != _NONE) & (np.abs(out.uploaded - out.time - _WEEKS) < 8 * _DAY)
    if both.any():
        many = count_of(int(both.sum()), "fix was recorded", "fixes were recorded")
        out.notes.append(f"{name}: {many} about 1024 weeks after their own time: the receiver's week counter ran over; flagged.")
        ahead |= both
    elif 0 <= now - int(out.time[rest].max()) - _WEEKS <= _ROLLED_YEARS * 366 * _DAY:
        last, meant = (pd.Timestamp(int(out.time[rest].max()) + more, unit="us").date() for more in (0, _WEEKS))
        out.notes.append(
            f"{name}: the times end on {last}; 1024 weeks later is {meant}. A receiver whose week counter ran over writes such "
            "dates: is the year right? Nothing was changed."
        )
    return ahead


def _utc(values: pd.Series, key: str, wearer: Ints, zone: str | None, name: str, out: Clocks) -> Ints:
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return micros(values).copy()
    if not values.notna().any():
        return np.full(len(values), _NONE)
    if zone is None:
        raise TimeError(
            f"The times of {key!r} state no time zone.", where=name, do="Give timezone=, for example timezone='Europe/London'."
        )
    whole = _in_order(values, zone)
    if whole.ambiguous.any() and len(np.unique(wearer)) > 1:
        time, first = micros(whole.time), whole.ambiguous.copy()
        for one in np.unique(wearer[first]):
            mine = np.flatnonzero(wearer == one)
            time[mine] = micros(_in_order(values.iloc[mine], zone).time)
    else:
        time = micros(whole.time)
    out.skipped |= whole.skipped if key == "time" else False
    if key == "time" and whole.ambiguous.any():
        out.quality[whole.ambiguous] |= int(Quality.AMBIGUOUS_HOUR)
        one, more = (f"{lie} in the hour that happens twice in {zone}; {were}" for lie, were in _ONE_OR_MORE)
        out.notes.append(
            f"{name}: {count_of(int(whole.ambiguous.sum()), one, more)} settled by row order where it tells, else "
            "taken as the first pass, and flagged."
        )
    return time.copy()


def _in_order(values: pd.Series, zone: str) -> Localized:
    """Localize in the order of time: a file that runs from newest to oldest is turned round for it."""
    steps = np.diff(values.dropna().to_numpy())
    if (steps < np.timedelta64(0)).sum() <= (steps > np.timedelta64(0)).sum():
        return localize(values.reset_index(drop=True), zone)
    turned = localize(values.iloc[::-1].reset_index(drop=True), zone)
    return Localized(turned.time.iloc[::-1].reset_index(drop=True), turned.ambiguous[::-1], turned.skipped[::-1])


def _periods(rows: pd.DataFrame, wearer: Ints, zone: str | None, name: str, out: Clocks) -> None:
    outside = np.zeros(len(rows), bool)
    for key, before in (("active_from", True), ("active_to", False)):
        if key in rows:
            edge = _utc(rows[key], key, wearer, zone, name, out)
            real = (edge > _FIRST) & (edge < _LAST) & (out.time != _NONE)
            outside |= real & ((out.time < edge) if before else (out.time >= edge))
    if outside.any():
        out.quality[outside] |= int(Quality.OUTSIDE_WINDOW)
        out.notes.append(f"{name}: {int(outside.sum()):,} fixes lie outside the period that their row states; they are flagged.")


def _spread(out: Clocks, wearer: Ints, name: str) -> None:
    """Spread fixes of one wearer and minute evenly over it, in the order of the rows."""
    there = np.flatnonzero(out.time != _NONE)
    order = there[np.lexsort((there, out.time[there], wearer[there]))]
    if not len(order):
        return
    time, who = out.time[order], wearer[order]
    new = np.concatenate([[True], (np.diff(time) != 0) | (np.diff(who) != 0)])
    group = np.cumsum(new) - 1
    count = np.bincount(group)[group]
    place = np.arange(len(order)) - np.flatnonzero(new)[group]
    steps = np.diff(out.time[there])
    if (steps < 0).sum() > (steps > 0).sum():
        place = count - 1 - place
    out.time[order] = time + place * _MINUTE // count
    out.quality[order[count > 1]] |= int(Quality.SPREAD_TIME)
    shared = int((count > 1).sum())
    spread = f"; {shared:,} fixes that share a minute were spread evenly over it in row order, and flagged" if shared else ""
    out.notes.append(f"{name}: the times have no seconds{spread}.")
