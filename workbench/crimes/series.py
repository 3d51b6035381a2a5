"""One wearer across crimes, one crime across wearers: how many match, and how rarely chance gives as many anywhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.crimes.scan import ABSENT, EXCLUDED, HIT, NOT_RUN, REASONS, UNKNOWN
from workbench.crimes.work import Work

__all__ = ["chance_of_series", "matrix_of", "series_of"]

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


def series_of(work: Work, by: str) -> pd.DataFrame:
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


def matrix_of(work: Work, hits: pd.DataFrame) -> pd.DataFrame:
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
