"""Cells into values: numbers with points or commas, ids, codes. Unreadable cells become missing and are counted."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.base import HIDDEN, visible
from workbench.loaders.profile import canonical
from workbench.tables import METHODS

__all__ = ["NOTHING", "TEXT", "count_of", "degrees_of", "few", "ids", "methods", "numbers", "plain", "texts", "unguarded"]

Floats = NDArray[np.float64]
_LONGEST = 400
NOTHING = ("", "null", "NULL", "Null", "none", "None", "NaN", "nan", "NA", "N/A", "n/a", "<NA>", "NaT", "\\N")
"""Texts that stand for an empty cell."""
TEXT = pd.StringDtype(storage="pyarrow", na_value=np.nan)
"""The text type of every table: the ``str`` of pandas 3."""
_NOTHING = pa.array(NOTHING, pa.large_string())
_HIDDEN = "[" + re.sub(r"\\[uU]([0-9a-f]+)", r"\\x{\1}", HIDDEN) + "]"
"""What an id must not hide, as the regular expressions of Arrow write it."""
_GUARD = r"^'(?=[=+\-@\t\r'])"
_POINT_ZERO = r"^\s*[0-9]+\.0\s*$"
_THOUSANDS = r"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$"
_SPACED = r"^[+-]?[0-9]{1,3}(?:[ '\x{2019}\x{a0}\x{202f}\x{2009}][0-9]{3})+(?:[.,][0-9]+)?$"
_SPACE = r"[ '\x{2019}\x{a0}\x{202f}\x{2009}]"
_POINTS = r"^[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?$"
_DMS = re.compile(
    r"([NSEW])?\s*([+-])?\s*(\d{1,3}(?:\.\d+)?)\s*(?:[°º:D ]|DEG)?\s*"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:['\u2032\u2019:M ]|MIN)?\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"\u2033\u201d]|''|SEC)?)?)?"
    r"\s*([NSEW])?"
)
_HALVES = r"^([+-]?[0-9]+(?:\.[0-9]*)?)\s*°?\s*([NSEWnsew])$"


def texts(values: pd.Series) -> pa.ChunkedArray:
    """Give a column as trimmed texts, missing where the cell is empty or says so; whole numbers lose their ``.0``."""
    column = pc.utf8_trim_whitespace(plain(values))
    nothing = pc.is_in(column, value_set=_NOTHING)
    return pc.if_else(nothing, None, column) if pc.any(nothing).as_py() else column


def plain(values: pd.Series) -> pa.ChunkedArray:
    """Give a column as texts just as they are; whole numbers lose their ``.0``."""
    if pd.api.types.is_bool_dtype(values.dtype):
        values = values.astype(object)
    if pd.api.types.is_float_dtype(values.dtype):
        whole = values.notna() & (values == np.floor(values)) & (values.abs() < 2**53)
        if bool((whole | values.isna()).all()):
            values = values.astype("Int64")
    if values.dtype == object:
        found = pa.array([_text(v) for v in values], pa.string())
    else:
        found = pa.array(values.array, from_pandas=None if isinstance(values.dtype, pd.StringDtype) else True)
    column = found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])
    if not pa.types.is_large_string(column.type):
        column = pc.cast(column, pa.large_string())
    return column


def _text(value: object) -> str | None:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    try:
        return str(value).encode("utf-8", "replace").decode("utf-8")
    except ValueError:
        return None


def numbers(values: pd.Series, *, thousands: bool = False, mark: str = "") -> tuple[Floats, int, bool]:
    """Read a column as numbers; `mark` is the decimal mark of the file where its coordinates tell it."""
    thousands = thousands or mark == "."
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
        found = pd.to_numeric(values).astype("float64").to_numpy(na_value=np.nan, copy=True)
        bad = np.isinf(found)
        found[bad] = np.nan
        return found, int(bad.sum()), False
    for column in (plain(values), texts(values)):
        if mark == ",":
            column = texts(values)
            break
        try:
            return _clean(pc.cast(column, pa.float64()), column, False)
        except pa.ArrowInvalid:
            continue
    if mark == ",":
        return _continental(column)
    column = pc.if_else(
        pc.fill_null(pc.match_substring_regex(column, _SPACED), False), pc.replace_substring_regex(column, _SPACE, ""), column
    )
    comma = pc.match_substring_regex(column, _THOUSANDS if thousands else r"^[+-]?[0-9]+,[0-9]+\s*[NSEWnsew]?$")
    dotted = pc.if_else(comma, pc.replace_substring(column, ",", "" if thousands else "."), column)
    half = pc.extract_regex(dotted, _HALVES.replace("(", "(?P<n>", 1).replace("([N", "(?P<h>[N", 1))
    number, side = (pc.struct_field(half, name) for name in ("n", "h"))
    negative = pc.is_in(pc.utf8_upper(side), value_set=pa.array(["S", "W"]))
    either = pc.if_else(pc.is_valid(half), number, dotted)
    found = pd.to_numeric(either.to_pandas(), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    south = pc.fill_null(negative, False).to_numpy(zero_copy_only=False).astype(bool)
    lettered = pc.is_valid(half).to_numpy(zero_copy_only=False).astype(bool)
    found = np.where(south, -np.abs(found), np.where(lettered & (found < 0), np.nan, found))
    return _clean(pa.array(found), column, bool(pc.any(comma).as_py()))


def _continental(column: pa.ChunkedArray) -> tuple[Floats, int, bool]:
    """Read numbers of a file with decimal commas: there a point stands between thousands, and any other point is no number."""
    spaced = pc.fill_null(pc.match_substring_regex(column, _SPACED), False)
    column = pc.if_else(spaced, pc.replace_substring_regex(column, _SPACE, ""), column)
    grouped = pc.fill_null(pc.match_substring_regex(column, _POINTS), False)
    bare = pc.if_else(grouped, pc.replace_substring(column, ".", ""), column)
    pointed = pc.fill_null(pc.match_substring(bare, "."), False)
    comma = pc.match_substring_regex(bare, r"^[+-]?[0-9]+,[0-9]+$")
    plain_numbers = pc.if_else(pointed, pa.scalar(None, bare.type), pc.replace_substring(bare, ",", "."))
    found = pd.to_numeric(plain_numbers.to_pandas(), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    return _clean(pa.array(found), column, bool(pc.any(comma).as_py()))


def degrees_of(values: pd.Series, found: Floats) -> tuple[Floats, int, int]:
    """Fill what is no plain number by reading degrees, minutes and seconds, and say how many stay unreadable and were read."""
    column = pd.Series(texts(values).to_pandas()).reset_index(drop=True)
    result, read = found.copy(), 0
    for i in np.flatnonzero(np.isnan(found) & column.notna().to_numpy()).tolist():
        value = _sexagesimal(str(column.iloc[i]))
        if value is not None:
            result[i] = value
            read += 1
    return result, int(np.isnan(result).sum()) - int(column.isna().sum()), read


def _sexagesimal(text: str) -> float | None:
    """Read one angle such as ``51°30'00"N`` or ``N 51 30.5``; None where it is not one."""
    match = _DMS.fullmatch(text.strip().replace(",", ".").upper())
    if match is None:
        return None
    before, sign, degrees, minutes, seconds, after = match.groups()
    if (before and after) or (seconds and "." in minutes) or ((minutes or seconds) and "." in degrees):
        return None
    side = before or after or ""
    if side and sign == "-" and side in "NE":
        return None
    parts = [float(x or 0) for x in (degrees, minutes, seconds)]
    if parts[1] >= 60 or parts[2] >= 60:
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -value if side in ("S", "W") or sign == "-" else value


def _clean(found: pa.Array, column: pa.ChunkedArray, comma: bool) -> tuple[Floats, int, bool]:
    result = np.array(found.to_numpy(), np.float64, copy=True)
    result[~np.isfinite(result)] = np.nan
    bad = int(np.isnan(result).sum()) - column.null_count
    return result, bad, comma


def ids(values: pd.Series, *, exact: bool = False) -> pd.Series:
    """Read a column as ids: trimmed texts, missing where empty; ``007`` stays ``007``."""
    # Whole numbers that all end in ``.0``, as tables with an empty cell write them, lose it: ``1782.0`` is ``1782``.
    column = plain(values)
    if not exact and pc.any(pc.match_substring_regex(column.slice(0, 1000), _POINT_ZERO)).as_py():
        tidy = texts(values)
        if pc.all(pc.match_substring_regex(tidy, _POINT_ZERO)).as_py():
            return pd.Series(pc.utf8_rtrim(pc.utf8_rtrim(tidy, "0"), ".").to_pandas(types_mapper=lambda _: TEXT))
    if few(column):
        return _few(column)
    if pc.any(pc.match_substring_regex(column, _HIDDEN)).as_py():
        values = pd.Series(column.to_pandas(types_mapper=lambda _: TEXT)).map(visible, na_action="ignore")
    return pd.Series(texts(values).to_pandas(types_mapper=lambda _: TEXT)).reset_index(drop=True)


def few(column: pa.ChunkedArray) -> bool:
    """Say whether a column seems to hold few different texts: at most a hundred in its first thousand cells."""
    # Only speed hangs on it.
    return len(column) > 0 and len(pc.unique(column.slice(0, 1000))) <= 100


def _few(column: pa.ChunkedArray) -> pd.Series:
    """Tidy a column of few different texts by tidying each of them once."""
    coded = pc.dictionary_encode(column).combine_chunks()
    found = pd.Series(coded.dictionary.to_pandas(types_mapper=lambda _: TEXT)).map(visible, na_action="ignore").astype(TEXT)
    words = texts(found).combine_chunks()
    tidy = pc.take(words, coded.indices)
    return pd.Series(tidy.to_pandas(types_mapper=lambda _: TEXT)).reset_index(drop=True)


def methods(values: pd.Series, codes: Mapping[str, str]) -> tuple[pd.Series, list[str]]:
    """Read a column of codes as methods, and list the codes that are not known."""
    column = pc.dictionary_encode(plain(values)).combine_chunks()
    words = [w or "" for w in texts(pd.Series(column.dictionary.to_pylist(), dtype=object)).to_pylist()]
    words = [w.removesuffix(".0") for w in words]
    ours = [codes.get(canonical(w), canonical(w) if canonical(w) in METHODS else "unknown") for w in words]
    unknown = [w for w, m in zip(words, ours, strict=True) if w and m == "unknown" and canonical(w) != "unknown"]
    found = pc.take(pa.array([*ours, "unknown"], pa.large_string()), column.indices.fill_null(len(words)))
    return pd.Series(found.to_pandas(types_mapper=lambda _: TEXT)), unknown


def unguarded(values: pd.Series) -> pd.Series:
    """Take away the apostrophe that our exports put before texts which a spreadsheet would run as a formula."""
    # Source: the guard of `workbench.exports`.
    return values.str.replace(_GUARD, "", regex=True)


def number(value: object, factor: float = 1.0, *, low: float = -math.inf) -> float:
    """Read a number as files write it; anything else, or less than `low`, is missing (NaN)."""
    if value is None or isinstance(value, bool) or (isinstance(value, str) and (len(value) > _LONGEST or "_" in value)):
        return math.nan
    try:
        result = float(value) * factor  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return result if math.isfinite(result) and result >= low else math.nan


def word(value: object) -> str | None:
    """Read an id or name; nothing, blanks and whole structures are missing."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def count_of(many: int, one: str, more: str) -> str:
    """Write a count with its noun."""
    return f"{many:,} {one if many == 1 else more}"
