"""The police batch: 13 columns without a header, judged row by row; one bad row costs that row alone."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from workbench.loaders.crimes.batch_rules import judge_row, records_of
from workbench.loaders.crimes.codes import ACTIONS, Problem
from workbench.loaders.crimes.report import Part
from workbench.loaders.crimes.sites import sites_of
from workbench.loaders.crimes.windows import Proof, clock_proof, moments, window_utc
from workbench.loaders.source import Source
from workbench.time import DEFAULT_ZONE

__all__ = ["batch_part"]

_VALUES = (
    "row",
    "force",
    "kind",
    "batch_id",
    "crime_id",
    "start",
    "end",
    "text",
    "doubtful_datum",
    "lat",
    "lon",
    "easting",
    "northing",
)
_ONE = (("force", "police force", "MULTIPLE_POLICE_FORCES"), ("batch_id", "batch id", "MULTIPLE_BATCH_IDS"))


def batch_part(source: Source, timezone: str | None) -> Part:
    """Read one police batch."""
    # Source: the batch that forces send to the national service.
    judged = [judge_row(i, cells) for i, cells in enumerate(records_of(source), 1)]
    problems = [p for j in judged for p in j.problems]
    values = [j.cells for j in judged if j.cells is not None]
    kept = pd.DataFrame(values, columns=list(_VALUES)).astype({"start": "datetime64[us]", "end": "datetime64[us]"})
    for key, column, code in _ONE:
        odd = _minority(kept[key])
        problems += [
            Problem(int(r.row), str(r.crime_id), code, column, str(getattr(r, key)), ACTIONS[code], False)
            for r in kept[odd].itertuples()
        ]
        kept = kept[~odd].reset_index(drop=True)
    when = window_utc(kept["start"], kept["end"], timezone or "UTC")
    problems += [
        Problem(
            int(r.row),
            str(r.crime_id),
            "INVALID_DATE_FORMAT",
            "from",
            f"{r.start:%Y%m%d%H%M%S}",
            f"the clocks of {timezone} leap over this time or over the end: write it in UTC",
            False,
        )
        for r in kept[when.skipped].itertuples()
    ]
    sites = sites_of(kept, source.name)
    clock, notes = _clock(kept, timezone, source.name)
    rows = kept[["row", "crime_id", "force", "batch_id", "kind", "text"]].assign(
        start=when.start, end=when.end, lon=sites.lon, lat=sites.lat, location_error_m=sites.error_m
    )[~when.skipped]
    wide = sum(p.code == "CRIME_DATE_TIME_EXCEEDS_WINDOW" for p in problems)
    if wide:
        notes.append(
            f"{source.name}: {wide:,} windows are longer than 12 hours; the national service would refuse these crimes, "
            "here they are kept."
        )
    return Part(
        source,
        "police-batch",
        rows.reset_index(drop=True),
        _aside(problems),
        sorted(problems, key=lambda p: p.row),
        notes + sites.notes,
        None,
        clock,
    )


def _minority(values: pd.Series) -> pd.Series:
    """Mark the rows that do not name what most rows name; all of them where nothing has most."""
    counts = Counter(values.tolist()).most_common(1)
    most = counts[0][0] if counts and 2 * counts[0][1] > len(values) else None
    return values.ne(most) if most is not None else pd.Series(True, values.index)


def _aside(problems: list[Problem]) -> list[tuple[int, str]]:
    """Give each row that cannot be used once, with all its reasons."""
    why: dict[int, list[str]] = {}
    for p in problems:
        if not p.kept:
            why.setdefault(p.row, []).append(p.words)
    return [(row, " | ".join(words)) for row, words in sorted(why.items())]


def _clock(kept: pd.DataFrame, timezone: str | None, name: str) -> tuple[str, list[str]]:
    """Say as what the times were read, and warn where they speak against it."""
    if kept.empty:
        return "no time was read", []
    zone = DEFAULT_ZONE if timezone in (None, "UTC") else str(timezone)
    day = pd.to_datetime(kept["batch_id"].str.extract(r"([0-9]{8})", expand=False), format="%Y%m%d").dt.as_unit("us")
    proof = clock_proof(moments(kept["start"], kept["end"]), zone, end=kept["end"], last_day=day)
    why = "as the format defines" if timezone is None else "as asked"
    do = f"Ask the sender; if so, give timezone={('UTC' if timezone not in (None, 'UTC') else zone)!r}."
    return clock_words(proof, timezone, zone, why, name, do)


def clock_words(proof: Proof, timezone: str | None, zone: str, why: str, name: str, do: str) -> tuple[str, list[str]]:
    """Say in words how times were read and whether they speak for it."""
    utc = timezone in (None, "UTC")
    read = "UTC" if utc else f"wall clock of {timezone}"
    agrees = proof.speaks_for == ("UTC" if utc else "local")
    if not proof.speaks_for or agrees:
        words = f"{read}, {why}; {proof.because}" + (", which speaks for it" if agrees else "")
        return words, [f"{name}: the times were read as {words}."]
    looks = f"the wall clock of {zone}" if utc else "UTC"
    words = f"{read}, {why}; but the times look like {looks}: {proof.because}"
    return words, [f"{name}: the times were read as {words}. {do}"]
