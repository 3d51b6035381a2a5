"""Ways of writing a zone, midnight and half a day, brought to one; ranges and offsets that do not exist are no times."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.base import ascii_digits
from workbench.loaders.values import count_of

__all__ = ["offset_minutes", "tidied", "true_offsets"]

_RANGE = (
    r"[ ][0-9]{1,2}[:.][0-9]{2}\s*(?:-|\x{2013}|to)\s*[0-9]{1,2}[:.][0-9]{2}$"
    r"|[0-9]:[0-9]{2}(?::[0-9]{2})?[+-](?:1[5-9]|[2-9][0-9]):?[0-9]{2}$"
)
_SUFFIX = re.compile(r"\s*\(?((?:UTC|GMT)\s*(?:[+\-\u2212]\s*\d{1,2}(?::?\d{2})?)?|BST|CEST|CET|WEST|WET|EEST|EET)\)?$")
_MIDNIGHT = re.compile(r"(?<=[ T])24:00(?=$|:00|[Z+ -])")
_NAMED = {"BST": 60, "CET": 60, "CEST": 120, "WET": 0, "WEST": 60, "EET": 120, "EEST": 180}
_FURTHEST = 14 * 60
_MOST_OFFSETS = 200


def true_offsets(column: pa.ChunkedArray) -> bool:
    """Say whether what stands at the end of ISO times are offsets that exist, and not the other end of a range."""
    ends = pc.unique(pc.utf8_slice_codeunits(column, start=-6)).drop_null().to_pylist()
    if len(ends) > _MOST_OFFSETS:
        ends = [e for e in ends if not e.endswith(("Z", "z"))]
    if not any(e[0] in "+-" for e in ends if e):
        return True
    odd = pc.match_substring_regex(column, _RANGE)
    return not pc.any(odd).as_py()


def offset_minutes(text: str) -> float | None:
    """Read an offset such as ``+01:00``, ``UTC+1``, ``BST``, ``60`` (minutes) or ``3600`` (seconds) as minutes ahead of UTC."""
    word = str(text).strip().upper().replace("\u2212", "-").strip("()").removeprefix("UTC").removeprefix("GMT").strip()
    if word in ("", "Z"):
        return 0.0
    if word in _NAMED:
        return float(_NAMED[word])
    if match := re.fullmatch(r"([+-]?)(\d{1,2}):?(\d{2})", word) if ":" in word or re.match(r"[+-]\d{4}$", word) else None:
        minutes = int(match.group(2)) * 60 + int(match.group(3))
        return float(-minutes if match.group(1) == "-" else minutes) if minutes <= _FURTHEST else None
    if not re.fullmatch(r"[+-]?\d{1,5}(?:\.\d+)?", word):
        return None
    number = float(word)
    scaled = number * 60 if abs(number) <= 14 else number if abs(number) <= _FURTHEST else number / 60
    return scaled if abs(scaled) <= _FURTHEST and scaled % 15 == 0 else None


def tidied(column: pa.ChunkedArray, name: str) -> tuple[pa.ChunkedArray, np.ndarray | None, list[str]]:
    """Bring the ways of writing zones, midnight and halves of the day to one; ranges and impossible offsets are no times."""
    said = []
    if pc.any(pc.match_substring_regex(column, r"[^\x00-\x7f]")).as_py():
        # Digits of another script mean what 0 to 9 mean; what reads numbers further on knows these alone.
        column = pa.chunked_array([pa.array([None if t is None else ascii_digits(t) for t in column.to_pylist()], column.type)])
    tidy = pc.replace_substring_regex(column, r"^([0-9]{4}):([0-9]{2}):([0-9]{2})([ T])", r"\1-\2-\3\4")
    ranged = pc.fill_null(pc.match_substring_regex(tidy, _RANGE), False)
    if many := int(pc.sum(ranged).as_py() or 0):
        said.append(f"{name}: {count_of(many, 'cell is a range of times', 'cells are ranges of times')}, not a time; not read.")
        tidy = pc.if_else(ranged, pa.scalar(None, tidy.type), tidy)
    tidy = pc.replace_substring_regex(tidy, r"(?i)\s*([ap])\.?m\b\.?", r" \1m")
    series = pd.Series(tidy.to_pandas())
    if series.str.contains(r"(?:UTC|GMT|BST|CET|CEST|WEST|WET|EET|EEST)", na=False).any():
        series = series.str.replace(_SUFFIX, _suffix, regex=True)
    late = series.str.contains(_MIDNIGHT, na=False).to_numpy(bool)
    if late.any():
        series = series.where(~late, series.str.replace(_MIDNIGHT, "00:00", regex=True))
    return pa.chunked_array([pa.array(series, pa.large_string(), from_pandas=True)]), (late if late.any() else None), said


def _suffix(match: re.Match[str]) -> str:
    minutes = offset_minutes(match.group(1))
    return (
        match.group()
        if minutes is None
        else f"{'-' if minutes < 0 else '+'}{int(abs(minutes)) // 60:02d}:{int(abs(minutes)) % 60:02d}"
    )
