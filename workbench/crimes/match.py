"""Match crimes with the tags of all monitored wearers: ``wb.match_crimes``."""

from __future__ import annotations

import contextlib
from functools import partial

import numpy as np
import pandas as pd

from workbench.base.errors import InputError
from workbench.crimes.answers import lists_of
from workbench.crimes.bar import watched
from workbench.crimes.columns import columns_of
from workbench.crimes.matches import Matches
from workbench.crimes.national import CIRCLE_M, scan_circle
from workbench.crimes.scan import empty_scan, scan
from workbench.crimes.windows import newest, windows_of
from workbench.crimes.work import Parameters, Work, look_closer, weigh_hits
from workbench.tables.tracks import Tracks
from workbench.time.clock import DEFAULT_ZONE, zone

__all__ = ["METHODS", "match_crimes"]

METHODS = ("evidence", "circle-100m")


def match_crimes(
    crimes: pd.DataFrame,
    tracks: Tracks,
    *,
    radius_m: float = 75.0,
    min_minutes: float = 2.0,
    decoy_days: int = 13,
    method: str = "evidence",
    max_kmh: float = 130.0,
    seen_kmh: float = 50.0,
    timezone: str = DEFAULT_ZONE,
    progress: bool | None = None,
    resume: Matches | None = None,
) -> Matches:
    """Say of every crime and monitored wearer whether the tag was there, cannot have been, or which it is nobody can tell.

    Parameters
    ----------
    crimes : pandas.DataFrame
        The crimes table; of several versions of a crime the newest is used.
    tracks : Tracks
        The fixes of all wearers.
    radius_m : float
        How near counts, metres.
    min_minutes : float
        The least stay, minutes.
    decoy_days : int
        So many days to either side the same search is made again, to see what chance alone gives.
    method : {"evidence", "circle-100m"}
        The second is the national rule, for comparison: two points within 100 m; it sets radius and least stay itself.
    max_kmh, seen_kmh : float
        Speeds up to which coming there counts as possible: across a silence, and between two fixes at most five minutes apart
        (half as much again as the fixes around show, where that is more).
    timezone : str
        Where the wearers live: the time of day of the other days.
    progress : bool, optional
        Whether to show a bar; None shows it in a notebook or terminal when it takes a while.
    resume : Matches, optional
        An interrupted result of the same call, to go on with.

    Returns
    -------
    Matches
        ``.hits .excluded .unknown .summary .series()``. When interrupted (Ctrl-C, or Jupyter's stop button) it is given all
        the same with what was done so far; crimes not searched are ``unknown`` with reason ``not_run``.

    Raises
    ------
    InputError
        If the crimes are known by area only, an argument is out of its range, or `resume` is of another search.
    SchemaError
        If `crimes` is no crimes table.

    Notes
    -----
    Own method. A hit is a stay of the least length on the straight lines between fixes, errors allowed for; `contact` is
    its chance, from the fixes where they settle it and else from every possible path. Its strength is the weakest of three:
    against the wearer's own other days, against elsewhere as usual, against nearby; the last two from the path engine,
    calibrated and capped. A crime at a single moment is looked for within the least stay before and after it.

    Examples
    --------
    >>> from workbench.crimes.sample import sample_crimes, sample_tracks
    >>> found = match_crimes(sample_crimes(), sample_tracks(), decoy_days=3, progress=False)
    >>> found.hits[["crime_id", "wearer_id", "words"]].values.tolist()
    [['C1', 'W1', 'moderate support']]
    >>> found.excluded["wearer_id"].tolist()
    ['W2']
    """
    asked = _asked(method, radius_m, min_minutes, decoy_days, max_kmh, seen_kmh, timezone)
    work = _work(asked, crimes, tracks) if resume is None else _again(asked, crimes, tracks, resume)
    rows = np.flatnonzero(~work.scan.done).tolist()
    with contextlib.suppress(KeyboardInterrupt):
        todo = watched(rows, "searching crimes", progress)
        if asked.method == "evidence":
            scan(
                work.columns,
                work.windows,
                work.scan,
                todo,
                radius_m=asked.radius_m,
                min_minutes=asked.min_minutes,
                cap_ms=asked.max_kmh / 3.6,
                seen_ms=asked.seen_kmh / 3.6,
            )
        else:
            scan_circle(work.columns, work.windows, work.scan, todo)
    look_closer(work)
    if asked.method == "evidence" and work.scan.done.all():
        with contextlib.suppress(KeyboardInterrupt):
            weigh_hits(work, partial(watched, what="weighing matches", progress=progress))
    return Matches(*lists_of(work), work)


def _asked(
    method: str, radius_m: float, min_minutes: float, decoy_days: int, max_kmh: float, seen_kmh: float, timezone: str
) -> Parameters:
    """Check the arguments; the national rule brings its own radius."""
    if method not in METHODS:
        raise InputError(f"{method!r} is no method of matching.", where="method", do=f"Use one of {', '.join(METHODS)}.")
    zone(timezone)
    bounds = (
        ("radius_m", radius_m, 10.0, 1000.0),
        ("min_minutes", min_minutes, 1.0, 1440.0),
        ("decoy_days", decoy_days, 0, 60),
        ("max_kmh", max_kmh, 1.0, 1000.0),
        ("seen_kmh", seen_kmh, 1.0, 1000.0),
    )
    for name, value, low, high in bounds:
        if not low <= value <= high:
            raise InputError(f"{name}={value} cannot be used.", where=name, do=f"Give a number from {low:g} to {high:g}.")
    if method == "circle-100m":
        return Parameters(method, CIRCLE_M, 0.0, int(decoy_days), max_kmh, seen_kmh, timezone)
    return Parameters(method, float(radius_m), float(min_minutes), int(decoy_days), float(max_kmh), float(seen_kmh), timezone)


def _work(asked: Parameters, crimes: pd.DataFrame, tracks: Tracks) -> Work:
    table = newest(crimes)
    columns = columns_of(tracks, every=asked.method != "evidence")
    windows = windows_of(table, min_minutes=asked.min_minutes, decoy_days=asked.decoy_days, timezone=asked.timezone)
    blank = empty_scan(len(table), len(columns.wearers), 2 * asked.decoy_days)
    return Work(asked, table, tracks, columns, windows, blank, len(crimes) - len(table))


def _again(asked: Parameters, crimes: pd.DataFrame, tracks: Tracks, before: Matches) -> Work:
    """Take up an interrupted search; the result it came from stays as it is."""
    old = before.work
    if asked != old.parameters or not newest(crimes).equals(old.crimes) or not _same(tracks, old.tracks):
        raise InputError(
            "The result to go on with is of another search.", where="resume", do="Give the same crimes, tracks and settings."
        )
    return Work(
        asked,
        old.crimes,
        old.tracks,
        old.columns,
        old.windows,
        old.scan.copy(),
        old.older,
        dict(old.shares),
        dict(old.usual),
        dict(old.strengths),
    )


def _same(one: Tracks, other: Tracks) -> bool:
    names = ["fix_id", "wearer_id", "time", "lon", "lat"]
    return one is other or one.fixes[names].equals(other.fixes[names])
