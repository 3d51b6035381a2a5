"""Columns that several tables share."""

from __future__ import annotations

from workbench.tables.schema import Column
from workbench.time import UTC_US

__all__ = ["FILE", "FIRST", "LAST", "ROW", "WEARER", "lonlat", "span"]


def lonlat(what: str) -> tuple[Column, Column]:
    """Give the two columns of a position."""
    return (
        Column("lon", "float64", f"longitude of {what}, WGS 84 degrees", low=-180, high=180),
        Column("lat", "float64", f"latitude of {what}, WGS 84 degrees", low=-90, high=90),
    )


def span(what: str) -> tuple[Column, Column, Column]:
    """Give the columns of a time from start to end."""
    return (
        Column("start", UTC_US, f"first moment of the {what}, UTC"),
        Column("end", UTC_US, f"moment the {what} is over, UTC; not part of it"),
        Column("minutes", "float64", "length in minutes", low=0),
    )


WEARER = Column("wearer_id", "str", "whose tag it is")

FIRST = Column("first_fix_id", "str", "the fix it begins with")

LAST = Column("last_fix_id", "str", "the fix it ends with")

FILE = Column("file", "str", "first 12 hex digits of the source file's SHA-256")

ROW = Column("row", "int64", "1-based data row in that file", low=0)
