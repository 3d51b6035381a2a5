"""Every minute of duty has a clause in force, and every clause in force its minute: against the plain twin."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.oracles.duty_minutes import asked_at
from tests.orders.written import HOME, order, square

_CHANGES = {"forward": dt.date(2026, 3, 29), "back": dt.date(2026, 10, 25), "no": dt.date(2026, 6, 10)}
_CLOCKS = st.builds(lambda h, m: f"{h:02d}:{m:02d}", st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
_ROWS = st.builds(lambda d, a, b: {"day": d, "start": a, "end": b}, st.sampled_from(["Fr", "Sa", "Su", "Mo"]), _CLOCKS, _CLOCKS)


def _moment(day: dt.date, minutes: int) -> str:
    return (dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)).isoformat(timespec="minutes")


@st.composite
def written(draw: st.DrawFn) -> tuple[dt.date, list[dict[str, Any]]]:
    """Write one to three versions of an order around a night, with a permission in each."""
    day = _CHANGES[draw(st.sampled_from(sorted(_CHANGES)))]
    begin = (day - dt.timedelta(days=draw(st.integers(0, 2)))).isoformat()
    versions = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        at, length = draw(st.integers(-24, 60)) * 30, draw(st.integers(1, 12)) * 30
        allowed = {
            "permission_id": f"p{number}",
            "clause_ids": ["c1", "z1"],
            "start": _moment(day, at),
            "end": _moment(day, at + length),
        }
        one = order(
            version=number,
            timezone="Europe/London",
            start=begin,
            curfews=[{"clause_id": "c1", "place_id": "home", "schedule": draw(st.lists(_ROWS, min_size=1, max_size=3))}],
            zones=[{"zone_id": "Z1", "clause_id": "z1", "kind": "exclusion", "schedule": None, "geometry": square()}],
            permissions=[allowed],
        )
        if number > 1:
            one["in_force_from"] = _moment(day, draw(st.integers(-24, 60)) * 30)
        if draw(st.booleans()):
            one["end"] = (day + dt.timedelta(days=draw(st.integers(0, 1)))).isoformat()
        versions.append(one)
    return day, versions


def _at(rows: pd.DataFrame, moment: pd.Timestamp) -> list[tuple[str, int, str]]:
    held = rows[(rows["start"] <= moment) & (moment < rows["end"])]
    return list(zip(held["clause_id"], held["version"], held["permission_id"].fillna(""), strict=True))


@settings(max_examples=20)
@given(written())
def test_no_minute_of_duty_without_a_clause_in_force_and_none_missing(made: tuple[dt.date, list[dict[str, Any]]]) -> None:
    day, versions = made
    allowed = [permission for version in versions for permission in version["permissions"]]
    everything = [{**version, "permissions": allowed} for version in versions]
    start = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(12), dt.UTC)
    rows = wb.duties(versions, start, start + dt.timedelta(days=2))
    for half_hours in range(96):
        moment = start + dt.timedelta(minutes=30 * half_hours)
        asked = _at(rows, pd.Timestamp(moment))
        assert len(asked) == len({clause for clause, _, _ in asked})
        assert set(asked) == asked_at(everything, moment)


@settings(max_examples=12)
@given(written(), st.integers(0, 40), st.integers(1, 20))
def test_a_duty_is_the_same_in_any_window(made: tuple[dt.date, list[dict[str, Any]]], offset: int, length: int) -> None:
    day, versions = made
    start = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(6), dt.UTC)
    whole = wb.duties(versions, start, start + dt.timedelta(days=3)).set_index("duty_id")
    assert whole.index.is_unique
    assert (whole["start"] < whole["end"]).all()
    first = start + dt.timedelta(hours=offset)
    last = first + dt.timedelta(hours=length)
    part = wb.duties(versions, first, last).set_index("duty_id")
    expected = whole[(whole["start"] < pd.Timestamp(last)) & (whole["end"] > pd.Timestamp(first))]
    pd.testing.assert_frame_equal(part.sort_index(), expected.sort_index(), check_like=True)


def test_the_places_of_the_made_orders_are_known() -> None:
    assert wb.duties([order(places=[HOME])], "2026-03-01", "2026-03-02").empty
