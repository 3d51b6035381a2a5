"""What stands beside the map: point card, timeline, tables, days, statement, answer. Times always carry their zone."""

from __future__ import annotations

import math
import re
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.base.errors import InputError, TimeError
from workbench.base.quality import Quality
from workbench.geo.labels import metres_label
from workbench.state.chosen import stepped
from workbench.tables import GAPS
from workbench.testing import make_fixes
from workbench.views.answer import answer_html, answer_view
from workbench.views.labels import apart, length_labels
from workbench.views.points import card_html, point_card
from workbench.views.rows import as_frame, table_rows
from workbench.views.screen import Box, to_degrees, to_world
from workbench.views.statement import place_options, statement_times
from workbench.views.timeline_picture import day_options, instant_at, minute_of, timeline

ZONED = re.compile(r"\d\d:\d\d(:\d\d)? (GMT|BST|UTC)")


def made_gaps(fixes: pd.DataFrame) -> pd.DataFrame:
    time = fixes["time"]
    return GAPS.arrange(
        pd.DataFrame(
            [
                {
                    "gap_id": "G1",
                    "wearer_id": "W1",
                    "start": time.iloc[1],
                    "end": time.iloc[2],
                    "minutes": 47.0,
                    "kind": "indoor",
                    "reach_m": 1234.0,
                    "first_fix_id": "W1-2",
                    "last_fix_id": "W1-3",
                }
            ]
        )
    )


def test_the_point_card_says_all_it_must() -> None:
    fixes = make_fixes(minutes=[0, 1, 2], accuracy_m=18, quality=[0, int(Quality.WEAK_ACCURACY), 0])
    card = point_card(fixes, 1)
    rows = dict(card["rows"])
    assert card["title"] == "point 2 of 3"
    assert rows["time"] == "Tue 3 Mar 2026 00:01:00 GMT"
    assert rows["lat, long"] == "51.40000, 1.20000"
    assert rows["accuracy"] == "18 m; said to hold 95 % of true positions"
    assert rows["source"] == "file made, row 2"
    assert dict(point_card(fixes, 1, files={"made": "feed.csv"})["rows"])["source"] == "feed.csv (SHA-256 made), row 2"
    assert rows["noticed"] == "its circle is wider than 200 m"
    assert rows["speed"] == "not stated" and rows["method"] == "satellites (GNSS)"


def test_the_point_card_escapes_what_files_say() -> None:
    fixes = make_fixes(minutes=[0]).assign(file="<img src=x>")
    assert "<img" not in card_html(point_card(fixes, 0))


def test_the_point_card_of_nothing() -> None:
    fixes = make_fixes(minutes=[0])
    assert point_card(fixes.iloc[:0], None)["title"] == "no point in this window"
    assert point_card(fixes, None)["title"] == "1 point"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["first", "previous", "next", "last"]), st.none() | st.integers(0, 9), st.integers(0, 9))
def test_steps_stay_inside(action: str, now: int | None, last: int) -> None:
    now = None if now is None else min(now, last)
    assert 0 <= stepped(action, now, last) <= last


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(InputError, match="not a step"):
        stepped("sideways", 0, 3)


def test_every_time_of_every_table_names_its_zone() -> None:
    fixes = make_fixes(minutes=[0, 1, 48])
    points, gaps = table_rows("points", fixes), table_rows("gaps", made_gaps(fixes))
    assert all(ZONED.search(row[0]) for row in points["rows"])
    assert all(ZONED.search(row[0]) and ZONED.search(row[1]) for row in gaps["rows"])
    assert "Europe/London" in points["caption"]


def test_rows_lead_to_file_row_and_fix() -> None:
    shown = table_rows("points", make_fixes(minutes=[0, 1]))
    frame = as_frame(shown)
    assert frame["row"].tolist() == [1, 2] and frame["file"].tolist() == ["made", "made"]
    assert shown["picks"] == ["W1-1", "W1-2"]


@pytest.mark.parametrize(("column", "by"), [("time", "time"), ("accuracy (level)", "accuracy_m")])
def test_columns_of_words_are_sorted_by_their_numbers(column: str, by: str) -> None:
    fixes = make_fixes(minutes=np.arange(0, 9 * 1440, 700), accuracy_m=np.r_[np.nan, np.arange(18) * 37.0 % 41])
    shown = table_rows("points", fixes)
    frame = as_frame(shown)
    assert frame[column].sort_values().tolist() != frame.sort_values(f"{column} in order")[column].tolist()
    order = fixes[by].sort_values(na_position="first").index
    assert frame.sort_values(f"{column} in order").index.tolist() == order.tolist()


def test_a_long_table_shows_a_part_and_says_which() -> None:
    fixes = make_fixes(minutes=np.arange(300))
    shown = table_rows("points", fixes, around=250, most=100)
    assert len(shown["rows"]) == 100 and shown["first"] == 200 and shown["picks"][50] == "W1-251"
    assert shown["caption"].startswith("points 201 to 300 of 300; narrow the window")


@pytest.mark.parametrize("kind", ["points", "stays", "gaps", "approaches"])
def test_an_empty_table_teaches(kind: str) -> None:
    shown = table_rows(kind, None)
    assert shown["empty"] and len(shown["caption"]) > 40


def test_distances_in_metres_then_kilometres() -> None:
    assert [metres_label(v) for v in (999.6, 1000.4, 1501, math.nan)] == ["1000 m", "1.0 km", "1.5 km", "not known"]


def test_the_long_night_shows_one_o_clock_twice() -> None:
    fixes = make_fixes(minutes=np.arange(0, 600), start="2025-10-25T22:00Z")
    night = timeline(fixes, pd.Timestamp("2025-10-25T22:00Z"), pd.Timestamp("2025-10-26T06:00Z"))
    labels = [words for _, words in night["ticks"]]
    assert "01:00 BST" in labels and "01:00 GMT" in labels
    at = {words: minute for minute, words in night["ticks"]}
    assert at["01:00 GMT"] - at["01:00 BST"] == 60
    assert all(isinstance(minute, int) for minute, _ in night["ticks"])


def bars_of(described: dict, name: str) -> list[list[float]]:
    return next(r["bars"] for r in described["rows"] if r["name"] == name)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1439), min_size=1, max_size=60))
def test_each_fix_lies_under_a_bar_and_each_bar_holds_a_fix(minutes: list[float]) -> None:
    fixes = make_fixes(minutes=minutes)
    start = pd.Timestamp("2026-03-03T00:00Z")
    bars = bars_of(timeline(fixes, start, start + pd.Timedelta(days=1)), "fixes")
    times = [minute_of(t, start) for t in fixes["time"]]
    assert all(any(a - 0.001 <= t <= b + 0.001 for a, b in bars) for t in times)
    assert all(any(a - 0.001 <= t <= b + 0.001 for t in times) for a, b in bars)
    assert all(b[0] < b[1] and (i == 0 or bars[i - 1][1] < b[0]) for i, b in enumerate(bars))


def test_a_gap_is_hatched_and_free_of_fixes() -> None:
    fixes = make_fixes(minutes=[0, 1, 48, 49])
    start = pd.Timestamp("2026-03-03T00:00Z")
    described = timeline(fixes, start, start + pd.Timedelta(hours=1), gaps=made_gaps(fixes))
    row = next(r for r in described["rows"] if r["name"] == "gaps")
    assert row["mark"] == "hatch" and row["bars"] == [[1.0, 48.0]]
    assert not any(1.2 < a < 47.8 for a, _ in bars_of(described, "fixes"))


def test_bars_end_at_the_axis() -> None:
    fixes = make_fixes(minutes=[0, 1, 48, 49])
    start = pd.Timestamp("2026-03-03T00:10Z")
    cut = timeline(fixes, start, start + pd.Timedelta(minutes=20), gaps=made_gaps(fixes))
    assert bars_of(cut, "gaps") == [[0.0, 20.0]]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 3 * 86_400))
def test_a_place_on_the_axis_and_back(seconds: int) -> None:
    start = pd.Timestamp("2025-10-25T00:00Z")
    time = start + pd.Timedelta(seconds=seconds)
    assert instant_at(minute_of(time, start), start, start + pd.Timedelta(days=4)) == time


def test_days_are_local_and_say_when_nothing_was_seen() -> None:
    fixes = make_fixes(minutes=[0, 1, 2 * 1440], start="2026-07-03T23:30Z")
    found = day_options(fixes)
    assert [d.words for d in found] == ["Sat 4 Jul 2026: 2 fixes", "Sun 5 Jul 2026: no fix", "Mon 6 Jul 2026: 1 fix"]


def test_the_long_day_has_25_hours() -> None:
    day = day_options(make_fixes(minutes=[0], start="2025-10-26T10:00Z"))[0]
    assert (day.end - day.start) == pd.Timedelta(hours=25)


def test_a_statement_over_midnight_and_one_on_the_long_night() -> None:
    over = statement_times("2026-03-03", "23:50", "0:10")
    assert (over.end - over.start) == pd.Timedelta(minutes=20)
    with pytest.raises(TimeError, match="twice") as found:
        statement_times("2025-10-26", "01:30", "02:30")
    second = re.search(r"or (\S+)\.", str(found.value))
    assert second
    told = statement_times("2025-10-26", second.group(1), "02:30")
    assert told.words == "Sunday 26 October 2025 01:30 to 02:30 GMT (60 min)."


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("3/25/2026", "21:10", "21:40"),
        ("2026-03-03", "ten past nine", "21:40"),
        ("2026-03-03", "21:10", ""),
        ("2026-03-29", "01:30", "02:30"),
    ],
)
def test_a_statement_that_cannot_be_read_says_what_to_write(date: str, start: str, end: str) -> None:
    with pytest.raises(TimeError) as found:
        statement_times(date, start, end)
    assert found.value.do


def test_places_by_name() -> None:
    places = pd.DataFrame({"name": ["Town Hall", "Anchor"], "lon": [1.2, 1.3], "lat": [51.4, 51.5], "radius_m": [30.0, 20.0]})
    assert [(p.words, p.radius_m) for p in place_options(None, places)] == [("Anchor", 20.0), ("Town Hall", 30.0)]


def verdict(strength: float) -> SimpleNamespace:
    return SimpleNamespace(
        answer="supported",
        log10_lr=strength,
        words="moderate support",
        possibly_sometime=True,
        definitely_sometime=True,
        possibly_always=False,
        definitely_always=False,
        what_would_change_it=("A fix nearby.",),
    )


def test_the_strength_bar_is_drawn_only_from_a_number() -> None:
    without, with_ = answer_view(verdict(math.nan)), answer_view(verdict(2.0))
    assert without["strength"] is None and "wb-bar" not in answer_html(without)
    assert "not computed" in answer_html(without)
    assert with_["strength"] == pytest.approx(1 / 3, abs=1e-3) and "wb-bar" in answer_html(with_)
    assert with_["strength_words"] == "moderate support for this statement"
    assert answer_view(verdict(-2.0))["strength_words"] == "moderate support for the other statement"
    assert [yes for _, yes in with_["logic"]] == ["yes", "yes", "no", "no"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 2), st.floats(51, 52), st.floats(5, 3000)), min_size=1, max_size=40))
def test_labels_share_spots_and_tell_the_longest(things: list[tuple[float, float, float]]) -> None:
    lon, lat, minutes = zip(*things, strict=True)
    labels = length_labels(lon, lat, minutes, noun="gap", tone="gap", most=1000)
    told = sum(int(m["words"].split()[0]) if m["words"][0].isdigit() else 1 for m in labels)
    assert told == len(things)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(1.19, 1.21), st.floats(51.39, 51.41)), min_size=1, max_size=30), st.integers(8, 18))
def test_labels_kept_lie_apart_and_zooming_in_brings_more(spots: list[tuple[float, float]], zoom: int) -> None:
    labels = [{"lon": a, "lat": b, "words": f"gap {i} min", "tone": "gap"} for i, (a, b) in enumerate(spots)]
    kept = apart(labels, zoom)
    names = [m["words"] for m in labels]
    assert kept[0]["words"] == names[0] and all(m["shift_px"] == 0 for m in kept)
    scale = 256 * 2**zoom
    for one, other in combinations(kept, 2):
        (x1, x2), (y1, y2) = (v * scale for v in to_world([one["lon"], other["lon"]], [one["lat"], other["lat"]]))
        wide = 3.2 * (len(one["words"]) + len(other["words"]))
        assert abs(x1 - x2) >= wide or abs(y1 - y2) >= 15
    assert sorted(kept, key=lambda m: names.index(m["words"])) == kept


@pytest.mark.parametrize(("px", "shift"), [(2, 42), (100, 0), (390, -34), (-5, 0), (405, 0)])
def test_a_label_at_the_edge_is_moved_into_view_when_its_spot_is_in_view(px: float, shift: int) -> None:
    scale = 256 * 2**14
    west, east = (to_degrees(0.5 + x / scale, 0.5)[0] for x in (0, 400))
    label = {"lon": to_degrees(0.5 + px / scale, 0.5)[0], "lat": 0.0, "words": "gap 47 min..", "tone": "gap"}
    assert apart([label], 14, Box(west, -1, east, 1))[0]["shift_px"] == shift
