"""The load report: what became of every row of every file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.base import Card
from workbench.tables.fixes import COVERAGE, DOUBTS, FILES, SET_ASIDE
from workbench.tables.rhythm import device_tracks, on_the_move, rhythm_of, silence_s
from workbench.time import label, micros

__all__ = ["LoadReport", "coverage_of", "joined"]

_DAY_US = 86_400_000_000


@dataclass(frozen=True, eq=False)
class LoadReport:
    """What was read, what was kept, what was set aside and why.

    Attributes
    ----------
    rows_read, rows_kept : int
        ``rows_read == rows_kept + len(set_aside)``, always.
    set_aside : pandas.DataFrame
        ``file, row, reason``, one line for each row that could not be used.
    files : pandas.DataFrame
        Name, hash, profile, rows, first and last time of each file.
    coverage : pandas.DataFrame
        Per wearer and UTC day: fixes, minutes seen, longest silence.
    warnings : list of str
        Plain sentences about what was noticed or assumed.
    find_doubts : callable, optional
        Looks at the fixes of the load when `doubts` is first asked for.

    Notes
    -----
    Own design.

    Examples
    --------
    >>> LoadReport(rows_read=0, rows_kept=0).warnings
    []
    """

    rows_read: int
    rows_kept: int
    set_aside: pd.DataFrame = field(default_factory=SET_ASIDE.empty)
    files: pd.DataFrame = field(default_factory=FILES.empty)
    coverage: pd.DataFrame = field(default_factory=COVERAGE.empty)
    warnings: list[str] = field(default_factory=list)
    find_doubts: Callable[[], pd.DataFrame] | None = field(default=None, repr=False)

    @cached_property
    def doubts(self) -> pd.DataFrame:
        """What an expert would question before using these fixes: the table ``workbench.tables.DOUBTS``."""
        return DOUBTS.empty() if self.find_doubts is None else DOUBTS.validate(self.find_doubts())

    def card(self) -> Card:
        """Say the same as plain text and HTML do, as a card."""
        aside = len(self.set_aside)
        facts = [
            (str(f.name), f"{f.rows:,} rows, read as {f.profile}, SHA-256 {f.file}" + _when(f.first, f.last))
            for f in _rows(self.files)
        ]
        reasons = self.set_aside["reason"].value_counts()
        facts += [("set aside", f"{count:,} x {reason}") for reason, count in reasons.head(8).items()]
        if len(reasons) > 8:
            facts.append(("set aside", f"{reasons.iloc[8:].sum():,} for {len(reasons) - 8} further reasons, see .set_aside"))
        title = f"{self.rows_read:,} rows read, {self.rows_read:,} accounted for: {self.rows_kept:,} kept, {aside:,} set aside"
        return Card(title, facts, self.warnings, tone="warn" if aside or self.warnings else "plain")

    def __deepcopy__(self, memo: object) -> LoadReport:
        """Give itself: pandas copies ``attrs`` with every step, and a report does not change."""
        return self

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


class _File:
    name: str
    rows: int
    profile: str
    file: str
    first: pd.Timestamp
    last: pd.Timestamp


def _rows(files: pd.DataFrame) -> list[_File]:
    return list(files.itertuples(index=False))  # type: ignore[arg-type]


def _when(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return "" if pd.isna(first) else f", {label(first, 'UTC')} to {label(last, 'UTC')}"


def joined(reports: list[LoadReport], coverage: pd.DataFrame) -> LoadReport:
    """Join the reports of several files into one."""

    def stack(frames: list[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
        full = [f for f in frames if len(f)]
        return pd.concat(full, ignore_index=True) if full else empty

    return LoadReport(
        rows_read=sum(r.rows_read for r in reports),
        rows_kept=sum(r.rows_kept for r in reports),
        set_aside=stack([r.set_aside for r in reports], SET_ASIDE.empty()),
        files=stack([r.files for r in reports], FILES.empty()),
        coverage=coverage,
        warnings=list(dict.fromkeys(w for r in reports for w in r.warnings)),
        find_doubts=lambda: stack([r.doubts for r in reports], DOUBTS.empty()),
    )


def coverage_of(fixes: pd.DataFrame, *, silence_minutes: float | None = None) -> pd.DataFrame:
    """Say for each wearer and UTC day how much of it was seen.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table, sorted by wearer and time.
    silence_minutes : float, optional
        A wait up to this long counts as seen; if not given, up to two and a half times what is usual for its device, as the
        tag lies still or moves, and at least five minutes.
    """
    codes, names = pd.factorize(fixes["wearer_id"])
    time = micros(fixes["time"])
    if not len(time):
        return COVERAGE.empty()
    most = _most_us(fixes) if silence_minutes is None else np.full(max(len(time) - 1, 0), silence_minutes * 60e6)
    # All wearers at once: a loop over them would take a minute where a file holds 200,000.
    start = np.flatnonzero(np.diff(codes, prepend=codes[0] - 1))
    end = np.append(start[1:], len(codes))
    first = time[start] // _DAY_US
    size = time[end - 1] // _DAY_US - first + 1
    whose = np.repeat(np.arange(len(start)), size)
    day = np.arange(len(whose)) - np.repeat(np.cumsum(size) - size - first, size)
    found = _coverage(time, np.append(most, 0.0), start, end, whose, day)
    dates = np.datetime_as_string(day.astype("datetime64[D]"))
    wearer = pd.Series([str(name) for name in names[codes[start]]], dtype="str").take(whose).array
    return COVERAGE.arrange(pd.DataFrame({"wearer_id": wearer, "day": dates, **found}))


def _most_us(fixes: pd.DataFrame) -> np.ndarray:
    """Say of each fix but the last how long the wait after it may be without being silence, microseconds."""
    device, names = device_tracks(fixes)
    at = np.arange(len(fixes) - 1)
    return silence_s(rhythm_of(fixes, (device, names)), names, device[:-1], on_the_move(fixes, at, at + 1))[0] * 1e6


def _coverage(
    time: np.ndarray, most_us: np.ndarray, start: np.ndarray, end: np.ndarray, whose: np.ndarray, day: np.ndarray
) -> dict[str, np.ndarray]:
    """Count fixes, minutes seen and the longest wait in each cell, which is one day of one wearer."""
    cells = len(whose)
    lead = np.searchsorted(whose, np.arange(len(start))) - day[np.searchsorted(whose, np.arange(len(start)))]
    run = np.repeat(np.arange(len(start)), end - start)
    fixes = np.bincount(time // _DAY_US + lead[run], minlength=cells)
    # The midnights between the fixes: each before the first fix of its day.
    inner = np.flatnonzero(np.diff(whose) == 0) + 1
    at = np.cumsum(fixes)[inner - 1]
    moment, run = np.insert(time, at, day[inner] * _DAY_US), np.insert(run, at, whose[inner])
    passed = np.cumsum(np.insert(np.ones(len(time), bool), at, False))
    # Of what falls on one moment, the last says how many fixes have passed.
    step, beside = np.diff(moment), run[1:] == run[:-1]
    last = np.where(np.append(beside & (step == 0), False), len(moment), np.arange(len(moment)))
    passed = passed[np.minimum.accumulate(last[::-1])[::-1]][:-1][beside]
    step, moment, run = step[beside], moment[:-1][beside], run[:-1][beside]
    more = passed < end[run]
    gap = np.where(more, time[np.minimum(passed, len(time) - 1)] - time[passed - 1], 0)
    cell = moment // _DAY_US + lead[run]
    seen = np.bincount(cell, np.where(gap <= np.where(more, most_us[passed - 1], 0.0), step, 0) / 60e6, minlength=cells)
    longest = np.zeros(cells)
    np.maximum.at(longest, cell, gap / 60e6)
    return {"fixes": fixes, "minutes_seen": np.minimum(seen, 1440.0), "longest_gap_minutes": longest}
