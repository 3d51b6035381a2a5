"""Check a whole account: several claims, one verdict each, no score over all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from workbench.base import Card, HeldLoosely, InputError, TimeError, directed, recorded
from workbench.evidence.check_claim import check_one
from workbench.evidence.claim import Claim, region_of
from workbench.evidence.explain.words import DISCLAIMER, REASONS, UNUSABLE
from workbench.evidence.verdict import Verdict
from workbench.geo import distance_m, metres_label, stated_position
from workbench.observations import Wearers
from workbench.tables import Tracks
from workbench.time import UTC_US, instant, order_doubts

if TYPE_CHECKING:
    from workbench.position_error import FixCalibration

from workbench.evidence.parameters import SAME_PLACE_M

__all__ = ["AccountReport", "check_account", "claims_of"]

_COLUMNS = [f.name for f in fields(Claim)]
_NUMBERS = ("radius_m", "min_minutes", "tolerance_minutes", "slack_minutes")
_SAID = ("place", "text", "said_by")
_PLACES = ("place", "geometry", "grid_ref", "postcode")
_PAIRS = (("lat", "lon", "lat {}, lon {}"), ("easting", "northing", "E {} N {}"))
_YES, _NO = ("true", "yes", "y", "1", "1.0"), ("false", "no", "n", "0", "0.0", "")
_NEEDED = "Give the columns start, end and either place, geometry, grid_ref, postcode, lon and lat, or easting and northing."
_BAD_ROWS = ("stop", "keep")


@dataclass(frozen=True, eq=False)
class AccountReport:
    """One verdict for each claim of an account; there is no score over all.

    Attributes
    ----------
    verdicts : list of Verdict or None
        In the order of the claims; None for a row that could not be checked.
    table : pandas.DataFrame
        ``text, said_by, wearer, kind, start, end, answer, reason, words, because, what_would_change_it,
        read_as``, a row per claim; `read_as` says back the times and the place as they were understood. Of a row that could not
        be checked the answer is ``not checked``, and `because` says why.
    """

    verdicts: list[Verdict | None]
    table: pd.DataFrame

    def card(self) -> Card:
        """List the answers, one line for each claim."""
        facts = []
        for number, (row, verdict) in enumerate(zip(self.table.itertuples(), self.verdicts, strict=True), start=1):
            told = row.text or ("" if verdict is None else verdict.propositions[0])
            why = row.because if verdict is None else f"{REASONS[verdict.reason]}: {row.because}"
            read = f" [{row.read_as}]" if row.read_as else ""
            facts.append((f"{number}. {row.answer}", f"{told}{read} ({why})".strip()))
        counts = self.table["answer"].value_counts()
        found = ", ".join(f"{n} {answer}" for answer, n in counts.items()) or "none"
        return Card(f"Account of {len(self.verdicts)} claims: {found}", facts, note=DISCLAIMER)

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


@recorded("check")
def check_account(
    claims: Iterable[Claim] | pd.DataFrame,
    tracks: Tracks,
    *,
    sensitivity: bool = True,
    calibration: FixCalibration | None = None,
    bad_rows: Literal["stop", "keep"] = "stop",
    places: pd.DataFrame | None = None,
) -> AccountReport:
    """Check each claim of an account against tracks.

    Parameters
    ----------
    claims : list of Claim, or table
        A table has one row per claim, with columns named like the fields of :class:`Claim`; the place is in ``place``,
        ``geometry``, ``grid_ref``, ``postcode``, ``lon`` and ``lat``, or ``easting`` and ``northing``. Its dates are read
        day first, and as one: beside a row that proves month first, none is believed that could be either.
    tracks : Tracks
        The fixes.
    sensitivity : bool
        Whether each answer must stand over the whole set of settings.
    calibration : FixCalibration, optional
        As in :func:`workbench.check`.
    bad_rows : {"stop", "keep"}
        Whether a row that cannot be used ends it all with an error that names the row, or stands in the report as not
        checked, with the reason.
    places : pandas.DataFrame, optional
        As in :func:`workbench.check`.

    Returns
    -------
    AccountReport
        One verdict per row, a table, and a card.

    Raises
    ------
    InputError
        If the table has no column for the place or the start, or, unless bad rows are kept, a row cannot be used; it says
        which.

    Notes
    -----
    Own design; verdicts are not combined, as they rest on the same fixes. What two people say of the same place and
    time is worked out once.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> tracks = make_tracks(make_fixes(minutes=range(0, 60, 3)))
    >>> told = pd.DataFrame({"lon": [1.2, 1.5], "lat": 51.4, "start": "2026-03-03 00:10", "end": "2026-03-03 00:40"})
    >>> check_account(told.assign(timezone="UTC"), tracks).table["answer"].tolist()
    ['supported', 'contradicted']
    """
    if bad_rows not in _BAD_ROWS:
        raise InputError(f"{bad_rows!r} is no way with bad rows.", where="bad_rows", do=f"Use one of {', '.join(_BAD_ROWS)}.")
    listed = _rows(claims) if isinstance(claims, pd.DataFrame) else [(f"claim {i}", c) for i, c in enumerate(claims, start=1)]
    parts: dict[str, Tracks] = {}
    wearers = Wearers(tracks)
    done: dict[Hashable, Verdict] = {}
    verdicts: list[Verdict | None] = []
    lines: list[dict[str, Any]] = []
    doubts = _doubts(claims) if isinstance(claims, pd.DataFrame) else {}
    for number, (name, given) in enumerate(listed):
        try:
            if number in doubts:
                raise _doubted(doubts[number])
            claim = given if isinstance(given, Claim) else _claim(given)
            key = _key(claim)
            if key not in done:
                own = _of(claim.wearer, tracks, parts)
                done[key] = check_one(claim, own, wearers, sensitivity=sensitivity, calibration=calibration, places=places)
            place = done[key].claim.place if isinstance(claim.place, str) else claim.place
            verdicts.append(replace(done[key], claim=replace(claim, place=place), made_from=HeldLoosely.of(tracks)))
            lines.append(_line(done[key], claim))
        except InputError as error:
            error.where = f"{name}, {error.where or 'claim'}"
            if bad_rows == "stop":
                raise
            verdicts.append(None)
            lines.append(_unusable(given, error))
    return AccountReport(verdicts, _table(lines))


def claims_of(table: pd.DataFrame) -> list[Claim]:
    """Turn a table into claims.

    Parameters
    ----------
    table : pandas.DataFrame
        One claim a row, as for :func:`check_account`.
    """
    found = []
    doubts = _doubts(table)
    for number, (name, row) in enumerate(_rows(table)):
        try:
            if number in doubts:
                raise _doubted(doubts[number])
            found.append(_claim(row))
        except InputError as error:
            error.where = f"{name}, {error.where}"
            raise
    return found


def _rows(table: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """Give each row with its name, and refuse a table that is no account."""
    placed = any(c in table.columns for c in _PLACES) or any({a, b} <= set(table.columns) for a, b, _ in _PAIRS)
    if "start" not in table.columns or not placed:
        raise InputError("This table is not an account.", where="columns", do=_NEEDED)
    cells = {str(c): table[c].tolist() for c in table.columns}
    names = [f"claim {i}" for i in range(1, len(table) + 1)]
    if "claim_id" in cells:
        names = [f"{name} ({own})" for name, own in zip(names, cells["claim_id"], strict=True)]
    return [(name, {c: column[i] for c, column in cells.items()}) for i, name in enumerate(names)]


def _claim(row: dict[str, Any]) -> Claim:
    given = {c: row[c] for c in _COLUMNS if c != "place" and c in row and not pd.isna(row[c])}
    if "start" not in given:
        raise InputError("A claim has no start.", where="start", do=_NEEDED)
    given |= {name: _number(given[name], name) for name in _NUMBERS if name in given}
    if "far_ok" in given:
        given["far_ok"] = _yes(given["far_ok"], "far_ok")
    return Claim(place=_spot(row), **given)


def _spot(row: dict[str, Any]) -> Any:
    """Give the place of a row, in whatever columns it stands; columns that name different places are refused."""
    given = {c: row[c] for c in _PLACES if c in row and not _empty(row[c])}
    for first, second, words in _PAIRS:
        if {first, second} <= row.keys() and not (_empty(row[first]) or _empty(row[second])):
            numbers = [_float(row[c]) for c in (second, first)]
            plain = first == "lat" and None not in numbers
            given[f"{first} and {second}"] = tuple(numbers) if plain else words.format(row[first], row[second])
    points = {name: point for name, value in given.items() if (point := _point(value)) is not None}
    for name, point in list(points.items())[1:]:
        column, there = next(iter(points.items()))
        apart_m = float(distance_m(*there, *point))
        if apart_m > SAME_PLACE_M:
            raise InputError(
                f"{column} and {name} name places {metres_label(apart_m)} apart.", where="place", do="Keep the one that is meant."
            )
    # a text that only a gazetteer could place is a label where numbers or an outline stand beside it
    exact = [v for v in given.values() if not isinstance(v, str)] + [given[name] for name in points]
    return next(iter([*exact, *given.values()]), None)


def _point(value: Any) -> tuple[float, float] | None:
    """Give the position that a pair of numbers or a text states by itself; None for an outline or a name."""
    if isinstance(value, str):
        return stated_position(value)
    return value if isinstance(value, tuple) and len(value) == 2 and None not in map(_float, value) else None


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or (pd.api.types.is_scalar(value) and pd.isna(value))


def _float(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _yes(value: Any, name: str) -> bool:
    word = str(value).strip().lower()
    if word not in (*_YES, *_NO):
        raise InputError(f"{value!r} is neither yes nor no.", where=name, do="Write yes or no.")
    return word in _YES


def _doubted(doubt: TimeError) -> TimeError:
    """Give a fresh error of a doubt, since its place is written into it."""
    return TimeError(doubt.what, where=doubt.where, do=doubt.do)


def _doubts(table: pd.DataFrame) -> dict[int, TimeError]:
    """Judge day and month over all dates of the table together."""
    return order_doubts({name: table[name].tolist() for name in ("start", "end") if name in table.columns})


def _number(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{value!r} is no number.", where=name, do="Write it with a point and without its unit.") from error


def _of(wearer: str | None, tracks: Tracks, parts: dict[str, Tracks]) -> Tracks:
    """Give the tracks of a wearer, looked up once; all of them where there is none of that name, for the error to list them."""
    if wearer is None or wearer not in tracks.wearers:
        return tracks
    if wearer not in parts:
        parts[wearer] = tracks.of(wearer)
    return parts[wearer]


def _key(claim: Claim) -> Hashable:
    """Name what a claim asks, whoever says it and in whatever words."""
    rest = tuple(str(getattr(claim, name)) for name in _COLUMNS if name not in _SAID)
    if isinstance(claim.place, str):
        return claim.place, rest
    region = region_of(claim)
    return region.words, region.shape.wkb, region.edge_m, rest


def _line(verdict: Verdict, claim: Claim) -> dict[str, Any]:
    stated = {name: instant(verdict.parameters[name]) for name in ("start", "end")}
    return {
        "text": claim.text,
        "said_by": claim.said_by,
        "wearer": str(verdict.parameters["wearer"]),
        "kind": claim.kind,
        **stated,
        "answer": verdict.answer,
        "reason": verdict.reason,
        "words": directed(verdict.words, verdict.log10_lr),
        "because": " ".join(verdict.because),
        "what_would_change_it": " ".join(verdict.what_would_change_it),
        "read_as": _read_as(verdict),
    }


def _read_as(verdict: Verdict) -> str:
    """Say back the times and the place of a claim as they were understood, with what had to be decided."""
    read = verdict.parameters["read_as"]
    times = read["start"] if read["start"] == read["end"] else f"{read['start']} to {read['end']}"
    return ". ".join([f"{times}, {read['place']}", *(s.rstrip(".") for s in verdict.parameters["decided"])])


def _unusable(given: Claim | dict[str, Any], error: InputError) -> dict[str, Any]:
    """Say of a row why it could not be checked; nothing of it is lost."""
    row = {c: getattr(given, c) for c in _COLUMNS} if isinstance(given, Claim) else given
    said = {c: "" if row.get(c) is None or pd.isna(row[c]) else str(row[c]) for c in ("text", "said_by", "wearer", "kind")}
    return {
        **said,
        "start": pd.NaT,
        "end": pd.NaT,
        "answer": UNUSABLE,
        "reason": "unusable",
        "words": "",
        "because": f"{error.what} ({error.where})",
        "what_would_change_it": error.do or "",
        "read_as": "",
    }


def _table(lines: list[dict[str, Any]]) -> pd.DataFrame:
    words = ("text", "said_by", "wearer", "kind", "answer", "reason", "words", "because", "what_would_change_it", "read_as")
    columns = {name: pd.Series([line[name] for line in lines], dtype="str") for name in words}
    for name in ("start", "end"):
        columns[name] = pd.Series([line[name] for line in lines], dtype=UTC_US)
    order = ("text", "said_by", "wearer", "kind", "start", "end", *words[4:])
    return pd.DataFrame({name: columns[name] for name in order})
