"""To MovingPandas and back: the one place that knows it. Inside MovingPandas times are naive and mean UTC."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.base import InputError, recorded, usable
from workbench.tables import FIXES, LoadReport, Tracks, coverage_of
from workbench.time import UTC_US, from_micros, localize, micros
from workbench.trajectory.trails import Ints, Trail

if TYPE_CHECKING:
    import geopandas as gpd
    import movingpandas as mpd

__all__ = ["from_movingpandas", "stop_ranges", "to_movingpandas", "zone_clips"]

_OWN = "trajectory_id"
_PLACE = "fix_number"
_METRES = 'LOCAL_CS["the flat map of one trail",UNIT["metre",1]]'


@recorded("export")
def to_movingpandas(tracks: Tracks) -> mpd.TrajectoryCollection:
    """Hand the fixes over to MovingPandas, one trajectory for each wearer, in naive UTC.

    MovingPandas keeps one fix for each moment and wants two moments or more. The fixes it would drop are set beside the
    collection, in its attribute ``aside``, and the load report in ``load``; so :func:`from_movingpandas` gives back
    every fix. Of several fixes with one time the first that carries weight goes into the trajectory.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers; flagged fixes are handed over too, with their ``quality``.
    """
    mpd, gpd = _movingpandas()
    fixes = tracks.fixes.reset_index(drop=True)
    fixes[_PLACE] = np.arange(len(fixes), dtype="int64")
    fixes[_OWN] = fixes["wearer_id"]
    best = fixes.assign(light=~usable(fixes["quality"])).sort_values(["wearer_id", "time", "light"], kind="stable")
    chosen = best[~best.duplicated(["wearer_id", "time"])].index
    moments = fixes.loc[chosen].groupby("wearer_id")["time"].transform("size")
    chosen = chosen[(moments > 1).to_numpy()]
    taken = fixes.loc[chosen]
    points = gpd.GeoDataFrame(
        taken.drop(columns="time"), geometry=gpd.points_from_xy(taken["lon"], taken["lat"]), crs="EPSG:4326"
    ).set_index(_naive(micros(taken["time"])))
    with _quiet():
        parts = [
            mpd.Trajectory(part, wearer, traj_id_col=_OWN, obj_id=wearer, crs="EPSG:4326")
            for wearer, part in points.groupby("wearer_id", sort=True)
        ]
    collection = mpd.TrajectoryCollection(parts)
    collection.aside = fixes.drop(index=chosen).drop(columns=_OWN)
    collection.load = tracks.load
    return collection


@recorded("find")
def from_movingpandas(collection: mpd.TrajectoryCollection) -> Tracks:
    """Take fixes back from MovingPandas, or take over a collection that was made elsewhere.

    Positions are read from the points, times from the index, everything else from the columns of the fixes table where
    they are there. Fixes that :func:`to_movingpandas` set beside the collection come back too.

    Parameters
    ----------
    collection : movingpandas.TrajectoryCollection
        Naive times in it are taken as UTC; a collection built from zone-aware times is read in that zone.

    Returns
    -------
    Tracks
        Sorted by wearer and time.

    Raises
    ------
    InputError
        If it is not a collection, is empty, or has no coordinate reference system.
    TimeError
        If the zone it was built in is not known by name.

    Notes
    -----
    Own code over MovingPandas.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> len(from_movingpandas(to_movingpandas(make_tracks(make_fixes(minutes=[0, 1, 1])))))
    3
    """
    mpd, _ = _movingpandas()
    if not isinstance(collection, mpd.TrajectoryCollection):
        raise InputError(
            f"A TrajectoryCollection is wanted, not {type(collection).__name__}.",
            where="from_movingpandas",
            do="Wrap a single trajectory: movingpandas.TrajectoryCollection([trajectory]).",
        )
    notes: list[str] = []
    parts = [_fixes_of(trajectory, notes) for trajectory in collection.trajectories]
    aside = getattr(collection, "aside", None)
    if aside is not None and len(aside):
        parts.append(aside)
    if not parts:
        return Tracks(FIXES.empty(), getattr(collection, "load", LoadReport(0, 0)))
    table = pd.concat(parts, ignore_index=True)
    table = table.sort_values(["wearer_id", "time", _PLACE], kind="stable", ignore_index=True).drop(columns=_PLACE)
    table = FIXES.validate(FIXES.arrange(table))
    load = getattr(collection, "load", None)
    if load is None or load.rows_kept != len(table):
        notes.append("These fixes came from a MovingPandas collection; how they were first loaded is not known here.")
        load = LoadReport(len(table), len(table), coverage=coverage_of(table), warnings=list(dict.fromkeys(notes)))
    return Tracks(table, load)


def _fixes_of(trajectory: mpd.Trajectory, notes: list[str]) -> pd.DataFrame:
    points = trajectory.df
    if points.crs is None:
        raise InputError(
            "The trajectory has no coordinate reference system.",
            where=str(trajectory.id),
            do="Set it when the trajectory is made, for example crs='EPSG:4326'.",
        )
    if trajectory.is_latlon is False or points.crs.to_epsg() != 4326:
        points = points.to_crs(4326)
    zone = trajectory.df_orig_tz
    if zone is None or str(zone) == "UTC":
        time = from_micros(points.index.to_numpy().astype("datetime64[us]").astype(np.int64))
    else:
        time = localize(pd.Series(points.index), str(zone)).time
        notes.append(f"MovingPandas held wall-clock times of {zone}: fixes of the hour that happens twice may be lost.")
    size = len(points)
    wearer = trajectory.obj_id if trajectory.obj_id is not None else trajectory.id
    table = pd.DataFrame(points.drop(columns=[points.geometry.name, _OWN], errors="ignore")).reset_index(drop=True)
    known = {"time": time, "lon": points.geometry.x.to_numpy(), "lat": points.geometry.y.to_numpy()}
    blank = {
        "fix_id": [f"{trajectory.id}-{i + 1}" for i in range(size)],
        "wearer_id": str(wearer),
        "device_id": None,
        "recorded": pd.Series(pd.NaT, index=range(size), dtype=UTC_US),
        "accuracy_m": np.nan,
        "accuracy_level": 0.68,
        "uploaded": pd.Series(pd.NaT, index=range(size), dtype=UTC_US),
        "speed_kmh": np.nan,
        "heading_deg": np.nan,
        "method": "unknown",
        "satellites": np.nan,
        "quality": 0,
        "file": "movingpandas",
        "row": np.arange(1, size + 1),
        _PLACE: np.arange(size, dtype="int64"),
    }
    return table.assign(**known, **{name: value for name, value in blank.items() if name not in table.columns})


def stop_ranges(trail: Trail, limit_m: float, shortest_us: int) -> tuple[Ints, Ints]:
    """Let MovingPandas itself find the stops of a trail, in the trail's own metres."""
    # Source: MovingPandas `TrajectoryStopDetector`.
    mpd, _ = _movingpandas()
    if len(trail) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    found = mpd.TrajectoryStopDetector(_in_metres(trail)).get_stop_time_ranges(
        max_diameter=limit_m, min_duration=dt.timedelta(microseconds=shortest_us)
    )
    return _ranges(trail, [(r.t_0, r.t_n) for r in found])


def zone_clips(trail: Trail, area: Any) -> tuple[Ints, Ints]:
    """Let MovingPandas itself clip a trail to an area, point by point, in the trail's own metres."""
    # Source: MovingPandas `Trajectory.clip(point_based=True)`.
    _movingpandas()
    if len(trail) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    pieces = _in_metres(trail).clip(area, point_based=True)
    return _ranges(trail, [(p.df.index[0], p.df.index[-1]) for p in pieces])


def _in_metres(trail: Trail) -> mpd.Trajectory:
    mpd, gpd = _movingpandas()
    points = gpd.GeoDataFrame(
        {"fix": trail.rows}, geometry=gpd.points_from_xy(trail.x, trail.y), crs=_METRES, index=_naive(trail.time)
    )
    with _quiet():
        return mpd.Trajectory(points, trail.wearer)


def _naive(time: Ints) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(time.astype("datetime64[us]"), name="t")


def _ranges(trail: Trail, spans: list[tuple[pd.Timestamp, pd.Timestamp]]) -> tuple[Ints, Ints]:
    edges = np.array([[a.to_datetime64(), b.to_datetime64()] for a, b in spans], "datetime64[us]").reshape(-1, 2)
    at = np.searchsorted(trail.time, edges.astype(np.int64))
    return at[:, 0].astype(np.int64), at[:, 1].astype(np.int64)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep MovingPandas' own use of old pandas arguments from being said to the user, who cannot help it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The inplace keyword")
        yield


def _movingpandas() -> tuple[Any, type[gpd.GeoDataFrame] | Any]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Missing optional dependencies")
        import geopandas as gpd
        import movingpandas as mpd
    return mpd, gpd
