"""Times written as one number: which moment it counts from and in what unit, told by size and never by chance alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["APPLE_US", "COUNTS", "epoch_us"]

Floats = NDArray[np.float64]
COUNTS = (
    ("seconds since 1970 (Unix)", 1e9, 1e10, 1e6, 0),
    ("milliseconds since 1970 (Unix)", 1e11, 1e13, 1e3, 0),
    ("microseconds since 1970 (Unix)", 1e14, 9e15, 1.0, 0),
    ("nanoseconds since 1970 (Unix)", 9e17, 1e19, 1e-3, 0),
    ("seconds since 2001 (Apple)", 1e8, 1e9, 1e6, 978_307_200_000_000),
    ("nanoseconds since 2001 (Apple)", 2e17, 9e17, 1e-3, 978_307_200_000_000),
    ("microseconds since 1601 (WebKit)", 1.19e16, 1.7e16, 1.0, -11_644_473_600_000_000),
    ("tenths of microseconds since 1601 (Windows file time, LDAP)", 1.19e17, 1.7e17, 0.1, -11_644_473_600_000_000),
    ("tenths of microseconds since year 1 (.NET ticks)", 6.2e17, 6.6e17, 0.1, -62_135_596_800_000_000),
    ("days since 30 December 1899 (spreadsheet)", 2e4, 8e4, 86_400e6, -2_209_161_600_000_000),
)
"""What the number counts, its size from and below, microseconds in one, and the moment of 0 in microseconds since 1970."""
APPLE_US = COUNTS[4][4]
_ORDER = (9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
_GPS_US = 315_964_800_000_000
_LEAP_US = 18_000_000
_NONE = np.iinfo(np.int64).min


def epoch_us(column: pa.ChunkedArray, heading: str) -> tuple[NDArray[np.int64], list[str], bool] | None:
    """Read numbers that count time as moments, with words for what they count, and whether they are wall clock and not UTC."""
    sample = column.drop_null().slice(0, 1000)
    numeric = sample.filter(pc.match_substring_regex(sample, r"^-?[0-9]+(?:[.,][0-9]*)?(?:[eE]\+?[0-9]+)?$"))
    if not len(sample) or 2 * len(numeric) < len(sample):
        return None
    number = pd.to_numeric(pd.Series(pc.replace_substring(column, ",", ".").to_pandas()), errors="coerce")
    value = number.to_numpy(dtype=np.float64, na_value=np.nan)
    kind = np.full(len(value), -1)
    for at in _ORDER:
        _, low, high, _, _ = COUNTS[at]
        kind[(value >= low) & (value < high)] = at
    there = np.isfinite(value)
    if not (kind[there] == len(COUNTS) - 1).all():
        kind[kind == len(COUNTS) - 1] = -1
    if not (kind >= 0).any() or 2 * int((kind[there] >= 0).sum()) < int(there.sum()):
        return None
    exact = number.to_numpy() if number.dtype.kind == "i" else None
    stamps = np.full(len(value), _NONE)
    words = []
    for at in dict.fromkeys(kind[kind >= 0].tolist()):
        text, _, _, scale, zero = COUNTS[at]
        mine = kind == at
        if exact is not None and scale >= 1:
            stamps[mine] = exact[mine] * int(scale) + zero
        elif exact is not None:
            stamps[mine] = exact[mine] // round(1 / scale) + zero
        else:
            stamps[mine] = np.round(value[mine] * scale).astype(np.int64) + zero
        words.append(text)
    if at_gps(heading) and words == [COUNTS[0][0]]:
        stamps[kind == 0] += _GPS_US - _LEAP_US
        words = ["seconds since 6 January 1980 (GPS), less 18 leap seconds"]
    days = kind == len(COUNTS) - 1
    return stamps, words, bool(days.any() and days[kind >= 0].all())


def at_gps(heading: str) -> bool:
    """Say whether a heading states that its numbers are seconds of the positioning system itself."""
    words = set(pd.Series([heading]).str.lower().str.replace(r"[\W_]+", " ", regex=True).iloc[0].split())
    return bool(words & {"gps", "gpst", "gnss"} and words & {"seconds", "second", "sec", "secs", "epoch"})
