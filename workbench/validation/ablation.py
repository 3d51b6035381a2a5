"""What heavy tails and tempering are worth: the same engine, the same claims, with one of them taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.evidence.claim import resolve_claim
from workbench.evidence.hmm.forward_backward import chances
from workbench.evidence.hmm.model import HiddenMarkovModel
from workbench.evidence.likelihood_ratio import ratios, scales
from workbench.observations.wearer import observe
from workbench.simulation.run import Simulation
from workbench.validation.claims import sample_claims
from workbench.validation.metrics import cllr, cllr_min
from workbench.validation.study import fresh_lives

__all__ = ["VARIANTS", "ablation", "without"]

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
