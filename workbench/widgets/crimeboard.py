"""The crime board: ``wb.CrimeBoard`` puts map, table and card of crimes held against trails together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import ipywidgets as w
from itables.widget import ITable

from workbench.html import line, render
from workbench.state import Board
from workbench.tables import Tracks
from workbench.time import DEFAULT_ZONE
from workbench.views import (
    ANSWERS,
    DISCLAIMER,
    MARGINS,
    NOT_SHOWN,
    STILL_PX,
    View,
    as_frame,
    legend,
    legend_html,
    still_html,
    still_map,
)
from workbench.widgets.boardmap import BoardMap
from workbench.widgets.boardmatrix import BoardMatrix
from workbench.widgets.guard import LATER_SECONDS, Debounce, Guard
from workbench.widgets.memory import Pictured
from workbench.widgets.tableview import OPTIONS, column_options, new_table

if TYPE_CHECKING:
    import pandas as pd

    from workbench.crimes import Matches

__all__ = ["BoardTable", "CrimeBoard"]


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
        self.caption.value = line(self.described["caption"], role="status")
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


class CrimeBoard(Pictured):
    """Crimes and trails side by side: who matches, who is excluded, and of whom nobody can tell.

    Parameters
    ----------
    crimes : pandas.DataFrame
        The crimes table, as ``wb.read_crimes`` gives it.
    tracks : Tracks
        The fixes of all wearers.
    matches : Matches, optional
        What ``wb.match_crimes`` gave for them; worked out when not given.
    base : GeoDataFrame or dict, optional
        Own base map: features with a ``kind`` (street, river, rail, park …).
    timezone : str
        IANA name of the zone in which times are shown.

    Notes
    -----
    Own design. Choose a crime to see the wearers compared with it, or a wearer to see the crimes. Trails fade with the
    time before and after the crime, silences are dotted, and no line goes on beyond a fix. Nothing leaves the machine.

    Examples
    --------
    >>> from workbench.testing import sample_crimes, sample_tracks
    >>> shown = CrimeBoard(sample_crimes(), sample_tracks())
    >>> shown.board.choose("W2"); shown.board.card.title
    'W2 and crime C1: excluded'
    """

    def __init__(
        self,
        crimes: pd.DataFrame,
        tracks: Tracks,
        matches: Matches | None = None,
        *,
        base: Any = None,
        timezone: str = DEFAULT_ZONE,
    ) -> None:
        self.board = board = Board(crimes, tracks, matches, timezone=timezone)
        self.map_view = BoardMap(board, Guard(board), base=base)
        self.table = BoardTable(board, Guard(board))
        self.matrix = BoardMatrix(board, Guard(board))
        self.summary, self.card = w.HTML(), w.HTML()
        self._guard = guard = Guard(board)
        self.side = w.ToggleButtons(
            options=[("By crime", "crime"), ("By wearer", "wearer")],
            value="crime",
            style={"button_width": "auto"},
            tooltips=["The wearers compared with one crime", "The crimes compared with one wearer"],
        )
        self.which = w.Dropdown(options=board.options, value=board.choice.crime, layout=w.Layout(width="230px"))
        self.margin = w.Dropdown(
            options=[(f"{m} min" if m < 120 else f"{m // 60} h", m) for m in MARGINS],
            value=board.choice.margin_minutes,
            description="around it",
            layout=w.Layout(width="170px"),
            style={"description_width": "70px"},
        )
        self.answers = {
            answer: w.Checkbox(answer in board.choice.shown, description=words, indent=False, layout=w.Layout(width="auto"))
            for answer, words in ANSWERS.items()
        }
        self.below = w.ToggleButtons(
            options=[("Table", "table"), ("Matrix", "matrix")],
            value="table",
            style={"button_width": "auto"},
            tooltips=["Whom this crime, or which crimes this wearer, was compared with", "Wearers by crimes, with their totals"],
        )
        self.to_fit = w.Button(description="Fit", tooltip="Move the map to what is looked at", layout=w.Layout(width="56px"))
        self._own = False
        self.side.observe(guard(lambda change: board.look_by(change["new"])), "value")
        self.which.observe(guard(self._looked), "value")
        self.margin.observe(guard(lambda change: board.set_margin(change["new"])), "value")
        for answer, box in self.answers.items():
            box.observe(guard(partial(self._switched, answer)), "value")
        self.below.observe(guard(self._turned), "value")
        self.to_fit.on_click(guard(lambda _: self.map_view.fit()))
        board.observe(guard(lambda _: self._follow()), "choice")
        bar = w.HBox(
            [self.side, self.which, self.margin, *self.answers.values(), self.to_fit],
            layout=w.Layout(flex_flow="row wrap", align_items="center"),
        )
        bar.add_class("wb-header")
        bar.add_class("wb-switches")
        under = w.HTML(render("disclaimer", {"disclaimer": DISCLAIMER, "not_shown": NOT_SHOWN}))
        self.card.layout = w.Layout(flex="1 1 330px", min_width="300px", max_width="100%")
        self.table.layout = w.Layout(flex="2 1 560px", min_width="320px", max_width="100%")
        self.matrix.layout = w.Layout(flex="1 1 100%", min_width="320px", max_width="100%", display="none")
        panels = w.HBox([self.table, self.matrix, self.card], layout=w.Layout(flex_flow="row wrap", align_items="flex-start"))
        super().__init__([self.summary, guard.problem, bar, self.map_view, self.below, panels, under])
        self.add_class("wb-show")
        self.renew_when(board, ["choice"], guard)
        self.summary.value = line(board.title, "wb-headline", tag="div")
        self._follow()

    def still(self) -> str:
        """Draw map, card and table as they are now."""
        (lat, lon), zoom = self.map_view.map.center, self.map_view.map.zoom
        drawn, described = self.map_view.shown, self.board.rows
        return still_html(
            self.still_name,
            self.board.title,
            still_map(drawn, View(lat, lon, zoom), *STILL_PX),
            legend=legend_html(legend(drawn[::-1])),
            parts=[self.card.value, render("rows", described)],
        )

    def _looked(self, change: dict[str, Any]) -> None:
        if not self._own and change["new"]:
            self.board.look_at(change["new"])

    def _switched(self, answer: str, change: dict[str, Any]) -> None:
        if not self._own:
            self.board.switch(answer, bool(change["new"]))

    def _turned(self, change: dict[str, Any]) -> None:
        """Show the table or the square under the map."""
        square = change["new"] == "matrix"
        self.table.layout.display, self.matrix.layout.display = ("none", "") if square else ("", "none")
        if square:
            self.matrix.draw()

    def _follow(self) -> None:
        """Let the controls and the card say what is looked at."""
        choice = self.board.choice
        self._own = True
        try:
            self.side.value, self.margin.value = choice.by, choice.margin_minutes
            options = tuple(self.board.options)
            if tuple(self.which.options) != options:
                self.which.options = options
            self.which.value = choice.crime if choice.by == "crime" else choice.wearer
            for answer, box in self.answers.items():
                box.value = answer in choice.shown
        finally:
            self._own = False
        card = self.board.card
        self.card.value = "" if card is None else card.html()
