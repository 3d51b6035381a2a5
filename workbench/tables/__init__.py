"""Every table's columns, units and meaning; one file a family. Nothing else knows column names by heart.

A table is a plain pandas frame; its :class:`Table` says what must be in it. ``FIXES.validate(frame)`` lists all that
is wrong at once; ``FIXES.empty()`` is a frame of the right shape with no rows.
"""

from __future__ import annotations

from workbench.tables.crimes import CRIME_EXCLUDED, CRIME_HITS, CRIME_POINTS, CRIME_UNKNOWN, CRIMES, UNKNOWN_REASONS
from workbench.tables.fixes import COVERAGE, DOUBT_KINDS, DOUBTS, FILES, FIXES, METHODS, RHYTHM, SET_ASIDE, STATES
from workbench.tables.movement import (
    APPROACHES,
    DRIFT,
    GAP_KINDS,
    GAPS,
    HAUNTS,
    LEVELS,
    MEETINGS,
    PLACES,
    STAYS,
    TRIP_MODES,
    TRIPS,
)
from workbench.tables.schema import Column, Table
from workbench.tables.truth import MODES, TRUTH
from workbench.tables.zones import ZONES

__all__ = [
    "APPROACHES",
    "COVERAGE",
    "CRIMES",
    "CRIME_EXCLUDED",
    "CRIME_HITS",
    "CRIME_POINTS",
    "CRIME_UNKNOWN",
    "DOUBTS",
    "DOUBT_KINDS",
    "DRIFT",
    "FILES",
    "FIXES",
    "GAPS",
    "GAP_KINDS",
    "HAUNTS",
    "LEVELS",
    "MEETINGS",
    "METHODS",
    "MODES",
    "PLACES",
    "RHYTHM",
    "SET_ASIDE",
    "STATES",
    "STAYS",
    "TRIPS",
    "TRIP_MODES",
    "TRUTH",
    "UNKNOWN_REASONS",
    "ZONES",
    "Column",
    "Table",
]
