"""Silences: none is lost or invented, the reach is that of the ellipse, the likely causes are told apart."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.base.quality import Quality
from workbench.position_error.speeds import ROAD_MS
from workbench.tables import GAPS
from workbench.testing import SEA, make_fixes, make_tracks
from workbench.trajectory.gaps import reach_m


def gaps(minutes: object, x: object = 0.0, **more: object) -> pd.DataFrame:
    return GAPS.validate(wb.find_gaps(make_tracks(make_fixes(minutes=minutes, x=x, **more))))


@pytest.mark.parametrize("minutes", [[], [0], [0, 1, 2, 3]])
def test_no_silence_gives_an_empty_table_of_the_right_shape(minutes: list[float]) -> None:
    pd.testing.assert_frame_equal(gaps(minutes), GAPS.empty().assign(cause=pd.Series([], dtype="str")))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 4000), min_size=1, max_size=30), st.floats(1, 40))
def test_every_long_step_is_a_gap_and_no_other(seconds: list[int], least: float) -> None:
    time = np.concatenate([[0], np.cumsum(seconds)]) / 60
    found = wb.find_gaps(make_tracks(make_fixes(minutes=time)), min_minutes=least)
    wanted = [s / 60 for s in seconds if s * 1_000_000 >= round(least * 60e6)]
    assert found["minutes"].tolist() == pytest.approx(wanted)
    assert ((found["end"] - found["start"]).dt.total_seconds() / 60).tolist() == pytest.approx(wanted)


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 40_000), st.floats(60, 7200), st.floats(0, 6.28), st.floats(0.0, 1.0))
def test_the_reach_is_the_farthest_point_of_the_ellipse(apart: float, seconds: float, turn: float, along: float) -> None:
    """No point from which both legs fit lies farther; the point beyond the second fix lies exactly there."""
    (reach,) = reach_m(np.array([apart]), np.array([seconds]), np.zeros(1), np.zeros(1))
    budget = ROAD_MS * seconds
    assert reach >= apart
    if apart > budget:
        return
    point = along * 1.2 * reach * np.array([np.cos(turn), np.sin(turn)])
    if np.hypot(*point) + np.hypot(*(point - [apart, 0])) <= budget:
        assert np.hypot(*point) <= reach + 1e-6
    assert reach + abs(reach - apart) == pytest.approx(budget)


def test_uncertain_ends_only_ever_allow_more() -> None:
    d, t = np.full(3, 500.0), np.full(3, 900.0)
    reach = reach_m(d, t, np.array([0.0, 10.0, 10.0]), np.array([0.0, 0.0, 30.0]))
    assert (np.diff(reach) > 0).all()


def test_for_one_place_the_reach_is_half_of_what_the_time_allows() -> None:
    (found,) = gaps([0, 1, 2, 32, 33], accuracy_m=5.0)["reach_m"].tolist()
    assert found == pytest.approx(36 * 1800 / 2, rel=0.002) and found > 36 * 1800 / 2


def test_the_likely_causes_are_told_apart() -> None:
    still = gaps([*range(10), *range(60, 70)])
    assert still["kind"].tolist() == ["indoor"]
    walking = np.arange(20) * 80.0
    assert gaps([*range(10), *range(60, 70)], walking)["kind"].tolist() == ["unexplained"]
    tube = np.concatenate([np.zeros(10), np.full(10, 9000.0)])
    assert gaps([*range(10), *range(39, 49)], tube)["kind"].tolist() == ["transit"]
    assert gaps(np.arange(10) * 8.0)["kind"].unique().tolist() == ["short"]


def test_with_rail_only_what_lies_near_it_is_transit() -> None:
    tube = np.concatenate([np.zeros(10), np.full(10, 9000.0)])
    tracks = make_tracks(make_fixes(minutes=[*range(10), *range(39, 49)], x=tube))
    for away, kind in ((200.0, "transit"), (500.0, "unexplained")):
        lon, lat = SEA.to_degrees([0.0, 9000.0], [away, away])
        stations = gpd.GeoSeries(shapely.points(lon, lat), crs=4326).to_crs(3857)
        assert wb.find_gaps(tracks, rail=stations)["kind"].tolist() == [kind]


def test_a_flat_battery_is_named() -> None:
    fixes = make_fixes(minutes=[*range(10), *range(60, 70)]).assign(battery_percent=[*range(12, 2, -1), *range(60, 70)])
    assert wb.find_gaps(make_tracks(fixes))["kind"].tolist() == ["power"]


def test_a_flagged_fix_does_not_end_a_silence() -> None:
    fixes = make_fixes(minutes=[0, 1, 20, 40, 41], quality=[0, 0, int(Quality.JUMP), 0, 0])
    assert wb.find_gaps(make_tracks(fixes))["minutes"].tolist() == [39.0]


def test_ids_point_to_the_fixes_around_it() -> None:
    tracks = make_tracks(make_fixes(minutes=[0, 1, 30]), make_fixes(minutes=[0, 50, 51], wearer="W2"))
    found = wb.find_gaps(tracks)
    assert found[["gap_id", "first_fix_id", "last_fix_id"]].values.tolist() == [
        ["W1-gap-1", "W1-2", "W1-3"],
        ["W2-gap-1", "W2-1", "W2-2"],
    ]


@pytest.mark.parametrize("least", [0, -5, np.nan, np.inf])
def test_lengths_that_make_no_sense_are_refused(least: float) -> None:
    with pytest.raises(wb.InputError, match="length of time"):
        wb.find_gaps(make_tracks(make_fixes(minutes=[0, 1])), min_minutes=least)


def cause_of(**columns: object) -> tuple[str, str]:
    """Ten minutes of fixes, fifty of silence, ten of fixes: what is said of the silence."""
    fixes = make_fixes(minutes=[*range(10), *range(60, 70)]).assign(**columns)
    (gap,) = wb.find_gaps(make_tracks(fixes)).itertuples()
    return gap.kind, gap.cause


def test_the_feed_says_why_the_tag_was_silent() -> None:
    time = make_fixes(minutes=[*range(10), *range(60, 70)])["time"]
    prompt, held = time + pd.Timedelta(seconds=5), time.mask(time == time[9], time[10]) + pd.Timedelta(seconds=5)
    in_touch = prompt.mask(time == time[9], time[9] + pd.Timedelta(minutes=20))
    level = np.arange(20.0, 0.0, -1.0)
    assert cause_of() == cause_of(uploaded=prompt) == ("indoor", "unexplained")
    assert cause_of(battery_percent=level / 4) == ("power", "battery")
    assert cause_of(battery_percent=level + 40.0 * (np.arange(20) > 9)) == ("power", "charger")
    assert cause_of(charging=np.arange(20) == 9) == ("power", "charger")
    assert cause_of(method=["gnss"] * 10 + ["beacon"] * 10) == ("indoor", "beacon")
    assert cause_of(uploaded=held) == ("indoor", "no upload")
    assert cause_of(uploaded=in_touch) == ("indoor", "no fix")


def test_an_empty_table_of_gaps_has_the_same_columns() -> None:
    some, none = (wb.find_gaps(make_tracks(make_fixes(minutes=m))) for m in ([0, 30], [0, 1]))
    assert none.empty and none.columns.tolist() == some.columns.tolist() and none.dtypes.equals(some.dtypes)
