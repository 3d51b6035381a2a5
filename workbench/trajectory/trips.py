"""What lies between the stays: when was the tag on its way, how far, how, and what of it was not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from workbench.base import InputError, SchemaError, recorded
from workbench.tables import TRIPS, Tracks
from workbench.time import from_micros
from workbench.trajectory.parameters import (
    TRIP_PACE_S,
    TRIP_RAIL_M,
    TRIP_RAIL_MS,
    TRIP_RAIL_SHARE,
    TRIP_SAME_M,
    TRIP_SILENCE_MINUTES,
    TRIP_WALK_MS,
)
from workbench.trajectory.trails import Floats, Ints, Trail, trails

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["find_trips"]


@recorded("find")
def find_trips(tracks: Tracks, stays: pd.DataFrame | None = None, *, rail: gpd.GeoSeries | None = None) -> pd.DataFrame:
    """Find the movements between one stay and the next, and before the first and after the last.

    A trip runs from the last fix of a stay to the first fix of the next. Where no fix of it lies 100 m and more from the
    first there is no trip: between two stays at one place there is then a gap, and whether the wearer left meanwhile is
    not known.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.
    stays : pandas.DataFrame, optional
        Their stays; found with the default settings where missing.
    rail : geopandas.GeoSeries, optional
        Lines and stations of rail and underground, in any coordinate system. Without it no trip is called ``rail``.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.TRIPS``. ``mode`` is the likely one and changes no figure: ``walk`` if nine in ten of the speeds over
        a minute stay below 2.5 m/s, ``rail`` if fast and along the lines given, else ``vehicle``; ``unknown`` if more than
        half of the trip was silence and what is known fits a walk.

    Raises
    ------
    InputError
        If `rail` has no coordinate system.
    SchemaError
        If a stay names a fix that the tracks do not hold.

    Notes
    -----
    Own rule.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> x = [0] * 20 + [80 * i for i in range(1, 11)] + [800] * 20
    >>> find_trips(make_tracks(make_fixes(minutes=range(50), x=x)))[["minutes", "mode"]].values.tolist()
    [[10.0, 'walk']]
    """
    if rail is not None and rail.crs is None:
        raise InputError("The rail geometry has no coordinate system.", where="rail", do="Set it with set_crs(4326).")
    if stays is None:
        from workbench.trajectory.stays import find_stays

        stays = find_stays(tracks)
    lines = None if rail is None else rail.to_crs(4326).union_all()
    fixes = tracks.fixes["fix_id"]
    parts = [_of_one(t, stays[stays["wearer_id"] == t.wearer], fixes, lines) for t in trails(tracks)]
    parts = [part for part in parts if len(part)]
    if not parts:
        return TRIPS.empty()
    table = pd.concat(parts, ignore_index=True)
    for name in ("first_fix_id", "last_fix_id"):
        table[name] = fixes.take(table[name].to_numpy()).to_numpy()
    return TRIPS.arrange(table)


def _of_one(trail: Trail, stays: pd.DataFrame, fixes: pd.Series, lines: shapely.Geometry | None) -> pd.DataFrame:
    stays = stays.sort_values("start", kind="stable")
    where = pd.Series(np.arange(len(trail)), index=fixes.take(trail.rows).to_numpy())
    first, last = (_positions(where, stays[f"{end}_fix_id"]) for end in ("first", "last"))
    begin, end = np.concatenate([[0], last]), np.concatenate([first, [len(trail) - 1]])
    ids = [None, *stays["stay_id"].tolist(), None]
    rows = []
    shape = None if lines is None else trail.frame.shape_to_metres(lines)
    for k, (a, b) in enumerate(zip(begin.tolist(), end.tolist(), strict=True)):
        away = np.hypot(trail.x[a : b + 1] - trail.x[a], trail.y[a : b + 1] - trail.y[a])
        if b > a and away.max() >= TRIP_SAME_M:
            rows.append({"from_stay_id": ids[k], "to_stay_id": ids[k + 1], **_measure(trail, a, b, shape)})
    table = pd.DataFrame(rows)
    if len(table):
        table["trip_id"] = [f"{trail.wearer}-trip-{i + 1}" for i in range(len(table))]
        table["wearer_id"] = trail.wearer
        for name in ("from_stay_id", "to_stay_id"):
            table[name] = pd.Series(table[name], dtype="str")
    return table


def _positions(where: pd.Series, ids: pd.Series) -> Ints:
    found = where.reindex(ids.to_numpy())
    if found.isna().any():
        raise SchemaError(
            f"Fix {ids.to_numpy()[found.isna().to_numpy()][0]!r} of a stay is not among the fixes that carry weight.",
            where="stays",
            do="Find the stays in these very tracks.",
        )
    return found.to_numpy(np.int64)


def _measure(trail: Trail, a: int, b: int, lines: shapely.Geometry | None) -> dict[str, object]:
    at = _skeleton(trail.time, a, b)
    legs = np.hypot(np.diff(trail.x[at]), np.diff(trail.y[at]))
    seconds = np.diff(trail.time[at]) / 1e6
    waits = np.diff(trail.time[a : b + 1]) / 60e6
    silent = float(waits[waits >= TRIP_SILENCE_MINUTES].sum())
    minutes = float(trail.time[b] - trail.time[a]) / 60e6
    seen = seconds < TRIP_SILENCE_MINUTES * 60.0
    speed = 3.6 * float(legs[seen].sum() / seconds[seen].sum()) if seen.any() else np.nan
    return {
        "start": from_micros(trail.time[a : a + 1])[0],
        "end": from_micros(trail.time[b : b + 1])[0],
        "minutes": minutes,
        "mode": _mode(legs / seconds, seconds, silent > minutes / 2, _along(trail, a, b, lines)),
        "distance_m": float(legs.sum()),
        "straight_m": float(np.hypot(trail.x[b] - trail.x[a], trail.y[b] - trail.y[a])),
        "speed_kmh": speed,
        "gap_minutes": silent,
        "n_fixes": b - a + 1,
        "first_fix_id": trail.rows[a],
        "last_fix_id": trail.rows[b],
    }


def _skeleton(time: Ints, a: int, b: int) -> Ints:
    """Every fix at least a minute after the one before it, and the last."""
    at = [a]
    while (k := int(np.searchsorted(time, time[at[-1]] + round(TRIP_PACE_S * 1e6)))) < b:
        at.append(k)
    return np.array([*at, b])


def _along(trail: Trail, a: int, b: int, lines: shapely.Geometry | None) -> float:
    """Share of a trip's fixes that lie close to a line."""
    if lines is None:
        return 0.0
    shapely.prepare(lines)
    return float(shapely.dwithin(lines, shapely.points(trail.x[a : b + 1], trail.y[a : b + 1]), TRIP_RAIL_M).mean())


def _mode(speed: Floats, seconds: Floats, mostly_silent: bool, along: float) -> str:
    order = np.argsort(speed)
    share = np.cumsum(seconds[order]) / seconds.sum()
    quick = float(speed[order][int(np.searchsorted(share, 0.9))])
    if quick >= TRIP_RAIL_MS and along >= TRIP_RAIL_SHARE:
        return "rail"
    if quick > TRIP_WALK_MS:
        return "vehicle"
    return "unknown" if mostly_silent else "walk"
