"""What chance alone would give: the same search on other days, per pair, per crime, per wearer and in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.crimes.parameters import CHANCE_GROUPS, CHANCE_MOST
from workbench.crimes.scan import ABSENT, EXCLUDED, HIT, NOT_RUN, REASONS, UNKNOWN, Scan

if TYPE_CHECKING:
    from workbench.crimes.search import Search

__all__ = ["Expected", "chance_of_series", "expected", "matrix_of", "p_decoy", "series_of"]


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
    group = np.digitize((count[:, None] - found) / np.maximum(days[:, None] - 1, 1), CHANCE_GROUPS)
    size = len(CHANCE_GROUPS) + 1
    asked = np.bincount(group[without], minlength=size)
    rate = np.bincount(group[without], weights=found[without], minlength=size) / np.maximum(asked, 1)
    mine = np.digitize(count / days, CHANCE_GROUPS)
    above = np.bincount(mine, weights=hit, minlength=size) - np.bincount(mine, minlength=size) * rate
    return float((above * np.minimum(1.0 / np.maximum(1.0 - rate, 1e-9), CHANCE_MOST)).sum())


Floats = NDArray[np.float64]

_MARKS = {ABSENT: "not monitored", HIT: "hit", EXCLUDED: "excluded", UNKNOWN: "unknown", NOT_RUN: "unknown"}


def chance_of_series(matched: NDArray[np.int64], decoys: NDArray[np.int8]) -> tuple[Floats, Floats, Floats]:
    """Compare how often each of several matches with how often it does on other days."""
    # Source: permutation by whole-day shifts, with the largest standing-out over all (Westfall and Young's max-T). A day on
    # which a tag was worn for part of the comparisons only is scaled up to all of them.
    n, _, shifts = decoys.shape
    if not n or not shifts or not (decoys >= 0).any():
        return (np.full(n, np.nan),) * 3
    asked = (decoys >= 0).any(axis=2).sum(axis=1)
    worn = (decoys >= 0).sum(axis=1)
    count = (decoys == 1).sum(axis=1) * (asked[:, None] / np.maximum(worn, 1))
    known = worn > 0
    days = known.sum(axis=1)
    mean = np.where(days > 0, (count * known).sum(axis=1) / np.maximum(days, 1), np.nan)
    others = ((mean * days)[:, None] - count) / np.maximum(days - 1, 1)[:, None]
    own = (1.0 + ((count >= matched[:, None] - 1e-9) & known).sum(axis=1)) / (1.0 + days)
    out = _standing_out(matched, mean)
    each = np.where(known, _standing_out(count, np.where(days[:, None] > 1, others, mean[:, None])), -np.inf)
    most = each.max(axis=0)
    any_one = (1.0 + (most >= out[:, None] - 1e-9).sum(axis=1)) / (1.0 + shifts)
    nobody = days == 0
    return mean, np.where(nobody, np.nan, own), np.where(nobody | np.isnan(out), np.nan, np.where(matched > 0, any_one, 1.0))


def _standing_out(count: NDArray[Any], mean: Floats) -> Floats:
    return np.asarray((count - mean) / np.sqrt(mean + 0.5))


def series_of(work: Search, by: str) -> pd.DataFrame:
    """Sum a search up by wearer or by crime."""
    # Source: see :func:`chance_of_series`. Strengths of several crimes are never multiplied: they may rest on the same routine.
    state, decoys = work.state, work.scan.decoys
    asked = state != ABSENT
    decoys = np.where(asked[:, :, None], decoys, np.int8(-1))
    own, other = np.array(work.windows.crime_id, object), np.array(work.columns.wearers, object)
    if by == "wearer":
        state, decoys, asked, own, other = state.T, decoys.transpose(1, 0, 2), asked.T, other, own
    matched = (state == HIT).sum(axis=1)
    mean, p_own, p_any = chance_of_series(matched, decoys)
    table = pd.DataFrame(
        {
            f"{by}_id": pd.Series(own, dtype="str"),
            "compared": asked.sum(axis=1),
            "matched": matched,
            "excluded": (state == EXCLUDED).sum(axis=1),
            "unknown": np.isin(state, (UNKNOWN, NOT_RUN)).sum(axis=1),
            "expected_by_chance": mean,
            "p_chance": p_own,
            "p_anyone": p_any,
            "matches": pd.Series([", ".join(other[row == HIT]) for row in state], dtype="str"),
        }
    )
    order = ["p_anyone", "p_chance", "matched", f"{by}_id"]
    return table.sort_values(order, ascending=[True, True, False, True], kind="stable", ignore_index=True)


def matrix_of(work: Search, hits: pd.DataFrame) -> pd.DataFrame:
    """Lay a search out with a row for each wearer and a column for each crime."""
    # `.pivot(index="wearer_id", columns="crime_id", values="answer")` makes the square of it.
    state = work.state.T
    crimes, wearers = work.windows.crime_id, work.columns.wearers
    names = np.array([_MARKS[k] for k in range(5)], object)
    reason = np.where(state == UNKNOWN, work.scan.reason.T, np.where(state == NOT_RUN, REASONS.index("not_run"), 0))
    table = pd.DataFrame(
        {
            "wearer_id": pd.Series(np.repeat(np.array(wearers, object), len(crimes)), dtype="str"),
            "crime_id": pd.Series(np.tile(np.array(crimes, object), len(wearers)), dtype="str"),
            "answer": pd.Series(names[state.ravel()], dtype="str"),
            "reason": pd.Series(np.array(REASONS, object)[reason.ravel()], dtype="str"),
        }
    )
    told = hits[["wearer_id", "crime_id", "log10_lr", "words"]]
    table = table.merge(told, on=["wearer_id", "crime_id"], how="left", sort=False)
    return table.assign(words=table["words"].fillna(""))
