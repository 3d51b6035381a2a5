"""A list of positions inside a JSON document, as a grid."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import InputError
from workbench.loaders.grid import Grid, grid_of
from workbench.loaders.plan import Pick
from workbench.loaders.source import Source

__all__ = ["positions_of"]


def positions_of(items: object, source: Source, pick: Pick, *, unwrap: Callable[[object], object] | None = None) -> Grid:
    """Make a grid from a list of positions.

    Parameters
    ----------
    items : object
        What the document holds where the list should be.
    source : Source
        The file, for errors.
    pick : callable
        Plans a header: which columns are needed.
    unwrap : callable, optional
        Takes the position out of an entry.

    Returns
    -------
    Grid
        One row an entry; entries that are no object are set aside.

    Raises
    ------
    InputError
        If there is no list or no entry is a position.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.loaders.plan import picker
    >>> from workbench.loaders.source import source_of
    >>> items = [{"time": "2026-03-03T21:10Z", "lat": 51.4, "lon": 1.2}, None]
    >>> positions_of(items, source_of("a.json", b""), picker(None, None)).aside
    [(2, 'the entry is not an object with a position')]
    """
    if not isinstance(items, list) or not items:
        raise InputError("The document holds no list of positions.", where=source.name, do="Export it again.")
    aside: list[tuple[int, str]] = []
    rows: list[int] = []
    records: list[dict[str, object]] = []
    for number, item in enumerate(items, 1):
        record = unwrap(item) if unwrap else item
        if isinstance(record, dict):
            rows.append(number)
            records.append(record)
        else:
            aside.append((number, "the entry is not an object with a position"))
    if not records:
        raise InputError("No entry of the list is a position.", where=source.name, do="Export it again.")
    header = list(dict.fromkeys(k for r in records for k in r))
    return grid_of(records, rows, pick(header, source.name), aside)
