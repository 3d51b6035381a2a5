"""At which minutes were two tags more likely than not close to each other: plain numpy.

The compiled twins are in :mod:`workbench.trajectory._meeting_kernels`; this one is slow, short, to read, and their oracle.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.position_error.containment import in_circle
from workbench.trajectory.minutes import Minutes
from workbench.trajectory.trails import Floats, Ints

__all__ = ["BREAK_MINUTES", "DAY_MINUTES", "WIDEST", "Contacts", "bouts", "common", "contacts"]

LIKELY = 0.5
WIDEST = 1.1774100225154747
"""A distance is below one of this many sigmas with a chance of one half at most, however close the reports."""

DAY_MINUTES = 1440

BREAK_MINUTES = 5
"""Contact may pause for so long within one meeting."""


class Contacts(NamedTuple):
    """Minutes in contact of two wearers: where each minute stands in the minutes of a and of b, distance, and by what."""

    a: Ints
    b: Ints
    distance_m: Floats
    shared: NDArray[np.bool_]


def contacts(a: Minutes, b: Minutes, within_m: float) -> Contacts:
    """Find the minutes in which two tags were more likely than not within a distance of each other."""
    # Source: the difference of two round normal errors is one of added variance; chance inside a circle.
    i, j = common(a, b)
    distance = np.sqrt((a.x[i] - b.x[j]) ** 2 + (a.y[i] - b.y[j]) ** 2 + (a.z[i] - b.z[j]) ** 2)
    shared = a.network[i] & b.network[j]
    s = np.where(shared, np.hypot(a.own_m[i], b.own_m[j]), np.hypot(a.sigma_m[i], b.sigma_m[j]))
    able = np.flatnonzero((distance <= within_m) & (s * WIDEST <= within_m))
    able = able[in_circle(distance[able], within_m, s[able]) >= LIKELY]
    return Contacts(i[able], j[able], distance[able], shared[able])


def common(a: Minutes, b: Minutes) -> tuple[Ints, Ints]:
    """Find the minutes known of both: where each stands in the minutes of a and of b."""
    at = np.searchsorted(b.minute, a.minute)
    both = np.flatnonzero(b.minute[np.minimum(at, len(b.minute) - 1)] == a.minute)
    return both, at[both]


def bouts(minute: Ints, min_minutes: float) -> Ints:
    """Gather minutes in contact into meetings."""
    if not len(minute):
        return np.empty((0, 2), np.int64)
    cut = np.flatnonzero(np.diff(minute) > BREAK_MINUTES + 1)
    runs = np.column_stack([np.concatenate([[0], cut + 1]), np.concatenate([cut, [len(minute) - 1]])])
    return runs[runs[:, 1] - runs[:, 0] + 1 >= min_minutes]
