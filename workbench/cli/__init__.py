"""The command line: the commands, and a file for each that does much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.cli.command_line import main as main

_HOMES = {"main": "workbench.cli.command_line"}

__all__ = ["main"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
