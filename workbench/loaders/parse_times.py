"""Cells into times: ISO, Unix numbers, day-first dates. Never a guessed order of day and month, never a guessed zone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.base import TimeError
from workbench.loaders.epochs import APPLE_US, epoch_us
from workbench.loaders.time_texts import offset_minutes, tidied, true_offsets
from workbench.loaders.values import count_of, plain, texts
from workbench.time import UTC_US, from_micros, micros, utc_column

__all__ = ["Stamps", "Times", "edges", "joined_clock", "read_stamps", "times"]

_ZONED = r"[0-9]:[0-9].*(?:Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)$"
_DATE = r"^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}$|^[0-9]{1,2}[ -][A-Za-z]{3,9}[ -][0-9]{4}$"
_DAY, _MINUTE = 86_400_000_000, 60_000_000
_ONE_OR_MORE = (("time states", "it was"), ("times state", "they were"))
_UNIX = " since 1970 (Unix)"
_CLOCK = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")


@dataclass(frozen=True)
class Times:
    """A column of times: UTC or wall clock, how many cells were unreadable, and what was noticed.

    Attributes
    ----------
    when : pandas.Series
        ``datetime64[us, UTC]`` or naive ``datetime64[us]``.
    unreadable : int
        Cells that hold something else.
    minutes_only : bool
        Whether no cell has seconds.
    notes : tuple of str
        Sentences for the report.
    """

    when: pd.Series
    unreadable: int = 0
    minutes_only: bool = False
    notes: tuple[str, ...] = ()


def times(values: pd.Series, *, name: str, day_first: bool | None = None, utc: bool = False) -> Times:
    """Read a column as times."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return Times(utc_column(values).reset_index(drop=True))
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return Times(values.dt.as_unit("us").reset_index(drop=True))
    quick = _quick(plain(values))
    if quick is not None:
        return quick
    column = texts(values)
    filled = len(column) - column.null_count
    epoch = _epoch(column, name)
    if epoch is not None:
        return epoch
    tidy, past, said = tidied(column, name)
    found = _read(tidy, filled, name, day_first, utc)
    if past is not None:
        later = found.when.where(~past, found.when + pd.Timedelta(days=1)).dt.as_unit("us")
        found = replace(found, when=later)
    return replace(found, notes=(*said, *found.notes))


def _read(tidy: pa.ChunkedArray, filled: int, name: str, day_first: bool | None, utc: bool) -> Times:
    """Read tidied texts: all with a zone, all without, or by the greater part."""
    quick = _quick(tidy)
    if quick is not None:
        return quick
    zoned = pc.fill_null(pc.match_substring_regex(tidy, _ZONED), False).to_numpy(zero_copy_only=False)
    series = pd.Series(tidy.to_pandas()).reset_index(drop=True)
    timed = pc.fill_null(pc.match_substring_regex(tidy, r"[0-9]:[0-9]"), False).to_numpy(zero_copy_only=False)
    if zoned.any():
        if utc and (timed & ~zoned).any():
            bare = count_of(int((timed & ~zoned).sum()), "time states no zone; it was", "times state no zone; they were")
            noted = f"{name}: {bare} read as UTC, as this format defines."
            return replace(
                _result(_zoned(series.where(zoned | ~timed, series + "Z"), name, day_first), tidy, filled), notes=(noted,)
            )
        most = 2 * zoned.sum() >= timed.sum()
        odd = int((timed & (zoned != most)).sum())
        what = ("no zone", "do") if most else ("a zone", "do not")
        said = [f"{verb} {what[0]} while the others {what[1]}; {were} not read" for verb, were in _ONE_OR_MORE]
        notes = (f"{name}: {count_of(odd, *said)}.",) if odd else ()
        found = _zoned(series.where(zoned), name, day_first) if most else _naive(series.where(~zoned), name, day_first)
        return replace(_result(found, tidy, filled), notes=notes)
    return _result(_naive(series, name, day_first), tidy, filled)


def _quick(column: pa.ChunkedArray) -> Times | None:
    """Read a column that is ISO 8601 throughout, all with a zone or all without; None when it is not."""
    for target in (pa.timestamp("us", "UTC"), pa.timestamp("us")):
        try:
            found = pc.cast(column, target)
        except pa.ArrowInvalid:
            continue
        if target.tz is not None and not true_offsets(column):
            return None
        return _result(found.to_pandas(), column, len(column) - column.null_count)
    return None


def _epoch(column: pa.ChunkedArray, name: str) -> Times | None:
    """Read numbers that count time, each by its own size; None where most are none."""
    found = epoch_us(column, name.rsplit(": ", 1)[-1])
    if found is None:
        return None
    stamps, words, naive = found
    good = stamps != np.iinfo(np.int64).min
    unreadable = len(column) - column.null_count - int(good.sum())
    when = from_micros(stamps)
    if naive:
        return Times(when.dt.tz_localize(None), unreadable, notes=(f"{name}: the times are {words[0]}, without a zone.",))
    if all(w.endswith(_UNIX) for w in words):
        words = [w.removesuffix(_UNIX) for w in words]
        main = f"Unix {words[0]}"
    else:
        main = words[0]
    mixed = "" if len(words) == 1 else f"; {' and '.join(words)} are mixed, and each was read by its length"
    said = [f"{name}: the times are {main}, UTC{mixed}."]
    if any("Apple" in w for w in words):
        older = pd.Timestamp(int(stamps[good].min()) - APPLE_US, unit="us")
        said.append(f"{name}: counted from 1970 instead of 2001 the times would begin in {older:%B %Y}; check which is meant.")
    return Times(when, unreadable, notes=tuple(said))


def _zoned(series: pd.Series, name: str, day_first: bool | None) -> pd.Series:
    found = pd.to_datetime(series, utc=True, format="ISO8601", errors="coerce").dt.as_unit("us").astype(UTC_US)
    left = found.isna() & series.notna()
    if left.any():
        parts = series[left].str.extract(r"^(.*?)\s*(Z|z|[+-]\d{2}(?::?\d{2})?)$")
        ahead = parts[1].map({o: offset_minutes(o) for o in parts[1].dropna().unique()}).astype("float64")
        wall = _naive(parts[0].reset_index(drop=True), name, day_first)
        wall.index = parts.index
        found[left] = (wall - pd.to_timedelta(ahead, unit="m")).dt.tz_localize("UTC").dt.as_unit("us")
    return found


def _result(found: pd.Series, tidy: pa.ChunkedArray, filled: int) -> Times:
    found = pd.Series(found).dt.as_unit("us").reset_index(drop=True)
    zoned = isinstance(found.dtype, pd.DatetimeTZDtype)
    stamp = micros(found) if zoned else found.to_numpy().astype("datetime64[us]").astype(np.int64)
    midnight = np.flatnonzero((stamp % _DAY == 0) & found.notna().to_numpy())
    if len(midnight):
        some = tidy.take(pa.array(midnight))
        timed = pc.fill_null(pc.match_substring_regex(some, r"[0-9]:[0-9]|T[0-9]{4}|^[0-9]{14}"), False)
        found.iloc[midnight[~timed.to_numpy(zero_copy_only=False).astype(bool)]] = pd.NaT
    seconds = (
        bool((stamp[found.notna().to_numpy()] % _MINUTE).any())
        or pc.any(pc.match_substring_regex(tidy, r"[0-9]:[0-9]{2}:[0-9]{2}|[0-9]T?[0-9]{6}")).as_py()
    )
    return Times(found, filled - int(found.notna().sum()), minutes_only=not seconds and bool(found.notna().any()))


def _naive(series: pd.Series, name: str, day_first: bool | None) -> pd.Series:
    found = pd.Series(pd.NaT, index=series.index, dtype="datetime64[us]")
    for formats in _formats(series, name, day_first):
        left = found.isna() & series.notna()
        if not left.any():
            break
        parsed = pd.to_datetime(series[left], format=formats, errors="coerce")
        if parsed.notna().any():
            found[left] = parsed.dt.as_unit("us")
    return found


def _formats(series: pd.Series, name: str, day_first: bool | None) -> list[str]:
    """List the formats worth trying, ISO first; slashed dates only in the order that is settled."""
    always = ["ISO8601", "%Y%m%d%H%M%S"]
    year_first = [f"%Y{sep}%m{sep}%d {c}" for sep in "-/" for c in _CLOCK]
    if bool(series.str.contains(r"[A-Za-z]{3,} ?-?\d{4}").any()):
        year_first += [f"%d{sep}{month}{sep}%Y {c}" for month in ("%b", "%B") for sep in " -" for c in _CLOCK]
    parts = series.str.extract(r"^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})[ T,]", expand=True).dropna()
    if parts.empty:
        return [*always, *year_first]
    first, second = pd.to_numeric(parts[0]), pd.to_numeric(parts[2])
    _unmixed(series, first, second, name)
    if day_first is None:
        day, month = bool((first > 12).any()), bool((second > 12).any())
        if (day and month) or (not day and not month and bool((parts[1] != ".").any())):
            raise TimeError(
                "The dates could be day first or month first."
                if day == month and not day
                else "Some dates are day first and some month first.",
                where=name,
                do="Give a profile whose TOML says day_first = true or false, or write dates as 2026-03-04.",
            )
        day_first = day or not month
    slashed = [f"%d{sep}%m{sep}%Y" if day_first else f"%m{sep}%d{sep}%Y" for sep in parts[1].unique()]
    return [*always, *year_first, *(f"{date} {clock}" for date in slashed for clock in _CLOCK)]


def _unmixed(series: pd.Series, first: pd.Series, second: pd.Series, name: str) -> None:
    """Refuse a column that a spreadsheet turned in part: every date whose day is up to 12 is ISO, all others are as typed."""
    last = pd.to_numeric(series.str.extract(r"^\d{4}-\d{2}-(\d{2})")[0]).dropna()
    typed = bool(((first > 12) | (second > 12)).all())
    if len(last) and typed and bool((last <= 12).all()):
        raise TimeError(
            "Dates whose day is up to 12 are written as 2026-03-04 and all others as 13/03/2026: a spreadsheet has turned some "
            "of them, and day and month may be swapped.",
            where=name,
            do="Export the table again without opening it in a spreadsheet.",
        )


def edges(values: pd.Series, *, name: str, day_first: bool | None, last: bool) -> Times:
    """Read a column of first or last moments, in which a bare date means its whole day."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return times(values, name=name, day_first=day_first)
    column = texts(values)
    bare = pc.fill_null(pc.match_substring_regex(column, _DATE), False)
    if not pc.any(bare).as_py():
        return times(values, name=name, day_first=day_first)
    midnight, between = (pa.scalar(t, column.type) for t in ("00:00", " "))
    dated = pc.if_else(bare, pc.binary_join_element_wise(column, midnight, between), column)
    whole = times(pd.Series(dated.to_pandas()), name=name, day_first=day_first)
    ends = last & bare.to_numpy(zero_copy_only=False).astype(bool)
    return replace(whole, when=whole.when.where(~ends, whole.when + pd.Timedelta(days=1)).dt.as_unit("us"), minutes_only=False)


def joined_clock(date: pd.Series, clock: pd.Series) -> pd.Series:
    """Join a column of dates and one of times of day to texts that :func:`times` reads."""
    return pd.Series(pc.binary_join_element_wise(texts(date), texts(clock), pa.scalar(" ", pa.large_string())).to_pandas())


_EPOCH = re.compile(r"-?\d{9,19}(\.\d+)?$")
_HAS_CLOCK = re.compile(r"\d[T ]?\d{2}:?\d{2}")
_OFFSET = r"(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$"
_SCALES = ((1e17, 1e-3), (1e14, 1.0), (1e11, 1e3), (0.0, 1e6))


class Stamps(NamedTuple):
    """A column of times: ``time`` is zone-aware UTC, or naive when no value states an offset."""

    time: pd.Series
    reasons: dict[int, str]
    naive: int


def read_stamps(values: Sequence[object], *, utc: bool = False) -> Stamps:
    """Read times of mixed writing as one column."""
    # Source: ISO 8601; an epoch number is told by its size (years 1973 to 5138 in each unit).
    size = len(values)
    number = np.full(size, np.nan)
    text = np.full(size, "", object)
    reasons: dict[int, str] = {}
    for i, value in enumerate(values):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            number[i] = _float(value)
        elif isinstance(value, str) and value.strip():
            word = value.strip()
            if _EPOCH.match(word):
                number[i] = float(word)
            else:
                text[i] = word
        else:
            reasons[i] = "it has no time"
    words = pd.Series(text, dtype="str").str.replace(r"(\.\d{6})\d+", r"\1", regex=True)
    words = words.str.replace(r" ?(UTC|GMT)$", "Z", regex=True)
    aware = words.str.contains(r":\d{2}[^Zz+-]*" + _OFFSET + r"|T\d{4,6}(?:\.\d+)?" + _OFFSET, regex=True).to_numpy(bool)
    readable = words.str.contains(_HAS_CLOCK).to_numpy(bool)
    parsed = pd.to_datetime(words.where(readable), format="ISO8601", utc=True, errors="coerce").astype(UTC_US)
    stamps = parsed.where(np.isnan(number), _epochs(number))
    known = stamps.notna().to_numpy()
    naive = known & np.isnan(number) & ~aware
    for i in np.flatnonzero(~known).tolist():
        reasons.setdefault(i, f"the time {str(values[i])[:40]!r} cannot be read")
    if naive.any() and not utc:
        if naive.sum() == known.sum():
            return Stamps(stamps.dt.tz_localize(None), reasons, int(naive.sum()))
        reasons.update({int(row): "its time states no offset, while others in the file do" for row in np.flatnonzero(naive)})
        return Stamps(stamps.where(~naive), reasons, 0)
    return Stamps(stamps, reasons, int(naive.sum()))


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return np.nan


def _epochs(number: np.ndarray) -> pd.Series:
    size = np.abs(number)
    scale = np.select([size >= low for low, _ in _SCALES], [s for _, s in _SCALES], np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        micros = np.round(number * scale)
    good = np.isfinite(micros) & (np.abs(micros) < 9e18) & (size >= 1e8)
    whole = np.where(good, micros, 0).astype("int64").astype("datetime64[us]")
    return pd.Series(whole).dt.tz_localize("UTC").where(good)
