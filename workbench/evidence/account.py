"""Check a whole account: several claims, one verdict each, no score over all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from workbench.cards import Card
from workbench.errors import InputError
from workbench.evidence.check import check
from workbench.evidence.claim import Claim
from workbench.evidence.verdict import Verdict
from workbench.evidence.words import DISCLAIMER, REASONS
from workbench.tracks import Tracks

__all__ = ["AccountReport", "check_account", "claims_of"]

_COLUMNS = [f.name for f in fields(Claim)]
_NEEDED = "Give the columns start, end and either place, geometry, or lon and lat."


@dataclass(frozen=True, eq=False)
class AccountReport:
    """One verdict for each claim of an account; there is no score over all.

    Attributes
    ----------
    verdicts : list of Verdict
        In the order of the claims.
    table : pandas.DataFrame
        ``text, said_by, wearer, kind, start, end, answer, reason, words, because, what_would_change_it``.

    Notes
    -----
    Source: own design.

    Examples
    --------
    See :func:`check_account`.
    """

    verdicts: list[Verdict]
    table: pd.DataFrame

    def card(self) -> Card:
        """List the answers, one line for each claim."""
        facts = [
            (f"{i}. {v.answer}", f"{v.claim.text or v.propositions[0]} ({REASONS[v.reason]}: {' '.join(v.because)})")
            for i, v in enumerate(self.verdicts, start=1)
        ]
        counts = self.table["answer"].value_counts()
        found = ", ".join(f"{n} {answer}" for answer, n in counts.items()) or "none"
        return Card(f"Account of {len(self.verdicts)} claims: {found}", facts, note=DISCLAIMER)

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


def check_account(claims: Iterable[Claim] | pd.DataFrame, tracks: Tracks, *, sensitivity: bool = True) -> AccountReport:
    """Check each claim of an account against tracks.

    Parameters
    ----------
    claims : list of Claim, or table
        A table has one row per claim, with columns named like the fields of :class:`Claim`; the place is in ``place``,
        ``geometry``, or ``lon`` and ``lat``.
    tracks : Tracks
        The fixes.
    sensitivity : bool
        Whether each answer must stand over the whole set of settings.

    Returns
    -------
    AccountReport
        One verdict per row, a table, and a card.

    Raises
    ------
    InputError
        If a row cannot be used; it says which.

    Notes
    -----
    Source: own design; verdicts are not combined, as they rest on the same fixes.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> tracks = make_tracks(make_fixes(minutes=range(0, 60, 3)))
    >>> told = pd.DataFrame({"lon": [1.2, 1.5], "lat": 51.4, "start": "2026-03-03 00:10", "end": "2026-03-03 00:40"})
    >>> check_account(told.assign(timezone="UTC"), tracks).table["answer"].tolist()
    ['supported', 'contradicted']
    """
    listed = claims_of(claims) if isinstance(claims, pd.DataFrame) else list(claims)
    parts = {w: tracks.of(w) for w in sorted({c.wearer for c in listed if c.wearer is not None} & set(tracks.wearers))}
    verdicts = []
    for row, claim in enumerate(listed, start=1):
        try:
            verdicts.append(check(claim, parts.get(claim.wearer or "", tracks), sensitivity=sensitivity))
        except InputError as error:
            error.where = f"claim {row}, {error.where or 'claim'}"
            raise
    return AccountReport(verdicts, _table(verdicts))


def claims_of(table: pd.DataFrame) -> list[Claim]:
    """Turn a table into claims.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns named like the fields of :class:`Claim`; others are ignored, missing ones and empty cells take the
        field's default.

    Returns
    -------
    list of Claim
        One per row, in order.

    Raises
    ------
    InputError
        If a column that cannot be left away is missing.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> claims_of(pd.DataFrame({"lon": [1.2], "lat": [51.4], "start": ["2026-03-03T21:10Z"], "kind": ["at"]}))[0].kind
    'at'
    """
    spot = next((c for c in ("place", "geometry") if c in table.columns), None)
    if "start" not in table.columns or (spot is None and not {"lon", "lat"} <= set(table.columns)):
        raise InputError("This table is not an account.", where="columns", do=_NEEDED)
    found = []
    for _, row in table.iterrows():
        place: Any = row[spot] if spot is not None else (float(row["lon"]), float(row["lat"]))
        given = {c: row[c] for c in _COLUMNS if c != "place" and c in table.columns and not pd.isna(row[c])}
        if "start" not in given:
            raise InputError("A claim has no start.", where="start", do=_NEEDED)
        found.append(Claim(place=place, **given))
    return found


def _table(verdicts: list[Verdict]) -> pd.DataFrame:
    def column(values: list[Any]) -> pd.Series:
        return pd.Series(values, dtype="str")

    return pd.DataFrame({
        "text": column([v.claim.text for v in verdicts]), "said_by": column([v.claim.said_by for v in verdicts]),
        "wearer": column([str(v.parameters["wearer"]) for v in verdicts]), "kind": column([v.claim.kind for v in verdicts]),
        "start": pd.to_datetime(pd.Series([v.parameters["start"] for v in verdicts], dtype="str"), utc=True).dt.as_unit("us"),
        "end": pd.to_datetime(pd.Series([v.parameters["end"] for v in verdicts], dtype="str"), utc=True).dt.as_unit("us"),
        "answer": column([v.answer for v in verdicts]), "reason": column([v.reason for v in verdicts]),
        "words": column([v.words for v in verdicts]), "because": column([" ".join(v.because) for v in verdicts]),
        "what_would_change_it": column([" ".join(v.what_would_change_it) for v in verdicts]),
    })
