"""Orders from files: every entry kept or set aside, every assumption told, every fault named with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import workbench as wb
from tests.orders.written import HOME, curfew, order, square


def accounted(orders: Any) -> bool:
    """Say whether every row is kept or set aside."""
    return bool(orders.load.rows_read == orders.load.rows_kept + len(orders.load.set_aside) > 0)


def test_each_clause_keeps_its_text_and_the_hash_of_its_file(read: Callable[..., Any]) -> None:
    text = "To be at 12 Mere Lane between 7 pm and 7 am – every night."
    orders = read({"orders": [order(entered_by="a clerk", curfews=[curfew(text=text)])]})
    clause = orders.clauses.iloc[0]
    assert (clause["text"], clause["entered_by"], clause["file"]) == (text, "a clerk", orders.load.files["file"][0])
    assert len(orders.load.files["sha256"][0]) == 64
    assert accounted(orders)


LINE = {"type": "LineString", "coordinates": [[1, 51], [1, 52]]}
BAD = {
    "no wearer": ({"wearer_id": None}, "does not say whose"),
    "no start": ({"start": None}, "has no start"),
    "a version beyond counting": ({"version": 10**30}, "whole number"),
    "end before start": ({"end": "2026-02-01"}, "ends before it starts"),
    "a place without an id": ({"places": [{"lon": 1.0, "lat": 51.0}]}, "no place_id"),
    "a day that is none": ({"curfews": [curfew(schedule=[{"day": "Mi", "start": "19:00", "end": "07:00"}])]}, "not a day"),
    "a time that is none": ({"curfews": [curfew(schedule=[{"day": "Mo", "start": "25:00", "end": "07:00"}])]}, "cannot be read"),
    "a number as time": ({"curfews": [curfew(schedule=[{"day": "Mo", "start": 19, "end": "07:00"}])]}, "cannot be read"),
    "a grace below nothing": ({"curfews": [curfew(grace_minutes=-5)]}, "not a number"),
    "two clauses of one id": ({"curfews": [curfew()], "residence": [{"clause_id": "c1", "place_id": "home"}]}, "Two clauses"),
    "a permission for nothing": (
        {"permissions": [{"clause_ids": ["c9"], "start": "2026-03-02T10:00", "end": "2026-03-02T11:00"}]},
        "does not have",
    ),
    "a zone of another kind": ({"zones": [{"zone_id": "Z1", "kind": "forbidden", "geometry": square()}]}, "kind of zone"),
    "a line as a zone": (
        {
            "zones": [
                {"zone_id": "Z1", "kind": "exclusion", "geometry": {"type": "LineString", "coordinates": [[1, 51], [1, 52]]}}
            ]
        },
        "no area",
    ),
    "an appointment without length": ({"appointments": [{"place_id": "home", "start": "2026-03-02T10:00"}]}, "no length"),
    "bank holidays that nobody names": (
        {"curfews": [curfew(schedule=[{"day": "bank holidays", "start": "19:00", "end": "07:00"}])]},
        "bank holidays",
    ),
    "a month first date": ({"start": "03/25/2026"}, "03/25/2026"),
}


@pytest.mark.parametrize(("more", "said"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_refused_with_its_place(read: Callable[..., Any], more: dict[str, Any], said: str) -> None:
    written = {key: value for key, value in order(**more).items() if value is not None}
    with pytest.raises(wb.WorkbenchError, match=said) as caught:
        read({"orders": [written]})
    assert "order.json" in str(caught.value)
    assert "O1" in str(caught.value)
    assert caught.value.do


def test_keys_that_mean_nothing_are_told(read: Callable[..., Any]) -> None:
    orders = read({"orders": [order(curfews=[curfew(graze_minutes=5)], colour="red")], "made_by": "x"})
    assert [w for w in orders.load.warnings if "not read" in w] == [
        "order.json: not read: 'made_by'.",
        "order.json, order O1: not read: 'colour'.",
        "order.json, order O1, clause c1: not read: 'graze_minutes'.",
    ]


def test_a_zone_of_text_makes_no_duty_before_it_is_drawn(read: Callable[..., Any]) -> None:
    zone = {"zone_id": "Z1", "clause_id": "z1", "kind": "exclusion", "text": "Not to enter the High Street.", "geometry": None}
    orders = read({"orders": [order(zones=[zone])]})
    assert wb.duties(orders, "2026-03-02", "2026-03-05").empty
    assert any("nobody has drawn" in warning for warning in orders.load.warnings)
    drawn = read({"orders": [order(zones=[{**zone, "geometry": square(), "drawn_by": "an officer"}])]})
    assert len(wb.duties(drawn, "2026-03-02", "2026-03-05")) == 3
    weekends = orders.drawn("z1", square(), by="an officer", schedule=[{"day": "weekend", "start": "00:00", "end": "24:00"}])
    assert len(wb.duties(weekends, "2026-03-02", "2026-03-09")) == 2
    assert weekends.clauses[["text", "drawn_by"]].values.tolist() == [[zone["text"], "an officer"]]
    assert wb.duties(orders, "2026-03-02", "2026-03-09").empty
    with pytest.raises(wb.WorkbenchError, match="Nobody is named"):
        orders.drawn("z1", square(), by="", schedule=None)


def test_a_clock_time_that_happens_twice_or_not_at_all_is_told(read: Callable[..., Any]) -> None:
    rows = [{"day": "Sa", "start": "22:00", "end": "01:30"}]
    orders = read({"orders": [order(end="2026-12-01", curfews=[curfew(schedule=rows)])]})
    assert [w.split(": ", 1)[1] for w in orders.load.warnings] == [
        "01:30 on 2026-03-29 does not exist in Europe/London; the next time that does was taken, 02:00 BST.",
        "01:30 on 2026-10-25 happens twice in Europe/London; its first pass was taken.",
    ]
    spring = wb.duties(orders, "2026-03-29", "2026-03-30")
    assert spring["end"].tolist() == [pd.Timestamp("2026-03-29 01:00", tz="UTC")]
    assert spring.attrs["warnings"]
    assert wb.duties(orders, "2026-10-25", "2026-10-26")["end"].tolist() == [pd.Timestamp("2026-10-25 00:30", tz="UTC")]


def test_a_permission_in_the_hour_that_is_skipped_lifts_nothing_and_is_told(read: Callable[..., Any]) -> None:
    allowed = {"permission_id": "p1", "clause_ids": ["c1"], "start": "2026-03-29T01:00", "end": "2026-03-29T01:30"}
    orders = read({"orders": [order(curfews=[curfew()], permissions=[allowed])]})
    assert wb.duties(orders, "2026-03-29", "2026-03-29T12:00")["permission_id"].isna().tolist() == [True]
    assert any("it is empty" in warning for warning in orders.load.warnings)


def test_a_permission_holds_on_where_a_later_version_does_not_withdraw_it_and_that_is_told(read: Callable[..., Any]) -> None:
    allowed = {"permission_id": "p1", "clause_ids": ["c1"], "start": "2026-03-12T20:00", "end": "2026-03-12T22:00"}
    first = order(version=1, curfews=[curfew()], permissions=[allowed])
    second = order(version=2, in_force_from="2026-03-10", curfews=[curfew()])
    orders = read({"orders": [first, second]})
    rows = wb.duties(orders, "2026-03-12T12:00", "2026-03-13T06:00")
    assert rows["permission_id"].fillna("").tolist() == ["", "p1", ""]
    assert any("version 1 alone" in warning for warning in orders.load.warnings)


def test_one_order_by_itself_and_one_that_was_read_are_orders_too(read: Callable[..., Any]) -> None:
    alone = read({key: value for key, value in order(curfews=[curfew()]).items() if key != "wearer_id"}, wearer="W1")
    again = wb.duties(list(alone), "2026-03-02", "2026-03-05")
    pd.testing.assert_frame_equal(again, wb.duties(alone, "2026-03-02", "2026-03-05"))


def test_another_wearer_s_orders_are_set_aside(read: Callable[..., Any]) -> None:
    both = [order(curfews=[curfew()]), order(order_id="O2", wearer_id="W2", curfews=[curfew()])]
    orders = read({"orders": both}, wearer="W2")
    assert orders.wearers == ["W2"]
    assert orders.load.set_aside["reason"].unique().tolist() == ["it is an order of W1"]
    nobody = read({"orders": both}, wearer="W9")
    assert (len(nobody.orders), nobody.load.warnings) == (0, ["No order was kept; what was set aside says why."])
    assert accounted(orders)


def test_two_contents_of_one_version_are_refused(read: Callable[..., Any]) -> None:
    with pytest.raises(wb.WorkbenchError, match="more than once"):
        read({"orders": [order(curfews=[curfew()]), order(curfews=[curfew(grace_minutes=9)])]})
    same = read({"orders": [order(curfews=[curfew()]), order(curfews=[curfew()])]})
    assert (len(same.orders), accounted(same)) == (1, True)


def test_an_address_is_found_in_the_table_of_places(read: Callable[..., Any]) -> None:
    bare = {"place_id": "home", "name": "12 Mere Lane"}
    known = pd.DataFrame([{"place_id": "P7", "name": "12 mere lane", "lon": 1.2, "lat": 51.4, "radius_m": 40.0}])
    lost = read({"orders": [order(places=[bare], curfews=[curfew()])]})
    assert any("nobody has said where" in warning for warning in lost.load.warnings)
    assert read({"orders": [order(places=[bare], curfews=[curfew()])]}, places=known).places["lat"].tolist() == [51.4]


def test_bank_holidays_replace_the_rows_of_their_day(read: Callable[..., Any]) -> None:
    rows = [{"day": "daily", "start": "19:00", "end": "07:00"}, {"day": "bank holidays", "start": "22:00", "end": "06:00"}]
    orders = read({"orders": [order(bank_holidays=["2026-04-03"], curfews=[curfew(schedule=rows)])]})
    starts = wb.duties(orders, "2026-04-02T12:00", "2026-04-04T12:00")["start"]
    assert starts.dt.tz_convert("Europe/London").dt.strftime("%d %H:%M").tolist() == ["02 19:00", "03 22:00"]


def test_devices_are_to_be_worn_while_they_are_active(read: Callable[..., Any]) -> None:
    worn = {"clause_id": "d1", "device_id": "D1", "start": "2026-03-02T10:00", "end": "2026-03-03"}
    rows = wb.duties(read({"orders": [order(devices=[worn])]}), "2026-03-01", "2026-03-10")
    assert rows["kind"].tolist() == ["device", "device"]
    assert rows["end"].iloc[-1] == pd.Timestamp("2026-03-04", tz="UTC")


def test_other_kinds_of_clauses_make_a_row_a_day(read: Callable[..., Any]) -> None:
    orders = read(
        {
            "orders": [
                order(
                    places=[HOME],
                    non_association=[{"clause_id": "n1", "with": "W2", "within_m": 100}],
                    moving_zones=[{"clause_id": "m1", "around_device": "V1", "radius_m": 500}],
                )
            ]
        }
    )
    rows = wb.duties(orders, "2026-03-02", "2026-03-04")
    assert rows["kind"].value_counts().to_dict() == {"non_association": 2, "moving_zone": 2}
    clause = orders.clause(rows[rows["kind"] == "moving_zone"].iloc[0])
    assert (clause["around_device"], clause["within_m"]) == ("V1", 500.0)


def test_the_order_in_the_documentation_is_read_without_a_remark(read: Callable[..., Any]) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "orders.md").read_text(encoding="utf-8")
    orders = read(page.split("```json\n")[1].split("```")[0])
    kinds = wb.duties(orders, "2026-03-01", "2026-03-08")["kind"].value_counts().to_dict()
    assert kinds == {"curfew": 8, "exclusion": 9, "appointment": 1, "non_association": 7, "moving_zone": 7, "device": 7}
    assert orders.load.warnings == [f"Order O1, clause r1 makes no duty: {orders.clauses['no_duty'].max()}."]
