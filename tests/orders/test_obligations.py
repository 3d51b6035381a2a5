"""Duties: whole rows, within the time the clause is in force, the same in any window."""

from __future__ import annotations

import pandas as pd

import workbench as wb
from tests.orders.written import curfew, order, square
from workbench.tables import DUTIES


def utc(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def test_the_night_on_which_the_clocks_go_forward_has_eleven_hours_of_curfew() -> None:
    rows = wb.duties([order(curfews=[curfew()])], "2026-03-29", "2026-03-30")
    assert rows["start"].tolist() == [utc("2026-03-28 19:00"), utc("2026-03-29 18:00")]
    assert rows["end"].tolist() == [utc("2026-03-29 06:00"), utc("2026-03-30 06:00")]
    assert list(rows.columns) == DUTIES.names


def test_a_zone_at_any_time_is_one_row_a_local_day() -> None:
    zone = {"zone_id": "Z1", "clause_id": "z1", "kind": "exclusion", "geometry": square(), "buffer_m": 250, "schedule": None}
    rows = wb.duties([order(zones=[zone])], "2026-10-24T12:00", "2026-10-26T12:00")
    assert ((rows["end"] - rows["start"]) / pd.Timedelta(hours=1)).tolist() == [24, 25, 24]
    assert set(rows["kind"]) == {"exclusion"}
    assert set(rows["zone_id"]) == {"Z1"}


def test_the_end_of_an_order_given_as_a_date_is_its_last_day() -> None:
    rows = wb.duties([order(end="2026-03-03", curfews=[curfew()])], "2026-03-03", "2026-03-08")
    assert rows["end"].tolist() == [utc("2026-03-03 07:00"), utc("2026-03-04 00:00")]


def test_a_later_version_ends_the_earlier_one_within_a_night() -> None:
    first = order(version=1, curfews=[curfew()])
    second = order(
        version=2, in_force_from="2026-03-10T22:00", curfews=[curfew(schedule=[{"day": "Tu", "start": "21:00", "end": "06:00"}])]
    )
    rows = wb.duties([first, second], "2026-03-10T12:00", "2026-03-12")
    assert rows[["version", "start", "end"]].values.tolist() == [
        [1, utc("2026-03-10 19:00"), utc("2026-03-10 22:00")],
        [2, utc("2026-03-10 22:00"), utc("2026-03-11 06:00")],
    ]


def test_a_permission_cuts_the_duty_and_its_part_is_a_row_of_its_own() -> None:
    allowed = {
        "permission_id": "p1",
        "clause_ids": ["c1"],
        "start": "2026-03-07T20:00",
        "end": "2026-03-07T23:00",
        "reason": "a family meal",
        "granted_by": "an officer",
    }
    rows = wb.duties([order(curfews=[curfew()], permissions=[allowed])], "2026-03-07T12:00", "2026-03-08")
    assert rows["permission_id"].fillna("").tolist() == ["", "p1", ""]
    assert rows["start"].tolist() == [utc("2026-03-07 19:00"), utc("2026-03-07 20:00"), utc("2026-03-07 23:00")]
    assert rows["end"].iloc[-1] == utc("2026-03-08 07:00")


def test_a_condition_of_residence_makes_no_duty() -> None:
    home = {"clause_id": "r1", "place_id": "home", "text": "To live at 12 Mere Lane."}
    assert wb.duties([order(residence=[home])], "2026-03-01", "2026-04-01").empty


def test_an_appointment_lasts_its_minutes() -> None:
    visit = {"appointment_id": "A1", "clause_id": "a1", "place_id": "home", "start": "2026-03-04T10:00", "minutes": 45}
    row = wb.duties([order(appointments=[visit])], "2026-03-04", "2026-03-05").iloc[0]
    assert (row["kind"], row["end"] - row["start"]) == ("appointment", pd.Timedelta(minutes=45))
