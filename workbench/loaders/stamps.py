"""Times as files write them: ISO 8601 with or without an offset, and seconds, milli- or microseconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.time.clock import UTC_US

__all__ = ["Stamps", "read_stamps"]

_EPOCH = re.compile(r"-?\d{9,19}(\.\d+)?$")
_CLOCK = re.compile(r"\d[T ]?\d{2}:?\d{2}")
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
    readable = words.str.contains(_CLOCK).to_numpy(bool)
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
