"""The answer of a check: the verdict's own card, the four logic answers, and the bar of strength where there is one."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from workbench.html.kit import line
from workbench.state.session import Session
from workbench.views.answer import answer_html, answer_view, logic_html
from workbench.widgets.guard import Guard

__all__ = ["AnswerPanel"]

_NONE = (
    "No statement has been checked yet. Fill in the form on the left: a place, a date, two times, and press Check. "
    "The answer is supported, contradicted or cannot tell, with its reasons."
)


class AnswerPanel(w.VBox):
    """Shows the session's verdict.

    Parameters
    ----------
    session : Session
        Holds the verdict.
    guard : Guard
        Shows faults of this panel.
    """

    # The card is the same object as in a notebook and in a report.

    def __init__(self, session: Session, guard: Guard) -> None:
        self.head, self.card, self.logic = w.HTML(), w.HTML(), w.HTML()
        super().__init__([guard.problem, self.head, self.card, self.logic])
        session.observe(guard(lambda change: self._draw(change["new"])), "verdict")
        self._draw(session.verdict)

    def _draw(self, verdict: Any) -> None:
        if verdict is None:
            self.head.value, self.card.value, self.logic.value = "", line(_NONE, "wb-empty", tag="div"), ""
            return
        view = answer_view(verdict)
        self.head.value, self.card.value, self.logic.value = answer_html(view), verdict.card().html(), logic_html(view)
