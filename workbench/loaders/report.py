"""The report of a load: every row of every file, what was assumed and what was noticed."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from workbench.base import Quality, has
from workbench.loaders.audit_rows import Settled
from workbench.loaders.doubts import find_doubts
from workbench.loaders.load_request import Wanted
from workbench.tables import COVERAGE, FILES, SET_ASIDE, LoadReport, coverage_of
from workbench.time import UTC_US

__all__ = ["load_report"]


def load_report(parts: list[Settled], fixes: pd.DataFrame, notes: list[str], asked: Wanted) -> LoadReport:
    """Write the report of one load."""
    # Coverage leaves out fixes whose clock cannot be right.
    asides = [p.aside for p in parts if len(p.aside)]
    set_aside = SET_ASIDE.arrange(pd.concat(asides, ignore_index=True)) if asides else SET_ASIDE.empty()
    wrong = has(fixes["quality"], Quality.CLOCK_FAULT)
    sound = fixes[~wrong] if wrong.any() else fixes
    said = [*_same_files(parts), *notes, *_grouped(parts)]
    if fixes.empty:
        said.insert(0, f"No fix was kept: {_why(set_aside)}.")
    if asked.start is not None or asked.end is not None:
        said.append("Only the requested window was kept; the rows outside it are counted above and were not kept.")
        said.append(f"The window is {asked.said}.")
    return LoadReport(
        rows_read=sum(p.rows for p in parts),
        rows_kept=len(fixes),
        set_aside=set_aside,
        files=_files(parts),
        coverage=coverage_of(sound) if len(sound) else COVERAGE.empty(),
        warnings=list(dict.fromkeys(said)),
        find_doubts=partial(find_doubts, fixes, {p.source.file: p.zone_asked for p in parts if p.zone_asked}),
    )


def _files(parts: list[Settled]) -> pd.DataFrame:
    table = pd.DataFrame([_file(p) for p in parts])
    return FILES.arrange(table.assign(**{c: pd.Series(table[c].to_list(), dtype=UTC_US) for c in ("first", "last")}))


def _file(part: Settled) -> dict[str, object]:
    time = part.kept["time"]
    known = time[~has(part.kept["quality"], Quality.CLOCK_FAULT)] if len(time) else time
    return {
        "name": part.source.name,
        "file": part.source.file,
        "sha256": part.source.sha256,
        "bytes": part.source.size,
        "profile": part.profile,
        "rows": part.rows,
        "first": known.min(),
        "last": known.max(),
    }


def _grouped(parts: list[Settled]) -> list[str]:
    """Say a sentence that several files share once, naming them."""
    if len(parts) == 1:
        return parts[0].notes
    names: dict[str, list[str]] = {}
    for part in parts:
        for note in part.notes:
            names.setdefault(note.removeprefix(f"{part.source.name}: "), []).append(part.source.name)
    found = []
    for note, holders in names.items():
        who = "all files" if len(holders) == len(parts) else ", ".join(holders[:3])
        more = f" and {len(holders) - 3} more" if len(holders) > 3 and who != "all files" else ""
        found.append(f"{who}{more}: {note}")
    return found


def _same_files(parts: list[Settled]) -> list[str]:
    """Say which files have the same content as an earlier one."""
    hashes = np.array([p.source.sha256 for p in parts])
    twice = [h for h in dict.fromkeys(hashes.tolist()) if (hashes == h).sum() > 1]
    return [
        "The same content was given more than once: " + ", ".join(p.source.name for p in parts if p.source.sha256 == h) + "."
        for h in twice
    ]


def _why(set_aside: pd.DataFrame) -> str:
    counts = set_aside["reason"].value_counts().head(3)
    return "; ".join(f"{count:,} rows because {reason}" for reason, count in counts.items()) or "there is no row"
