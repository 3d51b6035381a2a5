"""From a study to the figures that ship: a map per kind and regime, and how far the claims carry."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import InputError
from workbench.evidence import MODEL_ALONE, REGIMES, SLOPES, UNDECIDED, Entry, cap
from workbench.validation.baselines import cross_fitted, fit_logistic, fit_sides
from workbench.validation.metrics import cllr, cllr_min, empirical_bounds, misleading

__all__ = ["KINDS", "LEAST_FIT", "fit_entry", "fit_record", "refusals", "versions", "write_record"]

KINDS = ("visited", "throughout")
"""Kinds of claim that are calibrated; ``never`` is ``visited`` turned round, and ``at`` is left as it is."""

LEAST_FIT = 30
"""So many claims of each class a map needs."""

_FIGURE = 4


def fit_record(rows: pd.DataFrame, *, seeds: list[int]) -> dict[str, Any]:
    """Fit all maps of a study.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`workbench.validation.study.run_study` with ``weighed``.
    seeds : list of int
        Of the wearers, for the record.

    Raises
    ------
    InputError
        If the study has no rows.
    """
    # See docs/methods.md#map. Figures are cross-fitted by wearer; the maps that ship are fitted on all.
    if rows.empty:
        raise InputError("There are no claims to calibrate on.", where="rows", do="Let the study run longer.")
    entries = []
    for kind in KINDS:
        for regime in REGIMES:
            mine = rows[(rows["kind"] == kind) & (rows["regime"] == regime)]
            if mine["label"].sum() >= LEAST_FIT and (~mine["label"]).sum() >= LEAST_FIT:
                entries.append(fit_entry(mine.reset_index(drop=True), kind, regime))
    size = {"claims": len(rows), "wearers": int(rows["seed"].nunique())}
    made = {"command": "workbench calibrate", "seeds": seeds, **size, **versions()}
    return {"format": 3, "made": made, "entries": entries}


def fit_entry(mine: pd.DataFrame, kind: str, regime: str) -> dict[str, Any]:
    """Fit the map of one kind of claim in one regime, and measure what it gives on wearers it was not fitted on."""
    # See docs/methods.md#map; the strength mapped is the weaker one of those against elsewhere and against nearby. Claims
    # without any fix near have no strength that a map could change, and are left out of the fit.
    label, raw = mine["label"].to_numpy(bool), mine[["raw_far", "raw_near"]].min(axis=1).to_numpy(float)
    sides = regime in MODEL_ALONE
    told = raw != 0
    a, up, down = fit_sides(raw[told], label[told]) if sides else (*fit_logistic(raw, label), np.nan)
    up = min(up, SLOPES[1]) if sides else up
    fitted, below = (tuple(round(v, _FIGURE) for v in (a, slope)) for slope in (up, down))
    line, refused = (fitted, None) if SLOPES[0] <= fitted[1] <= SLOPES[1] else (None, fitted)
    alone = tuple(round(v, _FIGURE) for v in fit_logistic(mine["raw_far"].to_numpy(float), label))
    timid, bold = fitted[1] > SLOPES[1], fitted[1] < SLOPES[0]
    crossed = raw if timid else cross_fitted(raw, label, mine["seed"].to_numpy(), sides=sides)
    low, high = empirical_bounds(crossed, label)
    bound = round(10.0 ** (high if sides else min(-low, high)), 1)
    if sides or bold:
        crossed = np.clip(crossed, -UNDECIDED, UNDECIDED if bold else np.inf)
    counts = int(label.sum()), int((~label).sum())
    most = cap(kind, regime, record={(kind, regime): Entry(kind, regime, *counts, bound)})
    limit = np.log10(most)
    final, before = np.clip(crossed, -limit, limit), np.clip(raw, -limit, limit)
    wrong = misleading(final, label).set_index("at_lr")
    figures = {
        "cllr_raw": cllr(before, label),
        "cllr": cllr(final, label),
        "cllr_min": cllr_min(final, label),
        "misleading_at_10": float(wrong.loc[10.0, "share"]),
        "misleading_at_100": float(wrong.loc[100.0, "share"]),
        "cap": most,
    }
    own = alone if line and not sides and SLOPES[0] <= alone[1] <= SLOPES[1] else None
    return {
        "kind": kind,
        "regime": regime,
        "n_true": counts[0],
        "n_false": counts[1],
        "bound": bound,
        "line": line,
        "far": own,
        "refused": refused,
        "under": below if sides and line else None,
        "figures": {k: round(v, _FIGURE) for k, v in figures.items()},
    }


def refusals(record: dict[str, Any]) -> list[str]:
    """Say which maps were refused.

    Parameters
    ----------
    record : dict
        From :func:`fit_record`.
    """
    # See docs/methods.md#map.
    return [
        f"{e['kind']} claims in {e['regime']} data: slope {e['refused'][1]:g} lies outside {SLOPES[0]:g} to {SLOPES[1]:g}: "
        + ("no strength there decides." if e["refused"][1] < SLOPES[0] else "strengths there are left as they are.")
        for e in record["entries"]
        if e["refused"]
    ]


def versions() -> dict[str, str]:
    """Give the versions that figures depend on."""
    import workbench

    packages = {name: version(name) for name in ("numba", "numpy", "pandas", "scipy", "shapely")}
    return {"workbench": workbench.__version__, "python": platform.python_version(), **packages}


def write_record(record: dict[str, Any], path: Path) -> None:
    """Write a record, the same bytes for the same figures.

    Parameters
    ----------
    record : dict
        From :func:`fit_record`.
    path : pathlib.Path
        The file.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    # `workbench.evidence.calibration` reads it.
    try:
        path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        said = f"The figures cannot be written: {error.strerror}."
        raise InputError(said, where=str(path), do="Choose a folder that you may write to.") from error
