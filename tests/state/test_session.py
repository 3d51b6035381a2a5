"""The session is driven with no screen: one selection, every change can be undone."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.made import START, gaps, session, stays, tracks
from workbench.base.errors import InputError, TimeError
from workbench.state.session import HEAVY, Session
from workbench.testing import make_fixes, make_tracks


def minutes(a: float, b: float) -> tuple[pd.Timestamp, pd.Timestamp]:
    return START + pd.Timedelta(minutes=a), START + pd.Timedelta(minutes=b)


def test_it_opens_on_the_whole_span_of_the_first_wearer() -> None:
    s = session()
    assert s.selection.wearer == "W1" and len(s.fixes) == 73 and s.position is None
    assert s.words == "Tue 3 Mar 2026 00:00 to 02:00 GMT"


def test_the_window_is_half_open() -> None:
    s = session()
    s.choose_window(*minutes(5, 10))
    assert s.fixes["fix_id"].tolist() == [f"W1-{i}" for i in range(6, 11)]


def test_a_window_given_in_words_is_local() -> None:
    summer = make_tracks(make_fixes(minutes=range(120), start="2026-07-03T20:00Z"))
    s = Session(summer, gaps=gaps(), start="2026-07-03 21:10", end="2026-07-03 21:40")
    assert s.words == "Fri 3 Jul 2026 21:10 to 21:40 BST" and len(s.fixes) == 30


def test_steps_walk_the_window_and_stop_at_its_ends() -> None:
    s = session()
    s.choose_window(*minutes(5, 10))
    walked = []
    for action in ("next", "next", "last", "next", "previous", "first", "previous"):
        s.step(action)
        walked.append(s.position)
    assert walked == [0, 1, 4, 4, 3, 0, 0]


def test_a_picked_fix_outside_a_new_window_is_let_go() -> None:
    s = session()
    s.pick("W1-2")
    s.choose_window(*minutes(5, 10))
    assert s.selection.picked is None


def test_a_fix_outside_the_window_picks_its_neighbour_in_time() -> None:
    s = session()
    s.choose_window(*minutes(5, 10))
    s.pick("W1-40")
    assert s.selection.picked == "W1-10"


def test_picking_by_place_needs_a_fix_in_reach() -> None:
    s = session()
    fix = s.fixes.iloc[10]
    assert s.pick_near(float(fix["lon"]) + 1e-5, float(fix["lat"]), 10)
    assert s.position == 10
    assert not s.pick_near(1.3, 51.5, 10)
    assert s.position == 10


moves = st.lists(st.tuples(st.sampled_from(["window", "day", "step", "wearer", "all"]), st.integers(0, 100)), max_size=15)


@settings(max_examples=40, deadline=None)
@given(moves)
def test_undo_walks_back_through_every_choice(made: list[tuple[str, int]]) -> None:
    s = session()
    seen = [s.selection]
    for kind, n in made:
        if kind == "window":
            s.choose_window(*minutes(n, n + 10))
        elif kind == "day":
            s.choose_window(*minutes(n, n + 20), timeline=True)
        elif kind == "step":
            s.step(("first", "next", "last", "previous")[n % 4])
        elif kind == "wearer":
            s.choose_wearer(("W1", "W2")[n % 2])
        else:
            s.show_all()
        if s.selection != seen[-1]:
            seen.append(s.selection)
    for before in reversed(seen[:-1]):
        assert s.can_undo
        s.undo()
        assert s.selection == before
    assert not s.can_undo


def test_tables_follow_wearer_and_window() -> None:
    s = session()
    assert len(s.in_window("gaps")) == 1 and len(s.in_window("stays")) == 1
    s.choose_window(*minutes(80, 90))
    assert len(s.in_window("gaps")) == 0
    s.choose_wearer("W2")
    assert len(s.table("stays")) == 0
    assert s.in_window("approaches") is None


def test_stays_of_very_many_fixes_wait_to_be_asked_for() -> None:
    s = Session(make_tracks(make_fixes(minutes=range(3))), gaps=gaps())
    assert s.layers["stays"]
    assert HEAVY == 200_000


def test_it_never_changes_what_it_was_given() -> None:
    given_stays, given_tracks = stays(), tracks()
    before = given_tracks.fixes.copy(deep=True), given_stays.copy(deep=True)
    s = Session(given_tracks, stays=given_stays, gaps=gaps())
    s.choose_window(*minutes(5, 10))
    s.step("last")
    pd.testing.assert_frame_equal(given_tracks.fixes, before[0])
    pd.testing.assert_frame_equal(given_stays, before[1])


def test_faults_say_what_to_do() -> None:
    s = session()
    for broken in (
        lambda: s.choose_window(*minutes(10, 10)),
        lambda: s.step("sideways"),
        lambda: s.pick("nobody"),
        lambda: s.switch("heat", True),
        lambda: s.choose_wearer("W9"),
        lambda: Session(tracks().of("W1").between(*minutes(35, 36))),
    ):
        with pytest.raises(InputError) as found:
            broken()
        assert found.value.do
    with pytest.raises(TimeError):
        s.choose_window(pd.Timestamp("2026-03-03"), pd.Timestamp("2026-03-04"))


def test_busy_is_said_while_working_and_not_after() -> None:
    s = session()
    heard: list[str] = []
    s.observe(lambda change: heard.append(change["new"]), "busy")
    with s.working("finding stays"):
        pass
    assert heard == ["finding stays", ""]


def test_a_cell_may_put_a_verdict_in_and_it_is_an_earlier_one_once_the_window_moves() -> None:
    s, verdict = session(), object()
    s.verdict = verdict
    assert s.verdict is verdict and s.old == ""
    s.choose_window(*minutes(5, 10))
    assert s.verdict is verdict and s.old
    s.verdict = None
    assert s.verdict is None and s.answer is None and s.old == ""


def test_a_verdict_about_another_wearer_is_not_shown_as_the_chosen_ones() -> None:
    s = session()
    claim = type("Claim", (), {"wearer": "W2"})
    s.verdict = type("Verdict", (), {"claim": claim})
    assert s.answer is not None and s.answer.wearer == "W2" and s.old
