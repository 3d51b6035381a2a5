"""One pair of crime and wearer of a search as an answer that can be kept: ``matches.answer(crime, wearer)``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workbench.base import Answer
from workbench.crimes.words import PAIR
from workbench.crimes.words import UNKNOWN as WHY

__all__ = ["MatchAnswer", "pair_answer"]


@dataclass(frozen=True, eq=False, kw_only=True)
class MatchAnswer(Answer):
    """What a search says of one crime and one wearer: ``hit``, ``excluded`` or ``unknown``, with its row.

    Attributes
    ----------
    crime_id, wearer_id : str
        The pair.
    row : dict
        The columns of its list, by name.
    """

    crime_id: str
    wearer_id: str
    row: dict[str, Any] = field(default_factory=dict)


def pair_answer(found: str, row: pd.Series, asked: dict[str, Any], fixes: list[str], versions: dict[str, str]) -> MatchAnswer:
    """Write the row of a list as an answer."""
    cells = {str(k): v.item() if hasattr(v, "item") else v for k, v in row.items()}
    reason = str(cells["reason"]) if found == "unknown" else "evidence" if found == "hit" else "excluded"
    said = PAIR[found].format(**{**asked, **cells, "why": WHY.get(reason, "")})
    return MatchAnswer(
        answer=found,
        reason=reason,
        because=[said[0].upper() + said[1:]],
        coverage=float(cells["coverage"]),
        fixes=fixes,
        parameters=asked,
        versions=versions,
        crime_id=str(cells["crime_id"]),
        wearer_id=str(cells["wearer_id"]),
        row=cells,
    )
