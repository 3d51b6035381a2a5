"""Read tag positions from files or a table in memory: the one door for every format."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.base import InputError, recorded
from workbench.loaders.audit_rows import Settled, settle
from workbench.loaders.collect_records import Raw
from workbench.loaders.combine import combine
from workbench.loaders.formats import Format, find_format, format_named
from workbench.loaders.load_request import Place, Wanted, labels_of, places_of, wanted
from workbench.loaders.map_columns import Grid, Pick, picker
from workbench.loaders.meter import metered
from workbench.loaders.read_columns import shape
from workbench.loaders.report import load_report
from workbench.loaders.source import Source, open_source
from workbench.loaders.track_names import same_named_files
from workbench.tables import Tracks

__all__ = ["assemble", "from_frame", "load_one", "read_tracks"]


def load_one(source: Source, kind: Format, pick: Pick, asked: Wanted, columns: Mapping[str, str] | None) -> Settled:
    """Read one file with the reader of its format and judge its rows."""
    if kind.tabular:
        raw: Raw = shape(kind.reader()(source, pick), source.name)
    elif columns is not None:
        raise InputError(f"columns= is for tables; {source.name!r} is {kind.name}.", where="columns", do="Leave columns= away.")
    else:
        raw = kind.reader()(source)
    return settle(raw, source, asked)


def assemble(parts: list[Settled], asked: Wanted) -> Tracks:
    """Join settled files into tracks with their report."""
    parts = same_named_files(parts)
    fixes, notes = combine(parts)
    return Tracks(fixes, load_report(parts, fixes, notes, asked), asked.window)


def from_frame(
    frame: pd.DataFrame,
    *,
    name: str = "table",
    profile: str | PathLike[str] | None = None,
    timezone: str | None = None,
    accuracy_level: float | None = None,
    wearer: str | None = None,
    device: str | None = None,
    start: str | dt.datetime | pd.Timestamp | None = None,
    end: str | dt.datetime | pd.Timestamp | None = None,
    columns: Mapping[str, str] | None = None,
) -> Tracks:
    """Make tracks from a pandas table, accounting for every row."""
    if not len(frame):
        raise InputError("The table has no rows.", where=name, do="Check how it was made.")
    pick = picker(profile, columns)
    asked = wanted(
        timezone=timezone,
        accuracy_level=accuracy_level,
        wearer=wearer,
        device=device,
        start=start,
        end=end,
        confirmed=profile is not None or bool({"lat", "lon"} & set(columns or {})),
    )
    plan = pick([str(c) for c in frame.columns], name)
    table = frame.set_axis([str(c) for c in frame.columns], axis=1)[plan.needed].reset_index(drop=True)
    digest = hashlib.sha256(",".join(plan.needed).encode())
    digest.update(np.ascontiguousarray(pd.util.hash_pandas_object(table.astype("str"), index=False)).tobytes())
    sha256, size = digest.hexdigest(), int(frame.memory_usage(deep=False).sum())
    source = Source(Path(name), b"", name, sha256[:12], sha256, size, b"")
    raw = shape(Grid(table, np.arange(1, len(table) + 1), plan), name)
    return assemble([settle(raw, source, asked)], asked)


@recorded("read")
def read_tracks(
    path: Place | Sequence[Place],
    *,
    profile: Place | None = None,
    timezone: str | None = None,
    accuracy_level: float | None = None,
    wearer: str | None = None,
    device: str | None = None,
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
    device : str, optional
        Keeps only the rows of that device.
    start, end : str or datetime, optional
        Lawful window ``[start, end)``; fixes outside are counted, not kept.
    columns : mapping of str to str, optional
        Our field -> the file's column, for tables, for example ``{"wearer_id": "Unit", "lat": "Breite"}``.
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
        device=device,
        start=start,
        end=end,
        confirmed=profile is not None or bool({"lat", "lon"} & set(columns or {})),
    )
    parts = []
    with metered(places, progress) as meter:
        for place, label in zip(places, labels_of(places), strict=True):
            meter.say(f"reading {place.name}")
            source = replace(open_source(place, meter), label=label)
            parts.append(load_one(source, forced or find_format(source), pick, asked, columns))
            source.check_same()
            meter.judged(source.size)
        meter.say("putting the fixes in order")
        tracks = assemble(parts, asked)
        meter.joined()
    return tracks


def _format(profile: Place | None) -> Format | None:
    """Give the format that `profile` names; None when it names a table's profile or nothing."""
    return format_named(profile) if isinstance(profile, str) else None
