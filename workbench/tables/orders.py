"""What orders say and what follows from them: orders, clauses, places, permissions, duties."""

from __future__ import annotations

from workbench.tables.columns import FILE, ROW, WEARER
from workbench.tables.schema import Column, Table
from workbench.time import UTC_US

__all__ = [
    "ALERTS",
    "CLAUSES",
    "CLAUSE_KINDS",
    "DUTIES",
    "DUTY_KINDS",
    "ORDERS",
    "ORDER_CHANGES",
    "ORDER_PLACES",
    "OUTCOMES",
    "PERMISSIONS",
]

DUTY_KINDS = ("curfew", "exclusion", "inclusion", "restriction", "appointment", "non_association", "moving_zone", "device")

OUTCOMES = ("complied", "breached", "unclear", "no data", "excused")

CLAUSE_KINDS = (*DUTY_KINDS, "residence")

_ORDER = Column("order_id", "str", "the order")
_VERSION = Column("version", "int64", "version of the order, counted from 1", low=0)
_CLAUSE = Column("clause_id", "str", "the clause of the order")
_PLACE = Column("place_id", "str", "place of the order where it holds", nullable=True)
_ZONE = Column("zone_id", "str", "zone of the order where it holds", nullable=True)
_TEXT = Column("text", "str", "what the order says, word for word; empty where the file gives no text")

ORDERS = Table(
    "orders",
    (
        _ORDER,
        _VERSION,
        WEARER,
        Column("kind", "str", "kind of order, as supplied", nullable=True),
        Column("timezone", "str", "zone in which the order's clock times are meant"),
        Column("start", UTC_US, "first moment of this version in force; missing where the file states none", nullable=True),
        Column("end", UTC_US, "moment this version is over, not part of it; missing where it has no end", nullable=True),
        Column("source", "str", "document it was taken from, as supplied", nullable=True),
        Column("entered_by", "str", "who entered it", nullable=True),
        FILE,
        ROW,
    ),
)

CLAUSES = Table(
    "clauses",
    (
        _ORDER,
        _VERSION,
        _CLAUSE,
        WEARER,
        Column("kind", "str", "what it asks", among=CLAUSE_KINDS),
        _PLACE,
        _ZONE,
        Column("name", "str", "what people call its zone, place or purpose", nullable=True),
        _TEXT,
        Column("start", UTC_US, "first moment it is in force; missing where the file states none", nullable=True),
        Column("end", UTC_US, "moment it is no longer in force; missing where it has no end", nullable=True),
        Column("hours", "str", "its hours in words; empty where it names none"),
        Column("grace_minutes", "float64", "minutes of absence that are allowed", nullable=True, low=0),
        Column("buffer_m", "float64", "ring of approach around its zone, metres", nullable=True, low=0),
        Column("edge_error_m", "float64", "how well its edge is drawn, metres per axis", nullable=True, low=0),
        Column("within_m", "float64", "how near the other person or device may be, metres", nullable=True, low=0),
        Column("with_wearer", "str", "whom not to meet", nullable=True),
        Column("around_device", "str", "device that its zone moves with", nullable=True),
        Column("device_id", "str", "device that is to be worn", nullable=True),
        Column("drawn_by", "str", "who drew its zone", nullable=True),
        Column("entered_by", "str", "who entered it", nullable=True),
        Column("no_duty", "str", "why no duty follows from it; empty where duties do"),
        FILE,
        ROW,
        Column("geometry", "geometry", "area of its zone, WGS 84 degrees", nullable=True),
    ),
)

ORDER_PLACES = Table(
    "order places",
    (
        _ORDER,
        _VERSION,
        Column("place_id", "str", "id within the order"),
        Column("name", "str", "what people call it", nullable=True),
        Column(
            "lon",
            "float64",
            "longitude, WGS 84 degrees; missing where the address was not found",
            nullable=True,
            low=-180,
            high=180,
        ),
        Column(
            "lat", "float64", "latitude, WGS 84 degrees; missing where the address was not found", nullable=True, low=-90, high=90
        ),
        Column("radius_m", "float64", "radius that counts as there, metres", nullable=True, low=0),
        FILE,
        ROW,
    ),
)

PERMISSIONS = Table(
    "permissions",
    (
        _ORDER,
        _VERSION,
        Column("permission_id", "str", "id as supplied, else made from its row"),
        Column(
            "kind", "str", "a permission names its clauses; an absence holds for every curfew", among=("permission", "absence")
        ),
        WEARER,
        Column("start", UTC_US, "first moment that is allowed, UTC"),
        Column("end", UTC_US, "moment it is over, UTC; not part of it"),
        Column("reason", "str", "why, as supplied", nullable=True),
        Column("granted_by", "str", "who allowed it", nullable=True),
        Column("granted_at", UTC_US, "when it was allowed, UTC", nullable=True),
        FILE,
        ROW,
    ),
)

ALERTS = Table(
    "alerts",
    (
        Column("alert_id", "str", "id as supplied"),
        WEARER,
        Column("start", UTC_US, "when the alert was raised, UTC"),
        Column("minutes", "float64", "how long it lasted, minutes; missing where not stated", nullable=True, low=0),
        Column("code", "str", "code of the alert, as AL09; empty where it has none"),
        Column("words", "str", "what the alert says, word for word"),
        Column("outcome", "str", "what the alert amounts to for a duty, if it is right", among=OUTCOMES),
        Column("counted", "bool", "whether the supplier counts it to the total of violations"),
        Column("reason", "str", "reasonable excuse, as supplied", nullable=True),
        FILE,
        ROW,
    ),
)

ORDER_CHANGES = Table(
    "changes of orders",
    (
        Column("clause_id", "str", "the clause that changed; empty where the order itself did"),
        Column("what", "str", "what changed of it"),
        Column("before", "str", "as it was; empty where there was none"),
        Column("after", "str", "as it is; empty where there is none"),
        Column("words", "str", "the change in a sentence"),
    ),
)

DUTIES = Table(
    "duties",
    (
        Column("duty_id", "str", "order, version, clause and start: the same in any window"),
        _ORDER,
        _VERSION,
        _CLAUSE,
        WEARER,
        Column("kind", "str", "what is to be kept", among=DUTY_KINDS),
        Column("start", UTC_US, "first moment it holds, UTC"),
        Column("end", UTC_US, "moment it is over, UTC; not part of it"),
        _PLACE,
        _ZONE,
        Column("permission_id", "str", "permission or absence that lifts it; missing where none does", nullable=True),
        _TEXT,
    ),
)
