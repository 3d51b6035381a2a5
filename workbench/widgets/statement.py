"""The statement form: who says the tag was where, when, and for how long."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from workbench.base import InputError, WorkbenchError
from workbench.html import line, render
from workbench.state import Said, Session
from workbench.views import (
    Place,
    Times,
    account_options,
    claimed_shape,
    day_words,
    is_whole_day,
    named_place,
    place_options,
    statement_fields,
    statement_times,
)
from workbench.widgets.guard import Guard
from workbench.widgets.mapview import MapView

__all__ = ["StatementForm"]

_KINDS = [
    ("was there at some time", "visited"),
    ("was there all the time", "throughout"),
    ("was never there", "never"),
    ("was there at a moment", "at"),
]


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
        self.known = place_options(session.zones, session.places)
        self.area: Place | None = None
        told = [(words, i) for i, words in enumerate(account_options(session.account))]
        self.told_before = w.Dropdown(options=[("a new statement", -1), *told], **_field("Account"))
        self.told_before.layout.display = "" if told else "none"
        self.place = w.Combobox(
            options=tuple(dict.fromkeys(p.words for p in self.known)),
            placeholder="name, postcode, lat, long or grid reference",
            **_field("Place"),
        )
        self.click = w.ToggleButton(
            False, description="Click the place on the map", tooltip="Then click the map once", layout=w.Layout(width="98%")
        )
        self.far_ok = w.Checkbox(False, description="The place is meant, though it is far away", indent=False)
        self.far_ok.layout.display = "none"
        self.radius = w.BoundedFloatText(50, min=0, max=5000, step=10, **_field("Within (m)"))
        self.date = w.Text(day_words(session.selection.start, session.timezone), placeholder="3 March 2026", **_field("Date"))
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
        times, numbers = w.HBox([self.start, self.end]), w.HBox([self.least, self.tolerance])
        whose = [self.told_before, self.place, self.where, self.far_ok, self.click, self.radius, self.date, times, self.told]
        super().__init__([*whose, self.kind, numbers, self.said_by, self.text, self.button, guard.problem, self.short])
        self.add_class("wb-form")
        self.guard, self._filling = guard, False
        self._place: Place | None = None
        self.check = guard(self._check)
        self.button.on_click(self.check)
        self.boxes = {"place": self.place, "far_ok": self.far_ok, "radius": self.radius, "row": self.told_before}
        self._fields = (self.kind, self.least, self.tolerance, self.said_by, self.text, self.date, self.start, self.end)
        names = ("kind", "least", "tolerance", "said_by", "text", "date", "start", "end")
        self.boxes |= dict(zip(names, self._fields, strict=True))
        for box in self._fields:
            box.observe(self._changed, "value")
        for box in (self.place, self.far_ok):
            box.observe(self._placed, "value")
        self.radius.observe(self._resized, "value")
        for box in (self.place, self.date, self.start, self.end, self.said_by, self.text):
            box.on_msg(self._entered)
        self.told_before.observe(guard(self._from_account), "value")
        self.click.observe(guard(self._catch), "value")
        session.observe(guard(lambda _: self._answered()), ["answer", "old"])
        session.observe(guard(self._day_chosen), "selection")
        self._begin()

    def _begin(self) -> None:
        """Start with the statement of the answer that is shown, so that the two belong together; else with an empty form."""
        if self.session.form is not None:
            self._restore(self.session.form)
        verdict = self.session.verdict
        claim = getattr(verdict, "claim", None)
        if claim is not None:
            self._fill(claim)
            said = self.said()
            if said is not None:
                self.session.adopt(verdict, said, self.session.selection.wearer)
        self._changed()
        self._answered()

    # what the form says

    @property
    def chosen(self) -> Place | None:
        """The place that is typed, chosen or clicked; None before there is one, or while the text is none."""
        return self._place

    def _read_place(self) -> Place | None:
        s = self.session
        if self.area is not None and self.area.words == self.place.value:
            return self.area
        tables = [t for t in (s.places, s.zones) if t is not None]
        return named_place(
            self.place.value, self.known, tables=tables, fixes=(s.of_wearer["lon"], s.of_wearer["lat"]), far_ok=self.far_ok.value
        )

    def _placed(self, _change: object = None) -> None:
        """Read the place, say it back, and draw it before anything is checked."""
        try:
            place, words = self._read_place(), ""
        except WorkbenchError as error:
            place, words = None, " ".join(w for w in (error.what, error.do) if w)
            self.far_ok.layout.display = "" if "km" in error.what else "none"
        self._place = place
        self.where.value = line(words or (place.said if place else ""), "wb-back", tag="small", role="status")
        self.radius.layout.display = "none" if place is not None and place.radius_m == 0 else ""
        if place is not None and place.radius_m > 0 and not self._filling:
            self.radius.value = place.radius_m
        self._resized()

    def _resized(self, _change: object = None) -> None:
        place = self._place
        self.session.place = None if place is None else claimed_shape(place.place, self.radius.value)
        self._changed()

    def _times(self) -> Times:
        return statement_times(self.date.value, self.start.value, self.end.value, self.session.timezone)

    def said(self) -> Said | None:
        """Give what the form says now; None while it lacks a place or a time that can be read."""
        place = self._place
        try:
            times = self._times()
        except WorkbenchError:
            return None
        if place is None:
            return None
        within = "" if place.radius_m == 0 else f" (within {self.radius.value:g} m)"
        typed = (place.words, self.radius.value if within else 0, *(box.value for box in self._fields))
        typed += (times.start.isoformat(), times.end.isoformat())
        return Said(typed, f"{place.words}{within}", times.words, self.said_by.value)

    def _changed(self, _change: object = None) -> None:
        """Say back what is typed, and let the answer know that it may be an earlier one's."""
        if self._filling:
            return
        try:
            words = self._times().words
        except WorkbenchError as error:
            words = " ".join(w for w in (error.what, error.do) if w) if self.start.value and self.end.value else ""
        self.told.value = line(words, "wb-back", tag="small", role="status")
        self.session.form = {name: box.value for name, box in self.boxes.items()}
        self.session.say(self.said())

    # what changes it

    def _restore(self, form: dict[str, Any]) -> None:
        """Type again what stood in the form, as far as it still fits; its own answer, where there is one, comes with it."""
        self._filling = True
        try:
            for name, box in self.boxes.items():
                options = [v for _, v in box.options] if isinstance(box, w.Dropdown) else [form.get(name)]
                if name in form and form[name] in options:
                    box.value = form[name]
            self._placed()
        finally:
            self._filling = False

    def _fill(self, claim: Any) -> None:
        """Write a claim into the form."""
        told = statement_fields(claim, self.session.timezone)
        self._filling = True
        try:
            self._put_place(claim)
            self.date.value, self.start.value, self.end.value = told["date"], told["start"], told["end"]
            self.kind.value, self.least.value, self.tolerance.value = told["kind"], told["min_minutes"], told["tolerance_minutes"]
            self.said_by.value, self.text.value = told["said_by"], told["text"]
            self.radius.value = claim.radius_m
            self._placed()
        finally:
            self._filling = False

    def _put_place(self, claim: Any) -> None:
        """Write the place of a claim: as it was typed, as two numbers, or by the name of an area."""
        place = claim.place
        self.area = None
        if isinstance(place, str):
            self.place.value = place
        elif isinstance(place, tuple | list):
            self.area = Place(f"{place[1]:.5f}, {place[0]:.5f}", (float(place[0]), float(place[1])), -1.0)
            self.place.value = self.area.words
        else:
            same = [p for p in self.known if p.place is place]
            self.area = same[0] if same else Place("the place of the statement", place, 0.0)
            self.place.value = self.area.words

    def _from_account(self, change: dict[str, Any]) -> None:
        """Show a statement of the account, and its own answer or none."""
        row, s = change["new"], self.session
        if s.account is None or row < 0 or self._filling:
            return
        s.say(None, other=True)
        claim = s.claim_of_row(row)
        if claim.wearer is not None and claim.wearer not in s.tracks.wearers:
            who = f"The statement is about {claim.wearer!r}, of whom nothing is loaded."
            raise InputError(who, where="Account", do="Load the fixes of this wearer too.")
        if claim.wearer is not None and claim.wearer != s.selection.wearer:
            s.choose_wearer(claim.wearer)
        self._fill(claim)
        said = self.said()
        answered = s.answers[row] if row < len(s.answers) else None
        if answered is not None and said is not None:
            s.adopt(answered, said, s.selection.wearer)
        self._changed()

    def _catch(self, change: dict[str, Any]) -> None:
        self.map_view.catch = self._caught if change["new"] else None

    def _caught(self, lon: float, lat: float) -> None:
        self.click.value = False
        self.area = Place(f"{lat:.5f}, {lon:.5f}", (lon, lat), -1.0, "clicked on the map")
        self.place.value = self.area.words

    def _day_chosen(self, _change: object) -> None:
        """Let the date of a new statement follow the day that is looked at."""
        s, chosen = self.session, self.session.selection
        if self.told_before.value < 0 and is_whole_day(chosen.from_, chosen.until, s.timezone):
            self.date.value = day_words(chosen.from_, s.timezone)

    def _entered(self, _box: object, content: Any, _buffers: object) -> None:
        """Check when Enter is pressed in a box of text."""
        if isinstance(content, dict) and content.get("event") == "submit":
            self.check(None)

    def _check(self, _button: object) -> None:
        s = self.session
        try:
            place = self._read_place()
            if place is None:
                raise InputError(
                    "The statement has no place yet.", where="place", do="Type it, or press the button and click the map."
                )
            times = self._times()
        except WorkbenchError:
            s.say(None, other=True)
            raise
        self.button.disabled = True
        statement = {
            "place": place.place,
            "radius_m": self.radius.value,
            "start": times.start,
            "end": times.end,
            "timezone": s.timezone,
            "kind": self.kind.value,
            "min_minutes": self.least.value,
            "tolerance_minutes": self.tolerance.value,
            "text": self.text.value,
            "said_by": self.said_by.value,
            "far_ok": self.far_ok.value,
        }
        try:
            s.check(statement, self.said())
        finally:
            self.button.disabled = False

    def _answered(self) -> None:
        shown, old = self.session.answer, self.session.old
        said = "" if shown is None else str(shown.verdict.answer)
        more = "" if not said else "to an earlier statement" if old else "the reasons stand under the timeline"
        self.short.value = render("short", {"said": said, "more": more, "old": bool(old)})
