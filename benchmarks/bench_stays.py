"""Stays: ``engine="plain"`` and ``engine="auto"`` against MovingPandas itself, whole call, in one run.

Run ``python -m benchmarks.bench_stays``. Needed: 200 times on 100,000 minute-spaced fixes, 20 times on dense ones.
"""

from __future__ import annotations

import sys

import workbench as wb
from benchmarks.made import wanderer
from benchmarks.timing import Row, cpu_seconds, show
from workbench.trajectory.warm import warm

JOBS = (
    ("one fix a minute", 100_000, 60.0, 200.0),
    ("one fix in five seconds", 20_000, 5.0, 20.0),
    ("one fix a second", 20_000, 1.0, 20.0),
)


def rows() -> list[tuple[Row, float]]:
    """Time all jobs; with each goes the ratio that is needed (0: none)."""
    warm()
    found = []
    for name, size, every_s, needed in JOBS:
        tracks = wanderer(1, size, every_s=every_s)
        theirs = wb.find_stays(tracks, engine="movingpandas")
        peer = cpu_seconds(lambda t=tracks: wb.find_stays(t, engine="movingpandas"), 1)
        for engine in ("plain", "auto"):
            ours = wb.find_stays(tracks, engine=engine)
            spent = cpu_seconds(lambda t=tracks, e=engine: wb.find_stays(t, engine=e), 7)
            same = ", the same" if ours[["start", "end"]].equals(theirs[["start", "end"]]) else ""
            words = f"{len(ours):,} stays{same} (MovingPandas {len(theirs):,})"
            found.append((Row(f"stays, {engine}, {name}", size, peer, spent, words), needed if engine == "plain" else 0.0))
    return found


def main() -> int:
    """Print the table; exit status 1 if a needed ratio is missed."""
    timed = rows()
    show([row for row, _ in timed])
    return int(any(row.ratio < needed for row, needed in timed))


if __name__ == "__main__":
    sys.exit(main())
