"""An answer belongs to its statement: whatever changes greys it, an error clears it, another statement shows its own or none."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from tests.widgets.made import START, gaps, stays, tracks
from workbench.base.card import Card
from workbench.base.errors import InputError, WorkbenchError
from workbench.evidence.claim import Claim
from workbench.state.session import Session
from workbench.widgets.show_tracks import Show

PLACES = pd.DataFrame({"name": ["The Anchor", "The Mill"], "lon": [1.21, 1.22], "lat": [51.4, 51.4], "radius_m": [30.0, 60.0]})
DAY = "2026-03-03"


def verdict(answer: str, claim: Claim | None = None) -> Any:
    """A stand-in for a verdict, so that no other room is needed."""
    logic = dict.fromkeys(("possibly_sometime", "definitely_sometime", "possibly_always", "definitely_always"), False)
    parts = {
        "log10_lr": 0.0,
        "words": "",
        "what_would_change_it": (),
        "card": lambda: Card(answer),
        "parameters": {"wearer": "W1"},
    }
    return SimpleNamespace(answer="cannot tell", claim=claim, **logic, **parts)


class Answering(Session):
    """A session whose check is a stand-in: it answers with how often it was asked."""

    times = 0

    def judged(self, statement: dict[str, Any]) -> Any:
        if statement["text"] == "refuse":
            raise InputError("This cannot be checked.", do="Say something else.")
        self.times += 1
        return verdict(f"answer {self.times}")


def form(**more: Any) -> Show:
    return Show(Answering(tracks(), stays=stays(), gaps=gaps(), places=PLACES, **more))


def checked(**more: Any) -> Show:
    shown = form(**more)
    f = shown.statement
    f.place.value, f.date.value, f.start.value, f.end.value = "The Anchor", DAY, "00:10", "00:40"
    f.button.click()
    assert word(shown) == "answer 1" and not old(shown)
    return shown


def word(shown: Show) -> str:
    """The answer that stands on the screen; nothing where there is none."""
    return "" if "wb-empty" in shown.answer.card.value else shown.answer.card.value.split('600">')[1].split("<")[0]


def old(shown: Show) -> bool:
    """Whether what stands there is greyed and said to be an earlier one's, in panel and form alike."""
    grey = "wb-old" in shown.answer.body._dom_classes
    assert (
        grey
        == ("Answer to an earlier statement" in shown.answer.old.value)
        == ("earlier statement" in shown.statement.short.value)
    )
    return grey


def set_(name: str, value: Any) -> Callable[[Show], None]:
    return lambda shown: setattr(getattr(shown.statement, name), "value", value)


CHANGES: list[tuple[str, Callable[[Show], None]]] = [
    *(
        (name, set_(name, value))
        for name, value in (("place", "The Mill"), ("place", "51.41, 1.2"), ("radius", 80.0), ("date", "4/3/2026"))
    ),
    *((name, set_(name, value)) for name, value in (("start", "00:11"), ("end", "00:41"), ("kind", "never"), ("least", 3.0))),
    *((name, set_(name, value)) for name, value in (("tolerance", 0.0), ("said_by", "suspect"), ("text", "other words"))),
    ("wearer", lambda shown: shown.session.choose_wearer("W2")),
    ("window", lambda shown: shown.session.choose_window(START, START + pd.Timedelta(minutes=30))),
]


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[f"{name}-{i}" for i, (name, _) in enumerate(CHANGES)])
def test_any_change_greys_the_answer(name: str, change: Callable[[Show], None]) -> None:
    shown = checked()
    change(shown)
    assert word(shown) == "answer 1" and old(shown)


def test_an_answer_says_whose_where_and_when() -> None:
    about = checked().answer.head.value
    assert "W1; The Anchor (within 30 m); Tuesday 3 March 2026 00:10 to 00:40 GMT (30 min).; said by victim" in about


def test_what_is_changed_back_is_the_same_statement_again() -> None:
    shown = checked()
    shown.statement.start.value = "00:11"
    shown.statement.start.value = "00:10"
    assert word(shown) == "answer 1" and not old(shown)
    shown.session.choose_window(START, START + pd.Timedelta(minutes=30))
    shown.session.undo()
    assert not old(shown)


def test_a_form_that_is_no_longer_filled_in_shows_no_answer() -> None:
    for name in ("place", "start", "end", "date"):
        shown = checked()
        set_(name, "")(shown)
        assert word(shown) == "" and 'wb-word"></span>' in shown.statement.short.value


def test_an_empty_form_shows_no_answer() -> None:
    shown = form()
    assert word(shown) == "" and shown.session.answer is None and shown.session.place is None


def test_an_error_clears_the_answer() -> None:
    shown = checked()
    shown.statement.text.value = "refuse"
    shown.session.strict = False
    shown.statement.button.click()
    assert word(shown) == "" and "cannot be checked" in shown.statement.guard.problem.value
    shown = checked()
    shown.session.strict = False
    shown.statement.start.value = "ten past"
    shown.statement.button.click()
    assert word(shown) == "" and shown.session.error is not None


def test_the_place_is_drawn_before_anything_is_checked() -> None:
    shown = form()
    assert shown.map_view.drawn["place"]["count"] == 0
    shown.statement.place.value = "51.4100, 1.2000"
    assert shown.map_view.drawn["place"]["count"] == 1
    small = shown.session.place.area
    shown.statement.radius.value = 200.0
    assert shown.session.place.area > 10 * small
    shown.statement.place.value = "nowhere at all"
    assert shown.map_view.drawn["place"]["count"] == 0


def account() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "said_by": ["victim", "suspect"],
            "text": ["There.", "Not there."],
            "wearer": ["W1", "W1"],
            "lon": [1.2001, 1.2101],
            "lat": [51.4, 51.4],
            "start": ["3/3/2026 00:10", "3/3/2026 01:10"],
            "end": ["3/3/2026 00:40", "3/3/2026 01:40"],
            "timezone": "Europe/London",
        }
    )


def test_a_row_of_the_account_shows_its_own_answer_or_none() -> None:
    shown = form(account=account(), answers=[verdict("of the victim", Claim((1.2001, 51.4), START)), None])
    f = shown.statement
    f.told_before.value = 0
    assert word(shown) == "of the victim" and not old(shown)
    assert "said by victim" in shown.answer.head.value and "Tuesday 3 March 2026 00:10 to 00:40 GMT" in shown.answer.head.value
    f.told_before.value = 1
    assert word(shown) == "" and f.said_by.value == "suspect" and (f.date.value, f.start.value) == ("3 March 2026", "01:10")
    f.button.click()
    assert word(shown) == "answer 1"
    f.told_before.value = 0
    assert word(shown) == "of the victim" and not old(shown)
    f.told_before.value = 1
    assert word(shown) == "answer 1" and not old(shown)


def test_an_answer_that_is_shown_brings_its_statement_into_the_form() -> None:
    start = START + pd.Timedelta(minutes=10)
    claim = Claim((1.2, 51.4), start, start + pd.Timedelta(minutes=30), wearer="W1", timezone="UTC", said_by="witness", text="a")
    made = Answering(tracks(), stays=stays(), gaps=gaps(), verdict=verdict("given", claim))
    shown = Show(made)
    assert word(shown) == "given" and not old(shown)
    f = shown.statement
    assert (f.place.value, f.start.value, f.end.value, f.said_by.value) == ("51.40000, 1.20000", "00:10", "00:40", "witness")
    f.end.value = "00:50"
    assert old(shown)


def test_a_date_is_read_day_first_and_said_back_in_full() -> None:
    shown = form()
    f = shown.statement
    for typed in ("4/3/2026", "4 March 2026", "2026-03-04", "04.03.2026"):
        f.date.value, f.start.value, f.end.value = typed, "9.10pm", "21:40"
        assert "Wednesday 4 March 2026 21:10 to 21:40 GMT (30 min)." in f.told.value, typed
    f.date.value = "3/25/2026"
    assert "Wednesday" not in f.told.value and f.said() is None


def test_the_date_follows_the_chosen_day_but_not_that_of_an_account() -> None:
    shown = form(account=account())
    shown.statement.date.value = "1 January 2026"
    shown.header.day.value = 0
    assert shown.statement.date.value == "3 March 2026"
    shown.session.show_all()
    shown.statement.told_before.value = 0
    shown.statement.date.value = "1 January 2026"
    shown.header.day.value = 0
    assert shown.statement.date.value == "1 January 2026"


def test_enter_checks() -> None:
    shown = form()
    f = shown.statement
    f.place.value, f.date.value, f.start.value, f.end.value = "The Anchor", DAY, "00:10", "00:40"
    f.end._handle_custom_msg({"event": "submit"}, [])
    assert word(shown) == "answer 1"


def test_a_place_far_from_every_fix_is_asked_about() -> None:
    shown = form()
    f = shown.statement
    f.date.value, f.start.value, f.end.value = DAY, "00:10", "00:40"
    f.place.value = "53.48, -2.24"
    assert shown.session.place is None and f.far_ok.layout.display == "" and "km" in f.where.value
    shown.session.strict = True
    with pytest.raises(WorkbenchError, match="from every fix"):
        f.check(None)
    f.far_ok.value = True
    f.button.click()
    assert word(shown) == "answer 1"
