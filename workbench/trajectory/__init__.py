"""Fixes to tables: stays, gaps, approaches, and the way to MovingPandas and back.

The room reads in this order: ``trails`` (fixes to plain arrays in metres), then a file a verb: ``stays``, ``gaps``, ``trips``,
``places``, ``approaches``, ``meetings``, ``drift``, with what each needs in a file named after it; ``bridge`` is the way to
MovingPandas and back. Every threshold that an answer rests on stands in ``parameters``; compiled loops sit in ``kernels``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.trajectory.approaches import find_approaches as find_approaches
    from workbench.trajectory.bridge import from_movingpandas as from_movingpandas
    from workbench.trajectory.bridge import to_movingpandas as to_movingpandas
    from workbench.trajectory.drift import find_drift as find_drift
    from workbench.trajectory.edge_stays import find_edge_stays as find_edge_stays
    from workbench.trajectory.gaps import find_gaps as find_gaps
    from workbench.trajectory.meetings import find_meetings as find_meetings
    from workbench.trajectory.places import find_places as find_places
    from workbench.trajectory.places import find_places_of as find_places_of
    from workbench.trajectory.screening import screen_zones as screen_zones
    from workbench.trajectory.stays import find_stays as find_stays
    from workbench.trajectory.trips import find_trips as find_trips

_HOMES = {
    "find_approaches": "workbench.trajectory.approaches",
    "find_drift": "workbench.trajectory.drift",
    "find_edge_stays": "workbench.trajectory.edge_stays",
    "find_gaps": "workbench.trajectory.gaps",
    "find_meetings": "workbench.trajectory.meetings",
    "find_places": "workbench.trajectory.places",
    "find_places_of": "workbench.trajectory.places",
    "find_stays": "workbench.trajectory.stays",
    "find_trips": "workbench.trajectory.trips",
    "from_movingpandas": "workbench.trajectory.bridge",
    "screen_zones": "workbench.trajectory.screening",
    "to_movingpandas": "workbench.trajectory.bridge",
}

__all__ = [
    "find_approaches",
    "find_drift",
    "find_edge_stays",
    "find_gaps",
    "find_meetings",
    "find_places",
    "find_places_of",
    "find_stays",
    "find_trips",
    "from_movingpandas",
    "screen_zones",
    "to_movingpandas",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
