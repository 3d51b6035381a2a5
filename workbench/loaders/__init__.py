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
    from workbench.loaders.json_tables import read_json as read_json
    from workbench.loaders.load_request import places_of as places_of
    from workbench.loaders.outlines import system_of as system_of
    from workbench.loaders.source import Source as Source
    from workbench.loaders.source import open_source as open_source
    from workbench.loaders.source import source_of as source_of
    from workbench.loaders.tracks import read_tracks as read_tracks
    from workbench.loaders.zone_areas import area_of as area_of
    from workbench.loaders.zones import read_zones as read_zones

_HOMES = {
    "Source": "workbench.loaders.source",
    "area_of": "workbench.loaders.zone_areas",
    "open_source": "workbench.loaders.source",
    "places_of": "workbench.loaders.load_request",
    "read_crimes": "workbench.loaders.crimes.read",
    "read_json": "workbench.loaders.json_tables",
    "read_tracks": "workbench.loaders.tracks",
    "read_zones": "workbench.loaders.zones",
    "source_of": "workbench.loaders.source",
    "system_of": "workbench.loaders.outlines",
}

__all__ = [
    "Source",
    "area_of",
    "open_source",
    "places_of",
    "read_crimes",
    "read_json",
    "read_tracks",
    "read_zones",
    "source_of",
    "system_of",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
