"""The board's table: the wearers of a crime, or the crimes of a wearer; a chosen row is shown on the map."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as w
from itables.widget import ITable

from workbench.state.board import Board
from workbench.views.rows import as_frame
from workbench.widgets.debounce import LATER_SECONDS, Debounce
from workbench.widgets.guard import Guard
from workbench.widgets.tableview import OPTIONS, column_options, new_table

__all__ = ["BoardTable"]


class BoardTable(w.VBox):
    """The table of a crime board.

    Parameters
    ----------
    board : Board
        What is looked at.
    guard : Guard
        Shows faults of this panel.
    """

    def __init__(self, board: Board, guard: Guard) -> None:
        self.board, self.guard = board, guard
        self.caption, self.holder = w.HTML(), w.VBox([])
        self.described = board.rows
        self.table: ITable | None = None
        self._own = False
        super().__init__([guard.problem, self.caption, self.holder])
        self.add_class("wb-table")
        board.observe(guard(self._chosen), "choice")
        Debounce(guard(self._build), LATER_SECONDS)()

    def _build(self) -> None:
        """Make the table once the map has had its turn: its script is large, and must not be made to wait."""
        self.table = new_table(self.described)
        self.table.observe(self.guard(self._row_chosen), "selected_rows")
        self._redraw()

    def _redraw(self) -> None:
        if self.table is None:
            return
        self.described = self.board.rows
        self.caption.value = f'<span role="status">{escape(self.described["caption"])}</span>'
        self.holder.children = ()  # the table's script listens for chosen rows only when it is put on the screen
        if self.described["empty"]:
            return
        self._mark(
            lambda table, rows: table.update(
                as_frame(self.described), selected_rows=rows, columnDefs=column_options(self.described), **OPTIONS
            )
        )
        self.holder.children = (self.table,)

    def _mark(self, how: Any) -> None:
        """Change the table without taking the change for a person's."""
        choice = self.board.choice
        name = choice.wearer if choice.by == "crime" else choice.crime
        rows = [self.described["picks"].index(name)] if name in self.described["picks"] else []
        self._own = True
        try:
            how(self.table, rows)
        finally:
            self._own = False

    def _row_chosen(self, change: dict[str, Any]) -> None:
        if not self._own:
            rows = [r for r in change["new"] if r < len(self.described["picks"])]
            self.board.choose(self.described["picks"][rows[0]] if rows else "")

    def _chosen(self, change: dict[str, Any]) -> None:
        if self.table is None:
            return
        old, new = change["old"], change["new"]
        if old.by != new.by or getattr(old, old.by) != getattr(new, new.by):
            self._redraw()
        else:
            self._mark(lambda table, rows: setattr(table, "selected_rows", rows))
