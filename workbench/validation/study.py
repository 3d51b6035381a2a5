"""Simulate fresh wearers, sample claims about them, check each, and keep what is needed to judge the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.evidence.calibration import regime_of
from workbench.evidence.check_claim import check
from workbench.evidence.claim import resolve_claim
from workbench.evidence.likelihood_ratio import across
from workbench.evidence.parameters import SUPPORTING
from workbench.evidence.verdict import Verdict
from workbench.evidence.witness import witnesses
from workbench.observations.wearer import observe
from workbench.simulation.run import Simulation, simulate
from workbench.validation.baselines import best_fix, dot
from workbench.validation.claims import sample_claims

__all__ = ["ASKED", "INTERVALS", "checked", "fresh_lives", "run_study", "weighed"]

ASKED = (
    "claim_id",
    "wearer_id",
    "kind",
    "stratum",
    "made",
    "minutes",
    "radius_m",
    "label",
    "hidden",
    "inside_minutes",
    "longest_minutes",
    "closest_m",
    "farthest_m",
    "arrival",
    "departure",
)
"""Columns of the sample that a study keeps."""

INTERVALS = {"minutes_inside": "inside_minutes", "closest_m": "closest_m", "arrival": "arrival", "departure": "departure"}
"""Each interval of a verdict, and the column of the sample that it should cover."""


def fresh_lives(seed: int, *, days: int = 28) -> Simulation:
    """Simulate one wearer that no other seed shares.

    Parameters
    ----------
    seed : int
        Fixes all chance.
    days : int
        How many calendar days.
    """
    # Source: `wb.simulate`.
    return simulate(seed=seed, wearers=1, days=days)


def run_study(
    seeds: Iterable[int],
    *,
    n: int,
    ask: Callable[[Any], dict[str, Any]] | None = None,
    lives: Callable[[int], Simulation] = fresh_lives,
    told: Callable[[int], None] | None = None,
    sample: Callable[..., pd.DataFrame] = sample_claims,
) -> pd.DataFrame:
    """Check claims about one fresh wearer after the other.

    Parameters
    ----------
    seeds : iterable of int
        One wearer each.
    n : int
        Claims per wearer.
    ask : callable, optional
        Turns a row of the sample into what is kept of it; :func:`checked` if None, :func:`weighed` where only raw strengths
        are wanted.
    lives : callable
        Makes the simulation of a seed.
    told : callable, optional
        Called with the number of claims done after each.
    sample : callable
        Draws the claims: :func:`workbench.sample_claims`, or that with other kinds of claims and data.
    """
    # See docs/methods.md#validation. Nothing here is tuned on what comes out.
    rows: list[dict[str, Any]] = []
    left_out: dict[str, int] = {}
    stopped = False
    try:
        for seed in seeds:
            claims = sample(lives(seed), n=n, seed=seed)
            for reason, count in claims.attrs["left_out"].items():
                left_out[reason] = left_out.get(reason, 0) + count
            for row in claims.itertuples():
                rows.append({"seed": seed, **(ask or checked)(row)})
                if told is not None:
                    told(len(rows))
    except KeyboardInterrupt:
        stopped = True
    table = pd.DataFrame(rows)
    table.attrs.update(left_out=left_out, stopped=stopped)
    return table


def checked(row: Any, *, sensitivity: bool = True) -> dict[str, Any]:
    """Check one sampled claim, and ask the simpler rules too.

    Parameters
    ----------
    row : named tuple
        A row of :func:`workbench.sample_claims`.
    sensitivity : bool
        Whether the verdict is asked over the whole set of settings.
    """
    began = time.perf_counter()
    verdict = check(row.claim, row.tracks, sensitivity=sensitivity)
    seconds = time.perf_counter() - began
    extra = verdict.parameters
    return {
        **{name: getattr(row, name) for name in ASKED},
        "answer": verdict.answer,
        "reason": verdict.reason,
        "log10_lr": verdict.log10_lr,
        "raw_far": extra.get("raw_log10_lr_far", np.nan),
        "raw_near": extra.get("raw_log10_lr_near", np.nan),
        "regime": extra.get("regime") or "silent",
        "seconds": seconds,
        **_ends(verdict, tuple(INTERVALS)),
        "dot": dot(row.claim, row.tracks),
        "best": best_fix(row.claim, row.tracks),
    }


def weighed(row: Any) -> dict[str, Any]:
    """Weigh one sampled claim under the assumed setting alone: many times quicker, and all that a calibration needs.

    Parameters
    ----------
    row : named tuple
        A row of :func:`workbench.sample_claims`.
    """
    began = time.perf_counter()
    question = resolve_claim(row.claim, row.tracks)
    observed = observe(row.tracks, question.wearer)
    seen = witnesses(observed, question)
    low, high = question.stated
    raw = across(question, observed, SUPPORTING[0])
    seconds = time.perf_counter() - began
    return {
        **{name: getattr(row, name) for name in ASKED},
        "raw_far": raw[0],
        "raw_near": raw[1],
        "regime": regime_of(seen.t_s, seen.method, start_s=low, end_s=high),
        "seconds": seconds,
        "dot": dot(row.claim, row.tracks),
        "best": best_fix(row.claim, row.tracks),
    }


def _ends(verdict: Verdict, names: Sequence[str]) -> dict[str, Any]:
    found = {name: getattr(verdict, name) for name in names}
    return {
        f"{name}_{end}": None if value is None else value[i]
        for name, value in found.items()
        for i, end in ((1, "low"), (2, "high"))
    }
