"""What a search found: three lists in which every pair of crime and monitored wearer stands once, and doorways from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from typing import Any

import numpy as np
import pandas as pd

from workbench.base.card import Card
from workbench.base.errors import InputError
from workbench.crimes.chance import expected
from workbench.crimes.compare import compare
from workbench.crimes.elimination import Elimination, eliminate
from workbench.crimes.points import points_of
from workbench.crimes.scan import ABSENT, NOT_RUN
from workbench.crimes.series import matrix_of, series_of
from workbench.crimes.summary import summary_card, summary_of
from workbench.crimes.work import Work
from workbench.evidence.check_claim import check
from workbench.evidence.claim import Claim
from workbench.evidence.verdict import Verdict
from workbench.tables import CRIME_POINTS
from workbench.views.matrix import Page, matrix_picture
from workbench.views.matrixhtml import matrix_html, matrix_text

__all__ = ["Matches"]


@dataclass(frozen=True, eq=False)
class Matches:
    """Crimes held against the tags of all monitored wearers.

    Attributes
    ----------
    hits : pandas.DataFrame
        Pairs whose fixes show a stay there, the strongest first (``workbench.tables.CRIME_HITS``).
    excluded : pandas.DataFrame
        Pairs in which the tag cannot have come there, as far as it reported (``CRIME_EXCLUDED``).
    unknown : pandas.DataFrame
        All others, each with its reason (``CRIME_UNKNOWN``).
    work : Work
        The search itself; give the whole result as ``resume=`` to go on with it.

    Notes
    -----
    Own design. Monitored is a wearer from the first to the last usable fix: who has no fix before the end of the time of
    a crime and none after its start is not compared with it.

    Examples
    --------
    See :func:`workbench.match_crimes`.
    """

    hits: pd.DataFrame
    excluded: pd.DataFrame
    unknown: pd.DataFrame
    work: Work = field(repr=False)

    @cached_property
    def summary(self) -> pd.Series:
        """Comparisons, hits, expected_by_chance, false_discovery_rate, and what else belongs beside them."""
        found = expected(self.work.scan)
        lists = {"hits": len(self.hits), "excluded": len(self.excluded), "unknown": len(self.unknown)}
        return summary_of(self.work, lists, found, int(self.hits["log10_lr"].isna().sum()))

    @property
    def complete(self) -> bool:
        """Whether every crime was searched and every hit has its strength."""
        return bool(self.work.scan.done.all()) and (self._circle or not self.hits["log10_lr"].isna().any())

    @property
    def _circle(self) -> bool:
        return self.work.parameters.method != "evidence"

    def series(self, *, by: str = "wearer") -> pd.DataFrame:
        """Count the crimes each wearer matches, or with ``by="crime"`` the wearers each crime matches, against chance."""
        if by not in ("wearer", "crime"):
            raise InputError(f"{by!r} is no side of a match.", where="by", do="Use 'wearer' or 'crime'.")
        return series_of(self.work, by)

    def matrix(self) -> pd.DataFrame:
        """Give a row for each wearer and crime with its answer: hit, excluded, unknown (and why), not monitored."""
        return matrix_of(self.work, self.hits)

    def matrix_html(self, *, wearers: int = 40, crimes: int = 30, every: bool = False, timezone: str | None = None) -> str:
        """Write the matrix for a report: the wearers that match, the rarest series first, and what chance alone would give."""
        return matrix_html(self._picture(wearers, crimes, every, timezone))

    def matrix_text(self, *, wearers: int = 40, crimes: int = 30, every: bool = False, timezone: str | None = None) -> str:
        """Write the same as plain text; with ``every=True`` also who and what matches nothing, as many as there is room for."""
        return matrix_text(self._picture(wearers, crimes, every, timezone))

    def _picture(self, wearers: int, crimes: int, every: bool, timezone: str | None) -> dict[str, Any]:
        for name, value in (("wearers", wearers), ("crimes", crimes)):
            if value < 1:
                raise InputError(f"{name}={value} leaves nothing to show.", where=name, do="Give 1 or more.")
        page, zone = Page(rows=wearers, columns=crimes, every=every), timezone or self.work.parameters.timezone
        return matrix_picture(self.matrix(), self.series(), self.series(by="crime"), self.work.crimes, page=page, timezone=zone)

    def points(self, *, crime: str | None = None, wearer: str | None = None) -> pd.DataFrame:
        """List the fixes within the radius of the hits, in lettered runs; of one crime, one wearer, or all."""
        mine = self.hits[(self.hits["crime_id"] == crime) | (crime is None)]
        mine = mine[(mine["wearer_id"] == wearer) | (wearer is None)]
        work, parts = self.work, []
        for c, w in zip(mine["crime_id"], mine["wearer_id"], strict=True):
            at = work.windows.crime_id.index(c), work.columns.wearers.index(w)
            parts.append(points_of(work.columns, work.windows, work.tracks, *at, within_m=work.parameters.radius_m))
        full = [p for p in parts if len(p)]
        return pd.concat(full, ignore_index=True) if full else CRIME_POINTS.empty()

    def compare(self, other: Matches) -> pd.DataFrame:
        """List the pairs on which another search, by another rule, differs, with where and why."""
        return compare(self.work, other.work)

    def elimination(self, crime: str, *, timezone: str | None = None) -> Elimination:
        """Write who can be excluded for a crime, as a statement and as a table."""
        return eliminate(self.work, self._row(crime), self.excluded, timezone=timezone)

    def verdict(self, crime: str, wearer: str) -> Verdict:
        """Check one pair in full, as :func:`workbench.check` does: all settings, reasons, what would change it."""
        row, asked = self.work.crimes.iloc[self._row(crime)], self.work.parameters
        low, high = (float(v[self._row(crime)]) for v in (self.work.windows.low_s, self.work.windows.high_s))
        start, end = (pd.Timestamp(round(v * 1e6), unit="us", tz="UTC") for v in (low, high))
        claim = Claim(
            place=(float(row["lon"]), float(row["lat"])),
            radius_m=asked.radius_m,
            start=start,
            end=end,
            timezone=asked.timezone,
            wearer=wearer,
            kind="visited",
            min_minutes=asked.min_minutes,
            tolerance_minutes=0.0,
            text=f"Crime {crime}: was the tag there?",
        )
        return check(claim, self.work.tracks)

    def _row(self, crime: str) -> int:
        if crime not in self.work.windows.crime_id:
            known = ", ".join(self.work.windows.crime_id[:8]) or "none"
            raise InputError(f"There is no crime {crime!r} in this search.", where="crime", do=f"The crimes are: {known}.")
        return self.work.windows.crime_id.index(crime)

    def to_csv(self, path: str | PathLike[str], *, people: pd.DataFrame | None = None, timezone: str | None = None) -> None:
        """Write the matches in the national columns: a doorway to :func:`workbench.exports.match_table`."""
        from workbench.exports.matches import match_table, write_table

        asked = self.work.parameters
        write_table(
            match_table(
                self.hits,
                self.work.crimes,
                self.work.tracks.fixes,
                people=people,
                rule=asked.method,
                timezone=timezone or asked.timezone,
            ),
            path,
        )

    def to_locations_csv(self, path: str | PathLike[str], *, style: str = "condensed", timezone: str | None = None) -> None:
        """Write the fixes behind the matches, lettered: a doorway to :func:`workbench.exports.match_locations`."""
        from workbench.exports.matches import match_locations, write_table

        zone = timezone or self.work.parameters.timezone
        write_table(match_locations(self.points(), self.work.tracks.fixes, style=style, timezone=zone), path)

    def card(self) -> Card:
        """Say what was compared, what was found, and what chance alone would give."""
        return summary_card(self.work, self.summary, self.hits)

    def __len__(self) -> int:
        return len(self.hits) + len(self.excluded) + len(self.unknown)

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()

    @property
    def not_monitored(self) -> pd.DataFrame:
        """Pairs left out because the tag was not worn then: ``crime_id, wearer_id``."""
        pairs = np.argwhere(self.work.state == ABSENT)
        crimes, wearers = np.array(self.work.windows.crime_id, object), np.array(self.work.columns.wearers, object)
        return pd.DataFrame(
            {"crime_id": pd.Series(crimes[pairs[:, 0]], dtype="str"), "wearer_id": pd.Series(wearers[pairs[:, 1]], dtype="str")}
        )

    @property
    def not_run(self) -> list[str]:
        """Crimes that were not searched because of an interruption."""
        waiting = (self.work.scan.state == NOT_RUN).any(axis=1)
        return [c for c, w in zip(self.work.windows.crime_id, waiting.tolist(), strict=True) if w]
