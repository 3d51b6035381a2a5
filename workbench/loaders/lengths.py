"""Lengths as files write them: with a unit in the cell, in the heading or in a column of its own, brought to metres."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["METRES", "Length", "amount_of", "length_of"]

METRES = {
    **dict.fromkeys(("m", "mtr", "mtrs", "metre", "metres", "meter", "meters"), 1.0),
    **dict.fromkeys(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"), 1000.0),
    **dict.fromkeys(("ft", "foot", "feet", "'", "\u2032"), 0.3048),
    **dict.fromkeys(("yd", "yds", "yard", "yards"), 0.9144),
    **dict.fromkeys(("mi", "mile", "miles"), 1609.344),
    **dict.fromkeys(("nm", "nmi", "nautical_mile", "nautical_miles"), 1852.0),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeter", "centimeters"), 0.01),
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeter", "millimeters"), 0.001),
}
"""Metres in each unit, by its names (international foot, yard, mile and nautical mile)."""
_SURE_COLUMNS = ("radius_unit", "radius_units", "radiusunit", "radiusunits", "distance_unit", "distance_units", "uom")
_OWN_COLUMNS = (*_SURE_COLUMNS, "units", "unit")
_CELL = re.compile(r"^([+-]?[0-9][0-9.,'\u2019\s\u00a0\u202f]*)\s*([^\W\d_][\w\s.]*|['\u2032])?$")
_GROUPED = re.compile(r"^[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+$")


class Length(NamedTuple):
    """Metres (NaN where there are none), why it cannot be used, and what has to be said."""

    metres: float
    reason: str = ""
    said: tuple[str, ...] = ()


def amount_of(text: str, decimal: str) -> tuple[float, str]:
    """Read a number as written, and say what stood between its thousands; `decimal` is the file's mark of decimals."""
    plain = re.sub(r"(?<=[0-9])['\u2019\s\u00a0\u202f](?=[0-9]{3})", "", text.strip())
    marks = [mark for mark in ",." if mark in plain]
    thousands = ""
    if len(marks) == 2:
        point = max(marks, key=plain.rfind)
        thousands = "," if point == "." else "."
        if decimal and decimal != point:
            return math.nan, ""
        plain = plain.replace(thousands, "").replace(point, ".")
    elif marks and marks[0] != decimal and _GROUPED.match(plain) and not plain.lstrip("+-").startswith("0"):
        # One point before three digits, in a file that shows no decimal mark, is a thousand or a one: not guessed.
        thousands = marks[0]
        if not decimal and thousands == "." and plain.count(".") == 1:
            return math.nan, ""
        plain = plain.replace(thousands, "")
    elif marks and marks[0] == "," and decimal == ".":
        return math.nan, ""
    elif marks:
        plain = plain.replace(marks[0], ".")
    try:
        return float(plain), {",": "Commas", ".": "Points"}.get(thousands, "")
    except ValueError:
        return math.nan, ""


def length_of(record: Mapping[str, Any], names: tuple[str, ...], decimal: str = "") -> Length:
    """Give the length that a record states under one of some names, whatever its unit; two that differ are none."""
    have = {_tidy(name): value for name, value in record.items()}
    found: list[Length] = []
    for heading, value in have.items():
        unit = _unit_of(heading, names)
        if unit is not None and value is not None and value == value and str(value).strip():
            found.append(_one(heading, value, unit, have, decimal))
    bad = next((f for f in found if f.reason), None)
    if bad is not None or not found:
        return bad or Length(math.nan)
    low, high = min(f.metres for f in found), max(f.metres for f in found)
    if high - low > 0.01 * high:
        return Length(math.nan, f"its {names[0]} is given twice, as {low:g} m and as {high:g} m")
    return found[0]


def _tidy(name: object) -> str:
    return re.sub(r"[^\w']+", "_", str(name).strip().lower()).strip("_")


def _unit_of(heading: str, names: tuple[str, ...]) -> str | None:
    """Give the unit in a heading, empty where it names none; None where the heading is another."""
    for name in names:
        if heading == name:
            return ""
        unit = heading.removeprefix(f"{name}_").removeprefix("in_")
        if heading.startswith(f"{name}_") and unit in METRES:
            return unit
    return None


def _one(heading: str, value: object, unit: str, have: Mapping[str, Any], decimal: str) -> Length:
    inside = between = ""
    if isinstance(value, bool):
        return Length(math.nan, f"its {heading} {value!r} is no length")
    if isinstance(value, (int, float)):
        amount = float(value)
    else:
        cell = _CELL.match(str(value).strip())
        if cell is None:
            return Length(math.nan, f"its {heading} {str(value)[:40]!r} cannot be read")
        (amount, between), inside = amount_of(cell[1], decimal), _tidy(cell[2] or "")
        if inside and inside not in METRES:
            return Length(math.nan, f"the unit of its {heading}, {cell[2]!r}, is not known")
    if not math.isfinite(amount) or amount < 0:
        return Length(math.nan, f"its {heading} {str(value)[:40]!r} is no length")
    beside = next(((c, _tidy(have[c])) for c in _OWN_COLUMNS if isinstance(have.get(c), str) and have[c].strip()), ("", ""))
    if beside[1] and beside[1] not in METRES:
        if beside[0] in _SURE_COLUMNS:
            return Length(math.nan, f"the unit of its {heading}, {str(have[beside[0]])[:40]!r}, is not known")
        beside = ("", "")
    units = {METRES[u] for u in (inside, unit, beside[1]) if u}
    if len(units) > 1:
        return Length(math.nan, f"its {heading} names two units")
    said = (f"{between} between thousands were read in {heading}.",) if between else ()
    if not units:
        return Length(amount, "", (*said, f"The unit of {heading} is not stated; it was read as metres."))
    return Length(amount * units.pop(), "", said)
