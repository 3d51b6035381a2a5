"""What was chosen outlives its cell and its kernel, and a saved notebook keeps a still picture of each output."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import ipywidgets as w
from IPython import get_ipython
from IPython.display import display, update_display

from workbench.state import Session, keep, restore
from workbench.widgets.guard import Debounce, Guard
from workbench.widgets.look import style_sheet

__all__ = ["Memory", "Pictured", "cell_id", "content_key"]

_STILL_SECONDS, _KEEP_SECONDS = 2.0, 1.0


def cell_id() -> str | None:
    """Name the notebook cell that is being run, where the notebook says which."""
    # Source: JupyterLab sends `cellId` with every cell it runs.
    parent: dict[str, Any] = getattr(get_ipython(), "get_parent", dict)()
    found = parent.get("metadata", {}).get("cellId")
    return None if found is None else str(found)


def content_key(session: Session) -> str:
    """Say what a session is over and was asked to show: equal keys mean equal fixes, as far as files and counts tell."""
    s = session.selection
    asked = (sorted(session.named), len(session.tracks), session.tracks.wearers, session.timezone, s.wearer)
    return repr((*asked, *(t.isoformat() for t in (s.start, s.end, s.from_, s.until))))


class Memory:
    """The last session of each cell, with what it was asked to show; the case folder remembers it for the next kernel."""

    # Other fixes or other arguments begin afresh.

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, Session]] = {}

    def recall(self, session: Session, cell: str | None) -> None:
        """Go on with what was chosen when this cell was run before, if it was asked to show the same."""
        if cell is None:
            return
        asked, folder = content_key(session), Path.cwd()
        if cell in self._last and self._last[cell][0] == asked:
            session.resume(self._last[cell][1])
        elif cell not in self._last:
            restore(session, folder, cell, asked)
        self._last[cell] = (asked, session)
        later = Debounce(Guard(session)(lambda: keep(session, folder, cell, asked)), _KEEP_SECONDS)
        session.observe(later, ["selection", "layers", "form", "answer"])


class Pictured(w.VBox):
    """A box in the look of the desk that leaves a still picture of itself in the notebook, hidden while the box is there."""

    # Without a kernel JupyterLab cannot draw a widget, and says so in its place; the picture below it then remains.

    def __init__(self, children: list[w.Widget]) -> None:
        self.still_name = secrets.token_hex(4)
        self._still_shown = False
        super().__init__([style_sheet(self.still_name), *children])

    def still(self) -> str:
        """Draw the picture as HTML without a script."""
        return ""

    def _ipython_display_(self, **_kwargs: Any) -> None:
        display(self._repr_mimebundle_(), raw=True)
        display(self._still_bundle(), raw=True, display_id=f"wb-still-{self.still_name}")
        self._still_shown = True

    def _still_bundle(self) -> dict[str, str]:
        return {"text/html": str(self.still()), "text/plain": "a still picture of the output above"}

    def renew_still(self) -> None:
        """Draw the picture anew, where it is in a notebook."""
        if self._still_shown:
            update_display(self._still_bundle(), raw=True, display_id=f"wb-still-{self.still_name}")

    def renew_when(self, source: Any, traits: list[str], guard: Guard) -> None:
        """Draw the picture anew once one of the traits has changed and things are quiet."""
        source.observe(Debounce(guard(self.renew_still), _STILL_SECONDS), traits)
