"""The crime board in a real JupyterLab: a crime, a pair, the matrix, the crimes of a wearer; nothing leaves the machine."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.drawn import Drawn
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

CELL = """import workbench as wb
from workbench.testing import sample_crimes, sample_tracks
wb.CrimeBoard(sample_crimes(), sample_tracks())"""


def test_a_crime_its_wearers_and_round_to_a_wearers_crimes(screen: Screen, lab_folder: Path) -> None:
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(CELL)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Workbench", "language": "python"}},
    )
    nbformat.write(book, lab_folder / "notebooks" / "board.ipynb")
    drawn, page = Drawn(screen.page), screen.page
    screen.open("board.ipynb")
    screen.run_all()
    assert screen.complaints() == []
    board = page.locator(".wb-show")
    rows = board.locator(".dataTables_scrollBody tbody tr, .dt-scroll-body tbody tr")
    expect(rows).to_have_count(2)
    expect(board).to_contain_text(re.compile(r"chance alone would give about"))
    expect(board.locator(".wb-label-hit")).to_have_text("W1: match")
    assert drawn.most(4) == 0

    rows.filter(has_text="W1").click()
    expect(board.locator(".wb-card")).to_contain_text("W1 and crime C1: match")
    expect(board.locator(".wb-label-point").first).to_contain_text("A1 ")
    page.wait_for_function("() => (window.__drawn.best[4] ?? 0) > 0")
    screen.picture("crime_board")

    board.get_by_role("button", name="Matrix").click()
    cells = board.locator("[role=gridcell][data-at]")
    expect(cells).to_have_count(1)
    expect(cells.first).to_have_attribute("aria-label", re.compile(r"^W1, C1: match, .+ support"))
    expect(cells.first).to_have_attribute("aria-selected", "true")
    board.get_by_role("button", name="All").click()
    expect(cells).to_have_count(2)
    cells.first.focus()
    page.keyboard.press("ArrowDown")
    expect(cells.last).to_be_focused()
    page.keyboard.press("Enter")
    expect(board.locator(".wb-card")).to_contain_text("W2 and crime C1: excluded")
    expect(cells.last).to_have_attribute("aria-selected", "true")
    cells.first.click()
    expect(board.locator(".wb-card")).to_contain_text("W1 and crime C1: match")
    screen.picture("crime_matrix")
    board.get_by_role("button", name="Table").click()

    board.get_by_role("button", name="By wearer").click()
    expect(board.locator("select").first).to_contain_text("W2")
    expect(rows.filter(has_text="C1")).to_have_count(1)
    expect(board.locator(".wb-legend")).to_contain_text("crime: match")
