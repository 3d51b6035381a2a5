"""How much would two wearers be together by chance: the same search with one of the two shifted by whole days. Plain numpy.

The compiled twin is ``shifts`` of :mod:`workbench.trajectory._meeting_kernels`; this one is slow, short, to read, and its oracle.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.trajectory.contacts import DAY_MINUTES, bouts, contacts
from workbench.trajectory.minutes import Minutes
from workbench.trajectory.trails import Floats

__all__ = ["CELL_M", "CHANCE_COLUMNS", "EARTH_M", "RARE_SHARE", "SHIFT_DAYS", "cells", "chance", "together"]

SHIFT_DAYS = 13
"""By up to so many days, and weeks, one of two tracks is shifted, either way; what leaves the time both span at one end comes
in at the other."""

RARE_SHARE = 0.01
"""Where a wearer spends less than this share of the known time, the place is rare for him."""

CELL_M, EARTH_M = 150.0, 6_371_000.0
"""Side of the cells of the lattice on the ground that tells places apart, and the radius of the Earth it is drawn on."""

CHANCE_COLUMNS = [
    "wearer_a",
    "wearer_b",
    "minutes",
    "rare_minutes",
    "expected_minutes",
    "p_minutes",
    "expected_rare_minutes",
    "p_rare",
    "shifts",
    "expected_week_minutes",
    "p_week",
    "expected_week_rare_minutes",
    "p_week_rare",
    "week_shifts",
]


def chance(a: Minutes, b: Minutes, within_m: float, min_minutes: float) -> dict[str, object]:
    """Compare the time two wearers spent together with that of the same tracks on other days."""
    # Source: daily shifts (Spiegel et al. 2016), p as in any permutation test: (k + 1) / (n + 1).
    rare_a, rare_b = _rare(a), _rare(b)
    true = together(a, b, rare_a, rare_b, within_m, min_minutes)
    first = min(int(a.minute[0]), int(b.minute[0]))
    lasting = max(int(a.minute[-1]), int(b.minute[-1])) + 1 - first
    columns: list[object] = [a.wearer, b.wearer, *true]
    for step in (1, 7):
        span = -(-lasting // (DAY_MINUTES * step)) * step
        others = []
        for days in range(step, span, step):
            if min(days, span - days) <= SHIFT_DAYS * step:
                late, early = (
                    together(a, replace(b, minute=b.minute + d * DAY_MINUTES), rare_a, rare_b, within_m, min_minutes)
                    for d in (days, days - span)
                )
                others.append((late[0] + early[0], late[1] + early[1]))
        table = np.array(others, float).reshape(-1, 2)
        number = len(table)
        expected = table.mean(axis=0) if number else np.full(2, np.nan)
        p = (1 + (table >= np.array(true)).sum(axis=0)) / (1 + number) if number else np.full(2, np.nan)
        columns += [float(expected[0]), float(p[0]), float(expected[1]), float(p[1]), number]
    return dict(zip(CHANCE_COLUMNS, columns, strict=True))


def together(
    a: Minutes, b: Minutes, rare_a: NDArray[np.bool_], rare_b: NDArray[np.bool_], within_m: float, min_minutes: float
) -> tuple[float, float]:
    """Count minutes in meetings: all, and those at places rare for both."""
    found = contacts(a, b, within_m)
    rare = rare_a[found.a] & rare_b[found.b]
    runs = bouts(a.minute[found.a], min_minutes)
    return float((runs[:, 1] - runs[:, 0] + 1).sum()), float(sum(rare[low : high + 1].sum() for low, high in runs.tolist()))


def cells(x: Floats, y: Floats, z: Floats) -> NDArray[np.complex128]:
    """Say in which cell of a lattice on the ground positions lie."""
    # Source: rows of equal latitude on a round Earth, each cut into columns.
    row = np.floor(np.arctan2(z, np.hypot(x, y)) * EARTH_M / CELL_M)
    wide = EARTH_M * np.maximum(np.cos((row + 0.5) * CELL_M / EARTH_M), 0.0)
    return np.asarray(np.floor(np.arctan2(y, x) * wide / CELL_M) + 1j * row)


def _rare(p: Minutes) -> NDArray[np.bool_]:
    _, inverse, count = np.unique(cells(p.x, p.y, p.z), return_inverse=True, return_counts=True)
    share: Floats = count / len(p.x)
    return np.asarray(share[inverse] < RARE_SHARE)
