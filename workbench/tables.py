"""Every table's columns, units and meaning. Nothing else knows column names by heart.

A table is a plain pandas frame; its :class:`Table` says what must be in it. ``FIXES.validate(frame)`` lists all that
is wrong at once; ``FIXES.empty()`` is a frame of the right shape with no rows.
"""

from __future__ import annotations

from workbench.clock import UTC_US
from workbench.schema import Column, Table

__all__ = [
    "APPROACHES",
    "COVERAGE",
    "CRIMES",
    "CRIME_EXCLUDED",
    "CRIME_HITS",
    "CRIME_POINTS",
    "CRIME_UNKNOWN",
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
    "SET_ASIDE",
    "STAYS",
    "TRIPS",
    "TRIP_MODES",
    "TRUTH",
    "UNKNOWN_REASONS",
    "ZONES",
    "Column",
    "Table",
]

METHODS = ("gnss", "wifi", "cell", "beacon", "unknown")
GAP_KINDS = ("short", "indoor", "transit", "power", "unexplained")
MODES = ("still", "walk", "vehicle", "rail")
TRIP_MODES = ("walk", "vehicle", "rail", "unknown")
LEVELS = ("near", "possible", "probable", "established")
UNKNOWN_REASONS = ("not_run", "no_data", "too_brief", "near", "coarse", "gap", "between", "rule_silent")


def _lonlat(what: str) -> tuple[Column, Column]:
    return (
        Column("lon", "float64", f"longitude of {what}, WGS 84 degrees", low=-180, high=180),
        Column("lat", "float64", f"latitude of {what}, WGS 84 degrees", low=-90, high=90),
    )


def _span(what: str) -> tuple[Column, Column, Column]:
    return (
        Column("start", UTC_US, f"first moment of the {what}, UTC"),
        Column("end", UTC_US, f"moment the {what} is over, UTC; not part of it"),
        Column("minutes", "float64", "length in minutes", low=0),
    )


_WEARER = Column("wearer_id", "str", "whose tag it is")
_FIRST = Column("first_fix_id", "str", "the fix it begins with")
_LAST = Column("last_fix_id", "str", "the fix it ends with")
_FILE = Column("file", "str", "first 12 hex digits of the source file's SHA-256")
_ROW = Column("row", "int64", "1-based data row in that file", low=0)

FIXES = Table(
    "fixes",
    (
        Column("fix_id", "str", "id as supplied, else file and row"),
        _WEARER,
        Column("device_id", "str", "the tag", nullable=True),
        Column("time", UTC_US, "when the position was fixed, UTC"),
        Column("recorded", UTC_US, "when the system recorded it, UTC", nullable=True),
        Column("uploaded", UTC_US, "when it arrived, UTC", nullable=True),
        *_lonlat("the fix"),
        Column("accuracy_m", "float64", "radius of the circle as supplied, metres", nullable=True, low=0),
        Column("accuracy_level", "float64", "share of true positions that circle claims to hold", low=0, high=1),
        Column("speed_kmh", "float64", "speed at the fix, km/h", nullable=True, low=0),
        Column("heading_deg", "float64", "direction of travel, degrees clockwise from north", nullable=True, low=0, high=360),
        Column("method", "str", "how the position was found", among=METHODS),
        Column("satellites", "float64", "satellites used", nullable=True, low=0),
        Column("quality", "int64", "bit set of workbench.Quality; 0 means nothing was noticed", low=0),
        _FILE,
        _ROW,
    ),
)

STAYS = Table(
    "stays",
    (
        Column("stay_id", "str", "wearer and running number"),
        _WEARER,
        *_span("stay"),
        *_lonlat("its centre"),
        Column("radius_m", "float64", "how far its fixes spread around the centre, metres", low=0),
        Column("error_m", "float64", "standard error of the centre per axis, metres", low=0),
        Column("n_fixes", "int64", "fixes it rests on", low=1),
        _FIRST,
        _LAST,
    ),
)

GAPS = Table(
    "gaps",
    (
        Column("gap_id", "str", "wearer and running number"),
        _WEARER,
        *_span("silence"),
        Column("kind", "str", "the likely cause", among=GAP_KINDS),
        Column("reach_m", "float64", "how far the wearer could have gone and come back, metres", low=0),
        _FIRST,
        _LAST,
    ),
)

TRIPS = Table(
    "trips",
    (
        Column("trip_id", "str", "wearer and running number"),
        _WEARER,
        *_span("trip"),
        Column("mode", "str", "the likely way of travelling", among=TRIP_MODES),
        Column("distance_m", "float64", "along the fixes, metres: the least that was travelled", low=0),
        Column("straight_m", "float64", "from the first fix to the last, metres", low=0),
        Column("speed_kmh", "float64", "distance over the time seen, km/h", nullable=True, low=0),
        Column("gap_minutes", "float64", "silence of five minutes and more inside it, minutes", low=0),
        Column("n_fixes", "int64", "fixes it rests on", low=2),
        Column("from_stay_id", "str", "the stay it left; missing where none was seen", nullable=True),
        Column("to_stay_id", "str", "the stay it led to; missing where none was seen", nullable=True),
        _FIRST,
        _LAST,
    ),
)

HAUNTS = Table(
    "places found",
    (
        Column("place_id", "str", "wearer and running number, the most minutes first"),
        _WEARER,
        *_lonlat("the place"),
        Column("radius_m", "float64", "how far the stays there spread around it, metres", low=0),
        Column("visits", "int64", "times the tag came there", low=1),
        Column("nights", "int64", "nights with two hours and more there between 22:00 and 06:00", low=0),
        Column("minutes", "float64", "time there in all, minutes", low=0),
        Column("label", "str", "what it is called; empty where nobody said"),
        Column("label_source", "str", "who says so: a person or a file; empty where nobody did"),
    ),
)

MEETINGS = Table(
    "meetings",
    (
        Column("meeting_id", "str", "both wearers and running number"),
        Column("wearer_a", "str", "one of the two, the first by id"),
        Column("wearer_b", "str", "the other"),
        *_span("meeting"),
        *_lonlat("where they met"),
        Column("closest_m", "float64", "least distance between the reported positions, metres", low=0),
        Column("usual_a", "float64", "share of a's observed time spent within 150 m of there", low=0, high=1),
        Column("usual_b", "float64", "share of b's observed time spent within 150 m of there", low=0, high=1),
        Column(
            "same_building", "bool", "only positions by one network say so: the same building, whether together cannot be told"
        ),
        Column("contact_minutes", "float64", "minutes in which they were more likely than not close to each other", low=0),
        Column("arrival_difference_minutes", "float64", "how far apart in time they came there, minutes", low=0),
        Column("departure_difference_minutes", "float64", "how far apart in time they left, minutes", low=0),
        Column("travelled_together", "bool", "they moved 500 m and more in contact"),
    ),
)

APPROACHES = Table(
    "approaches",
    (
        Column("approach_id", "str", "wearer, zone and running number"),
        _WEARER,
        Column("zone_id", "str", "the zone approached"),
        Column("start", UTC_US, "first fix in the ring, UTC"),
        Column("end", UTC_US, "last fix in the ring, UTC"),
        Column("level", "str", "how firmly the fixes put the tag inside the zone", among=LEVELS),
        Column("closest_m", "float64", "least distance to the zone's edge, metres; negative inside"),
        Column("closest_lo_m", "float64", "lower end of its 90 % interval, metres"),
        Column("closest_hi_m", "float64", "upper end of its 90 % interval, metres"),
        Column("minutes_inside", "float64", "time between consecutive fixes that both lie in the zone, minutes", low=0),
        Column("minutes_in_ring", "float64", "time between consecutive fixes that both lie in the ring, minutes", low=0),
        Column("heading_in", "float64", "direction of travel on the way in, degrees from north", nullable=True, low=0, high=360),
        Column("n_fixes", "int64", "fixes in the ring", low=1),
        Column("gap_minutes", "float64", "silence of five minutes and more inside it, minutes", low=0),
        _FIRST,
        _LAST,
    ),
)

DRIFT = Table(
    "drift",
    (
        Column("place_id", "str", "the place where the tag lay still"),
        _WEARER,
        Column("zone_id", "str", "the zone beside it"),
        *_lonlat("the place"),
        Column("distance_m", "float64", "from the place to the zone's edge, metres; negative inside"),
        Column("error_m", "float64", "how well that distance is known, metres", low=0),
        Column("nights_here", "int64", "nights with four hours and more of stays there between 22:00 and 06:00", low=0),
        Column("nights", "int64", "nights replayed: those, or with fewer than seven all of the wearer's", low=0),
        Column("n_fixes", "int64", "fixes in those nights", low=0),
        Column("drift_median_m", "float64", "half of these fixes lie within this of the place, metres", nullable=True, low=0),
        Column("drift_95_m", "float64", "95 % lie within this of it, metres", nullable=True, low=0),
        Column("bias_m", "float64", "from a known place to the mean of its fixes, metres", nullable=True, low=0),
        *(
            Column(f"{level}_{end}", "float64", f"false {level} episodes in a week spent there, {what}", nullable=True, low=0)
            for level in ("possible", "established")
            for end, what in (("per_week", "expected"), ("lo", "lower end of 90 %"), ("hi", "upper end of 90 %"))
        ),
        Column("drift_prone", "bool", "over 0.1 established a week from several nights, or fixes centred beside the known place"),
        Column("answer", "str", "the same with what cannot be told", among=("drift-prone", "not shown", "cannot tell", "inside")),
        Column("because", "str", "in words"),
    ),
)

ZONES = Table(
    "zones",
    (
        Column("zone_id", "str", "id as supplied, else file and row"),
        Column("name", "str", "what people call it"),
        Column("kind", "str", "exclusion, inclusion, restriction or other words of the source"),
        Column("buffer_m", "float64", "ring that belongs to the order, metres", low=0),
        Column("edge_error_m", "float64", "how well the edge is drawn, metres per axis", low=0),
        _FILE,
        _ROW,
        Column("geometry", "geometry", "polygon, WGS 84 degrees"),
    ),
)

PLACES = Table(
    "places",
    (
        Column("place_id", "str", "id of the place"),
        Column("name", "str", "what people call it"),
        *_lonlat("the place"),
        Column("radius_m", "float64", "size of the place, metres", low=0),
    ),
)

SET_ASIDE = Table("set aside", (_FILE, _ROW, Column("reason", "str", "why the row could not be used")))

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
        _WEARER,
        Column("day", "str", "calendar day in UTC, as 2026-03-03"),
        Column("fixes", "int64", "fixes of that day", low=0),
        Column("minutes_seen", "float64", "minutes of the day within five minutes' silence or less", low=0, high=1440),
        Column("longest_gap_minutes", "float64", "longest silence that touches the day, minutes", low=0),
    ),
)

CRIMES = Table(
    "crimes",
    (
        Column("crime_id", "str", "the reference as the force gave it"),
        Column("version", "int64", "which submission of that crime", low=1),
        Column("force", "str", "police force"),
        Column("kind", "str", "crime type id as supplied"),
        Column("start", UTC_US, "earliest moment of the crime, UTC"),
        Column("end", UTC_US, "latest moment of the crime, UTC; may equal start"),
        *_lonlat("the crime"),
        Column("location_error_m", "float64", "how well the position is known, metres per axis", low=0),
        Column("text", "str", "free text as supplied"),
        _FILE,
        _ROW,
    ),
)

_CRIME = Column("crime_id", "str", "the reference as the force gave it")

CRIME_HITS = Table(
    "hits",
    (
        _CRIME,
        _WEARER,
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
        _WEARER,
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
        _WEARER,
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
        _WEARER,
        Column("label", "str", "run and place in it: A1, A2, B1"),
        Column("fix_id", "str", "the fix"),
        Column("time", UTC_US, "when, UTC"),
        Column("distance_m", "float64", "from the crime, metres", low=0),
        Column("accuracy_m", "float64", "radius of the circle as supplied, metres", nullable=True, low=0),
        Column("method", "str", "how the position was found", among=METHODS),
    ),
)

TRUTH = Table(
    "truth",
    (
        Column("wearer_id", "category", "whose whereabouts"),
        Column("time", UTC_US, "the moment, UTC; every ten seconds"),
        *_lonlat("where the simulated person is"),
        Column("mode", "category", "how the person moves", among=MODES),
        Column("place_id", "category", "the place stayed at; missing on the way", nullable=True),
        Column("indoors", "bool", "inside a building, a station or a tunnel"),
    ),
)
