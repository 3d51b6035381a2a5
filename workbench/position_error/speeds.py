"""How fast anything a tag can ride in is: the one table of speed caps, metres per second."""

from __future__ import annotations

__all__ = ["AIR_MS", "HIGH_SPEED_RAIL_MS", "RAIL_MS", "ROAD_MS"]

ROAD_MS = 36.0
"""130 km/h: nobody is taken to travel faster on any road, however short the way (the default of telcell)."""

RAIL_MS = 56.0
"""202 km/h: the fastest ordinary main lines of Great Britain (125 mph)."""

HIGH_SPEED_RAIL_MS = 90.0
"""324 km/h: trains of High Speed 1 run at 225 to 300 km/h."""

AIR_MS = 320.0
"""1,150 km/h over the ground: an airliner with a strong wind behind it."""
