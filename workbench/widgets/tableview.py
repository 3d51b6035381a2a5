"""The tables: points, stays, gaps, approaches of the window; a chosen row is picked on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w
from itables.widget import ITable

from workbench.html import line
from workbench.state import Session
from workbench.views import as_frame, table_rows
from workbench.widgets.guard import LATER_SECONDS, Debounce, Guard

__all__ = ["OPTIONS", "TableView", "column_options", "new_table"]

_KINDS = {"points": "Points", "stays": "Stays", "gaps": "Gaps", "approaches": "Zone approaches"}
OPTIONS: dict[str, Any] = {
    "showIndex": False,
    "maxBytes": 0,
    "paging": True,
    "pageLength": 8,
    "layout": {"topStart": None, "topEnd": "search", "bottomStart": "info", "bottomEnd": "paging"},
}
"""Given with every update: itables takes its own choices for those that are not."""


def column_options(described: dict[str, Any]) -> list[dict[str, Any]]:
    """Sort columns of words by the numbers behind them, which are not shown."""
    # Source: the options of DataTables.
    first = len(described["columns"])
    pairs = [(at, first + i) for i, at in enumerate(described["order"])]
    hidden = [{"targets": [behind], "visible": False, "searchable": False} for _, behind in pairs]
    return [*hidden, *({"targets": [at], "orderData": [behind]} for at, behind in pairs)]


def new_table(described: dict[str, Any]) -> ITable:
    """Make a table on the screen from its description; one row can be chosen."""
    # Source: itables, whose script travels in its package.
    return ITable(
        as_frame(described),
        select="single",
        classes="display compact nowrap",
        scrollX=True,
        allow_html=False,
        style="table-layout:auto;width:100%;margin:0",
        columnDefs=column_options(described),
        **OPTIONS,
    )


class TableView(w.VBox):
    """One of the four tables of a session's window.

    Parameters
    ----------
    session : Session
        What is chosen.
    guard : Guard
        Shows faults of this panel.
    then : callable
        Called when a person has chosen a row.
    """

    def __init__(self, session: Session, guard: Guard, *, then: Callable[[], None] = lambda: None) -> None:
        self.session, self.guard, self.then = session, guard, then
        self.kind = w.ToggleButtons(
            options=[(words, kind) for kind, words in _KINDS.items()],
            value="points",
            tooltips=list(_KINDS.values()),
            style={"button_width": "auto"},
        )
        self.caption = w.HTML()
        self.described = table_rows("points", None)
        self.table: ITable | None = None
        self.holder = w.VBox([])
        super().__init__([guard.problem, w.HBox([self.kind, self.caption]), self.holder])
        self.add_class("wb-table")
        self._own = False
        self.kind.observe(guard(lambda _: self._redraw()), "value")
        session.observe(guard(self._chosen), "selection")
        Debounce(guard(self._build), LATER_SECONDS)()

    def _build(self) -> None:
        """Make the table once the map has had its turn: its script is large, and must not be made to wait."""
        self.table = new_table(self.described)
        self.table.observe(self.guard(self._row_chosen), "selected_rows")
        self._redraw()

    def _redraw(self) -> None:
        if self.table is None:
            return
        s, kind = self.session, self.kind.value
        around = s.position if kind == "points" else None
        self.described = table_rows(kind, s.in_window(kind), timezone=s.timezone, around=around, named=s.named)
        empty = self.described["empty"]
        self.caption.value = "" if empty else line(self.described["caption"], role="status")
        self.holder.children = ()  # the table's script listens for chosen rows only when it is put on the screen
        if empty:
            words = kind if kind != "approaches" or s.zones is not None else "zones"
            message = table_rows("approaches", None)["caption"] if words == "approaches" else self.described["caption"]
            self.holder.children = (w.HTML(line(message, "wb-empty", tag="div")),)
            return
        self._own = True
        try:
            self.table.update(
                as_frame(self.described), selected_rows=self._marked(), columnDefs=column_options(self.described), **OPTIONS
            )
        finally:
            self._own = False
        self.holder.children = (self.table,)

    def _marked(self) -> list[int]:
        picked = self.session.selection.picked
        return [self.described["picks"].index(picked)] if picked in self.described["picks"] else []

    def _row_chosen(self, change: dict[str, Any]) -> None:
        if not self._own and change["new"]:
            row = change["new"][0]
            if row < len(self.described["picks"]):
                self.session.pick(self.described["picks"][row])
                self.then()

    def _chosen(self, change: dict[str, Any]) -> None:
        if self.table is None:
            return
        old, new = change["old"], change["new"]
        marked = self._marked()
        same = (old.wearer, old.start, old.end) == (new.wearer, new.start, new.end)
        if not same or (self.kind.value == "points" and new.picked is not None and not marked):
            self._redraw()
        elif self.table.selected_rows != marked:
            self._own = True
            try:
                self.table.selected_rows = marked
            finally:
                self._own = False
