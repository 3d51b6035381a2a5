"""Tables to files that others can read: GeoParquet, CSV, GeoJSON, KML."""

from __future__ import annotations

from workbench.exports.csv import to_csv, write_table
from workbench.exports.geo import to_geojson, to_geopandas, to_parquet
from workbench.exports.kml import to_kml
from workbench.exports.matches import match_locations, match_table

__all__ = ["match_locations", "match_table", "to_csv", "to_geojson", "to_geopandas", "to_kml", "to_parquet", "write_table"]
