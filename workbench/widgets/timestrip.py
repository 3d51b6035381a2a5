"""The timeline: bars over local hours, a brush that narrows map and table, and a mark at the picked fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
from traitlets import Any as AnyTrait
from traitlets import Dict, Unicode

from workbench.html import line
from workbench.state import Session
from workbench.views import instant_at, minute_of, timeline
from workbench.widgets.guard import Debounce, Guard

__all__ = ["Strip", "TimeStrip"]


class Strip(anywidget.AnyWidget):
    """The drawing itself: bars and labels arrive as one value, so that they cannot belong to two different days."""

    # Its script travels in the package and asks nothing of the network.

    _esm = Path(__file__).parent / "timestrip.js"
    picture = Dict().tag(sync=True)
    span = AnyTrait(None, allow_none=True).tag(sync=True)
    now = AnyTrait(None, allow_none=True).tag(sync=True)
    words = Unicode("").tag(sync=True)


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
        self.strip = Strip(layout=w.Layout(width="100%"))
        self.words = w.HTML()
        super().__init__([guard.problem, self.strip, self.words])
        self.add_class("wb-time")
        self._own = False
        self._redraw()
        self.strip.observe(Debounce(guard(self._brushed), 0.12), ["span"])
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
        self.strip.picture = self.described
        self._mark()

    def _mark(self) -> None:
        """Show the window as the brush, and the picked fix as an upright line."""
        s, chosen = self.session, self.session.selection
        words = f"{self.described['words']}. Drag to narrow map and table; click beside to see all again."
        self.words.value = line(words, "wb-axis")
        whole = (chosen.start, chosen.end) == (chosen.from_, chosen.until)
        span = None if whole else [minute_of(chosen.start, chosen.from_), minute_of(chosen.end, chosen.from_)]
        position = s.position
        at = None if position is None else minute_of(s.fixes["time"].iloc[position], chosen.from_)
        self._own = True
        try:
            with self.strip.hold_sync():
                self.strip.span, self.strip.now, self.strip.words = span, at, s.words
        finally:
            self._own = False

    def _brushed(self) -> None:
        if self._own:
            return
        s, chosen = self.session, self.session.selection
        picked = self.strip.span
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
