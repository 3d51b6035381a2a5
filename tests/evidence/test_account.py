"""Whole accounts: tables and lists of claims, one verdict each; the bundled case stands in tests/test_case_answers.py."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

import workbench as wb
from workbench.evidence.account import check_account


def test_a_table_and_a_list_say_the_same(outing) -> None:
    times = {"start": "2026-03-03T21:10Z", "end": "2026-03-03T21:40Z"}
    table = pd.DataFrame([
        {"lon": 1.2, "lat": 51.4, **times, "kind": "visited", "text": "home", "said_by": "wearer", "extra": 1},
        {"lon": 1.4, "lat": 51.4, **times, "kind": "never", "text": None, "said_by": "victim", "extra": 2},
    ])
    claims = [wb.Claim(place=(1.2, 51.4), **times, text="home", said_by="wearer"),
              wb.Claim(place=(1.4, 51.4), **times, kind="never", said_by="victim")]
    one, two = (check_account(c, outing) for c in (table, claims))
    pd.testing.assert_frame_equal(one.table, two.table)
    assert one.table["answer"].tolist() == ["contradicted", "supported"]
    assert one.card().text() == two.card().text()


def test_places_come_as_geometry_too(outing) -> None:
    table = pd.DataFrame({"geometry": [shapely.Point(1.2, 51.4).buffer(0.001)], "start": ["2026-03-03T12:00Z"],
                          "end": ["2026-03-03T13:00Z"]})
    assert check_account(table, outing).table["answer"].tolist() == ["supported"]


def test_there_is_no_score_over_all(outing) -> None:
    claims = [wb.Claim(place=(1.2, 51.4), start="2026-03-03T12:00Z", end="2026-03-03T13:00Z")] * 2
    report = check_account(claims, outing)
    assert set(vars(report)) == {"verdicts", "table"}
    assert "score" not in report.card().text().lower()
    assert len(report.verdicts) == len(report.table) == 2


def test_an_empty_account_is_an_empty_report(outing) -> None:
    report = check_account([], outing)
    assert report.verdicts == [] and report.table.empty
    assert "0 claims" in report.card().text()


def test_errors_name_the_claim(outing) -> None:
    good = wb.Claim(place=(1.2, 51.4), start="2026-03-03T12:00Z", end="2026-03-03T13:00Z")
    bad = wb.Claim(place=(1.2, 51.4), start="2026-03-03 12:00", end="2026-03-03 13:00")
    with pytest.raises(wb.TimeError) as caught:
        check_account([good, bad], outing)
    assert "claim 2" in caught.value.where
    with pytest.raises(wb.InputError, match="not an account"):
        check_account(pd.DataFrame({"start": ["2026-03-03T12:00Z"]}), outing)
    with pytest.raises(wb.InputError, match="no start"):
        check_account(pd.DataFrame({"lon": [1.2], "lat": [51.4], "start": [None]}), outing)
