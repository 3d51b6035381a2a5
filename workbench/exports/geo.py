"""Fixes as points: GeoPandas, GeoParquet, GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from os import PathLike
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.base import recorded
from workbench.exports.whole import written_whole
from workbench.tables import FIXES

if TYPE_CHECKING:
    import geopandas as gpd

    from workbench.tables import Tracks

__all__ = ["to_geojson", "to_geopandas", "to_parquet"]

_BATCH = 20_000


@recorded("export")
def to_geopandas(tracks: Tracks) -> gpd.GeoDataFrame:
    """Give the fixes as a table of points.

    Parameters
    ----------
    tracks : Tracks
        The fixes to give.
    """
    # Source: GeoPandas.
    import geopandas as gpd

    fixes = tracks.fixes
    return gpd.GeoDataFrame(fixes, geometry=gpd.points_from_xy(fixes["lon"], fixes["lat"], crs=4326))


@recorded("export")
def to_parquet(tracks: Tracks, path: str | PathLike[str]) -> None:
    """Write the fixes as GeoParquet; ``read_tracks`` gives the same fixes back.

    Parameters
    ----------
    tracks : Tracks
        The fixes to write.
    path : path-like
        The file; one of that name is replaced.

    Raises
    ------
    InputError
        If the folder does not exist or the disk refuses.
    """
    # Source: GeoParquet 1.1. Every fix keeps the `file` and `row` it first came from, so it can still be traced to the
    # supplier's file; the load report of a later reading names this file as well.
    with written_whole(path) as part:
        to_geopandas(tracks).to_parquet(part, index=False, compression="zstd")


@recorded("export")
def to_geojson(tracks: Tracks, path: str | PathLike[str]) -> None:
    """Write the fixes as GeoJSON points; ``read_tracks`` gives the same fixes back.

    Parameters
    ----------
    tracks : Tracks
        The fixes to write.
    path : path-like
        The file; one of that name is replaced.

    Raises
    ------
    InputError
        If the folder does not exist or the disk refuses.
    """
    # Source: RFC 7946 (WGS 84, longitude first); times carry their offset, what is missing is null.
    with written_whole(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        between = "\n"
        for record in _records(tracks.fixes):
            point = {"type": "Point", "coordinates": [record["lon"], record["lat"]]}
            feature = {"type": "Feature", "id": record["fix_id"], "geometry": point, "properties": record}
            stream.write(between + json.dumps(feature, ensure_ascii=False, allow_nan=False))
            between = ",\n"
        stream.write("\n]}\n")


def _records(fixes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give the fixes one by one as plain values: times as ISO text, missing values as None."""
    columns = [n for n in fixes.columns if n in FIXES.names]
    for start in range(0, len(fixes), _BATCH):
        piece = fixes.iloc[start : start + _BATCH][columns]
        table = {
            name: [v.isoformat() if pd.notna(v) else None for v in piece[name]]
            if isinstance(piece[name].dtype, pd.DatetimeTZDtype)
            else piece[name].astype(object).where(piece[name].notna(), None).tolist()
            for name in columns
        }
        for values in zip(*table.values(), strict=True):
            yield dict(zip(columns, values, strict=True))
