"""Where does a wearer keep coming back to, how often, for how long, and how many nights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from workbench.base import InputError, SchemaError, recorded
from workbench.geo import LocalFrame, frame_for
from workbench.tables import HAUNTS, LoadReport, Tracks
from workbench.time import DEFAULT_ZONE, Nights, micros, minutes_in, nights_between
from workbench.trajectory.parameters import PLACE_AGAIN_MINUTES, PLACE_FLOOR_M, PLACE_NIGHT_MINUTES
from workbench.trajectory.stays import find_stays
from workbench.trajectory.trails import Floats, Ints

__all__ = ["find_places", "find_places_of"]


@recorded("find")
def find_places(
    stays: pd.DataFrame, *, within_m: float = 60.0, names: pd.DataFrame | None = None, timezone: str = DEFAULT_ZONE
) -> pd.DataFrame:
    """Gather stays into places: stays whose centres form a chain of steps of at most `within_m` are one place.

    Every stay belongs to exactly one place; a place seen once is a place with one visit. Nothing is guessed about what a
    place is: its label is empty unless `names` gives one.

    Parameters
    ----------
    stays : pandas.DataFrame
        From :func:`workbench.find_stays`; any number of wearers, each by himself.
    within_m : float
        Longest step of such a chain, metres.
    names : pandas.DataFrame or geopandas.GeoDataFrame, optional
        Names for places: ``name, lon, lat`` and, where there are any, ``radius_m`` and ``source``. The nearest name whose own
        radius (0 where none is given) and `within_m` reach the place is taken. Or a gazetteer file read by
        :func:`workbench.read_zones`: ``name`` and outlines, of which the smallest around the place is taken, else the nearest.
    timezone : str
        In which nights are counted.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.HAUNTS``, for each wearer the place with the most minutes first. ``label_source`` is what ``source``
        says, else the name of the file that names were read from, else ``user``.

    Raises
    ------
    InputError
        If `within_m` is not a length.
    SchemaError
        If `stays` or `names` lack a column.
    TimeError
        If the zone is not known.

    Notes
    -----
    Source: DBSCAN (Ester et al. 1996) in scikit-learn, on stay centres, with single stays kept.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.stays import find_stays
    >>> tracks = make_tracks(make_fixes(minutes=range(90), x=[0] * 30 + [3000] * 30 + [10] * 30))
    >>> find_places(find_stays(tracks))[["visits", "minutes"]].values.tolist()
    [[2.0, 58.0], [1.0, 29.0]]
    """
    if not (np.isfinite(within_m) and within_m > 0):
        raise InputError(f"{within_m!r} is not a length.", where="within_m", do="Give metres, more than 0.")
    _needs(stays, ("wearer_id", "start", "end", "minutes", "lon", "lat", "radius_m", "error_m"), "stays")
    if names is not None:
        _needs(names, ("name",) if "geometry" in names.columns else ("name", "lon", "lat"), "names")
    parts = [_of_one(str(w), g, within_m, names, timezone) for w, g in stays.groupby("wearer_id", sort=True)]
    return HAUNTS.arrange(pd.concat(parts, ignore_index=True)) if parts else HAUNTS.empty()


@recorded("find")
def find_places_of(tracks: Tracks, *, within_m: float = 60.0) -> pd.DataFrame:
    """Find places from the stays of the default settings.

    Parameters
    ----------
    tracks : Tracks
        The fixes.
    within_m : float
        How far apart two stays at one place may lie, metres.
    """
    return find_places(find_stays(tracks), within_m=within_m)


def _needs(table: pd.DataFrame, columns: tuple[str, ...], what: str) -> None:
    missing = [c for c in columns if c not in table.columns]
    if missing:
        raise SchemaError(f"The table {what} lacks {', '.join(missing)}.", where=what, do="Give these columns.")


def _of_one(wearer: str, stays: pd.DataFrame, within_m: float, names: pd.DataFrame | None, timezone: str) -> pd.DataFrame:
    from sklearn.cluster import DBSCAN

    stays = stays.sort_values("start", kind="stable")
    frame = frame_for(stays["lon"].to_numpy(), stays["lat"].to_numpy())
    x, y = frame.to_metres(stays["lon"].to_numpy(), stays["lat"].to_numpy())
    group = DBSCAN(eps=within_m, min_samples=1).fit_predict(np.column_stack([x, y]))
    start, end = micros(stays["start"]), micros(stays["end"])
    weight = 1.0 / (stays["error_m"].to_numpy() ** 2 + PLACE_FLOOR_M**2)
    nights = nights_between(stays["start"].min(), stays["end"].max(), timezone)
    rows = []
    for g in range(int(group.max()) + 1):
        at = np.flatnonzero(group == g)
        cx, cy = (float(np.average(v[at], weights=weight[at])) for v in (x, y))
        spread = np.hypot(x[at] - cx, y[at] - cy).max() + np.median(stays["radius_m"].to_numpy()[at])
        again = (np.diff(at) > 1) | ((start[at][1:] - end[at][:-1]) / 60e6 > PLACE_AGAIN_MINUTES)
        rows.append(
            {
                "wearer_id": wearer,
                "x": cx,
                "y": cy,
                "radius_m": float(spread),
                "visits": 1 + int(again.sum()),
                "nights": _nights_there(nights, start[at], end[at]),
                "minutes": float(stays["minutes"].to_numpy()[at].sum()),
            }
        )
    table = pd.DataFrame(rows).sort_values("minutes", ascending=False, kind="stable", ignore_index=True)
    table["lon"], table["lat"] = frame.to_degrees(table["x"].to_numpy(), table["y"].to_numpy())
    table["place_id"] = [f"{wearer}-place-{i + 1}" for i in range(len(table))]
    table["label"], table["label_source"] = _labels(table, frame, within_m, names)
    return table.drop(columns=["x", "y"])


def _nights_there(nights: Nights, start: Ints, end: Ints) -> int:
    return int((minutes_in(nights, start, end) >= PLACE_NIGHT_MINUTES).sum())


def _labels(table: pd.DataFrame, frame: LocalFrame, within_m: float, names: pd.DataFrame | None) -> tuple[list[str], list[str]]:
    label, source = [""] * len(table), [""] * len(table)
    if names is None or names.empty:
        return label, source
    away, area = _from_names(names, frame, table["x"].to_numpy(), table["y"].to_numpy(), within_m)
    said = names["source"].astype(str).tolist() if "source" in names.columns else [_read_from(names)] * len(names)
    for i in range(len(table)):
        best = int(np.lexsort((area, away[i]))[0])
        if np.isfinite(away[i, best]):
            label[i], source[i] = str(names["name"].iloc[best]), said[best]
    return label, source


def _from_names(names: pd.DataFrame, frame: LocalFrame, x: Floats, y: Floats, within_m: float) -> tuple[Floats, Floats]:
    """Give how far each place lies from what each name stands for, metres, infinite beyond its reach; and how large that is."""
    if "geometry" in names.columns:
        shapes = np.array([frame.shape_to_metres(shape) for shape in names["geometry"]])
        away = shapely.distance(shapely.points(x, y)[:, None], shapes[None])
        return np.where(away <= within_m, away, np.inf), shapely.area(shapes)
    nx, ny = frame.to_metres(names["lon"].to_numpy(float), names["lat"].to_numpy(float))
    radius: Floats = names["radius_m"].fillna(0.0).to_numpy(float) if "radius_m" in names.columns else np.zeros(len(names))
    away = np.hypot(nx - x[:, None], ny - y[:, None])
    return np.where(away <= radius + within_m, away, np.inf), np.zeros(len(names))


def _read_from(names: pd.DataFrame) -> str:
    """Name the file that a table was read from, as its load report tells it."""
    report = names.attrs.get("load")
    return str(report.files["name"].iloc[0]) if isinstance(report, LoadReport) and len(report.files) else "user"
