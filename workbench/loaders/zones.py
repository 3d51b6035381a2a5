"""Zones from GeoJSON, GeoPackage, KML, Shapefile and tables: checked areas in WGS 84 degrees."""

from __future__ import annotations

from os import PathLike
from typing import Any

import geopandas as gpd

from workbench.base.errors import InputError
from workbench.loaders.outline_files import read_gis
from workbench.loaders.outline_text import geojson_shapes, kml_shapes, table_shapes
from workbench.loaders.outlines import Outlines
from workbench.loaders.paths import places_of
from workbench.loaders.source import Source, open_source
from workbench.loaders.zone_areas import area_of, to_degrees
from workbench.loaders.zone_table import zone_report, zone_table
from workbench.loaders.zone_words import zone_values

__all__ = ["read_zones"]

_GIS = (b"SQLite format 3\0", b"\x00\x00\x27\x0a")
"""How a GeoPackage and a Shapefile begin."""
_TEXTS = (".csv", ".tsv", ".txt")


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
        If the file cannot be read, or its coordinates are not degrees and it does not say what they are.

    Notes
    -----
    Own code over GDAL and shapely. Outlines that cross themselves are mended and named in the report; lines and
    points without a radius are set aside. ``edge_error_m`` is 5 for official outlines and 15 for others unless stated.

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
    shapes = to_degrees(found, source.name)
    kept: list[dict[str, Any]] = []
    for row, shape, properties in zip(found.rows, shapes, found.properties, strict=True):
        values = zone_values(properties)
        area, reason, mended = area_of(shape, values["radius_m"])
        if area is None:
            found.skip(reason, row=row)
        else:
            kept.append({**values, "row": row, "geometry": area, "mended": mended})
    table = zone_table(kept, found, source)
    table.attrs["load"] = zone_report(table, found, source)
    return table


def _outlines(source: Source) -> Outlines:
    text = source.head_text()
    packed = source.head.startswith(b"PK")
    if source.head.startswith(_GIS) or (packed and source.suffix != ".kmz"):
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
