"""One guard for every callback: a fault is shown as a card in its panel, and raised again under test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as w

from workbench.base.errors import WorkbenchError

__all__ = ["Guard", "Holder"]


class Holder(Protocol):
    """What is looked at: it remembers the last fault, and says whether faults are raised again."""

    error: Any
    strict: Any


class Guard:
    """Wraps the callbacks of one panel.

    Parameters
    ----------
    session : Session or Board
        Remembers the last fault in ``session.error``; with ``session.strict`` faults are raised again.
    """

    # Ipywidgets itself hides what a button's callback raises.

    def __init__(self, session: Holder) -> None:
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
