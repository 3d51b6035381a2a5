"""What trajectory tools find: stays, gaps, trips, places, approaches, meetings, drift."""

from __future__ import annotations

from workbench.tables.columns import FIRST, LAST, WEARER, lonlat, span
from workbench.tables.schema import Column, Table
from workbench.time import UTC_US

__all__ = ["APPROACHES", "DRIFT", "GAPS", "GAP_KINDS", "HAUNTS", "LEVELS", "MEETINGS", "PLACES", "STAYS", "TRIPS", "TRIP_MODES"]

GAP_KINDS = ("short", "indoor", "transit", "power", "unexplained")

TRIP_MODES = ("walk", "vehicle", "rail", "unknown")

LEVELS = ("near", "possible", "probable", "established")

STAYS = Table(
    "stays",
    (
        Column("stay_id", "str", "wearer and running number"),
        WEARER,
        *span("stay"),
        *lonlat("its centre"),
        Column("radius_m", "float64", "how far its fixes spread around the centre, metres", low=0),
        Column("error_m", "float64", "standard error of the centre per axis, metres", low=0),
        Column("n_fixes", "int64", "fixes it rests on", low=1),
        FIRST,
        LAST,
    ),
)

GAPS = Table(
    "gaps",
    (
        Column("gap_id", "str", "wearer and running number"),
        WEARER,
        *span("silence"),
        Column("kind", "str", "the likely cause", among=GAP_KINDS),
        Column("reach_m", "float64", "how far the wearer could have gone and come back, metres", low=0),
        FIRST,
        LAST,
    ),
)

TRIPS = Table(
    "trips",
    (
        Column("trip_id", "str", "wearer and running number"),
        WEARER,
        *span("trip"),
        Column("mode", "str", "the likely way of travelling", among=TRIP_MODES),
        Column("distance_m", "float64", "along the fixes, metres: the least that was travelled", low=0),
        Column("straight_m", "float64", "from the first fix to the last, metres", low=0),
        Column("speed_kmh", "float64", "distance over the time seen, km/h", nullable=True, low=0),
        Column("gap_minutes", "float64", "silence of five minutes and more inside it, minutes", low=0),
        Column("n_fixes", "int64", "fixes it rests on", low=2),
        Column("from_stay_id", "str", "the stay it left; missing where none was seen", nullable=True),
        Column("to_stay_id", "str", "the stay it led to; missing where none was seen", nullable=True),
        FIRST,
        LAST,
    ),
)

HAUNTS = Table(
    "places found",
    (
        Column("place_id", "str", "wearer and running number, the most minutes first"),
        WEARER,
        *lonlat("the place"),
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
        *span("meeting"),
        *lonlat("where they met"),
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
        WEARER,
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
        FIRST,
        LAST,
    ),
)

DRIFT = Table(
    "drift",
    (
        Column("place_id", "str", "the place where the tag lay still"),
        WEARER,
        Column("zone_id", "str", "the zone beside it"),
        *lonlat("the place"),
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

PLACES = Table(
    "places",
    (
        Column("place_id", "str", "id of the place"),
        Column("name", "str", "what people call it"),
        *lonlat("the place"),
        Column("radius_m", "float64", "size of the place, metres", low=0),
    ),
)
