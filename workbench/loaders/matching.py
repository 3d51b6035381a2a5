"""The crime matching answer: JSON with positions, whose one timestamp is the recorded date."""

from __future__ import annotations

from workbench.loaders.grid import Grid
from workbench.loaders.jsontext import read_json
from workbench.loaders.plan import Pick
from workbench.loaders.positions import positions_of
from workbench.loaders.source import Source

__all__ = ["read_matching"]


def read_matching(source: Source, pick: Pick) -> Grid:
    """Read the crime matching answer: a list of positions, or an object that holds one."""
    # Source: the ministry's crime matching service, as published.
    document = read_json(source)
    if isinstance(document, dict):
        lists = [v for v in document.values() if isinstance(v, list)]
        document = lists[0] if len(lists) == 1 else [document]
    return positions_of(document, source, pick)
