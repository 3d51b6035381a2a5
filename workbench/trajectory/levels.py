"""How firmly do the fixes put the tag inside a zone: near, possible, probable, established."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.tables import LEVELS
from workbench.trajectory.trails import Floats, Ints

__all__ = ["ENTER", "RENEWAL_SCALE", "enters", "evidence", "levels"]

ENTER = 0.85
"""A fix with at least this chance of lying inside is one that says so."""

ENTER_TWICE = 0.75
"""So do two in a row with at least this chance each. Simulated, two fixes in two minutes 30 m inside: 985 of 1,000 are possible,
979 with the first rule alone; 25 m outside there are 12.2 false possible episodes a week instead of 11.4."""

FLOOR, CEILING = -4.6, 9.2
"""The running log odds begin at 1 to 100 against, and are kept between that and 10,000 to 1 for."""

RENEWAL_SCALE = 0.55
"""Errors are taken to renew themselves after this share of their usual time (165 s for satellite fixes at rest). Simulated,
one fix a minute, 10 m error lasting seven minutes, bursts of up to five wild fixes: a quarter of an hour 30 m inside is
established in 991 of 1,000; 25 m outside an edge there are 0.03 false episodes a week, 50 m outside none in 1,200 days."""

MOST = 4.6
"""No fix by itself says more than 100 to 1, for or against: five wild ones in a row (0.36 each) then stay below the limit."""

ESTABLISHED = 4.6
"""Log odds of 100 to 1."""


def evidence(inside_probability: Floats, newness: Floats) -> Floats:
    """Add up what fixes say about being inside, one after the other."""
    # Sequential likelihood with clipped sums (after Page 1954).
    from workbench.trajectory._approach_kernels import accumulate

    chance = np.asarray(inside_probability, float)
    odds, open_ = np.full(len(chance), -MOST), chance > 0.0
    likely = np.clip(chance[open_], 1e-9, 1.0 - 1e-9)
    odds[open_] = np.clip(np.log(likely) - np.log1p(-likely), -MOST, MOST)
    result: Floats = accumulate(odds, np.asarray(newness, float), FLOOR, CEILING)
    return result


def enters(inside_probability: Floats) -> NDArray[np.bool_]:
    """Say which fixes make it possible that the tag is inside."""
    # Source: the two shares at which Android's geofences are entered.
    alone, twice = inside_probability >= ENTER, inside_probability >= ENTER_TWICE
    return alone | (twice & np.append(False, twice[:-1]))


def levels(inside_probability: Floats, log_odds: Floats, first: Ints, last: Ints) -> NDArray[np.str_]:
    """Say for each run of fixes how firmly it puts the tag inside."""
    # Source: two thresholds after Android's geofences; own levels.
    result = []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        inside = inside_probability[a : b + 1]
        high = inside >= ENTER
        peak = float(log_odds[a : b + 1].max())
        twice = bool((high[1:] & high[:-1]).any())
        rank = 3 if peak >= ESTABLISHED else 2 if peak >= 0.0 or twice else 1 if enters(inside).any() else 0
        result.append(LEVELS[rank])
    return np.array(result, dtype=str)
