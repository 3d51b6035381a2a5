"""Zones, meetings and loading of ours beside those of the peers, as :mod:`benchmarks.peers` does for stays.

Run ``python -m benchmarks.peers_other PEERS_PYTHON [--write]``: the first names the Python of an environment with as many of
``movingpandas trackintel pymeos`` as can be.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.bench_approaches import zones
from benchmarks.bench_loading import feed, plain
from benchmarks.made import wanderer
from benchmarks.peers_run import put, run
from workbench.tables.tracks import Tracks
from workbench.testing import make_tracks

MANY, SOME, DAYS = 300_000, 20_000, 28
JOBS = {
    "zones": (
        ("zones_geopandas", MANY, 3),
        ("zones_movingpandas_points", SOME, 1),
        ("zones_movingpandas_lines", SOME, 1),
        ("zones_pymeos", MANY, 2),
        ("zones_workbench_runs", MANY, 7),
        ("zones_workbench", MANY, 2),
    ),
    "meetings": (
        ("meetings_by_hand", DAYS * 1440, 5),
        ("meetings_pymeos", DAYS * 1440, 3),
        ("meetings_workbench", DAYS * 1440, 3),
    ),
    "loading": (
        ("loading_pandas", MANY, 3),
        ("loading_movingpandas", MANY, 1),
        ("loading_trackintel", MANY, 2),
        ("loading_workbench", MANY, 3),
    ),
}
"""Job, how many fixes it is given, how often it is run."""

OURS = {"zones": "zones_workbench_runs", "meetings": "meetings_workbench", "loading": "loading_workbench"}
NONE = {
    "zones": "trackintel has no function for zones.",
    "meetings": "movingpandas and trackintel have no function for meetings.",
    "loading": "pymeos reads no table of fixes.",
}


def two() -> tuple[Tracks, list[tuple[float, float]]]:
    """Make two wearers of 28 days, together on twelve of them for 20 to 90 minutes, both seen all along; and when, in seconds."""
    rng = np.random.default_rng(7)
    a, b = (wanderer(seed, DAYS * 1440).fixes for seed in (11, 12))
    b = b.assign(wearer_id="W2", fix_id=["b" + i for i in b["fix_id"]])
    seconds, other = (f["time"].astype("int64").to_numpy() / 1e6 for f in (a, b))
    together = []
    for day in rng.permutation(np.arange(1, 26)).tolist():
        low = float(seconds[0] + day * 86400 + rng.uniform(0, 72000))
        high = float(low + rng.uniform(20, 90) * 60)
        whole = all(((t >= low) & (t <= high)).sum() >= 0.9 * (high - low) / 60 for t in (seconds, other))
        if whole and len(together) < 12:
            together.append((low, high))
    lon, lat = b["lon"].to_numpy(copy=True), b["lat"].to_numpy(copy=True)
    for low, high in together:
        at = np.flatnonzero((other >= low) & (other <= high))
        lon[at] = np.interp(other[at], seconds, a["lon"]) + rng.normal(0, 8, len(at)) / 69_600
        lat[at] = np.interp(other[at], seconds, a["lat"]) + rng.normal(0, 8, len(at)) / 111_200
    return make_tracks(pd.concat([a, b.assign(lon=lon, lat=lat)], ignore_index=True)), together


def shared(found: list[tuple[float, float]], true: list[tuple[float, float]]) -> tuple[float, float]:
    """Give the share of the true time that was found, and the share of the time found that is true."""
    both = sum(max(0.0, min(b, d) - max(a, c)) for a, b in found for c, d in true)
    return both / sum(d - c for c, d in true), both / max(sum(b - a for a, b in found), 1e-9)


def told(kind: str, result: dict[str, Any], together: list[tuple[float, float]]) -> str:
    """Say what a job found."""
    if kind == "zones":
        inside = f"{result['fixes']:,} fixes" if "fixes" in result else f"{result['minutes']:,.0f} minutes"
        return f"{result['visits']:,} visits, {inside}"
    if kind == "meetings":
        found, right = shared([tuple(s) for s in result["spans"]], together)
        return f"{len(result['spans'])} meetings; found {found:.3f}, right {right:.3f}"
    return f"{result['rows']:,} rows"


def table(kind: str, python: str, folder: Path, together: list[tuple[float, float]]) -> list[str]:
    """Run the jobs of one kind; the lines of its table."""
    made = []
    for job, rows, times in JOBS[kind]:
        who = sys.executable if "workbench" in job else python
        made.append((job, rows, run(who, "peer_other_jobs.py", job, folder, rows, times)))
    ours = next(r["seconds"] / rows for job, rows, r in made if job == OURS[kind] and not isinstance(r, str))
    lines = [
        "| what | version | fixes | microseconds a fix | beside ours | further memory, MB | result |",
        "|---|---|---|---|---|---|---|",
    ]
    for job, rows, result in made:
        name = job.removeprefix(f"{kind}_").replace("_", " ")
        if isinstance(result, str):
            lines.append(f"| {name} | | | did not run: {result} | | | |")
            continue
        each = result["seconds"] / rows
        version = {"workbench": "numba ", "by": "numpy "}.get(name.split()[0], "") + result["version"]
        lines.append(
            f"| {name} | {version} | {rows:,} | {each * 1e6:.3f} | {each / ours:,.1f} | {result['mb']:.0f} | "
            f"{told(kind, result, together)} |"
        )
    return [*lines, "", NONE[kind]]


def main() -> int:
    """Print the tables; with ``--write`` put them into the page."""
    words = [a for a in sys.argv[1:] if not a.startswith("-")]
    python = words[0] if words else sys.executable
    foot = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}."
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanderer(2, MANY).fixes.to_parquet(folder / "one.parquet", index=False)
        zones().to_file(folder / "zones.geojson")
        pair, together = two()
        pair.fixes.to_parquet(folder / "two.parquet", index=False)
        plain(feed(MANY)).to_csv(folder / "feed.csv", index=False)
        for kind in JOBS:
            lines = [*table(kind, python, folder, together), "", foot]
            sys.stdout.write("\n".join([f"{kind}:", *lines, "", ""]))
            sys.stdout.flush()
            if "--write" in sys.argv:
                put(f"peers: {kind}", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
