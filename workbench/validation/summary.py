"""The figures of a validation: per kind of claim, per regime and per stratum, beside the simpler rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import wilson
from workbench.evidence import calibrated
from workbench.validation.baselines import cross_fitted, folds_of, table_strength
from workbench.validation.metrics import cllr
from workbench.validation.scoring import Score, answer_table, score
from workbench.validation.study import INTERVALS

__all__ = ["answers_of", "coverage", "figures", "rival_strengths", "strata", "times", "worked_out"]


def worked_out(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Give the strengths as worked out: the weaker alternative as assumed, calibrated and capped, nothing withheld."""
    # See docs/methods.md#measures: an LR system is measured by its ratios, a verdict by its answers.
    weaker = rows[["raw_far", "raw_near"]].min(axis=1)
    given = zip(weaker, rows["kind"], rows["regime"], strict=True)
    return np.array([calibrated(float(x), kind=str(k), regime=str(r), hedge=False) for x, k, r in given], float)


def figures(rows: pd.DataFrame) -> dict[str, Any]:
    """Sum up one group of checked claims."""
    # See docs/methods.md#measures.
    label = rows["label"].to_numpy(bool)
    found: dict[str, Any] = {
        "n": len(rows),
        "n_true": int(label.sum()),
        "n_false": int((~label).sum()),
        "answers": answers_of(rows),
        **dict.fromkeys(("cllr", "cllr_min", "cllr_cal", "devpav", "brier", "cllr_dot", "cllr_best", "misleading"), None),
    }
    known = rows[rows["log10_lr"].notna()]
    found["without_strength"] = len(rows) - len(known)
    if known["label"].nunique() == 2:
        one: Score = score(known["log10_lr"].to_numpy(float), known["label"].to_numpy(bool))
        rates = {
            f"{r.at_lr:g}": {"for_false": r.for_false, "against_true": r.against_true, "share": r.share}
            for r in one.misleading.itertuples()
        }
        found |= {name: _number(getattr(one, name)) for name in ("cllr", "cllr_min", "cllr_cal", "devpav", "brier")}
        found |= {"misleading": rates, "cllr_dot": cllr(rows["dot_lr"], label), "cllr_best": cllr(rows["best_lr"], label)}
    return found


def answers_of(rows: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Count the answers of some rows."""
    # 95 % Wilson intervals.
    table = answer_table(rows["answer"].tolist(), rows["label"])
    return {r.answer: {"n": r.n, "share": r.share, "true": r.true, **_share(r)} for r in table.itertuples()}


def _share(row: Any) -> dict[str, float | None]:
    names = ("share_true", "low", "high")
    return {name: float(getattr(row, name)) if row.n else None for name in names}


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def rival_strengths(rows: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the strengths of the simpler rules, each calibrated per kind and regime on other wearers."""
    # Source: the kindest reading: the rules are told the regime and what their answers were worth.
    dots, best = np.zeros(len(rows)), np.zeros(len(rows))
    plain = rows.reset_index(drop=True)
    for _, mine in plain.groupby(["kind", "regime"]):
        if _can_cross(mine):
            dots[mine.index] = table_strength(mine["dot"], mine["label"], mine["seed"])
            best[mine.index] = cross_fitted(mine["best"], mine["label"], mine["seed"])
    return dots, best


def _can_cross(rows: pd.DataFrame) -> bool:
    """Say whether true and false claims remain whichever part of the wearers is left out."""
    part, label = folds_of(rows["seed"]), rows["label"].to_numpy(bool)
    return all(0 < label[part != fold].sum() < (part != fold).sum() for fold in np.unique(part))


def strata(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Count the answers per stratum, duration, radius and regime."""
    # Never only pooled, see docs/methods.md#sampled-claims.
    return [
        {
            "by": by,
            "value": value if isinstance(value, str) else f"{value:g}",
            "n": len(mine),
            "n_true": int(mine["label"].sum()),
            "answers": answers_of(mine),
        }
        for by in ("stratum", "minutes", "radius_m", "regime")
        for value, mine in rows.groupby(by)
    ]


def coverage(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Say how often the 90 % intervals held the truth."""
    # See docs/methods.md#measures. The truth has a row each ten seconds, so an interval is given that much at both ends.
    found = []
    for name, truth in INTERVALS.items():
        if f"{name}_low" not in rows:
            continue
        mine = rows[rows[f"{name}_low"].notna() & rows[truth].notna()]
        ends = list(zip(mine[f"{name}_low"], mine[truth], mine[f"{name}_high"], strict=True))
        held = [_within(*v) for v in ends if v[0] < v[2]]
        points = [_within(*v) for v in ends if not v[0] < v[2]]
        low, high = wilson(sum(held), len(held))
        found.append(
            {
                "interval": name,
                "n": len(held),
                "covered": sum(held) / len(held) if held else None,
                "low": low,
                "high": high,
                "points": len(points),
                "points_right": sum(points),
            }
        )
    return found


def _within(low: Any, value: Any, high: Any) -> bool:
    spare = pd.Timedelta("10s") if isinstance(value, pd.Timestamp) else 10 / 60
    return bool(low - spare <= value <= high + spare)


def times(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Say how long a claim takes."""
    # Source: measured on the machine that ran the study; the first claim, which may compile or load kernels, is left out.
    parts = [("all", rows[1:]), *((f"{m:g}", mine) for m, mine in rows[1:].groupby("minutes"))]
    return [
        {
            "minutes": name,
            "n": len(mine),
            "median_s": float(mine["seconds"].median()),
            "p95_s": float(mine["seconds"].quantile(0.95)),
            "most_s": float(mine["seconds"].max()),
        }
        for name, mine in parts
        if len(mine)
    ]
