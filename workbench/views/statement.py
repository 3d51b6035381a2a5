"""What a person types into the statement form, read as a place and two instants and said back in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from workbench.base import InputError, TimeError
from workbench.geo import read_place
from workbench.time import DEFAULT_ZONE, Typed, duration_label, read_moment, read_span, said_of, to_local

__all__ = [
    "Place",
    "Times",
    "account_options",
    "day_words",
    "named_place",
    "place_options",
    "statement_fields",
    "statement_times",
]


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
    said: str = ""


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


def named_place(
    text: str, options: Sequence[Place], *, tables: Sequence[pd.DataFrame] = (), fixes: Any = None, far_ok: bool = False
) -> Place | None:
    """Read the place box: one of the places listed, or a place as people type it; None where nothing stands in it.

    Parameters
    ----------
    text : str
        What is typed.
    options : sequence of Place
        From :func:`place_options`.
    tables : sequence of pandas.DataFrame
        Gazetteers, places and zones whose names, addresses and postcodes are known.
    fixes : (lon, lat), optional
        Where the tag was, degrees: a place more than 100 km from all of it is asked about.
    far_ok : bool
        Whether such a place is meant.

    Raises
    ------
    InputError
        If the text is no place, or is asked about.
    """
    if not text.strip():
        return None
    listed = [p for p in options if p.words == text]
    if len(listed) > 1:
        raise InputError(
            f"{len(listed)} places are called {text!r}.", where="place", do="Click the one that is meant on the map."
        )
    if listed:
        return listed[0]
    found = read_place(text, known=tables, fixes=fixes, far_ok=far_ok)
    said = f"{found.said}. {found.warning}" if found.warning else found.said
    if found.row is not None and "geometry" in found.row:
        return Place(text, found.row, 0.0, said)
    return Place(text, (found.lon, found.lat), found.radius_m or 0.0 if found.row is not None else -1.0, said)


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


def day_words(time: pd.Timestamp, timezone: str = DEFAULT_ZONE) -> str:
    """Write the local date of an instant as people type it: 3 March 2026.

    Parameters
    ----------
    time : pandas.Timestamp
        A zone-aware instant.
    timezone : str
        IANA name of the zone.
    """
    local = to_local(time, timezone)
    return f"{local.day} {local:%B %Y}"


def statement_fields(claim: Any, timezone: str = DEFAULT_ZONE) -> dict[str, Any]:
    """Turn a claim into what the form shows.

    Parameters
    ----------
    claim : Claim
        A row of an account, or the claim of an answer.
    timezone : str
        IANA name of the zone the form works in.

    Raises
    ------
    TimeError
        If a time cannot be read.
    """
    zone = claim.timezone or timezone
    first = read_moment(claim.start, zone, name="start")
    last = first if claim.end is None else read_span(claim.start, claim.end, zone)[1]
    date = day_words(first.utc, timezone)
    return {
        "date": date,
        "start": _clock(first.utc, date, timezone),
        "end": _clock(last.utc, day_words(last.utc, timezone), timezone, dated=day_words(last.utc, timezone) != date),
        "kind": claim.kind,
        "min_minutes": claim.min_minutes,
        "tolerance_minutes": claim.tolerance_minutes,
        "said_by": claim.said_by,
        "text": claim.text,
    }


def _clock(time: pd.Timestamp, date: str, timezone: str, *, dated: bool = False) -> str:
    """Write a time of day so that the form reads it back as the same instant: with its zone in an hour that comes twice."""
    local = to_local(time, timezone)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    try:
        same = read_moment(f"{date} {clock}", timezone).utc == time
    except TimeError:
        same = False
    clock = clock if same else f"{clock} {local.tzname()}"
    return f"{date} {clock}" if dated else clock


def statement_times(date: str, start: str, end: str, timezone: str = DEFAULT_ZONE) -> Times:
    """Read the date and the two times of a statement.

    Parameters
    ----------
    date : str
        Day first or ISO: ``"3 March 2026"``, ``"03/03/2026"``, ``"2026-03-03"``.
    start, end : str
        As ``"21:10"`` or ``"9.10pm"``; an end not after its start is the next day. Either may carry a date of its own.
    timezone : str
        IANA name of the zone the times are meant in; a zone that is written is meant literally.

    Raises
    ------
    TimeError
        If one of them cannot be read, is skipped by the clock change, or happens twice.
    """
    for value, name, example in ((date, "date", "3 March 2026"), (start, "from", "21:10"), (end, "to", "21:40")):
        if not value.strip() and (name != "date" or not _whole(start, timezone)):
            raise TimeError(f"There is no {name} yet.", where=name, do=f"Write it, for example {example}.")
    begun = start if _whole(start, timezone) else f"{date} {start}"
    a, b = read_span(begun, end, timezone, names=("from", "to"), next_day=True)
    if b.utc <= a.utc:
        raise TimeError("The statement ends before it begins.", where="to", do="Swap the two times.")
    return Times(a.utc, b.utc, _span_words(a, b, timezone))


def _whole(text: str, timezone: str) -> bool:
    """Say whether a text is a moment of its own, date and time."""
    try:
        read_moment(text, timezone)
    except TimeError:
        return False
    return True


def _span_words(a: Typed, b: Typed, timezone: str) -> str:
    """Say both times in full, the day once where it is the same, and what had to be decided in reading them."""
    first, last = said_of(a.utc, timezone), said_of(b.utc, timezone)
    (day, _, zone), (last_day, last_clock, last_zone) = first.rsplit(" ", 2), last.rsplit(" ", 2)
    second = f"{last_clock} {last_zone}" if day == last_day else last
    begun = first.removesuffix(f" {zone}") if day == last_day and zone == last_zone else first
    length = duration_label((b.utc - a.utc).total_seconds() / 60)
    return " ".join([f"{begun} to {second} ({length}).", *dict.fromkeys(w for w in (a.warning, b.warning) if w)])
