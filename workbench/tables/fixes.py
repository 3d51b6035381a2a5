"""The fixes table, and what a load says of its files and rows."""

from __future__ import annotations

from workbench.tables.columns import FILE, ROW, WEARER, lonlat
from workbench.tables.schema import Column, Table
from workbench.time import UTC_US

__all__ = ["COVERAGE", "DOUBTS", "DOUBT_KINDS", "FILES", "FIXES", "METHODS", "RHYTHM", "SET_ASIDE", "STATES"]

METHODS = ("gnss", "wifi", "cell", "beacon", "unknown")

FIXES = Table(
    "fixes",
    (
        Column("fix_id", "str", "id as supplied, else file and row"),
        WEARER,
        Column("device_id", "str", "the tag", nullable=True),
        Column("time", UTC_US, "when the position was fixed, UTC"),
        Column("recorded", UTC_US, "when the system recorded it, UTC", nullable=True),
        Column("uploaded", UTC_US, "when it arrived, UTC", nullable=True),
        *lonlat("the fix"),
        Column("accuracy_m", "float64", "radius of the circle as supplied, metres", nullable=True, low=0),
        Column("accuracy_level", "float64", "share of true positions that circle claims to hold", low=0, high=1),
        Column("speed_kmh", "float64", "speed at the fix, km/h", nullable=True, low=0),
        Column("heading_deg", "float64", "direction of travel, degrees clockwise from north", nullable=True, low=0, high=360),
        Column("method", "str", "how the position was found", among=METHODS),
        Column("satellites", "float64", "satellites used", nullable=True, low=0),
        Column("quality", "int64", "bit set of workbench.Quality; 0 means nothing was noticed", low=0),
        FILE,
        ROW,
    ),
)

SET_ASIDE = Table("set aside", (FILE, ROW, Column("reason", "str", "why the row could not be used")))

FILES = Table(
    "files",
    (
        Column("name", "str", "file name without its folder"),
        Column("file", "str", "first 12 hex digits of the SHA-256"),
        Column("sha256", "str", "SHA-256 of the whole file"),
        Column("bytes", "int64", "size", low=0),
        Column("profile", "str", "how it was read"),
        Column("rows", "int64", "data rows in it", low=0),
        Column("first", UTC_US, "earliest time kept", nullable=True),
        Column("last", UTC_US, "latest time kept", nullable=True),
    ),
)

COVERAGE = Table(
    "coverage",
    (
        WEARER,
        Column("day", "str", "calendar day in UTC, as 2026-03-03"),
        Column("fixes", "int64", "fixes of that day", low=0),
        Column(
            "minutes_seen",
            "float64",
            "minutes of the day without silence, measured against the rhythm of the device",
            low=0,
            high=1440,
        ),
        Column("longest_gap_minutes", "float64", "longest silence that touches the day, minutes", low=0),
    ),
)

STATES = ("still", "moving", "all")

RHYTHM = Table(
    "rhythm",
    (
        WEARER,
        Column("device_id", "str", "the tag", nullable=True),
        Column("state", "str", "which waits: at rest, on the move, or all", among=STATES),
        Column(
            "usual_minutes",
            "float64",
            "usual wait from one fix to the next, minutes; missing with fewer than three",
            nullable=True,
        ),
        Column("n", "int64", "waits of that state", low=0),
    ),
)

DOUBT_KINDS = (
    "devices_overlap",
    "repeated_position",
    "coordinate_grid",
    "clock_offset",
    "infeasible_step",
    "same_record",
    "constant_delay",
    "far_dates",
    "not_a_fix",
    "radius_untrue",
    "at_rest",
)

DOUBTS = Table(
    "doubts",
    (
        Column("kind", "str", "what an expert would question", among=DOUBT_KINDS),
        WEARER,
        Column("device_id", "str", "the tag, where one alone is meant", nullable=True),
        Column("start", UTC_US, "first fix concerned, UTC"),
        Column("end", UTC_US, "last fix concerned, UTC"),
        Column("n_fixes", "int64", "fixes concerned", low=0),
        Column("words", "str", "the doubt in one sentence, and what it does to answers"),
    ),
)
