"""The square of wearers and crimes: every cell once, in words, with its totals, a page at a time."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.tables import UNKNOWN_REASONS
from workbench.views.matrix import Page, matrix_html, matrix_picture, matrix_text
from workbench.views.palette import BREACHED, contrast, hue_deg
from workbench.views.words import MATRIX, UNKNOWN_MARKS

ANSWERS = ("hit", "excluded", "unknown", "not monitored")


def made(seed: int, wearers: int, crimes: int, hits: float = 0.1):
    rng = np.random.default_rng(seed)
    names, ids = [f"W{i}" for i in range(wearers)], [f"C{i}" for i in range(crimes)]
    answer = rng.choice(ANSWERS, size=(wearers, crimes), p=[hits, 0.3, 0.6 - hits, 0.1])
    is_hit = answer == "hit"
    square = pd.DataFrame(
        {
            "wearer_id": np.repeat(names, crimes),
            "crime_id": np.tile(ids, wearers),
            "answer": answer.ravel(),
            "reason": np.where(answer == "unknown", rng.choice(UNKNOWN_REASONS, answer.shape), "").ravel(),
            "log10_lr": np.where(is_hit, rng.uniform(-2, 2, answer.shape), np.nan).ravel(),
            "words": np.where(is_hit, "weak support", "").ravel(),
        }
    )

    def totals(name: str, own: list[str], axis: int) -> pd.DataFrame:
        table = pd.DataFrame(
            {
                f"{name}_id": own,
                "matched": is_hit.sum(axis=axis),
                "expected_by_chance": rng.uniform(0, 3, len(own)),
                "p_chance": 0.5,
                "p_anyone": rng.uniform(0, 1, len(own)),
            }
        )
        return table.sort_values("p_anyone", ignore_index=True)

    start = pd.date_range("2026-03-01T20:00Z", periods=crimes, freq="7h").as_unit("us")
    about = pd.DataFrame({"crime_id": ids, "kind": "RB", "start": start, "end": start + pd.Timedelta("1h")}).iloc[::-1]
    return square, totals("wearer", names, 1), totals("crime", ids, 0), about


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 12), st.booleans(), st.integers(1, 5), st.integers(1, 5))
def test_the_pages_together_show_every_cell_once(seed, wearers, crimes, every, rows, columns):
    square, side, across, about = made(seed, wearers, crimes)
    seen: dict[tuple[str, str], str] = {}
    row = 0
    while True:
        column = 0
        while True:
            page = Page(row, column, rows, columns, every)
            shown = matrix_picture(square, side, across, about, page=page)
            if not shown["rows"]:
                break
            assert shown["page"] == page
            for line in shown["rows"]:
                for cell, head in zip(line["cells"], shown["columns"], strict=True):
                    assert (line["wearer"], head["crime"]) not in seen
                    seen[line["wearer"], head["crime"]] = cell["answer"]
            column += columns
            if column >= shown["of_columns"]:
                break
        row += rows
        if row >= shown["of_rows"]:
            break
    truth = {(r.wearer_id, r.crime_id): r.answer for r in square.itertuples()}
    if every:
        assert seen == truth
    assert {pair for pair, answer in seen.items() if answer == "hit"} == {p for p, a in truth.items() if a == "hit"}
    assert all(truth[pair] == answer for pair, answer in seen.items())


def test_rows_are_in_the_order_of_the_series_with_their_totals_and_columns_by_time():
    square, side, across, about = made(3, 8, 10, hits=0.3)
    shown = matrix_picture(square, side, across, about, page=Page(rows=8, columns=10))
    ranked = [w for w in side["wearer_id"] if (square.loc[square["wearer_id"] == w, "answer"] == "hit").any()]
    assert [r["wearer"] for r in shown["rows"]] == ranked
    start = about.set_index("crime_id")["start"]
    times = [start[c["crime"]] for c in shown["columns"]]
    assert times == sorted(times) and all(c["day"] in c["when"] for c in shown["columns"])
    for line in shown["rows"]:
        row = side.set_index("wearer_id").loc[line["wearer"]]
        assert line["matched"] == str(int(row["matched"])) == str(sum(c["answer"] == "hit" for c in line["cells"]))
        assert line["expected"] == f"{row['expected_by_chance']:.1f}" and line["anyone"] == f"{row['p_anyone']:.2f}"
        assert line["more"] == 0


def test_a_page_beyond_the_end_is_the_last_one_and_says_what_is_not_shown():
    square, side, across, about = made(5, 30, 40, hits=0.05)
    shown = matrix_picture(square, side, across, about, page=Page(row=900, column=900, rows=4, columns=3))
    page = shown["page"]
    assert page.row + 4 >= shown["of_rows"] > page.row and page.column + 3 >= shown["of_columns"] > page.column
    with_hit = square.loc[square["answer"] == "hit", "wearer_id"].nunique()
    assert shown["of_rows"] == with_hit
    assert f"{30 - with_hit} wearers without a match" in shown["caption"]
    cut = matrix_picture(square, side, across, about, page=Page(rows=30, columns=1))
    assert sum(r["more"] for r in cut["rows"]) == (square["answer"] == "hit").sum() - int(cut["columns"][0]["matched"])


def test_no_match_at_all_and_nothing_compared_are_said_in_words():
    square, side, across, about = made(1, 3, 4, hits=0.0)
    shown = matrix_picture(square, side, across, about)
    assert shown["rows"] == [] and "None of 3 wearers" in shown["caption"]
    assert "None of 3 wearers" in matrix_html(shown) and matrix_text(shown) == shown["caption"]
    none = matrix_picture(square.iloc[:0], side.iloc[:0], across.iloc[:0], about.iloc[:0])
    assert none["of_rows"] == none["of_columns"] == 0


@pytest.mark.parametrize(
    ("strength", "sign", "strong"),
    [
        (1.0, "● 1.0", True),
        (0.98, "● 0.9", False),
        (1.46, "● 1.4", True),
        (-0.96, "● −0.9", False),
        (np.nan, "● …", False),
        (0.3, "● 0.3", False),
    ],
)
def test_a_strength_never_looks_stronger_than_it_is(strength, sign, strong):
    square, side, across, about = made(1, 1, 1, hits=0.6)
    square = square.assign(answer="hit", reason="", log10_lr=strength, words="weak support")
    cell = matrix_picture(square, side, across, about, page=Page(every=True))["rows"][0]["cells"][0]
    assert (cell["sign"], cell["strong"]) == (sign, strong)
    assert "not worked out" in cell["words"] if np.isnan(strength) else "weak support" in cell["words"]


class Cells(HTMLParser):
    """Collects the cells of the body of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[dict[str, str | None]] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "td" and "aria-label" in dict(attrs):
            self.cells.append(dict(attrs))


def test_html_and_text_say_the_same_and_names_cannot_break_out():
    square, side, across, about = made(7, 6, 7, hits=0.3)
    square["wearer_id"] = square["wearer_id"].replace({"W1": "<b>&W1"})
    side["wearer_id"] = side["wearer_id"].replace({"W1": "<b>&W1"})
    shown = matrix_picture(square, side, across, about, page=Page(rows=6, columns=7))
    html, text = matrix_html(shown, grid=True), matrix_text(shown)
    found = Cells()
    found.feed(html)
    words = [c["words"] for r in shown["rows"] for c in r["cells"]]
    assert [c["aria-label"] for c in found.cells] == words == [c["title"] for c in found.cells]
    assert "<b>&W1" not in html and "<b>&W1" in text
    assert [c["tabindex"] for c in found.cells].count("0") == 1
    off = [c["aria-label"] for c in found.cells if c.get("aria-disabled") == "true"]
    assert off == [w for w in words if "not worn" in w]
    for sign in {c["sign"].split()[0] for r in shown["rows"] for c in r["cells"]}:
        assert re.search(rf"^{re.escape(sign)}.*: ", text, re.M)
    assert MATRIX["note"] in text and "tabindex" not in matrix_html(shown)


def test_every_reason_has_a_sign_of_its_own_and_nothing_is_red():
    assert set(UNKNOWN_MARKS) == set(UNKNOWN_REASONS)
    signs = [s for s, _ in UNKNOWN_MARKS.values()] + [s for k, s in MATRIX["signs"].items() if k != "unknown"]
    assert len(set(signs)) == len(signs)
    html = matrix_html(matrix_picture(*made(2, 3, 3, hits=0.4)))
    colours = set(re.findall(r"#[0-9a-f]{6}\b", html))
    assert BREACHED not in html and "#1f6fb2" in colours
    assert all(hue[0] > 20 or hue[1] < 0.1 for hue in map(hue_deg, colours))
    assert contrast("#1f6fb2", "#ffffff") >= 4.5
