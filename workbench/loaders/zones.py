"""Zones from files: checked areas in WGS 84 degrees, with ids, names, defaults and a report."""

from __future__ import annotations

from collections import Counter
from os import PathLike
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from workbench.base import InputError, recorded
from workbench.loaders.gis_files import GEOPACKAGE, SHAPEFILE, read_gis
from workbench.loaders.load_request import places_of
from workbench.loaders.outlines import Outlines, geojson_shapes, kml_shapes
from workbench.loaders.source import Source, open_source
from workbench.loaders.values import count_of
from workbench.loaders.zone_areas import Area, area_of, to_degrees
from workbench.loaders.zone_columns import table_shapes, zone_values
from workbench.tables import FILES, SET_ASIDE, ZONES, LoadReport

__all__ = ["read_zones"]


_COLUMNS = ["zone_id", "name", "kind", "buffer_m", "edge_error_m", "drawn_by", "row", "geometry", "edge_stated", "mended"]


def zone_table(kept: list[dict[str, Any]], found: Outlines, source: Source) -> gpd.GeoDataFrame:
    """Make the zones table; what was assumed or mended is noted."""
    frame = pd.DataFrame(kept, columns=_COLUMNS)
    own = pd.Series([f"{source.file}-{row}" for row in frame["row"]], dtype="str")
    ids = frame["zone_id"].astype("str").fillna(own)
    twice = ids.duplicated(keep=False)
    _say(frame, twice, found)
    frame = frame.drop(columns=["edge_stated", "mended"]).assign(
        zone_id=ids.where(~twice, ids + "-" + frame["row"].astype("str")),
        name=frame["name"].astype("str").fillna(ids),
        kind=frame["kind"].astype("str").fillna("not stated"),
        buffer_m=frame["buffer_m"].astype(float).fillna(0.0),
        file=source.file,
        drawn_by=frame["drawn_by"].astype("str"),
    )
    return gpd.GeoDataFrame(ZONES.arrange(frame), geometry="geometry", crs=4326)


def _say(frame: pd.DataFrame, twice: pd.Series, found: Outlines) -> None:
    if twice.any():
        many = count_of(int(twice.sum()), "zone shares its", "zones share their")
        found.note(f"{many} id with another; the row was added to it.")
    assumed = frame.loc[~frame["edge_stated"].astype(bool), "edge_error_m"].to_numpy(float)
    for metres, times in zip(*np.unique(assumed, return_counts=True), strict=True):
        many = count_of(int(times), "zone does", "zones do")
        found.note(f"{many} not say how well the edge is drawn; {metres:g} m is assumed.")
    mended = frame.loc[frame["mended"].astype(bool), ["row", "mended"]]
    if len(mended):
        many = count_of(
            len(mended), "outline crosses itself or overlaps and was", "outlines cross themselves or overlap and were"
        )
        listed = "; ".join(f"row {m.row}: {m.mended}" for m in mended.head(8).itertuples())
        found.note(f"{many} mended ({listed}{' and more' if len(mended) > 8 else ''}); look at the result.")


def zone_report(table: gpd.GeoDataFrame, found: Outlines, source: Source) -> LoadReport:
    """Make the load report: every row of the file is in the table or set aside."""
    aside = SET_ASIDE.arrange(pd.DataFrame(sorted(found.aside), columns=["row", "reason"]).assign(file=source.file))
    rows = len(table) + len(aside)
    files = FILES.arrange(
        pd.DataFrame(
            [
                {
                    "name": source.name,
                    "file": source.file,
                    "sha256": source.sha256,
                    "bytes": source.size,
                    "profile": found.profile,
                    "rows": rows,
                    "first": pd.NaT,
                    "last": pd.NaT,
                }
            ]
        )
    )
    return LoadReport(rows, len(table), aside, files, warnings=found.notes)


_TEXTS = (".csv", ".tsv", ".txt")


@recorded("read")
def read_zones(path: str | PathLike[str]) -> gpd.GeoDataFrame:
    """Read zones from a file.

    Parameters
    ----------
    path : path-like
        GeoJSON, GeoPackage, KML or KMZ, Shapefile (also zipped), or CSV with a column of well-known text or with lon, lat
        (or easting, northing) and radius_m.

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, the columns of ``workbench.tables.ZONES`` and ``drawn_by``; the load report is in ``.attrs["load"]``.

    Raises
    ------
    InputError
        If the file cannot be read, holds no zone that can be used, or its coordinates are not degrees and it does not say
        what they are.

    Notes
    -----
    Own code over GDAL and shapely. The areas of one place are one zone, their union; a hole counts inside its own outline.
    What crosses itself or overlaps is mended and named in the report with its area before and after; lines and points
    without a radius are set aside. A radius is read in the unit that its cell, its heading or a column of units names.
    ``edge_error_m`` is 5 for official outlines and 15 for others unless stated.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder) / "zones.csv"
    ...     _ = place.write_text("zone_id,name,kind,lon,lat,radius_m\\nZ1,Mere Lane,exclusion,1.2,51.4,50\\n")
    ...     zones = read_zones(place)
    >>> zones.zone_id.tolist(), zones.attrs["load"].rows_read
    (['Z1'], 1)
    """
    places = places_of(path)
    if len(places) > 1:
        raise InputError(
            f"{len(places)} paths were given; zones are read from one file.",
            where="path",
            do="Read each file by itself and join the tables with pandas.concat.",
        )
    source = open_source(places[0])
    found = _outlines(source)
    source.check_same()
    kept: list[dict[str, Any]] = []
    shapes = to_degrees(found, source.name)
    for row, shape, properties in zip(found.rows, shapes, found.properties, strict=True):
        values = zone_values(properties, found.decimal)
        made = Area(None, shape) if isinstance(shape, str) else area_of(shape, values["radius_m"], values["radius_reason"])
        reason = made.reason or values["reason"]
        if reason:
            found.skip(reason, row=row)
            continue
        for sentence in values["said"]:
            found.note(sentence)
        kept.append({**values, "row": row, "geometry": made.shape, "mended": made.mended})
    if not kept:
        counts = Counter(reason for _, reason in found.aside).most_common(3)
        why = "; ".join(f"{count_of(many, 'row', 'rows')} because {reason}" for reason, many in counts) or "there is no row"
        raise InputError(f"The file holds no zone that can be used: {why}.", where=source.name, do="Correct or export it again.")
    table = zone_table(kept, found, source)
    table.attrs["load"] = zone_report(table, found, source)
    return table


def _outlines(source: Source) -> Outlines:
    text = source.head_text()
    packed = source.head.startswith(b"PK")
    if source.head.startswith((GEOPACKAGE, SHAPEFILE)) or (packed and source.suffix != ".kmz"):
        return read_gis(source)
    if packed or text.startswith("<"):
        return kml_shapes(source)
    if text[:1] in ("{", "["):
        return geojson_shapes(source)
    if "\0" in text or ("\ufffd" in text[:1000] and source.suffix not in _TEXTS):
        raise InputError(
            "The content is in no format of zones that is read here.",
            where=source.name,
            do="Read are GeoJSON, GeoPackage, KML, KMZ, Shapefile (zipped or not) and CSV.",
        )
    return table_shapes(source)
