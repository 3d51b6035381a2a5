"""When was the tag silent, what may be the cause, and how far could the wearer have gone meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from workbench.base import InputError, recorded
from workbench.position_error import RAYLEIGH_999, ROAD_MS, sigma_m
from workbench.tables import GAPS, Tracks, device_tracks, on_the_move, silence_s
from workbench.time import duration_label, from_micros, micros
from workbench.trajectory.parameters import (
    GAP_CHARGED_PERCENT,
    GAP_FLAT_PERCENT,
    GAP_INDOOR_M,
    GAP_RAIL_M,
    GAP_STILL_MINUTES,
    GAP_TRANSIT_MS,
)
from workbench.trajectory.trails import Floats, Ints, Trail, trails

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["CAUSES", "causes", "find_gaps", "reach_m"]

CAUSES = ("battery", "charger", "beacon", "no upload", "no fix", "unexplained")


_NEVER = np.iinfo(np.int64).min
_MORE = {"cause": "str", "usual_minutes": "float64", "n_doubtful": "int64", "words": "str"}


def causes(fixes: pd.DataFrame, before: Ints, after: Ints, usual_us: Floats) -> NDArray[np.str_]:
    """Say for each silence what the fixes around it tell of its cause."""
    # In this order: ``battery`` (it was nearly flat before), ``charger`` (it was much fuller after, or the fix before says that
    # it was charging), ``beacon`` (the fix before or after came from a home beacon: such a tag need not look for itself), ``no
    # upload`` (the fix before arrived only once the silence was over: the tag could not be reached), ``no fix`` (the fix before
    # arrived during the silence, when a newer one was due: the tag was in touch without a position), else ``unexplained``. A
    # feed without these columns leaves all unexplained; none of them tells a shielded tag from a cellar.
    battery = _numbers(fixes, "battery_percent")
    charging = _numbers(fixes, "charging")
    method = fixes["method"].to_numpy(object)
    time, arrived = micros(fixes["time"]), micros(fixes["uploaded"])
    known = arrived[before] != _NEVER
    late, due = arrived[before] >= time[after], arrived[before] - time[before] >= usual_us
    found = np.select(
        [
            battery[before] <= GAP_FLAT_PERCENT,
            (battery[after] - battery[before] >= GAP_CHARGED_PERCENT) | (charging[before] == 1.0),
            (method[before] == "beacon") | (method[after] == "beacon"),
            known & late,
            known & due & ~late,
        ],
        list(CAUSES[:-1]),
        CAUSES[-1],
    )
    return np.asarray(found, dtype=str)


def _numbers(fixes: pd.DataFrame, name: str) -> Floats:
    if name not in fixes.columns:
        return np.full(len(fixes), np.nan)
    return pd.to_numeric(fixes[name], errors="coerce").to_numpy(float)


@recorded("find")
def find_gaps(tracks: Tracks, *, min_minutes: float | None = None, rail: gpd.GeoSeries | None = None) -> pd.DataFrame:
    """Find the silences between one fix that carries weight and the next.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers. Further columns ``battery_percent`` and ``charging``, where they are there, tell silences of a
        flat battery and of the charger.
    min_minutes : float, optional
        Shortest silence, minutes. If not given, silence is measured against each device's own rhythm (``tracks.rhythm``): two and
        a half times its usual wait at rest, or on the move where the tag moved meanwhile, and at least five minutes.
    rail : geopandas.GeoSeries, optional
        Stations or lines of rail and underground, in any coordinate system. With it a silence counts as ``transit``
        only if both its ends lie within 300 m of them; without it the speed alone decides.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.GAPS``. ``kind`` is the likely cause and changes no figure: ``short`` (no more than twice the
        usual wait), ``power`` (the battery was nearly flat before or much fuller after), ``transit`` (5 to
        15 m/s from end to end), ``indoor`` (both ends within 100 m of each other and the tag still around them), else
        ``unexplained``. Further columns: ``cause`` says what the feed's own columns tell of it,
        ``usual_minutes`` what it was measured against, ``n_doubtful`` how many flagged fixes lie in it, ``words`` all this in a
        sentence. ``reach_m`` is how far from its first fix the wearer could have been, see
        :func:`reach_m`.

    Raises
    ------
    InputError
        If `min_minutes` is not a length of time, or `rail` has no coordinate system.

    Notes
    -----
    Source: space-time prism (Hägerstrand 1970; Kuijpers, Grimson and Othman 2011); 130 km/h is telcell's default; kinds
    are own rules. Time outside the window of the load (``tracks.window``) was not loaded and is no gap.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> gaps = find_gaps(make_tracks(make_fixes(minutes=[0, 1, 2, 3, 33, 34, 35])))
    >>> gaps[["minutes", "kind"]].values.tolist(), round(float(gaps.reach_m[0]) / 1000)
    ([[30.0, 'indoor']], 32)
    """
    if min_minutes is not None and not (np.isfinite(min_minutes) and min_minutes > 0):
        raise InputError(f"{min_minutes!r} is not a length of time.", where="min_minutes", do="Give minutes, more than 0.")
    if rail is not None and rail.crs is None:
        raise InputError("The rail geometry has no coordinate system.", where="rail", do="Set it with set_crs(4326).")
    fixes = tracks.fixes
    sigma = sigma_m(fixes["accuracy_m"], fixes["accuracy_level"], fixes["method"]) if len(fixes) else np.empty(0)
    near = None if rail is None else rail.to_crs(4326).union_all()
    device, names = device_tracks(fixes)
    parts = []
    for trail in trails(tracks):
        a, b = trail.rows[:-1], trail.rows[1:]
        least, usual = silence_s(tracks.rhythm, names, device[a], on_the_move(fixes, a, b))
        least = least if min_minutes is None else np.full(len(a), min_minutes * 60.0)
        parts.append(_gaps(trail, sigma[trail.rows], fixes, np.round(least * 1e6).astype(np.int64), usual * 1e6, near))
    parts = [part for part in parts if len(part)]
    if not parts:
        return GAPS.empty().assign(**{name: pd.Series([], dtype=kind) for name, kind in _MORE.items()})
    table = pd.concat(parts, ignore_index=True)
    for name in ("first_fix_id", "last_fix_id"):
        table[name] = fixes["fix_id"].take(table[name].to_numpy()).to_numpy()
    return GAPS.arrange(table.astype(_MORE))


def reach_m(distance_m: Floats, seconds: Floats, before_m: Floats, after_m: Floats) -> Floats:
    """Say how far from the first of two fixes a wearer could have been between them."""
    # The farthest point from which both legs fit into the time: with ``v`` the top speed it lies beyond the second fix, ``(v *
    # seconds + distance) / 2`` from the first; half of ``v * seconds`` where both are one place. Each fix may be off by 3.72
    # sigmas in the direction that allows more. Never less than the distance itself. Source: potential path area, an ellipse
    # with the fixes as foci and `v * seconds` as its long axis.
    doubt = RAYLEIGH_999 * (before_m + after_m)
    return np.maximum((ROAD_MS * seconds + distance_m + doubt) / 2.0 + RAYLEIGH_999 * before_m, distance_m)


def _gaps(
    trail: Trail, sigma: Floats, fixes: pd.DataFrame, shortest: Ints, usual: Floats, rail: shapely.Geometry | None
) -> pd.DataFrame:
    step = np.diff(trail.time)
    a = np.flatnonzero(step >= shortest)
    b = a + 1
    seconds = step[a] / 1e6
    distance = np.hypot(trail.x[b] - trail.x[a], trail.y[b] - trail.y[a])
    doubt = RAYLEIGH_999 * (sigma[a] + sigma[b])
    usual = usual[a]
    cause = causes(fixes, trail.rows[a], trail.rows[b], usual)
    doubtful = _between(fixes, trail, a, b)
    apart = distance - doubt > ROAD_MS * seconds
    kind = np.select(
        [
            step[a] <= 2.0 * usual,
            np.isin(cause, ("battery", "charger")),
            _travelled(distance, doubt, seconds) & _by_rail(trail, a, rail) & _by_rail(trail, b, rail),
            (distance - doubt <= GAP_INDOOR_M) & _still(trail, sigma, a, -1) & _still(trail, sigma, b, 1),
        ],
        ["short", "power", "transit", "indoor"],
        "unexplained",
    )
    return pd.DataFrame(
        {
            "gap_id": [f"{trail.wearer}-gap-{i + 1}" for i in range(len(a))],
            "wearer_id": trail.wearer,
            "start": from_micros(trail.time[a]),
            "end": from_micros(trail.time[b]),
            "minutes": seconds / 60.0,
            "kind": kind,
            "reach_m": reach_m(distance, seconds, sigma[a], sigma[b]),
            "first_fix_id": trail.rows[a],
            "last_fix_id": trail.rows[b],
            "cause": pd.array(cause, dtype="str"),
            "usual_minutes": usual / 60e6,
            "n_doubtful": doubtful,
            "words": [_said(*row) for row in zip(seconds / 60.0, usual / 60e6, doubtful.tolist(), apart.tolist(), strict=True)],
        }
    )


def _between(fixes: pd.DataFrame, trail: Trail, a: Ints, b: Ints) -> Ints:
    """Count the fixes of a wearer, flagged ones that is, between two that carry weight."""
    if not len(a):
        return a
    if trail.increasing:
        mine = micros(fixes["time"].iloc[trail.rows[0] : trail.rows[-1] + 1])
    else:
        mine = np.sort(micros(fixes["time"])[(fixes["wearer_id"] == trail.wearer).to_numpy()])
    low, high = np.searchsorted(mine, trail.time[a], "right"), np.searchsorted(mine, trail.time[b], "left")
    return np.asarray(high - low, np.int64)


def _said(minutes: float, usual: float, doubtful: int, apart: bool) -> str:
    """Say how long a silence was, what is usual, what was set aside in it, and whether no road leads from end to end in time."""
    rhythm = "" if np.isnan(usual) else f"; it usually reports every {duration_label(usual)}"
    few = "1 flagged fix lies" if doubtful == 1 else f"{doubtful:,} flagged fixes lie"
    what = f"no position that carries weight (but {few} in it)" if doubtful else "no position"
    far = " Its two ends lie farther apart than a journey by road allows." if apart else ""
    return f"The tag reported {what} for {duration_label(minutes)}{rhythm}.{far}"


def _travelled(distance: Floats, doubt: Floats, seconds: Floats) -> NDArray[np.bool_]:
    slow, quick = GAP_TRANSIT_MS
    return (distance > GAP_INDOOR_M + doubt) & (distance + doubt >= slow * seconds) & (distance - doubt <= quick * seconds)


def _by_rail(trail: Trail, at: Ints, rail: shapely.Geometry | None) -> NDArray[np.bool_]:
    if rail is None or not len(at):
        return np.ones(len(at), bool)
    metres = trail.frame.shape_to_metres(rail)
    shapely.prepare(metres)
    return np.asarray(shapely.dwithin(metres, shapely.points(trail.x[at], trail.y[at]), GAP_RAIL_M))


def _still(trail: Trail, sigma: Floats, at: Ints, way: int) -> NDArray[np.bool_]:
    """Whether the tag kept close to each of the given fixes for some minutes before (way -1) or after it (way 1)."""
    span = round(GAP_STILL_MINUTES * 60e6)
    if way < 0:
        other = np.searchsorted(trail.time, trail.time[at] - span, side="left")
    else:
        other = np.searchsorted(trail.time, trail.time[at] + span, side="right") - 1
    moved = np.hypot(trail.x[other] - trail.x[at], trail.y[other] - trail.y[at])
    return moved - RAYLEIGH_999 * (sigma[other] + sigma[at]) <= GAP_INDOOR_M
