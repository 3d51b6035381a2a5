"""How good verdicts are, when it is known which claims are true: ``wb.score``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.base import Card, InputError, recorded, wilson
from workbench.evidence import Verdict
from workbench.validation.metrics import brier, cllr, cllr_min, cross_entropy, devpav, misleading, pav, reliability, tippett

__all__ = ["ANSWERS", "PRIOR_ODDS", "Score", "answer_table", "score"]

ANSWERS = ("supported", "contradicted", "cannot tell")

PRIOR_ODDS = tuple(float(v) for v in np.round(np.linspace(-2.5, 2.5, 51), 1))
"""Prior odds, decades, at which the empirical cross-entropy is worked out."""


@dataclass(frozen=True, eq=False)
class Score:
    """What a set of strengths is worth.

    Attributes
    ----------
    n, n_true, n_false : int
        Claims scored, by label.
    unscored : int
        Claims whose verdict has no strength; they count in `answers` alone.
    cllr, cllr_min, cllr_cal, devpav : float
        Cost in bits; what the best calibration would leave of it; the difference; mean distance from it in decades.
    prior : float
        Chance of a claim under which `brier` and `reliability` are worked out: the share of true claims.
    brier : float
        Mean squared error of the chances.
    misleading, tippett, reliability, ece, answers : pandas.DataFrame
        Tables behind the plots; `ece` has ``log10_prior_odds, as_reported, best, nothing_said``; `answers` has
        ``answer, n, share, true, share_true, low, high`` and is empty where strengths alone were scored.
    """

    n: int
    n_true: int
    n_false: int
    unscored: int
    cllr: float
    cllr_min: float
    cllr_cal: float
    devpav: float
    prior: float
    brier: float
    misleading: pd.DataFrame
    tippett: pd.DataFrame
    reliability: pd.DataFrame
    ece: pd.DataFrame
    answers: pd.DataFrame

    def card(self) -> Card:
        """Say the main figures, as a card."""
        facts = [
            ("claims", f"{self.n_true} true, {self.n_false} false, {self.unscored} without a strength"),
            ("Cllr", f"{self.cllr:.3f}: {self.cllr_min:.3f} that no calibration removes, {self.cllr_cal:.3f} by calibration"),
            ("Brier", f"{self.brier:.4f} under a prior of {self.prior:.2f}"),
            *(
                (
                    f"misleading at LR {row.at_lr:g}",
                    f"for {row.for_false} false claims, against {row.against_true} true ones: {row.share:.2%} of all",
                )
                for row in self.misleading.itertuples()
            ),
            *((row.answer, f"{row.n} ({row.share:.0%}), of which {row.true} are true") for row in self.answers.itertuples()),
        ]
        return Card(f"Score of {self.n} claims", facts, note="0 is perfect, 1 is what saying nothing costs.")

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


@recorded("validate")
def score(verdicts: Sequence[Verdict] | ArrayLike, labels: ArrayLike) -> Score:
    """Score verdicts, or bare strengths, against the truth.

    Parameters
    ----------
    verdicts : sequence of Verdict, or array_like of float, shape (n,)
        Verdicts of :func:`workbench.check`, or logs to base 10 of likelihood ratios.
    labels : array_like of bool, shape (n,)
        Which claims are true.

    Returns
    -------
    Score
        All figures.

    Raises
    ------
    InputError
        If there is not one label for each, or the claims with a strength are all true or all false.

    Notes
    -----
    Source: van Lierop et al. 2024 for which figures to give; the figures agree with the package lir.

    Examples
    --------
    >>> found = score([2.0, 1.0, -1.0, -2.0], [True, True, False, False])
    >>> round(found.cllr, 3), found.cllr_min
    (0.076, 0.0)
    """
    items = list(np.asarray(verdicts, object).ravel()) if not isinstance(verdicts, Sequence) else list(verdicts)
    y = np.asarray(labels).astype(bool).ravel()
    if len(items) != len(y):
        said = f"{len(items)} verdicts cannot be scored with {len(y)} labels."
        raise InputError(said, where="labels", do="Give one label each.")
    are_verdicts = bool(items) and all(isinstance(v, Verdict) for v in items)
    strengths = np.array([v.log10_lr if isinstance(v, Verdict) else float(v) for v in items], float)
    answers = answer_table([v.answer for v in items], y) if are_verdicts else answer_table([], y[:0])
    known = ~np.isnan(strengths)
    x, t = strengths[known], y[known]
    cost, least, prior = cllr(x, t), cllr_min(x, t), float(t.mean())
    return Score(
        n=len(x),
        n_true=int(t.sum()),
        n_false=int((~t).sum()),
        unscored=int((~known).sum()),
        cllr=cost,
        cllr_min=least,
        cllr_cal=cost - least,
        devpav=devpav(x, t),
        prior=prior,
        brier=brier(x, t, prior_probability=prior),
        misleading=misleading(x, t),
        tippett=tippett(x, t),
        reliability=reliability(x, t, prior_probability=prior),
        ece=_entropy(x, t),
        answers=answers,
    )


def answer_table(answers: Sequence[str], labels: ArrayLike) -> pd.DataFrame:
    """Count the answers, and how many of each concern a true claim."""
    # Wilson intervals.
    given, y = np.asarray(answers, object), np.asarray(labels).astype(bool)
    rows: list[dict[str, Any]] = []
    for answer in ANSWERS if len(given) else ():
        mine = given == answer
        n, k = int(mine.sum()), int(y[mine].sum())
        low, high = wilson(k, n)
        rows.append(
            {
                "answer": answer,
                "n": n,
                "share": n / len(given),
                "true": k,
                "share_true": k / n if n else np.nan,
                "low": low,
                "high": high,
            }
        )
    return pd.DataFrame(rows, columns=["answer", "n", "share", "true", "share_true", "low", "high"])


def _entropy(x: NDArray[np.float64], t: NDArray[np.bool_]) -> pd.DataFrame:
    odds = np.array(PRIOR_ODDS)
    return pd.DataFrame(
        {
            "log10_prior_odds": odds,
            "as_reported": cross_entropy(x, t, odds),
            "best": cross_entropy(pav(x, t), t, odds),
            "nothing_said": cross_entropy(np.zeros(len(x)), t, odds),
        }
    )
