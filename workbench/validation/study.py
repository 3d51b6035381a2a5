"""Fresh wearers, claims about them, each checked; and what heavy tails and tempering are worth."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.evidence import (
    SUPPORTING,
    HiddenMarkovModel,
    Verdict,
    across,
    chances,
    check,
    fixes_around,
    ratios,
    regime_of,
    resolve_claim,
    scales,
)
from workbench.observations import observe
from workbench.simulation import Simulation, simulate
from workbench.validation.baselines import best_fix, dot
from workbench.validation.claims import sample_claims
from workbench.validation.metrics import cllr, cllr_min

__all__ = ["ASKED", "INTERVALS", "VARIANTS", "ablation", "checked", "fresh_lives", "run_study", "weighed", "without"]

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
    seen = fixes_around(observed, question)
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


_MOST = 4.0  # decades

VARIANTS = {"full model": (True, True), "no tempering": (True, False), "no tails": (False, True), "neither": (False, False)}
"""Whether tails, and whether tempering, are kept."""


def without(model: HiddenMarkovModel, *, tails: bool, tempering: bool) -> HiddenMarkovModel:
    """Give a model whose fixes err without heavy tails, or count as independent witnesses."""
    # See docs/methods.md#tails and docs/methods.md#duration.
    seen = model.emissions
    if not tails:
        alone = np.zeros_like(seen.weight)
        alone[:, 0] = 1.0
        same = np.ascontiguousarray(np.repeat(seen.variance[:, :1], seen.variance.shape[1], axis=1))
        seen = seen._replace(weight=alone, variance=same)
    if not tempering:
        seen = seen._replace(temper=np.ones_like(seen.temper))
    return replace(model, emissions=seen)


def ablation(
    seeds: Iterable[int],
    *,
    n: int,
    lives: Callable[[int], Simulation] = fresh_lives,
    told: Callable[[int], None] | None = None,
    sample: Callable[..., pd.DataFrame] = sample_claims,
) -> list[dict[str, Any]]:
    """Measure each variant of the engine on the same claims, uncalibrated.

    Parameters
    ----------
    seeds : iterable of int
        One wearer each.
    n : int
        Claims per wearer.
    lives : callable
        Makes the simulation of a seed.
    told : callable, optional
        Called with the number of claims done after each.
    sample : callable
        Draws the claims: :func:`workbench.sample_claims`, or that with other kinds of claims and data.
    """
    # See docs/methods.md#tails and docs/methods.md#duration.
    rows: list[dict[str, Any]] = []
    for seed in seeds:
        for row in sample(lives(seed), n=n, seed=seed).itertuples():
            rows.append({"kind": row.kind, "label": row.label, **_strengths(row)})
            if told is not None:
                told(len(rows))
    table = pd.DataFrame(rows)
    found = []
    for variant in VARIANTS:
        for kind in ("visited", "throughout"):
            mine = table[table["kind"] == kind]
            both = mine["label"].nunique() == 2
            found.append(
                {
                    "variant": variant,
                    "kind": kind,
                    "n": len(mine),
                    "cllr": cllr(mine[variant], mine["label"]) if both else None,
                    "cllr_min": cllr_min(mine[variant], mine["label"]) if both else None,
                }
            )
    return found


def _strengths(row: Any) -> dict[str, float]:
    question = resolve_claim(row.claim, row.tracks)
    tried = scales(question, observe(row.tracks, question.wearer))
    model = tried.setup.model()
    prior = chances(model.without_fixes(), tried.claim)
    out = {}
    for name, (tails, tempering) in VARIANTS.items():
        far, near = ratios(chances(without(model, tails=tails, tempering=tempering), tried.claim), prior)
        out[name] = float(np.clip(min(far, near), -_MOST, _MOST))
    return out
