"""The timeline: bars over local hours, a brush that narrows map and table, and a mark at the picked fix."""

from __future__ import annotations

from typing import Any

import bqplot as bq
import ipywidgets as w

from workbench.html.kit import line
from workbench.state.session import Session
from workbench.views.palette import COMPLIED
from workbench.views.timeline import instant_at, minute_of, timeline
from workbench.widgets.guard import Debounce, Guard

__all__ = ["TimeStrip"]

_ROWS = {"fixes": 3, "stays": 2, "gaps": 1, "zones": 0}
_MARGIN = {"top": 6, "bottom": 26, "left": 46, "right": 40}


class TimeStrip(w.VBox):
    """The timeline of a session.

    Parameters
    ----------
    session : Session
        What is chosen.
    guard : Guard
        Shows faults of this panel.
    """

    # The axis counts elapsed minutes, its labels are local and name the zone.

    def __init__(self, session: Session, guard: Guard) -> None:
        self.session, self.guard = session, guard
        self.described: dict[str, Any] = {}
        self.x, y = bq.LinearScale(min=0.0, max=1.0), bq.LinearScale(min=-0.6, max=3.6)
        scales = {"x": self.x, "y": y}
        self.bars = {name: bq.Lines(scales=scales, stroke_width=15) for name in _ROWS}
        self.bars["gaps"].line_style = "dotted"
        self.now = bq.Lines(scales=scales, x=[], y=[], stroke_width=2, colors=[COMPLIED])
        self.axis = bq.Axis(scale=self.x, tick_values=[], tick_labels={}, grid_lines="none")
        rows = bq.Axis(
            scale=y,
            side="left",
            tick_values=list(_ROWS.values()),
            grid_lines="none",
            tick_labels={str(row): name for name, row in _ROWS.items()},
        )
        self.brush = bq.interacts.BrushIntervalSelector(scale=self.x, color=COMPLIED)
        figure = bq.Figure(
            marks=[*self.bars.values(), self.now],
            axes=[self.axis, rows],
            interaction=self.brush,
            fig_margin=_MARGIN,
            layout=w.Layout(height="118px", width="100%"),
            display_toolbar=False,
            background_style={"fill": "transparent"},
        )
        self.words = w.HTML()
        super().__init__([guard.problem, figure, self.words])
        self.add_class("wb-time")
        self._own = False
        self._redraw()
        self.brush.observe(Debounce(guard(self._brushed), 0.12), ["selected", "brushing"])
        session.observe(guard(self._chosen), "selection")
        session.observe(guard(lambda _: self._redraw()), "layers")

    def _redraw(self) -> None:
        s = self.session
        chosen = s.selection
        self.described = timeline(
            s.of_wearer,
            chosen.from_,
            chosen.until,
            stays=s.table("stays", wait=bool(s.layers["stays"])),
            gaps=s.table("gaps"),
            approaches=s.table("approaches", wait=False),
            timezone=s.timezone,
        )
        self.x.min, self.x.max = 0.0, self.described["minutes"]
        with self.axis.hold_sync():
            self.axis.tick_labels = {str(t): words for t, words in self.described["ticks"]}
            self.axis.tick_values = [t for t, _ in self.described["ticks"]]
        for row in self.described["rows"]:
            mark, level = self.bars[row["name"]], float(_ROWS[row["name"]])
            with mark.hold_sync():
                mark.colors = [row["colour"]]
                mark.x, mark.y = (row["bars"], [[level, level] for _ in row["bars"]]) if row["bars"] else ([], [])
        self._mark()

    def _mark(self) -> None:
        """Show the window as the brush, and the picked fix as an upright line."""
        s, chosen = self.session, self.session.selection
        words = f"{self.described['words']}. Drag to narrow map and table; click beside to see all again."
        self.words.value = line(words, "wb-axis")
        whole = (chosen.start, chosen.end) == (chosen.from_, chosen.until)
        span = None if whole else [minute_of(chosen.start, chosen.from_), minute_of(chosen.end, chosen.from_)]
        self._own = True
        try:
            self.brush.selected = span
        finally:
            self._own = False
        position = s.position
        at = None if position is None else minute_of(s.fixes["time"].iloc[position], chosen.from_)
        with self.now.hold_sync():
            self.now.x, self.now.y = ([], []) if at is None else ([at, at], [-0.5, 3.5])

    def _brushed(self) -> None:
        if self._own or self.brush.brushing:
            return
        s, chosen = self.session, self.session.selection
        picked = self.brush.selected
        low, high = (0.0, self.described["minutes"]) if picked is None or len(picked) < 2 else map(float, picked)
        start, end = (instant_at(minute, chosen.from_, chosen.until) for minute in (low, high))
        if start < end and (start, end) != (chosen.start, chosen.end):
            s.choose_window(start, end)

    def _chosen(self, change: dict[str, Any]) -> None:
        old, new = change["old"], change["new"]
        if (old.wearer, old.from_, old.until) == (new.wearer, new.from_, new.until):
            self._mark()
        else:
            self._redraw()
