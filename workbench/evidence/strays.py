"""A few fixes in a place, between fixes at one other spot: a wild error, or a visit as short."""

from __future__ import annotations

import numpy as np

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.parameters import INSIDE
from workbench.evidence.witness import Reading

__all__ = ["run_inside"]


def run_inside(question: ResolvedClaim, reading: Reading) -> tuple[float, float] | None:
    """Find a run of fixes in the place, in the time claimed, that is either a wild error or a visit as short."""
    # Mod:`workbench.position_error.burst_flags`.
    low, high = question.stated
    if question.kind == "throughout":
        return None
    edge = np.flatnonzero(np.diff(np.concatenate([[False], reading.burst, [False]]).astype(np.int8)))
    for a, b in zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True):
        t, room = reading.t_s[a:b], reading.t_s[b] - reading.t_s[a - 1]
        if room >= question.dwell_s and ((reading.inside[a:b] >= INSIDE) & (t >= low) & (t <= high)).any():
            return float(t[0]), float(t[-1])
    return None
