"""A table of cells of which one can be chosen, by pointer or by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Unicode

__all__ = ["MatrixGrid"]


class MatrixGrid(anywidget.AnyWidget):
    """A table written elsewhere, whose cells can be chosen; the arrow keys move from cell to cell."""

    # Its script travels in the package and asks nothing of the network.

    _esm = Path(__file__).parent / "matrixgrid.js"
    content = Unicode("").tag(sync=True)
    picked = Unicode("").tag(sync=True)

    def on_choose(self, call: Callable[[int, int], None]) -> None:
        """Call a function with the row and the column of a cell whenever one is chosen."""

        def heard(_: Any, said: Any, __: Any) -> None:
            if isinstance(said, dict) and isinstance(said.get("row"), int) and isinstance(said.get("column"), int):
                call(said["row"], said["column"])

        self.on_msg(heard)
