"""What the data around a claim are like: that is where performance differs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.settings import PADDING_S, RUN_GAP_S

__all__ = ["REGIMES", "regime_of"]

REGIMES = ("full", "thin", "gap", "silent", "wifi", "cell")

_THIN_PER_HOUR = 8.0
_GAP_S = 15 * 60.0


def regime_of(t_s: NDArray[np.float64], method: NDArray[np.object_], *, start_s: float, end_s: float) -> str:
    """Say what the data around a claim are like, from the usable fixes alone.

    Parameters
    ----------
    t_s : array of float, shape (n,)
        Times of the usable fixes of the wearer, in order, seconds on any clock.
    method : array of str, shape (n,)
        As in the fixes table.
    start_s, end_s : float
        The time claimed, on the same clock.
    """
    low, high = start_s - PADDING_S, end_s + PADDING_S
    near = (t_s >= low) & (t_s <= high)
    times = np.concatenate([[low], t_s[near], [high]])
    waits = np.diff(times)
    spare = RUN_GAP_S if end_s == start_s else 0.0
    seen = ((t_s >= start_s - spare) & (t_s <= end_s + spare)).any()
    around = int(np.searchsorted(times, start_s, "right")) - 1
    if not near.any() or (not seen and waits[around] > _GAP_S):
        return "silent"
    kinds = set(method[near].tolist())
    if kinds <= {"wifi", "cell"}:
        return "wifi" if "wifi" in kinds else "cell"
    longest = float(waits.max())
    seen_s = high - low - longest
    if seen_s > 0 and near.sum() / (seen_s / 3600.0) < _THIN_PER_HOUR:
        return "thin"
    touching = (times[1:] > start_s) & (times[:-1] < end_s)
    return "gap" if float(waits[touching].max(initial=0.0)) > _GAP_S else "full"
