"""The answers to an account on the screen."""

from __future__ import annotations

from types import SimpleNamespace

import workbench as wb
from tests.widgets.made import gaps, stays, tracks


def test_the_places_of_an_account_follow_the_wearer_and_the_form_keeps_its_statements() -> None:
    claim = SimpleNamespace(place=(1.2, 51.4), radius_m=50.0)
    verdicts = [
        SimpleNamespace(answer=answer, claim=claim, parameters={"wearer": wearer})
        for answer, wearer in (("supported", "W1"), ("cannot tell", "W2"))
    ]
    report = SimpleNamespace(verdicts=[verdicts[0], None, verdicts[1]])
    shown = wb.show(tracks(), stays=stays(), gaps=gaps(), account=report, wearer="W1")
    view = shown.map_view
    assert [m["words"] for m in view.drawn["answers"]["labels"]] == ["1 supported"]
    assert view.sheets["answers"].data == view.drawn["answers"]["data"]
    assert "places of the account" in view.legend.value
    shown.session.choose_wearer("W2")
    assert [m["words"] for m in view.drawn["answers"]["labels"]] == ["3 cannot tell"]
    assert any(m["words"] == "3 cannot tell" for m in view.labelled)
    assert shown.session.account is None
    bare = wb.show(tracks(), stays=stays(), gaps=gaps(), wearer="W1")
    assert bare.map_view.drawn["answers"]["count"] == 0
