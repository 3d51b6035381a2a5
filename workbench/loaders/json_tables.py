"""JSON whose entries are rows: JSON Lines, lists of positions, and the ministry's and the telephone studies' answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import InputError, whole_text
from workbench.loaders.map_columns import Grid, Pick, Plan, grid_of
from workbench.loaders.source import Source

__all__ = ["positions_of", "read_insights", "read_json", "read_json_lines", "read_matching", "read_phones"]

_OBJECTS = 4_000_000
_VALUES = 25_000_000


def read_json(source: Source) -> Any:
    """Read one JSON document, refusing what would not fit in memory.

    Parameters
    ----------
    source : Source
        The open file.
    """
    # Source: the standard library's parser; the bounds are own choices.
    data = source.content()
    if data.count(b"{") + data.count(b"[") > _OBJECTS or data.count(b",") > _VALUES:
        raise InputError(
            "The JSON document holds too many values to be read at once.",
            where=source.name,
            do="Split it into parts and give them as a list; a list is one load.",
        )
    text = source.text()
    try:
        return whole_text(json.loads(text), text)
    except RecursionError as error:
        raise InputError("The JSON document is nested too deep.", where=source.name, do="Export it again.") from error
    except json.JSONDecodeError as error:
        raise InputError(
            f"The text is not JSON: {error.msg}.",
            where=f"{source.name}, line {error.lineno}, column {error.colno}",
            do="The file may be cut off; export or copy it again.",
        ) from error
    except ValueError as error:
        raise InputError(
            "The JSON document holds a number of thousands of digits.", where=source.name, do="Export it again."
        ) from error


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


def read_insights(source: Source, pick: Pick) -> Grid:
    """Read the data-insights answer ``{"locations": [...], "nextToken": ...}``."""
    # Source: the ministry's data-insights service, as published.
    document = read_json(source)
    grid = positions_of(document.get("locations") if isinstance(document, dict) else None, source, pick)
    if isinstance(document, dict) and document.get("nextToken"):
        grid.notes.append(f"{source.name}: the answer names a further page (nextToken); load its file too.")
    return grid


def read_matching(source: Source, pick: Pick) -> Grid:
    """Read the crime matching answer: a list of positions, or an object that holds one."""
    # Source: the ministry's crime matching service, as published.
    document = read_json(source)
    if isinstance(document, dict):
        lists = [v for v in document.values() if isinstance(v, list)]
        document = lists[0] if len(lists) == 1 else [document]
    return positions_of(document, source, pick)


def read_phones(source: Source, pick: Pick) -> Grid:
    """Read phone locations: a list of ``{"metadata": {...}, "data": {...}}``; a value of -1 means unknown."""
    # Source: the e-mission project's phone records.
    grid = positions_of(read_json(source), source, pick, unwrap=lambda item: item.get("data") if isinstance(item, dict) else None)
    for key in ("speed_ms", "heading_deg"):
        column = grid.plan.fields.get(key)
        if column is not None:
            grid.frame[column] = grid.frame[column].where(grid.frame[column] != -1, None)
    return grid


_LONGEST_LINE = 2**20
_HEADER_LINES = 200


def read_json_lines(source: Source, pick: Pick) -> Grid:
    """Read JSON Lines; a broken line is set aside, a blank one is no row."""
    # Source: the standard library's JSON parser, line by line.
    grid, keys = _once(source, pick, None)
    plan = pick(keys, source.name)
    if set(plan.needed) != set(grid.plan.needed):
        grid, _ = _once(source, pick, plan)
    return Grid(grid.frame, grid.row, plan, grid.aside)


def _once(source: Source, pick: Pick, plan: Plan | None) -> tuple[Grid, list[str]]:
    """Read all lines by a plan, or by that of the first objects; give the keys of all objects too."""
    rows: list[int] = []
    first: list[dict[str, object]] = []
    cells: dict[str, list[object]] = {}
    aside: list[tuple[int, str]] = []
    keys: dict[str, None] = {}
    number = 0
    for line in _lines(source):
        if not line.strip():
            continue
        number += 1
        found = _object(line)
        if isinstance(found, str):
            aside.append((number, found))
            continue
        rows.append(number)
        if not found.keys() <= keys.keys():
            keys |= dict.fromkeys(found)
        if cells:
            for key, column in cells.items():
                column.append(found.get(key))
            continue
        first.append(found)
        if len(first) == _HEADER_LINES:
            plan = plan or pick(list(keys), source.name)
            cells = _columns(first, plan.needed)
    if not first:
        raise InputError("No line holds a JSON object.", where=source.name, do="Export it again, one object a line.")
    plan = plan or pick(list(keys), source.name)
    cells = cells or _columns(first, plan.needed)
    frame = pd.DataFrame({k: pd.Series(v, dtype=object) for k, v in cells.items()})
    return Grid(frame, np.asarray(rows, np.int64), plan, aside), list(keys)


def _columns(records: list[dict[str, object]], needed: list[str]) -> dict[str, list[object]]:
    return {k: [r.get(k) for r in records] for k in needed}


def _lines(source: Source) -> Iterator[bytes]:
    if source.head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from (line.encode("utf-8") for line in source.text().split("\n"))
        return
    with source.open() as stream:
        while line := stream.readline(_LONGEST_LINE + 1):
            if len(line) > _LONGEST_LINE:
                raise InputError(
                    "A line is longer than a megabyte; this is not JSON Lines of positions.",
                    where=source.name,
                    do="Export it again with one object a line.",
                )
            yield line


def _object(line: bytes) -> dict[str, object] | str:
    try:
        text = line.decode("utf-8-sig")
        found = whole_text(json.loads(text), text)
    except (ValueError, RecursionError):
        return "the line is not JSON in UTF-8"
    return found if isinstance(found, dict) else "the line is JSON but not an object"
