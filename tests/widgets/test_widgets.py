"""The widgets are set like a hand would set them, and read like an eye would; no browser."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipywidgets as w
import numpy as np
import pandas as pd
import pytest

from tests.widgets.made import START, gaps, session, stays, tracks, zones
from workbench.base.card import Card
from workbench.base.errors import InputError, WorkbenchError
from workbench.state.chosen import Answer
from workbench.state.session import Session
from workbench.testing import make_fixes, make_tracks
from workbench.views.points import off_map
from workbench.views.screen import Box
from workbench.views.words import DISCLAIMER, LAYERS
from workbench.widgets.guard import Guard
from workbench.widgets.show_tracks import Show, show


@pytest.fixture
def shown() -> Show:
    return Show(session())


def press(button: w.Button) -> None:
    """Press a button as a hand does; what its callback raises is raised, not hidden."""
    for call in button._click_handlers.callbacks:
        call(button)


def drawn(shown: Show, name: str) -> list[dict[str, Any]]:
    return shown.map_view.sheets[name].data["features"]


def test_all_is_drawn(shown: Show) -> None:
    counts = {name: layer["count"] for name, layer in shown.map_view.drawn.items()}
    assert counts["points"] == 73 and counts["trail"] == 71 and counts["gaps"] == 1 and counts["stays"] == 1
    assert counts["rings"] == 73 and counts["picked"] == 0
    assert sum(len(f["geometry"]["coordinates"]) for f in drawn(shown, "points")) == 73


def test_no_layer_asks_the_network(shown: Show) -> None:
    kinds = {type(layer).__name__ for layer in shown.map_view.map.layers}
    assert kinds == {"GeoJSON", "ImageOverlay", "LayerGroup"}
    assert not shown.map_view.overlay.url


def test_legend_and_disclaimer_are_there_whatever_is_off(shown: Show) -> None:
    for name in LAYERS:
        shown.switches.boxes[name].value = False
    assert DISCLAIMER in shown.map_view.legend.value and "Legend" in shown.map_view.legend.value
    assert DISCLAIMER in shown.children[-1].value
    assert all(not drawn(shown, name) for name in ("trail", "gaps", "points", "stays", "rings", "arrows"))


def test_a_switch_takes_a_layer_away_and_brings_it_back(shown: Show) -> None:
    before = drawn(shown, "rings")
    shown.switches.boxes["rings"].value = False
    assert drawn(shown, "rings") == []
    shown.switches.boxes["rings"].value = True
    assert drawn(shown, "rings") == before


def test_the_keyboard_steps_through_the_fixes(shown: Show) -> None:
    for action in ("first", "next", "next", "previous", "last"):
        shown.map_view.stepper._handle_custom_msg({"action": action}, [])
    assert shown.session.position == 72
    assert shown.map_view.stepper.words == "point 73 of 73, Tue 3 Mar 2026 01:59:00 GMT"
    assert "point 73 of 73" in shown.map_view.card.value and "GMT" in shown.map_view.card.value
    assert shown.map_view.drawn["picked"]["count"] == 1
    assert shown.timeline.strip.now == 119.0


def test_the_brush_narrows_map_and_table_and_undo_brings_them_back(shown: Show) -> None:
    shown.timeline.strip.span = [10.0, 20.0]
    assert shown.session.words == "Tue 3 Mar 2026 00:10 to 00:20 GMT"
    assert shown.map_view.drawn["points"]["count"] == 10
    assert shown.table.described["total"] == 10
    press(shown.header.undo)
    assert shown.map_view.drawn["points"]["count"] == 73 and shown.timeline.strip.span is None


def test_a_window_without_fixes_teaches(shown: Show) -> None:
    shown.timeline.strip.span = [40.0, 60.0]
    assert "No fix is not proof of absence" in shown.table.holder.children[0].value
    assert "no point in this window" in shown.map_view.card.value


def test_a_row_picks_its_fix_on_the_map(shown: Show) -> None:
    shown.table.table.selected_rows = [4]
    assert shown.session.selection.picked == "W1-5"
    assert "point 5 of 73" in shown.map_view.card.value


def test_a_row_of_the_gaps_picks_the_fix_before_the_silence(shown: Show) -> None:
    shown.table.kind.value = "gaps"
    shown.table.table.selected_rows = [0]
    assert shown.session.selection.picked == "W1-30"


def test_a_fix_picked_on_the_map_is_marked_in_the_table(shown: Show) -> None:
    fix = shown.session.fixes.iloc[20]
    shown.map_view._touched(type="click", coordinates=[float(fix["lat"]), float(fix["lon"])])
    assert shown.table.table.selected_rows == [20]


def test_a_move_of_the_mouse_picks_nothing(shown: Show) -> None:
    fix = shown.session.fixes.iloc[20]
    shown.map_view._touched(type="mousemove", coordinates=[float(fix["lat"]), float(fix["lon"])])
    assert shown.session.position is None


def test_the_map_moves_only_when_asked(shown: Show) -> None:
    there = list(shown.map_view.map.center), shown.map_view.map.zoom
    shown.timeline.strip.span = [10.0, 20.0]
    shown.map_view.stepper._handle_custom_msg({"action": "last"}, [])
    shown.switches.boxes["stays"].value = False
    assert (list(shown.map_view.map.center), shown.map_view.map.zoom) == there
    press(shown.header.fit)
    assert (list(shown.map_view.map.center), shown.map_view.map.zoom) != there


def test_a_fitted_map_is_fitted_again_to_more_room_until_somebody_moves_it(shown: Show) -> None:
    chart = shown.map_view.map

    def seen_at(wide: int, high: int) -> float:
        chart.set_trait("pixel_bounds", ((0, 0), (wide, high)))
        shown.map_view._moved()
        return float(chart.zoom)

    small = seen_at(500, 300)
    large = seen_at(2400, 1400)
    assert small < large
    chart.center = [chart.center[0] + 0.01, chart.center[1]]
    there = list(chart.center)
    assert seen_at(500, 300) == large and list(chart.center) == there


def test_no_fix_lies_under_the_legend_of_a_fitted_map(shown: Show) -> None:
    chart = shown.map_view.map
    chart.set_trait("pixel_bounds", ((0, 0), (1150, 450)))
    press(shown.header.fit)
    west, east = shown.map_view.box.west, shown.map_view.box.east
    free = (shown.session.fixes["lon"].min() - west) / (east - west) * 1150
    assert free >= 279


def test_point_and_table_name_the_file(shown: Show) -> None:
    shown.session.named = {"made": "feed.csv"}
    shown.map_view.stepper._handle_custom_msg({"action": "first"}, [])
    assert "feed.csv (SHA-256 made), row 1" in shown.map_view.card.value
    shown.timeline.strip.span = [0.0, 20.0]
    assert shown.table.described["rows"][0][6:8] == ["feed.csv", 1]


def test_the_table_keeps_its_own_controls_when_its_rows_change(shown: Show) -> None:
    shown.timeline.strip.span = [0.0, 20.0]
    assert shown.table.table._dt_args["layout"]["topStart"] is None and shown.table.table._dt_args["pageLength"] == 8


def test_header_chooses_wearer_and_day(shown: Show) -> None:
    shown.header.wearer.value = "W2"
    assert shown.map_view.drawn["points"]["count"] == 10
    assert [words for words, _ in shown.header.day.options] == ["choose a day", "Tue 3 Mar 2026: 10 fixes"]
    shown.header.day.value = 0
    assert shown.session.words == "Tue 3 Mar 2026 00:00 to Wed 4 Mar 2026 00:00 GMT"
    assert shown.session.selection.wearer == "W2"
    press(shown.header.undo)
    press(shown.header.undo)
    assert shown.header.wearer.value == "W1"


def test_labels_of_the_axis_name_the_zone(shown: Show) -> None:
    labels = [words for _, words in shown.timeline.strip.picture["ticks"]]
    assert labels and all(words.endswith(" GMT") for words in labels)


def test_the_words_of_the_gap_are_on_the_map(shown: Show) -> None:
    words = [marker.icon.html for marker in shown.map_view.words.layers]
    assert any("gap 48 min" in html for html in words)


class Answering(Session):
    """A session whose check is a stand-in, so that the form is tested alone."""

    def judged(self, statement: dict[str, Any]) -> Any:
        self.asked = statement
        if statement["said_by"] == "nobody":
            raise InputError("Nobody said so.", do="Name a person.")
        card = Card("cannot tell", sentences=["The tag was silent for 48 minutes."])
        return SimpleNamespace(
            answer="cannot tell",
            log10_lr=float("nan"),
            words="",
            possibly_sometime=True,
            definitely_sometime=False,
            possibly_always=False,
            definitely_always=False,
            what_would_change_it=(),
            card=lambda: card,
            claim=None,
        )


def form() -> Show:
    made = Answering(
        tracks(),
        stays=stays(),
        gaps=gaps(),
        places=pd.DataFrame({"name": ["The Anchor"], "lon": [1.21], "lat": [51.4], "radius_m": [30.0]}),
    )
    made.strict = True
    return Show(made)


def fill(shown: Show) -> None:
    shown.statement.place.value = shown.statement.known[0].words
    shown.statement.date.value = "2026-03-03"
    shown.statement.start.value, shown.statement.end.value = "00:10", "00:40"


def test_a_statement_is_typed_and_answered() -> None:
    shown = form()
    fill(shown)
    assert "Tuesday 3 March 2026 00:10 to 00:40 GMT (30 min)." in shown.statement.told.value
    press(shown.statement.button)
    asked = shown.session.asked
    assert asked["place"]["name"] == "The Anchor" and asked["place"]["lon"] == 1.21 and asked["radius_m"] == 30.0
    assert (asked["start"], asked["end"]) == (START + pd.Timedelta(minutes=10), START + pd.Timedelta(minutes=40))
    assert (asked["kind"], asked["min_minutes"], asked["tolerance_minutes"], asked["said_by"]) == ("visited", 2, 5, "victim")
    assert "cannot tell" in shown.statement.short.value
    assert "silent for 48 minutes" in shown.answer.card.value
    assert "not computed" in shown.answer.head.value
    assert not shown.statement.button.disabled


def test_a_place_is_clicked_on_the_map_once() -> None:
    shown = form()
    shown.statement.click.value = True
    shown.map_view._touched(type="click", coordinates=[51.41234, 1.20001])
    assert shown.statement.chosen.place == (1.20001, 51.41234) and not shown.statement.click.value
    shown.map_view._touched(type="click", coordinates=[51.5, 1.5])
    assert shown.statement.chosen.place == (1.20001, 51.41234)


def test_a_statement_that_cannot_be_read_shows_a_card_and_raises_when_strict() -> None:
    shown = form()
    with pytest.raises(WorkbenchError, match="no place yet"):
        press(shown.statement.button)
    shown.statement.place.value = "The Anchor"
    with pytest.raises(WorkbenchError, match="no from yet"):
        press(shown.statement.button)
    shown.session.strict = False
    press(shown.statement.button)
    assert "What to do" in shown.statement.children[-2].value
    assert shown.session.error is not None and shown.session.verdict is None
    fill(shown)
    press(shown.statement.button)
    assert shown.session.error is None and shown.statement.children[-2].value == ""


def test_a_fault_of_ours_is_shown_and_raised_even_when_not_strict() -> None:
    made = session()
    made.strict = False
    guard = Guard(made)
    with pytest.raises(ZeroDivisionError):
        guard(lambda: 1 / 0)()
    assert "ZeroDivisionError" in guard.problem.value and guard.problem.layout.display == ""


def test_a_zone_is_a_place_and_has_no_radius() -> None:
    made = Answering(tracks(), zones(), stays=stays(), gaps=gaps())
    made._given["approaches"] = stays().iloc[:0]
    shown = Show(made)
    fill(shown)
    press(shown.statement.button)
    assert made.asked["place"]["geometry"].geom_type == "Polygon"
    assert shown.statement.radius.layout.display == "none"
    assert shown.map_view.drawn["zones"]["count"] == 1


def test_show_takes_a_case_or_tracks_and_refuses_the_rest() -> None:
    case = SimpleNamespace(tracks=tracks(), zones=None, base=None, places=None)
    assert show(case, stays=stays(), gaps=gaps()).session.tracks is case.tracks
    with pytest.raises(InputError, match="cannot show a list"):
        show([1, 2])  # type: ignore[arg-type]


def test_every_control_has_words(shown: Show) -> None:
    def walk(widget: Any) -> list[Any]:
        return [widget, *(x for child in getattr(widget, "children", ()) for x in walk(child))]

    for control in walk(shown):
        if isinstance(control, w.Button):
            assert control.description and control.tooltip
        if isinstance(control, w.Dropdown | w.Text | w.BoundedFloatText | w.Checkbox):
            assert control.description


def test_a_heavy_window_is_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.views.map_scene.MOST_VECTORS", 50)
    shown = Show(session())
    assert shown.map_view.overlay.visible and shown.map_view.overlay.url.startswith("data:image/png;base64,")
    assert drawn(shown, "points") == [] and "73 fixes as a picture" in shown.map_view.legend.value
    shown.timeline.strip.span = [10.0, 20.0]
    assert not shown.map_view.overlay.visible
    assert shown.map_view.drawn["points"]["count"] == 10


def test_a_statement_of_the_account_fills_the_form() -> None:
    account = pd.DataFrame(
        {
            "said_by": ["victim"],
            "text": ["He was outside."],
            "wearer": ["W2"],
            "lon": [1.2001],
            "lat": [51.4002],
            "radius_m": [50.0],
            "start": ["2026-07-03 21:10"],
            "end": ["2026-07-03 21:40"],
            "timezone": ["Europe/London"],
            "kind": ["throughout"],
            "min_minutes": [3.0],
            "tolerance_minutes": [0.0],
        }
    )
    made = Answering(tracks(), stays=stays(), gaps=gaps(), account=account)
    made.strict = True
    shown = Show(made)
    shown.statement.told_before.value = 0
    press(shown.statement.button)
    assert made.selection.wearer == "W2"
    assert made.asked["place"] == (1.2001, 51.4002) and made.asked["radius_m"] == 50
    assert made.asked["start"] == pd.Timestamp("2026-07-03T20:10Z") and made.asked["end"] == pd.Timestamp("2026-07-03T20:40Z")
    assert (made.asked["kind"], made.asked["min_minutes"], made.asked["tolerance_minutes"]) == ("throughout", 3, 0)
    assert (made.asked["said_by"], made.asked["text"]) == ("victim", "He was outside.")


def test_the_window_moves_by_its_length_and_by_whole_days(shown: Show) -> None:
    shown.timeline.strip.span = [10.0, 20.0]
    press(shown.header.zoom)
    assert (shown.session.selection.from_, shown.session.selection.until) == (
        START + pd.Timedelta(minutes=10),
        START + pd.Timedelta(minutes=20),
    )
    press(shown.header.after)
    assert shown.session.words == "Tue 3 Mar 2026 00:20 to 00:30 GMT"
    press(shown.header.before)
    press(shown.header.before)
    assert shown.session.words == "Tue 3 Mar 2026 00:00 to 00:10 GMT"


def test_the_window_is_narrowed_around_the_picked_fix_without_a_mouse(shown: Show) -> None:
    shown.map_view.stepper._handle_custom_msg({"action": "last"}, [])
    minutes = []
    for _ in range(9):
        press(shown.header.zoom)
        chosen = shown.session.selection
        minutes.append((chosen.end - chosen.start).total_seconds() / 60)
        assert shown.session.position is not None and chosen.picked == "W1-73"
    assert minutes[:3] == [60, 30, 15] and minutes[-1] < 1
    press(shown.header.all)
    assert len(shown.session.fixes) == 73


def test_days_are_stepped_over_the_long_night() -> None:
    made = Session(make_tracks(make_fixes(minutes=range(0, 3 * 1440, 60), start="2025-10-25T00:00Z")), stays=stays(), gaps=gaps())
    header = Show(made).header
    header.day.value = 0
    lengths = []
    for _ in range(3):
        lengths.append((made.selection.end - made.selection.start).total_seconds() / 3600)
        press(header.after)
    assert lengths == [24, 25, 24]


def test_running_the_cell_again_keeps_the_choices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("workbench.widgets.show_tracks.cell_id", lambda: cell)
    ready: dict[str, Any] = {"stays": stays(), "gaps": gaps()}
    cell: str | None = "a"
    first = show(tracks(), **ready)
    first.header.wearer.value = "W2"
    first.timeline.strip.span = [1.0, 5.0]
    first.map_view.stepper._handle_custom_msg({"action": "last"}, [])
    first.switches.boxes["rings"].value = False

    again = show(tracks(), **ready)
    assert again.session.selection == first.session.selection and not again.switches.boxes["rings"].value
    assert again.header.wearer.value == "W2" and "point 4 of 4" in again.map_view.card.value
    assert drawn(again, "rings") == []
    for _ in range(3):
        press(again.header.undo)
    assert again.header.wearer.value == "W1"
    assert first.header.wearer.value == "W2"

    assert show(tracks(), start="2026-03-03 00:10", **ready).session.selection.wearer == "W1", "other arguments"
    cell = "b"
    assert show(tracks(), **ready).session.selection.wearer == "W1", "another cell"
    cell = None
    show(tracks(), **ready).header.wearer.value = "W2"
    assert show(tracks(), **ready).session.selection.wearer == "W1", "no cell"


def test_possible_journeys_of_an_answer_are_drawn_faintly_and_can_be_switched_off(shown: Show) -> None:
    time = [START + pd.Timedelta(minutes=m) for m in (2, 0, 1)] * 3
    paths = pd.DataFrame({"path": np.repeat([4, 0, 7], 3), "time": time, "lon": [1.22, 1.20, 1.21] * 3, "lat": 51.4})
    verdict = SimpleNamespace(
        answer="cannot tell",
        log10_lr=float("nan"),
        words="",
        possibly_sometime=True,
        definitely_sometime=False,
        possibly_always=False,
        definitely_always=False,
        what_would_change_it=(),
        card=lambda: Card("x"),
        claim=None,
        paths=paths,
    )
    shown.session.answer = Answer(verdict, "W1", None, (shown.session.selection.start, shown.session.selection.end))
    lines = drawn(shown, "journeys")
    assert [f["geometry"]["coordinates"] for f in lines] == [[[1.20, 51.4], [1.21, 51.4], [1.22, 51.4]]] * 3
    assert all(f["properties"]["style"]["opacity"] < 0.4 for f in lines)
    assert "3 possible journeys" in shown.map_view.legend.value
    shown.switches.boxes["journeys"].value = False
    assert drawn(shown, "journeys") == [] and "possible journeys" not in shown.map_view.legend.value


def test_a_picked_fix_off_the_map_is_told_and_can_be_shown(shown: Show) -> None:
    shown.map_view.stepper._handle_custom_msg({"action": "last"}, [])
    assert shown.map_view.off.value == "" and shown.map_view.bring.layout.display == "none"
    fix = shown.session.fixes.iloc[72]
    shown.map_view.map.center = [float(fix["lat"]) - 0.5, float(fix["lon"])]
    shown.map_view._moved()
    assert "↑ The picked fix is off the map: 55.7 km to the north of its middle." in shown.map_view.off.value
    press(shown.map_view.bring)
    assert shown.map_view.off.value == "" and shown.map_view.map.center == [float(fix["lat"]), float(fix["lon"])]


@pytest.mark.parametrize(
    ("north", "east", "way"), [(-1, 0, "south"), (0, 1, "east"), (1, -1, "north-west"), (-1, 1, "south-east")]
)
def test_the_way_to_a_fix_off_the_map_is_named(north: float, east: float, way: str) -> None:
    fixes = make_fixes(minutes=[0])
    lon, lat = float(fixes["lon"].iloc[0]) - east, float(fixes["lat"].iloc[0]) - north * 0.62
    words = off_map(fixes, Box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01))
    assert f"to the {way} of its middle" in words
    assert off_map(fixes.iloc[:0], Box(0, 0, 1, 1)) == ""


def test_a_still_picture_holds_map_timeline_and_answer(shown: Show) -> None:
    made = shown.still()
    assert made.count("<circle") >= 73 and "gap 48 min" in made and "W1, Tue 3 Mar 2026 00:00 to 02:00 GMT" in made
    assert all(words in made for _, words in shown.timeline.described["ticks"][:1])
    assert "<script" not in made and f"wb-still-{shown.still_name}" in made
    assert f".wb-still-{shown.still_name} {{ display: none" in shown.children[0].value
    assert DISCLAIMER in made


def test_a_still_picture_of_very_many_fixes_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.views.still.MOST_SPOTS", 20)
    assert "It leaves" in Show(session()).still()
    monkeypatch.setattr("workbench.views.map_scene.MOST_VECTORS", 50)
    made = Show(session()).still()
    assert 'href="data:image/png;base64,' in made


def test_the_still_picture_follows_what_is_shown_once_it_is_in_a_notebook(shown: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr("workbench.widgets.memory.display", lambda bundle, **how: sent.append(("new", {**bundle, **how})))
    monkeypatch.setattr(
        "workbench.widgets.memory.update_display", lambda bundle, **how: sent.append(("again", {**bundle, **how}))
    )
    shown.session.step("first")
    assert sent == []
    shown._ipython_display_()
    assert "application/vnd.jupyter.widget-view+json" in sent[0][1] and "<svg" in sent[1][1]["text/html"]
    shown.session.choose_window(START, START + pd.Timedelta(minutes=5))
    assert sent[2][0] == "again" and "00:00 to 00:05 GMT" in sent[2][1]["text/html"]
    assert sent[2][1]["display_id"] == sent[1][1]["display_id"]
