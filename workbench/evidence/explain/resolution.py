"""How finely the fixes can tell: the same claim about the place and ever more of its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.explain.words import RESOLUTION, phrase
from workbench.evidence.parameters import DECIDES, MARGINS_M
from workbench.evidence.pipeline import examine
from workbench.observations import Observations
from workbench.tables import Tracks

__all__ = ["least_margin", "resolution", "resolution_words"]


def resolution(
    question: ResolvedClaim,
    observed: Observations,
    tracks: Tracks,
    *,
    against: Sequence[str] = ("far", "near"),
    other: ResolvedClaim | None = None,
    sensitivity: bool = True,
) -> pd.DataFrame:
    """Judge a question about a place and ever more of its surroundings."""
    rows = []
    for margin in MARGINS_M:
        wider = _grown(question, margin)
        found = examine(wider, observed, tracks, against=against, other=other, sensitivity=sensitivity).decision
        radius = wider.region.radius_m
        rows.append(
            (
                margin,
                float("nan") if radius is None else radius,
                found.answer,
                found.reason,
                found.strength,
                phrase(found.strength),
            )
        )
    return pd.DataFrame(rows, columns=["margin_m", "radius_m", "answer", "reason", "log10_lr", "words"])


def resolution_words(table: pd.DataFrame) -> str:
    """Say in one sentence from which size on the place can be told."""
    told, last = [], None
    for row in table.itertuples():
        if row.answer != last:
            name = "own" if row.margin_m == 0 else "margin" if pd.isna(row.radius_m) else "radius"
            told.append(RESOLUTION[name].format(margin=row.margin_m, radius=row.radius_m, answer=row.answer))
            last = row.answer
    return "; ".join(told) + "."


def least_margin(
    question: ResolvedClaim,
    observed: Observations,
    tracks: Tracks,
    *,
    against: Sequence[str] = ("far", "near"),
    other: ResolvedClaim | None = None,
    sensitivity: bool = True,
) -> float | None:
    """Find the least of the margins with which the claim would be supported."""
    # Each margin is tried as assumed first, and over all settings only where that would do.
    if question.kind == "never":
        return None
    for margin in MARGINS_M[1:]:
        wider = _grown(question, margin)
        quick = examine(wider, observed, tracks, against=against, other=other, sensitivity=False, drawn=False).decision
        if quick.strength < DECIDES or quick.answer != "supported":
            continue
        if not sensitivity:
            return margin
        if examine(wider, observed, tracks, against=against, other=other, drawn=False).decision.answer == "supported":
            return margin
    return None


def _grown(question: ResolvedClaim, margin: float) -> ResolvedClaim:
    return replace(question, region=question.region.grown(margin)) if margin else question
