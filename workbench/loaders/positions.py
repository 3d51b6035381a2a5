"""A list of positions inside a JSON document, as a grid."""

from __future__ import annotations

from collections.abc import Callable

from workbench.base.errors import InputError
from workbench.loaders.grid import Grid, grid_of
from workbench.loaders.plan import Pick
from workbench.loaders.source import Source

__all__ = ["positions_of"]


def positions_of(items: object, source: Source, pick: Pick, *, unwrap: Callable[[object], object] | None = None) -> Grid:
    """Make a grid from a list of positions."""
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
