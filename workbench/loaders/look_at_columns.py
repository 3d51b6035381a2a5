"""Columns that no field uses, looked at by meaning: used, or refused, or told, but never passed over in silence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError, Quality, TimeError
from workbench.loaders.headings import FLAGS, SPEEDS_KMH, WEAK_NAMES, bare, coordinates_of, unit_of
from workbench.loaders.lengths import METRES
from workbench.loaders.map_columns import Grid
from workbench.loaders.parse_times import times
from workbench.loaders.profile import canonical
from workbench.loaders.values import count_of, ids, numbers, texts
from workbench.time import micros

__all__ = [
    "_NO_FIX_WORDS",
    "flag_no_fix",
    "look_at_clocks",
    "look_at_ids",
    "look_at_places",
    "unit_factor",
    "units_apart",
    "whose",
]

Bools = NDArray[np.bool_]
_NO = frozenset(("0", "false", "no", "n", "f", "v", "invalid", "void", "not valid", "off", "none", "no fix", "nofix", "no_fix"))
_YES = frozenset(("1", "true", "yes", "y", "t", "on"))
_NO_FIX = (
    "v void invalid not_valid no_fix nofix lost gps_lost no_gps last_known lastknown last_known_position last_known_location "
    "last_position cached stale outdated mock mocked simulated simulator simulation fake estimated extrapolated dead_reckoning "
    "manual searching no_signal not_fixed unfixed"
)
_NO_FIX_WORDS = frozenset(_NO_FIX.split())
"""Words, in canonical writing, by which a device calls a position no fix of that moment."""
_NO_LETTERS = frozenset({"n", "s", "m", "v"})
_NO_GRADES = frozenset({"0", "6", "7", "8"})
_DOP_MOST = 50.0
_FEW_TEXTS = 1000
_SEQUENCE = re.compile(r"\d+")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d{1,2}$")


def flag_no_fix(grid: Grid, rows: dict[str, Any], name: str, method: pd.Series | None) -> list[str]:
    """Flag rows that the device itself calls no fix, in ``quality``, and say which column did so."""
    notes, none = [], np.zeros(len(grid.frame), bool)
    flags = [
        (column, role.split()[1], grid.frame[column]) for column, role in grid.plan.looked.items() if role.startswith("flag")
    ]
    if method is not None:
        heading = grid.plan.fields["method"]
        flags.append((heading, FLAGS.get(bare(heading), "method"), method))
    for column, kind, values in flags:
        found, words = _no_fix(values, kind)
        if found.any():
            many = count_of(int(found.sum()), "row is", "rows are")
            notes.append(
                f"{name}: {many} no fix by the device's own word ({column} = {', '.join(words[:4])}); "
                f"{'it stays' if found.sum() == 1 else 'they stay'}, flagged and without weight."
            )
            none |= found
    if none.any():
        given = rows.get("quality")
        before = np.zeros(len(none), np.int64) if given is None else np.nan_to_num(np.asarray(given, np.float64)).astype(np.int64)
        rows["quality"] = before | np.where(none, int(Quality.NOT_A_FIX), 0)
    return notes


def _no_fix(values: pd.Series, kind: str) -> tuple[Bools, list[str]]:
    """Say which cells of a flag column mean no fix, and by what words."""
    if kind == "dop":
        found = numbers(values)[0] >= _DOP_MOST
        return found, [f"{v:g}" for v in np.unique(numbers(values)[0][found])[:4]]
    codes, found_words = pd.factorize(pd.Series(texts(values).to_pandas()))
    words = [str(w) for w in found_words]
    small = [w.strip().lower().removesuffix(".0") for w in words]
    bad = np.array([*_bad_words(small, kind), False], bool)
    return bad[codes], [w for w, b in zip(words, bad[:-1], strict=True) if b]


def _bad_words(words: list[str], kind: str) -> list[bool]:
    """Judge the different values of one flag column together, since codes mean something only beside their fellows."""
    named = [canonical(w) in _NO_FIX_WORDS and len(w) > 1 for w in words]
    if kind == "valid":
        return [w in _NO or n for w, n in zip(words, named, strict=True)]
    if kind == "untrue":
        return [w in _YES or n for w, n in zip(words, named, strict=True)]
    if kind == "method":
        return named
    letters = bool(words) and all(len(w) == 1 and w in "adefmnprsv" for w in words)
    if letters:
        return [w in _NO_LETTERS for w in words]
    digits = bool(words) and all(w in "0123456789" and len(w) == 1 for w in words)
    if kind == "grade" and digits:
        return [w in _NO_GRADES for w in words]
    if kind == "lock" and digits:
        return [w == "0" or (w == "1" and bool({"2", "3"} & set(words))) for w in words]
    if kind == "lock" or (kind == "status" and set(words) <= _NO | _YES | {"valid", "ok"}):
        return [w in _NO or n for w, n in zip(words, named, strict=True)]
    return named


def units_apart(grid: Grid) -> Grid:
    """Take a column called unit for one of units where that is what it holds, and not for a device's number."""
    column = grid.plan.fields.get("device_id", "")
    if canonical(column) not in ("unit", "units"):
        return grid
    cells = {canonical(w) for w in pd.Series(texts(grid.frame[column]).to_pandas()).dropna().unique()}
    if not cells or not cells <= {*METRES, *SPEEDS_KMH}:
        return grid
    fields = {k: c for k, c in grid.plan.fields.items() if k != "device_id"}
    return replace(grid, plan=replace(grid.plan, fields=fields, looked={**grid.plan.looked, column: "unit"}))


def unit_factor(grid: Grid, key: str, column: str, name: str) -> NDArray[np.float64] | float:
    """Give the factor that brings a length or a speed to metres or km/h, from its heading or a column of units."""
    table, what = (SPEEDS_KMH, "speed") if key == "speed" else (METRES, "length")
    stated = unit_of(column, table)
    if isinstance(stated, float):
        return stated
    own = {f"{bare(column)}_{u}" for u in ("unit", "units", "uom")}
    alone = (
        {"unit", "units", "uom", "radius_unit", "accuracy_unit", "radius_units", "accuracy_units"} if key != "speed" else set()
    )
    unit = next((c for c, r in grid.plan.looked.items() if r == "unit" and canonical(c) in own), None)
    unit = unit or next((c for c, r in grid.plan.looked.items() if r == "unit" and canonical(c) in alone), None)
    if unit is None:
        return np.nan if key == "speed" else 1.0
    cells = pd.Series(texts(grid.frame[unit]).to_pandas())
    known = cells.map(lambda w: table.get(canonical(w)), na_action="ignore")
    strange = cells[cells.notna() & known.isna()]
    if len(strange):
        raise InputError(
            f"The column {unit!r} states {strange.iloc[0]!r}, which is no unit of {what} known here.",
            where=name,
            do="Convert the column to metres or km/h, or leave the unit column out of the file.",
        )
    return known.astype("float64").fillna(np.nan if key == "speed" else 1.0).to_numpy(np.float64)


def look_at_clocks(grid: Grid, rows: dict[str, Any], name: str) -> list[str]:
    """Tell of a further clock that was not used, and how far it lies from the one that was."""
    notes = []
    for column in (c for c, role in grid.plan.looked.items() if role == "clock"):
        try:
            other = times(grid.frame[column], name=f"{name}: {column}", day_first=grid.plan.profile.day_first).when
        except TimeError:
            notes.append(f"{name}: the file has more than one clock; {column} was not used.")
            continue
        used = rows["time"]
        if str(other.dtype) != str(used.dtype) or not other.notna().any():
            notes.append(f"{name}: the file has more than one clock; {column} was not used.")
            continue
        apart = _apart_s(used, other)
        if len(apart) and float(np.median(np.abs(apart))) > 60:
            notes.append(
                f"{name}: the file has more than one clock; {column} was not used. It differs by "
                f"{np.median(apart) / 60:+,.0f} min from the one that was, as the middle value."
            )
    return notes


def _apart_s(used: pd.Series, other: pd.Series) -> NDArray[np.float64]:
    both = (used.notna() & other.notna()).to_numpy()
    if isinstance(used.dtype, pd.DatetimeTZDtype):
        return (micros(other)[both] - micros(used)[both]) / 1e6
    steps = other.to_numpy().astype("datetime64[us]").astype(np.int64) - used.to_numpy().astype("datetime64[us]").astype(np.int64)
    return steps[both] / 1e6


def look_at_places(grid: Grid, rows: dict[str, Any], name: str) -> list[str]:
    """Tell of a second pair of coordinates that was not used, and how far it lies from the first."""
    notes = []
    for north, east in coordinates_of([c for c, role in grid.plan.looked.items() if role == "place"]):
        lat, lon = numbers(grid.frame[north])[0], numbers(grid.frame[east])[0]
        far = np.hypot(lat - rows["lat"], (lon - rows["lon"]) * np.cos(np.radians(rows["lat"]))) * 111.195
        known = far[np.isfinite(far) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)]
        more = f"; it lies {np.median(known):,.3f} km from the first, as the middle value" if len(known) else ""
        notes.append(f"{name}: the file has a second pair of coordinates ({north}, {east}), which was not used{more}.")
    return notes


def whose(grid: Grid, rows: dict[str, Any], name: str) -> list[str]:
    """Drop a column of names that name points instead of persons, and tell of ids that a spreadsheet cut short."""
    notes = []
    column = grid.plan.fields.get("wearer_id", "")
    if bare(column) in WEAK_NAMES and "wearer_id" in rows:
        who = pd.Series(rows["wearer_id"])
        many, full = int(who.nunique()), int(who.notna().sum())
        numbered = many == full and full > 2 and len(set(who.dropna().str.replace(_SEQUENCE, "", regex=True))) == 1
        if numbered or (many > 20 and many > full / 2):
            del rows["wearer_id"]
            notes.append(
                f"{name}: {column} holds another name in nearly every row; it names points, not wearers, and was not used. "
                f"Say columns={{'wearer_id': {column!r}}} if it does name them."
            )
        elif many > 1:
            notes.append(f"{name}: {column} holds {many} different names; each was taken for a wearer.")
    for key in ("wearer_id", "device_id"):
        if key in rows:
            short = pd.Series(rows[key]).dropna().drop_duplicates()
            cut = short[short.str.match(_SCIENTIFIC)]
            if len(cut):
                notes.append(
                    f"{name}: ids of {grid.plan.fields[key]} are in scientific notation ({cut.iloc[0]}) and have lost digits: "
                    "different devices may look alike. Export the column as text."
                )
    return notes


def look_at_ids(grid: Grid, rows: dict[str, Any], name: str) -> list[str]:
    """Refuse a file with an unused column that tells several wearers apart where no id is used, and tell of others."""
    notes = []
    for column in (c for c, role in grid.plan.looked.items() if role == "id"):
        values = ids(grid.frame[column])
        many, full = int(values.nunique()), int(values.notna().sum())
        if many < 2 or (many == full and full > 2) or many > max(full / 2, 2):
            continue
        used = [rows[k] for k in ("wearer_id", "device_id") if k in rows and pd.Series(rows[k]).notna().any()]
        if not used:
            listed = ", ".join(values.dropna().unique()[:4].tolist())
            raise InputError(
                f"The column {column!r} holds {many} different values ({listed}{' ...' if many > 4 else ''}) and may say "
                "whose fixes these are, but it is not known here.",
                where=name,
                do=f"Say columns={{'wearer_id': {column!r}}} or {{'device_id': {column!r}}}; or give the file without it.",
            )
        split = pd.DataFrame({"used": pd.Series(_joined(used)), "free": values}).drop_duplicates()
        if split["used"].duplicated().any():
            notes.append(
                f"{name}: {column} holds {many} different values within one wearer or device and was not used; "
                f"columns={{'wearer_id': {column!r}}} or {{'device_id': {column!r}}} would tell them apart."
            )
    return notes


def _joined(used: list[pd.Series]) -> pd.Series:
    parts = [pd.Series(u).fillna("").astype("str").reset_index(drop=True) for u in used]
    return parts[0] if len(parts) == 1 else parts[0] + "\x1f" + parts[1]
