"""The board's square: wearers by crimes, a page at a time; a chosen cell is the pair that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
from traitlets import Unicode

from workbench.state import Board
from workbench.views import matrix_html
from workbench.widgets.guard import Guard

__all__ = ["BoardMatrix", "MatrixGrid"]


class MatrixGrid(anywidget.AnyWidget):
    """A table written elsewhere, whose cells can be chosen; the arrow keys move from cell to cell."""

    # Its script travels in the package and asks nothing of the network.

    _esm = Path(__file__).parent / "matrixgrid.js"
    content = Unicode("").tag(sync=True)
    picked = Unicode("").tag(sync=True)

    def on_choose(self, call: Callable[[int, int], None]) -> None:
        """Call a function with the row and the column of a cell whenever one is chosen."""

        def heard(_: Any, said: Any, __: Any) -> None:
            if isinstance(said, dict) and isinstance(said.get("row"), int) and isinstance(said.get("column"), int):
                call(said["row"], said["column"])

        self.on_msg(heard)


class BoardMatrix(w.VBox):
    """The square of a crime board; nothing is drawn before it is opened.

    Parameters
    ----------
    board : Board
        What is looked at.
    guard : Guard
        Shows faults of this panel.
    """

    def __init__(self, board: Board, guard: Guard) -> None:
        self.board, self.guard = board, guard
        self.grid = MatrixGrid()
        self.described: dict[str, Any] | None = None
        self.every = w.ToggleButtons(
            options=[("With a match", False), ("All", True)],
            value=board.page.every,
            style={"button_width": "auto"},
            tooltips=["Wearers with a match, and the crimes that one of them matches", "All wearers and all crimes"],
        )
        self.pages = {
            (rows, columns): w.Button(description=words, layout=w.Layout(width="auto"))
            for words, rows, columns in (("▲ wearers", -1, 0), ("▼ wearers", 1, 0), ("◀ crimes", 0, -1), ("crimes ▶", 0, 1))
        }
        for (rows, columns), button in self.pages.items():
            button.tooltip = f"{'Earlier' if min(rows, columns) < 0 else 'Further'} {'wearers' if rows else 'crimes'}"
            button.on_click(guard(lambda _, r=rows, c=columns: self.board.turn(r, c)))
        self.every.observe(guard(lambda change: board.show_every(bool(change["new"]))), "value")
        self.grid.on_choose(guard(self._picked))
        bar = w.HBox([self.every, *self.pages.values()], layout=w.Layout(flex_flow="row wrap", align_items="center"))
        bar.add_class("wb-switches")
        super().__init__([guard.problem, bar, self.grid])
        board.observe(guard(lambda _: self._redraw()), "page")
        board.observe(guard(lambda _: self._mark()), "choice")

    def draw(self) -> None:
        """Draw the square, for the first time or anew."""
        self.described = {}
        self._redraw()

    def _redraw(self) -> None:
        if self.described is None:
            return
        self.described = picture = self.board.square
        self.grid.picked = ""
        self.grid.content = matrix_html(picture, grid=True)
        page = picture["page"]
        self.every.value = page.every
        ends = {
            (-1, 0): page.row == 0,
            (1, 0): page.row + page.rows >= picture["of_rows"],
            (0, -1): page.column == 0,
            (0, 1): page.column + page.columns >= picture["of_columns"],
        }
        for way, button in self.pages.items():
            button.disabled = ends[way]
        self._mark()

    def _picked(self, row: int, column: int) -> None:
        picture = self.described
        if picture and row < len(picture["rows"]) and column < len(picture["columns"]):
            self.board.choose_pair(picture["columns"][column]["crime"], picture["rows"][row]["wearer"])

    def _mark(self) -> None:
        """Frame the cell of the pair that is looked at, where it is shown."""
        if not self.described:
            return
        choice = self.board.choice
        wearers = [r["wearer"] for r in self.described["rows"]]
        crimes = [c["crime"] for c in self.described["columns"]]
        seen = choice.wearer in wearers and choice.crime in crimes
        self.grid.picked = f"{wearers.index(choice.wearer)},{crimes.index(choice.crime)}" if seen else ""
