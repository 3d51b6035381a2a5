"""What a load of crimes comes to: each file's usable rows and problems, and the report with what a sender has to correct."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from workbench.base import Card
from workbench.loaders.crimes.codes import Problem
from workbench.loaders.source import Source
from workbench.loaders.values import count_of
from workbench.tables import FILES, SET_ASIDE, LoadReport

__all__ = ["CrimeReport", "Part", "crime_report"]


@dataclass(frozen=True)
class Part:
    """One file after judging.

    Attributes
    ----------
    source : Source
        The file.
    profile : str
        How it was read.
    rows : pandas.DataFrame
        ``row, crime_id, force, batch_id, kind, start, end, lon, lat, location_error_m, text`` in file order; times in UTC,
        ``crime_id`` missing where the file gives none.
    aside : list of (int, str)
        Row and reason of each row that cannot be used.
    problems : list of Problem
        What the sender of a batch has to correct.
    notes : list of str
        Sentences for the report.
    area_because : str, optional
        Why its places stand for an area; None for places as they are.
    clock : str
        As what the times were read, with what speaks for and against it.
    """

    source: Source
    profile: str
    rows: pd.DataFrame
    aside: list[tuple[int, str]]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    area_because: str | None = None
    clock: str = ""


_PROBLEMS = ("file", *Problem._fields)


@dataclass(frozen=True, eq=False, repr=False)
class CrimeReport(LoadReport):
    """What became of every row, and what the sender has to do.

    Attributes
    ----------
    problems : pandas.DataFrame
        ``file, row, crime_id, code, column, value, action, kept``: one line for each thing wrong with a batch. ``kept`` says
        that the row was used all the same.
    outcomes : pandas.DataFrame
        ``name, file, force, batch_id, outcome, rows, kept, failed, repeated, clock``: one line for each file. ``outcome`` is
        SUCCESSFUL, PARTIAL (some rows failed), FAILED (all did) or ERROR (its rows name no one force or batch); ``clock`` says
        as what its times were read and what speaks for it.
    """

    # Outcomes and codes are those of the national service.

    problems: pd.DataFrame = field(default_factory=pd.DataFrame)
    outcomes: pd.DataFrame = field(default_factory=pd.DataFrame)

    def card(self) -> Card:
        """Say the same as every load report does, with the outcome of each file and what the sender has to do."""
        card = super().card()
        facts = [
            (
                str(o.outcome),
                f"{o.name}: {o.kept:,} of {count_of(int(o.rows), 'crime', 'crimes')} kept, {o.failed:,} failed"
                + (f", {o.repeated:,} repeated" if o.repeated else ""),
            )
            for o in self.outcomes.itertuples()
        ]
        first = self.problems.drop_duplicates("code") if len(self.problems) else self.problems
        counts = self.problems["code"].value_counts() if len(self.problems) else {}
        facts += [
            ("to correct", f"{counts[p.code]:,} x {p.code}, first in row {p.row}, {p.column}: {p.action}")
            for p in first.itertuples()
        ]
        return Card(card.title, [*facts, *card.facts], card.sentences, card.tone, card.note)


def crime_report(parts: list[Part], rows: pd.DataFrame) -> CrimeReport:
    """Write the report."""
    kept = rows[rows["repeats"] == 0]
    again = rows[rows["repeats"] > 0]
    aside = [(p.source.file, row, reason) for p in parts for row, reason in p.aside]
    aside += [(r.file, r.row, f"it repeats version {r.repeats} of its crime unchanged") for r in again.itertuples()]
    set_aside = SET_ASIDE.arrange(pd.DataFrame(aside, columns=["file", "row", "reason"])) if aside else SET_ASIDE.empty()
    problems = pd.DataFrame([(p.source.file, *q) for p in parts for q in p.problems], columns=list(_PROBLEMS))
    outcomes = pd.DataFrame([_outcome(i, p, rows) for i, p in enumerate(parts)])
    notes = [*dict.fromkeys(n for p in parts for n in p.notes), *_versions(kept, again), *_failed(outcomes)]
    return CrimeReport(
        len(rows) + sum(len(p.aside) for p in parts),
        len(kept),
        set_aside,
        _files(parts),
        warnings=notes,
        problems=problems,
        outcomes=outcomes,
    )


def _outcome(place: int, part: Part, rows: pd.DataFrame) -> dict[str, object]:
    mine = rows[rows["part"] == place]
    failed = len(part.aside)
    mixed = {p.code for p in part.problems} & {"MULTIPLE_POLICE_FORCES", "MULTIPLE_BATCH_IDS"}
    outcome = "SUCCESSFUL" if not failed else "PARTIAL" if len(mine) else "ERROR" if mixed else "FAILED"
    return {
        "name": part.source.name,
        "file": part.source.file,
        "force": _one(part.rows["force"]),
        "batch_id": _one(part.rows["batch_id"]),
        "outcome": outcome,
        "rows": len(mine) + failed,
        "kept": int((mine["repeats"] == 0).sum()),
        "failed": failed,
        "repeated": int((mine["repeats"] > 0).sum()),
        "clock": part.clock,
    }


def _one(values: pd.Series) -> str:
    found = values.dropna().unique()
    return str(found[0]) if len(found) == 1 else "several" if len(found) else ""


def _files(parts: list[Part]) -> pd.DataFrame:
    table = pd.DataFrame(
        [
            {
                "name": p.source.name,
                "file": p.source.file,
                "sha256": p.source.sha256,
                "bytes": p.source.size,
                "profile": p.profile,
                "rows": len(p.rows) + len(p.aside),
                "first": p.rows["start"].min(),
                "last": p.rows["end"].max(),
            }
            for p in parts
        ]
    )
    return FILES.arrange(table) if parts else FILES.empty()


def _versions(kept: pd.DataFrame, again: pd.DataFrame) -> list[str]:
    notes = []
    newer = kept[kept["version"] > 1]
    if len(newer):
        listed = "; ".join(f"{r.crime_id} version {r.version}: {r.changed}" for r in newer.head(5).itertuples())
        notes.append(
            f"{count_of(len(newer), 'row is a later version of a crime', 'rows are later versions of crimes')}; every "
            f"version is kept, newest says which counts. Changed: {listed}{' and more' if len(newer) > 5 else ''}."
        )
    if len(again):
        notes.append(
            f"{count_of(len(again), 'row repeats', 'rows repeat')} an earlier one unchanged and "
            f"{'was' if len(again) == 1 else 'were'} set aside."
        )
    return notes


def _failed(outcomes: pd.DataFrame) -> list[str]:
    said = {
        "FAILED": "ALL_RECORDS_FAILED: no row of it can be used; the problems say why",
        "ERROR": "its rows name no one force or no one batch, so none was used; send each in a file of its own",
    }
    return [f"{o.name}: {said[o.outcome]}." for o in outcomes.itertuples() if o.outcome in said]
