"""The front door of the screen: ``wb.show`` puts map, timeline, tables and statement form together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from workbench.base import InputError, recorded
from workbench.html import render
from workbench.state import Session
from workbench.tables import Tracks, When
from workbench.time import DEFAULT_ZONE
from workbench.views import (
    DISCLAIMER,
    NOT_SHOWN,
    STILL_PX,
    View,
    legend,
    legend_html,
    still_html,
    still_map,
    still_picture,
    still_time,
)
from workbench.widgets.answerpanel import AnswerPanel
from workbench.widgets.guard import Guard
from workbench.widgets.header import Header
from workbench.widgets.look import fold
from workbench.widgets.mapview import MapView
from workbench.widgets.memory import Memory, Pictured, cell_id
from workbench.widgets.statement import StatementForm
from workbench.widgets.switches import Switches
from workbench.widgets.tableview import TableView
from workbench.widgets.timestrip import TimeStrip

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from workbench.evidence import AccountReport, Verdict

__all__ = ["Show", "show"]

_MEMORY = Memory()


class Show(Pictured):
    """Everything of one session on the screen.

    Parameters
    ----------
    session : Session
        What is looked at.
    """

    # The layout of the desk, scaled to the output of a notebook cell.

    def __init__(self, session: Session) -> None:
        self.session = session
        self.map_view = MapView(session, Guard(session))
        self.header = Header(session, Guard(session), self.map_view.fit)
        self.switches = Switches(session, Guard(session))
        self.statement = StatementForm(session, Guard(session), self.map_view)
        self.timeline = TimeStrip(session, Guard(session))
        self.answer = AnswerPanel(session, Guard(session))
        self.table = TableView(session, Guard(session), then=self.map_view.take_keys)
        side = w.VBox(
            [fold("Check a statement", self.statement), fold("Layers", self.switches)],
            layout=w.Layout(width="262px", flex="0 0 262px"),
        )
        folds = [fold("Answer", self.answer), fold("Tables", self.table)]
        layout = w.Layout(flex="1 1 420px", min_width="420px", max_width="100%")
        main = w.VBox([self.map_view, self.timeline, *folds], layout=layout)
        under = w.HTML(render("disclaimer", {"disclaimer": DISCLAIMER, "not_shown": NOT_SHOWN}))
        super().__init__(
            [self.header, w.HBox([side, main], layout=w.Layout(flex_flow="row wrap-reverse", align_items="flex-end")), under]
        )
        self.add_class("wb-show")
        self.renew_when(session, ["selection", "layers", "answer", "old"], Guard(session))

    def still(self) -> str:
        """Draw map, timeline and answer as they are now."""
        s, shown = self.session, self.map_view
        (lat, lon), zoom = shown.map.center, shown.map.zoom
        view = View(lat, lon, zoom)
        answer = [] if s.answer is None else [self.answer.old.value, self.answer.head.value, self.answer.card.value]
        return still_html(
            self.still_name,
            f"{s.selection.wearer}, {s.words}",
            still_map(shown.shown, view, *STILL_PX),
            picture=None if shown.picture is None else still_picture(shown.picture, view, *STILL_PX),
            legend=legend_html(legend(shown.shown)),
            time=still_time(self.timeline.described, STILL_PX[0]),
            parts=answer,
        )


@recorded("show")
def show(
    tracks: Tracks,
    zones: gpd.GeoDataFrame | None = None,
    stays: pd.DataFrame | None = None,
    verdict: Verdict | None = None,
    *,
    gaps: pd.DataFrame | None = None,
    base: Any = None,
    places: pd.DataFrame | None = None,
    account: pd.DataFrame | AccountReport | None = None,
    timezone: str = DEFAULT_ZONE,
    wearer: str | None = None,
    start: When | None = None,
    end: When | None = None,
) -> Show:
    """Show tracks on a linked map, timeline and table, with the form that checks a statement.

    Nothing leaves the machine: no tile, no font, no script is asked of another one. Running the same cell again goes on with
    what was chosen on the screen (wearer, window, picked fix, layers), unless it is asked to show something else.

    Parameters
    ----------
    tracks : Tracks
        What to show; a case as ``wb.example()`` gives it brings its zones, places and base map along.
    zones : geopandas.GeoDataFrame, optional
        Zones of an order, WGS 84 degrees.
    stays, gaps : pandas.DataFrame, optional
        Ready tables; worked out when not given.
    verdict : Verdict, optional
        An answer to show; its place is drawn and the window opens two hours around its times.
    base : GeoDataFrame or dict, optional
        Own base map: features with a ``kind`` (street, river, rail, park …).
    places : pandas.DataFrame, optional
        Named places (``name, lon, lat, radius_m``) for the statement form.
    account : pandas.DataFrame or AccountReport, optional
        Statements to choose from, one a row, with columns named like the fields of ``wb.Claim``; or what
        ``wb.check_account`` answered, whose places are then drawn with their numbers and answers.
    timezone : str
        IANA name of the zone in which times are shown and typed.
    wearer : str, optional
        Whose fixes to look at first.
    start, end : str, datetime or pandas.Timestamp, optional
        Window to look at first, in `timezone` where they carry none; the whole span otherwise.

    Returns
    -------
    Show
        A widget; its ``session`` can be driven from code.

    Raises
    ------
    InputError
        If there is no fix to show, or `tracks` is neither tracks nor a case.

    Notes
    -----
    Own design.

    Examples
    --------
    >>> from workbench.tables import GAPS, STAYS
    >>> from workbench.testing import make_fixes, make_tracks
    >>> shown = show(make_tracks(make_fixes(minutes=[0, 1, 2])), stays=STAYS.empty(), gaps=GAPS.empty())
    >>> shown.session.step("last"); shown.map_view.stepper.words
    'point 3 of 3, Tue 3 Mar 2026 00:02:00 GMT'
    """
    found: Any = tracks
    if not isinstance(tracks, Tracks):
        found = getattr(tracks, "tracks", None)
        zones, base, places, account = (
            given if given is not None else getattr(tracks, name, None)
            for name, given in (("zones", zones), ("base", base), ("places", places), ("account", account))
        )
    if not isinstance(found, Tracks):
        raise InputError(
            f"wb.show cannot show a {type(tracks).__name__}.",
            where="tracks",
            do="Give what wb.read_tracks or wb.example returned.",
        )
    answers = getattr(account, "verdicts", ())
    told: Any = getattr(tracks, "account", None) if answers else account
    session = Session(
        found,
        zones,
        base=base,
        places=places,
        account=told,
        stays=stays,
        gaps=gaps,
        verdict=verdict,
        answers=answers,
        timezone=timezone,
        wearer=wearer,
        start=start,
        end=end,
    )
    _MEMORY.recall(session, cell_id())
    return Show(session)
