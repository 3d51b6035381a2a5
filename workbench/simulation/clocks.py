"""The three clocks of a fix: when it was fixed, when it was recorded, when it was uploaded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["three_clocks"]

Ints = NDArray[np.int64]

_BATCH_S = 900


def three_clocks(times: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw when each fix is recorded and when its batch is uploaded."""
    # Source: the six minutes stand in the ministry's own made rows; batches and lateness are our own.
    recorded = times + 360 + np.minimum(rng.exponential(12.0, len(times)), 120).astype(np.int64)
    batch = recorded // _BATCH_S + 1
    last = int(batch.max(initial=0)) + 1
    slow = rng.uniform(5, 120, last)
    late = np.where(rng.uniform(size=last) < 0.015, rng.exponential(3 * 3600.0, last), 0.0)
    delay = (slow + late).astype(np.int64)
    return recorded, batch * _BATCH_S + delay[batch - 1]
