"""The statement form: who says the tag was where, when, and for how long."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from workbench.base.errors import InputError, TimeError
from workbench.html.kit import line, render
from workbench.state.session import Session
from workbench.views.statement import Place, account_options, place_options, statement_fields, statement_times
from workbench.views.timeline import iso_day
from workbench.widgets.guard import Guard
from workbench.widgets.mapview import MapView

__all__ = ["StatementForm"]

_KINDS = [
    ("was there at some time", "visited"),
    ("was there all the time", "throughout"),
    ("was never there", "never"),
    ("was there at a moment", "at"),
]

_SEEN = 20
"""Longer names of places do not fit into the list, and are written out under it."""


def _field(words: str, width: str = "98%", words_px: int = 90) -> dict[str, Any]:
    return {"description": words, "layout": w.Layout(width=width), "style": {"description_width": f"{words_px}px"}}


class StatementForm(w.VBox):
    """The form; its fields are plain widgets and can be set from code.

    Parameters
    ----------
    session : Session
        Checks the statement.
    guard : Guard
        Shows faults of this panel.
    map_view : MapView
        Where a place can be clicked.
    """

    def __init__(self, session: Session, guard: Guard, map_view: MapView) -> None:
        self.session, self.map_view = session, map_view
        self.clicked: Place | None = None
        self.known = place_options(session.zones, session.places)
        told = [(words, i) for i, words in enumerate(account_options(session.account))]
        self.told_before = w.Dropdown(options=[("a new statement", -1), *told], **_field("Account"))
        self.told_before.layout.display = "" if told else "none"
        self.place = w.Dropdown(**_field("Place"))
        self.click = w.ToggleButton(
            False, description="Click the place on the map", tooltip="Then click the map once", layout=w.Layout(width="98%")
        )
        self.radius = w.BoundedFloatText(50, min=0, max=5000, step=10, **_field("Within (m)"))
        self.date = w.Text(iso_day(session.selection.start, session.timezone), placeholder="2026-03-03", **_field("Date"))
        self.start = w.Text(placeholder="21:10", **_field("From", "60%"))
        self.end = w.Text(placeholder="21:40", **_field("To", "36%", 20))
        self.kind = w.Dropdown(options=_KINDS, **_field("The tag"))
        self.least = w.BoundedFloatText(2, min=0, max=1440, **_field("At least (min)", "54%"))
        self.tolerance = w.BoundedFloatText(5, min=0, max=240, **_field("± min", "43%", 46))
        self.tolerance.tooltip = "How far the two times may be off, minutes"
        self.said_by, self.text = w.Text("victim", **_field("Said by")), w.Text(placeholder="their words", **_field("Words"))
        self.told, self.short, self.where = w.HTML(), w.HTML(), w.HTML()
        self.button = w.Button(
            description="Check",
            tooltip="Check this statement against the fixes",
            button_style="primary",
            layout=w.Layout(width="98%"),
        )
        super().__init__(
            [
                self.told_before,
                self.place,
                self.where,
                self.click,
                self.radius,
                self.date,
                w.HBox([self.start, self.end]),
                self.told,
                self.kind,
                w.HBox([self.least, self.tolerance]),
                self.said_by,
                self.text,
                self.button,
                guard.problem,
                self.short,
            ]
        )
        self.add_class("wb-form")
        self._list_places(0)
        for box in (self.date, self.start, self.end):
            box.observe(self._tell, "value")
        self.told_before.observe(guard(self._from_account), "value")
        self.place.observe(guard(lambda _: self._placed()), "value")
        self.click.observe(guard(self._catch), "value")
        self.check = guard(self._check)
        self.button.on_click(self.check)
        session.observe(guard(self._answered), "verdict")
        self._answered({"new": session.verdict})

    def _list_places(self, chosen: int) -> None:
        places = ([self.clicked] if self.clicked else []) + self.known
        self.place.options = [(p.words, i) for i, p in enumerate(places)] or [("click the place on the map", -1)]
        self.place.value = chosen if places else -1
        self._placed()

    @property
    def chosen(self) -> Place | None:
        """The place that is chosen, or None before there is one."""
        places = ([self.clicked] if self.clicked else []) + self.known
        at = self.place.value
        return places[at] if at is not None and 0 <= at < len(places) else None

    def _placed(self) -> None:
        place = self.chosen
        self.where.value = "" if place is None or len(place.words) < _SEEN else line(place.words, tag="small")
        is_area = place is not None and place.radius_m == 0
        self.radius.layout.display = "none" if is_area else ""
        if place is not None and not is_area:
            self.radius.value = place.radius_m

    def _from_account(self, change: dict[str, Any]) -> None:
        account, row = self.session.account, change["new"]
        if account is None or row < 0:
            return
        told = statement_fields(account.iloc[row], self.session.timezone)
        if told["wearer"] in self.session.tracks.wearers and told["wearer"] != self.session.selection.wearer:
            self.session.choose_wearer(told["wearer"])
        self.clicked = told["place"]
        self._list_places(0)
        self.date.value, self.start.value, self.end.value = told["date"], told["start"], told["end"]
        self.kind.value, self.least.value, self.tolerance.value = told["kind"], told["min_minutes"], told["tolerance_minutes"]
        self.said_by.value, self.text.value = told["said_by"], told["text"]

    def _catch(self, change: dict[str, Any]) -> None:
        self.map_view.catch = self._caught if change["new"] else None

    def _caught(self, lon: float, lat: float) -> None:
        self.click.value = False
        self.clicked = Place(f"clicked: {lat:.5f}, {lon:.5f}", (lon, lat), self.radius.value or 50.0)
        self._list_places(0)

    def _tell(self, _change: object) -> None:
        try:
            words = statement_times(self.date.value, self.start.value, self.end.value, self.session.timezone).words
        except TimeError as error:
            words = "" if not (self.start.value and self.end.value) else str(error.do or error.what)
        self.told.value = line(words, tag="small", role="status")

    def _check(self, _button: object) -> None:
        place = self.chosen
        if place is None:
            raise InputError("The statement has no place yet.", where="place", do="Press the button and click the map.")
        times = statement_times(self.date.value, self.start.value, self.end.value, self.session.timezone)
        self.button.disabled = True
        try:
            self.session.check(
                {
                    "place": place.place,
                    "radius_m": self.radius.value,
                    "start": times.start,
                    "end": times.end,
                    "timezone": self.session.timezone,
                    "kind": self.kind.value,
                    "min_minutes": self.least.value,
                    "tolerance_minutes": self.tolerance.value,
                    "text": self.text.value,
                    "said_by": self.said_by.value,
                }
            )
        finally:
            self.button.disabled = False

    def _answered(self, change: dict[str, Any]) -> None:
        verdict = change["new"]
        said = "" if verdict is None else str(verdict.answer)
        more = "the reasons stand under the timeline" if said else ""
        self.short.value = render("short", {"said": said, "more": more})
