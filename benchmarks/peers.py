"""Stays of ours beside those of the peers: the same fixes, the same run, each library in a process of its own.

Run ``python -m benchmarks.peers PEERS_PYTHON [MILLIONS]``: the first names the Python of an environment in which as many of
``movingpandas trackintel fastmob infostop pymeos`` are installed as can be; ours runs in this one. The table goes to the screen
and, with ``--write``, into ``docs/benchmarks.md``. Zones, meetings and loading follow (:mod:`benchmarks.peers_other`).
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import peers_other
from benchmarks.made import lived
from benchmarks.peers_run import put, run
from workbench.time.instants import micros

PEERS = (("movingpandas", 0.1, 1), ("trackintel", 0.1, 2), ("pymeos", 0.1, 2), ("infostop", 1.0, 2), ("fastmob", 1.0, 7))
OURS = (("workbench_plain", 1.0, 2), ("workbench_auto", 1.0, 9))
"""Library, share of the fixes it is given (their cost grows with the number, no faster), how often it is run."""


def accuracy(stays: list[tuple[int, int]], time: np.ndarray, still: np.ndarray) -> tuple[float, float]:
    """Give the share of fixes at rest that lie in a stay, and the share of fixes in stays that were at rest."""
    inside = np.zeros(len(time), bool)
    for start, end in stays:
        inside[np.searchsorted(time, start) : np.searchsorted(time, end, side="right")] = True
    return float((inside & still).sum() / still.sum()), float((inside & still).sum() / max(inside.sum(), 1))


def compare(python: str, size: int) -> list[str]:
    """Run everything; the lines of the table."""
    tracks, still = lived(1, size)
    time = micros(tracks.fixes["time"])
    lines = [
        "| library | version | fixes | microseconds a fix | beside `auto` | further memory, MB | stays | found | right |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    made: list[tuple[str, int, dict[str, Any] | str]] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fixes.parquet"
        tracks.fixes.to_parquet(file, index=False)
        for who, jobs in ((python, PEERS), (sys.executable, OURS)):
            for job, share, times in jobs:
                rows = int(size * share)
                made.append((job, rows, run(who, "peer_jobs.py", job, file, rows, times)))
    auto = next(r["seconds"] / n for job, n, r in made if job == "workbench_auto" and not isinstance(r, str))
    for job, rows, result in made:
        if isinstance(result, str):
            lines.append(f"| {job} | | | did not run: {result} | | | | | |")
            continue
        each = result["seconds"] / rows
        found, right = accuracy(result["stays"], time[:rows], still[:rows])
        version = f"numba {result['version']}" if job.startswith("workbench") else result["version"]
        lines.append(
            f"| {job.replace('_', ', ')} | {version} | {rows:,} | {each * 1e6:.3f} | {each / auto:,.1f} | {result['mb']:.0f} | "
            f"{len(result['stays']):,} | {found:.3f} | {right:.3f} |"
        )
    return lines


def main() -> int:
    """Print the table; with ``--write`` put it into the page."""
    words = [a for a in sys.argv[1:] if not a.startswith("-")]
    size = int(float(words[1]) * 1e6) if len(words) > 1 else 1_000_000
    lines = compare(words[0] if words else sys.executable, size)
    foot = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}."
    sys.stdout.write("\n".join([*lines, "", foot, ""]))
    if "--write" in sys.argv:
        put("stays", [*lines, "", foot])
    return peers_other.main()


if __name__ == "__main__":
    sys.exit(main())
