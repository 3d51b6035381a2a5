"""JSON Lines: one object a line, read in a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.base.errors import InputError
from workbench.loaders.grid import Grid
from workbench.loaders.plan import Pick, Plan
from workbench.loaders.source import Source

__all__ = ["read_json_lines"]

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
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "the line is not JSON in UTF-8"
    return found if isinstance(found, dict) else "the line is JSON but not an object"
