"""The shapes of other people's orders: timetables of four kinds, calendars, the viewer's zones, the ministry's open files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import workbench as wb
from tests.orders.written import square

ROWS = {
    "days by their short names": ({"schedule": [{"day": "Wed", "start": "19:00", "end": "07:00"}]}, "We 19:00-07:00"),
    "days in full": ([{"dayOfWeek": "WEDNESDAY", "startTime": "19:00:00", "endTime": "07:00:00"}], "We 19:00-07:00"),
    "days as numbers": (
        [{"curfew_days": [3], "curfew_duration": 720, "start_time": {"hour": 19, "minute": 0, "second": 0}}],
        "We 19:00-07:00",
    ),
    "from a day until another": (
        [{"curfewTimesSequence": 1, "fromDay": "FRIDAY", "fromTime": "19:00", "untilDay": "MONDAY", "untilTime": "07:00"}],
        "Fr 19:00-Mo 07:00",
    ),
    "a range of days": ([{"day": "Mon to Fri", "start": "7pm", "end": "7am"}], "Mo-Fr 19:00-07:00"),
    "several a day": (
        [{"day": "Sa, Su", "start": "06:00", "end": "08:00"}, {"day": "Sa, Su", "start": "20:00", "end": "24:00"}],
        "Sa, Su 06:00-08:00; Sa, Su 20:00-00:00",
    ),
}


@pytest.mark.parametrize("key", ["curfewTimeTable", "curfew_duration", "curfew_schedule", "curfewTimes"])
@pytest.mark.parametrize(("rows", "hours"), ROWS.values(), ids=ROWS.keys())
def test_timetables_are_told_apart_by_their_content(read: Callable[..., Any], key: str, rows: Any, hours: str) -> None:
    orders = read({"device_wearer": "W1", "order_start": "2026-03-01", key: rows})
    assert orders.clauses["hours"].tolist() == [hours]
    assert orders.wearers == ["W1"]


def test_an_order_of_the_ministry_keeps_text_as_text(read: Callable[..., Any]) -> None:
    orders = read(
        {
            "id": "X1",
            "deviceWearer": {"nomisId": "N1"},
            "addresses": [{"addressType": "SECONDARY", "addressLine1": "2 Elm Row", "postcode": "EM1 1AA"}],
            "curfewConditions": {"startDate": "2026-03-01T00:00:00Z", "endDate": "2040-01-01T23:59:00Z"},
            "curfewReleaseDateConditions": {
                "releaseDate": "2026-03-31T23:00:00Z",
                "startTime": "15:00:00",
                "endTime": "19:00:00",
                "curfewAddress": "SECONDARY_ADDRESS",
            },
            "curfewTimeTable": [
                {
                    "dayOfWeek": "MONDAY",
                    "startTime": "19:00",
                    "endTime": "07:00",
                    "curfewAddress": "PRIMARY_ADDRESS,SECONDARY_ADDRESS",
                }
            ],
            "enforcementZoneConditions": [
                {"zoneType": "EXCLUSION", "description": "The High Street.", "duration": "at weekends"}
            ],
            "mandatoryAttendanceConditions": [
                {"purpose": "report", "appointmentDay": "Monday and Thursday", "startTime": "10:00", "endTime": "11:00"},
                {"purpose": "class", "appointmentDay": "first Monday of each month", "startTime": "10:00", "endTime": "11:00"},
            ],
        }
    )
    assert orders.clauses[["kind", "hours"]].values.tolist() == [
        ["curfew", "2026-04-01 15:00-19:00"],
        ["exclusion", "at any time"],
        ["appointment", "Mo, Th 10:00-11:00"],
        ["appointment", ""],
    ]
    assert orders.clauses["text"].tolist()[1] == "The High Street.\nat weekends"
    assert orders.load.set_aside["reason"].str.contains("any of several addresses").tolist() == [True]
    assert set(wb.duties(orders, "2026-04-01", "2026-04-08")["kind"]) == {"curfew", "appointment"}


def test_a_table_of_weekdays_is_a_timetable(read: Callable[..., Any]) -> None:
    table = "wearer_id,order_start,mon,tue,wed,thu,fri,sat,sun,start,end\nW1,2026-03-01,1,1,0,0,0,0,1,19:00,07:00\n"
    orders = read(table, "services.csv")
    assert orders.clauses["hours"].tolist() == ["Mo, Tu, Su 19:00-07:00"]
    with pytest.raises(wb.WorkbenchError, match="no shape of orders"):
        read("a,b\n1,2\n", "other.csv")


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//made//for a test//
X-WR-CALNAME:O7
BEGIN:VEVENT
UID:c1
DTSTART;TZID=Europe/London:20260325T190000
DTEND;TZID=Europe/London:20260326T070000
RRULE:FREQ=DAILY;UNTIL=20260401T000000Z
EXDATE;TZID=Europe/London:20260326T190000
CATEGORIES:curfew
LOCATION:home
DESCRIPTION:To be at home at night.
END:VEVENT
BEGIN:VEVENT
UID:c1
RECURRENCE-ID;TZID=Europe/London:20260329T190000
DTSTART;TZID=Europe/London:20260329T210000
DTEND;TZID=Europe/London:20260330T070000
CATEGORIES:curfew
LOCATION:home
END:VEVENT
BEGIN:VEVENT
UID:a1
DTSTART:20260330T090000Z
DURATION:PT45M
CATEGORIES:appointment
LOCATION:office
SUMMARY:See the officer
END:VEVENT
BEGIN:VEVENT
UID:x1
DTSTART:20260330T090000Z
CATEGORIES:birthday
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_keeps_the_clock_over_the_change_of_clocks(read: Callable[..., Any]) -> None:
    orders = read(CALENDAR, "order.ics", wearer="W1")
    rows = wb.duties(orders, "2026-03-20", "2026-04-20")
    nights = rows[rows["clause_id"] == "c1"]
    assert nights["start"].dt.strftime("%d %H").tolist() == ["25 19", "27 19", "28 19", "29 20", "30 18", "31 18"]
    assert ((nights["end"] - nights["start"]) / pd.Timedelta(hours=1)).tolist() == [12, 12, 11, 10, 12, 12]
    assert nights["text"].unique().tolist() == ["To be at home at night."]
    assert rows[rows["kind"] == "appointment"]["place_id"].tolist() == ["office"]
    assert orders.load.set_aside["reason"].tolist()[0].startswith("event x1: its CATEGORIES are birthday")
    assert orders.load.rows_read == orders.load.rows_kept + len(orders.load.set_aside)


def test_the_viewer_s_zones_keep_parts_and_holes(read: Callable[..., Any]) -> None:
    outer, hole = square(half=0.02)["coordinates"][0], square(half=0.01)["coordinates"][0]
    parts = {"type": "MultiPolygon", "coordinates": [[outer, hole[::-1]], square(lon=1.3)["coordinates"]]}
    line = {"type": "LineString", "coordinates": [[1.0, 51.0], [1.1, 51.1]]}
    content = {
        "exclusionZones": [{"name": "A", "address": "High Street", "geometry": parts}, {"name": "B", "geometry": line}],
        "nextToken": "more",
    }
    orders = read(content, wearer="W1")
    area = orders.clauses["geometry"].iloc[0]
    assert (area.geom_type, len(area.geoms), len(area.geoms[0].interiors)) == ("MultiPolygon", 2, 1)
    assert orders.load.set_aside["reason"].tolist() == ["zone 2: The zone has no area: a line is not a zone"]
    assert any("goes on" in warning for warning in orders.load.warnings)
    assert len(wb.duties(orders, "2026-03-02", "2026-03-04")) == 2
    with pytest.raises(wb.WorkbenchError, match="whose it is"):
        read(content)


def test_the_ministry_s_open_orders_and_alerts_load(open_data: Callable[[str], Path]) -> None:
    folder = open_data("moj_em_tag_london")
    orders = wb.read_orders([folder / "curfew_overview.json", folder / "curfew_activity.json"])
    assert (len(orders.orders), len(orders.alerts), len(orders.load.set_aside)) == (3, 60, 0)
    assert orders.clauses["hours"].tolist()[0] == "Mo-Su 19:00-07:00"
    assert (orders.clauses["no_duty"] == "").all()
    assert set(orders.alerts[orders.alerts["code"].isin(["AL08", "AL09", "AL10", "AL11", "AL12"])]["outcome"]) <= {
        "breached",
        "excused",
    }
    assert "breached" not in set(orders.alerts[orders.alerts["code"].isin(["AL04", "AL05", "AL21", "AL23", "AL24"])]["outcome"])
    rows = wb.duties(orders, "2025-10-20", "2025-10-27")
    assert rows.groupby("wearer_id").size().tolist() == [8, 8, 8]
