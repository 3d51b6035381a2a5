"""What changed from one version of an order to the next, in sentences."""

from __future__ import annotations

import workbench as wb
from tests.orders.written import HOME, curfew, order, square


def test_nothing_has_changed_between_an_order_and_itself() -> None:
    one = [order(curfews=[curfew()])]
    assert wb.diff_orders(one, one).empty


def test_each_change_is_one_sentence() -> None:
    zone = {"zone_id": "Z1", "clause_id": "z1", "kind": "exclusion", "geometry": square()}
    later = [{"day": "daily", "start": "20:00", "end": "07:00"}]
    allowed = {"permission_id": "p1", "clause_ids": ["z1"], "start": "2026-04-02T10:00", "end": "2026-04-02T12:00"}
    old = [order(end="2026-09-01", curfews=[curfew()], zones=[zone])]
    new = [
        order(
            version=2,
            end="2026-10-01",
            in_force_from="2026-04-01T12:00",
            places=[{**HOME, "lon": 1.21}],
            curfews=[curfew(schedule=later, grace_minutes=10)],
            zones=[zone],
            residence=[{"clause_id": "r1", "place_id": "home"}],
            permissions=[allowed],
        )
    ]
    table = wb.diff_orders(old, new)
    assert table["words"].tolist() == [
        "Order start has changed from Sun 1 Mar 2026 00:00 GMT to Wed 1 Apr 2026 12:00 BST (the order itself).",
        "Order end has changed from the end of Tue 1 Sep 2026 to the end of Thu 1 Oct 2026 (the order itself).",
        "Curfew start has changed from Mo-Su 19:00 to Mo-Su 20:00 (clause c1).",
        "Curfew grace in minutes has changed from 5 to 10 (clause c1).",
        "Curfew place has changed from 12 Mere Lane (51.40000, 1.20000, radius 40 m) to "
        "12 Mere Lane (51.40000, 1.21000, radius 40 m), 696 m apart (clause c1).",
        "Residence has been added (clause r1).",
        "Permission has been added (permission p1).",
    ]
    assert table.attrs["new"].orders["version"].tolist() == [2]


def test_a_clause_that_is_gone_and_a_zone_that_was_drawn_are_told() -> None:
    text = {"zone_id": "Z1", "clause_id": "z1", "kind": "exclusion", "geometry": None, "text": "The High Street."}
    table = wb.diff_orders([order(curfews=[curfew()], zones=[text])], [order(zones=[{**text, "geometry": square()}])])
    assert table[["clause_id", "what"]].values.tolist() == [["c1", "clause"], ["z1", "outline"]]
    assert table["words"].iloc[0] == "Curfew has been removed (clause c1)."
    assert "not drawn" in table["words"].iloc[1]
