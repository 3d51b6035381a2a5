"""Tracks: one small immutable object around the fixes table; its methods are doorways to functions."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from workbench.cards import Card
from workbench.clock import instant
from workbench.errors import InputError
from workbench.load import LoadReport
from workbench.quality import Quality, has
from workbench.timewords import span_label

if TYPE_CHECKING:
    import geopandas as gpd
    import movingpandas as mpd

__all__ = ["Tracks"]

When: TypeAlias = str | dt.datetime | pd.Timestamp


@dataclass(frozen=True, eq=False)
class Tracks:
    """The fixes of one or more wearers, with the report of how they were loaded.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table (``workbench.tables.FIXES``), sorted by ``wearer_id, time``.
    load : LoadReport
        What became of every row.

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
        return Tracks(self.fixes.iloc[low:high], self.load)

    def between(self, start: When, end: When, *, timezone: str | None = None) -> Tracks:
        """Keep the fixes of a half-open interval ``[start, end)``."""
        a, b = instant(start, timezone, name="start"), instant(end, timezone, name="end")
        if b < a:
            raise InputError("The end is before the start.", where="between", do="Swap them.")
        time = self.fixes["time"]
        if len(time) and _block(self.fixes["wearer_id"], self.fixes["wearer_id"].iloc[0])[1] == len(time):
            return Tracks(self.fixes.iloc[int(time.searchsorted(a, "left")) : int(time.searchsorted(b, "left"))], self.load)
        return Tracks(self.fixes[(time >= a) & (time < b)], self.load)

    def stays(self, *, max_diameter_m: float = 100.0, min_minutes: float = 5.0, engine: str = "auto") -> pd.DataFrame:
        """Find stays: a doorway to :func:`workbench.find_stays`."""
        from workbench.trajectory.stays import find_stays

        return find_stays(self, max_diameter_m=max_diameter_m, min_minutes=min_minutes, engine=engine)

    def gaps(self, *, min_minutes: float = 5.0) -> pd.DataFrame:
        """Find silences: a doorway to :func:`workbench.find_gaps`."""
        from workbench.trajectory.gaps import find_gaps

        return find_gaps(self, min_minutes=min_minutes)

    def trips(self, stays: pd.DataFrame | None = None) -> pd.DataFrame:
        """Find trips: a doorway to :func:`workbench.find_trips`."""
        from workbench.trajectory.trips import find_trips

        return find_trips(self, stays)

    def meetings(self, *, within_m: float = 50.0, min_minutes: float = 10.0) -> pd.DataFrame:
        """Find meetings of two wearers: a doorway to :func:`workbench.find_meetings`."""
        from workbench.trajectory.meetings import find_meetings

        return find_meetings(self, within_m=within_m, min_minutes=min_minutes)

    def places(self, *, within_m: float = 60.0) -> pd.DataFrame:
        """Find places from the stays of the default settings: a doorway to :func:`workbench.find_places`."""
        from workbench.trajectory.places import find_places

        return find_places(self.stays(), within_m=within_m)

    def approaches(self, zones: gpd.GeoDataFrame, *, ring_m: float = 250.0, engine: str = "auto") -> pd.DataFrame:
        """Find approaches to zones: a doorway to :func:`workbench.find_approaches`."""
        from workbench.trajectory.approaches import find_approaches

        return find_approaches(self, zones, ring_m=ring_m, engine=engine)

    def to_movingpandas(self) -> mpd.TrajectoryCollection:
        """Hand over to MovingPandas: a doorway to :func:`workbench.trajectory.bridge.to_movingpandas`."""
        from workbench.trajectory.bridge import to_movingpandas

        return to_movingpandas(self)

    def to_geopandas(self) -> gpd.GeoDataFrame:
        """Give the fixes as points: a doorway to :func:`workbench.exports.to_geopandas`."""
        from workbench.exports.geo import to_geopandas

        return to_geopandas(self)

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write GeoParquet: a doorway to :func:`workbench.exports.to_parquet`."""
        from workbench.exports.geo import to_parquet

        to_parquet(self, path)

    def to_csv(self, path: str | PathLike[str], *, style: str = "condensed", timezone: str = "Europe/London") -> None:
        """Write a location table: a doorway to :func:`workbench.exports.to_csv`."""
        from workbench.exports.csv import to_csv

        to_csv(self, path, style=style, timezone=timezone)

    def to_geojson(self, path: str | PathLike[str]) -> None:
        """Write GeoJSON: a doorway to :func:`workbench.exports.to_geojson`."""
        from workbench.exports.geo import to_geojson

        to_geojson(self, path)

    def to_kml(self, path: str | PathLike[str]) -> None:
        """Write KML: a doorway to :func:`workbench.exports.to_kml`."""
        from workbench.exports.kml import to_kml

        to_kml(self, path)

    def show(self, zones: gpd.GeoDataFrame | None = None) -> Any:
        """Show the linked map, timeline and table: a doorway to :func:`workbench.show`."""
        from workbench.widgets.show import show

        return show(self, zones=zones)

    def card(self) -> Card:
        """Describe the tracks as a card: wearers, fixes, span, methods, coverage, warnings."""
        methods = self.fixes["method"].value_counts()
        flagged = int((self.fixes["quality"] != 0).sum())
        jumps = int(has(self.fixes["quality"], Quality.JUMP).sum())
        facts = [
            ("wearers", _listed(self.wearers)),
            ("methods", ", ".join(f"{m} {n:,}" for m, n in methods.items()) or "none"),
            ("flagged", f"{flagged:,} of {len(self.fixes):,} fixes ({jumps:,} jumps); flagged fixes stay in the table"),
            ("seen", _seen(self.load.coverage, self.wearers)),
        ]
        note = "The tag reported these positions; it does not say who carried it."
        return Card(repr(self), facts, self.load.warnings, note=note)

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


def _seen(coverage: pd.DataFrame, wearers: list[str]) -> str:
    mine = coverage[coverage["wearer_id"].isin(wearers)]
    if mine.empty:
        return "not known"
    empty = int((mine["fixes"] == 0).sum())
    return f"{mine['minutes_seen'].sum() / (len(mine) * 14.4):.0f} % of {len(mine)} wearer-days; {empty} without any fix"
