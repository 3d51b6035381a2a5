"""Times of mixed writing."""

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.loaders.parse_times import read_stamps

MOMENTS = st.datetimes(datetime(1975, 1, 1), datetime(2200, 1, 1)).map(lambda t: t.replace(tzinfo=UTC))
OFFSETS = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


def _ways(moment: datetime, offset: timezone) -> list[object]:
    local = moment.astimezone(offset)
    compact = local.strftime("%Y-%m-%dT%H:%M:%S.%f%z")
    micros = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return [
        local.isoformat(),
        compact,
        compact.replace("T", " "),
        local.strftime("%Y-%m-%d %H:%M:%S.%f %z"),
        moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        moment.strftime("%Y-%m-%d %H:%M:%S.%f UTC"),
        moment.strftime("%Y-%m-%dT%H:%M:%S.%f789Z"),
        moment.strftime("%Y%m%dT%H%M%S.%fZ"),
        micros,
        str(micros),
    ]


@settings(max_examples=60, deadline=None)
@given(moment=MOMENTS, offset=OFFSETS)
def test_every_way_of_writing_gives_the_same_moment(moment: datetime, offset: timezone) -> None:
    ways = _ways(moment, offset)
    far = abs(moment.timestamp()) > 2e8
    stamps = read_stamps(ways if far else ways[:-2])
    assert stamps.reasons == {}
    assert {t.to_pydatetime() for t in stamps.time} == {moment}
    assert str(stamps.time.dtype) == "datetime64[us, UTC]"


@given(seconds=st.integers(1_000_000_000, 4_000_000_000))
@settings(max_examples=30, deadline=None)
def test_seconds_and_milliseconds_are_told_by_their_size(seconds: int) -> None:
    times = read_stamps([seconds, float(seconds), str(seconds), seconds * 1000, f"{seconds}000", f"{seconds}.0"]).time
    assert {t.timestamp() for t in times} == {seconds}


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "  ",
        "soon",
        "2026-03-03",
        "2026",
        True,
        float("nan"),
        float("inf"),
        10**400,
        12,
        "12",
        "25:99",
        [],
        {},
        "T",
        "2026-13-45T00:00:00Z",
        "03/03/2026 21:10",
    ],
)
def test_what_is_no_moment_is_named(value: object) -> None:
    stamps = read_stamps([value, "2026-03-03T21:10:00Z"])
    assert set(stamps.reasons) == {0}
    assert stamps.time.isna().tolist() == [True, False]


def test_times_without_an_offset_stay_naive_when_all_are() -> None:
    stamps = read_stamps(["2026-03-03T21:10:00", "2026-03-03 21:11"])
    assert (str(stamps.time.dtype), stamps.naive) == ("datetime64[us]", 2)
    assert stamps.time[1] == pd.Timestamp("2026-03-03 21:11")


def test_times_without_an_offset_among_others_are_not_guessed() -> None:
    stamps = read_stamps(["2026-03-03T21:10:00", "2026-03-03T21:10:00Z"])
    assert "no offset" in stamps.reasons[0]


def test_the_format_may_define_them_as_utc() -> None:
    stamps = read_stamps(["2026-03-03T21:10:00", "2026-03-03T21:10:00Z"], utc=True)
    assert stamps.reasons == {}
    assert stamps.time[0] == stamps.time[1]
    assert stamps.naive == 1


def test_old_times_are_kept_for_others_to_judge() -> None:
    assert read_stamps(["1901-12-13T20:45:52.2073437Z"]).time[0].year == 1901
