"""The lines of a batch, judged row by row: records of cells, the rules they must keep, and every problem with its action."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import NamedTuple

from workbench.base import InputError
from workbench.loaders.crimes.codes import ACTIONS, COLUMNS, FORCES, KINDS, WINDOW_HOURS, Problem
from workbench.loaders.source import Source, decode

__all__ = ["Judged", "is_batch", "judge_row", "records_of"]

_LOOK = 20
"""So many first lines are looked at to recognise a batch."""
_LONGEST = 200
"""A text in quotation marks may run over so many lines."""
_ABOUT = 3
_TIME = re.compile(r"[0-9]{14}")
_BREAK = r"\r\n|\n|\r"
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x89PNG")


def is_batch(source: Source) -> bool:
    """Say whether a file looks like a police batch: most of its first lines begin as a crime does."""
    # A wrong cell or line among them does no harm.
    if source.head.startswith(_BINARY):
        return False
    lines = [line for line in re.split(_BREAK, source.head_text()) if line.strip()][:_LOOK]
    return 2 * sum(_begins(line) for line in lines) > len(lines)


def records_of(source: Source) -> list[list[str] | None]:
    """Split a batch into records; None stands for a line whose quotation marks do not close."""
    # Source: RFC 4180. A mark that is never closed ends with its line, so that the rows after it are still read.
    data = source.content()
    text = "" if data.startswith(_BINARY) else decode(data, source.name, replace=True)
    if text.count("\0") > max(10, len(text) // 20) or not text:
        raise InputError("INVALID_ATTACHMENT: the file is no CSV text.", where=source.name, do=_do("INVALID_ATTACHMENT"))
    lines = re.split(_BREAK, text)
    found: list[list[str] | None] = []
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        cells, used = _record(lines, place)
        found.append(cells)
        place += used
    if not found:
        raise InputError("INVALID_CSV_FORMAT: the file holds no row.", where=source.name, do=_do("INVALID_CSV_FORMAT"))
    return found


def _record(lines: list[str], place: int) -> tuple[list[str] | None, int]:
    """Read one record, over several lines if a quotation mark is open; give its cells and how many lines it took."""
    for more in range(1, min(_LONGEST, len(lines) - place) + 1):
        if more > 1 and _begins(lines[place + more - 1]):
            return None, 1
        try:
            return next(csv.reader(["\n".join(lines[place : place + more])], strict=True)), more
        except csv.Error as error:
            if "unexpected end" not in str(error):
                return None, 1
    return None, 1


def _begins(line: str) -> bool:
    """Say whether a line looks like the beginning of a crime: two times in their places, or a force and about as many cells."""
    cells = [cell.strip(' "') for cell in line.split(",")]
    timed = len(cells) > 6 and all(_TIME.fullmatch(cell) for cell in cells[5:7])
    return timed or (cells[0] in FORCES and abs(len(cells) - len(COLUMNS)) <= _ABOUT)


def _do(code: str) -> str:
    words = ACTIONS[code]
    return words[0].upper() + words[1:] + "."


_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?")
_BATCH = re.compile(r"[A-Za-z]+([0-9]{8})(-[0-9])?(-[RA])?")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_Say = Callable[..., None]
"""Takes code, column, and if need be the action and whether the row is kept."""
_RANGES = {"easting": (0, 600_000), "northing": (0, 1_300_000), "latitude": (49.5, 61.5), "longitude": (-8.5, 2.6)}
_GRID, _DEGREES = ("easting", "northing"), ("latitude", "longitude")
_DATUMS = {"WGS84": _DEGREES, "OSGB36": _GRID}
_EAST_COAST_M = 660_000
_COAST = "the national service takes eastings to 600000, though land reaches further east: give latitude and longitude instead"
_LIMIT = dt.timedelta(hours=WINDOW_HOURS)
_YEARS = (1900, 2900)


class Judged(NamedTuple):
    """One row after judging: ``cells`` is None where it cannot be used."""

    cells: dict[str, object] | None
    problems: list[Problem]


def judge_row(row: int, cells: list[str] | None) -> Judged:
    """Judge one row of a batch."""
    # Source: the published code of the national service. A window over 12 hours and a datum that disagrees are reported
    # and kept; the pattern of the batch id is held to its end; seconds and days have to exist.
    if cells is None or len(cells) != len(COLUMNS):
        code = "INVALID_CSV_FORMAT" if cells is None else "INVALID_COLUMN_COUNT"
        value = "" if cells is None else f"{len(cells)} columns"
        crime = cells[4].strip() if cells is not None and len(cells) > 4 else ""
        return Judged(None, [Problem(row, crime, code, "row", value, ACTIONS[code], False)])
    cell = {name: text.strip() for name, text in zip(COLUMNS, cells, strict=True)}
    found: list[Problem] = []

    def say(code: str, column: str, action: str = "", kept: bool = False) -> None:
        found.append(Problem(row, cell["crime reference"], code, column, cell.get(column, ""), action or ACTIONS[code], kept))

    for name, text in cell.items():
        if _UNREADABLE.search(text):
            say("INVALID_TEXT", name)
    _names(cell, say)
    start, end = (_moment(cell[name], name, say) for name in ("from", "to"))
    if start is not None and end is not None:
        if end < start:
            say("CRIME_DATE_TIME_TO_AFTER_FROM", "to")
        elif end - start > _LIMIT:
            say("CRIME_DATE_TIME_EXCEEDS_WINDOW", "to", kept=True)
    pair = _place(cell, say)
    if any(not p.kept for p in found):
        if row == 1 and not any(c.isdigit() for c in "".join(cells)):
            found = [p._replace(action="the batch has a header line: send it without one") for p in found]
        return Judged(None, found)
    keys = {"easting": "easting", "northing": "northing", "latitude": "lat", "longitude": "lon"}
    values: dict[str, object] = {
        "row": row,
        "force": cell["police force"],
        "kind": cell["crime type"],
        "batch_id": cell["batch id"],
        "crime_id": cell["crime reference"],
        "start": start,
        "end": end,
        "text": cell["crime text"],
        "doubtful_datum": pair == _DEGREES and any(p.code == "DATUM_DISAGREES" for p in found),
    }
    return Judged(values | {keys[k]: cell[k] for k in pair}, found)


def _names(cell: dict[str, str], say: _Say) -> None:
    for column, allowed in (("police force", FORCES), ("crime type", tuple(KINDS))):
        if cell[column] not in allowed:
            near = get_close_matches(cell[column], allowed, 1, 0.5)
            hint = f"; did it mean {near[0]}?" if near else ""
            say("INVALID_ENUM", column, action=f"use one of {', '.join(allowed)}{hint}")
    match = _BATCH.fullmatch(cell["batch id"])
    if not cell["batch id"]:
        say("MISSING_BATCH_ID", "batch id")
    elif match is None:
        say("INVALID_BATCH_ID_FORMAT", "batch id")
    elif _real(match[1]) is None:
        say("INVALID_BATCH_ID_DATE", "batch id")
    if not cell["crime reference"]:
        say("MISSING_CRIME_REFERENCE", "crime reference")


def _moment(text: str, column: str, say: _Say) -> dt.datetime | None:
    """Read fourteen digits that are a real date and time; years that stand for none are no real date."""
    found = _real(text) if len(text) == 14 and text.isascii() and text.isdigit() else None
    if found is None:
        say("INVALID_DATE_FORMAT", column)
    return found


def _real(digits: str) -> dt.datetime | None:
    parts = [int(digits[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)) if digits[a:b]]
    try:
        return dt.datetime(*parts) if _YEARS[0] <= parts[0] < _YEARS[1] else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _place(cell: dict[str, str], say: _Say) -> tuple[str, str]:
    """Say which pair of numbers is the place, after looking at all four."""
    filled = [[name for name in pair if cell[name]] for pair in (_GRID, _DEGREES)]
    pair = _GRID if filled[0] else _DEGREES
    if all(filled):
        say("MULTIPLE_LOCATION_DATA_TYPES", filled[1][0])
    elif not any(filled):
        say("MISSING_LOCATION_DATA", "latitude")
    elif len(filled[0]) + len(filled[1]) == 1:
        say("DEPENDENT_LOCATION_DATA", next(name for name in pair if not cell[name]))
    for name in (*_GRID, *_DEGREES):
        low, high = _RANGES[name]
        if cell[name] and not _NUMBER.fullmatch(cell[name]):
            say("INVALID_NUMBER", name)
        elif cell[name] and not low <= float(cell[name]) <= high:
            coast = name == "easting" and high < float(cell[name]) <= _EAST_COAST_M
            say("INVALID_LOCATION_DATA_RANGE", name, action=_COAST if coast else "")
    said = cell["datum"].upper().replace(" ", "").replace("-", "")
    if said and _DATUMS.get(said) != pair:
        say("DATUM_DISAGREES", "datum", kept=True)
    return pair
