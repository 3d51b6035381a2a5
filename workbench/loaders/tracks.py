"""Read tag positions from files: the one door for every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from workbench.base.errors import InputError
from workbench.loaders.assemble import assemble, load_one
from workbench.loaders.formats import Format, find_format, format_named
from workbench.loaders.meter import metered
from workbench.loaders.paths import Place, places_of
from workbench.loaders.plan import picker
from workbench.loaders.source import open_source
from workbench.loaders.wanted import wanted
from workbench.tables.tracks import Tracks

__all__ = ["read_tracks"]


def read_tracks(
    path: Place | Sequence[Place],
    *,
    profile: Place | None = None,
    timezone: str | None = None,
    accuracy_level: float | None = None,
    wearer: str | None = None,
    start: str | dt.datetime | pd.Timestamp | None = None,
    end: str | dt.datetime | pd.Timestamp | None = None,
    columns: Mapping[str, str] | None = None,
    progress: bool | None = None,
) -> Tracks:
    """Read the positions of one or more tags, accounting for every row.

    Parameters
    ----------
    path : path-like or sequence of path-like
        A file or several; several are one load, in which repeats across files are flagged.
    profile : str or path-like, optional
        What kind of file it is (``"mdss"``, ``"generic"``, ``"gpx"`` ...) or the path of a profile of one's own in TOML;
        without it the content decides.
    timezone : str, optional
        IANA zone of times that state none, for example ``"Europe/London"``.
    accuracy_level : float, optional
        Share of true positions that the supplied radius holds, between 0 and 1; wins over the profile.
    wearer : str, optional
        Names the wearer where the file has no column for it; otherwise keeps only that wearer.
    start, end : str or datetime, optional
        Lawful window ``[start, end)``; fixes outside are counted, not kept.
    columns : mapping of str to str, optional
        Our field -> the file's column, for tables, for example ``{"lat": "Breite"}``.
    progress : bool, optional
        Whether to show how far the load is; None shows it in a notebook or terminal when the load takes a while.

    Returns
    -------
    Tracks
        ``.fixes`` sorted by wearer and time, ``.load`` with what became of every row.

    Raises
    ------
    InputError
        If a file cannot be used; the error says where and what to do.
    TimeError
        If times state no zone and no `timezone` is given.

    Notes
    -----
    Own code; the formats are listed in ``workbench.loaders.formats``, the suppliers' columns in
    ``workbench/loaders/profiles``.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder) / "a.csv"
    ...     _ = place.write_text("wearer,time,lat,lon,accuracy\\nW1,2026-03-03T21:10:00Z,51.4,1.2,8\\nW1,,51.4,1.2,8\\n")
    ...     tracks = read_tracks(place)
    >>> tracks.load.rows_read, tracks.load.rows_kept, tracks.load.set_aside.reason.tolist()
    (2, 1, ['its time is missing or cannot be read'])
    """
    places = places_of(path)
    forced = _format(profile)
    if forced is not None and columns is not None:
        raise InputError(f"columns= is for tables; {forced.name} has fixed names.", where="columns", do="Leave one away.")
    pick = picker(None if forced else profile, columns)
    asked = wanted(
        timezone=timezone,
        accuracy_level=accuracy_level,
        wearer=wearer,
        start=start,
        end=end,
        confirmed=profile is not None or bool({"lat", "lon"} & set(columns or {})),
    )
    parts = []
    with metered(places, progress) as meter:
        for place in places:
            meter.say(f"reading {place.name}")
            source = open_source(place, meter)
            parts.append(load_one(source, forced or find_format(source), pick, asked, columns))
            meter.judged(source.size)
        meter.say("putting the fixes in order")
        tracks = assemble(parts, asked)
        meter.joined()
    return tracks


def _format(profile: Place | None) -> Format | None:
    """Give the format that `profile` names; None when it names a table's profile or nothing."""
    return format_named(profile) if isinstance(profile, str) else None
