"""The trail never crosses a silence, and every leg is drawn exactly once: solid or dotted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.base.errors import InputError
from workbench.base.quality import Quality
from workbench.tables import GAPS
from workbench.testing import make_fixes, make_tracks
from workbench.views.screen import Box
from workbench.views.trail import arrows_layer, gaps_layer, in_box, legs_of, trail_layer

steps = st.lists(st.sampled_from([0.5, 1, 2, 5, 5.01, 8, 70]), min_size=1, max_size=40)


def lines_of(layer: dict) -> list[list[list[float]]]:
    return [line for f in layer["data"]["features"] for line in f["geometry"]["coordinates"]]


def legs_drawn(layer: dict) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    return {(tuple(a), tuple(b)) for line in lines_of(layer) for a, b in pairwise(line)}


def walk(minutes: list[float]) -> pd.DataFrame:
    at = np.cumsum([0, *minutes])
    return make_fixes(minutes=at, x=np.arange(len(at)) * 60.0)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_no_solid_line_crosses_a_silence_and_no_leg_is_lost(minutes: list[float]) -> None:
    fixes = walk(minutes)
    legs = legs_of(fixes)
    spots = [(round(a, 6), round(b, 6)) for a, b in zip(fixes["lon"], fixes["lat"], strict=True)]
    by_hand = {"solid": set(), "silent": set()}
    for i, step in enumerate(minutes):
        by_hand["solid" if step <= 5 else "silent"].add((spots[i], spots[i + 1]))
    assert legs_drawn(trail_layer(legs)) == by_hand["solid"]
    assert legs_drawn(gaps_layer(legs)) == by_hand["silent"]


@settings(max_examples=40, deadline=None)
@given(steps, st.integers(0, 39), st.floats(0.1, 3))
def test_a_row_of_the_gaps_table_also_breaks_the_line(minutes: list[float], where: int, length: float) -> None:
    fixes = walk([1.0] * len(minutes))
    start = fixes["time"].iloc[0] + pd.Timedelta(minutes=where % len(minutes) + 0.25)
    gap = GAPS.arrange(
        pd.DataFrame(
            [
                {
                    "gap_id": "G1",
                    "wearer_id": "W1",
                    "start": start,
                    "end": start + pd.Timedelta(minutes=length),
                    "minutes": length,
                    "kind": "short",
                    "reach_m": 10.0,
                    "first_fix_id": "W1-1",
                    "last_fix_id": "W1-2",
                }
            ]
        )
    )
    legs = legs_of(fixes, gap)
    time = fixes["time"]
    for i in range(len(time) - 1):
        overlaps = time[i] < gap["end"].iloc[0] and time[i + 1] > gap["start"].iloc[0]
        assert legs.solid[i] == (not overlaps)
        assert legs.silent[i] == overlaps


def test_the_gaps_of_another_wearer_break_nothing() -> None:
    fixes = walk([1, 1, 1])
    gap = GAPS.arrange(
        pd.DataFrame(
            [
                {
                    "gap_id": "G1",
                    "wearer_id": "W2",
                    "start": fixes["time"].iloc[0],
                    "end": fixes["time"].iloc[3],
                    "minutes": 3.0,
                    "kind": "short",
                    "reach_m": 10.0,
                    "first_fix_id": "a",
                    "last_fix_id": "b",
                }
            ]
        )
    )
    assert legs_of(fixes, gap).solid.all()


def test_a_doubtful_fix_is_on_no_line() -> None:
    fixes = make_fixes(minutes=[0, 1, 2, 3], x=[0, 50, 90_000, 150], quality=[0, 0, int(Quality.JUMP), 0])
    far = round(float(fixes["lon"].iloc[2]), 6)
    legs = legs_of(fixes)
    assert far not in {lon for line in lines_of(trail_layer(legs)) for lon, _ in line}
    assert trail_layer(legs)["count"] == 2


def test_gaps_carry_their_minutes_and_are_dotted() -> None:
    layer = gaps_layer(legs_of(make_fixes(minutes=[0, 47, 48], x=[0, 3000, 3000])))
    assert [m["words"] for m in layer["labels"]] == ["gap 47 min"]
    assert all(f["properties"]["style"]["dashArray"] for f in layer["data"]["features"])


def test_the_trail_is_coloured_by_local_hour() -> None:
    summer = make_fixes(minutes=np.arange(0, 180, 2), x=np.arange(90) * 10.0, start="2026-07-03T21:30Z")
    hours = [f["properties"]["hour"] for f in trail_layer(legs_of(summer, timezone="Europe/London"))["data"]["features"]]
    assert hours == [0, 1, 22, 23]


def test_two_wearers_are_refused() -> None:
    both = make_tracks(make_fixes(minutes=[0, 1]), make_fixes(minutes=[0, 1], wearer="W2"))
    with pytest.raises(InputError, match="one wearer"):
        legs_of(both.fixes)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-3000, 3000), min_size=2, max_size=30))
def test_a_box_joins_no_fixes_that_were_not_neighbours(x: list[float]) -> None:
    fixes = make_fixes(minutes=np.arange(len(x)), x=x)
    whole = legs_drawn(trail_layer(legs_of(fixes)))
    box = Box(1.19, 51.39, 1.21, 51.41)
    part = in_box(legs_of(fixes), box)
    assert legs_drawn(trail_layer(part)) <= whole
    touching = {leg for leg in whole if any(box.west <= lon <= box.east for lon, _ in leg)}
    assert touching <= legs_drawn(trail_layer(part))
    assert not part.silent.any()


def test_arrows_point_along_the_way_and_none_stand_on_a_gap() -> None:
    fixes = make_fixes(minutes=[0, 1, 2, 40, 41], x=[0, 400, 800, 5000, 5400])
    heads = lines_of(arrows_layer(legs_of(fixes), 15))
    gap = fixes["lon"].iloc[2], fixes["lon"].iloc[3]
    assert heads
    for left, tip, right in heads:
        assert tip[0] > left[0] and tip[0] > right[0]
        assert not gap[0] < tip[0] < gap[1]


def test_error_alone_makes_no_arrows() -> None:
    rng = np.random.default_rng(3)
    still = make_fixes(minutes=np.arange(500), x=rng.normal(0, 4, 500), y=rng.normal(0, 4, 500))
    assert arrows_layer(legs_of(still), 18)["count"] == 0


def test_the_table_of_gaps_decides_what_is_a_silence() -> None:
    """A tag that reports every four minutes at rest is not silent for six and a half; the timeline says the same."""
    fixes = make_fixes(minutes=[0, 4, 10.5, 14, 53, 57])
    start, end = fixes["time"].iloc[3], fixes["time"].iloc[4]
    gap = GAPS.arrange(pd.DataFrame({
        "gap_id": ["g"], "wearer_id": ["W1"], "start": [start], "end": [end], "minutes": [39.0], "kind": ["indoor"],
        "reach_m": [0.0], "first_fix_id": ["W1-4"], "last_fix_id": ["W1-5"],
    }))  # fmt: skip
    assert legs_of(fixes, gap).solid.tolist() == [True, True, True, False, True]
    assert legs_of(fixes, GAPS.empty()).solid.all()
    assert legs_of(fixes).solid.tolist() == [True, False, True, False, True]
