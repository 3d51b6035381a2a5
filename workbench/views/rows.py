"""The tables beside the map: plain columns and rows, each leading back to its ids, file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from workbench.base import names
from workbench.geo import metres_label
from workbench.time import DEFAULT_ZONE, duration_label, label, micros
from workbench.views.words import APPROACH_LEVELS, EMPTY, GAP_KIND_WORDS, METHOD_WORDS

__all__ = ["MOST_ROWS", "as_frame", "names_of", "table_rows"]

MOST_ROWS = 1_000
Maker = Callable[[Any, str], list[Any]]


def _time(value: pd.Timestamp, timezone: str) -> str:
    return label(value, timezone, seconds=True)


def _point(r: Any, tz: str) -> list[Any]:
    circle = "not stated" if pd.isna(r.accuracy_m) else f"{r.accuracy_m:.0f} m ({100 * r.accuracy_level:.0f} %)"
    speed = "" if pd.isna(r.speed_kmh) else round(float(r.speed_kmh), 1)
    return [
        _time(r.time, tz),
        f"{r.lat:.5f}",
        f"{r.lon:.5f}",
        circle,
        speed,
        METHOD_WORDS.get(r.method, r.method),
        r.file,
        int(r.row),
        r.fix_id,
        "; ".join(names(r.quality)),
    ]


def _stay(r: Any, tz: str) -> list[Any]:
    return [
        _time(r.start, tz),
        _time(r.end, tz),
        duration_label(r.minutes),
        f"{r.lat:.5f}",
        f"{r.lon:.5f}",
        metres_label(r.radius_m),
        int(r.n_fixes),
        r.first_fix_id,
        r.last_fix_id,
        r.stay_id,
    ]


def _gap(r: Any, tz: str) -> list[Any]:
    return [
        _time(r.start, tz),
        _time(r.end, tz),
        duration_label(r.minutes),
        GAP_KIND_WORDS.get(r.kind, r.kind),
        metres_label(r.reach_m),
        r.first_fix_id,
        r.last_fix_id,
        r.gap_id,
    ]


def _approach(r: Any, tz: str) -> list[Any]:
    closest = f"{metres_label(r.closest_m)} ({metres_label(r.closest_lo_m)} to {metres_label(r.closest_hi_m)})"
    return [
        _time(r.start, tz),
        _time(r.end, tz),
        r.zone_id,
        APPROACH_LEVELS.get(r.level, r.level),
        closest,
        duration_label(r.minutes_inside),
        duration_label(r.minutes_in_ring),
        int(r.n_fixes),
        duration_label(r.gap_minutes),
        r.first_fix_id,
        r.approach_id,
    ]


_SHAPES: dict[str, tuple[list[str], Maker, str]] = {
    "points": (["time", "lat", "long", "accuracy (level)", "km/h", "method", "file", "row", "fix", "noticed"], _point, "fix_id"),
    "stays": (["from", "to", "length", "lat", "long", "spread", "fixes", "first fix", "last fix", "stay"], _stay, "first_fix_id"),
    "gaps": (
        ["from", "to", "length", "likely cause", "reach", "last fix before", "first fix after", "gap"],
        _gap,
        "first_fix_id",
    ),
    "approaches": (
        [
            "from",
            "to",
            "zone",
            "how firmly",
            "closest (90 % interval; minus is inside)",
            "inside",
            "within ring",
            "fixes",
            "silent",
            "first fix",
            "approach",
        ],
        _approach,
        "first_fix_id",
    ),
}

_SORTED: dict[str, dict[str, str]] = {
    "points": {"time": "time", "accuracy (level)": "accuracy_m"},
    "stays": {"from": "start", "to": "end", "length": "minutes", "spread": "radius_m"},
    "gaps": {"from": "start", "to": "end", "length": "minutes", "reach": "reach_m"},
    "approaches": {
        "from": "start",
        "to": "end",
        "closest (90 % interval; minus is inside)": "closest_m",
        "inside": "minutes_inside",
        "within ring": "minutes_in_ring",
        "silent": "gap_minutes",
    },
}
"""Columns that are words on the screen and sorted by a number of the table."""


def table_rows(
    kind: str,
    table: pd.DataFrame | None,
    *,
    timezone: str = DEFAULT_ZONE,
    around: int | None = None,
    most: int = MOST_ROWS,
    named: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Describe a table for the screen.

    Parameters
    ----------
    kind : {"points", "stays", "gaps", "approaches"}
        Which table it is.
    table : pandas.DataFrame or None
        Its rows in the window.
    timezone : str
        IANA name of the zone of the times shown.
    around : int, optional
        Row that must be among those shown, 0-based.
    most : int
        Rows shown at most.
    named : mapping of str to str, optional
        Names to show for files and zones, by what the tables hold of them.
    """
    columns, maker, pick = _SHAPES[kind]
    total = 0 if table is None else len(table)
    if table is None or not total:
        return {
            "kind": kind,
            "columns": columns,
            "rows": [],
            "order": {},
            "picks": [],
            "first": 0,
            "total": 0,
            "caption": EMPTY[kind],
            "empty": True,
        }
    first = 0 if around is None else max(0, min(around - most // 2, total - most))
    shown = table.iloc[first : first + most]
    for column in {"file", "zone_id"} & set(shown.columns if named else ()):
        shown = shown.assign(**{column: [(named or {}).get(v, v) for v in shown[column]]})
    caption = f"{total:,} {kind if total != 1 else kind.removesuffix('s')}; times in {timezone}"
    if total > most:
        shown_words = f"{kind} {first + 1:,} to {first + len(shown):,} of {total:,}"
        caption = f"{shown_words}; narrow the window to see all; times in {timezone}"
    return {
        "kind": kind,
        "columns": columns,
        "rows": [maker(r, timezone) for r in shown.itertuples(index=False)],
        "order": {columns.index(words): _numbers(shown[name]) for words, name in _SORTED[kind].items()},
        "picks": [str(v) for v in shown[pick]],
        "first": first,
        "total": total,
        "caption": caption,
        "empty": False,
    }


def names_of(files: pd.DataFrame, zones: pd.DataFrame | None) -> dict[str, str]:
    """Give the names that people know for what the tables hold of files and zones.

    Parameters
    ----------
    files : pandas.DataFrame
        The files table of a load report.
    zones : geopandas.GeoDataFrame or None
        The zones table.
    """
    tables = [(files, "file")] + ([] if zones is None else [(zones, "zone_id")])
    return {str(k): str(v) for table, key in tables for k, v in zip(table[key], table["name"], strict=True)}


def _numbers(column: pd.Series) -> list[int]:
    """Whole numbers that sort as a column of times or lengths does; what is missing comes first."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return [int(v) for v in micros(column)]
    return [int(v) for v in (column.astype(float) * 100).round().fillna(-1e12)]


def as_frame(description: dict[str, Any]) -> pd.DataFrame:
    """Turn a description back into a frame, for table widgets that want one; the numbers to sort by stand behind.

    Parameters
    ----------
    description : dict
        From :func:`table_rows`.
    """
    frame = pd.DataFrame(description["rows"], columns=description["columns"])
    return frame.assign(**{f"{description['columns'][at]} in order": numbers for at, numbers in description["order"].items()})
