"""Zones and orders: curfews, zones, appointments, permitted absences, in the workbench's own JSON shape."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.simulation import land
from workbench.simulation.borough import Borough
from workbench.simulation.people import Person
from workbench.simulation.places import Place
from workbench.simulation.wearer import Span
from workbench.tables import ZONES

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["circle_zone", "order_of", "place_entry", "street_zone", "zone_table"]

Zone = dict[str, Any]


def circle_zone(zone_id: str, name: str, kind: str, place: Place, radius_m: float, buffer_m: float) -> Zone:
    """Draw a round zone about a place."""
    # 32 corners.
    turn = np.linspace(0, 2 * np.pi, 33)
    return _zone(zone_id, name, kind, place.x + radius_m * np.cos(turn), place.y + radius_m * np.sin(turn), buffer_m)


def street_zone(
    zone_id: str,
    name: str,
    borough: Borough,
    place: Place,
    *,
    along_m: float = 190.0,
    across_m: float = 75.0,
    buffer_m: float = 250.0,
) -> Zone:
    """Draw an exclusion zone along the street in front of a place."""
    # An eight-cornered box turned along the street.
    streets = borough.streets
    out = np.array([place.x - streets.x[place.access], place.y - streets.y[place.access]])
    across = out / np.hypot(*out)
    along = np.array([-across[1], across[0]])
    cut = 35.0
    corners = np.array(
        [
            (along_m, across_m - cut),
            (along_m - cut, across_m),
            (cut - along_m, across_m),
            (-along_m, across_m - cut),
            (-along_m, cut - across_m),
            (cut - along_m, -across_m),
            (along_m - cut, -across_m),
            (along_m, cut - across_m),
            (along_m, across_m - cut),
        ]
    )
    x = streets.x[place.access] + corners[:, 0] * along[0] + corners[:, 1] * across[0]
    y = streets.y[place.access] + corners[:, 0] * along[1] + corners[:, 1] * across[1]
    return _zone(zone_id, name, "exclusion", x, y, buffer_m)


def _zone(zone_id: str, name: str, kind: str, x: np.ndarray, y: np.ndarray, buffer_m: float) -> Zone:
    lon, lat = land.EASTMERE.to_degrees(x, y)
    ring = [[round(float(a), 6), round(float(b), 6)] for a, b in zip(lon, lat, strict=True)]
    ring[-1] = ring[0]
    return {
        "zone_id": zone_id,
        "name": name,
        "kind": kind,
        "buffer_m": buffer_m,
        "edge_error_m": 5.0,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def zone_table(zones: Sequence[Zone]) -> gpd.GeoDataFrame:
    """Make the zones table."""
    import geopandas as gpd
    from shapely.geometry import shape

    if not zones:
        return gpd.GeoDataFrame(ZONES.empty(), geometry="geometry", crs=4326)
    rows = [{**z, "file": "simulated", "row": i, "geometry": shape(z["geometry"])} for i, z in enumerate(zones, 1)]
    return gpd.GeoDataFrame(ZONES.arrange(gpd.GeoDataFrame(rows)), geometry="geometry", crs=4326)


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
