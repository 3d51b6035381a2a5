"""What is chosen now: ``session`` and ``board`` over one base, ``chosen``; the only callers of compute for the widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.state.board import Board as Board
    from workbench.state.chosen import Chosen as Chosen
    from workbench.state.chosen import Said as Said
    from workbench.state.saved import keep as keep
    from workbench.state.saved import restore as restore
    from workbench.state.session import Session as Session

_HOMES = {
    "Board": "workbench.state.board",
    "Chosen": "workbench.state.chosen",
    "Said": "workbench.state.chosen",
    "Session": "workbench.state.session",
    "keep": "workbench.state.saved",
    "restore": "workbench.state.saved",
}

__all__ = ["Board", "Chosen", "Said", "Session", "keep", "restore"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
