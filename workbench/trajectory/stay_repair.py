"""When a stay that a burst of bad reception or a drifting fix has cut is made whole, and how far its ends are drawn in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.trajectory.parameters import (
    REPAIR_ASTRAY_TOLD,
    REPAIR_BURST,
    REPAIR_CLOSEST_M,
    REPAIR_LIVELIER,
    REPAIR_PATIENT,
    REPAIR_ROUND,
)
from workbench.trajectory.trails import Ints, frozen, middle

__all__ = ["RepairLimits", "resting_us"]


_MANY, _SAMPLE = 65_536, 4096


class RepairLimits(NamedTuple):
    """Limits for the repair of stays, in microseconds and metres."""

    rest_us: tuple[float, float]
    silence_us: int
    pause_us: float
    astray_us: float
    near_m: float
    burst: int = REPAIR_BURST
    round_times: float = REPAIR_ROUND
    closest_m: float = REPAIR_CLOSEST_M
    astray_told: float = REPAIR_ASTRAY_TOLD


def resting_us(time: Ints, first: Ints, last: Ints) -> tuple[float, float]:
    """Say how long a tag that saves its battery waits between fixes at rest."""
    # A tag with a motion sensor that keeps its resting pace from one fix to the next has not noticed any journey between them,
    # however far apart they were reported.
    from workbench.trajectory.kernels.trails import up_to, waits

    time, size = frozen(time), len(time) - 1
    if size > _MANY:
        most, less = _sampled(time, first, last)
        count, short, brief = up_to(time, first, last, most, less)
        if 2 * short > count + 1 and 2 * brief < size - count - 1 and most < REPAIR_LIVELIER * less:
            return 0.0, 0.0
    at_rest, moving = np.empty((2, size), np.int64)
    a, b = waits(time, first, last, at_rest, moving)
    if not (a and b):
        return 0.0, 0.0
    rest = middle(at_rest[:a])
    livelier = rest >= REPAIR_LIVELIER * middle(moving[:b])
    return (REPAIR_PATIENT[0] * rest, REPAIR_PATIENT[1] * rest) if livelier else (0.0, 0.0)


def _sampled(time: Ints, first: Ints, last: Ints) -> tuple[int, int]:
    """From a sample: a wait that is likely above the median of those at rest, one likely below that of the others."""
    at = np.linspace(0, len(time) - 2, _SAMPLE).astype(np.int64)
    stay = np.searchsorted(first, at, side="right") - 1
    still = (stay >= 0) & (at < last[stay]) if len(last) else np.zeros(len(at), bool)
    wait = time[at + 1] - time[at]
    most, less = (np.quantile(some, share) if len(some) else 0 for some, share in ((wait[still], 0.55), (wait[~still], 0.45)))
    return int(most), int(less)
