"""Time two ways of one job in turns, in the same run, and put the ratios into a table."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import NamedTuple

PEERS = ("movingpandas", "shapely", "numba", "numpy", "pandas")


class Row(NamedTuple):
    """One comparison: what, how many fixes, CPU seconds of the peer and of ours, what was found."""

    job: str
    fixes: int
    peer_s: float
    ours_s: float
    found: str

    @property
    def ratio(self) -> float:
        """How many times faster ours is."""
        return self.peer_s / self.ours_s


def cpu_seconds(job: Callable[[], object], times: int) -> float:
    """Run a job some times and give the CPU seconds of its quickest run: what others do on the machine counts least."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        job()
        best = min(best, time.process_time() - start)
    return best


def table(rows: list[Row], peer: str) -> str:
    """Write the rows as plain text, with machine and versions under them."""
    head = f"{'job':<58}{'fixes':>10}{peer + ' s':>16}{'ours s':>10}{'ours us/fix':>13}{'ratio':>9}   found"
    lines = [
        f"{r.job:<58}{r.fixes:>10,}{r.peer_s:>16.3f}{r.ours_s:>10.4f}{r.ours_s / r.fixes * 1e6:>13.3f}"
        f"{r.ratio:>9,.0f}   {r.found}"
        for r in rows
    ]
    foot = f"Python {platform.python_version()}, {', '.join(f'{p} {version(p)}' for p in PEERS)}, {os.cpu_count()} cores"
    note = "CPU seconds of the whole call, table to table; ours: best of several."
    return "\n".join([head, "-" * len(head), *lines, foot, note])


def show(rows: list[Row], peer: str = "movingpandas") -> None:
    """Print the table."""
    sys.stdout.write(table(rows, peer) + "\n")
