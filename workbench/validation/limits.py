"""The limits that answers must keep on wearers nobody tuned on, and whether they do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from workbench.validation.metrics import cllr
from workbench.validation.regimes import HIDDEN
from workbench.validation.summary import answers_of, coverage, figures, times

__all__ = ["CLLR", "CLLR_MADE", "GROUPS", "limits"]

CLLR = {"visited": 0.13, "throughout": 0.09}
"""Most that the strengths of a kind of claim may cost, bits."""

CLLR_MADE = {"full": 0.06, "thin": 0.20, "gap": 0.15}
"""Most that they may cost by what was done to the data, both kinds together, bits."""

GROUPS = ("full", "thin", "gap", "silent")
"""Regimes of data in which the answers must keep their limits."""

_WORSE = 3.0
_TRUE, _WRONG = 0.98, 0.02
_MISLEADING_100 = 0.005
_UNSURE, _UNSURE_HIDDEN = 0.25, 0.60
_COVERED = (0.85, 0.97)
_SECONDS = 1.0


def limits(rows: pd.DataFrame, *, slack_factor: float = 1.0) -> list[dict[str, Any]]:
    """Compare a study with the limits."""
    # The limits are those of docs/validation.md.
    seen = rows[rows["stratum"] != HIDDEN]
    lines = [*_costs(seen, slack_factor), *_answers(rows, slack_factor), *_covered(rows, slack_factor), *_quick(rows)]
    return [{"what": what, "found": found, "limit": words, "holds": holds} for what, found, words, holds in lines]


_Line = tuple[str, float | None, str, bool | None]


def _most(what: str, found: float | None, limit: float) -> _Line:
    return what, found, f"at most {limit:.3g}", None if found is None else found <= limit


def _least(what: str, found: float | None, limit: float) -> _Line:
    return what, found, f"at least {limit:.3g}", None if found is None else found >= limit


def _cost(rows: pd.DataFrame, column: str) -> float | None:
    known = rows[rows[column].notna()]
    return cllr(known[column], known["label"]) if known["label"].nunique() == 2 else None


def _costs(rows: pd.DataFrame, slack: float) -> Iterator[_Line]:
    parts = [(kind, rows["kind"] == kind, limit) for kind, limit in CLLR.items()]
    parts += [(f"data made {name}", rows["made"] == name, limit) for name, limit in CLLR_MADE.items()]
    for column, words in (("worked_lr", "Cllr"), ("log10_lr", "Cllr as reported")):
        for name, mine, limit in parts:
            yield _most(f"{words}, {name}", _cost(rows[mine], column), limit * slack)
    cost, dots = _cost(rows, "worked_lr"), _cost(rows, "dot_lr")
    worse = None if cost is None or dots is None or cost <= 0 else dots / cost
    yield _least("a dot in the circle costs so many times more", worse, _WORSE / slack)


def _answers(rows: pd.DataFrame, slack: float) -> Iterator[_Line]:
    for regime in GROUPS:
        mine = rows[rows["regime"] == regime]
        given = answers_of(mine) if len(mine) else {}
        good = given.get("supported", {}).get("share_true")
        bad = given.get("contradicted", {}).get("share_true")
        yield _least(f"supported is true, {regime} data", good, 1 - (1 - _TRUE) * slack)
        yield _most(f"contradicted is true after all, {regime} data", bad, _WRONG * slack)
        wrong = figures(mine)["misleading"] if len(mine) else None
        share = None if wrong is None else wrong["100"]["share"]
        yield _most(f"misleading at LR 100, {regime} data", share, _MISLEADING_100 * slack)
    unsure, drawn = rows["answer"] == "cannot tell", rows["stratum"] != HIDDEN
    yield _most("cannot tell, all claims", float(unsure[drawn].mean()) if drawn.any() else None, _UNSURE * slack)
    hidden = rows["hidden"].astype(bool)
    yield _least(
        "cannot tell, claims wholly within a long silence",
        float(unsure[hidden].mean()) if hidden.any() else None,
        _UNSURE_HIDDEN / slack,
    )


def _covered(rows: pd.DataFrame, slack: float) -> Iterator[_Line]:
    low, high = 1 - (1 - _COVERED[0]) * slack, 1 - (1 - _COVERED[1]) / slack
    for line in coverage(rows):
        share = line["covered"]
        holds = None if share is None else low <= share <= high
        yield f"90 % interval holds the truth: {line['interval']}", share, f"{low:.3g} to {high:.3g}", holds


def _quick(rows: pd.DataFrame) -> Iterator[_Line]:
    took = times(rows)
    yield _most("seconds per claim, median", took[0]["median_s"] if took else None, _SECONDS)
