"""Made tracks and claims in open sea for this room."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from workbench import Claim, Tracks
from workbench.testing import SEA, make_fixes, make_tracks

DAY = "2026-03-03"


def _claim(x: float, y: float, start: str, end: str | None, **fields) -> Claim:
    lon, lat = SEA.to_degrees([x], [y])
    last = None if end is None else f"{DAY} {end}"
    return Claim(place=(float(lon[0]), float(lat[0])), start=f"{DAY} {start}", end=last, timezone="UTC", **fields)


def _walk(minutes, x=0.0, y=0.0, *, seed: int = 0, sigma: float = 4.0, **fields) -> Tracks:
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, sigma, (2, len(minutes)))
    return make_tracks(make_fixes(minutes=minutes, x=x + noise[0], y=y + noise[1], **fields))


@pytest.fixture(scope="session")
def claim_at() -> Callable[..., Claim]:
    """Claim a circle some metres east and north of the origin on 3 March, UTC."""
    return _claim


@pytest.fixture(scope="session")
def walk() -> Callable[..., Tracks]:
    """Make a track along given metres with small normal errors."""
    return _walk


@pytest.fixture(scope="session")
def at_home() -> Tracks:
    """Four weeks at the origin, a fix each three minutes."""
    return _walk(np.arange(0, 28 * 1440, 3.0), start="2026-02-10T00:00Z")


@pytest.fixture(scope="session")
def outing() -> Tracks:
    """At the origin; from 21:00 to 21:15 on the way to a place 3 km east; there until 22:00; back by 22:15."""
    minutes = np.arange(0, 1440, 1.5)
    return _walk(minutes, np.interp(minutes, [0, 1260, 1275, 1320, 1335, 1440], [0, 0, 3000, 3000, 0, 0]), seed=2)
