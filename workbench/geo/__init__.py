"""Positions on the ground: what a person types, projections into local metres and geocentric distances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.geo.geocentric import MEAN_RADIUS_M as MEAN_RADIUS_M
    from workbench.geo.geocentric import earth_degrees as earth_degrees
    from workbench.geo.geocentric import earth_m as earth_m
    from workbench.geo.labels import metres_label as metres_label
    from workbench.geo.projection import SERIES_DEG as SERIES_DEG
    from workbench.geo.projection import LocalFrame as LocalFrame
    from workbench.geo.projection import area_m2 as area_m2
    from workbench.geo.projection import bearing_deg as bearing_deg
    from workbench.geo.projection import british_grid_to_degrees as british_grid_to_degrees
    from workbench.geo.projection import circle as circle
    from workbench.geo.projection import distance_m as distance_m
    from workbench.geo.projection import frame_for as frame_for
    from workbench.geo.typed_place import check_bounds as check_bounds
    from workbench.geo.typed_place import place_words as place_words
    from workbench.geo.typed_place import read_place as read_place
    from workbench.geo.typed_place import stated_position as stated_position

_HOMES = {
    "LocalFrame": "workbench.geo.projection",
    "MEAN_RADIUS_M": "workbench.geo.geocentric",
    "SERIES_DEG": "workbench.geo.projection",
    "area_m2": "workbench.geo.projection",
    "bearing_deg": "workbench.geo.projection",
    "british_grid_to_degrees": "workbench.geo.projection",
    "check_bounds": "workbench.geo.typed_place",
    "circle": "workbench.geo.projection",
    "distance_m": "workbench.geo.projection",
    "earth_degrees": "workbench.geo.geocentric",
    "earth_m": "workbench.geo.geocentric",
    "frame_for": "workbench.geo.projection",
    "metres_label": "workbench.geo.labels",
    "place_words": "workbench.geo.typed_place",
    "read_place": "workbench.geo.typed_place",
    "stated_position": "workbench.geo.typed_place",
}

__all__ = [
    "MEAN_RADIUS_M",
    "SERIES_DEG",
    "LocalFrame",
    "area_m2",
    "bearing_deg",
    "british_grid_to_degrees",
    "check_bounds",
    "circle",
    "distance_m",
    "earth_degrees",
    "earth_m",
    "frame_for",
    "metres_label",
    "place_words",
    "read_place",
    "stated_position",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
