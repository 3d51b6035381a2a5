"""One file's rows judged: what is kept, what is set aside and why, what is flagged. Every row ends in one of the two."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import Quality
from workbench.loaders.collect_records import Raw
from workbench.loaders.extent import check_axes, position_reasons
from workbench.loaders.load_request import Wanted
from workbench.loaders.owners import owners
from workbench.loaders.resolve_clocks import Clocks, settle_clocks
from workbench.loaders.source import Source
from workbench.loaders.units import heading_degrees
from workbench.time import from_micros, micros

__all__ = ["Settled", "settle"]

Floats = NDArray[np.float64]
_YEARS = (-62_135_596_800_000_000, 253_402_300_800_000_000)
"""The years 1 and 10,000 as microseconds: no calendar of ours writes what lies outside."""
_NONE = np.iinfo(np.int64).min
_UNKNOWN_RADII = (0.0, 2147483647.0)
_WEAK_M = 200.0
_LEVEL_UNKNOWN = 0.68
_CLOCK_WORDS = {
    "fix": "it is the time of the fix",
    "recorded": "it is when the system recorded the fix, not when the fix was made",
    "uploaded": "it is when the fix was uploaded, not when it was made",
    "not stated": "the file does not say which; it is taken as the time of the fix",
}


@dataclass(frozen=True)
class Settled:
    """One file after judging.

    Attributes
    ----------
    source : Source
        The file.
    profile : str
        How it was read.
    kept : pandas.DataFrame
        The fixes columns, in file order.
    aside : pandas.DataFrame
        ``file, row, reason``.
    notes : list of str
        Sentences for the report.
    zone_asked : str or None
        The zone in which times that state none were read because a person said so, and nothing in the file.
    """

    source: Source
    profile: str
    kept: pd.DataFrame
    aside: pd.DataFrame
    notes: list[str] = field(default_factory=list)
    zone_asked: str | None = None

    @property
    def rows(self) -> int:
        """How many data rows the file has."""
        return len(self.kept) + len(self.aside)


def settle(raw: Raw, source: Source, wanted: Wanted) -> Settled:
    """Judge the rows of one file."""
    rows = raw.rows.reset_index(drop=True)
    size, name, notes = len(rows), source.name, list(raw.notes)
    lon, lat = _number(rows, "lon"), _number(rows, "lat")
    lon, lat, told = _radians(lon, lat, confirmed=wanted.confirmed or raw.axes_sure, name=name)
    notes += told
    notes += check_axes(lon, lat, uk=raw.uk, confirmed=wanted.confirmed or raw.axes_sure, name=name)
    wearer, said = owners(rows.drop(columns="device_id", errors="ignore") if raw.one_wearer else rows, source, wanted)
    codes = pd.factorize(wearer)[0].astype(np.int64)
    clocks = settle_clocks(rows, codes, wanted.timezone or raw.timezone, name)
    device = _text(rows, "device_id")
    notes += said + _nobody(wearer, wanted.wearer, "wearer", name) + _nobody(device, wanted.device, "device", name)
    notes += clocks.notes + _clock_notes(rows, raw, wanted, name) + _method_notes(rows, name)
    quality = clocks.quality | _given(rows, "quality", 0).astype(np.int64)
    accuracy = _radius(rows, quality)
    heading, said = heading_degrees(_number(rows, "heading_deg"), name)
    level, said_level = _level(rows, raw, wanted, accuracy, name)
    reasons = np.full(size, "", object)
    keep = np.ones(size, bool)
    for mask, reason in _reasons(clocks, lon, lat, wearer, device, wanted):
        reasons[mask & keep] = reason
        keep &= ~mask
    number = rows["row"].to_numpy(np.int64)
    table = pd.DataFrame(
        {
            "fix_id": _text(rows, "fix_id"),
            "wearer_id": wearer,
            "device_id": device,
            "time": from_micros(clocks.time),
            "recorded": from_micros(clocks.recorded),
            "uploaded": from_micros(clocks.uploaded),
            "lon": lon,
            "lat": lat,
            "accuracy_m": accuracy,
            "accuracy_level": level,
            "speed_kmh": _positive(rows, "speed_kmh"),
            "heading_deg": heading,
            "method": _text(rows, "method").fillna("unknown"),
            "satellites": _positive(rows, "satellites"),
            "quality": quality,
            "file": _text(rows, "origin_file").fillna(source.file),
            "row": np.where(np.isnan(origin := _number(rows, "origin_row")), number, np.nan_to_num(origin)).astype(np.int64),
        },
        copy=False,
    )
    kept = table if keep.all() else table[keep].reset_index(drop=True)
    aside = _aside(raw, number[~keep], reasons[~keep], source)
    return Settled(source, raw.profile, kept, aside, notes + said + said_level, _zone_asked(rows, raw, wanted))


def _zone_asked(rows: pd.DataFrame, raw: Raw, wanted: Wanted) -> str | None:
    """Give the zone that rests on a person's word alone; none where the times, or the format, or another clock settle it."""
    zone = wanted.timezone
    if zone is None or zone == raw.timezone or isinstance(rows["time"].dtype, pd.DatetimeTZDtype):
        return None
    return None if any(isinstance(rows[c].dtype, pd.DatetimeTZDtype) for c in ("recorded", "uploaded") if c in rows) else zone


def _nobody(ids: pd.Series, asked: str | None, what: str, name: str) -> list[str]:
    """Say whom a file names when it does not name the wanted wearer or device."""
    if asked is None or (ids == asked).any():
        return []
    known = sorted(ids.dropna().unique().tolist())
    more = f" and {len(known) - 8} more" if len(known) > 8 else ""
    listed = ", ".join(known[:8]) + more if known else "none"
    return [f"{name}: no row is of {what} {asked!r}; the file names {listed}."]


def _radians(lon: Floats, lat: Floats, *, confirmed: bool, name: str) -> tuple[Floats, Floats, list[str]]:
    """Turn radians into degrees where taken as degrees all lie in the open sea off Guinea, and as radians in this country."""
    there = np.isfinite(lon) & np.isfinite(lat) & ((lon != 0) | (lat != 0))
    if not there.any() or (np.abs(lat[there]) > np.pi / 2).any() or (np.abs(lon[there]) > np.pi).any():
        return lon, lat, []
    sea = f"{name}: all positions lie in the sea off West Africa, within 1.58 degrees of the equator"
    north, east = np.degrees(lat[there]), np.degrees(lon[there])
    if confirmed or np.mean((north > 49) & (north < 61.5) & (east > -9) & (east < 2.6)) <= 0.5:
        return lon, lat, [f"{sea}; if they are radians, turn them into degrees."]
    said = (
        f"{sea}; they were taken as radians and turned into degrees. Say columns={{'lat': ..., 'lon': ...}} if they are degrees."
    )
    return np.degrees(lon), np.degrees(lat), [said]


def _reasons(
    clocks: Clocks, lon: Floats, lat: Floats, wearer: pd.Series, device: pd.Series, wanted: Wanted
) -> list[tuple[NDArray[np.bool_], str]]:
    """List why rows are set aside, the first that applies to a row first."""
    found = [
        (clocks.skipped, "its local time does not exist: the clocks go forward over it"),
        (clocks.time == _NONE, "its time is missing or cannot be read"),
        ((clocks.time < _YEARS[0]) | (clocks.time >= _YEARS[1]), "its time lies outside the years 1 to 9999"),
        *position_reasons(lon, lat),
    ]
    if wanted.wearer is not None:
        found.append((wearer.ne(wanted.wearer).to_numpy(bool), "it is of another wearer"))
    if wanted.device is not None:
        found.append((device.isna().to_numpy(bool), "it names no device"))
        found.append((device.ne(wanted.device).to_numpy(bool), "it is of another device"))
    for edge, before in ((wanted.start, True), (wanted.end, False)):
        if edge is not None:
            mark = int(micros(pd.Series([edge]))[0])
            found.append((clocks.time < mark if before else clocks.time >= mark, "it lies outside the requested window"))
    return found


def _aside(raw: Raw, row: NDArray[np.int64], reason: NDArray[np.object_], source: Source) -> pd.DataFrame:
    judged = pd.DataFrame({"row": row, "reason": reason})
    never = pd.DataFrame({"row": [r for r, _ in raw.aside], "reason": [w for _, w in raw.aside]})
    both = pd.concat([judged, never]) if len(judged) and len(never) else (judged if len(judged) else never)
    return both.assign(file=source.file).sort_values("row", kind="stable")[["file", "row", "reason"]].reset_index(drop=True)


def _number(rows: pd.DataFrame, key: str) -> Floats:
    return rows[key].to_numpy(np.float64, copy=True) if key in rows else np.full(len(rows), np.nan)


def _given(rows: pd.DataFrame, key: str, other: float) -> Floats:
    return np.nan_to_num(_number(rows, key), nan=other)


def _text(rows: pd.DataFrame, key: str) -> pd.Series:
    return rows[key].astype("str") if key in rows else pd.Series(np.nan, index=rows.index, dtype="str")


def _positive(rows: pd.DataFrame, key: str) -> Floats:
    value = _number(rows, key)
    with np.errstate(invalid="ignore"):
        value[~np.isfinite(value) | (value < 0)] = np.nan
    return value


def _radius(rows: pd.DataFrame, quality: NDArray[np.int64]) -> Floats:
    """Read the radius; 0 and 2147483647 stand for unknown. Flags missing and wide circles in `quality`."""
    radius = _positive(rows, "accuracy_m")
    radius[np.isin(radius, _UNKNOWN_RADII)] = np.nan
    quality[np.isnan(radius)] |= int(Quality.NO_ACCURACY)
    with np.errstate(invalid="ignore"):
        quality[radius > _WEAK_M] |= int(Quality.WEAK_ACCURACY)
    return radius


def _level(rows: pd.DataFrame, raw: Raw, wanted: Wanted, radius: Floats, name: str) -> tuple[Floats, list[str]]:
    stated = wanted.accuracy_level or raw.accuracy_level
    if "accuracy_level" in rows and wanted.accuracy_level is None:
        level = _number(rows, "accuracy_level")
        with np.errstate(invalid="ignore"):
            level[~((level > 0) & (level < 1))] = stated or _LEVEL_UNKNOWN
        return level, []
    said = []
    if stated is None and np.isfinite(radius).any():
        said = [
            f"{name}: the share of true positions that the radius holds is not known; it is treated as 0.68. "
            "Give accuracy_level= if the supplier states it."
        ]
    return np.full(len(rows), stated or _LEVEL_UNKNOWN), said


def _method_notes(rows: pd.DataFrame, name: str) -> list[str]:
    """Say that nothing tells satellite fixes from network positions, where nothing does."""
    if len(rows) and ("method" not in rows or rows["method"].isna().all()):
        return [f"{name}: nothing says how the fixes were made, so each counts as of unknown kind, with wider errors."]
    return []


def _clock_notes(rows: pd.DataFrame, raw: Raw, wanted: Wanted, name: str) -> list[str]:
    said = []
    zone = wanted.timezone or raw.timezone
    if isinstance(rows["time"].dtype, pd.DatetimeTZDtype):
        if wanted.timezone is not None:
            said.append(f"{name}: timezone={wanted.timezone!r} was not needed; the times carry their own zone.")
    elif zone is not None:
        said.append(
            f"{name}: the times state no zone; they were read as {zone}"
            + (", as this format defines." if wanted.timezone is None else ", as asked.")
        )
    if not {"recorded", "uploaded"} & set(rows.columns) or raw.clock in ("recorded", "uploaded"):
        said.append(f"{name}: the file has one clock; {_CLOCK_WORDS.get(raw.clock, _CLOCK_WORDS['not stated'])}.")
    return said
