"""Tracks: one small immutable object around the fixes table; its methods are doorways to functions."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd

from workbench.base import Card, InputError, Quality, has
from workbench.tables.doorway import Doorway
from workbench.tables.load import LoadReport
from workbench.tables.rhythm import rhythm_of
from workbench.time import read_window, span_label

if TYPE_CHECKING:
    import geopandas as gpd
    import movingpandas as mpd

__all__ = ["Tracks"]

When: TypeAlias = str | dt.date | np.datetime64


@dataclass(frozen=True, eq=False)
class Tracks:
    """The fixes of one or more wearers, with the report of how they were loaded.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table (``workbench.tables.FIXES``), sorted by ``wearer_id, time``.
    load : LoadReport
        What became of every row.
    window : tuple of pandas.Timestamp, optional
        The lawful window ``[start, end)`` that the load was limited to, UTC; None means that all was loaded. An open side is
        1980 or 2200, before and after any fix. Time outside it is not loaded, never silent.

    Notes
    -----
    Own design; methods delegate in one line to the functions that carry the work.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> make_tracks(make_fixes(minutes=[0, 1, 2])).of("W1").between("2026-03-03T00:01Z", "2026-03-03T00:02Z")
    Tracks: 1 fix of 1 wearer, Tue 3 Mar 2026 00:01 to 00:01 UTC
    """

    fixes: pd.DataFrame
    load: LoadReport
    window: tuple[pd.Timestamp, pd.Timestamp] | None = None
    _whole: Tracks | None = field(default=None, repr=False)

    stays: ClassVar[Doorway[pd.DataFrame]] = Doorway("workbench.trajectory:find_stays")
    gaps: ClassVar[Doorway[pd.DataFrame]] = Doorway("workbench.trajectory:find_gaps")
    trips: ClassVar[Doorway[pd.DataFrame]] = Doorway("workbench.trajectory:find_trips")
    meetings: ClassVar[Doorway[pd.DataFrame]] = Doorway("workbench.trajectory:find_meetings")
    places: ClassVar[Doorway[pd.DataFrame]] = Doorway("workbench.trajectory:find_places_of")
    approaches: ClassVar[Doorway[pd.DataFrame]] = Doorway("workbench.trajectory:find_approaches")
    to_movingpandas: ClassVar[Doorway[mpd.TrajectoryCollection]] = Doorway("workbench.trajectory:to_movingpandas")
    to_geopandas: ClassVar[Doorway[gpd.GeoDataFrame]] = Doorway("workbench.exports:to_geopandas")
    to_parquet: ClassVar[Doorway[None]] = Doorway("workbench.exports:to_parquet")
    to_csv: ClassVar[Doorway[None]] = Doorway("workbench.exports:to_csv")
    to_geojson: ClassVar[Doorway[None]] = Doorway("workbench.exports:to_geojson")
    to_kml: ClassVar[Doorway[None]] = Doorway("workbench.exports:to_kml")
    show: ClassVar[Doorway[Any]] = Doorway("workbench.widgets:show")

    @cached_property
    def rhythm(self) -> pd.DataFrame:
        """How often each device reports when it reports (``workbench.tables.RHYTHM``); a part keeps what the whole tells."""
        if self._whole is None:
            return rhythm_of(self.fixes)
        known = self._whole.rhythm
        return known[known["wearer_id"].isin(self.wearers)].reset_index(drop=True)

    def _part(self, fixes: pd.DataFrame) -> Tracks:
        return replace(self, fixes=fixes, _whole=self if self._whole is None else self._whole)

    @property
    def wearers(self) -> list[str]:
        """The wearers' ids, sorted."""
        return sorted(self.fixes["wearer_id"].unique().tolist())

    def of(self, wearer: str) -> Tracks:
        """Keep one wearer; an unknown id is an error that lists the known ones."""
        low, high = _block(self.fixes["wearer_id"], wearer) if isinstance(wearer, str) else (0, 0)
        if low == high:
            known = ", ".join(self.wearers[:8]) or "none"
            raise InputError(f"There is no wearer {wearer!r} in these tracks.", do=f"The wearers are: {known}.")
        return self._part(self.fixes.iloc[low:high])

    def between(self, start: When, end: When, *, timezone: str | None = None) -> Tracks:
        """Keep the fixes of a half-open interval ``[start, end)``."""
        a, b = (edge.utc for edge in read_window(start, end, timezone))
        time = self.fixes["time"]
        if len(time) and _block(self.fixes["wearer_id"], self.fixes["wearer_id"].iloc[0])[1] == len(time):
            low, high = (int(time.searchsorted(edge, "left")) for edge in (a, b))
            return self._part(self.fixes.iloc[low:high])
        return self._part(self.fixes[(time >= a) & (time < b)])

    def card(self) -> Card:
        """Describe the tracks as a card: wearers, fixes, span, methods, coverage, warnings."""
        methods = self.fixes["method"].value_counts()
        flagged = int((self.fixes["quality"] != 0).sum())
        jumps = int(has(self.fixes["quality"], Quality.JUMP).sum())
        facts = [
            ("wearers", _listed(self.wearers)),
            ("methods", ", ".join(f"{m} {n:,}" for m, n in methods.items()) or "none"),
            ("flagged", f"{flagged:,} of {len(self.fixes):,} fixes ({jumps:,} jumps); flagged fixes stay in the table"),
            ("seen", _seen(self.load.coverage, self.wearers, self.window)),
        ]
        facts += [("to question", words) for words in self._doubt_words()]
        note = "The tag reported these positions; it does not say who carried it."
        return Card(repr(self), facts, self.load.warnings, note=note)

    def _doubt_words(self) -> list[str]:
        """Say the doubts of these wearers, at most eight."""
        doubts = self.load.doubts
        mine = doubts[doubts["wearer_id"].isin(self.wearers)]
        return [f"{w}: {words}" for w, words in zip(mine["wearer_id"].iloc[:8], mine["words"].iloc[:8], strict=True)]

    def __len__(self) -> int:
        return len(self.fixes)

    def __repr__(self) -> str:
        fixes, wearers = len(self.fixes), len(self.wearers)
        head = f"Tracks: {fixes:,} {'fix' if fixes == 1 else 'fixes'} of {wearers:,} {'wearer' if wearers == 1 else 'wearers'}"
        if not fixes:
            return head
        return f"{head}, {span_label(self.fixes['time'].min(), self.fixes['time'].max(), 'UTC')}"

    def _repr_html_(self) -> str:
        return self.card().html()


def _block(column: pd.Series, wearer: str) -> tuple[int, int]:
    """Find where a wearer's rows begin and end by halving: a million texts are not gone through for it."""
    places = range(len(column))
    low = bisect_left(places, wearer, key=column.iloc.__getitem__)
    return low, bisect_right(places, wearer, lo=low, key=column.iloc.__getitem__)


def _listed(items: Sequence[str], most: int = 6) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return (", ".join(items[:most]) or "none") + more


def _seen(coverage: pd.DataFrame, wearers: list[str], window: tuple[pd.Timestamp, pd.Timestamp] | None) -> str:
    mine = coverage[coverage["wearer_id"].isin(wearers)]
    if mine.empty:
        return "not known"
    empty = int((mine["fixes"] == 0).sum())
    loaded = _loaded_minutes(pd.Series(mine["day"].to_numpy(object).astype("datetime64[us]")).dt.tz_localize("UTC"), window)
    without = "; time outside the window was not loaded" if window is not None else ""
    share = 100 * mine["minutes_seen"].sum() / max(loaded.sum(), 1.0)
    return f"{share:.0f} % of {len(mine)} wearer-days; {empty} without any fix{without}"


def _loaded_minutes(day: pd.Series, window: tuple[pd.Timestamp, pd.Timestamp] | None) -> pd.Series:
    """How many minutes of each UTC day lie within the window that was loaded."""
    if window is None:
        return pd.Series(1440.0, index=day.index)
    start, end = day.clip(lower=window[0]), (day + pd.Timedelta(days=1)).clip(upper=window[1])
    return ((end - start).dt.total_seconds() / 60.0).clip(lower=0.0)
