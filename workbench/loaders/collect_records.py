"""Collecting records one by one, as found: each ends as a row or set aside with a reason; nothing is judged yet."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import InputError, visible
from workbench.loaders.parse_times import read_stamps
from workbench.loaders.values import count_of

__all__ = ["Gather", "Raw"]


@dataclass(frozen=True)
class Raw:
    """Rows as one format reader found them: our column names, nothing judged yet.

    Parameters
    ----------
    rows : pandas.DataFrame
        Any of the fixes columns that the source has, plus always ``row`` (int64, 1-based data row in the file).
        ``lon, lat, accuracy_m, speed_kmh, heading_deg, satellites`` are float64 in those units; ``time, recorded,
        uploaded`` are either ``datetime64[us, UTC]`` (the source states an offset or an epoch) or naive
        ``datetime64[us]`` (wall clock, zone not stated), missing when unreadable; ``method`` is already one of
        ``workbench.tables.METHODS``; ``fix_id, wearer_id, device_id`` are str or missing. An int64 column ``quality``
        may carry flags that the reader knows.
    aside : list of (int, str)
        Row and reason of each row that never became a row above: a broken JSON line, a waypoint without a time.
    profile : str
        Short name for the load report: ``"mdss"``, ``"gpx"``.
    accuracy_level : float, optional
        What the format states about its radius; None means not known.
    clock : {"fix", "recorded", "uploaded", "not stated"}
        Which clock the ``time`` column is.
    notes : list of str
        Plain sentences for the load report.
    timezone : str, optional
        The IANA zone that the format itself defines for its naive times; None means it does not say.
    one_wearer : bool
        Whether a file of this format is one person's, whatever devices it names.
    axes_sure : bool
        Whether the format leaves no doubt which coordinate is which; then only impossible latitudes are refused.
    uk : bool
        Whether positions must lie in the United Kingdom unless shown otherwise.
    """

    rows: pd.DataFrame
    aside: list[tuple[int, str]]
    profile: str
    accuracy_level: float | None = None
    clock: str = "fix"
    notes: list[str] = field(default_factory=list)
    timezone: str | None = None
    uk: bool = False
    one_wearer: bool = False
    axes_sure: bool = False


_VAIN = 1_000_000
_NUMBERS = ("lon", "lat", "accuracy_m", "accuracy_level", "speed_kmh", "heading_deg", "satellites", "quality", "origin_row")
_WORDS = ("fix_id", "wearer_id", "device_id", "method", "origin_file")


@dataclass
class Gather:
    """The rows of one file as they are found; row numbers count every record, kept or not.

    Parameters
    ----------
    name : str
        The file's name, for errors.
    row : int
        The number of the latest record.
    notes : list of str
        Sentences for the load report.
    """

    name: str
    row: int = 0
    notes: list[str] = field(default_factory=list)
    _kept: list[dict[str, Any]] = field(default_factory=list)
    _aside: list[tuple[int, str]] = field(default_factory=list)
    _damage: str | None = None

    def keep(self, values: dict[str, Any], *, row: int | None = None) -> None:
        """Take a record with a position; ``time`` may still be text or a number. Without a position it is set aside."""
        self.row = self.row + 1 if row is None else row
        if math.isnan(values["lon"]) or math.isnan(values["lat"]):
            self._aside.append((self.row, "its position is missing or cannot be read"))
        else:
            self._kept.append({"row": self.row, **values})

    def skip(self, reason: str, *, row: int | None = None) -> None:
        """Set a record aside; a file of nothing else is refused at some length."""
        self.row = self.row + 1 if row is None else row
        self._aside.append((self.row, reason))
        if len(self._aside) >= _VAIN and not self._kept:
            raise InputError(
                f"None of the first {_VAIN:,} records is a fix: {reason}.",
                where=self.name,
                do="Check that it is the right export.",
            )

    def note(self, sentence: str) -> None:
        """Put a sentence into the load report, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def broken(self, reason: str) -> None:
        """Record that the file breaks off here; what came before is kept."""
        self._damage = reason

    def raw(self, profile: str, *, clock: str = "fix", utc: bool = False, axes_sure: bool = True) -> Raw:
        """Close the collection: times read, rows without a usable one set aside."""
        # Our own exports (they name the first source of each fix) are always sure of their axes.
        if self._damage is not None:
            if not self._kept and not self._aside:
                raise InputError(f"Nothing could be read: {self._damage}.", where=self.name, do="Copy or export the file again.")
            self.skip(self._damage)
            self.note(f"The file is damaged: {self._damage}. What comes after it is not in this load.")
        if not self._kept and not self._aside:
            raise InputError("The file holds no record of a position.", where=self.name, do="Check that it is the right export.")
        columns = {key: None for record in self._kept for key in record}
        table: dict[str, Any] = {key: [record.get(key) for record in self._kept] for key in columns}
        if not self._kept:
            table = {"row": [], "time": [], "lon": [], "lat": []}
        stamps = read_stamps(table["time"], utc=utc)
        table["time"] = stamps.time
        table |= {key: np.array(table[key], float) for key in _NUMBERS if key in table}
        if "quality" in table:
            table["quality"] = np.nan_to_num(table["quality"]).astype(np.int64)
        table |= {
            key: pd.Series([visible(word) if isinstance(word, str) else word for word in table[key]], dtype="str")
            for key in _WORDS
            if key in table
        }
        for key in ("recorded", "uploaded"):
            if key in table:
                table[key] = read_stamps(table[key], utc=True).time
        rows = pd.DataFrame(table).astype({"row": "int64"})
        if stamps.naive and utc:
            self.note(f"{count_of(stamps.naive, 'time states', 'times state')} no offset; the format defines them as UTC.")
        late = [(int(rows["row"].iloc[i]), reason) for i, reason in stamps.reasons.items()]
        rows = rows[~rows.index.isin(list(stamps.reasons))].reset_index(drop=True)
        sure = axes_sure or "origin_file" in rows
        return Raw(rows, sorted(self._aside + late), profile, clock=clock, notes=self.notes, axes_sure=sure)
