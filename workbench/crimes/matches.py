"""What a search found: three lists in which every pair of crime and monitored wearer stands once, and doorways from there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import Card, InputError
from workbench.crimes.chance import Expected, expected, matrix_of, series_of
from workbench.crimes.compare import compare
from workbench.crimes.elimination import Elimination, eliminate
from workbench.crimes.match_answer import MatchAnswer, pair_answer
from workbench.crimes.points import points_of
from workbench.crimes.scan import ABSENT, NOT_RUN
from workbench.crimes.search import Search
from workbench.crimes.words import NOTE, SUMMARY
from workbench.evidence import Claim, Verdict, check, versions
from workbench.tables import CRIME_POINTS
from workbench.views import Page, matrix_html, matrix_picture, matrix_text

__all__ = ["Matches", "summary_card", "summary_of"]

_SHOWN = 5


def summary_of(work: Search, lists: Mapping[str, int], found: Expected, unweighed: int) -> pd.Series:
    """Give the figures of a search."""
    state = work.state
    figures = {
        "comparisons": sum(lists.values()),
        **lists,
        "expected_by_chance": found.by_chance,
        "false_discovery_rate": found.false_discovery_rate,
        "on_other_days": found.on_other_days,
        "on_few": found.low,
        "on_many": found.high,
        "crimes": len(work.windows.crime_id),
        "wearers": len(work.columns.wearers),
        "not_monitored": int((state == ABSENT).sum()),
        "not_run": int((work.scan.state == NOT_RUN).any(axis=1).sum()),
        "not_weighed": unweighed if work.parameters.method == "evidence" else 0,
    }
    return pd.Series({**figures, **work.parameters._asdict()}, dtype=object, name="summary")


def summary_card(work: Search, summary: pd.Series, hits: pd.DataFrame) -> Card:
    """Write the figures of a search as a card."""
    n = summary
    by_chance = float(n["expected_by_chance"])
    known = not math.isnan(by_chance)
    amount = f"{by_chance:,.1f}" if known else "an unknown number"
    rate = float(n["false_discovery_rate"])
    chance = (
        SUMMARY["chance"].format(
            expected=amount,
            mean=float(n["on_other_days"]),
            low=float(n["on_few"]),
            high=float(n["on_many"]),
            days=work.windows.shift_s.shape[1],
        )
        if known
        else SUMMARY["no_chance"]
    )
    circle = n["method"] != "evidence"
    rule = SUMMARY["circle" if circle else "rule"].format(
        radius=n["radius_m"], minutes=n["min_minutes"], seen=n["seen_kmh"], cap=n["max_kmh"]
    )
    facts = [
        ("compared", SUMMARY["crimes"].format(crimes=n["crimes"], wearers=n["wearers"], absent=n["not_monitored"])),
        ("lists", SUMMARY["lists"].format(hits=n["hits"], excluded=n["excluded"], unknown=n["unknown"])),
        ("chance", chance),
        ("rule", rule),
        *((f"{r.crime_id}, {r.wearer_id}", _line(r)) for r in hits.head(_SHOWN).itertuples()),
    ]
    sentences = [] if math.isnan(rate) else [f"{SUMMARY['share'].format(share=rate).capitalize()}."]
    if n["not_run"]:
        sentences.append(f"{SUMMARY['stopped'].format(left=n['not_run'], crimes=n['crimes']).capitalize()}.")
    if n["not_weighed"]:
        sentences.append(f"{SUMMARY['left'].format(left=n['not_weighed'], hits=n['hits'])}.")
    if work.older:
        sentences.append(f"{SUMMARY['old'].format(old=work.older).capitalize()}.")
    title = SUMMARY["title"].format(hits=n["hits"], comparisons=n["comparisons"], expected=amount)
    return Card(title, facts, sentences, tone="warn" if n["not_run"] else "plain", note=NOTE)


def _line(row: object) -> str:
    minutes, closest, others = (float(getattr(row, name)) for name in ("minutes_inside", "closest_m", "other_wearers"))
    usual = "; usual neighbourhood" if bool(getattr(row, "usual", False)) else ""
    more = "other matches" if others == 1 else "others match"
    near = "" if not np.isfinite(closest) else f", closest {closest:.0f} m"
    return f"{getattr(row, 'words', '')}: {minutes:.0f} min there{near}; {others:.0f} {more}{usual}"


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
    _search: Search = field(repr=False)

    @cached_property
    def summary(self) -> pd.Series:
        """Comparisons, hits, expected_by_chance, false_discovery_rate, and what else belongs beside them."""
        found = expected(self._search.scan)
        lists = {"hits": len(self.hits), "excluded": len(self.excluded), "unknown": len(self.unknown)}
        return summary_of(self._search, lists, found, int(self.hits["log10_lr"].isna().sum()))

    @property
    def complete(self) -> bool:
        """Whether every crime was searched and every hit has its strength."""
        return bool(self._search.scan.done.all()) and (self._circle or not self.hits["log10_lr"].isna().any())

    @property
    def _circle(self) -> bool:
        return self._search.parameters.method != "evidence"

    def series(self, *, by: str = "wearer") -> pd.DataFrame:
        """Count the crimes each wearer matches, or with ``by="crime"`` the wearers each crime matches, against chance."""
        if by not in ("wearer", "crime"):
            raise InputError(f"{by!r} is no side of a match.", where="by", do="Use 'wearer' or 'crime'.")
        return series_of(self._search, by)

    def matrix(self) -> pd.DataFrame:
        """Give a row for each wearer and crime with its answer: hit, excluded, unknown (and why), not monitored."""
        return matrix_of(self._search, self.hits)

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
        page, zone = Page(rows=wearers, columns=crimes, every=every), timezone or self._search.parameters.timezone
        return matrix_picture(
            self.matrix(), self.series(), self.series(by="crime"), self._search.crimes, page=page, timezone=zone
        )

    def points(self, *, crime: str | None = None, wearer: str | None = None) -> pd.DataFrame:
        """List the fixes within the radius of the hits, in lettered runs; of one crime, one wearer, or all."""
        mine = self.hits[(self.hits["crime_id"] == crime) | (crime is None)]
        mine = mine[(mine["wearer_id"] == wearer) | (wearer is None)]
        work, parts = self._search, []
        for c, w in zip(mine["crime_id"], mine["wearer_id"], strict=True):
            at = work.windows.crime_id.index(c), work.columns.wearers.index(w)
            parts.append(points_of(work.columns, work.windows, work.tracks, *at, within_m=work.parameters.radius_m))
        full = [p for p in parts if len(p)]
        return pd.concat(full, ignore_index=True) if full else CRIME_POINTS.empty()

    def compare(self, other: Matches) -> pd.DataFrame:
        """List the pairs on which another search, by another rule, differs, with where and why."""
        return compare(self._search, other._search)

    def elimination(self, crime: str, *, timezone: str | None = None) -> Elimination:
        """Write who can be excluded for a crime, as a statement and as a table."""
        return eliminate(self._search, self._row(crime), self.excluded, timezone=timezone)

    def answer(self, crime: str, wearer: str) -> MatchAnswer:
        """Give what the search says of one pair as an answer that can be written and read back."""
        self._row(crime)
        for name in ("hits", "excluded", "unknown"):
            table: pd.DataFrame = getattr(self, name)
            mine = table[(table["crime_id"] == crime) & (table["wearer_id"] == wearer)]
            if len(mine):
                near = self.points(crime=crime, wearer=wearer)["fix_id"].tolist() if name == "hits" else []
                return pair_answer(name.rstrip("s"), mine.iloc[0], self._search.parameters._asdict(), near, versions())
        raise InputError(
            f"Crime {crime!r} was not compared with {wearer!r}.",
            where="wearer",
            do="See .not_monitored: the tag was not worn then.",
        )

    def verdict(self, crime: str, wearer: str) -> Verdict:
        """Check one pair in full, as :func:`workbench.check` does: all settings, reasons, what would change it."""
        row, asked = self._search.crimes.iloc[self._row(crime)], self._search.parameters
        low, high = (float(v[self._row(crime)]) for v in (self._search.windows.low_s, self._search.windows.high_s))
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
            far_ok=True,
            text=f"Crime {crime}: was the tag there?",
        )
        return check(claim, self._search.tracks)

    def _row(self, crime: str) -> int:
        if crime not in self._search.windows.crime_id:
            known = ", ".join(self._search.windows.crime_id[:8]) or "none"
            raise InputError(f"There is no crime {crime!r} in this search.", where="crime", do=f"The crimes are: {known}.")
        return self._search.windows.crime_id.index(crime)

    def to_csv(self, path: str | PathLike[str], *, people: pd.DataFrame | None = None, timezone: str | None = None) -> None:
        """Write the matches in the national columns: a doorway to :func:`workbench.exports.match_table`."""
        from workbench.exports import match_table, write_table

        asked = self._search.parameters
        write_table(
            match_table(
                self.hits,
                self._search.crimes,
                self._search.tracks.fixes,
                people=people,
                rule=asked.method,
                timezone=timezone or asked.timezone,
            ),
            path,
        )

    def to_locations_csv(self, path: str | PathLike[str], *, style: str = "condensed", timezone: str | None = None) -> None:
        """Write the fixes behind the matches, lettered: a doorway to :func:`workbench.exports.match_locations`."""
        from workbench.exports import match_locations, write_table

        zone = timezone or self._search.parameters.timezone
        write_table(match_locations(self.points(), self._search.tracks.fixes, style=style, timezone=zone), path)

    def card(self) -> Card:
        """Say what was compared, what was found, and what chance alone would give."""
        return summary_card(self._search, self.summary, self.hits)

    def __len__(self) -> int:
        return len(self.hits) + len(self.excluded) + len(self.unknown)

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()

    @property
    def not_monitored(self) -> pd.DataFrame:
        """Pairs left out because the tag was not worn then: ``crime_id, wearer_id``."""
        pairs = np.argwhere(self._search.state == ABSENT)
        crimes, wearers = np.array(self._search.windows.crime_id, object), np.array(self._search.columns.wearers, object)
        return pd.DataFrame(
            {"crime_id": pd.Series(crimes[pairs[:, 0]], dtype="str"), "wearer_id": pd.Series(wearers[pairs[:, 1]], dtype="str")}
        )

    @property
    def not_run(self) -> list[str]:
        """Crimes that were not searched because of an interruption."""
        waiting = (self._search.scan.state == NOT_RUN).any(axis=1)
        return [c for c, w in zip(self._search.windows.crime_id, waiting.tolist(), strict=True) if w]
