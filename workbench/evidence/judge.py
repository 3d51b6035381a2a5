"""From a question to a ruling: what is certain, how strongly the fixes speak, and the rule over both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.evidence import settings as fixed
from workbench.evidence.answers import excluded
from workbench.evidence.decide import decide
from workbench.evidence.picture import Picture, picture
from workbench.evidence.question import Question
from workbench.evidence.rule import Ruling, rule
from workbench.evidence.scales import across
from workbench.evidence.weigh import weigh
from workbench.evidence.witness import Witnesses, read, witnesses
from workbench.tables.tracks import Tracks

__all__ = ["Judged", "judge"]

_FAR_M = 20_000.0


@dataclass(frozen=True, eq=False)
class Judged:
    """A question with its ruling.

    Attributes
    ----------
    seen : Witnesses
        The usable fixes around it.
    ruling : Ruling
        Answer, reason, strength.
    picture : Picture or None
        What the drawn paths did; None where no path was tried or none was asked for.
    across : (float, float, float) or None
        Where no fix lies near the time claimed, what the movement model makes of those further away, against each alternative,
        decades: for the record, it is never reported.
    """

    seen: Witnesses
    ruling: Ruling
    picture: Picture | None
    across: tuple[float, float, float] | None = None


def judge(
    question: Question,
    tracks: Tracks,
    *,
    against: Sequence[str] = ("far", "near"),
    other: Question | None = None,
    sensitivity: bool = True,
    drawn: bool = True,
) -> Judged:
    """Judge a question."""
    # Where a place is excluded and more than 20 km from every fix, no path is tried.
    seen = witnesses(tracks, question)
    low, high = question.stated
    tried = _settings(question, seen) if sensitivity else fixed.SUPPORTING[:1]
    logic = decide(question, seen, tried)
    near = (seen.t_s >= low - fixed.PADDING_S) & (seen.t_s <= high + fixed.PADDING_S)
    if not near.any():
        beyond = across(question, tracks, fixed.SUPPORTING[0]) if drawn else None
        return Judged(seen, rule(question, seen, logic, None), None, beyond)
    away = logic.base.reading.away_m[near]
    out = excluded(question, logic.answers)
    far_off = out and float(away.min()) > _FAR_M
    weighed = weigh(question, tracks, seen, tried, against=against, other=other, excluded=out, far_off=far_off)
    shown = picture(question, weighed.scales) if drawn and weighed is not None and weighed.scales is not None else None
    return Judged(seen, rule(question, seen, logic, weighed, math.nan if shown is None else shown.info), shown)


def _settings(question: Question, seen: Witnesses) -> tuple[fixed.Setting, ...]:
    clock = fixed.COARSE_CLOCK_S if seen.coarse.any() else fixed.CLOCK_S
    low, high = question.stated
    near = (seen.t_s >= low - fixed.PADDING_S) & (seen.t_s <= high + fixed.PADDING_S)
    returns = bool(read(seen, question.region, fixed.SUPPORTING[0]).echo[near].any())
    return fixed.settings(clock_s=clock, repeated_hour=bool(seen.repeated.any()), returns=returns)
