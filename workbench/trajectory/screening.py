"""Approaches to zones in stores of any size: streamed one wearer after the other, most of them settled by a look at a box."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from os import PathLike
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.base import InputError, bar, in_order, recorded
from workbench.tables import APPROACHES, LoadReport, Tracks
from workbench.trajectory.approaches import approaches_of
from workbench.trajectory.store import Piece, Store, open_store
from workbench.trajectory.trails import Floats
from workbench.trajectory.zones import Zone, checked_zones

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["screen_zones"]

_NEEDED = ["time", "lon", "lat", "accuracy_m", "accuracy_level", "method", "quality"]
_AHEAD = 2
_METRES = 111_000.0
"""A degree of latitude is nowhere shorter by more than half in a hundred."""
_MORE = 1.02
_POLAR = 80.0


@recorded("find")
def screen_zones(
    path: str | PathLike[str] | list[str | PathLike[str]],
    zones: gpd.GeoDataFrame,
    *,
    ring_m: float = 250.0,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Find each time a tag came near a zone, in Parquet files larger than memory.

    The result is that of :func:`workbench.find_approaches` on all fixes at once. Files are read one wearer after the other,
    so that memory is that of a few wearers; who was never in the box around a zone and its ring is settled by the positions
    alone, or by the limits the file states for them.

    Parameters
    ----------
    path : path-like or sequence of path-like
        Parquet files as ``tracks.to_parquet`` writes them, or folders of them; a wearer may be spread over several.
    zones : geopandas.GeoDataFrame
        As for :func:`workbench.find_approaches`.
    ring_m : float
        Width of the ring around each zone, metres.
    progress : bool, optional
        Whether to show how far it is; None shows it in a notebook or terminal.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.APPROACHES``.

    Raises
    ------
    InputError
        If a file is missing, damaged or lacks columns of the fixes table, or a zone is not a usable polygon.

    Notes
    -----
    Own code. The files' own ``quality`` flags count, as the loader set them.

    Examples
    --------
    >>> import tempfile
    >>> import geopandas as gpd
    >>> from workbench.geo.projection import circle
    >>> from workbench.testing import make_fixes, make_tracks
    >>> zones = gpd.GeoDataFrame({"zone_id": ["Z1"]}, geometry=[circle(1.2, 51.4, 50)], crs="EPSG:4326")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     make_tracks(make_fixes(minutes=range(11), x=[-500 + 100 * i for i in range(11)])).to_parquet(folder + "/a.parquet")
    ...     screen_zones(folder, zones)[["wearer_id", "zone_id", "n_fixes"]].values.tolist()
    [['W1', 'Z1', 7]]
    """
    if not (np.isfinite(ring_m) and ring_m >= 0):
        raise InputError(f"{ring_m!r} is not a width.", where="ring_m", do="Give metres, 0 or more.")
    listed = checked_zones(zones)
    boxes = _boxes(listed, float(ring_m))
    with open_store(path) as store:
        lacking = store.lacking(["wearer_id", "fix_id", *_NEEDED])
        if lacking:
            raise InputError(
                f"A file lacks {', '.join(lacking)}.",
                where=str(path),
                do="Load it with wb.read_tracks and write it with tracks.to_parquet.",
            )
        parts = {}
        with (
            bar(store.rows, "screening", progress, unit=" fixes", unit_scale=True) as moving,
            closing(_ahead(store, boxes)) as read,
        ):
            for wearer, pieces, fixes in read:
                if fixes is not None:
                    parts[wearer] = _of_one(store, pieces, fixes, listed, float(ring_m))
                moving.update(sum(p.end - p.first for p in pieces))
    found = [parts[wearer] for wearer in sorted(parts) if len(parts[wearer])]
    return APPROACHES.arrange(pd.concat(found, ignore_index=True)) if found else APPROACHES.empty()


def _ahead(store: Store, boxes: Floats) -> Generator[tuple[str, list[Piece], pd.DataFrame | None]]:
    """Give each wearer's fixes, or None for who was in no box; the next wearer is read while one is worked on."""

    def job(wearer: str, pieces: list[Piece]) -> tuple[str, list[Piece], pd.DataFrame | None]:
        return wearer, pieces, _fixes(store, wearer, pieces, boxes)

    listed = store.wearers() if len(boxes) else {}
    return in_order(job, listed.keys(), listed.values(), threads=1, ahead=_AHEAD)


def _fixes(store: Store, wearer: str, pieces: list[Piece], boxes: Floats) -> pd.DataFrame | None:
    from workbench.trajectory.kernels.trails import in_boxes

    if not _near(*store.box(pieces), boxes):
        return None
    place = store.read(pieces, ["lon", "lat"])
    lon, lat = (np.array(place[name], np.float64) for name in ("lon", "lat"))
    if not in_boxes(lon, lat, boxes):
        return None
    rest = store.read(pieces, _NEEDED[:1] + _NEEDED[3:])
    return rest.assign(lon=lon, lat=lat, wearer_id=pd.array([wearer], dtype="str").take(np.zeros(len(rest), np.int64)))


def _of_one(store: Store, pieces: list[Piece], fixes: pd.DataFrame, listed: list[Zone], ring_m: float) -> pd.DataFrame:
    table = approaches_of(Tracks(fixes, LoadReport(len(fixes), len(fixes))), listed, ring_m, "auto")
    if len(table):
        ids = store.read(pieces, ["fix_id"])["fix_id"].array
        table = table.assign(**{name: ids.take(table[name].to_numpy()) for name in ("first_fix_id", "last_fix_id")})
    return table


def _boxes(listed: list[Zone], ring_m: float) -> Floats:
    """Boxes in degrees (west, south, east, north) around each zone and its ring, larger than needed; endless near a pole."""
    boxes = np.empty((len(listed), 4))
    for i, zone in enumerate(listed):
        west, south, east, north = zone.geometry.bounds
        up = _MORE * (ring_m + 1.0) / _METRES
        highest = max(abs(south - up), abs(north + up))
        side = up / np.cos(np.radians(min(highest, _POLAR)))
        beyond = highest > _POLAR or west - side < -180.0 or east + side > 180.0
        boxes[i] = (-np.inf, -np.inf, np.inf, np.inf) if beyond else (west - side, south - up, east + side, north + up)
    return boxes


def _near(west: float, south: float, east: float, north: float, boxes: Floats) -> bool:
    return bool(((boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)).any())
