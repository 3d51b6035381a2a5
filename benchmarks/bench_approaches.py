"""Approaches: ours, with levels and intervals, against MovingPandas' clip on the grown zones, whole call, in one run.

Run ``python -m benchmarks.bench_approaches``.
"""

from __future__ import annotations

import sys

import geopandas as gpd
import numpy as np

import workbench as wb
from benchmarks.made import wanderer
from benchmarks.timing import Row, cpu_seconds, show
from workbench.space import circle
from workbench.testing import SEA
from workbench.trajectory.warm import warm

SIZE, ZONES, RING_M = 20_000, 20, 250.0


def zones() -> gpd.GeoDataFrame:
    """Circles of 50 to 300 m spread over the town of the made tracks."""
    rng = np.random.default_rng(3)
    lon, lat = SEA.to_degrees(*rng.uniform(-6000, 6000, (2, ZONES)))
    shapes = [circle(a, b, r) for a, b, r in zip(lon, lat, rng.uniform(50, 300, ZONES), strict=True)]
    return gpd.GeoDataFrame({"zone_id": [f"Z{i + 1}" for i in range(ZONES)]}, geometry=shapes, crs="EPSG:4326")


def rows() -> list[Row]:
    """Time both engines on one wearer and twenty zones; the columns of the table are the same for both."""
    warm()
    tracks, areas = wanderer(2, SIZE), zones()
    counts = [len(wb.find_approaches(tracks, areas, ring_m=RING_M, engine=e)) for e in ("auto", "movingpandas")]
    ours = cpu_seconds(lambda: wb.find_approaches(tracks, areas, ring_m=RING_M), 5)
    peer = cpu_seconds(lambda: wb.find_approaches(tracks, areas, ring_m=RING_M, engine="movingpandas"), 1)
    words = f"{counts[0]} approaches (MovingPandas {counts[1]})"
    return [Row(f"approaches, {ZONES} zones, one fix a minute", SIZE, peer, ours, words)]


def main() -> int:
    """Print the table."""
    show(rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
