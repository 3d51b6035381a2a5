"""Match crimes with the tags of all monitored wearers: the search, and its three lists."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError, recorded, watched
from workbench.crimes.chance import p_decoy
from workbench.crimes.columns import columns_of
from workbench.crimes.matches import Matches
from workbench.crimes.parameters import CIRCLE_M, LIKELY, USUAL_DAYS
from workbench.crimes.scan import EXCLUDED, HIT, NOT_RUN, REASONS, UNKNOWN, empty_scan, scan, scan_circle
from workbench.crimes.search import Parameters, Search, chance_strength, look_closer, weigh_hits
from workbench.crimes.windows import newest, windows_of
from workbench.crimes.words import UNKNOWN as WHY
from workbench.crimes.words import strength_words
from workbench.evidence import UNDECIDED
from workbench.tables import CRIME_EXCLUDED, CRIME_HITS, CRIME_UNKNOWN, Tracks
from workbench.time import DEFAULT_ZONE, from_micros, zone

__all__ = ["METHODS", "Lists", "lists_of", "match_crimes"]


class Lists(NamedTuple):
    """Every compared pair once."""

    hits: pd.DataFrame
    excluded: pd.DataFrame
    unknown: pd.DataFrame


def lists_of(work: Search) -> Lists:
    """Write the three lists of a search."""
    state = work.scan.state
    return Lists(_hits(work), _excluded(work, np.argwhere(state == EXCLUDED)), _unknown(work))


def _names(work: Search, pairs: NDArray[np.int64]) -> dict[str, NDArray[np.object_]]:
    crimes, wearers = np.array(work.windows.crime_id, object), np.array(work.columns.wearers, object)
    return {"crime_id": crimes[pairs[:, 0]], "wearer_id": wearers[pairs[:, 1]]}


def _hits(work: Search) -> pd.DataFrame:
    pairs, scan = work.hits, work.scan
    if not len(pairs):
        return CRIME_HITS.empty()
    at = pairs[:, 0], pairs[:, 1]
    p = p_decoy(scan.decoys[at])
    per_crime = (scan.state == HIT).sum(axis=1)
    circle = work.parameters.method != "evidence"
    rows = [_strength(work, c, w, float(p[k]), circle) for k, (c, w) in enumerate(pairs.tolist())]
    contact, chance, far, near, strength = (np.array(v, float) for v in zip(*rows, strict=True))
    days = np.array([work.usual[c, w] for c, w in pairs.tolist()], np.int64)
    table = pd.DataFrame(
        {
            **_names(work, pairs),
            "log10_lr": strength,
            "words": pd.Series([strength_words(v) for v in strength], dtype="str"),
            "contact": contact,
            "opportunity": [work.shares[c, w].opportunity for c, w in pairs.tolist()],
            "minutes_inside": scan.total_s[at] / 60.0,
            "closest_m": scan.closest_m[at],
            "n_fixes": scan.inside[at],
            "usual": days >= USUAL_DAYS,
            "other_wearers": per_crime[at[0]] - 1,
            "p_decoy": p,
            "log10_lr_chance": chance,
            "log10_lr_far": far,
            "log10_lr_near": near,
            "usual_days": days,
            "arrival": from_micros(np.round(scan.begin_s[at] * 1e6).astype(np.int64)),
            "departure": from_micros(np.round(scan.end_s[at] * 1e6).astype(np.int64)),
            "coverage": scan.covered[at],
        }
    )
    order = ["log10_lr", "p_decoy", "contact", "crime_id", "wearer_id"]
    table = table.sort_values(order, ascending=[False, True, False, True, True], na_position="last", kind="stable")
    return CRIME_HITS.arrange(table.reset_index(drop=True))


def _strength(work: Search, c: int, w: int, p: float, circle: bool) -> tuple[float, ...]:
    """Give contact, strength against chance, elsewhere and nearby, and the weakest; NaN while it is not weighed."""
    found = work.strengths.get((c, w))
    if circle or found is None:
        return (np.nan,) * 5
    chance = chance_strength(found.contact, p)
    most = UNDECIDED if found.contact < LIKELY else np.inf
    return found.contact, chance, found.far, found.near, min(chance, found.far, found.near, most)


def _excluded(work: Search, pairs: NDArray[np.int64]) -> pd.DataFrame:
    at, scan = (pairs[:, 0], pairs[:, 1]), work.scan
    return CRIME_EXCLUDED.arrange(
        pd.DataFrame(
            {
                **_names(work, pairs),
                "nearest_possible_m": scan.nearest_m[at],
                "coverage": scan.covered[at],
                "needed_kmh": scan.need_ms[at] * 3.6,
                "n_fixes": scan.fixes[at],
            }
        )
    )


def _unknown(work: Search) -> pd.DataFrame:
    scan, state, reason = work.scan, work.state, work.scan.reason.copy()
    waiting = state == NOT_RUN
    reason[waiting] = REASONS.index("not_run")
    pairs = np.argwhere(waiting | (state == UNKNOWN))
    at = pairs[:, 0], pairs[:, 1]
    words = np.array([WHY.get(r, "") for r in REASONS], object)
    closest = scan.closest_m[at]
    return CRIME_UNKNOWN.arrange(
        pd.DataFrame(
            {
                **_names(work, pairs),
                "reason": np.array(REASONS, object)[reason[at]],
                "words": words[reason[at]],
                "coverage": scan.covered[at],
                "nearest_possible_m": scan.nearest_m[at],
                "needed_kmh": scan.need_ms[at] * 3.6,
                "closest_m": np.where(np.isfinite(closest), closest, np.nan),
                "minutes_inside": scan.total_s[at] / 60.0,
            }
        )
    )


METHODS = ("evidence", "circle-100m")


@recorded("match")
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
    >>> from workbench.testing import sample_crimes, sample_tracks
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


def _work(asked: Parameters, crimes: pd.DataFrame, tracks: Tracks) -> Search:
    table = newest(crimes)
    columns = columns_of(tracks, every=asked.method != "evidence")
    windows = windows_of(table, min_minutes=asked.min_minutes, decoy_days=asked.decoy_days, timezone=asked.timezone)
    blank = empty_scan(len(table), len(columns.wearers), 2 * asked.decoy_days)
    return Search(asked, table, tracks, columns, windows, blank, len(crimes) - len(table))


def _again(asked: Parameters, crimes: pd.DataFrame, tracks: Tracks, before: Matches) -> Search:
    """Take up an interrupted search; the result it came from stays as it is."""
    old = before._search
    if asked != old.parameters or not newest(crimes).equals(old.crimes) or not _same(tracks, old.tracks):
        raise InputError(
            "The result to go on with is of another search.", where="resume", do="Give the same crimes, tracks and settings."
        )
    return Search(
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
