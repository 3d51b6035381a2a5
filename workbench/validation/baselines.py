"""What simpler rules make of the same claims: a dot in the circle, and the best single fix."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logit

from workbench.evidence.claim import Claim, resolve_claim
from workbench.evidence.parameters import Setting
from workbench.evidence.witness import read, witnesses
from workbench.observations.wearer import observe
from workbench.tables.tracks import Tracks
from workbench.validation.logistic import folds_of
from workbench.validation.metrics import pair

__all__ = ["BEST_LIMIT", "best_fix", "dot", "table_strength"]

BEST_LIMIT = 6.0
"""The log-odds of a single fix count for no more decades than this."""


def dot(claim: Claim, tracks: Tracks) -> str:
    """Answer as a map does on which fixes are dots: in, out, partly in, or no dot."""
    # Source: what most map tools do.
    away = _inside(claim, tracks)[1]
    inside = away <= 0
    if not len(inside):
        return "none"
    return "in" if inside.all() else "partly" if inside.any() else "out"


def best_fix(claim: Claim, tracks: Tracks) -> float:
    """Give the log-odds that the most telling single fix of the time claimed lies in the place."""
    # Source: whole error mixture of each fix over the place, under a flat prior.
    chance = _inside(claim, tracks)[0]
    if not len(chance):
        return 0.0
    telling = float(chance.min() if claim.kind == "throughout" else chance.max())
    return float(np.clip(logit(telling) / np.log(10.0), -BEST_LIMIT, BEST_LIMIT))


def table_strength(found: ArrayLike, labels: ArrayLike, wearers: ArrayLike) -> NDArray[np.float64]:
    """Turn a rule's answers into strengths: how often each was given to true and to false claims of other wearers."""
    # This is the kindest reading of a rule that gives no strength.
    _, y = pair(np.zeros(np.size(found)), labels)
    said, part = np.asarray(found, object), folds_of(wearers)
    out = np.zeros(len(said))
    kinds = len(set(said.tolist()))
    for fold in np.unique(part):
        others = part != fold
        for answer in set(said[~others].tolist()):
            k = [(said[others & (y == side)] == answer).sum() + 0.5 for side in (True, False)]
            n = [(others & (y == side)).sum() + 0.5 * kinds for side in (True, False)]
            out[(part == fold) & (said == answer)] = np.log10(k[0] / n[0]) - np.log10(k[1] / n[1])
    return out


def _inside(claim: Claim, tracks: Tracks) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Chance of lying inside, and distance outside, of the usable fixes in the time claimed."""
    question = resolve_claim(claim, tracks)
    seen = witnesses(observe(tracks, question.wearer), question, before_s=0.0, after_s=0.0)
    reading = read(seen, question.region, Setting("as assumed"))
    return reading.inside, reading.away_m
