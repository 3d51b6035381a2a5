"""Crimes against trails: who was there, who cannot have been, and what chance alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.crimes.match import match_crimes as match_crimes
    from workbench.crimes.matches import Matches as Matches

_HOMES = {"Matches": "workbench.crimes.matches", "match_crimes": "workbench.crimes.match"}

__all__ = ["Matches", "match_crimes"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
