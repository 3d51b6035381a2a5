"""The crime board driven as a person drives it: one choice for map, table and card."""

import pandas as pd
import pytest

from workbench.base.errors import InputError
from workbench.crimes.match import match_crimes
from workbench.state.board import Board
from workbench.testing import sample_crimes, sample_tracks
from workbench.views.matrix import Page
from workbench.widgets.crimeboard import CrimeBoard


@pytest.fixture(scope="module")
def parts():
    crimes, tracks = sample_crimes(), sample_tracks()
    return crimes, tracks, match_crimes(crimes, tracks, decoy_days=3, progress=False)


@pytest.fixture
def shown(parts) -> CrimeBoard:
    made = CrimeBoard(*parts)
    made.board.strict = True
    return made


def test_every_pair_stands_once_in_the_tables_of_either_side(parts) -> None:
    board = Board(*parts)
    pairs = set()
    for crime in board.crimes.index:
        board.look_at(crime)
        listed = board.listed
        assert board.rows["picks"] == listed["wearer_id"].tolist()
        pairs |= {(crime, w, a) for w, a in zip(listed["wearer_id"], listed["answer"], strict=True)}
    board.look_by("wearer")
    turned = set()
    for wearer in board.wearers:
        board.look_at(wearer)
        turned |= {(c, wearer, a) for c, a in zip(board.listed["crime_id"], board.listed["answer"], strict=True)}
    matches = parts[2]
    assert turned == pairs and len(pairs) == len(matches)
    hits = set(zip(matches.hits["crime_id"], matches.hits["wearer_id"], strict=True))
    assert {(c, w) for c, w, a in pairs if a == "hit"} == hits


def test_a_row_chosen_is_on_map_card_and_in_the_controls(shown: CrimeBoard) -> None:
    board = shown.board
    assert board.choice.crime == "C1" and board.choice.wearer == ""
    board.choose("W1")
    assert "W1 and crime C1: match" in shown.card.value
    assert shown.map_view.drawn["points"]["count"] > 0 and shown.map_view.drawn["hit"]["count"] == 1
    assert shown.map_view.drawn["excluded"]["count"] == 0
    assert shown.map_view.drawn["points"]["labels"][0]["words"].startswith("A1 ")
    board.choose("")
    assert shown.map_view.drawn["points"]["count"] == 0 and shown.map_view.drawn["excluded"]["count"] == 1


def test_the_controls_turn_the_board_round_and_switch_answers(shown: CrimeBoard) -> None:
    board = shown.board
    shown.answers["excluded"].value = False
    assert board.choice.shown == ("hit", "unknown") and shown.map_view.drawn["excluded"]["count"] == 0
    shown.margin.value = 15
    assert board.choice.margin_minutes == 15
    board.choose("W2")
    shown.side.value = "wearer"
    assert (board.choice.by, board.choice.wearer, shown.which.value) == ("wearer", "W2", "W2")
    assert shown.map_view.drawn["crimes"]["count"] == len(board.listed)
    shown.which.value = "W1"
    assert board.choice.crime == "" and board.card is None and shown.card.value == ""
    shown.side.value = "crime"
    assert board.choice.by == "crime" and board.choice.crime == "C1" == shown.which.value


def test_a_shorter_margin_shows_no_fix_beyond_its_neighbour(parts) -> None:
    board = Board(*parts)
    board.choose("W1")
    crime = board.crimes.loc["C1"]
    for margin in (15, 60, 240):
        board.set_margin(margin)
        around = board._around("W1", crime)
        more = pd.Timedelta(minutes=margin)
        inside = around["time"].between(crime["start"] - more, crime["end"] + more)
        assert (~inside).sum() <= 2 and inside.any()


def test_chance_is_said_beside_the_list_and_wrong_names_are_refused(shown: CrimeBoard, parts) -> None:
    assert "chance" in shown.summary.value
    for call in (
        lambda b: b.look_at("C9"),
        lambda b: b.choose("W9"),
        lambda b: b.set_margin(7),
        lambda b: b.switch("maybe", True),
        lambda b: b.look_by("day"),
    ):
        with pytest.raises(InputError):
            call(shown.board)
    with pytest.raises(InputError, match="no crime to show"):
        Board(parts[0].iloc[:0], parts[1], parts[2])


def test_a_table_row_clicked_is_the_pair_chosen(shown: CrimeBoard) -> None:
    table = shown.table
    assert table.table is not None and table.described["picks"]
    table.table.selected_rows = [0]
    assert shown.board.choice.wearer == table.described["picks"][0]
    shown.board.choose(table.described["picks"][1])
    assert list(table.table.selected_rows) == [1]
    table.table.selected_rows = []
    assert shown.board.choice.wearer == ""


def test_a_cell_of_the_matrix_is_the_pair_chosen_and_is_framed(shown: CrimeBoard) -> None:
    matrix = shown.matrix
    assert matrix.grid.content == "" and matrix.layout.display == "none"  # nothing is worked out before it is asked for
    shown.below.value = "matrix"
    assert matrix.layout.display == "" and shown.table.layout.display == "none"
    described = matrix.described
    assert [r["wearer"] for r in described["rows"]] == ["W1"] and "W1, C1: match" in matrix.grid.content
    matrix._picked(0, 0)
    assert (shown.board.choice.crime, shown.board.choice.wearer) == ("C1", "W1")
    assert "W1 and crime C1: match" in shown.card.value and matrix.grid.picked == "0,0"
    shown.board.choose("")
    assert matrix.grid.picked == ""
    matrix._picked(7, 7)
    assert shown.board.choice.wearer == ""
    shown.below.value = "table"
    assert matrix.layout.display == "none" and shown.table.layout.display == ""


def test_the_matrix_is_turned_by_its_buttons_and_never_beyond_its_ends(shown: CrimeBoard) -> None:
    board, matrix = shown.board, shown.matrix
    shown.below.value = "matrix"
    assert all(button.disabled for button in matrix.pages.values())
    board.page = Page(rows=1, columns=1, every=True)
    assert matrix.every.value and not matrix.pages[1, 0].disabled and matrix.pages[0, 1].disabled
    before = matrix.described["rows"][0]["wearer"]
    matrix.pages[1, 0].click()
    assert matrix.described["rows"][0]["wearer"] != before and matrix.pages[1, 0].disabled
    board.turn(rows=5)
    assert matrix.described["page"].row == 1
    matrix.pages[-1, 0].click()
    assert matrix.described["rows"][0]["wearer"] == before and board.page.row == 0
    matrix.every.value = False
    assert [r["wearer"] for r in matrix.described["rows"]] == ["W1"]
    with pytest.raises(InputError):
        board.choose_pair("C9", "W1")


def test_the_matrix_for_a_report_is_that_of_the_board(parts) -> None:
    matches = parts[2]
    assert matches.matrix_html(every=True).count("aria-label=") == len(matches.matrix()) == 2
    assert "W1, C1: match" in matches.matrix_html() and "tabindex" not in matches.matrix_html()
    assert "W2" in matches.matrix_text(every=True) and "W2" not in matches.matrix_text().split("\n", 1)[1]
    with pytest.raises(InputError, match="nothing to show"):
        matches.matrix_html(wearers=0)
