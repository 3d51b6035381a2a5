"""What is chosen now: one selection for map, timeline and table, with undo. It alone calls compute for the widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from traitlets import Any as AnyTrait
from traitlets import Dict, Instance, Unicode

from workbench.base import InputError, TimeError
from workbench.state.chosen import Answer, Chosen, Said, Selection, stepped
from workbench.tables import Tracks, When
from workbench.time import DEFAULT_ZONE, instant, order_doubts, read_edge, read_moment, read_span, span_label
from workbench.views import EARLIER, LAYERS, Window, names_of, nearest

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["HEAVY", "Session"]

HEAVY = 200_000
"""Above so many fixes of a wearer, stays are worked out only when asked for."""


class Session(Chosen):
    """One investigation on screen: the tables, what is chosen of them, and the statement being checked.

    Parameters
    ----------
    tracks : Tracks
        Fixes of one or more wearers.
    zones : geopandas.GeoDataFrame, optional
        The zones table.
    base, places, account : optional
        Own base map (GeoJSON or frame with ``kind``), named places, and statements to choose from.
    stays, gaps : pandas.DataFrame, optional
        Ready tables; worked out when not given.
    verdict, answers : optional
        An answer to show, and the answers to an account, whose places are drawn.
    timezone : str
        IANA name of the zone in which times are shown and typed.
    wearer, start, end : optional
        What to look at first; the whole span of the first wearer otherwise.

    Raises
    ------
    InputError
        If there is no fix at all, or no such wearer.
    """

    selection = Instance(Selection)
    layers = Dict()
    answer = Instance(Answer, allow_none=True)
    said = AnyTrait(None, allow_none=True)
    old = Unicode("")
    place = AnyTrait(None, allow_none=True)
    form = AnyTrait(None, allow_none=True)
    trait = "selection"

    def __init__(
        self,
        tracks: Tracks,
        zones: gpd.GeoDataFrame | None = None,
        *,
        base: Any = None,
        places: pd.DataFrame | None = None,
        account: pd.DataFrame | None = None,
        stays: pd.DataFrame | None = None,
        gaps: pd.DataFrame | None = None,
        verdict: Any = None,
        answers: Sequence[Any] = (),
        timezone: str = DEFAULT_ZONE,
        wearer: str | None = None,
        start: When | None = None,
        end: When | None = None,
    ) -> None:
        super().__init__(tracks, timezone)
        if not len(tracks):
            raise InputError("There is no fix to show.", where="tracks", do="Load a file with wb.read_tracks first.")
        self.zones, self.base, self.places = zones, base, places
        self.account, self.answers = account, tuple(answers)
        self.named = names_of(tracks.load.files, zones)
        self._given = {"stays": stays, "gaps": gaps}
        self._tables: dict[tuple[str, str], pd.DataFrame] = {}
        self._windows: dict[tuple[Any, ...], Window] = {}
        claim = getattr(verdict, "claim", None)
        chosen = wearer or (claim.wearer if claim is not None else tracks.wearers[0])
        self.selection = self._whole(chosen)
        self.layers = {name: name != "stays" or len(self.of_wearer) <= HEAVY for name in LAYERS}
        self._first_window(claim, start, end)
        self._journeys: tuple[Any, Any] | None = None
        self.answered: dict[tuple[str, Said], Any] = {}
        if verdict is not None:
            self.answer = Answer(verdict, chosen)
        self.observe(lambda _: self._settle(), "selection")

    def _whole(self, wearer: str) -> Selection:
        time = self.mine(wearer).fixes["time"]
        first, last = instant(time.iloc[0]).floor("min"), instant(time.iloc[-1]).floor("min") + pd.Timedelta(minutes=1)
        return Selection(wearer, first, last, first, last)

    def _first_window(self, claim: Any, start: When | None, end: When | None) -> None:
        whole = self.selection
        if claim is not None and start is None and end is None:
            pad = pd.Timedelta(hours=2)
            zone = claim.timezone or self.timezone
            first = read_moment(claim.start, zone, name="start").utc
            last = first if claim.end is None else read_span(claim.start, claim.end, zone)[1].utc
            start, end = first - pad, last + pad
        if start is not None or end is not None:
            a = whole.start if start is None else read_edge(start, self.timezone, name="start").utc
            b = whole.end if end is None else read_edge(end, self.timezone, name="end").utc
            self.choose_window(a, b, timeline=True)
            self._past.clear()

    # what is chosen

    def mine(self, wearer: str | None = None) -> Tracks:
        """Give the tracks of a wearer, the chosen one if none is named; looked up once."""
        return self.of(wearer or self.selection.wearer)

    @property
    def of_wearer(self) -> pd.DataFrame:
        """All fixes of the chosen wearer."""
        return self.mine().fixes

    @property
    def window(self) -> Window:
        """The fixes of the chosen wearer in the window with what drawing them needs, kept until the window changes."""
        s = self.selection
        key = (s.wearer, s.start, s.end)
        if key not in self._windows:
            fixes = self.mine().between(s.start, s.end).fixes.reset_index(drop=True)
            self._windows = {key: Window(fixes, self.table("gaps"), self.timezone)}
        return self._windows[key]

    @property
    def fixes(self) -> pd.DataFrame:
        """The fixes of the chosen wearer in the window, in order of time."""
        return self.window.fixes

    @property
    def position(self) -> int | None:
        """Where the picked fix stands among the fixes of the window, 0-based."""
        if self.selection.picked is None:
            return None
        hits = np.flatnonzero((self.fixes["fix_id"] == self.selection.picked).to_numpy())
        return int(hits[0]) if len(hits) else None

    @property
    def words(self) -> str:
        """The window as people read it."""
        return span_label(self.selection.start, self.selection.end, self.timezone)

    # verbs

    def choose_wearer(self, wearer: str) -> None:
        """Look at another wearer, whole span."""
        self._choose(self._whole(wearer))

    def choose_window(self, start: pd.Timestamp, end: pd.Timestamp, *, timeline: bool = False) -> None:
        """Narrow map and table to ``[start, end)``, and with `timeline` the timeline too."""
        a, b = instant(start), instant(end)
        if b <= a:
            raise InputError("The window is empty.", where="window", do="Choose a longer part of the timeline.")
        span = {"from_": a, "until": b} if timeline else {}
        self._choose(self._kept(replace(self.selection, start=a, end=b, **span)))

    def show_all(self) -> None:
        """Look at the wearer's whole span again."""
        self._choose(replace(self._whole(self.selection.wearer), picked=self.selection.picked))

    def _kept(self, new: Selection) -> Selection:
        """Let go of a picked fix that falls out of the window."""
        if new.picked is None:
            return new
        picked = self.of_wearer.loc[self.of_wearer["fix_id"] == new.picked, "time"]
        inside = len(picked) > 0 and new.start <= picked.iloc[0] < new.end
        return new if inside else replace(new, picked=None)

    def pick(self, fix_id: str | None) -> None:
        """Pick a fix of the wearer; one outside the window picks its nearest neighbour in time inside it."""
        if fix_id is not None and len(self.fixes):
            known = self.of_wearer.loc[self.of_wearer["fix_id"] == fix_id, "time"]
            if not len(known):
                raise InputError(f"There is no fix {fix_id!r} of this wearer.", do="Choose its wearer first.")
            away = (self.fixes["time"] - known.iloc[0]).abs()
            if not (self.fixes["fix_id"] == fix_id).any():
                fix_id = str(self.fixes["fix_id"].iloc[int(away.to_numpy().argmin())])
        self._choose(replace(self.selection, picked=fix_id if len(self.fixes) else None))

    def pick_near(self, lon: float, lat: float, reach_m: float) -> bool:
        """Pick the fix of the window nearest to a place, if one lies within reach."""
        found = nearest(self.fixes, lon, lat, reach_m)
        if found is not None:
            self.pick(found)
        return found is not None

    def step(self, action: str) -> None:
        """Pick the first, previous, next or last fix of the window."""
        wanted = stepped(action, self.position, len(self.fixes) - 1)
        if len(self.fixes):
            self._choose(replace(self.selection, picked=str(self.fixes["fix_id"].iloc[wanted])))

    def switch(self, layer: str, on: bool) -> None:
        """Show or hide a layer."""
        if layer not in LAYERS:
            raise InputError(f"There is no layer {layer!r}.", do=f"The layers are: {', '.join(LAYERS)}.")
        self.layers = {**self.layers, layer: on}

    def resume(self, other: Session) -> None:
        """Take over what was chosen in another session over the same fixes, so that it can be undone here too."""
        self.take_up(other.selection, past=other.past, layers=dict(other.layers), form=other.form, answers=dict(other.answered))

    def take_up(
        self,
        selection: Selection,
        *,
        past: Sequence[Selection],
        layers: dict[str, bool],
        form: dict[str, Any] | None,
        answers: dict[tuple[str, Said], Any],
    ) -> None:
        """Go on with what was chosen, typed and answered before."""
        self._past, self.layers, self.form = list(past), layers, form
        self.answered = {**answers, **self.answered}
        self.selection = selection

    # compute

    def table(self, kind: str, *, wait: bool = True) -> pd.DataFrame | None:
        """Give stays, gaps or approaches of the wearer; None where none can be had, or where `wait` is False and it is long."""
        wearer = self.selection.wearer
        given = self._given.get(kind)
        if given is not None:
            return given[given["wearer_id"] == wearer]
        if kind == "approaches" and (self.zones is None or not len(self.zones)):
            return None
        if (kind, wearer) not in self._tables:
            if not wait and kind != "gaps" and len(self.of_wearer) > HEAVY:
                return None
            with self.working(f"finding {kind}"):
                self._tables[kind, wearer] = self._work(kind)
        return self._tables[kind, wearer]

    def _work(self, kind: str) -> pd.DataFrame:
        tracks = self.mine()
        if kind == "stays":
            return tracks.stays()
        return tracks.gaps() if kind == "gaps" else tracks.approaches(self.zones)

    def in_window(self, kind: str, *, wait: bool = True) -> pd.DataFrame | None:
        """Give the rows of a table that touch the window; ``points`` are the fixes themselves."""
        if kind == "points":
            return self.fixes
        table = self.table(kind, wait=wait)
        if table is None:
            return None
        return table[(table["end"] >= self.selection.start) & (table["start"] < self.selection.end)]

    # the statement and its answer

    @property
    def verdict(self) -> Any:
        """The verdict that is shown, or None."""
        return None if self.answer is None else self.answer.verdict

    @verdict.setter
    def verdict(self, verdict: Any) -> None:
        """Show a verdict that a cell worked out; it answers its own claim, not what the form says."""
        s = self.selection
        about = getattr(getattr(verdict, "claim", None), "wearer", None) or s.wearer
        self.answer = None if verdict is None else Answer(verdict, about, None, (s.start, s.end))
        self.old = self._old()

    def claim_of_row(self, row: int) -> Any:
        """Read a statement of the account, its dates together with those of the other rows."""
        from workbench.evidence import claims_of

        account = self.account
        if account is None:
            raise InputError("There is no account.", where="account", do="Give account= to wb.show.")
        doubts = order_doubts({c: account[c].tolist() for c in ("start", "end") if c in account})
        if row in doubts:
            doubt = doubts[row]
            raise TimeError(doubt.what, where=doubt.where, do=doubt.do)
        return claims_of(account.iloc[[row]])[0]

    @property
    def journeys(self) -> Any:
        """Possible journeys behind the answer that is shown; None where there is none to draw or it is an earlier statement's."""
        shown = self.answer
        if shown is None or self.old:
            return None
        if self._journeys is None or self._journeys[0] is not shown.verdict:
            draw = getattr(shown.verdict, "draw", None)
            paths = getattr(shown.verdict, "paths", None) if draw is None else draw(self.of(shown.wearer))
            self._journeys = (shown.verdict, paths)
        return self._journeys[1]

    def say(self, said: Said | None, *, other: bool = False) -> None:
        """Take what the form says now, None while it is not filled in; of an other statement only its own answer is shown."""
        if said != self.said or other:
            self.said = said
            self._settle(other=other)

    def adopt(self, verdict: Any, said: Said, wearer: str) -> None:
        """Take an answer that was given elsewhere as the one to a statement."""
        self.answered[wearer, said] = verdict
        self._settle()

    def _settle(self, *, other: bool = False) -> None:
        """Show the answer to what is said now; an earlier one stays and is said to be one, unless this is an other statement."""
        s = self.selection
        known = None if self.said is None else self.answered.get((s.wearer, self.said))
        shown = self.answer
        if known is not None and (shown is None or (shown.verdict, shown.said) != (known, self.said)):
            self.answer = Answer(known, s.wearer, self.said, (s.start, s.end))
        # What a cell or wb.show put in answers its own claim, so an empty form does not take it away.
        elif (self.said is None and shown is not None and shown.said is not None) or (known is None and other):
            self.answer = None
        self.old = self._old()

    def _old(self) -> str:
        """Say why the answer that is shown is not one to what is on the screen now; nothing where it is."""
        shown, s = self.answer, self.selection
        if shown is None:
            return ""
        if shown.wearer != s.wearer:
            return EARLIER["wearer"]
        if shown.said != self.said:
            return EARLIER["statement"]
        return EARLIER["window"] if shown.window != (s.start, s.end) else ""

    def check(self, statement: dict[str, Any], said: Said | None = None) -> Any:
        """Check a statement about the chosen wearer and keep the verdict; where it cannot be checked, no answer is shown."""
        self.answer, self.old = None, ""
        with self.working("checking the statement"):
            verdict = self.judged(statement)
        s = self.selection
        if said is not None:
            self.said = said
            self.answered[s.wearer, said] = verdict
        self.answer = Answer(verdict, s.wearer, self.said, (s.start, s.end))
        return verdict

    def judged(self, statement: dict[str, Any]) -> Any:
        """Have the evidence room check a statement about the chosen wearer."""
        # `statement` holds the fields of :class:`workbench.Claim` but the wearer.
        from workbench.evidence import Claim, check

        return check(Claim(wearer=self.selection.wearer, **statement), self.mine())
