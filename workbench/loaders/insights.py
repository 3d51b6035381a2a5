"""The data-insights answer: JSON with locations, whose geometry is a quoted dictionary."""

from __future__ import annotations

from workbench.loaders.grid import Grid
from workbench.loaders.jsontext import read_json
from workbench.loaders.plan import Pick
from workbench.loaders.positions import positions_of
from workbench.loaders.source import Source

__all__ = ["read_insights"]


def read_insights(source: Source, pick: Pick) -> Grid:
    """Read the data-insights answer ``{"locations": [...], "nextToken": ...}``.

    Parameters
    ----------
    source : Source
        The opened file.
    pick : callable
        Plans a header: which columns are needed.

    Returns
    -------
    Grid
        One row a location; says so when the answer names a further page.

    Raises
    ------
    InputError
        If the document is not JSON or holds no location.

    Notes
    -----
    Source: the ministry's data-insights service, as published.

    Examples
    --------
    >>> from workbench.loaders.plan import picker
    >>> from workbench.loaders.source import source_of
    >>> data = b'{"locations": [{"positionId": 1, "gpsDate": "2026-03-03T21:10Z", "latitude": 51.4, "longitude": 1.2}]}'
    >>> read_insights(source_of("a.json", data), picker("data-insights", None)).row.tolist()
    [1]
    """
    document = read_json(source)
    grid = positions_of(document.get("locations") if isinstance(document, dict) else None, source, pick)
    if isinstance(document, dict) and document.get("nextToken"):
        grid.notes.append(f"{source.name}: the answer names a further page (nextToken); load its file too.")
    return grid
