"""What a person types into the statement form, read as two instants and said back in words."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pandas as pd

from workbench.base.errors import TimeError
from workbench.time.clock import DEFAULT_ZONE, instant, to_local
from workbench.time.labels import duration_label, span_label

__all__ = ["Place", "Times", "account_options", "place_options", "statement_fields", "statement_times"]

_CLOCK = re.compile(r"^\d{1,2}:\d{2}$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class Times(NamedTuple):
    """The two instants of a statement, and how they read."""

    start: pd.Timestamp
    end: pd.Timestamp
    words: str


class Place(NamedTuple):
    """A place a statement may be about: its words, what to hand to the check, and a radius in metres (0 for an area)."""

    words: str
    place: Any
    radius_m: float


def place_options(zones: pd.DataFrame | None, places: pd.DataFrame | None) -> list[Place]:
    """List the places that can be chosen by name: zones first, then named places.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame or None
        The zones table.
    places : pandas.DataFrame or None
        The places table.
    """
    found: list[Place] = []
    if zones is not None:
        found += [Place(f"{row['kind']} zone: {row['name']}", row, 0.0) for _, row in zones.iterrows()]
    if places is not None:
        named = places.sort_values("name", kind="stable")
        found += [Place(str(row["name"]), row, float(row["radius_m"])) for _, row in named.iterrows()]
    return found


def account_options(account: pd.DataFrame | None) -> list[str]:
    """List the statements of an account in words, in order.

    Parameters
    ----------
    account : pandas.DataFrame or None
        One statement a row; ``said_by`` and ``text`` are used.
    """
    if account is None:
        return []
    return [f"{row.get('said_by', 'somebody')}: {row.get('text', '')}" for _, row in account.iterrows()]


def statement_fields(row: pd.Series, timezone: str = DEFAULT_ZONE) -> dict[str, Any]:
    """Turn a row of an account into what the form shows.

    Parameters
    ----------
    row : pandas.Series
        ``lon, lat, radius_m, start, end`` and, where there are, ``wearer, kind, min_minutes, tolerance_minutes, said_by, text``.
    timezone : str
        IANA name of the zone the form works in.

    Raises
    ------
    TimeError
        If a time cannot be read.
    """
    zone = str(row.get("timezone", timezone))
    a, b = (to_local(instant(row[k], zone, name=k), timezone) for k in ("start", "end"))
    spot = f"{row['lat']:.5f}, {row['lon']:.5f}"
    return {
        "place": Place(f"as stated: {spot}", (float(row["lon"]), float(row["lat"])), float(row["radius_m"])),
        "wearer": row.get("wearer"),
        "date": f"{a:%Y-%m-%d}",
        "start": f"{a:%H:%M}",
        "end": f"{b:%H:%M}",
        "kind": str(row.get("kind", "visited")),
        "min_minutes": float(row.get("min_minutes", 2.0)),
        "tolerance_minutes": float(row.get("tolerance_minutes", 5.0)),
        "said_by": str(row.get("said_by", "")),
        "text": str(row.get("text", "")),
    }


def statement_times(date: str, start: str, end: str, timezone: str = DEFAULT_ZONE) -> Times:
    """Read the date and the two times of a statement.

    Parameters
    ----------
    date : str
        As ``2026-03-03``.
    start, end : str
        As ``21:10``; an end not after its start is the next day. A full time with its offset, as
        ``2025-10-26T01:30+00:00``, is taken as it stands.
    timezone : str
        IANA name of the zone the times are meant in.

    Raises
    ------
    TimeError
        If one of them cannot be read, is skipped by the clock change, or happens twice.
    """
    a = _one(date, start, timezone, "from")
    b = _one(date, end, timezone, "to")
    if b <= a and _CLOCK.match(end.strip()):
        following = (instant(date.strip(), "UTC") + pd.Timedelta(days=1)).strftime("%Y-%m-%d")
        b = _one(following, end, timezone, "to")
    if b <= a:
        raise TimeError("The statement ends before it begins.", where="to", do="Swap the two times.")
    return Times(a, b, f"{span_label(a, b, timezone)} ({duration_label((b - a).total_seconds() / 60)})")


def _one(date: str, clock: str, timezone: str, name: str) -> pd.Timestamp:
    text, day = clock.strip(), date.strip()
    if not _CLOCK.match(text):
        if "T" not in text and " " not in text:
            raise TimeError(f"{clock!r} is not a time of day.", where=name, do="Write it as 21:10.")
        return instant(text, timezone, name=name)
    if not _DATE.match(day):
        raise TimeError(f"{date!r} is not a date.", where="date", do="Write it as 2026-03-03: year, month, day.")
    return instant(f"{day} {text.zfill(5)}", timezone, name=name)
