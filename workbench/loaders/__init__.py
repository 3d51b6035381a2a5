"""loaders"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.loaders.crimes.read import read_crimes as read_crimes
    from workbench.loaders.tracks import read_tracks as read_tracks
    from workbench.loaders.zones import read_zones as read_zones

_HOMES = {
    "read_crimes": "workbench.loaders.crimes.read",
    "read_tracks": "workbench.loaders.tracks",
    "read_zones": "workbench.loaders.zones",
}

__all__ = ["read_crimes", "read_tracks", "read_zones"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
