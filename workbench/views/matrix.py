"""Wearers by crimes as one square: a mark for each answer, totals beside what chance alone would give, a page at a time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.html import render
from workbench.time import DEFAULT_ZONE, label, span_label
from workbench.views.words import MATRIX, UNKNOWN_MARKS

__all__ = ["Page", "matrix_html", "matrix_picture", "matrix_text"]


@dataclass(frozen=True)
class Page:
    """Which part of the square is shown.

    Attributes
    ----------
    row, column : int
        The first wearer and the first crime shown, counted from 0.
    rows, columns : int
        How many at most.
    every : bool
        Whether wearers and crimes without any match are shown too.
    """

    # A square of 200 wearers and 1,000 crimes is read in parts.

    row: int = 0
    column: int = 0
    rows: int = 15
    columns: int = 18
    every: bool = False


def matrix_picture(
    square: pd.DataFrame,
    wearers: pd.DataFrame,
    sides: pd.DataFrame,
    crimes: pd.DataFrame,
    *,
    page: Page | None = None,
    timezone: str = DEFAULT_ZONE,
) -> dict[str, Any]:
    """Describe one page of the square of wearers and crimes.

    Parameters
    ----------
    square : pandas.DataFrame
        One row for each wearer and crime: ``wearer_id, crime_id, answer, reason, log10_lr, words``, crimes by time.
    wearers, sides : pandas.DataFrame
        Totals by wearer, the rarest first, and by crime: ``matched, expected_by_chance, p_chance, p_anyone``.
    crimes : pandas.DataFrame
        ``crime_id, kind, start, end``.
    page : Page, optional
        Which part; the first one unless given.
    timezone : str
        IANA name of the zone of the times.
    """
    # Each cell has a sign and words of its own, so that nothing rests on colour. Decimals of a strength are cut off, not
    # rounded, so that a match never looks stronger than its words.
    asked = page or Page()
    across_all = int((square["wearer_id"] == square["wearer_id"].iloc[0]).sum()) if len(square) else 0
    names = [str(n) for n in square["wearer_id"].iloc[:: max(across_all, 1)]]
    order = [str(c) for c in square["crime_id"].iloc[:across_all]]
    hit = (square["answer"] == "hit").to_numpy(bool).reshape(len(names), len(order))
    place = {name: i for i, name in enumerate(names)}
    ranked = [str(n) for n in wearers["wearer_id"]]
    listed = [place[n] for n in ranked if asked.every or hit[place[n]].any()]
    row = _first(asked.row, asked.rows, len(listed))
    shown = listed[row : row + asked.rows]
    across = np.arange(len(order)) if asked.every else np.flatnonzero(hit[shown].any(axis=0))
    column = _first(asked.column, asked.columns, len(across))
    picked = across[column : column + asked.columns]
    about, side = crimes.set_index("crime_id"), sides.set_index("crime_id")
    totals = wearers.set_index("wearer_id")
    rows = [
        {
            "wearer": names[w],
            **_totals(totals.loc[names[w]]),
            "more": int(hit[w].sum() - hit[w][picked].sum()),
            "cells": [_cell(r) for r in square.iloc[w * across_all + picked].to_dict("records")],
        }
        for w in shown
    ]
    columns = [
        {
            "crime": order[c],
            "kind": str(about.loc[order[c], "kind"]),
            **_totals(side.loc[order[c]]),
            "day": " ".join(label(about.loc[order[c], "start"], timezone).split()[1:3]),
            "when": span_label(about.loc[order[c], "start"], about.loc[order[c], "end"], timezone),
        }
        for c in picked.tolist()
    ]
    part = Page(row, column, asked.rows, asked.columns, asked.every)
    return {
        "rows": rows,
        "columns": columns,
        "page": part,
        "of_rows": len(listed),
        "of_columns": len(across),
        "timezone": timezone,
        "caption": _caption(part, len(listed), len(across), hit.shape),
        "legend": list(MATRIX["legend"]),
        "unknowns": sorted({c["sign"] for r in rows for c in r["cells"] if c["answer"] == "unknown"}),
    }


def _first(at: int, size: int, total: int) -> int:
    """Keep the first one shown within what there is."""
    return max(min(at, (max(total, 1) - 1) // size * size), 0)


def _totals(row: pd.Series) -> dict[str, Any]:
    """Write what was found beside what chance alone would give."""
    expected, anyone = float(row["expected_by_chance"]), float(row["p_anyone"])
    return {
        "matched": f"{int(row['matched']):,}",
        "expected": "not known" if np.isnan(expected) else f"{expected:.1f}",
        "anyone": "not known" if np.isnan(anyone) else f"{anyone:.2f}",
    }


def _cell(row: dict[Hashable, Any]) -> dict[str, Any]:
    answer, reason = str(row["answer"]), UNKNOWN_MARKS.get(str(row["reason"]), ("", ""))
    strength = np.trunc(10 * float(row["log10_lr"]) + 1e-9) / 10 + 0.0  # never more than was found
    sign = reason[0] if answer == "unknown" else MATRIX["signs"][answer]
    said = MATRIX["words"][answer].format(words=row["words"], reason=reason[1], strength=strength)
    if answer == "hit":
        sign, said = (f"{sign} …", MATRIX["unweighed"]) if np.isnan(strength) else (f"{sign} {strength:.1f}", said)
    said = f"{row['wearer_id']}, {row['crime_id']}: {said.replace('strength -', 'strength −')}"
    return {"answer": answer, "strong": answer == "hit" and strength >= 1.0, "sign": sign.replace("-", "−"), "words": said}


def _caption(page: Page, of_rows: int, of_columns: int, shape: tuple[int, int]) -> str:
    """Say which part is shown, and how much is not."""
    if not of_rows or not of_columns:
        return MATRIX["none"].format(wearers=shape[0], crimes=shape[1])
    last = min(page.row + page.rows, of_rows), min(page.column + page.columns, of_columns)
    return MATRIX["every" if page.every else "caption"].format(
        a=page.row + 1,
        b=last[0],
        rows=of_rows,
        c=page.column + 1,
        d=last[1],
        columns=of_columns,
        without=shape[0] - of_rows,
        apart=shape[1] - of_columns,
    )


_CLASSES = {"hit": "wb-m-hit", "excluded": "wb-m-out", "unknown": "wb-m-open", "not monitored": "wb-m-off"}
_SIDE = ("matched", "expected", "anyone")


def matrix_html(picture: dict[str, Any], *, grid: bool = False) -> str:
    """Write a page of the square as an HTML table that needs nothing else.

    Parameters
    ----------
    picture : dict
        From :func:`workbench.views.matrix.matrix_picture`.
    grid : bool
        Whether its cells are there to be chosen with pointer and keys, as on the screen.
    """
    # Colours of the surroundings follow JupyterLab's themes where there are some.
    signs = [
        (_CLASSES.get(kind, "") + (" wb-m-strong" if kind == "hit" else ""), sign, words)
        for kind, sign, words in _meanings(picture)
    ]
    shown = {
        "grid": grid,
        "caption": picture["caption"],
        "sides": [(MATRIX[k], MATRIX[f"{k}_help"]) for k in _SIDE],
        "columns": picture["columns"],
        "rows": [_row(r) for r in picture["rows"]],
        "feet": [(MATRIX[k], [c[k] for c in picture["columns"]]) for k in ("matched", "expected")],
        "meanings": [*signs, *(("", MATRIX[k], MATRIX[f"{k}_help"]) for k in _SIDE[1:])],
        "note": MATRIX["note"],
    }
    return render("matrix", shown)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    more = MATRIX["more"].format(more=row["more"]) if row["more"] else ""
    cells = [{**c, "css": _CLASSES[c["answer"]] + (" wb-m-strong" if c["strong"] else "")} for c in row["cells"]]
    return {"wearer": row["wearer"], "sums": [row[k] for k in _SIDE], "more": more, "cells": cells}


def matrix_text(picture: dict[str, Any]) -> str:
    """Write a page of the square as plain text.

    Parameters
    ----------
    picture : dict
        From :func:`workbench.views.matrix.matrix_picture`.
    """
    if not picture["rows"] or not picture["columns"]:
        return str(picture["caption"])
    lines = [["wearer", *(MATRIX[k] for k in _SIDE), *(c["crime"] for c in picture["columns"])]]
    lines += [[r["wearer"], *(r[k] for k in _SIDE), *(c["sign"] for c in r["cells"])] for r in picture["rows"]]
    lines += [[MATRIX[k], "", "", "", *(c[k] for c in picture["columns"])] for k in ("matched", "expected")]
    width = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    table = ["  ".join(_padded(cell, size, i) for i, (cell, size) in enumerate(zip(line, width, strict=True))) for line in lines]
    return "\n".join([picture["caption"], *table, *(f"{sign}: {words}" for _, sign, words in _meanings(picture)), MATRIX["note"]])


def _padded(cell: str, size: int, at: int) -> str:
    return cell.rjust(size) if 0 < at <= len(_SIDE) else cell.ljust(size)


def _meanings(picture: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """List what the signs shown mean: class, sign, words."""
    yield from picture["legend"]
    for sign, words in UNKNOWN_MARKS.values():
        if sign in picture["unknowns"]:
            yield "unknown", sign, f"cannot tell: {words}"
    if any(r["more"] for r in picture["rows"]):
        yield "", "*", "more of them in columns that are not shown"
