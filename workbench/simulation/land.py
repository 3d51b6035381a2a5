"""The fixed ground of Eastmere: river, bridges, railway, parks, tall streets. Metres around the borough's centre.

The borough lies in open sea off the Essex coast, so no real address can be meant.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.geo import LocalFrame

__all__ = [
    "BRIDGES_X",
    "CANYONS",
    "EASTMERE",
    "HALF_HEIGHT_M",
    "HALF_WIDTH_M",
    "MAIN_ROADS",
    "PARKS",
    "RIVER_WIDTH_M",
    "SEA_BOX",
    "STATIONS",
    "TUNNEL",
    "Disc",
    "in_discs",
    "river_y",
]

EASTMERE = LocalFrame(1.45, 51.62)
"""The borough's local frame: metres east and north of its centre."""

SEA_BOX = (1.36, 51.57, 1.54, 51.67)
"""West, south, east, north in degrees: everything simulated, error and all, lies inside; no land does."""

HALF_WIDTH_M = 2500.0
HALF_HEIGHT_M = 2000.0
RIVER_WIDTH_M = 60.0
BRIDGES_X = (-950.0, 1150.0)


class Disc(NamedTuple):
    """A round area: a park, or a street of tall buildings."""

    x: float
    y: float
    radius_m: float


PARKS = (Disc(-500.0, 950.0, 190.0), Disc(-1500.0, -750.0, 120.0), Disc(650.0, -1200.0, 220.0), Disc(1850.0, 950.0, 170.0))
"""In the order of their names."""

CANYONS = (Disc(150.0, 450.0, 260.0), Disc(-300.0, -900.0, 170.0), Disc(1250.0, -450.0, 190.0), Disc(-1300.0, 750.0, 120.0))
"""Where tall buildings spoil the sky."""

STATIONS = ((-2150.0, -1250.0), (-1150.0, -750.0), (0.0, 250.0), (1100.0, 700.0), (2100.0, 1250.0))
"""Stations of the railway, south-west to north-east."""

TUNNEL = (1, 3)
"""Between these stations (by number) the railway runs under the ground, below the river."""

MAIN_ROADS = (
    ((-2300.0, 1000.0), (2300.0, 1100.0)),
    ((-2300.0, -900.0), (2300.0, -900.0)),
    ((BRIDGES_X[0], 1800.0), (BRIDGES_X[0], -1800.0)),
    ((BRIDGES_X[1], 1800.0), (BRIDGES_X[1], -1800.0)),
)
"""Ends of the four main roads, in the order of their names."""


def river_y(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the middle of the river at an easting."""
    # Source: an invented river.
    return -300.0 + 230.0 * np.sin(x / 900.0 + 0.4) + 0.04 * x


def in_discs(x: NDArray[np.float64], y: NDArray[np.float64], discs: tuple[Disc, ...]) -> NDArray[np.bool_]:
    """Say which points lie in any of some round areas."""
    inside = np.zeros(np.shape(x), bool)
    for disc in discs:
        inside |= np.hypot(x - disc.x, y - disc.y) < disc.radius_m
    return inside
