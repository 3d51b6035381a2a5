"""Phone locations of the e-mission kind: JSON, one object with its data inside a row."""

from __future__ import annotations

from workbench.loaders.grid import Grid
from workbench.loaders.jsontext import read_json
from workbench.loaders.plan import Pick
from workbench.loaders.positions import positions_of
from workbench.loaders.source import Source

__all__ = ["read_phones"]


def read_phones(source: Source, pick: Pick) -> Grid:
    """Read phone locations: a list of ``{"metadata": {...}, "data": {...}}``; a value of -1 means unknown."""
    # Source: the e-mission project's phone records.
    grid = positions_of(read_json(source), source, pick, unwrap=lambda item: item.get("data") if isinstance(item, dict) else None)
    for key in ("speed_ms", "heading_deg"):
        column = grid.plan.fields.get(key)
        if column is not None:
            grid.frame[column] = grid.frame[column].where(grid.frame[column] != -1, None)
    return grid
