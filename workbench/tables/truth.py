"""Where a simulated wearer truly was."""

from __future__ import annotations

from workbench.tables.columns import lonlat
from workbench.tables.schema import Column, Table
from workbench.time import UTC_US

__all__ = ["MODES", "TRUTH"]

MODES = ("still", "walk", "vehicle", "rail")

TRUTH = Table(
    "truth",
    (
        Column("wearer_id", "category", "whose whereabouts"),
        Column("time", UTC_US, "the moment, UTC; every ten seconds"),
        *lonlat("where the simulated person is"),
        Column("mode", "category", "how the person moves", among=MODES),
        Column("place_id", "category", "the place stayed at; missing on the way", nullable=True),
        Column("indoors", "bool", "inside a building, a station or a tunnel"),
    ),
)
