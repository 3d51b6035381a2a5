"""A planned grid into our columns: every field read by its own rule, nothing judged yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import InputError
from workbench.loaders.collect_records import Raw
from workbench.loaders.extent import all_said, check_geometry
from workbench.loaders.headings import unit_of, zone_of
from workbench.loaders.look_at_columns import (
    flag_no_fix,
    look_at_clocks,
    look_at_ids,
    look_at_places,
    unit_factor,
    units_apart,
    whose,
)
from workbench.loaders.map_columns import Grid
from workbench.loaders.parse_times import Times, edges, joined_clock, times
from workbench.loaders.profile import Profile
from workbench.loaders.side_by_side import together
from workbench.loaders.time_texts import offset_minutes
from workbench.loaders.units import unstated_speed
from workbench.loaders.values import count_of, degrees_of, ids, methods, numbers, texts, unguarded

__all__ = ["shape"]

_SPEEDS = {"speed_kmh": 1.0, "speed_ms": 3.6, "speed_mph": 1.609344, "speed_knots": 1.852}
_ONE_OR_MORE = (("time", "was"), ("times", "were"))
_OWN = ("workbench", "workbench-export")
_CLOCKS = ("time", "recorded", "uploaded", "active_from", "active_to")
_TEXTS = ("fix_id", "wearer_id", "device_id", "origin_file")
_NUMBERS = ("lat", "lon", "accuracy_m", "accuracy_level", "heading_deg", "satellites", "quality", "origin_row")


def shape(grid: Grid, name: str) -> Raw:
    """Read every planned column of a grid."""
    # What each column means stands in the profile.
    grid = units_apart(grid)
    fields, profile = grid.plan.fields, grid.plan.profile
    keys = [k for k in (*_NUMBERS, *_SPEEDS, "speed", "lat_e7", "lon_e7", *_TEXTS, "method", *_CLOCKS, "date") if k in fields]
    written = _written(grid)
    jobs = [_job(key, grid, name) for key in keys]
    *read, (as_written, _) = together([*jobs, lambda: (written is not None and all_said(*written), [])], rows=len(grid.frame))
    found = dict(zip(keys, read, strict=True))
    notes = [*grid.plan.notes, *grid.notes, *(n for key in keys if key not in _CLOCKS and key != "date" for n in found[key][1])]
    rows: dict[str, Any] = {"row": grid.row, **{key: value for key, (value, _) in found.items()}}
    _positions(grid, rows, name, notes, as_written)
    _units(grid, rows, name, notes)
    clock, minutes_only, zone = _clocks(grid, rows, name, notes)
    notes += whose(grid, rows, name)
    notes += flag_no_fix(grid, rows, name, grid.frame[fields["method"]] if "method" in fields else None)
    notes += look_at_ids(grid, rows, name) + look_at_clocks(grid, rows, name) + look_at_places(grid, rows, name)
    _speed(grid, rows, notes, name)
    frame = pd.DataFrame(rows, copy=False)
    if minutes_only:
        frame["minutes_only"] = True
    return Raw(
        frame,
        grid.aside,
        profile.name,
        profile.accuracy_level,
        clock,
        notes,
        zone or profile.timezone,
        profile.uk,
        axes_sure="origin_file" in fields,
    )


def _job(key: str, grid: Grid, name: str) -> Callable[[], tuple[Any, list[str]]]:
    """Make the reading of one column; the column is taken out here, so that jobs share nothing."""
    fields, profile = grid.plan.fields, grid.plan.profile
    column, values = fields[key], grid.frame[fields[key]]
    if key == "date":
        clock = grid.frame[fields["clock"]]
        what = f"{name}: {column} and {fields['clock']}"
        return lambda: (times(joined_clock(values, clock), name=what, day_first=profile.day_first), [])
    if key in ("active_from", "active_to"):
        return lambda: (edges(values, name=f"{name}: {column}", day_first=profile.day_first, last=key == "active_to"), [])
    if key in _CLOCKS:
        utc = profile.timezone == "UTC"
        return lambda: (times(values, name=f"{name}: {column}", day_first=profile.day_first, utc=utc), [])
    if key == "method":
        return lambda: _method(values, profile, name)
    if key in _TEXTS:
        return lambda: (_words(values, profile), [])
    if key in ("lat", "lon"):
        return lambda: _degrees(values, column, name)
    mark = _decimal_mark(grid)
    return lambda: _number(values, column, name, mark)


def _decimal_mark(grid: Grid) -> str:
    """Say whether the file writes its coordinates with a point or a comma; empty where they do not tell."""
    for key in ("lat", "lon"):
        column = grid.frame[grid.plan.fields[key]] if key in grid.plan.fields else None
        if column is None or not isinstance(column.dtype, pd.StringDtype):
            continue
        first = column.dropna().iloc[:20]
        for mark in (".", ","):
            if first.str.contains(rf"\d{re.escape(mark)}\d").any():
                return mark
    return ""


def _degrees(values: pd.Series, column: str, name: str) -> tuple[np.ndarray, list[str]]:
    """Read degrees as files write them: decimal, with a letter, or with minutes and seconds."""
    found, bad, comma = numbers(values)
    said = [f"{name}: decimal commas were read in {column}."] if comma else []
    if bad:
        found, bad, read = degrees_of(values, found)
        if read:
            said.append(
                f"{name}: {count_of(read, 'position', 'positions')} of {column} in degrees, minutes and seconds were read."
            )
    if unit_of(column) == "rad":
        found = np.degrees(found)
        said.append(f"{name}: {column} is in radians, as its heading says; it was turned into degrees.")
    return found, said + ([f"{name}: {bad:,} cells of {column} are not numbers and were left empty."] if bad else [])


def _number(values: pd.Series, column: str, name: str, mark: str) -> tuple[np.ndarray, list[str]]:
    found, bad, comma = numbers(values, mark=mark)
    what = "commas between thousands" if mark == "." else "decimal commas"
    said = [f"{name}: {what} were read in {column}."] if comma else []
    return found, said + ([f"{name}: {bad:,} cells of {column} are not numbers and were left empty."] if bad else [])


def _words(values: pd.Series, profile: Profile) -> pd.Series:
    found = ids(values, exact=profile.name in _OWN)
    return unguarded(found) if profile.guarded_texts else found


def _method(values: pd.Series, profile: Profile, name: str) -> tuple[pd.Series, list[str]]:
    found, unknown = methods(values, profile.methods)
    listed = ", ".join(unknown[:8])
    return found, [f"{name}: method codes that are not known were read as 'unknown': {listed}."] if unknown else []


def _written(grid: Grid) -> tuple[pd.Series, pd.Series, pd.Series] | None:
    """Give geometry, longitude and latitude as the file writes them, if all are there."""
    fields = grid.plan.fields
    keys = ("geometry", "lon", "lat")
    return tuple(grid.frame[fields[k]] for k in keys) if set(keys) <= set(fields) else None  # type: ignore[return-value]


def _positions(grid: Grid, rows: dict[str, Any], name: str, notes: list[str], as_written: bool) -> None:
    fields = grid.plan.fields
    for axis, half, minus in (("lat", "north_south", "S"), ("lon", "east_west", "W")):
        scaled = rows.pop(f"{axis}_e7", None)
        if scaled is not None:
            rows[axis] = scaled / 1e7
            notes.append(f"{name}: {fields[f'{axis}_e7']} was read as ten-millionths of a degree.")
        if half in fields and axis in rows:
            rows[axis] = _on_its_side(rows[axis], grid.frame[fields[half]], minus, fields[half], name)
    if "geometry" in fields and not as_written:
        lon, lat, said = check_geometry(grid.frame[fields["geometry"]], rows.get("lon"), rows.get("lat"), name)
        rows["lon"], rows["lat"] = lon, lat
        notes.extend(said)


def _on_its_side(degrees: np.ndarray, sides: pd.Series, minus: str, column: str, name: str) -> np.ndarray:
    """Give degrees the sign that a column of hemispheres says; a side that is not known is refused, never guessed."""
    plus = {"S": "N", "W": "E"}[minus]
    table = {minus: -1, plus: 1, "-": -1, "+": 1, "SOUTH" if minus == "S" else "WEST": -1, "NORTH" if minus == "S" else "EAST": 1}
    table |= {"\u2212": -1}
    cells = pd.Series(texts(sides).to_pandas()).str.upper()
    sign = cells.map(table)
    if (strange := cells[cells.notna() & sign.isna()]).any():
        raise InputError(
            f"The column {column!r} says {strange.iloc[0]!r}, which is neither {plus} nor {minus}.",
            where=name,
            do=f"Write {plus} or {minus} in it, or leave the column out of the file where the coordinates have their sign.",
        )
    return np.where(sign.eq(-1).to_numpy(), -np.abs(degrees), degrees)


def _units(grid: Grid, rows: dict[str, Any], name: str, notes: list[str]) -> None:
    """Bring radii to metres by the unit that a heading or a column of units states."""
    if "accuracy_m" not in rows:
        return
    column = grid.plan.fields["accuracy_m"]
    factor = unit_factor(grid, "accuracy_m", column, name)
    if isinstance(factor, np.ndarray) or factor != 1.0:
        rows["accuracy_m"] = rows["accuracy_m"] * factor
        notes.append(f"{name}: the radii of {column} were turned into metres by the unit that the file states.")


def _zoned(when: pd.Series, key: str, grid: Grid, name: str, notes: list[str]) -> tuple[pd.Series, str | None]:
    """Read naive times by the zone that their heading or a column of zones states."""
    if isinstance(when.dtype, pd.DatetimeTZDtype) or key not in ("time", "recorded", "uploaded"):
        return when, None
    fields = grid.plan.fields
    headings = [fields[k] for k in ((key,) if key in fields else ("date", "clock")) if k in fields]
    stated = next((z for z in map(zone_of, headings) if z is not None), None)
    if isinstance(stated, int):
        said = "UTC" if not stated else f"UTC{stated / 60:+g} h"
        notes.append(f"{name}: {' and '.join(headings)}: the heading says {said}; the times were read so.")
        return (when - pd.Timedelta(minutes=stated)).dt.tz_localize("UTC").dt.as_unit("us"), None
    column = next((c for c, role in grid.plan.looked.items() if role == "zone"), None)
    if stated is not None or column is None:
        return when, stated
    cells = pd.Series(texts(grid.frame[column]).to_pandas())
    different = cells.dropna().unique()
    if len(different) == 1 and "/" in different[0]:
        notes.append(f"{name}: {column} says {different[0]}; the times were read so.")
        return when, str(different[0])
    minutes = cells.map({w: offset_minutes(w) for w in different})
    if not len(different) or minutes.isna().any():
        notes.append(f"{name}: {column} looks like the zone of the times but is not understood in every row; it was not used.")
        return when, None
    notes.append(f"{name}: {column} states the offset of each time; the times were read by it.")
    return (when - pd.to_timedelta(minutes.astype("float64"), unit="m")).dt.tz_localize("UTC").dt.as_unit("us"), None


def _clocks(grid: Grid, rows: dict[str, Any], name: str, notes: list[str]) -> tuple[str, bool, str | None]:
    fields, profile = grid.plan.fields, grid.plan.profile
    found: dict[str, Times] = {key: rows.pop(key) for key in _CLOCKS if key in rows}
    if "date" in rows:
        found["time"] = rows.pop("date")
    clock = profile.clock
    if "time" not in found:
        clock = next(k for k in ("recorded", "uploaded") if k in found)
        found["time"] = found[clock]
    elif clock in ("recorded", "uploaded") and clock not in found:
        found[clock] = found["time"]
    zone: str | None = None
    for key, column in found.items():
        rows[key], stated = _zoned(column.when, key, grid, name, notes)
        zone = zone or stated
        notes.extend(column.notes)
        if column.unreadable and key != "time":
            one, more = (f"{noun} of {fields.get(key, key)} cannot be read and {was}" for noun, was in _ONE_OR_MORE)
            notes.append(f"{name}: {count_of(column.unreadable, one, more)} left empty.")
    if clock == "not stated" and "time" in fields and {"recorded", "uploaded"} & set(found):
        notes.append(f"{name}: {fields['time']} was taken as the time of the fix; the other clocks stand beside it.")
    return clock, found["time"].minutes_only, zone


def _speed(grid: Grid, rows: dict[str, Any], notes: list[str], name: str) -> None:
    for key, factor in _SPEEDS.items():
        if key in rows:
            rows["speed_kmh"] = np.asarray(rows.pop(key)) * factor
    if "speed" in rows:
        raw = np.asarray(rows.pop("speed"))
        by = unit_factor(grid, "speed", grid.plan.fields["speed"], name)
        if not np.isnan(np.asarray(by)).any():
            rows["speed_kmh"] = raw * by
            notes.append(
                f"{name}: the speeds of {grid.plan.fields['speed']} were turned into km/h by the unit that the file states."
            )
            return
        rows["speed_kmh"], said = unstated_speed(raw, rows["time"], rows["lon"], rows["lat"], rows.get("wearer_id"), name)
        notes.append(said)
