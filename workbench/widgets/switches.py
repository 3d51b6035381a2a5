"""The layers panel: one switch for each layer, and how many things it shows."""

from __future__ import annotations

from functools import partial
from typing import Any

import ipywidgets as w

from workbench.state import Session
from workbench.views import LAYERS
from workbench.widgets.guard import Guard

__all__ = ["Switches"]


class Switches(w.VBox):
    """Switches of the map's layers.

    Parameters
    ----------
    session : Session
        Holds what is on.
    guard : Guard
        Shows faults of this panel.
    """

    # Every layer of the ministry's map has a switch too.

    def __init__(self, session: Session, guard: Guard) -> None:
        self.session = session
        self.boxes = {
            name: w.Checkbox(bool(session.layers[name]), description=words, indent=False, layout=w.Layout(width="auto"))
            for name, words in LAYERS.items()
        }
        for name, box in self.boxes.items():
            box.observe(guard(partial(self._flipped, name)), "value")
        super().__init__([guard.problem, *self.boxes.values()])
        self.add_class("wb-switches")
        session.observe(guard(self._changed), "layers")

    def _flipped(self, name: str, change: dict[str, Any]) -> None:
        if bool(self.session.layers[name]) != change["new"]:
            self.session.switch(name, bool(change["new"]))

    def _changed(self, change: dict[str, Any]) -> None:
        for name, box in self.boxes.items():
            box.value = bool(change["new"][name])
