"""Guards of the screen: a fault becomes a card in its panel, and many calls within a moment become one at its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import ipywidgets as w

from workbench.base import WorkbenchError
from workbench.state import Chosen

__all__ = ["LATER_SECONDS", "Debounce", "Guard"]


class Guard:
    """Wraps the callbacks of one panel.

    Parameters
    ----------
    session : Session or Board
        Remembers the last fault in ``session.error``; with ``session.strict`` faults are raised again.
    """

    # Ipywidgets itself hides what a button's callback raises.

    def __init__(self, session: Chosen) -> None:
        self.session = session
        self.problem = w.HTML("", layout=w.Layout(display="none"))
        self._depth = 0

    def __call__(self, work: Callable[..., Any]) -> Callable[..., None]:
        """Give the callback a guard."""

        def guarded(*args: Any, **event: Any) -> None:
            if not self._depth:
                self._say(None)
            self._depth += 1
            try:
                work(*args, **event)
            except WorkbenchError as error:
                self._say(error)
                if self.session.strict:
                    raise
            except Exception as error:
                self._say(
                    WorkbenchError(
                        f"The workbench itself has a fault here: {type(error).__name__}.",
                        where=str(error),
                        do="Nothing was lost. Run the cell again, and report this with the lines of View > Show Log Console.",
                    )
                )
                raise
            finally:
                self._depth -= 1

        return guarded

    def _say(self, error: WorkbenchError | None) -> None:
        self.session.error = error
        self.problem.value = "" if error is None else error._repr_html_()
        self.problem.layout.display = "none" if error is None else ""


LATER_SECONDS = 0.8
"""What is not the map itself waits so long, so that the map is drawn first."""


class Debounce:
    """Calls a function once things have been quiet for a while; at once where no event loop runs, as in tests.

    Parameters
    ----------
    call : callable
        What to do; takes nothing.
    seconds : float
        How long it must be quiet.
    """

    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        self.call = call
        self.seconds = seconds
        self._waiting: asyncio.TimerHandle | None = None

    def __call__(self, _change: object = None) -> None:
        """Ask for the call."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.call()
            return
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = loop.call_later(self.seconds, self.call)
