"""Silences: none is lost or invented, the reach is that of the ellipse, the likely causes are told apart."""

from dataclasses import replace

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
    found = gaps(minutes)
    assert found.empty
    pd.testing.assert_frame_equal(found[GAPS.names], GAPS.empty())
    assert found.columns.tolist()[len(GAPS.names) :] == ["cause", "usual_minutes", "n_doubtful", "words"]


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
    seldom = make_tracks(make_fixes(minutes=np.arange(10) * 8.0))
    assert wb.find_gaps(seldom, min_minutes=5)["kind"].unique().tolist() == ["short"]


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


@pytest.mark.parametrize("every", [0.5, 1.0, 4.0, 5.0, 5.4, 15.0, 60.0])
def test_silence_is_measured_against_the_rhythm_of_the_device(every: float) -> None:
    """Missing one report is no silence, missing three is; a tag that reports every five minutes is not silent all day."""
    rng = np.random.default_rng(int(every * 10))
    time = np.arange(0, 3000 * every, every) + rng.uniform(-0.05, 0.05, 3000) * every
    time = np.delete(time, [500, 900, 901, 1500, 1501, 1502])
    silent = every * 4 if every >= 1.5 else 20.0
    time[1800:] += silent
    tracks = make_tracks(make_fixes(minutes=time))
    assert tracks.rhythm.loc[tracks.rhythm["state"] == "still", "usual_minutes"].item() == pytest.approx(every, rel=0.05)
    found = wb.find_gaps(tracks)
    least = max(5.0, 2.5 * every)
    assert (found["minutes"] >= least).all() and len(found) == (np.diff(time) >= least).sum()
    assert len(found) <= 3 and (found["usual_minutes"] - every).abs().max() < 0.05 * every
    seen = tracks.load.coverage["minutes_seen"].sum() / (time[-1] - time[0])
    assert seen > 0.98 * (1 - (silent + 20 * every) / (time[-1] - time[0]))


def test_rest_and_movement_have_rhythms_of_their_own() -> None:
    """Every half hour at rest, every minute on the move: ten silent minutes on the way are a gap, at home they are not."""
    home, way, office = np.arange(0, 600, 30.0), np.arange(600, 660, 1.0), np.arange(660, 1200, 30.0)
    minutes = np.concatenate([home, way, office])
    x = np.clip((minutes - 599) * 400.0, 0, 24_000.0)
    keep = ~((minutes > 620) & (minutes < 632))
    tracks = make_tracks(make_fixes(minutes=minutes[keep], x=x[keep]))
    usual = dict(zip(tracks.rhythm["state"], tracks.rhythm["usual_minutes"], strict=True))
    assert usual["still"] == 30.0 and usual["moving"] == 1.0
    assert wb.find_gaps(tracks)["minutes"].tolist() == [12.0]
    assert "usually reports every 60 s" in wb.find_gaps(tracks)["words"].iloc[0]


def test_bursts_and_long_silences_do_not_change_the_rhythm() -> None:
    bursts = np.concatenate([np.arange(0, 3000, 10.0) + k * 0.2 for k in range(3)])
    assert make_tracks(make_fixes(minutes=np.sort(bursts))).rhythm["usual_minutes"].iloc[0] == pytest.approx(9.6)
    nights = np.concatenate([np.arange(960) + 1440.0 * day for day in range(20)])
    assert make_tracks(make_fixes(minutes=nights)).rhythm["usual_minutes"].iloc[0] == 1.0
    assert len(wb.find_gaps(make_tracks(make_fixes(minutes=nights)))) == 19


def test_each_device_has_its_own_rhythm_and_a_part_keeps_that_of_the_whole() -> None:
    one, other = make_fixes(minutes=np.arange(0, 600, 1.0)), make_fixes(minutes=np.arange(700, 3000, 20.0))
    both = pd.concat([one, other.assign(device_id="D-2")], ignore_index=True).assign(fix_id=lambda t: t.index.astype(str))
    tracks = make_tracks(both)
    table = tracks.rhythm[tracks.rhythm["state"] == "all"]
    assert dict(zip(table["device_id"], table["usual_minutes"], strict=True)) == {"D-W1": 1.0, "D-2": 20.0}
    evening = tracks.between("2026-03-03T12:00Z", "2026-03-03T12:50Z")
    assert len(evening) == 3 and evening.rhythm["usual_minutes"].tolist() == tracks.rhythm["usual_minutes"].tolist()
    assert wb.find_gaps(evening).empty


def test_the_words_tell_of_flagged_fixes_and_of_ends_no_road_joins() -> None:
    jump = int(Quality.JUMP)
    fixes = make_fixes(minutes=[*range(10), 20, 25, *range(40, 50)], quality=[0] * 10 + [jump] * 2 + [0] * 10)
    (gap,) = wb.find_gaps(make_tracks(fixes)).itertuples()
    said = "no position that carries weight (but 2 flagged fixes lie in it) for 31 min; it usually reports every 60 s."
    assert gap.n_doubtful == 2 and gap.words == "The tag reported " + said
    flight = gaps([*range(10), *range(90, 100)], [0.0] * 10 + [400_000.0] * 10)
    assert flight["words"].iloc[0].endswith("Its two ends lie farther apart than a journey by road allows.")


def test_time_outside_the_window_is_not_silence() -> None:
    tracks = make_tracks(make_fixes(minutes=np.arange(0, 120, 1.0)))
    window = tuple(pd.Timestamp(t, tz="UTC") for t in ("2026-03-03T00:00", "2026-03-03T02:00"))
    within = replace(tracks, window=window)
    assert wb.find_gaps(within).empty
    seen = dict(within.card().facts)["seen"]
    assert seen.startswith("99 % of 1 wearer-days") and seen.endswith("time outside the window was not loaded")
