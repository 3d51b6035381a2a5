"""A JSON list of crimes, such as the answer of the data.police.uk API, as a grid."""

from __future__ import annotations

from workbench.loaders.grid import Grid
from workbench.loaders.jsontext import read_json
from workbench.loaders.plan import Pick
from workbench.loaders.positions import positions_of
from workbench.loaders.source import Source

__all__ = ["read_crime_list"]

_DEEPEST = 4


def read_crime_list(source: Source, pick: Pick) -> Grid:
    """Read a JSON list of crimes, or an object that holds one list."""
    # Source: the API documentation of data.police.uk.
    document = read_json(source)
    if isinstance(document, dict):
        lists = [v for v in document.values() if isinstance(v, list)]
        document = lists[0] if len(lists) == 1 else [document]
    return positions_of(document, source, pick, unwrap=_flat)


def _flat(item: object) -> object:
    """Bring values inside values to the top."""
    if not isinstance(item, dict):
        return item
    found: dict[str, object] = {}
    todo = [("", item, 0)]
    while todo:
        prefix, values, depth = todo.pop()
        for key, value in values.items():
            if isinstance(value, dict) and depth < _DEEPEST:
                todo.append((f"{prefix}{key}.", value, depth + 1))
            else:
                found[f"{prefix}{key}"] = value
    return found
