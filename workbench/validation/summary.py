"""The figures of a validation: per kind of claim, per regime and per stratum, beside the simpler rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.evidence.shares import wilson
from workbench.validation.baselines import table_strength
from workbench.validation.logistic import cross_fitted, folds_of
from workbench.validation.metrics import cllr
from workbench.validation.score import Score, answer_table, score
from workbench.validation.study import INTERVALS

__all__ = ["answers_of", "coverage", "figures", "rival_strengths", "strata", "times"]


def figures(rows: pd.DataFrame) -> dict[str, Any]:
    """Sum up one group of checked claims.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a study, with ``dot_lr`` and ``best_lr`` from :func:`rival_strengths`.

    Returns
    -------
    dict
        Numbers only: counts, cost and its parts, rates of misleading strengths, answers, and the cost of the simpler rules.
        What needs both true and false claims is None where one class is missing.

    Notes
    -----
    Source: methods page 2.5 and 14.

    Examples
    --------
    >>> rows = pd.DataFrame({"label": [True, False], "log10_lr": [2.0, -2.0], "answer": ["supported", "contradicted"],
    ...                      "dot_lr": [1.0, -1.0], "best_lr": [1.0, -1.0]})
    >>> round(figures(rows)["cllr"], 3), figures(rows)["answers"]["supported"]["true"]
    (0.014, 1)
    """
    label = rows["label"].to_numpy(bool)
    found: dict[str, Any] = {
        "n": len(rows), "n_true": int(label.sum()), "n_false": int((~label).sum()), "answers": answers_of(rows),
        **dict.fromkeys(("cllr", "cllr_min", "cllr_cal", "devpav", "brier", "cllr_dot", "cllr_best", "misleading"), None),
    }
    known = rows[rows["log10_lr"].notna()]
    found["without_strength"] = len(rows) - len(known)
    if known["label"].nunique() == 2:
        one: Score = score(known["log10_lr"].to_numpy(float), known["label"].to_numpy(bool))
        rates = {f"{r.at_lr:g}": {"for_false": r.for_false, "against_true": r.against_true, "share": r.share}
                 for r in one.misleading.itertuples()}
        found |= {name: _number(getattr(one, name)) for name in ("cllr", "cllr_min", "cllr_cal", "devpav", "brier")}
        found |= {"misleading": rates, "cllr_dot": cllr(rows["dot_lr"], label), "cllr_best": cllr(rows["best_lr"], label)}
    return found


def answers_of(rows: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Count the answers of some rows.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``answer`` and ``label``.

    Returns
    -------
    dict of str to dict
        Per answer ``n, share, true, share_true, low, high``; the last three None where the answer was never given.

    Notes
    -----
    Source: own code; 95 % Wilson intervals.

    Examples
    --------
    >>> answers_of(pd.DataFrame({"answer": ["supported"], "label": [True]}))["supported"]["n"]
    1
    """
    table = answer_table(rows["answer"].tolist(), rows["label"])
    return {r.answer: {"n": r.n, "share": r.share, "true": r.true, **_share(r)} for r in table.itertuples()}


def _share(row: Any) -> dict[str, float | None]:
    names = ("share_true", "low", "high")
    return {name: float(getattr(row, name)) if row.n else None for name in names}


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def rival_strengths(rows: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the strengths of the simpler rules, each calibrated per kind and regime on other wearers.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a study.

    Returns
    -------
    tuple of numpy.ndarray, shapes (n,)
        Of the dot in the circle and of the best fix, decades; 0 in groups with one class alone.

    Notes
    -----
    Source: the kindest reading: the rules are told the regime and what their answers were worth.

    Examples
    --------
    >>> rows = pd.DataFrame({"kind": "visited", "regime": "full", "label": [True, False] * 20, "seed": [1, 1, 2, 2] * 10,
    ...                      "dot": ["in", "out"] * 20, "best": [3.0, -3.0] * 20})
    >>> bool(rival_strengths(rows)[0][0] > 1)
    True
    """
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
    """Count the answers per stratum, duration, radius and regime.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a study.

    Returns
    -------
    list of dict
        ``by, value, n, n_true`` and the answers of :func:`answers_of`.

    Notes
    -----
    Source: methods page 13.2: never only pooled.

    Examples
    --------
    >>> rows = pd.DataFrame({"stratum": ["random"], "minutes": [20.0], "radius_m": [60.0], "regime": ["full"], "label": [False],
    ...                      "answer": ["contradicted"]})
    >>> [line["by"] for line in strata(rows)]
    ['stratum', 'minutes', 'radius_m', 'regime']
    """
    return [
        {"by": by, "value": value if isinstance(value, str) else f"{value:g}", "n": len(mine),
         "n_true": int(mine["label"].sum()), "answers": answers_of(mine)}
        for by in ("stratum", "minutes", "radius_m", "regime") for value, mine in rows.groupby(by)
    ]


def coverage(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Say how often the 90 % intervals held the truth.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a study.

    Returns
    -------
    list of dict
        ``interval, n, covered, low, high`` with a 95 % interval, and ``points, points_right``: intervals without width, as of
        somebody inside from the first minute to the last, are certainties, and are counted apart. Arrival and departure
        count where the wearer truly came and the verdict gives one.

    Notes
    -----
    Source: methods page 14, E7. The truth has a row each ten seconds, so an interval is given that much at both ends.

    Examples
    --------
    >>> rows = pd.DataFrame({"minutes_inside_low": [1.0, None], "minutes_inside_high": [9.0, None], "inside_minutes": [5.0, 0.0]})
    >>> coverage(rows)[0]["covered"], coverage(rows)[0]["n"]
    (1.0, 1)
    """
    found = []
    for name, truth in INTERVALS.items():
        if f"{name}_low" not in rows:
            continue
        mine = rows[rows[f"{name}_low"].notna() & rows[truth].notna()]
        ends = list(zip(mine[f"{name}_low"], mine[truth], mine[f"{name}_high"], strict=True))
        held = [_within(*v) for v in ends if v[0] < v[2]]
        points = [_within(*v) for v in ends if not v[0] < v[2]]
        low, high = wilson(sum(held), len(held))
        found.append({
            "interval": name, "n": len(held), "covered": sum(held) / len(held) if held else None, "low": low, "high": high,
            "points": len(points), "points_right": sum(points),
        })
    return found


def _within(low: Any, value: Any, high: Any) -> bool:
    spare = pd.Timedelta("10s") if isinstance(value, pd.Timestamp) else 10 / 60
    return bool(low - spare <= value <= high + spare)


def times(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Say how long a claim takes.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a study.

    Returns
    -------
    list of dict
        ``minutes`` of the claim, ``n``, and the median, 95th percentile and greatest number of seconds.

    Notes
    -----
    Source: measured on the machine that ran the study; the first claim, which may compile or load kernels, is left out.

    Examples
    --------
    >>> times(pd.DataFrame({"minutes": [20.0, 20.0], "seconds": [9.0, 1.0]}))[0]["median_s"]
    1.0
    """
    parts = [("all", rows[1:]), *((f"{m:g}", mine) for m, mine in rows[1:].groupby("minutes"))]
    return [
        {"minutes": name, "n": len(mine), "median_s": float(mine["seconds"].median()),
         "p95_s": float(mine["seconds"].quantile(0.95)), "most_s": float(mine["seconds"].max())}
        for name, mine in parts if len(mine)
    ]
