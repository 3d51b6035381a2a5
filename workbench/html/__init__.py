"""HTML: the one place where marks of the web are written, as templates with escaping on; they show plain data.

``kit`` fills the templates of ``templates/``. This room knows no other, so every room may draw with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.html.kit import line as line
    from workbench.html.kit import render as render

_HOMES = {"line": "workbench.html.kit", "render": "workbench.html.kit"}

__all__ = ["line", "render"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
