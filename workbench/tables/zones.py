"""The table of zones."""

from __future__ import annotations

from workbench.tables.columns import FILE, ROW
from workbench.tables.schema import Column, Table

__all__ = ["ZONES"]

ZONES = Table(
    "zones",
    (
        Column("zone_id", "str", "id as supplied, else file and row"),
        Column("name", "str", "what people call it"),
        Column("kind", "str", "exclusion, inclusion, restriction or other words of the source"),
        Column("buffer_m", "float64", "ring that belongs to the order, metres", low=0),
        Column("edge_error_m", "float64", "how well the edge is drawn, metres per axis", low=0),
        FILE,
        ROW,
        Column("geometry", "geometry", "polygon, WGS 84 degrees"),
    ),
)
