"""What chance alone would give: the same search on other days, per pair, per crime and in all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.crimes.scan import ABSENT, HIT, NOT_RUN, Scan

__all__ = ["Expected", "expected", "p_decoy"]

_GROUPS = np.array([1e-9, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8])
"""Bounds of the groups: the share of other days on which a pair matches."""

_MOST = 2.0
"""No match above chance is taken up by more than this."""


class Expected(NamedTuple):
    """Matches by chance among those found, the share of them that is, and matches on other days: mean, few, many (5, 95 %)."""

    by_chance: float
    false_discovery_rate: float
    on_other_days: float
    low: float
    high: float


def p_decoy(decoys: NDArray[np.int8]) -> NDArray[np.float64]:
    """Give the share of other days on which a pair would match too."""
    # Source: Jeffreys' rule for a share, close to its mean.
    return ((decoys == 1).sum(axis=-1) + 0.5) / ((decoys >= 0).sum(axis=-1) + 1.0)


def expected(scan: Scan) -> Expected:
    """Estimate how many of the matches chance alone would give."""
    # Source: target-decoy estimate; whole-day shifts keep each wearer's routine and each crime's hour. A pair that is no chance
    # match has a routine too, which the mean counts as chance: pairs are therefore laid in groups by how often they match on
    # other days, and in each group what is found above the group's own rate is taken up by `1 / (1 - rate)`, at most twofold,
    # as matches by routine cannot be told from others.
    asked = (scan.state != NOT_RUN) & (scan.state != ABSENT)
    decoys, hit = scan.decoys[asked], scan.state[asked] == HIT
    worn, found = decoys >= 0, decoys == 1
    days = worn.sum(axis=1)
    known = days > 0
    if not known.any():
        return Expected(*(np.nan,) * 5)
    total = float((found[known].sum(axis=1) / days[known]).mean() * len(decoys))
    each_worn = worn.sum(axis=0)
    each = found.sum(axis=0)[each_worn > 0] * (len(decoys) / each_worn[each_worn > 0])
    low, high = np.quantile(each, [0.05, 0.95])
    hits = int(hit.sum())
    by_chance = float(np.clip(hits - _beyond_chance(found[known], worn[known], hit[known]), 0.0, None))
    return Expected(by_chance, min(by_chance / hits, 1.0) if hits else np.nan, total, float(low), float(high))


def _beyond_chance(found: NDArray[np.bool_], worn: NDArray[np.bool_], hit: NDArray[np.bool_]) -> float:
    """Sum up over groups of pairs how many matches are above what the same pairs show on other days."""
    days, count = worn.sum(axis=1), found.sum(axis=1)
    without = worn & (days[:, None] > 1)
    group = np.digitize((count[:, None] - found) / np.maximum(days[:, None] - 1, 1), _GROUPS)
    size = len(_GROUPS) + 1
    asked = np.bincount(group[without], minlength=size)
    rate = np.bincount(group[without], weights=found[without], minlength=size) / np.maximum(asked, 1)
    mine = np.digitize(count / days, _GROUPS)
    above = np.bincount(mine, weights=hit, minlength=size) - np.bincount(mine, minlength=size) * rate
    return float((above * np.minimum(1.0 / np.maximum(1.0 - rate, 1e-9), _MOST)).sum())
