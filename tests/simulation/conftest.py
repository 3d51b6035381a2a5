"""One small simulated world, made once for all tests of the room."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from workbench.simulation.borough import Borough, build_borough
from workbench.simulation.run import Simulation, simulate
from workbench.simulation.wearer import Life, live_life, span_of
from workbench.time.instants import micros


@pytest.fixture(scope="session")
def town() -> Borough:
    return build_borough()


@pytest.fixture(scope="session")
def sim() -> Simulation:
    return simulate(seed=11, wearers=6, days=14)


@pytest.fixture(scope="session")
def lives(town: Borough) -> list[Life]:
    span = span_of("2026-02-23", 14, "Europe/London")
    return [live_life(number, 11, town, span) for number in range(6)]


@pytest.fixture(scope="session")
def measured(lives: list[Life]) -> pd.DataFrame:
    """Fixes beside the truth at their second: error in metres, what the person did, where."""
    from workbench.simulation.land import EASTMERE

    parts = []
    for life in lives:
        seconds = (micros(life.fixes["time"]) - micros(life.knots["time"])[0]) // 1_000_000
        x, y = life.path.at(seconds)
        fx, fy = EASTMERE.to_metres(life.fixes["lon"], life.fixes["lat"])
        knot = life.path.stretch(seconds)
        parts.append(
            life.fixes.assign(
                seconds=seconds,
                dx=fx - x,
                dy=fy - y,
                error=np.hypot(fx - x, fy - y),
                x=x,
                y=y,
                mode=life.path.mode[knot],
                inside=life.path.indoors[knot],
                place=life.path.place[knot],
                underground=life.path.underground[knot],
            )
        )
    return pd.concat(parts, ignore_index=True)


@pytest.fixture
def share() -> Callable[[pd.DataFrame], float]:
    """Share of fixes whose error lies within the 68 % circle that belongs to the claimed 95 % one."""

    def inside(fixes: pd.DataFrame) -> float:
        known = fixes[fixes["accuracy_m"].notna()]
        radius = known["accuracy_m"] * np.sqrt(np.log(1 - 0.68) / np.log(1 - 0.95))
        return float((known["error"] <= radius).mean())

    return inside
