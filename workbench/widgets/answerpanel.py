"""The answer of a check: whose, where and when, the verdict's own card, the logic answers, and the bar of strength."""

from __future__ import annotations

import ipywidgets as w

from workbench.html import line
from workbench.state import Session
from workbench.views import answer_html, answer_view, logic_html
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
        self.session = session
        self.old, self.head, self.card, self.logic = w.HTML(), w.HTML(), w.HTML(), w.HTML()
        self.body = w.VBox([self.head, self.card, self.logic])
        super().__init__([guard.problem, self.old, self.body])
        session.observe(guard(lambda _: self._draw()), "answer")
        session.observe(guard(lambda _: self._age()), "old")
        self._draw()
        self._age()

    def _draw(self) -> None:
        shown = self.session.answer
        if shown is None:
            self.head.value, self.card.value, self.logic.value = "", line(_NONE, "wb-empty", tag="div"), ""
            return
        view = answer_view(shown.verdict, wearer=shown.wearer, said=shown.said)
        self.head.value, self.card.value, self.logic.value = answer_html(view), shown.verdict.card().html(), logic_html(view)

    def _age(self) -> None:
        """Grey an answer that is not one to what is on the screen now, and say so."""
        words = self.session.old
        self.old.value = line(words, "wb-old-words", tag="div", role="status") if words else ""
        (self.body.add_class if words else self.body.remove_class)("wb-old")
