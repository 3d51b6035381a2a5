"""Wall clock to UTC and back, above all on the two nights the clocks change."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.base.errors import TimeError
from workbench.time.clock import days, instant, localize, to_local, utc_column, zone
from workbench.time.instants import from_micros, micros
from workbench.time.labels import duration_label, label, span_label, ticks

ZONES = ["Europe/London", "UTC", "America/New_York", "Asia/Kathmandu"]


def test_a_naive_time_is_refused_and_told_what_to_give() -> None:
    with pytest.raises(TimeError, match="no time zone") as caught:
        instant("2026-03-03 21:10")
    assert "timezone=" in str(caught.value)


@pytest.mark.parametrize("bad", ["yesterday-ish", None, pd.NaT, object()])
def test_what_is_no_time_is_refused(bad: object) -> None:
    with pytest.raises(TimeError):
        instant(bad, "Europe/London")


def test_an_offset_in_the_value_wins_over_the_zone() -> None:
    assert instant("2026-07-03T21:10+02:00", "Europe/London") == pd.Timestamp("2026-07-03T19:10Z")


def test_the_repeated_hour_is_asked_about_and_settled_by_fold() -> None:
    with pytest.raises(TimeError, match="happens twice") as caught:
        instant("2025-10-26 01:30", "Europe/London")
    assert "+01:00" in str(caught.value) and "+00:00" in str(caught.value)
    assert instant("2025-10-26 01:30", "Europe/London", fold=0) == pd.Timestamp("2025-10-26T00:30Z")
    assert instant("2025-10-26 01:30", "Europe/London", fold=1) == pd.Timestamp("2025-10-26T01:30Z")


def test_the_skipped_hour_does_not_exist() -> None:
    with pytest.raises(TimeError, match="does not exist"):
        instant("2026-03-29 01:30", "Europe/London")


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(TimeError, match="Europe/Eastmere"):
        zone("Europe/Eastmere")


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2037, 1, 1)), st.sampled_from(ZONES))
def test_every_instant_survives_the_way_to_local_and_back(moment: dt.datetime, name: str) -> None:
    utc = pd.Timestamp(moment, tz="UTC").as_unit("us")
    assert instant(to_local(utc, name)) == utc


@pytest.mark.parametrize("night", ["2025-10-25T20:00Z", "2026-03-28T20:00Z"])
def test_a_file_of_wall_clock_minutes_in_order_comes_back_whole(night: str) -> None:
    truth = pd.Series(pd.date_range(night, periods=720, freq="1min").as_unit("us"))
    wall = to_local(truth).dt.tz_localize(None)
    back = localize(wall, "Europe/London")
    assert (back.time == truth).all()
    assert not back.skipped.any()
    assert back.ambiguous.sum() == (120 if "10-25" in night else 0)


def test_without_an_order_that_tells_the_first_pass_is_taken_and_marked() -> None:
    back = localize(pd.Series(pd.to_datetime(["2025-10-26 01:30"])), "Europe/London")
    assert back.ambiguous.tolist() == [True]
    assert back.time[0] == pd.Timestamp("2025-10-26T00:30Z")


def test_skipped_wall_clock_times_are_missing_not_moved() -> None:
    back = localize(pd.Series(pd.to_datetime(["2026-03-29 01:30", "2026-03-29 02:30"])), "Europe/London")
    assert back.skipped.tolist() == [True, False]
    assert back.time.isna().tolist() == [True, False]


def test_a_column_with_its_own_zone_is_not_localized_again() -> None:
    with pytest.raises(TimeError):
        localize(pd.Series(pd.to_datetime(["2026-03-29T01:30Z"])), "Europe/London")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_columns_of_any_unit_come_to_microseconds(unit: str) -> None:
    column = pd.Series(pd.to_datetime(["2026-07-01T10:00:00+01:00"])).dt.as_unit(unit)
    assert str(utc_column(column).dtype) == "datetime64[us, UTC]"
    with pytest.raises(TimeError):
        utc_column(column.dt.tz_localize(None))


@given(st.lists(st.integers(-(2**52), 2**52), max_size=20))
def test_microseconds_there_and_back(values: list[int]) -> None:
    array = np.array(values, np.int64)
    assert micros(from_micros(array)).tolist() == values


def test_days_have_23_24_and_25_hours_and_touch() -> None:
    span = days(pd.Timestamp("2025-10-24T12:00Z"), pd.Timestamp("2025-10-28T12:00Z"))
    assert [(d.end - d.start).total_seconds() / 3600 for d in span] == [24, 24, 25, 24, 24]
    assert all(a.end == b.start for a, b in itertools.pairwise(span))
    spring = days(pd.Timestamp("2026-03-29T12:00Z"), pd.Timestamp("2026-03-29T13:00Z"))
    assert [(d.end - d.start).total_seconds() / 3600 for d in spring] == [23]


def test_days_of_a_half_open_interval_leave_the_next_midnight_out() -> None:
    assert len(days(pd.Timestamp("2026-01-01T00:00Z"), pd.Timestamp("2026-01-02T00:00Z"))) == 1
    assert len(days(pd.Timestamp("2026-01-01T00:00Z"), pd.Timestamp("2026-01-01T00:00Z"))) == 1


def test_labels_always_name_the_zone() -> None:
    a, b = pd.Timestamp("2025-10-25T22:30Z"), pd.Timestamp("2025-10-26T03:00Z")
    assert label(a, seconds=True) == "Sat 25 Oct 2025 23:30:00 BST"
    assert span_label(a, b) == "Sat 25 Oct 2025 23:30 BST to Sun 26 Oct 2025 03:00 GMT"
    with pytest.raises(TimeError):
        label(pd.Timestamp("2025-10-25 22:30"))


def test_the_axis_shows_both_passes_of_the_repeated_hour() -> None:
    marks = [text for _, text in ticks(pd.Timestamp("2025-10-25T22:00Z"), pd.Timestamp("2025-10-26T06:00Z"))]
    assert "01:00 BST" in marks and "01:00 GMT" in marks


@given(st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2027, 1, 1)), st.floats(0.2, 60 * 24 * 40), st.sampled_from(ZONES))
@settings(max_examples=60, deadline=None)
def test_the_marks_of_an_axis_stand_at_round_local_times(begin: dt.datetime, minutes: float, name: str) -> None:
    start = pd.Timestamp(begin, tz="UTC").as_unit("us")
    end = start + pd.Timedelta(minutes=minutes)
    times = [t for t, _ in ticks(start, end, name)]
    assert all(start <= t <= end for t in times) and times == sorted(set(times)) and len(times) <= 14
    clocks = [60 * w.hour + w.minute for w in (to_local(t, name) for t in times)]
    if minutes > 12 * 720:
        assert times and set(clocks) == {0}
    elif minutes > 12 * 60:
        assert times and all(c % 120 == 0 or c % 180 == 0 for c in clocks)


@pytest.mark.parametrize(("first", "long"), [("2025-10-24", 25), ("2026-03-27", 23), ("2026-07-01", 24)])
def test_daily_marks_stand_at_local_midnight_also_on_the_days_the_clocks_change(first: str, long: int) -> None:
    start = pd.Timestamp(first, tz="Europe/London")
    marks = ticks(start, start + pd.Timedelta(days=9), "Europe/London")
    hours = [(b - a).total_seconds() / 3600 for (a, _), (b, _) in itertools.pairwise(marks)]
    assert hours.count(24) >= len(hours) - 1 and long in hours
    assert marks[0] == (instant(start), f"{start:%a} {start.day} {start:%b}")


def test_an_axis_of_years_has_few_marks_that_name_the_year() -> None:
    marks = ticks(pd.Timestamp("2019-07-01T00:00Z"), pd.Timestamp("2026-07-01T00:00Z"))
    assert 4 <= len(marks) <= 13 and all(text[-4:].isdigit() for _, text in marks)


def test_an_axis_in_summer_time_has_even_hours() -> None:
    marks = ticks(pd.Timestamp("2026-07-03T17:00Z"), pd.Timestamp("2026-07-04T05:00Z"), most=9)
    assert [text for _, text in marks] == [f"{h:02d}:00 BST" for h in (18, 20, 22, 0, 2, 4, 6)]


@given(st.floats(0, 1e6))
def test_durations_are_words_with_a_unit(minutes: float) -> None:
    assert duration_label(minutes).split()[-1] in {"s", "min", "h", "days"}
