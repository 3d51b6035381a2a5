"""What somebody's weeks look like: home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.lifestyle.home.check_home import check_home as check_home

_HOMES = {"check_home": "workbench.lifestyle.home.check_home"}

__all__ = ["check_home"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
