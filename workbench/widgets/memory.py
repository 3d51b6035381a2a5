"""What was chosen on the screen outlives the running again of its cell."""

from __future__ import annotations

from typing import Any

from IPython import get_ipython

from workbench.state.session import Session

__all__ = ["Memory", "cell_id", "content_key"]


def cell_id() -> str | None:
    """Name the notebook cell that is being run, where the notebook says which."""
    # Source: JupyterLab sends `cellId` with every cell it runs.
    parent: dict[str, Any] = getattr(get_ipython(), "get_parent", dict)()
    found = parent.get("metadata", {}).get("cellId")
    return None if found is None else str(found)


def content_key(session: Session) -> tuple[Any, ...]:
    """Say what a session is over: equal keys mean equal fixes, as far as files and counts tell."""
    return (tuple(sorted(session.named)), len(session.tracks), tuple(session.tracks.wearers), session.timezone)


class Memory:
    """The last session of each cell, with what it was asked to show."""

    # Other fixes or other arguments begin afresh.

    def __init__(self) -> None:
        self._last: dict[str, tuple[tuple[Any, ...], Session]] = {}

    def recall(self, session: Session, cell: str | None) -> None:
        """Go on with what was chosen when this cell was run before, if it was asked to show the same."""
        if cell is None:
            return
        asked = (content_key(session), session.selection)
        if cell in self._last and self._last[cell][0] == asked:
            session.resume(self._last[cell][1])
        self._last[cell] = (asked, session)
