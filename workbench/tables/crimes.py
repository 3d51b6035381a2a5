"""Crimes, and what a search says of each pair of crime and wearer."""

from __future__ import annotations

from workbench.tables.columns import FILE, ROW, WEARER, lonlat
from workbench.tables.fixes import METHODS
from workbench.tables.schema import Column, Table
from workbench.time import UTC_US

__all__ = ["CRIMES", "CRIME_EXCLUDED", "CRIME_HITS", "CRIME_POINTS", "CRIME_UNKNOWN", "UNKNOWN_REASONS"]

UNKNOWN_REASONS = ("not_run", "no_data", "too_brief", "near", "coarse", "gap", "between", "inconsistent", "rule_silent")

CRIMES = Table(
    "crimes",
    (
        Column("crime_id", "str", "the reference as the force gave it"),
        Column("version", "int64", "which submission of that crime", low=1),
        Column("force", "str", "police force"),
        Column("kind", "str", "crime type id as supplied"),
        Column("start", UTC_US, "earliest moment of the crime, UTC"),
        Column("end", UTC_US, "latest moment of the crime, UTC; may equal start"),
        *lonlat("the crime"),
        Column("location_error_m", "float64", "how well the position is known, metres per axis", low=0),
        Column("text", "str", "free text as supplied"),
        FILE,
        ROW,
    ),
)

_CRIME = Column("crime_id", "str", "the reference as the force gave it")

CRIME_HITS = Table(
    "hits",
    (
        _CRIME,
        WEARER,
        Column(
            "log10_lr",
            "float64",
            "reported strength, decades: the weakest of the three below; missing if not worked out",
            nullable=True,
        ),
        Column("words", "str", "the phrase of the published scale for it"),
        Column(
            "contact",
            "float64",
            "chance, given the fixes, of a stay as long as asked in the time of the crime",
            nullable=True,
            low=0,
            high=1,
        ),
        Column("opportunity", "float64", "share of the time of the crime spent there as the fixes show", low=0, high=1),
        Column("minutes_inside", "float64", "all time there, minutes", low=0),
        Column("closest_m", "float64", "least distance that fixes and the lines between them show, metres", low=0),
        Column("n_fixes", "int64", "fixes there", low=0),
        Column("usual", "bool", "the tag came within 300 m of there on three or more other days: lives, works or reports nearby"),
        Column("other_wearers", "int64", "how many others match the same crime", low=0),
        Column("p_decoy", "float64", "share of other days at that time of day on which it would match too", low=0, high=1),
        Column("log10_lr_chance", "float64", "contact over p_decoy, decades: against the wearer's own other days", nullable=True),
        Column(
            "log10_lr_far", "float64", "against elsewhere in the own routine, decades; missing if not worked out", nullable=True
        ),
        Column(
            "log10_lr_near", "float64", "against within 250 m but not there, decades; missing if not worked out", nullable=True
        ),
        Column("usual_days", "int64", "other days with a stay within 300 m", low=0),
        Column("arrival", UTC_US, "when the longest stay begins, UTC"),
        Column("departure", UTC_US, "when it ends, UTC"),
        Column("coverage", "float64", "share of the time of the crime between fixes at most five minutes apart", low=0, high=1),
    ),
)

CRIME_EXCLUDED = Table(
    "excluded",
    (
        _CRIME,
        WEARER,
        Column("nearest_possible_m", "float64", "the nearest it could have come at the speeds allowed, metres", low=0),
        Column("coverage", "float64", "share of the time of the crime between fixes at most five minutes apart", low=0, high=1),
        Column("needed_kmh", "float64", "the least speed between fixes that coming there would have needed, km/h", low=0),
        Column("n_fixes", "int64", "fixes in the time of the crime", low=0),
    ),
)

CRIME_UNKNOWN = Table(
    "unknown",
    (
        _CRIME,
        WEARER,
        Column("reason", "str", "why neither", among=UNKNOWN_REASONS),
        Column("words", "str", "the same in words"),
        Column(
            "coverage",
            "float64",
            "share of the time of the crime between fixes at most five minutes apart",
            nullable=True,
            low=0,
            high=1,
        ),
        Column(
            "nearest_possible_m", "float64", "the nearest it could have come at the speeds allowed, metres", nullable=True, low=0
        ),
        Column(
            "needed_kmh",
            "float64",
            "the least speed between fixes that coming there would have needed, km/h",
            nullable=True,
            low=0,
        ),
        Column("closest_m", "float64", "least distance that fixes and the lines between them show, metres", nullable=True, low=0),
        Column("minutes_inside", "float64", "all time there as the fixes show, minutes", nullable=True, low=0),
    ),
)

CRIME_POINTS = Table(
    "points",
    (
        _CRIME,
        WEARER,
        Column("label", "str", "run and place in it: A1, A2, B1"),
        Column("fix_id", "str", "the fix"),
        Column("time", UTC_US, "when, UTC"),
        Column("distance_m", "float64", "from the crime, metres", low=0),
        Column("accuracy_m", "float64", "radius of the circle as supplied, metres", nullable=True, low=0),
        Column("method", "str", "how the position was found", among=METHODS),
    ),
)
