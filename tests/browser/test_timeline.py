"""The hours under the timeline are those of the day that is shown, whatever order a kernel's sets and dicts have."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.lab import running
from tests.browser.screen import page_on
from workbench.time.labels import ticks

pytestmark = pytest.mark.browser
CELL = """import workbench as wb
from workbench.tables import GAPS, STAYS
from workbench.testing import make_fixes, make_tracks
tracks = make_tracks(make_fixes(minutes=range(0, 4 * 1440, 20), start="2025-10-24T23:00Z"))
wb.show(tracks, stays=STAYS.empty(), gaps=GAPS.empty())"""
DAYS = ("2025-10-25", "2025-10-26", "2025-10-27")


def expected(day: str) -> list[tuple[float, str]]:
    """The labels that belong to a day, by their minute."""
    start = pd.Timestamp(day, tz="Europe/London")
    end = start + pd.DateOffset(days=1)
    marks = ticks(start, end, "Europe/London", most=9)
    return [(round((t - start).total_seconds() / 60), words) for t, words in marks]


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_labels_belong_to_the_day(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", seed)
    (tmp_path / "notebooks").mkdir()
    spec = {"name": "python3", "display_name": "Workbench", "language": "python"}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)], metadata={"kernelspec": spec})
    nbformat.write(book, tmp_path / "notebooks" / "hours.ipynb")
    with running(tmp_path) as lab, page_on(browser, lab, 1440, 900) as screen:
        screen.open("hours.ipynb")
        screen.run_all()
        page = screen.page
        texts = page.locator(".wb-timeline .wb-hours text")
        for day in (*DAYS, *DAYS[::-1]):
            start = pd.Timestamp(day)
            words = f"{start:%a} {start.day} {start:%b %Y}"
            page.get_by_label("Day").select_option(label=f"{words}: {75 if day == DAYS[1] else 72} fixes")
            expect(page.locator(".wb-axis")).to_have_text(re.compile(rf"^\s*{words}"))
            screen.idle()
            seen = [(float(t.get_attribute("data-minute") or -1), t.text_content() or "") for t in texts.all()]
            assert len(seen) >= 4 and set(seen) <= set(expected(day)), day
            screen.picture("hours")
            at = [(t.get_attribute("data-minute"), float(t.get_attribute("x") or 0)) for t in texts.all()]
            assert [x for _, x in at] == sorted(x for _, x in at)
