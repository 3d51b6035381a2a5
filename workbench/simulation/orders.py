"""Orders in the workbench's own JSON shape: curfews, zones, appointments, permitted absences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from workbench.simulation import land
from workbench.simulation.people import Person
from workbench.simulation.places import Place
from workbench.simulation.wearer import Span

__all__ = ["order_of", "place_entry"]

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def place_entry(place: Place, *, place_id: str | None = None) -> dict[str, Any]:
    """Write a place as an entry of an order."""
    lon, lat = land.EASTMERE.to_degrees(place.x, place.y)
    return {
        "place_id": place_id or place.place_id,
        "name": place.name,
        "lon": round(float(lon), 6),
        "lat": round(float(lat), 6),
        "radius_m": max(40.0, place.radius_m),
    }


def order_of(
    order_id: str, person: Person, span: Span, zones: Sequence[dict[str, Any]], *, absences: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    """Write the order a person is under."""
    clock = f"{int(person.curfew_minute) // 60:02d}:{int(person.curfew_minute) % 60:02d}"
    nights = [{"day": _DAYS[d], "start": clock, "end": "07:00"} for d in person.curfew_nights]
    days = [pd.Timestamp(dt.datetime.combine(span.first, dt.time())) + pd.Timedelta(days=i) for i in range(span.days)]
    booked = [
        (day + pd.Timedelta(minutes=habit.minute), habit.minutes)
        for day in days
        for habit in person.habits
        if habit.place.kind == "probation" and habit.weekday == day.weekday()
    ]
    return {
        "order_id": order_id,
        "wearer_id": person.wearer_id,
        "timezone": span.timezone,
        "start": f"{days[0]:%Y-%m-%d}",
        "end": f"{days[0] + pd.Timedelta(days=182):%Y-%m-%d}",
        "places": [place_entry(person.home, place_id="home"), place_entry(person.office, place_id="office")],
        "curfews": [{"place_id": "home", "grace_minutes": 5, "schedule": nights}] if nights else [],
        "zones": [
            {
                "zone_id": z["zone_id"],
                "kind": z["kind"],
                "name": z["name"],
                "geometry": z["geometry"],
                "buffer_m": z["buffer_m"],
                "schedule": None,
                "drawn_by": "Eastmere court office",
            }
            for z in zones
        ],
        "appointments": [
            {
                "appointment_id": f"{order_id}-A{i}",
                "place_id": "office",
                "start": f"{when:%Y-%m-%dT%H:%M}",
                "minutes": int(length),
            }
            for i, (when, length) in enumerate(booked, 1)
        ],
        "absences": [dict(a) for a in absences],
    }
