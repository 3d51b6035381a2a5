"""The bundled case, end to end: files to fixes to answers, compared with what truly happened."""

from __future__ import annotations

import pytest

import workbench as wb

pytestmark = pytest.mark.slow

EXPECTED = {
    "C1": "supported",
    "C2": "contradicted",
    "C3": "cannot tell",
    "C4": "contradicted",
    "C5": "supported",
    "C6": "cannot tell",
}


@pytest.fixture(scope="module")
def case():
    return wb.example()


def test_every_row_of_the_case_is_accounted_for(case) -> None:
    load = case.tracks.load
    assert load.rows_read == load.rows_kept + len(load.set_aside) == len(case.tracks.fixes) + len(load.set_aside)
    zones = case.zones.attrs["load"]
    assert zones.rows_read == zones.rows_kept + len(zones.set_aside) == 3


@pytest.fixture(scope="module")
def report(case):
    return wb.check_account(case.account, case.tracks)


def test_the_answers_are_the_true_ones_with_each_kind_among_them(case, report) -> None:
    answers = dict(zip(case.account["claim_id"], report.table["answer"], strict=True))
    assert answers == EXPECTED
    assert [v.answer for v in report.verdicts] == list(answers.values())
    assert set(answers.values()) == {"supported", "contradicted", "cannot tell"}
    truth = dict(zip(case.account_truth["claim_id"], case.account_truth["true"], strict=True))
    assert all(truth[c] == "yes" for c, a in answers.items() if a == "supported")
    assert all(truth[c] == "no" for c, a in answers.items() if a == "contradicted")
    for verdict in report.verdicts:
        assert 1 <= len(verdict.because) <= 3
        assert verdict.reason
        assert verdict.what_would_change_it
    hidden = report.verdicts[list(answers).index("C3")]
    assert hidden.reason == "gap"
    assert hidden.longest_gap_minutes > 120


def test_every_fix_an_answer_rests_on_leads_to_a_line_of_the_file(case, report) -> None:
    verdict = report.verdicts[0]
    used = case.tracks.fixes.set_index("fix_id").loc[list(verdict.fixes)]
    lines = (case.folder / "positions.csv").read_text(encoding="utf-8").splitlines()
    for fix_id, row in zip(used.index, used["row"], strict=True):
        assert lines[int(row)].startswith(f"{fix_id},")
