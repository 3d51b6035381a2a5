"""Every table's columns, units and meaning; one file a family. Nothing else knows column names by heart.

A table is a plain pandas frame; its :class:`Table` says what must be in it. ``FIXES.validate(frame)`` lists all that
is wrong at once; ``FIXES.empty()`` is a frame of the right shape with no rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.tables.crimes import CRIME_EXCLUDED as CRIME_EXCLUDED
    from workbench.tables.crimes import CRIME_HITS as CRIME_HITS
    from workbench.tables.crimes import CRIME_POINTS as CRIME_POINTS
    from workbench.tables.crimes import CRIME_UNKNOWN as CRIME_UNKNOWN
    from workbench.tables.crimes import CRIMES as CRIMES
    from workbench.tables.crimes import UNKNOWN_REASONS as UNKNOWN_REASONS
    from workbench.tables.fixes import COVERAGE as COVERAGE
    from workbench.tables.fixes import DOUBTS as DOUBTS
    from workbench.tables.fixes import FILES as FILES
    from workbench.tables.fixes import FIXES as FIXES
    from workbench.tables.fixes import METHODS as METHODS
    from workbench.tables.fixes import SET_ASIDE as SET_ASIDE
    from workbench.tables.load import LoadReport as LoadReport
    from workbench.tables.load import coverage_of as coverage_of
    from workbench.tables.movement import APPROACHES as APPROACHES
    from workbench.tables.movement import DRIFT as DRIFT
    from workbench.tables.movement import GAPS as GAPS
    from workbench.tables.movement import HAUNTS as HAUNTS
    from workbench.tables.movement import LEVELS as LEVELS
    from workbench.tables.movement import MEETINGS as MEETINGS
    from workbench.tables.movement import PLACES as PLACES
    from workbench.tables.movement import STAYS as STAYS
    from workbench.tables.movement import TRIPS as TRIPS
    from workbench.tables.orders import ALERTS as ALERTS
    from workbench.tables.orders import CLAUSE_KINDS as CLAUSE_KINDS
    from workbench.tables.orders import CLAUSES as CLAUSES
    from workbench.tables.orders import DUTIES as DUTIES
    from workbench.tables.orders import DUTY_KINDS as DUTY_KINDS
    from workbench.tables.orders import ORDER_CHANGES as ORDER_CHANGES
    from workbench.tables.orders import ORDER_PLACES as ORDER_PLACES
    from workbench.tables.orders import ORDERS as ORDERS
    from workbench.tables.orders import OUTCOMES as OUTCOMES
    from workbench.tables.orders import PERMISSIONS as PERMISSIONS
    from workbench.tables.rhythm import SILENCE_TIMES as SILENCE_TIMES
    from workbench.tables.rhythm import device_tracks as device_tracks
    from workbench.tables.rhythm import on_the_move as on_the_move
    from workbench.tables.rhythm import silence_s as silence_s
    from workbench.tables.tracks import Tracks as Tracks
    from workbench.tables.tracks import When as When
    from workbench.tables.truth import MODES as MODES
    from workbench.tables.truth import TRUTH as TRUTH
    from workbench.tables.zones import ZONES as ZONES

_HOMES = {
    "ALERTS": "workbench.tables.orders",
    "APPROACHES": "workbench.tables.movement",
    "CLAUSES": "workbench.tables.orders",
    "CLAUSE_KINDS": "workbench.tables.orders",
    "COVERAGE": "workbench.tables.fixes",
    "CRIMES": "workbench.tables.crimes",
    "CRIME_EXCLUDED": "workbench.tables.crimes",
    "CRIME_HITS": "workbench.tables.crimes",
    "CRIME_POINTS": "workbench.tables.crimes",
    "CRIME_UNKNOWN": "workbench.tables.crimes",
    "DOUBTS": "workbench.tables.fixes",
    "DRIFT": "workbench.tables.movement",
    "DUTIES": "workbench.tables.orders",
    "DUTY_KINDS": "workbench.tables.orders",
    "FILES": "workbench.tables.fixes",
    "FIXES": "workbench.tables.fixes",
    "GAPS": "workbench.tables.movement",
    "HAUNTS": "workbench.tables.movement",
    "LEVELS": "workbench.tables.movement",
    "LoadReport": "workbench.tables.load",
    "MEETINGS": "workbench.tables.movement",
    "METHODS": "workbench.tables.fixes",
    "MODES": "workbench.tables.truth",
    "ORDERS": "workbench.tables.orders",
    "ORDER_CHANGES": "workbench.tables.orders",
    "ORDER_PLACES": "workbench.tables.orders",
    "OUTCOMES": "workbench.tables.orders",
    "PERMISSIONS": "workbench.tables.orders",
    "PLACES": "workbench.tables.movement",
    "SET_ASIDE": "workbench.tables.fixes",
    "SILENCE_TIMES": "workbench.tables.rhythm",
    "STAYS": "workbench.tables.movement",
    "TRIPS": "workbench.tables.movement",
    "TRUTH": "workbench.tables.truth",
    "Tracks": "workbench.tables.tracks",
    "UNKNOWN_REASONS": "workbench.tables.crimes",
    "When": "workbench.tables.tracks",
    "ZONES": "workbench.tables.zones",
    "coverage_of": "workbench.tables.load",
    "device_tracks": "workbench.tables.rhythm",
    "on_the_move": "workbench.tables.rhythm",
    "silence_s": "workbench.tables.rhythm",
}

__all__ = [
    "ALERTS",
    "APPROACHES",
    "CLAUSES",
    "CLAUSE_KINDS",
    "COVERAGE",
    "CRIMES",
    "CRIME_EXCLUDED",
    "CRIME_HITS",
    "CRIME_POINTS",
    "CRIME_UNKNOWN",
    "DOUBTS",
    "DRIFT",
    "DUTIES",
    "DUTY_KINDS",
    "FILES",
    "FIXES",
    "GAPS",
    "HAUNTS",
    "LEVELS",
    "MEETINGS",
    "METHODS",
    "MODES",
    "ORDERS",
    "ORDER_CHANGES",
    "ORDER_PLACES",
    "OUTCOMES",
    "PERMISSIONS",
    "PLACES",
    "SET_ASIDE",
    "SILENCE_TIMES",
    "STAYS",
    "TRIPS",
    "TRUTH",
    "UNKNOWN_REASONS",
    "ZONES",
    "LoadReport",
    "Tracks",
    "When",
    "coverage_of",
    "device_tracks",
    "on_the_move",
    "silence_s",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
