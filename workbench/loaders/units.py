"""Units that a file does not state: settled by the movement itself or left empty, and always said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.loaders.collect_records import Raw
from workbench.loaders.values import count_of
from workbench.time import micros

__all__ = ["checked_speed", "heading_degrees", "unstated_speed"]

Floats = NDArray[np.float64]
_UNITS = (("m/s", 1.0, 3.6), ("knots", 1.944, 1.852), ("mph", 2.237, 1.609344), ("km/h", 3.6, 1.0))
_ENOUGH = 20
_FEW = 5
_FAR = 1.7
"""Fewer steps than enough settle no unit, but a middle value this far from one says that it is another."""


def heading_degrees(heading: Floats, name: str) -> tuple[Floats, list[str]]:
    """Bring directions to degrees from 0 up to 360: radians are recognised, negative degrees wrapped, impossible ones emptied."""
    # Radians when at least 20 directions other than 0, of five different values, all lie within a turn of 6.2832 and reach
    # beyond 3.
    found = heading.copy()
    live = found[np.isfinite(found) & (found != 0)]
    notes = []
    if len(live) and bool((live[live < 0] == -1).all()) and (live < 0).any():
        notes.append(f"{name}: {int((live < 0).sum()):,} directions of -1 were read as unknown.")
        found[found == -1] = np.nan
        live = live[live > 0]
    most = float(np.abs(live).max()) if len(live) else 0.0
    if len(live) >= _ENOUGH and 3 < most <= 2 * np.pi + 1e-3 and len(np.unique(live)) >= 5:
        notes.append(f"{name}: the directions are in radians (none above {most:.2f}); they were turned into degrees.")
        found = np.degrees(found)
    elif 0 < most <= 2 * np.pi + 1e-3:
        notes.append(
            f"{name}: none of the {len(live):,} directions is above {most:.2f}; they were taken as degrees, but they "
            "are too few or too alike to tell them from radians."
        )
    wild = np.abs(found) > 360.5
    if wild.any():
        many = count_of(int(wild.sum()), "direction beyond 360 degrees was", "directions beyond 360 degrees were")
        notes.append(f"{name}: {many} left empty.")
        found[wild] = np.nan
    if (found < 0).any():
        many = count_of(int((found < 0).sum()), "negative direction was", "negative directions were")
        notes.append(f"{name}: {many} turned to 0 to 360 degrees.")
    with np.errstate(invalid="ignore"):
        return np.mod(found, 360.0), notes


def unstated_speed(
    speed: Floats, time: pd.Series, lon: Floats, lat: Floats, wearer: pd.Series | None, name: str
) -> tuple[Floats, str]:
    """Settle the unit of a speed column by comparing it with the movement between fixes."""
    # The median of (speed in the file / metres per second between fixes) over at least 20 moving steps of up to two minutes
    # must be within a fifth of one unit's factor and of no other's.
    ratio = speed_ratios(speed, time, lon, lat, wearer)
    empty = "the speeds were left empty. Say columns={'speed_kmh': ...} or {'speed_ms': ...}"
    if len(ratio) < _ENOUGH:
        return np.full(len(speed), np.nan), f"{name}: the unit of speed is not stated and too few steps tell it; {empty}."
    unit, to_kmh = _unit_of(ratio)
    if unit:
        return speed * to_kmh, f"{name}: the unit of speed is not stated; compared with the movement it is {unit}."
    return np.full(len(speed), np.nan), f"{name}: the unit of speed is not stated and fits no single unit; {empty}."


def checked_speed(raw: Raw, name: str) -> Raw:
    """Hold speeds that a format defines as metres per second against the movement: files often hold another unit."""
    rows = raw.rows
    if "speed_kmh" not in rows or not rows["speed_kmh"].notna().any():
        return raw
    written = rows["speed_kmh"].to_numpy(np.float64) / 3.6
    lon, lat = (rows[c].to_numpy(np.float64) for c in ("lon", "lat"))
    ratio = speed_ratios(written, rows["time"], lon, lat, rows.get("wearer_id"))
    if len(ratio) < _FEW:
        said = f"{name}: speeds were read as metres per second, as the format has them; too few steps can be compared with them."
        return replace(raw, notes=[*raw.notes, said])
    unit, to_kmh = _unit_of(ratio)
    if unit == "m/s":
        return raw
    if unit and len(ratio) >= _ENOUGH:
        said = f"{name}: the speeds are not the metres per second of the format; compared with the movement they are {unit}."
        return replace(raw, rows=rows.assign(speed_kmh=written * to_kmh), notes=[*raw.notes, said])
    if not unit and len(ratio) < _ENOUGH and 1 / _FAR < float(np.median(ratio)) < _FAR:
        return raw
    said = f"{name}: the speeds in the file do not agree with the movement as metres per second; they were left empty."
    return replace(raw, rows=rows.assign(speed_kmh=np.nan), notes=[*raw.notes, said])


def _unit_of(ratio: Floats) -> tuple[str, float]:
    """Give the one unit that the ratios fit, with its factor to km/h; nothing where none or several fit."""
    middle = float(np.median(ratio))
    fits = [(unit, to_kmh) for unit, factor, to_kmh in _UNITS if abs(np.log(middle / factor)) < np.log(1.2)]
    return fits[0] if len(fits) == 1 else ("", np.nan)


def speed_ratios(speed: Floats, time: pd.Series, lon: Floats, lat: Floats, wearer: pd.Series | None) -> Floats:
    """Give (speed in the file / metres per second between fixes) for each moving step of up to two minutes."""
    zoned = isinstance(time.dtype, pd.DatetimeTZDtype)
    stamp = (micros(time) if zoned else time.to_numpy().astype("datetime64[us]").astype(np.int64)) / 1e6
    order = np.argsort(stamp, kind="stable")
    if wearer is not None:
        codes = pd.factorize(wearer)[0]
        order = np.lexsort((stamp, codes))
        same = np.diff(codes[order]) == 0
    else:
        same = np.ones(max(len(order) - 1, 0), bool)
    dt = np.diff(stamp[order])
    north = np.diff(lat[order]) * 111_195
    east = np.diff(lon[order]) * 111_195 * np.cos(np.radians(lat[order][1:]))
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.hypot(north, east) / dt
        mean = (speed[order][1:] + speed[order][:-1]) / 2
        moving = same & (dt > 0) & (dt <= 120) & (pace > 1) & (pace < 60) & (mean > 0)
        return np.asarray(mean[moving] / pace[moving])
