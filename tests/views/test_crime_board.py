"""The crime board as a description: trails fade, silences stay silent, nothing is drawn that was not reported."""

from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.testing import make_fixes
from workbench.views.boardrows import board_rows, pair_card, why_words
from workbench.views.crimes import OPACITIES, Trail, crime_points_layer, crimes_layer, fading_layer, scene_layer, silences_layer
from workbench.views.map_legend import legend, legend_html
from workbench.views.palette import BREACHED
from workbench.views.trail import legs_of

START, END = pd.Timestamp("2026-03-03T01:00Z"), pd.Timestamp("2026-03-03T01:20Z")
CRIME = {
    "crime_id": "C1",
    "lon": 1.2,
    "lat": 51.4,
    "location_error_m": 10.0,
    "kind": "RB",
    "force": "Kent",
    "text": "<made>",
    "start": START,
    "end": END,
}


def drawn(minutes: list[float], answer: str = "hit", margin: float = 60.0) -> dict:
    fixes = make_fixes(minutes=minutes, x=[40.0 * i for i in range(len(minutes))])
    return fading_layer(answer, [Trail("W1", answer, legs_of(fixes))], START, END, margin_minutes=margin)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 200), min_size=2, max_size=40, unique=True), st.sampled_from([15.0, 60.0, 240.0]))
def test_each_reported_leg_is_drawn_once_and_paler_the_further_away(minutes: list[int], margin: float) -> None:
    minutes = sorted(minutes)
    layer = drawn(minutes, margin=margin)
    expected: dict[float, int] = {}
    for a, b in pairwise(minutes):
        if b - a <= 5:
            away = max(60 - b, a - 80, 0)
            step = 0 if away == 0 else min(5, 1 + int(5 * away // margin))
            expected[OPACITIES[step]] = expected.get(OPACITIES[step], 0) + 1
    found = {
        f["properties"]["style"]["opacity"]: sum(len(line) - 1 for line in f["geometry"]["coordinates"])
        for f in layer["data"]["features"]
    }
    assert found == expected
    longest = max((len(line) for f in layer["data"]["features"] for line in f["geometry"]["coordinates"]), default=0)
    assert longest <= len(minutes)
    fixes = make_fixes(minutes=minutes, x=[40.0 * i for i in range(len(minutes))])
    reported = {tuple(p) for p in np.round(fixes[["lon", "lat"]].to_numpy(), 6).tolist()}
    corners = {tuple(p) for f in layer["data"]["features"] for line in f["geometry"]["coordinates"] for p in line}
    assert corners <= reported


def test_silences_are_dotted_and_carry_the_wearer_and_their_minutes() -> None:
    legs = legs_of(make_fixes(minutes=[0, 1, 50, 51]))
    layer = silences_layer([Trail("W1", "hit", legs), Trail("W2", "unknown", legs_of(make_fixes(minutes=[0, 1])))])
    assert layer["count"] == 1 and layer["labels"][0]["words"] == "W1: gap 49 min"
    assert all("dashArray" in f["properties"]["style"] for f in layer["data"]["features"])


def test_answers_differ_by_words_and_shape_and_never_by_red() -> None:
    layers = [drawn([60, 61, 62], answer) for answer in ("hit", "unknown", "excluded")]
    assert len({one["labels"][0]["words"] for one in layers}) == 3
    assert len({one["data"]["features"][0]["properties"]["style"]["weight"] for one in layers}) == 3
    table = pd.DataFrame({"crime_id": ["C1", "C2", "C3"], "answer": ["hit", "unknown", "excluded"], "lon": 1.2, "lat": 51.4})
    crimes = crimes_layer(table, chosen="C1")
    assert len({f["properties"]["style"]["fillOpacity"] for f in crimes["data"]["features"]}) == 3
    assert [k["words"] for k in crimes["key"]] == ["crime: match", "crime: cannot tell", "crime: excluded"]
    assert crimes["labels"] == [] and crimes_layer(table)["labels"][0]["words"] == "C1: match"
    html = legend_html(legend([*layers, crimes, scene_layer(CRIME, radius_m=75)]))
    assert BREACHED not in html and html.count("<svg") == 8


def test_the_scene_shows_the_radius_and_how_well_the_place_is_known() -> None:
    layer = scene_layer(CRIME, radius_m=75)
    assert [k["words"] for k in layer["key"]] == ["place of the crime, within 75 m", "how well the place is known: 20 m"]
    assert len(scene_layer(CRIME | {"location_error_m": 0.0}, radius_m=75)["data"]["features"]) == 1
    assert scene_layer(None, radius_m=75)["count"] == 0


def test_runs_are_labelled_at_their_ends() -> None:
    fixes = make_fixes(minutes=range(6))
    points = fixes.iloc[[0, 1, 2, 4]][["fix_id", "time"]].assign(label=["A1", "A2", "A3", "B1"])
    labels = [m["words"] for m in crime_points_layer(fixes, points)["labels"]]
    assert labels == ["A1 00:00 GMT", "A3 00:02 GMT", "B1 00:04 GMT"]


def test_rows_say_what_each_answer_rests_on() -> None:
    table = pd.DataFrame(
        [
            {
                "crime_id": "C1",
                "wearer_id": "W1",
                "answer": "hit",
                "words": "moderate support",
                "closest_m": 12.0,
                "minutes_inside": 4.0,
                "coverage": 0.9,
                "usual": False,
                "other_wearers": 1,
                "p_decoy": 0.02,
                "log10_lr": 1.2,
            },
            {
                "crime_id": "C1",
                "wearer_id": "W2",
                "answer": "unknown",
                "words": "a silence of the tag",
                "coverage": 0.4,
                "nearest_possible_m": 0.0,
            },
            {
                "crime_id": "C1",
                "wearer_id": "W3",
                "answer": "excluded",
                "nearest_possible_m": 2400.0,
                "coverage": 1.0,
                "needed_kmh": 212.0,
            },
        ]
    )
    made = board_rows("crime", table)
    chance = "1 other wearer matches too; would match on 2 % of other days"
    assert made["rows"] == [
        ["W1", "match", "moderate support for having been there", "12 m", "4 min", "90 %", chance],
        ["W2", "cannot tell", "", "could have come there", "", "40 %", "a silence of the tag"],
        ["W3", "excluded", "", "not nearer than 2.4 km", "", "100 %", "coming there would have needed 212 km/h between fixes"],
    ]
    assert made["picks"] == ["W1", "W2", "W3"]
    assert made["caption"].startswith("3 wearers compared: 1 match, 1 cannot tell, 1 excluded")
    assert all(len(v) == 3 for v in made["order"].values())
    crimes = board_rows("wearer", table.assign(kind="RB", start=START, end=END))
    when = ["RB", "Tue 3 Mar 2026 01:00 GMT", "Tue 3 Mar 2026 01:20 GMT"]
    assert crimes["rows"][0][:6] == ["C1", "match", "moderate support for having been there", *when]
    assert all(len(crimes["columns"]) == len(r) for r in crimes["rows"])
    assert board_rows("crime", table.iloc[:0])["empty"]


def test_cards_name_the_pair_the_answer_and_the_limits() -> None:
    card = pair_card({"wearer_id": "W3", "answer": "excluded", "nearest_possible_m": 2400.0, "coverage": 1.0}, CRIME)
    assert card.title == "W3 and crime C1: excluded" and ("how near", "not nearer than 2.4 km") in card.facts
    assert "not who carried it" in card.text() and "<made>" not in pair_card(None, CRIME).html()
    assert why_words({"answer": "unknown", "reason": "gap"}) == "gap"
