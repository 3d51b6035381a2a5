"""Tables of crimes: which columns they have, and their rows with windows in UTC, places in degrees, or a reason."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import TimeError
from workbench.loaders.crimes.batch import clock_words
from workbench.loaders.crimes.codes import WINDOW_HOURS
from workbench.loaders.crimes.report import Part
from workbench.loaders.crimes.sites import sites_of
from workbench.loaders.crimes.windows import clock_proof, moments, window_utc
from workbench.loaders.extent import check_axes, position_reasons
from workbench.loaders.json_tables import positions_of, read_json
from workbench.loaders.map_columns import Grid, Pick
from workbench.loaders.parse_times import Times, edges, joined_clock
from workbench.loaders.profile import Family
from workbench.loaders.source import Source
from workbench.loaders.values import ids, texts, unguarded
from workbench.time import DEFAULT_ZONE

__all__ = ["CRIME_TABLES", "read_crime_list", "table_part"]


def _settle(fields: dict[str, str]) -> dict[str, str]:
    """A clock beside a date is a time of day; a month counts only where there is no better time."""
    found = dict(fields)
    for edge in ("start", "end"):
        date, clock = f"{edge}_date", f"{edge}_clock"
        pair = (found.get(date), found.get(clock))
        if None not in pair and pair[0] != pair[1] and found.get(edge) in (None, *pair):
            found.pop(edge, None)
        else:
            found.pop(date, None)
            found.pop(clock, None)
    if "start" in found or "start_date" in found:
        found.pop("month", None)
    return found


def _missing(fields: Mapping[str, str]) -> list[str]:
    place = {"lat", "lon"} <= set(fields) or {"easting", "northing"} <= set(fields)
    time = any(k in fields for k in ("start", "start_date", "month"))
    return [word for word, there in (("place", place), ("time from which the crime can have happened", time)) if not there]


CRIME_TABLES = Family(
    fields=(
        "crime_id",
        "force",
        "batch_id",
        "kind",
        "start",
        "end",
        "start_date",
        "start_clock",
        "end_date",
        "end_clock",
        "month",
        "lat",
        "lon",
        "easting",
        "northing",
        "location_error_m",
        "text",
    ),
    entries=frozenset({"area_because", "constants", "guarded_texts", "location_error_m", "zone_untrue"}),
    folder="crimes",
    settle=_settle,
    missing=_missing,
    example="{'crime_id': ..., 'start': ..., 'end': ..., 'lat': ..., 'lon': ...}",
)
"""Crimes, one a row."""


_DEEPEST = 4


def read_crime_list(source: Source, pick: Pick) -> Grid:
    """Read a JSON list of crimes, or an object that holds one list."""
    # Source: the API documentation of data.police.uk.
    document = read_json(source)
    if isinstance(document, dict):
        lists = [v for v in document.values() if isinstance(v, list)]
        document = lists[0] if len(lists) == 1 else [document]
    return positions_of(document, source, pick, unwrap=_flat)


def _flat(item: object) -> object:
    """Bring values inside values to the top."""
    if not isinstance(item, dict):
        return item
    found: dict[str, object] = {}
    todo = [("", item, 0)]
    while todo:
        prefix, values, depth = todo.pop()
        for key, value in values.items():
            if isinstance(value, dict) and depth < _DEEPEST:
                todo.append((f"{prefix}{key}.", value, depth + 1))
            else:
                found[f"{prefix}{key}"] = value
    return found


_OFFSET = r"(?<=[0-9])\s*(?:Z|z|[+-][0-9]{2}:?[0-9]{2})$"
_OTHER_OFFSET = r":[0-9]{2}(?:\.[0-9]+)?\s*[+-](?!00:?00)[0-9]{2}:?[0-9]{2}$"
_PLACES = ("lat", "lon", "easting", "northing", "location_error_m")
_ALONE = "ends as it starts, or with the day where that is all it says"
_WIDE = pd.Timedelta(hours=WINDOW_HOURS)
_NONE_YEAR = 2900
_RANGE = (
    r"^(?P<day>.*[0-9/]\D*?\s)(?P<clock>[0-9]{1,2}:[0-9]{2})"
    r"(?P<between>\s*(?:-|\u2013|to|until|/)\s*)(?P<till>[0-9]{1,2}:[0-9]{2})$"
)
"""A day with two clock times; one that could be an offset from UTC, such as ``-05:00``, is left to be read as one."""
_DAY = pd.Timedelta(days=1)


def table_part(grid: Grid, source: Source, timezone: str | None, *, confirmed: bool) -> Part:
    """Read every planned column of a table of crimes and judge its rows."""
    # What each column means stands in the profile.
    fields, profile, name = grid.plan.fields, grid.plan.profile, source.name
    frame = grid.frame.reset_index(drop=True)
    cells = pd.DataFrame({key: frame[fields[key]] for key in _PLACES if key in fields})
    sites = sites_of(cells, name, point_m=profile.location_error_m)
    sure = confirmed or ("lat" not in fields) or profile.area_because is not None
    notes = [*grid.plan.notes, *grid.notes, *sites.notes]
    notes += check_axes(sites.lon, sites.lat, uk=profile.uk, confirmed=sure, name=name)
    start, end, clock, said, skipped = _window(frame, grid, timezone, name)
    notes += said
    reasons = np.full(len(frame), "", object)
    for mask, reason in [
        (skipped, "its time does not exist: the clocks go forward over it"),
        (start.isna().to_numpy(), "its time is missing or cannot be read"),
        (end.isna().to_numpy(), "its end cannot be read"),
        ((end < start).to_numpy(bool), "CRIME_DATE_TIME_TO_AFTER_FROM: its end is before its start"),
        (sites.apart, "its degrees and its British grid are not the same place"),
        *position_reasons(sites.lon, sites.lat),
    ]:
        reasons[mask & (reasons == "")] = reason
    good = reasons == ""
    rows = pd.DataFrame(
        {
            "row": grid.row,
            **{key: _words(frame, grid, key) for key in ("crime_id", "force", "batch_id", "kind", "text")},
            "start": start,
            "end": end,
            "lon": sites.lon,
            "lat": sites.lat,
            "location_error_m": sites.error_m,
        }
    )[good].reset_index(drop=True)
    aside = sorted([*grid.aside, *zip(grid.row[~good].tolist(), reasons[~good].tolist(), strict=True)])
    return Part(source, profile.name, rows, aside, [], notes + _wide(rows, fields, name), profile.area_because, clock)


def _words(frame: pd.DataFrame, grid: Grid, key: str) -> pd.Series:
    if key in grid.plan.fields:
        found = ids(frame[grid.plan.fields[key]])
        return unguarded(found) if grid.plan.profile.guarded_texts else found
    return pd.Series(grid.plan.profile.constants.get(key), index=frame.index, dtype="str")


def _window(
    frame: pd.DataFrame, grid: Grid, timezone: str | None, name: str
) -> tuple[pd.Series, pd.Series, str, list[str], NDArray[np.bool_]]:
    """Give start and end in UTC, how they were read, and sentences about it."""
    profile, size = grid.plan.profile, len(frame)
    zone = timezone or profile.timezone
    if "month" in grid.plan.fields:
        first, last = _months(frame[grid.plan.fields["month"]])
        found = window_utc(first, last, zone or DEFAULT_ZONE)
        return found.start, found.end, f"months of {zone or DEFAULT_ZONE}", [], found.skipped
    start, end = _cells(frame, grid, "start"), _cells(frame, grid, "end")
    start, end, ranged = _ranges(start, end)
    both = start if end is None else pd.concat([start, end], ignore_index=True)
    raw = pd.Series(texts(both).to_pandas(), dtype="str")
    offsets = bool(raw.str.contains(_OTHER_OFFSET, regex=True).any())
    if profile.zone_untrue:
        both = raw.str.replace(_OFFSET, "", regex=True)
    early, late = (
        edges(both, name=f"{name}: {grid.plan.fields.get('start', 'start')}", day_first=profile.day_first, last=last)
        for last in (False, True)
    )
    said = [*early.notes, *([f"{name}: {ranged:,} cells hold a range of clock times; both ends were read."] if ranged else [])]
    first, last = _halves(early, late, raw, size)
    none = (first.dt.year >= _NONE_YEAR).to_numpy(), (last.dt.year >= _NONE_YEAR).to_numpy()
    if none[0].any() or none[1].any():
        many = int(none[0].sum() + none[1].sum())
        said.append(f"{name}: {many:,} dates after the year {_NONE_YEAR} stand for none and were left out.")
        last = last.where(~none[1], first)
        first = first.where(~none[0])
    if end is None:
        said.append(f"{name}: the file has no column for the end of the window; each window {_ALONE}.")
    elif blank := int(raw.iloc[size:].isna().sum()):
        said.append(f"{name}: {blank:,} crimes state no end; their window {_ALONE}.")
    never = np.zeros(size, bool)
    stated = isinstance(first.dtype, pd.DatetimeTZDtype)
    if not stated and zone is None and first.notna().any():
        raise TimeError(
            "The times of the crimes state no time zone.", where=name, do="Give timezone=, for example timezone='Europe/London'."
        )
    if stated:
        clock, more = _stated(first, last, zone, name, offsets)
        if timezone is not None:
            more.append(f"{name}: timezone={timezone!r} was not used to read the times: they carry their own zone.")
        return first, last, clock, said + more, never
    found = window_utc(first, last, zone or "UTC")
    if found.repeated:
        said.append(
            f"{name}: {found.repeated:,} crimes have a time in the hour that happens twice in {zone}; "
            "their window was made to hold both."
        )
    why = "as asked" if timezone is not None else "as the profile says"
    if profile.zone_untrue:
        why += ", and not as the offset written on them says"
    proof = clock_proof(moments(first, last), zone or "UTC")
    clock, more = clock_words(proof, zone, zone or "UTC", why, name, "Ask the sender; if so, give timezone='UTC'.")
    return found.start, found.end, clock, said + more, found.skipped


def _cells(frame: pd.DataFrame, grid: Grid, edge: str) -> pd.Series | None:
    fields = grid.plan.fields
    if edge in fields:
        return frame[fields[edge]]
    if f"{edge}_date" not in fields:
        return None
    date, clock = frame[fields[f"{edge}_date"]], frame[fields[f"{edge}_clock"]]
    if pd.api.types.is_datetime64_dtype(date.dtype):
        date = date.dt.strftime("%Y-%m-%d")
    whole = joined_clock(date, clock)
    return whole.where(whole.notna(), pd.Series(texts(date).to_pandas(), dtype="str"))


def _ranges(start: pd.Series, end: pd.Series | None) -> tuple[pd.Series, pd.Series | None, int]:
    """Part cells such as ``3 March 2026 21:10-22:15`` into both ends; one that runs backwards, or beside an end, is no time."""
    words = pd.Series(texts(start).to_pandas(), dtype="str")
    part = words.str.extract(_RANGE)
    minutes = part["till"].str[-2:].isin(["00", "30", "45"]) & part["between"].eq("-") & part["till"].str[:2].lt("15")
    found = part["till"].notna() & ~minutes.fillna(False)
    if not found.any():
        return start, end, 0
    given = pd.Series(texts(end).to_pandas(), dtype="str") if end is not None else pd.Series(index=words.index, dtype="str")
    bad = found & (given.notna() | (part["till"].str.zfill(5) < part["clock"].str.zfill(5)))
    first = words.where(~found, part["day"] + part["clock"]).mask(bad)
    last = given.where(~found, part["day"] + part["till"]).mask(bad)
    return first, last, int((found & ~bad).sum())


def _halves(early: Times, late: Times, raw: pd.Series, size: int) -> tuple[pd.Series, pd.Series]:
    """Take the start from the first half; the end from the second, or from the start's own last moment where it is empty."""
    first, last = early.when.iloc[:size].reset_index(drop=True), late.when.iloc[:size].reset_index(drop=True)
    if len(raw) > size:
        given = raw.iloc[size:].notna().reset_index(drop=True)
        last = last.where(~given, late.when.iloc[size:].reset_index(drop=True))
    return first, last


def _months(values: pd.Series) -> tuple[pd.Series, pd.Series]:
    words = pd.Series(texts(values).to_pandas(), dtype="str")
    first = pd.to_datetime(words, format="%Y-%m", errors="coerce").dt.as_unit("us")
    return first, (first + pd.offsets.MonthBegin(1)).dt.as_unit("us")


def _stated(first: pd.Series, last: pd.Series, zone: str | None, name: str, offsets: bool) -> tuple[str, list[str]]:
    """Say that times carry their zone, and whether a bare Z looks true."""
    if offsets:
        return "with the offsets they state", [f"{name}: the times were read with the offsets they state."]
    if zone is None:
        words = "UTC, as they state; without timezone= nothing can be said about whether that is true"
        return words, [f"{name}: the times were read as {words}."]
    written = moments(first, last).dt.tz_localize(None)
    do = f'Ask the sender; if so, write a profile with zone_untrue = true and timezone = "{zone}".'
    return clock_words(clock_proof(written, zone), None, zone, "as they state", name, do)


def _wide(rows: pd.DataFrame, fields: object, name: str) -> list[str]:
    length = rows["end"] - rows["start"]
    wide = int((length > _WIDE).sum())
    if not wide or "month" in fields:  # type: ignore[operator]
        return []
    return [
        f"{name}: {wide:,} windows are longer than 12 hours, the longest {length.max() / _DAY:,.1f} days; the national "
        "service would refuse these crimes, here they are kept."
    ]
