"""Five orders of the bundled case after which nobody has breached anything, though a careless reader would say so.

Each is one way in which people were arrested on public record: the wrong kind of order, a version that had been replaced,
a curfew that nobody had made, a condition of residence read as one, a visit that had been allowed.
"""

from __future__ import annotations

from typing import Any

from workbench.simulation.borough import Borough
from workbench.simulation.orders import circle_zone, place_entry
from workbench.simulation.people import Person
from workbench.simulation.places import Place

__all__ = ["story_orders"]

_ALLOWED, _LATER, _VISITED = "P016", "P182", "P153"
"""Where W1 was allowed to be on 5 March, where W2 never went, and where W2 went from 6 March on: see truth_knots.csv."""
_ZONE_M = 60.0
_BY = "Eastmere court office"


def story_orders(borough: Borough, first: Person, second: Person) -> list[dict[str, Any]]:
    """Write the five stories as orders of W1 and W2."""
    places = {place.place_id: place for place in borough.places}
    return [
        *_kind_of_order(second),
        *_superseded(second, places),
        _no_curfew(second),
        _residence(first),
        _permitted(first, places[_ALLOWED]),
    ]


def _order(order_id: str, person: Person, kind: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    home = place_entry(person.home, place_id="home")
    both = {"order_id": order_id, "wearer_id": person.wearer_id, "kind": kind, "timezone": "Europe/London"}
    return {**both, "start": start, "end": end, "entered_by": _BY, "places": [home], **more}


def _zone(clause_id: str, place: Place, text: str) -> dict[str, Any]:
    drawn = circle_zone(f"Z-{place.place_id}", f"Around {place.name}", "exclusion", place, _ZONE_M, 0.0)
    return {**drawn, "clause_id": clause_id, "text": text, "schedule": None, "drawn_by": _BY}


def _kind_of_order(person: Person) -> list[dict[str, Any]]:
    """A sentence had a curfew, and has ended; bail follows it, without one. W2 was out on the evening of 27 February."""
    nights = [{"day": "Mo-Su", "start": "20:00", "end": "07:00"}]
    curfew = {
        "clause_id": "curfew",
        "text": "To be at home from 8 pm to 7 am.",
        "place_id": "home",
        "grace_minutes": 5,
        "schedule": nights,
    }
    live = {"clause_id": "live", "place_id": "home", "text": "To live at 60 Oyster Lane."}
    return [
        _order("S1-sentence", person, "community order", "2026-02-23", "2026-02-25", curfews=[curfew]),
        _order("S1-bail", person, "bail", "2026-02-26", "2026-03-22", residence=[live]),
    ]


def _superseded(person: Person, places: dict[str, Place]) -> list[dict[str, Any]]:
    """A zone was moved on 5 March; W2 went to where it had been from 6 March on."""
    earlier, later = places[_VISITED], places[_LATER]
    return [
        _order(
            "S2",
            person,
            "bail",
            "2026-02-23",
            "2026-03-22",
            version=1,
            zones=[_zone("zone", earlier, f"Not to go to {earlier.name}.")],
        ),
        _order(
            "S2",
            person,
            "bail",
            "2026-02-23",
            "2026-03-22",
            version=2,
            in_force_from="2026-03-05T12:00",
            zones=[_zone("zone", later, f"Not to go to {later.name}.")],
        ),
    ]


def _no_curfew(person: Person) -> dict[str, Any]:
    """An order without any curfew; W2 was out late more than once."""
    office = {"clause_id": "live", "place_id": "home", "text": "To live at an approved address."}
    return _order("S3", person, "licence", "2026-02-23", "2026-03-22", curfews=[], residence=[office])


def _residence(person: Person) -> dict[str, Any]:
    """A condition of residence says where to live; W1 was away on the evening of 3 March."""
    live = {"clause_id": "live", "place_id": "home", "text": f"To live and sleep at {person.home.name}."}
    return _order("S4", person, "licence", "2026-02-23", "2026-03-22", residence=[live])


def _permitted(person: Person, place: Place) -> dict[str, Any]:
    """A zone, and a visit in it that was allowed the day before."""
    allowed = {
        "permission_id": "visit",
        "clause_ids": ["zone"],
        "start": "2026-03-05T17:30",
        "end": "2026-03-05T21:00",
        "reason": "to see a relative, by arrangement",
        "granted_by": "supervising officer",
        "granted_at": "2026-03-04T15:00",
    }
    zone = _zone("zone", place, f"Not to go to {place.name} without prior approval of your supervising officer.")
    return _order("S5", person, "licence", "2026-03-04", "2026-03-06", zones=[zone], permissions=[allowed])
