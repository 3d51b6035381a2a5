"""The square of wearers and crimes written as HTML, for the screen and for reports, and as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from workbench.views.words import MATRIX, UNKNOWN_MARKS

__all__ = ["matrix_html", "matrix_text"]

_STYLE = Path(__file__).parent / "matrix.css"
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
    caption = f'<div class="wb-m-said" role="status">{escape(picture["caption"])}</div>'
    if not picture["rows"] or not picture["columns"]:
        return f'<div class="wb-matrix">{_css()}{caption}</div>'
    head = "".join(_head(f"{c['crime']} · {c['day']}", f"{c['crime']}: {c['kind']}, {c['when']}") for c in picture["columns"])
    named = "".join(_head(MATRIX[k], MATRIX[f"{k}_help"]) for k in _SIDE)
    body = "".join(_line(r, i, grid) for i, r in enumerate(picture["rows"]))
    feet = "".join(_foot(MATRIX[k], [c[k] for c in picture["columns"]]) for k in ("matched", "expected"))
    role = ' role="grid" aria-label="Wearers by crimes: arrow keys move, Enter chooses"' if grid else ""
    return (
        f'<div class="wb-matrix">{_css()}{caption}<div class="wb-m-scroll"><table{role}><thead><tr><th scope="col">wearer</th>'
        f"{named}{head}</tr></thead><tbody>{body}</tbody><tfoot>{feet}</tfoot></table></div>{_legend(picture)}</div>"
    )


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


def _css() -> str:
    return f"<style>{_STYLE.read_text(encoding='utf-8')}</style>"


def _head(words: str, title: str) -> str:
    return f'<th scope="col" title="{escape(title)}"><span>{escape(words)}</span></th>'


def _foot(words: str, totals: list[str]) -> str:
    cells = "".join(f"<td>{escape(t)}</td>" for t in totals)
    return f'<tr><th scope="row">{escape(words)}</th><td colspan="3"></td>{cells}</tr>'


def _line(row: dict[str, Any], at: int, grid: bool) -> str:
    more = escape(MATRIX["more"].format(more=row["more"])) if row["more"] else ""
    sums = "".join(f'<td class="wb-m-side">{escape(row[k])}</td>' for k in _SIDE)
    if more:
        sums = sums.replace("</td>", "*</td>", 1).replace("<td", f'<td title="{more}"', 1)
    cells = "".join(_cell(c, at, j, grid) for j, c in enumerate(row["cells"]))
    return f'<tr><th scope="row">{escape(row["wearer"])}</th>{sums}{cells}</tr>'


def _cell(cell: dict[str, Any], row: int, column: int, grid: bool) -> str:
    said, kind = escape(cell["words"]), _CLASSES[cell["answer"]] + (" wb-m-strong" if cell["strong"] else "")
    keys = ""
    if grid:
        keys = f' role="gridcell" tabindex="{0 if row == column == 0 else -1}" data-at="{row},{column}" aria-selected="false"'
        keys += ' aria-disabled="true"' if cell["answer"] == "not monitored" else ""
    return f'<td class="{kind}" title="{said}" aria-label="{said}"{keys}>{escape(cell["sign"])}</td>'


def _meanings(picture: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """List what the signs shown mean: class, sign, words."""
    yield from picture["legend"]
    for sign, words in UNKNOWN_MARKS.values():
        if sign in picture["unknowns"]:
            yield "unknown", sign, f"cannot tell: {words}"
    if any(r["more"] for r in picture["rows"]):
        yield "", "*", "more of them in columns that are not shown"


def _legend(picture: dict[str, Any]) -> str:
    lines = [
        _meant(_CLASSES.get(kind, "") + (" wb-m-strong" if kind == "hit" else ""), sign, words)
        for kind, sign, words in _meanings(picture)
    ]
    lines += [_meant("", MATRIX[k], MATRIX[f"{k}_help"]) for k in _SIDE[1:]]
    return f'<ul class="wb-m-legend">{"".join(lines)}</ul><div class="wb-m-note">{escape(MATRIX["note"])}</div>'


def _meant(kind: str, sign: str, words: str) -> str:
    return f'<li><b class="{kind}">{escape(sign)}</b> {escape(words)}</li>'
