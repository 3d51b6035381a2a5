"""GeoPackages and Shapefiles, also zipped, through GDAL."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import geopandas as gpd
import pandas as pd

from workbench.base.errors import InputError
from workbench.loaders.outlines import Outlines
from workbench.loaders.safe_zip import open_zip, unpack_zip
from workbench.loaders.source import Source

__all__ = ["read_gis"]

_KINDS = (".shp", ".gpkg")


def read_gis(source: Source) -> Outlines:
    """Read every layer of a GeoPackage or Shapefile."""
    # Source: GDAL through pyogrio.
    if not source.head.startswith(b"PK"):
        return _layers([source.path], source)
    archive = open_zip(source.data if source.data is not None else source.path, source.name)
    with archive, tempfile.TemporaryDirectory() as folder:
        inside = [p for p in unpack_zip(archive, Path(folder), source.name) if p.suffix.lower() in _KINDS]
        if not inside:
            raise InputError(
                "The archive holds no Shapefile and no GeoPackage.",
                where=source.name,
                do="Zip the .shp together with its .shx, .dbf and .prj.",
            )
        return _layers(inside, source)


def _layers(places: list[Path], source: Source) -> Outlines:
    found: Outlines | None = None
    try:
        for place in places:
            layers = gpd.list_layers(place)
            for layer, kind in zip(layers["name"], layers["geometry_type"], strict=True):
                if kind is None:
                    continue
                with warnings.catch_warnings(record=True) as said:
                    warnings.simplefilter("always")
                    table = gpd.read_file(place, layer=layer, engine="pyogrio", on_invalid="ignore")
                found = _take(table, found, source)
                for warning in said:
                    found.note(f"GDAL says: {warning.message}.")
    except (RuntimeError, ValueError, OSError, TypeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"The file cannot be read: {error}.",
            where=source.name,
            do="Copy or export it again; a .shp needs its .shx and .dbf beside it.",
        ) from error
    if found is None:
        raise InputError("The file holds no layer with shapes.", where=source.name, do="Check that it is the right export.")
    return found


def _take(table: gpd.GeoDataFrame, found: Outlines | None, source: Source) -> Outlines:
    crs = table.crs.to_wkt() if table.crs is not None else None
    if found is None:
        found = Outlines("shapefile" if source.suffix in (".shp", ".zip") else "geopackage", crs)
        if crs is None:
            found.note("The file states no coordinate system (a Shapefile does so in its .prj); degrees were taken as WGS 84.")
    elif crs != found.crs:
        raise InputError("The layers differ in their coordinate system.", where=source.name, do="Export each layer on its own.")
    records = pd.DataFrame(table.drop(columns="geometry")).astype(object).to_dict("records")
    for geometry, record in zip(table.geometry, records, strict=True):
        found.keep(geometry, {str(name): value for name, value in record.items()})
    return found
