"""Small orders as a person would write them."""

from __future__ import annotations

from typing import Any

__all__ = ["HOME", "NIGHTS", "curfew", "order", "square"]

HOME = {"place_id": "home", "name": "12 Mere Lane", "lon": 1.2, "lat": 51.4, "radius_m": 40}
NIGHTS = [{"day": "daily", "start": "19:00", "end": "07:00"}]


def curfew(**more: Any) -> dict[str, Any]:
    """Write a curfew at home, every night unless told otherwise."""
    return {"clause_id": "c1", "text": "To be at home.", "place_id": "home", "grace_minutes": 5, "schedule": NIGHTS, **more}


def square(lon: float = 1.2, lat: float = 51.4, half: float = 0.01) -> dict[str, Any]:
    """Write a square about a position."""
    ring = [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def order(**more: Any) -> dict[str, Any]:
    """Write an order of W1 from 1 March 2026."""
    return {"order_id": "O1", "wearer_id": "W1", "kind": "licence", "start": "2026-03-01", "places": [HOME], **more}
