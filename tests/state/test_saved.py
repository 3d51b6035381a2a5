"""What was chosen is kept in the case folder, and taken up by the next kernel, for the same fixes and question only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.widgets.made import START, gaps, session, stays, tracks
from workbench.base.errors import InputError
from workbench.state.saved import keep, restore
from workbench.state.session import Session
from workbench.widgets.show_tracks import Show, show


def checked() -> Show:
    """A screen on which a real check was made."""
    shown = Show(session())
    f = shown.statement
    f.place.value, f.date.value, f.start.value, f.end.value = "51.4000, 1.2000", "3 March 2026", "00:02", "00:12"
    f.button.click()
    assert shown.session.verdict is not None
    shown.session.choose_window(START, START + pd.Timedelta(minutes=20))
    shown.session.step("last")
    shown.session.switch("rings", False)
    return shown


def test_all_of_it_comes_back(tmp_path: Path) -> None:
    before = checked()
    keep(before.session, tmp_path, "a", "asked")
    after = session()
    assert restore(after, tmp_path, "a", "asked")
    assert after.selection == before.session.selection and after.layers == before.session.layers and after.can_undo
    shown = Show(after)
    f = shown.statement
    assert (f.place.value, f.date.value, f.start.value, f.end.value) == ("51.4000, 1.2000", "3 March 2026", "00:02", "00:12")
    assert after.verdict == before.session.verdict and after.old == "" and "Answer: " in shown.answer.card.value
    f.start.value = "00:03"
    assert after.old


def test_it_is_for_the_same_fixes_and_question_only(tmp_path: Path) -> None:
    keep(checked().session, tmp_path, "a", "asked")
    for name, asked in (("b", "asked"), ("a", "something else")):
        fresh = session()
        assert not restore(fresh, tmp_path, name, asked) and fresh.answer is None


@pytest.mark.parametrize("harm", ["{", "[]", '{"a": 1}', "wearer", "time"])
def test_a_file_that_is_none_of_ours_is_let_be(tmp_path: Path, harm: str) -> None:
    keep(checked().session, tmp_path, "a", "asked")
    path = tmp_path / ".workbench" / "screen.json"
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if harm == "wearer":
        kept["a"]["selection"][0] = "W9"
    elif harm == "time":
        kept["a"]["selection"][1] = "yesterday"
    path.write_text(harm if harm[0] in "{[" else json.dumps(kept), encoding="utf-8")
    fresh = session()
    assert not restore(fresh, tmp_path, "a", "asked") and fresh.selection == session().selection


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / ".workbench").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be kept"):
        keep(session(), tmp_path, "a", "asked")


def test_a_new_kernel_goes_on_where_the_last_one_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("workbench.widgets.show_tracks.cell_id", lambda: "cell")

    def kernel() -> Show:
        from workbench.widgets.memory import Memory

        monkeypatch.setattr("workbench.widgets.show_tracks._MEMORY", Memory())
        return show(tracks(), stays=stays(), gaps=gaps())

    first = kernel()
    first.header.wearer.value = "W2"
    first.statement.text.value = "typed before"
    again = kernel()
    assert again.session.selection.wearer == "W2" and again.statement.text.value == "typed before"
    assert isinstance(again.session, Session)
