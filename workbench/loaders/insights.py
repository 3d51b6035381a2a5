"""The data-insights answer: JSON with locations, whose geometry is a quoted dictionary."""

from __future__ import annotations

from workbench.loaders.grid import Grid
from workbench.loaders.jsontext import read_json
from workbench.loaders.plan import Pick
from workbench.loaders.positions import positions_of
from workbench.loaders.source import Source

__all__ = ["read_insights"]


def read_insights(source: Source, pick: Pick) -> Grid:
    """Read the data-insights answer ``{"locations": [...], "nextToken": ...}``."""
    # Source: the ministry's data-insights service, as published.
    document = read_json(source)
    grid = positions_of(document.get("locations") if isinstance(document, dict) else None, source, pick)
    if isinstance(document, dict) and document.get("nextToken"):
        grid.notes.append(f"{source.name}: the answer names a further page (nextToken); load its file too.")
    return grid
