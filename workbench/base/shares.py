"""Shares that were counted, and how sure they are."""

from __future__ import annotations

import math

__all__ = ["wilson"]

_NORMAL_975 = 1.959963984540054


def wilson(k: float | int, n: float | int) -> tuple[float, float]:
    """Give the 95 % interval of a share that was counted.

    Parameters
    ----------
    k, n : int or float
        How many of how many; fractions where witnesses are not independent and count for less than one each.
    """
    # Source: Wilson 1927.
    if n <= 0:
        return 0.0, 1.0
    share, z2 = k / n, _NORMAL_975**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _NORMAL_975 * math.sqrt(max(share * (1 - share), 0.0) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)
