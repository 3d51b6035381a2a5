"""What chance alone would give: the same search on other days, per pair, per crime and in all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.crimes.scan import ABSENT, HIT, NOT_RUN, Scan

__all__ = ["Expected", "expected", "p_decoy"]


class Expected(NamedTuple):
    """Matches by chance: in all, on the days with few and with many (5 and 95 %), and what share of the found ones that is."""

    by_chance: float
    low: float
    high: float
    false_discovery_rate: float


def p_decoy(decoys: NDArray[np.int8]) -> NDArray[np.float64]:
    """Give the share of other days on which a pair would match too.

    Parameters
    ----------
    decoys : array of int, shape (..., shifts)
        1 a match, 0 none, -1 not worn.

    Returns
    -------
    numpy.ndarray, shape (...)
        ``(matches + 0.5) / (days + 1)``: one half where there is no other day.

    Notes
    -----
    Source: Jeffreys' rule for a share, close to its mean.

    Examples
    --------
    >>> p_decoy(np.array([[0, 0, 0, 0], [1, 1, -1, -1], [-1, -1, -1, -1]], np.int8)).round(3).tolist()
    [0.1, 0.833, 0.5]
    """
    return ((decoys == 1).sum(axis=-1) + 0.5) / ((decoys >= 0).sum(axis=-1) + 1.0)


def expected(scan: Scan) -> Expected:
    """Estimate how many of the matches chance alone would give.

    Parameters
    ----------
    scan : Scan
        With its decoys.

    Returns
    -------
    Expected
        The mean over the other days of the matches found on them, each pair by the days on which its tag was worn; a pair
        without such a day is given the mean of the others. NaN where no pair has one.

    Notes
    -----
    Source: target-decoy estimate; whole-day shifts keep each wearer's routine and each crime's hour.

    Examples
    --------
    >>> from workbench.crimes.sample import sample_scan
    >>> expected(sample_scan())
    Expected(by_chance=0.0, low=0.0, high=0.0, false_discovery_rate=0.0)
    """
    asked = (scan.state != NOT_RUN) & (scan.state != ABSENT)
    decoys = scan.decoys[asked]
    days = (decoys >= 0).sum(axis=1)
    known = days > 0
    if not known.any():
        return Expected(np.nan, np.nan, np.nan, np.nan)
    rate = (decoys[known] == 1).sum(axis=1) / days[known]
    total = float(rate.mean() * len(decoys))
    worn = (decoys >= 0).sum(axis=0)
    each = (decoys == 1).sum(axis=0)[worn > 0] * (len(decoys) / worn[worn > 0])
    low, high = np.quantile(each, [0.05, 0.95])
    hits = int((scan.state == HIT).sum())
    return Expected(total, float(low), float(high), min(total / hits, 1.0) if hits else np.nan)
