"""The header: whose fixes, which day, the window in words, fit, whole span, undo, and what is being worked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from workbench.html import line
from workbench.state import Session
from workbench.views import day_options, half_around
from workbench.widgets.guard import Guard

__all__ = ["Header"]

_ALL = "choose a day"
_ZOOM = "Stretch the timeline over the window; where that is all of it, over half of it around the picked fix"


class Header(w.VBox):
    """Who and when.

    Parameters
    ----------
    session : Session
        What is chosen.
    guard : Guard
        Shows faults of this panel.
    fit : callable
        Moves the map to the window.
    """

    def __init__(self, session: Session, guard: Guard, fit: Callable[[], None]) -> None:
        self.session = session
        width = f"{90 + 8 * max(map(len, session.tracks.wearers))}px"
        self.wearer = w.Dropdown(
            options=session.tracks.wearers,
            value=session.selection.wearer,
            description="Wearer",
            layout=w.Layout(width=width, max_width="260px"),
            style={"description_width": "48px"},
        )
        self.day = w.Dropdown(description="Day", layout=w.Layout(width="222px"), style={"description_width": "30px"})
        self.window, self.busy = w.HTML(), w.HTML()
        self.before = self._button("◀", "The time before this window", guard(lambda _: self._shift(-1)))
        self.after = self._button("▶", "The time after this window", guard(lambda _: self._shift(1)))
        self.fit = self._button("Fit map", "Move the map to the window", guard(lambda _: fit()))
        self.zoom = self._button("Zoom in", _ZOOM, guard(lambda _: self._stretch()))
        self.all = self._button("All", "Show the whole span of this wearer", guard(lambda _: session.show_all()))
        self.undo = self._button("Undo", "Take back the last choice", guard(lambda _: session.undo()))
        row = w.HBox(
            [self.wearer, self.day, self.before, self.after, self.window, self.fit, self.zoom, self.all, self.undo, self.busy],
            layout=w.Layout(flex_flow="row wrap", align_items="center"),
        )
        super().__init__([row, guard.problem])
        self.add_class("wb-header")
        self._days: list[Any] = []
        self._listed = ""
        self._changed()
        self.wearer.observe(guard(self._other_wearer), "value")
        self.day.observe(guard(self._other_day), "value")
        session.observe(guard(lambda _: self._changed()), "selection")
        session.observe(self._working, "busy")

    @staticmethod
    def _button(words: str, tooltip: str, call: Callable[..., None]) -> w.Button:
        button = w.Button(description=words, tooltip=tooltip, layout=w.Layout(width="auto"))
        button.on_click(call)
        return button

    def _changed(self) -> None:
        s, chosen = self.session, self.session.selection
        if self._listed != chosen.wearer:
            found = day_options(s.of_wearer, s.timezone)
            self._listed, self._days = chosen.wearer, [(start, end) for _, start, end in found]
            self.day.options = [(_ALL, -1), *((words, i) for i, (words, _, _) in enumerate(found))]
        whole = [i for i, (start, end) in enumerate(self._days) if (start, end) == (chosen.from_, chosen.until)]
        self.day.value = whole[0] if whole else -1
        self.wearer.value = chosen.wearer
        self.window.value = line(s.words, "wb-window")
        self.undo.disabled = not s.can_undo

    def _other_wearer(self, change: dict[str, Any]) -> None:
        if change["new"] != self.session.selection.wearer:
            self.session.choose_wearer(change["new"])

    def _other_day(self, change: dict[str, Any]) -> None:
        s, day = self.session, change["new"]
        if day is None or day < 0 or (s.selection.from_, s.selection.until) == self._days[day]:
            return
        s.choose_window(*self._days[day], timeline=True)

    def _shift(self, way: int) -> None:
        """Go to the day before or after, or by the length of the window where it is no whole day."""
        chosen, day = self.session.selection, self.day.value + way
        if self.day.value >= 0:
            if 0 <= day < len(self._days):
                self.session.choose_window(*self._days[day], timeline=True)
            return
        length = chosen.end - chosen.start
        self.session.choose_window(chosen.start + way * length, chosen.end + way * length, timeline=True)

    def _stretch(self) -> None:
        """Stretch the timeline over the window; where that is all of it, over the half around the picked fix."""
        s, chosen = self.session, self.session.selection
        start, end = chosen.start, chosen.end
        if (start, end) == (chosen.from_, chosen.until):
            start, end = half_around(start, end, s.fixes, s.position)
        s.choose_window(start, end, timeline=True)

    def _working(self, change: dict[str, Any]) -> None:
        words = f"{change['new']} …" if change["new"] else ""
        self.busy.value = line(words, "wb-busy", role="status")
