"""Whole accounts: tables and lists of claims, one verdict each; the bundled case stands in tests/test_case_answers.py."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

import workbench as wb
from workbench.evidence.account import check_account


def test_a_table_and_a_list_say_the_same(outing) -> None:
    times = {"start": "2026-03-03T21:10Z", "end": "2026-03-03T21:40Z"}
    table = pd.DataFrame(
        [
            {"lon": 1.2, "lat": 51.4, **times, "kind": "visited", "text": "home", "said_by": "wearer", "extra": 1},
            {"lon": 1.4, "lat": 51.4, **times, "kind": "never", "text": None, "said_by": "victim", "extra": 2},
        ]
    )
    claims = [
        wb.Claim(place=(1.2, 51.4), **times, text="home", said_by="wearer"),
        wb.Claim(place=(1.4, 51.4), **times, kind="never", said_by="victim"),
    ]
    one, two = (check_account(c, outing) for c in (table, claims))
    pd.testing.assert_frame_equal(one.table, two.table)
    assert one.table["answer"].tolist() == ["contradicted", "supported"]
    assert one.card().text() == two.card().text()


def test_places_come_as_geometry_too(outing) -> None:
    table = pd.DataFrame(
        {"geometry": [shapely.Point(1.2, 51.4).buffer(0.001)], "start": ["2026-03-03T12:00Z"], "end": ["2026-03-03T13:00Z"]}
    )
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


TOLD = pd.DataFrame(
    [
        {"claim_id": "A", "lon": 1.2, "lat": 51.4, "start": "2026-03-03T12:00Z", "end": "2026-03-03T13:00Z", "said_by": "wearer"},
        {
            "claim_id": "B",
            "lon": 1.2,
            "lat": 51.4,
            "start": "2026-03-03T12:00Z",
            "end": "2026-03-03T13:00Z",
            "said_by": "witness",
        },
        {"claim_id": "C", "lon": 1.4, "lat": 51.4, "start": "2026-03-03T12:00Z", "end": "2026-03-03T13:00Z", "said_by": "victim"},
        {"claim_id": "D", "lon": 1.2, "lat": 51.4, "start": "2026-03-03T12:00Z", "end": "2026-03-03T13:00Z", "kind": "never"},
    ]
)


def test_the_order_of_the_claims_does_not_matter(outing) -> None:
    turned = TOLD.iloc[::-1]
    one, two = (check_account(t, outing, sensitivity=False).table for t in (TOLD, turned))
    pd.testing.assert_frame_equal(one, two.iloc[::-1].reset_index(drop=True))
    assert one["answer"].tolist() == ["supported", "supported", "contradicted", "contradicted"]


def test_what_two_people_say_alike_is_worked_out_once(outing, monkeypatch) -> None:
    from workbench.evidence import account

    asked = []
    real = account.check_one
    monkeypatch.setattr(account, "check_one", lambda claim, *rest, **named: asked.append(claim) or real(claim, *rest, **named))
    report = check_account(TOLD, outing, sensitivity=False)
    assert len(asked) == 3
    assert [v.claim.said_by for v in report.verdicts] == ["wearer", "witness", "victim", ""]
    assert "witness" in report.verdicts[1].card().text()


BAD = {
    "start": ("soon", "start"),
    "lat": ("north", "lat"),
    "radius_m": ("50 m", "radius_m"),
    "kind": ("perhaps", "kind"),
    "timezone": ("Mars/Olympus", "zone"),
    "wearer": ("W9", "wearer"),
    "end": ("2026-03-03T11:00Z", "end"),
}


@pytest.mark.parametrize(("column", "cell", "word"), [(c, *v) for c, v in BAD.items()], ids=BAD.keys())
def test_a_bad_row_is_named_and_takes_no_other_with_it(outing, column, cell, word) -> None:
    told = TOLD.iloc[[0, 2]].reset_index(drop=True).astype(object)
    told[column] = told.get(column)
    told.loc[0, column] = cell
    with pytest.raises(wb.InputError) as caught:
        check_account(told, outing, sensitivity=False)
    assert "claim 1 (A)" in caught.value.where
    report = check_account(told, outing, sensitivity=False, bad_rows="keep")
    assert report.table["answer"].tolist() == ["not checked", "contradicted"]
    assert report.verdicts[0] is None and report.verdicts[1].answer == "contradicted"
    assert word in report.table["because"][0].lower()
    assert report.table["said_by"].tolist() == ["wearer", "victim"]
    assert "1. not checked" in report.card().text()
    assert "not checked" in report._repr_html_()


def test_a_way_with_bad_rows_that_does_not_exist_is_refused(outing) -> None:
    with pytest.raises(wb.InputError, match="bad rows"):
        check_account(TOLD, outing, bad_rows="drop")
