"""What is chosen on the crime board: a crime or a wearer, and which pair is looked at. It alone calls compute for the board."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from traitlets import Instance

from workbench.base import InputError, usable
from workbench.state.chosen import Choice, Chosen
from workbench.tables import Tracks
from workbench.time import DEFAULT_ZONE, micros
from workbench.views import (
    ANSWERS,
    MARGINS,
    Box,
    Layer,
    Page,
    Trail,
    board_pairs,
    board_rows,
    box_of,
    crime_points_layer,
    crimes_layer,
    fading_layer,
    legs_of,
    matrix_picture,
    no_layer,
    pair_card,
    scene_layer,
    silences_layer,
)

if TYPE_CHECKING:
    from workbench.base import Card
    from workbench.crimes import Matches

__all__ = ["Board"]

_MOST_TRAILS = 30
_FEW = 20
_ABOUT_DEG = 0.004


class Board(Chosen):
    """Crimes held against trails, and what is looked at of them.

    Parameters
    ----------
    crimes : pandas.DataFrame
        The crimes table.
    tracks : Tracks
        The fixes of all wearers.
    matches : Matches, optional
        What :func:`workbench.match_crimes` gave; worked out when not given.
    timezone : str
        IANA name of the zone in which times are shown.

    Raises
    ------
    InputError
        If there is no crime to show.
    """

    choice = Instance(Choice)
    page = Instance(Page, ())
    trait = "choice"

    def __init__(
        self, crimes: pd.DataFrame, tracks: Tracks, matches: Matches | None = None, *, timezone: str = DEFAULT_ZONE
    ) -> None:
        super().__init__(tracks, timezone)
        if matches is None:
            from workbench.crimes import match_crimes

            matches = match_crimes(crimes, tracks, timezone=timezone)
        self.matches = matches
        newest = crimes.sort_values("version", kind="stable").drop_duplicates("crime_id", keep="last")
        self.crimes = newest.sort_values(["start", "crime_id"]).set_index("crime_id", drop=False)
        if not len(self.crimes):
            raise InputError("There is no crime to show.", where="crimes", do="Read some with wb.read_crimes.")
        self.pairs = board_pairs(matches.hits, matches.unknown, matches.excluded, self.crimes)
        hits = self.pairs.loc[self.pairs["answer"] == "hit", "crime_id"]
        self.choice = Choice("crime", str(hits.iloc[0] if len(hits) else self.crimes.index[0]), "")

    @property
    def radius_m(self) -> float:
        """How near counted in the search, metres."""
        return float(self.matches.summary["radius_m"])

    @property
    def wearers(self) -> list[str]:
        """Everybody who was compared with a crime."""
        return sorted(self.pairs["wearer_id"].unique().tolist())

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be looked at on this side, in words, each with its id."""
        key = "crime_id" if self.choice.by == "crime" else "wearer_id"
        counts = self.pairs.groupby([key, "answer"]).size()
        names = list(self.crimes.index) if self.choice.by == "crime" else self.wearers
        hits = {n: int(counts.get((n, "hit"), 0)) for n in names}
        return [(f"{n} ({hits[n]} {'match' if hits[n] == 1 else 'matches'})", str(n)) for n in names]

    @property
    def title(self) -> str:
        """What was compared, and what chance alone would give."""
        share = float(self.matches.summary["false_discovery_rate"])
        said = f"; about {share:.0%} of the matches are expected to be chance" if np.isfinite(share) else ""
        said += ", a rough figure for so few" if said and len(self.matches.hits) < _FEW else ""
        return f"{self.matches.card().title}{said}"

    # verbs

    def look_by(self, side: str) -> None:
        """Turn the board round: list the wearers of a crime, or the crimes of a wearer."""
        if side not in ("crime", "wearer"):
            raise InputError(f"{side!r} is no side of the board.", where="by", do="Use 'crime' or 'wearer'.")
        if side == self.choice.by:
            return
        wearer = self.choice.wearer or (self.listed["wearer_id"].iloc[0] if len(self.listed) else self._first_wearer())
        self._choose(
            replace(
                self.choice,
                by=side,
                wearer=str(wearer) if side == "wearer" else self.choice.wearer,
                crime=self.choice.crime or str(self.crimes.index[0]),
            )
        )

    def look_at(self, name: str) -> None:
        """Look at another crime, or at another wearer when the board is turned to wearers; no row stays chosen."""
        self._known(name, self.choice.by)
        other = {"crime": "", "wearer": ""} | {self.choice.by: name}
        self._choose(replace(self.choice, **other))

    def choose(self, name: str) -> None:
        """Choose a row: a wearer of the crime, or a crime of the wearer; an empty name lets it go."""
        side = "wearer" if self.choice.by == "crime" else "crime"
        if name:
            self._known(name, side)
        self._choose(replace(self.choice, **{side: name}))

    def choose_pair(self, crime: str, wearer: str) -> None:
        """Choose a crime and a wearer at once, whichever side is listed."""
        self._known(crime, "crime")
        self._known(wearer, "wearer")
        self._choose(replace(self.choice, crime=crime, wearer=wearer))

    def turn(self, rows: int = 0, columns: int = 0) -> None:
        """Show another part of the square, so many pages of wearers or of crimes further on; other wearers begin at the left."""
        page = self.square["page"]
        left = 0 if rows else page.column + columns * page.columns
        self.page = replace(page, row=max(page.row + rows * page.rows, 0), column=max(left, 0))

    def show_every(self, on: bool) -> None:
        """Show wearers and crimes without any match in the square too, or leave them away."""
        self.page = replace(self.page, row=0, column=0, every=on)

    def set_margin(self, margin_minutes: int) -> None:
        """Show more or less of the time around the crime."""
        if margin_minutes not in MARGINS:
            raise InputError(
                f"{margin_minutes} minutes cannot be shown.", where="margin", do=f"Use one of {', '.join(map(str, MARGINS))}."
            )
        self._choose(replace(self.choice, margin_minutes=margin_minutes))

    def switch(self, answer: str, on: bool) -> None:
        """Draw the trails of one answer, or leave them away."""
        if answer not in ANSWERS:
            raise InputError(f"There is no answer {answer!r}.", where="answer", do=f"They are {', '.join(ANSWERS)}.")
        kept = [a for a in ANSWERS if (a in self.choice.shown if a != answer else on)]
        self._choose(replace(self.choice, shown=tuple(kept)))

    # what the screen shows

    @property
    def listed(self) -> pd.DataFrame:
        """The pairs of the crime or wearer that is looked at: matches first, the strongest before, then the nearest."""
        side = self.choice.by
        mine = self.pairs[self.pairs[f"{side}_id"] == getattr(self.choice, side)]
        return mine.reset_index(drop=True)

    @property
    def pair(self) -> dict[str, Any] | None:
        """The pair that is looked at; None while no row is chosen or the two were not compared."""
        mine = self.pairs[(self.pairs["crime_id"] == self.choice.crime) & (self.pairs["wearer_id"] == self.choice.wearer)]
        return mine.iloc[0].to_dict() if len(mine) else None

    @property
    def rows(self) -> dict[str, Any]:
        """The table, described."""
        return board_rows(self.choice.by, self.listed, timezone=self.timezone)

    @cached_property
    def _totals(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        return self.matches.matrix(), self.matches.series(), self.matches.series(by="crime")

    @property
    def square(self) -> dict[str, Any]:
        """The part of the square of wearers and crimes that is shown, described."""
        about = self.crimes.reset_index(drop=True)
        return matrix_picture(*self._totals, about, page=self.page, timezone=self.timezone)

    @property
    def card(self) -> Card | None:
        """What is known of the crime, or of the pair; None while no crime is chosen."""
        if not self.choice.crime:
            return None
        return pair_card(self.pair, self.crimes.loc[self.choice.crime].to_dict(), timezone=self.timezone)

    def layers(self) -> dict[str, Layer]:
        """Describe the map: scene or crimes, fading trails, silences, fixes of the chosen pair."""
        choice = self.choice
        crime = self.crimes.loc[choice.crime] if choice.crime else None
        drawn = {
            "crimes": crimes_layer(self.listed, chosen=choice.crime) if choice.by == "wearer" else no_layer("crimes"),
            "scene": scene_layer(crime, radius_m=self.radius_m),
        }
        trails = [] if crime is None else self._trails(crime)
        for answer in reversed(list(ANSWERS)):
            drawn[answer] = (
                no_layer(answer)
                if crime is None
                else fading_layer(answer, trails, crime["start"], crime["end"], margin_minutes=choice.margin_minutes)
            )
        drawn["gaps"] = silences_layer(trails)
        drawn["points"] = no_layer("points")
        if crime is not None and self.pair is not None:
            fixes = self._around(choice.wearer, crime)
            hit = self.pair["answer"] == "hit"
            none = fixes.iloc[:0].assign(label="")
            points = self.matches.points(crime=choice.crime, wearer=choice.wearer) if hit else none
            drawn["points"] = crime_points_layer(fixes, points, timezone=self.timezone)
        return drawn

    @property
    def box(self) -> Box:
        """The part of the world to look at: the crime or crimes, and the trails of matches and of the chosen pair."""
        lon, lat = [], []
        for place in (self.crimes.loc[[self.choice.crime]] if self.choice.crime else self.listed).itertuples():
            lon += [place.lon - _ABOUT_DEG, place.lon + _ABOUT_DEG]
            lat += [place.lat - _ABOUT_DEG, place.lat + _ABOUT_DEG]
        if self.choice.crime:
            crime = self.crimes.loc[self.choice.crime]
            for trail in self._trails(crime):
                if trail.answer == "hit" or trail.wearer == self.choice.wearer:
                    lon, lat = [*lon, *trail.legs.lon], [*lat, *trail.legs.lat]
        return box_of(lon, lat) or Box(1.1, 51.35, 1.3, 51.45)

    def _trails(self, crime: pd.Series) -> list[Trail]:
        """Give the trails to draw: of the answers switched on, and always that of the chosen pair."""
        choice = self.choice
        mine = self.pairs[self.pairs["crime_id"] == choice.crime]
        if choice.by == "wearer" or choice.wearer:
            mine = mine[mine["wearer_id"] == choice.wearer]
        else:
            mine = mine[mine["answer"].isin(choice.shown)].head(_MOST_TRAILS)
        found = []
        for row in mine.itertuples():
            fixes = self._around(row.wearer_id, crime)
            if len(fixes):
                found.append(Trail(row.wearer_id, row.answer, legs_of(fixes, timezone=self.timezone)))
        return found

    def _around(self, wearer: str, crime: pd.Series) -> pd.DataFrame:
        """Give the fixes of that time and its margin, with one on either side, so that a silence shows as one."""
        fixes = self.of(wearer).fixes
        fixes = fixes[usable(fixes["quality"])]
        margin = pd.Timedelta(minutes=self.choice.margin_minutes)
        low, high = (int(v) for v in micros(pd.Series([crime["start"] - margin, crime["end"] + margin])))
        first, last = np.searchsorted(micros(fixes["time"]), [low, high + 1])
        return fixes.iloc[max(0, int(first) - 1) : int(last) + 1].reset_index(drop=True)

    def _known(self, name: str, side: str) -> None:
        names = list(self.crimes.index) if side == "crime" else self.wearers
        if name not in names:
            shown = ", ".join(map(str, names[:8])) or "none"
            raise InputError(f"There is no {side} {name!r} on this board.", where=side, do=f"There are {shown}.")

    def _first_wearer(self) -> str:
        return self.wearers[0] if self.wearers else ""
