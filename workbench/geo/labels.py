"""How distances are written for people."""

from __future__ import annotations

from math import isnan

__all__ = ["metres_label"]

_MOST_M = 1_000


def metres_label(length_m: float) -> str:
    """Write a distance: metres up to 1,000, then kilometres with one decimal.

    Parameters
    ----------
    length_m : float
        Metres; NaN is ``"not known"``.
    """
    # Source: the ministry's map conventions.
    if isnan(length_m):
        return "not known"
    return f"{length_m:.0f} m" if abs(length_m) <= _MOST_M else f"{length_m / 1000:.1f} km"
