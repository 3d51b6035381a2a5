"""First, previous, next, last: buttons and keys in one small control of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Unicode

__all__ = ["Stepper"]

_FOLDER = Path(__file__).parent


class Stepper(anywidget.AnyWidget):
    """Four buttons; arrow keys, Home and End do the same while the bar has the focus."""

    # Its script travels in the package and asks nothing of the network.

    _esm = _FOLDER / "stepper.js"
    _css = _FOLDER / "stepper.css"
    words = Unicode("").tag(sync=True)

    def take_keys(self) -> None:
        """Ask the screen to put the keyboard on the buttons."""
        self.send({"focus": True})

    def on_step(self, call: Callable[[str], None]) -> None:
        """Call a function with ``first``, ``previous``, ``next`` or ``last`` whenever one is asked for."""

        def heard(_: Any, content: Any, __: Any) -> None:
            if isinstance(content, dict) and "action" in content:
                call(str(content["action"]))

        self.on_msg(heard)
