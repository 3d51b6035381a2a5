"""Orders with anything in the wrong place: read, set aside or refused in words, and never anything else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.orders.written import curfew, order, square

_TIMES = {"start": "2026-03-07T18:00", "end": "2026-03-07T23:00"}
_OWN = order(
    version=1,
    end="2026-09-01",
    in_force_from="2026-03-02",
    bank_holidays=["2026-04-03"],
    curfews=[curfew()],
    zones=[{"zone_id": "Z1", "clause_id": "z1", "kind": "exclusion", "geometry": square(), "schedule": None, "buffer_m": 10}],
    appointments=[{"appointment_id": "A1", "clause_id": "a1", "place_id": "home", "start": "2026-03-04T10:00", "minutes": 45}],
    non_association=[{"clause_id": "n1", "with": "W2", "within_m": 100}],
    permissions=[{"permission_id": "p1", "clause_ids": ["z1"], "granted_at": "2026-03-05T10:00", **_TIMES}],
    absences=[_TIMES],
)
_ROW = {"dayOfWeek": "MONDAY", "startTime": {"hour": 19, "minute": 0}, "endTime": "07:00:00", "curfewAddress": "PRIMARY_ADDRESS"}
_MINISTRY = {
    "id": "X",
    "deviceWearer": {"nomisId": "N1"},
    "addresses": [{"addressType": "PRIMARY", "addressLine1": "1 Elm Row"}],
    "curfewConditions": {"startDate": {"year": 2026, "month": 1, "day": 1}, "curfewAddress": "PRIMARY_ADDRESS"},
    "curfewReleaseDateConditions": {"releaseDate": "2026-01-01", "startTime": "15:00", "endTime": "19:00"},
    "curfewTimeTable": [_ROW],
    "curfew_duration": [{"location": "primary", "schedule": [{"day": "Tu", "start": "19:00", "end": "07:00"}]}],
    "enforcementZoneConditions": [{"zoneType": "EXCLUSION", "description": "The High Street."}],
    "mandatoryAttendanceConditions": [{"purpose": "x", "appointmentDay": "Monday", "startTime": "10:00", "endTime": "11:00"}],
}
_WHEN = {"year": 2026, "month": 1, "day": 1, "hour": 2}
_ALERT = {"violation_alert_id": "1", "violation_alert_datetime": _WHEN, "violation_alert_duration": 3}
_VIEWER = {"exclusionZones": [{"name": "A", "geometry": square()}], "nextToken": None}
DOCUMENTS = [{"orders": [_OWN]}, _MINISTRY, {"curfew_activity": [{"delius_id": "X", "violations": [_ALERT]}]}, _VIEWER]
_JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    3.7,
    float("nan"),
    "",
    "x",
    "19:00",
    "2026-13-45",
    [],
    {},
    [None],
    [1],
    {"a": 1},
    {"hour": "x"},
]
_JUNK += [
    {"year": 2026},
    {"year": "a", "month": 1, "day": 1},
    10**30,
    {"type": "Polygon", "coordinates": [[["a", 1]]]},
    {"type": 7},
]


def _paths(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in parts:
        yield (*path, key)
        yield from _paths(value, (*path, key))


@pytest.mark.parametrize("document", DOCUMENTS, ids=["own", "ministry", "alerts", "viewer"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_spoilt_order_is_read_set_aside_or_refused_in_words(tmp_path: Path, document: Any, data: st.DataObject) -> None:
    spoilt = copy.deepcopy(document)
    *way, last = data.draw(st.sampled_from(list(_paths(document))))
    inside = spoilt
    for key in way:
        inside = inside[key]
    inside[last] = data.draw(st.sampled_from(_JUNK))
    file = tmp_path / "order.json"
    file.write_text(json.dumps(spoilt), encoding="utf-8")
    try:
        orders = wb.read_orders(file, wearer="W1" if document is _VIEWER else None)
    except wb.WorkbenchError as error:
        assert error.do or error.where
        return
    assert orders.load.rows_read == orders.load.rows_kept + len(orders.load.set_aside)
    assert len(wb.duties(orders, "2026-03-01", "2026-03-05")) >= 0
    assert orders._repr_html_()
