"""A planned grid into our columns: every field read by its own rule, nothing judged yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from workbench.loaders.collect_records import Raw
from workbench.loaders.extent import all_said, check_geometry
from workbench.loaders.map_columns import Grid
from workbench.loaders.parse_times import Times, edges, joined_clock, times
from workbench.loaders.profile import Profile
from workbench.loaders.side_by_side import together
from workbench.loaders.units import unstated_speed
from workbench.loaders.values import count_of, ids, methods, numbers, unguarded

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
    fields, profile = grid.plan.fields, grid.plan.profile
    keys = [k for k in (*_NUMBERS, *_SPEEDS, "speed", "lat_e7", "lon_e7", *_TEXTS, "method", *_CLOCKS, "date") if k in fields]
    written = _written(grid)
    jobs = [_job(key, grid, name) for key in keys]
    *read, (as_written, _) = together([*jobs, lambda: (written is not None and all_said(*written), [])], rows=len(grid.frame))
    found = dict(zip(keys, read, strict=True))
    notes = [*grid.plan.notes, *grid.notes, *(n for key in keys if key not in _CLOCKS and key != "date" for n in found[key][1])]
    rows: dict[str, Any] = {"row": grid.row, **{key: value for key, (value, _) in found.items()}}
    _positions(grid, rows, name, notes, as_written)
    clock, minutes_only = _clocks(grid, rows, name, notes)
    _speed(rows, notes, name)
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
        profile.timezone,
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
    thousands = key not in ("lat", "lon") and _pointed(grid)
    return lambda: _number(values, column, name, thousands)


def _pointed(grid: Grid) -> bool:
    """Say whether the file writes latitudes with a decimal point: then a comma elsewhere is no decimal comma."""
    column = grid.frame[grid.plan.fields["lat"]] if "lat" in grid.plan.fields else None
    if column is None or not isinstance(column.dtype, pd.StringDtype) or not column.notna().any():
        return False
    return "." in str(column.iloc[int(column.notna().to_numpy().argmax())])


def _number(values: pd.Series, column: str, name: str, thousands: bool) -> tuple[np.ndarray, list[str]]:
    found, bad, comma = numbers(values, thousands=thousands)
    what = "commas between thousands" if thousands else "decimal commas"
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
            side = ids(grid.frame[fields[half]]).str.upper().str[:1].eq(minus).to_numpy()
            rows[axis] = np.where(side, -np.abs(rows[axis]), rows[axis])
    if "geometry" in fields and not as_written:
        lon, lat, said = check_geometry(grid.frame[fields["geometry"]], rows.get("lon"), rows.get("lat"), name)
        rows["lon"], rows["lat"] = lon, lat
        notes.extend(said)


def _clocks(grid: Grid, rows: dict[str, Any], name: str, notes: list[str]) -> tuple[str, bool]:
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
    for key, column in found.items():
        rows[key] = column.when
        notes.extend(column.notes)
        if column.unreadable and key != "time":
            one, more = (f"{noun} of {fields.get(key, key)} cannot be read and {was}" for noun, was in _ONE_OR_MORE)
            notes.append(f"{name}: {count_of(column.unreadable, one, more)} left empty.")
    return clock, found["time"].minutes_only


def _speed(rows: dict[str, Any], notes: list[str], name: str) -> None:
    for key, factor in _SPEEDS.items():
        if key in rows:
            rows["speed_kmh"] = np.asarray(rows.pop(key)) * factor
    if "speed" in rows:
        raw = np.asarray(rows.pop("speed"))
        rows["speed_kmh"], said = unstated_speed(raw, rows["time"], rows["lon"], rows["lat"], rows.get("wearer_id"), name)
        notes.append(said)
