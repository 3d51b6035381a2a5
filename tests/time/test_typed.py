"""What people type as dates and times: the whole table, and what holds for every date there is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.time.texts import DATES_ALONE, READ, REFUSED
from workbench.base.errors import TimeError
from workbench.time.clock import instant
from workbench.time.typed import Typed, order_doubts, read_column, read_edge, read_moment, read_span, read_window

LONDON = "Europe/London"


def utc(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"{text}Z")


def test_the_table_is_as_long_as_was_asked() -> None:
    texts = [row[0] for row in (*READ, *DATES_ALONE, *REFUSED)]
    assert len(texts) == len(set(texts)) >= 150


@pytest.mark.parametrize(("text", "meant"), READ)
def test_a_moment_is_read_and_said_back(text: str, meant: str) -> None:
    for found in (read_moment(text, LONDON), read_edge(text, LONDON)):
        assert found.utc == utc(meant)
        assert found.utc.unit == "us"
        assert read_moment(re.sub(r" \(written.*", "", found.said), LONDON).utc == found.utc.floor("s")


@pytest.mark.parametrize(("text", "meant"), DATES_ALONE)
def test_a_date_alone_is_its_local_midnight_for_a_window_and_refused_for_a_claim(text: str, meant: str) -> None:
    edge = read_edge(text, LONDON)
    assert (edge.utc, edge.date_alone) == (utc(meant), True)
    with pytest.raises(TimeError, match="without a time of day") as caught:
        read_moment(text, LONDON)
    assert "2026-0" in str(caught.value.do)


@pytest.mark.parametrize(("text", "why"), REFUSED)
@pytest.mark.parametrize("read", [read_moment, read_edge])
def test_what_cannot_be_read_is_refused_with_what_to_write(read: Callable[..., Typed], text: str, why: str) -> None:
    with pytest.raises(TimeError) as caught:
        read(text, LONDON, name="start")
    assert re.search(why, str(caught.value), re.IGNORECASE)
    assert caught.value.where == "start"
    assert re.search(r"\d{4}|\d\d:\d\d|day|time|Europe", str(caught.value.do))
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("text", ["2026-03-03 21:10", "3 March 2026 9.10pm", "03/03/2026 21:10"])
def test_a_time_without_a_zone_is_refused_unless_one_is_given(text: str) -> None:
    with pytest.raises(TimeError, match="no time zone") as caught:
        read_moment(text)
    assert "timezone=" in str(caught.value.do)
    assert read_moment(f"{text} GMT").said == "Tuesday 3 March 2026 21:10 GMT"


@pytest.mark.parametrize("zone", ["BST", "Mars/X", "", "../../etc/passwd", 5, [], dt.UTC, "Europe/London\0"])
def test_a_zone_that_is_none_is_refused(zone: object) -> None:
    with pytest.raises(TimeError, match="not a known time zone"):
        read_moment("2026-03-03 21:10", zone)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said", "warning"),
    [
        ("3/3/26 21:10", "Tuesday 3 March 2026 21:10 GMT", "The year 26 was read as 2026."),
        ("3 March 2026 12 pm", "Tuesday 3 March 2026 12:00 GMT", "12 pm was read as noon, 12:00."),
        ("2026-07-03 21:10 GMT", "Friday 3 July 2026 22:10 BST (written 21:10 GMT)", "GMT was taken as written"),
        ("2026-01-03 21:10 BST", "Saturday 3 January 2026 20:10 GMT (written 21:10 BST)", "BST was taken as written"),
        ("2026-07-03 21:10 BST", "Friday 3 July 2026 21:10 BST", ""),
        ("2026-03-03T21:10:05-05:00", "Wednesday 4 March 2026 02:10:05 GMT (written 21:10 UTC-05:00)", ""),
    ],
)
def test_what_was_decided_is_said(text: str, said: str, warning: str) -> None:
    found = read_moment(text, LONDON)
    assert found.said == said
    assert found.warning.startswith(warning) and bool(found.warning) == bool(warning)


def test_without_a_zone_of_its_own_the_written_one_is_said() -> None:
    assert read_moment("2026-07-03T21:10+05:45").said == "Friday 3 July 2026 21:10 UTC+05:45"
    assert read_moment("2026-07-03T21:10", "Asia/Kathmandu").said == "Friday 3 July 2026 21:10 UTC+05:45"


@pytest.mark.parametrize(
    "value",
    [
        dt.datetime(2026, 3, 3, 21, 10),
        pd.Timestamp("2026-03-03T21:10"),
        pd.Timestamp("2026-03-03T21:10Z"),
        dt.datetime(2026, 3, 3, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        np.datetime64("2026-03-03T21:10"),
        np.datetime64("2026-03-03T21:10:00.000000000"),
    ],
)
def test_datetimes_of_any_make_are_taken(value: object) -> None:
    assert read_moment(value, LONDON).utc == utc("2026-03-03T21:10")


@pytest.mark.parametrize("value", [dt.date(2026, 7, 3), np.datetime64("2026-07-03")])
def test_a_date_object_is_a_date_alone(value: object) -> None:
    assert read_edge(value, LONDON).utc == utc("2026-07-02T23:00")
    with pytest.raises(TimeError, match="without a time of day"):
        read_moment(value, LONDON)


@pytest.mark.parametrize(
    "value",
    [
        None,
        pd.NaT,
        pd.NA,
        np.nan,
        np.datetime64("NaT"),
        0,
        20260304,
        1772658600,
        1.5e18,
        float("inf"),
        True,
        [],
        {},
        object(),
        b"2026-03-03",
        dt.time(0, 10),
        dt.datetime.min,
        dt.datetime.max,
        pd.Timestamp.min,
        np.int64(4),
        np.datetime64("9999-01-01"),
    ],
)
def test_what_is_no_time_is_refused(value: object) -> None:
    for read in (read_moment, read_edge):
        with pytest.raises(TimeError) as caught:
            read(value, LONDON)
        assert caught.value.do


def test_the_hour_that_happens_twice_and_the_one_that_does_not_are_settled_with_a_warning_where_that_is_asked() -> None:
    twice = read_moment("2026-10-25 01:30", LONDON, clock_change="settle")
    assert (twice.utc, twice.said) == (utc("2026-10-25T00:30"), "Sunday 25 October 2026 01:30 BST")
    assert "twice" in twice.warning
    never = read_moment("2026-03-29 01:30", LONDON, clock_change="settle")
    assert (never.utc, never.said) == (utc("2026-03-29T01:00"), "Sunday 29 March 2026 02:00 BST")
    assert "does not exist" in never.warning
    assert read_moment("2026-03-29 02:30", LONDON, clock_change="settle").warning == ""


def test_a_day_that_begins_with_a_change_of_the_clocks_begins_with_its_first_moment() -> None:
    found = read_edge("2026-04-24", "Africa/Cairo")
    assert (found.utc, found.warning) == (utc("2026-04-23T22:00"), "")


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [
        ("2026-04-03 22:10", "22:40", "2026-04-03T21:40"),
        ("3 April 2026 10.10pm", "10.40pm", "2026-04-03T21:40"),
        ("3 April 2026 22:10", "2240", "2026-04-03T21:40"),
        (dt.datetime(2026, 4, 3, 22, 10), dt.time(22, 40), "2026-04-03T21:40"),
        ("3 April 2026 22:10 GMT", "22:40", "2026-04-03T22:40"),
        ("3 April 2026 22:10 BST", "22:40 GMT", "2026-04-03T22:40"),
        (pd.Timestamp("2026-04-03 22:10"), "24:00", "2026-04-03T23:00"),
        ("3 April 2026 22:10", "4 April 2026 00:40", "2026-04-03T23:40"),
    ],
)
def test_an_end_of_which_only_the_clock_is_given_is_on_the_day_of_the_start(start: object, end: str, meant: str) -> None:
    assert read_span(start, end, LONDON)[1].utc == utc(meant)


def test_an_end_that_is_not_after_its_start_is_asked_about_or_is_the_next_day_where_that_was_said() -> None:
    with pytest.raises(TimeError, match="not after it") as caught:
        read_span("3 April 2026 22:10", "00:40", LONDON)
    assert (caught.value.where, "2026-04-03" in str(caught.value.do)) == ("end", True)
    assert read_span("3 April 2026 22:10", "00:40", LONDON, next_day=True)[1].said == "Saturday 4 April 2026 00:40 BST"


@pytest.mark.parametrize("end", ["2026-04-03", "now", "22", "", None, "22:40 to 22:50", 5])
def test_an_end_that_is_neither_is_refused(end: object) -> None:
    with pytest.raises(TimeError):
        read_span("2026-04-03 22:10", end, LONDON)


def test_a_window_is_half_open_from_midnight_to_midnight() -> None:
    first, last = read_window("03/04/2026", "04/04/2026", LONDON)
    assert (first.utc, last.utc) == (utc("2026-04-02T23:00"), utc("2026-04-03T23:00"))
    with pytest.raises(TimeError, match="missing"):
        read_window(None, "2026-04-03 10:00", LONDON)
    for start, end in (("2026-04-03", "2026-04-03"), ("2026-04-03", "2026-04-02"), ("2026-04-03 10:00", "2026-04-03")):
        with pytest.raises(TimeError, match=r"empty|before the start"):
            read_window(start, end, LONDON)
    same = pd.Timestamp("2026-04-03T10:00Z")
    assert read_window(same, same)[0] == read_window(same, same)[1]


def test_a_row_that_proves_month_first_takes_the_trust_from_those_that_could_be_either() -> None:
    found = read_column(
        ["03/04/2026 21:10", "03/14/2026 21:10", "15/03/2026 21:10", "2026-03-04 21:10", "4 March 2026 9pm", "05/05/2026 21:10"],
        LONDON,
        name="start",
    )
    assert [isinstance(f, TimeError) for f in found] == [True, True, False, False, False, False]
    assert "03/14/2026" in str(found[0]) and "month first" in str(found[1])


def test_a_column_of_day_first_dates_is_read_and_a_bad_row_loses_no_other() -> None:
    found = read_column(["03/04/2026 21:10", "14/03/2026 21:10", "soon", None, "2026-10-25 01:30"], LONDON, name="start")
    assert [f.utc if isinstance(f, Typed) else None for f in found] == [
        utc("2026-04-03T20:10"),
        utc("2026-03-14T21:10"),
        None,
        None,
        None,
    ]
    assert [f.where for f in found if isinstance(f, TimeError)] == [f"row {n}, start" for n in (3, 4, 5)]


def test_what_a_spreadsheet_makes_of_a_day_first_column_is_refused() -> None:
    texts = ["2026-10-03 21:10", "2026-11-03 21:10", "13/03/2026 21:10", "14/03/2026 21:10"]
    assert sorted(order_doubts({"start": texts})) == [0, 1]
    cells = [dt.datetime(2026, 10, 3, 21, 10), dt.datetime(2026, 11, 3, 21, 10), "13/03/2026 21:10", "14/03/2026 21:10"]
    assert sorted(order_doubts({"start": cells})) == [0, 1]
    assert order_doubts({"start": ["2026-10-03 21:10", "2026-11-23 21:10", "13/03/2026 21:10", "14/03/2026 21:10"]}) == {}


def test_start_and_end_are_judged_together() -> None:
    doubts = order_doubts({"start": ["03/04/2026 21:10", "2026-03-04 21:10"], "end": ["x", "03/14/2026 21:10"]})
    assert list(doubts) == [0]


def test_each_row_has_its_own_zone() -> None:
    found = read_column(["2026-07-03 21:10"] * 3, [LONDON, "UTC", None], meaning="edge")
    assert [f.utc if isinstance(f, Typed) else None for f in found] == [utc("2026-07-03T20:10"), utc("2026-07-03T21:10"), None]


WRITERS: list[Callable[[dt.datetime], str]] = [
    lambda t: f"{t:%Y-%m-%d %H:%M}",
    lambda t: f"{t:%Y-%m-%dT%H:%M}",
    lambda t: f"{t:%d/%m/%Y %H:%M}",
    lambda t: f"{t.day}/{t.month}/{t.year} {t.hour}:{t:%M}",
    lambda t: f"{t:%d.%m.%Y %H.%M}",
    lambda t: f"{t:%d-%m-%Y %H%M}",
    lambda t: f"{t.day} {t:%B} {t.year} {t:%H:%M}",
    lambda t: f"{t:%a} {t.day} {t:%b} {t.year} {t:%I:%M %p}",
    lambda t: f"{t:%A}, {t.day} {t:%B} {t.year} at {t:%I.%M%p}",
    lambda t: f"{t:%H:%M} on {t:%A} {t.day} {t:%B} {t.year}",
    lambda t: f"{t:%B} {t.day}, {t.year} {t:%H:%M}",
    lambda t: f"{t:%d%b%Y} {t:%H%M}hrs",
    lambda t: f"{t:%Y%m%dT%H%M}",
]


@given(
    st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2100, 12, 31)),
    st.sampled_from(WRITERS),
    st.sampled_from(["UTC", LONDON, "Asia/Kolkata", "America/New_York"]),
)
def test_whatever_is_written_day_first_or_in_words_comes_back_as_it_was(
    moment: dt.datetime, write: Callable[[dt.datetime], str], zone: str
) -> None:
    wall = moment.replace(second=0, microsecond=0)
    try:
        meant = instant(wall, zone)
    except TimeError:
        with pytest.raises(TimeError):
            read_moment(write(wall), zone)
        return
    assert read_moment(write(wall), zone).utc == meant


@given(st.text(alphabet="0123456789/-.: TZapmMar+GSept,'", max_size=30))
def test_no_text_gets_anything_but_a_reading_or_a_refusal(text: str) -> None:
    try:
        found = read_edge(text, LONDON)
    except TimeError as error:
        assert error.do
    else:
        assert 1979 <= found.utc.year <= 2101


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from("/.-"))
def test_numbers_are_never_read_month_first(day: int, month: int, mark: str) -> None:
    assert read_edge(f"{day}{mark}{month}{mark}2026", "UTC").utc == pd.Timestamp(2026, month, day, tz="UTC")
