"""Which columns a table of crimes has."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.loaders.family import Family

__all__ = ["CRIME_TABLES"]


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
