"""Tables to files that others can read: GeoParquet, CSV, GeoJSON, KML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.exports.csv import plain_table as plain_table
    from workbench.exports.csv import text_cells as text_cells
    from workbench.exports.csv import to_csv as to_csv
    from workbench.exports.csv import write_table as write_table
    from workbench.exports.geo import to_geojson as to_geojson
    from workbench.exports.geo import to_geopandas as to_geopandas
    from workbench.exports.geo import to_parquet as to_parquet
    from workbench.exports.kml import to_kml as to_kml
    from workbench.exports.matches import match_locations as match_locations
    from workbench.exports.matches import match_table as match_table
    from workbench.exports.whole import SUMS as SUMS
    from workbench.exports.whole import folder_whole as folder_whole
    from workbench.exports.whole import written_whole as written_whole

_HOMES = {
    "SUMS": "workbench.exports.whole",
    "folder_whole": "workbench.exports.whole",
    "match_locations": "workbench.exports.matches",
    "match_table": "workbench.exports.matches",
    "plain_table": "workbench.exports.csv",
    "text_cells": "workbench.exports.csv",
    "to_csv": "workbench.exports.csv",
    "to_geojson": "workbench.exports.geo",
    "to_geopandas": "workbench.exports.geo",
    "to_kml": "workbench.exports.kml",
    "to_parquet": "workbench.exports.geo",
    "write_table": "workbench.exports.csv",
    "written_whole": "workbench.exports.whole",
}

__all__ = [
    "SUMS",
    "folder_whole",
    "match_locations",
    "match_table",
    "plain_table",
    "text_cells",
    "to_csv",
    "to_geojson",
    "to_geopandas",
    "to_kml",
    "to_parquet",
    "write_table",
    "written_whole",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
