"""A planned grid into our columns: every field read by its own rule, nothing judged yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.loaders.geometry import check_geometry
from workbench.loaders.grid import Grid
from workbench.loaders.raw import Raw
from workbench.loaders.times import Times, edges, joined_clock, times
from workbench.loaders.units import unstated_speed
from workbench.loaders.values import ids, methods, numbers

__all__ = ["shape"]

_SPEEDS = {"speed_kmh": 1.0, "speed_ms": 3.6, "speed_mph": 1.609344, "speed_knots": 1.852}
_GUARD = r"^'(?=[=+\-@\t\r'])"
_NUMBERS = ("lat", "lon", "accuracy_m", "accuracy_level", "heading_deg", "satellites", "quality", "origin_row")


def shape(grid: Grid, name: str) -> Raw:
    """Read every planned column of a grid.

    Parameters
    ----------
    grid : Grid
        The table under its own column names.
    name : str
        The file's name, for sentences.

    Returns
    -------
    Raw
        Under our column names and units.

    Raises
    ------
    TimeError
        If day and month cannot be told apart.

    Notes
    -----
    Source: own code; what each column means stands in the profile.

    Examples
    --------
    >>> from workbench.loaders.plan import picker
    >>> table = pd.DataFrame({"time": ["2026-03-03T21:10Z"], "lat": ["51.4"], "lon": ["1.2"], "speed_ms": ["2"]})
    >>> shape(Grid(table, np.array([1]), picker(None, None)(list(table), "a")), "a").rows["speed_kmh"].tolist()
    [7.2]
    """
    fields, profile = grid.plan.fields, grid.plan.profile
    notes = [*grid.plan.notes, *grid.notes]
    rows: dict[str, pd.Series | np.ndarray] = {"row": grid.row}
    for key in (k for k in (*_NUMBERS, *_SPEEDS, "speed", "lat_e7", "lon_e7") if k in fields):
        rows[key] = _number(grid, key, name, notes)
    _positions(grid, rows, name, notes)
    for key in ("fix_id", "wearer_id", "device_id", "origin_file"):
        if key in fields:
            found = ids(grid.frame[fields[key]])
            rows[key] = found.str.replace(_GUARD, "", regex=True) if profile.guarded_texts else found
    if "method" in fields:
        rows["method"], unknown = methods(grid.frame[fields["method"]], profile.methods)
        if unknown:
            notes.append(f"{name}: method codes that are not known were read as 'unknown': {', '.join(unknown[:8])}.")
    clock, minutes_only = _clocks(grid, rows, name, notes)
    _speed(rows, notes, name)
    frame = pd.DataFrame(rows, copy=False)
    if minutes_only:
        frame["minutes_only"] = True
    return Raw(frame, grid.aside, profile.name, profile.accuracy_level, clock, notes, profile.timezone, profile.uk,
               axes_sure="origin_file" in fields)


def _number(grid: Grid, key: str, name: str, notes: list[str]) -> np.ndarray:
    column = grid.plan.fields[key]
    found, bad, comma = numbers(grid.frame[column])
    if comma:
        notes.append(f"{name}: decimal commas were read in {column}.")
    if bad:
        notes.append(f"{name}: {bad:,} cells of {column} are not numbers and were left empty.")
    return found


def _positions(grid: Grid, rows: dict[str, pd.Series | np.ndarray], name: str, notes: list[str]) -> None:
    fields = grid.plan.fields
    for axis, half, minus in (("lat", "north_south", "S"), ("lon", "east_west", "W")):
        scaled = rows.pop(f"{axis}_e7", None)
        if scaled is not None:
            rows[axis] = scaled / 1e7
            notes.append(f"{name}: {fields[f'{axis}_e7']} was read as ten-millionths of a degree.")
        if half in fields and axis in rows:
            side = ids(grid.frame[fields[half]]).str.upper().str[:1].eq(minus).to_numpy()
            rows[axis] = np.where(side, -np.abs(rows[axis]), rows[axis])
    if "geometry" in fields:
        written = (grid.frame[fields["lon"]], grid.frame[fields["lat"]]) if {"lon", "lat"} <= set(fields) else None
        lon, lat, said = check_geometry(grid.frame[fields["geometry"]], rows.get("lon"), rows.get("lat"), name, written)
        rows["lon"], rows["lat"] = lon, lat
        notes.extend(said)


def _clocks(grid: Grid, rows: dict[str, pd.Series | np.ndarray], name: str, notes: list[str]) -> tuple[str, bool]:
    fields, profile = grid.plan.fields, grid.plan.profile
    found: dict[str, Times] = {}
    for key in ("time", "recorded", "uploaded"):
        if key in fields:
            found[key] = times(grid.frame[fields[key]], name=f"{name}: {fields[key]}", day_first=profile.day_first)
    for key in ("active_from", "active_to"):
        if key in fields:
            found[key] = edges(grid.frame[fields[key]], name=f"{name}: {fields[key]}", day_first=profile.day_first,
                               last=key == "active_to")
    if "date" in fields:
        both = joined_clock(grid.frame[fields["date"]], grid.frame[fields["clock"]])
        found["time"] = times(both, name=f"{name}: {fields['date']} and {fields['clock']}", day_first=profile.day_first)
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
            notes.append(f"{name}: {column.unreadable:,} times of {fields.get(key, key)} cannot be read and were left empty.")
    return clock, found["time"].minutes_only


def _speed(rows: dict[str, pd.Series | np.ndarray], notes: list[str], name: str) -> None:
    for key, factor in _SPEEDS.items():
        if key in rows:
            rows["speed_kmh"] = np.asarray(rows.pop(key)) * factor
    if "speed" in rows:
        raw = np.asarray(rows.pop("speed"))
        rows["speed_kmh"], said = unstated_speed(raw, rows["time"], rows["lon"], rows["lat"], rows.get("wearer_id"), name)
        notes.append(said)
