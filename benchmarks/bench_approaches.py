"""Approaches: ours, with levels and intervals, against MovingPandas' clip on the grown zones, whole call, in one run.

Run ``python -m benchmarks.bench_approaches``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import geopandas as gpd
import numpy as np

import workbench as wb
from benchmarks.made import wanderer
from benchmarks.timing import Row, cpu_seconds, show
from workbench.geo.projection import circle
from workbench.testing import SEA
from workbench.trajectory.approaches import runs_near
from workbench.trajectory.trails import trails
from workbench.trajectory.warm import warm
from workbench.trajectory.zones import checked_zones

SIZE, ZONES, RING_M = 20_000, 20, 250.0


def zones() -> gpd.GeoDataFrame:
    """Circles of 50 to 300 m spread over the town of the made tracks."""
    rng = np.random.default_rng(3)
    lon, lat = SEA.to_degrees(*rng.uniform(-6000, 6000, (2, ZONES)))
    shapes = [circle(a, b, r) for a, b, r in zip(lon, lat, rng.uniform(50, 300, ZONES), strict=True)]
    return gpd.GeoDataFrame({"zone_id": [f"Z{i + 1}" for i in range(ZONES)]}, geometry=shapes, crs="EPSG:4326")


def runs_alone(tracks: wb.Tracks, areas: gpd.GeoDataFrame, engine: str) -> int:
    """Find only which fixes belong to an approach: what MovingPandas' clip answers."""
    listed = checked_zones(areas)
    return sum(len(runs_near(trail, zone, RING_M, engine).first) for trail in trails(tracks) for zone in listed)


def rows() -> list[Row]:
    """Time both engines on one wearer and twenty zones: the runs alone, and the whole table with its intervals."""
    warm()
    tracks, areas = wanderer(2, SIZE), zones()
    jobs: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("runs alone", lambda engine: runs_alone(tracks, areas, engine)),
        ("whole table", lambda engine: len(wb.find_approaches(tracks, areas, ring_m=RING_M, engine=engine))),
    )
    found = []
    for name, job in jobs:
        words = f"{job('auto')} approaches (MovingPandas {job('movingpandas')})"
        peer, ours = cpu_seconds(lambda j=job: j("movingpandas"), 1), cpu_seconds(lambda j=job: j("auto"), 5)
        found.append(Row(f"approaches, {ZONES} zones, one fix a minute, {name}", SIZE, peer, ours, words))
    return found


def main() -> int:
    """Print the table."""
    show(rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
