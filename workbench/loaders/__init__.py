"""File to table, every row accounted for: kept, or set aside with its reason.

The room reads in this order: ``tracks`` (the door), ``load_request``, ``source`` (opened once, bounded, hashed),
``formats`` (which reader), a file for each format, ``map_columns`` and ``look_at_columns`` (which column means what),
``parse_times`` and ``resolve_clocks``, ``audit_rows``, ``combine``, ``doubts``. ``zones`` and ``crimes`` are doors of
their own; suppliers' columns stand in ``profiles``.
"""

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
