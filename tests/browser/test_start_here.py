"""The first investigation in a real JupyterLab: load, see, brush, step, click, type a statement, read the answer."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.drawn import Drawn
from tests.browser.lab import Lab
from tests.browser.screen import Screen, page_on

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = "00_start_here.ipynb"
FIX_PX, PICKED_PX = 4, 11
"""Leaflet rounds the radius of a circle to whole pixels."""
DISCLAIMER = "The tag reported; it does not say who carried it or what was done. Gaps are gaps."


@pytest.fixture(scope="module")
def opened(browser: Browser, lab: Lab, lab_folder: Path) -> Iterator[tuple[Screen, Drawn]]:
    """Open the notebook at the smallest size that is promised, and run it; the stories follow one another on it."""
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, lab_folder / "notebooks" / NOTEBOOK)
    with page_on(browser, lab, 1280, 720) as screen:
        drawn = Drawn(screen.page)
        screen.forget()
        screen.open(NOTEBOOK)
        screen.page.keyboard.press("Control+b")
        screen.run_all()
        screen.page.locator(".wb-map .leaflet-container").wait_for()
        screen.page.locator(".wb-show").evaluate("e => e.scrollIntoView()")
        yield screen, drawn


def title(page: Page) -> str:
    return page.locator(".wb-point b").inner_text()


def count(page: Page) -> int:
    found = re.search(r"(?:of )?([\d,]+)(?: points?)?$", title(page))
    assert found
    return int(found.group(1).replace(",", ""))


def drag(page: Page, start: float, end: float) -> None:
    """Drag over a part of the timeline, from 0 at its left end to 1 at its right."""
    box = page.locator(".wb-timeline").bounding_box()
    assert box
    box = {**box, "x": box["x"] + 46, "width": box["width"] - 60}
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + (start + end) / 2 * box["width"], y, steps=4)
    page.mouse.move(box["x"] + end * box["width"], y, steps=4)
    page.mouse.up()


def state(page: Page, place: str, date: str, start: str, end: str, within: str = "50") -> None:
    """Type a statement into the form and press Check."""
    form = page.locator(".wb-form")
    form.get_by_label("Place", exact=True).fill(place)
    form.get_by_label("Within (m)").fill(within)
    form.get_by_label("Date").fill(date)
    form.get_by_label("From", exact=True).fill(start)
    form.get_by_label("To", exact=True).fill(end)
    form.get_by_label("To", exact=True).press("Tab")
    form.get_by_role("button", name="Check", exact=True).click()


def test_the_first_investigation(opened: tuple[Screen, Drawn]) -> None:
    screen, drawn = opened
    page = screen.page
    assert screen.dialogs() == [] and screen.complaints() == []
    points = count(page)
    assert points > 100
    expect(page.locator(".wb-legend li").first).to_be_visible()
    expect(page.locator(".wb-map")).to_contain_text(DISCLAIMER)

    # form and map side by side
    form, chart = (page.locator(name).bounding_box() for name in (".wb-form", ".wb-map"))
    assert form and chart and form["x"] + form["width"] <= chart["x"] and abs(form["y"] - chart["y"]) < 60

    # every fix is a circle, silences are dotted, rings dashed
    assert drawn.most(FIX_PX) == points
    assert {"1 7", "5 4", "12 4 2 4"} <= drawn.dashes()
    # Lying still the tag reports every four minutes: of 38 and 6.5 minutes without a fix only the first is a silence.
    assert page.locator(".wb-row-gaps rect.wb-silent").count() == 1
    expect(page.locator(".wb-label-gap").first).to_contain_text("gap")
    screen.picture("start_here_1280")

    # the keyboard
    page.locator(".wb-stepper").focus()
    for key, place in (("Home", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", points)):
        page.keyboard.press(key)
        expect(page.locator(".wb-point b")).to_have_text(f"point {place:,} of {points:,}")
    expect(page.locator(".wb-point")).to_contain_text(re.compile(r"Wed 4 Mar 2026 0\d:\d\d:\d\d GMT"))
    expect(page.locator(".wb-point")).to_contain_text(re.compile(r"positions\.csv \(SHA-256 [0-9a-f]{12}\), row [\d,]+"))

    # a click on the map picks the fix that is drawn there
    x, y = drawn.circles(FIX_PX)[points // 3]
    drawn.forget()
    page.mouse.click(x, y)
    expect(page.locator(".wb-point b")).not_to_have_text(f"point {points:,} of {points:,}")
    at = drawn.circles(PICKED_PX)[-1]
    assert abs(at[0] - x) <= 14 and abs(at[1] - y) <= 14

    # and the arrow keys go on from there
    expect(page.locator(".wb-stepper")).to_be_focused()
    here = title(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".wb-point b")).to_have_text(re.sub(r"\d+", lambda n: str(int(n[0]) + 1), here, count=1))

    # the brush narrows map and table, undo brings all back
    before = page.locator(".wb-window").inner_text()
    drag(page, 0.25, 0.5)
    expect(page.locator(".wb-window")).not_to_have_text(before)
    screen.idle()
    assert 0 < count(page) < points
    screen.picture("start_here_brushed")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".wb-window")).to_have_text(before)

    # a row of the table picks its fix
    row = page.locator(".wb-table tbody tr").nth(3)
    row.scroll_into_view_if_needed()
    row.click()
    expect(page.locator(".wb-point b")).to_have_text(f"point 4 of {points:,}")

    # a column of words is sorted by its numbers, and its rows still pick their fixes
    page.locator(".wb-table th", has_text="accuracy").first.click()
    best = page.locator(".wb-table tbody tr").first
    expect(best).to_contain_text(" 2 m (95 %)")
    best.click()
    expect(page.locator(".wb-point")).to_contain_text("2 m; said to hold 95 %")
    expect(page.locator(".wb-stepper")).to_be_focused()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".wb-point b")).to_have_text(f"point 4 of {points:,}")

    # running the cell again keeps what was chosen
    page.get_by_label("Accuracy rings").uncheck()
    page.locator(".jp-CodeCell", has_text="wb.show(").locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".wb-stepper")).to_have_count(0)
    expect(page.locator(".wb-stepper")).to_have_count(1)
    expect(page.locator(".wb-point b")).to_have_text(f"point 4 of {points:,}")
    expect(page.get_by_label("Accuracy rings")).not_to_be_checked()


def every_control_has_a_name(page: Page) -> None:
    nameless = page.locator(".wb-show").evaluate("""e => [...e.querySelectorAll('input, select, button, [tabindex="0"]')]
        .filter(c => c.offsetParent && !(c.labels?.length || c.ariaLabel || c.title || c.textContent.trim()
          || c.closest('label') || c.getAttribute('aria-labelledby') || c.classList.contains('leaflet-container')))
        .map(c => c.outerHTML.slice(0, 160))""")
    assert nameless == []


def the_keyboard_reaches_all_and_shows_where_it_is(page: Page) -> None:
    """Tab from the first control to the table: every stop has an outline that can be seen."""
    page.get_by_label("Wearer").focus()
    reached, faint = [], []
    for _ in range(50):
        name, style, width = page.evaluate("""() => { const a = document.activeElement, c = getComputedStyle(a);
            return [a.labels?.[0]?.innerText || a.ariaLabel || a.title || a.textContent, c.outlineStyle, c.outlineWidth] }""")
        reached.append(name)
        if style != "solid" or float(width.removesuffix("px")) < 2:
            faint.append(name)
        page.keyboard.press("Tab")
    assert faint == []
    check, step = "Check this statement against the fixes", "Next fix (right arrow)"
    assert {"Day", "Place", "From", check, "Zones", "Zoom in", "Legend", step} <= set(reached)
    assert any(name.startswith("Map of the fixes") for name in reached) and "Search:" in reached


def dark_is_readable(screen: Screen) -> None:
    page = screen.page
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
    page.locator('body[data-jp-theme-light="false"]').wait_for(state="attached")
    page.wait_for_timeout(500)
    screen.picture("start_here_dark")
    faint = page.locator(".wb-show").evaluate("""e => {
      const lum = c => { const v = c.map(x => (x /= 255) <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
        return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
      const rgb = s => s.match(/[\\d.]+/g).map(Number);
      const behind = n => { for (; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor);
        if (c.length === 3 || c[3] > .5) return c.slice(0, 3); } return [255, 255, 255]; };
      const bad = [];
      for (const n of e.querySelectorAll('label, span, b, th, td, div, button, summary, li, option, select, input')) {
        const own = [...n.childNodes].some(t => t.nodeType === 3 && t.textContent.trim());
        if (!own || !n.offsetParent || n.matches(':disabled, .disabled') || n.tagName === 'OPTION') continue;
        const [a, b] = [lum(rgb(getComputedStyle(n).color).slice(0, 3)), lum(behind(n))].sort((p, q) => q - p);
        if ((a + .05) / (b + .05) < 4.5) bad.push(n.className + ': ' + n.innerText.slice(0, 40));
      }
      return bad;
    }""")
    assert faint == []


def test_a_statement_is_typed_and_the_answer_read(opened: tuple[Screen, Drawn]) -> None:
    screen, _ = opened
    page = screen.page
    page.locator(".wb-form").get_by_label("From", exact=True).fill("ten past nine")
    page.locator(".wb-form").get_by_role("button", name="Check", exact=True).click()
    expect(page.locator('.wb-form [role="alert"]')).to_contain_text("What to do")

    word = page.locator(".wb-word")
    house = page.locator('.wb-form datalist option[value*="29 Mere Lane"]').last.get_attribute("value") or ""
    state(page, house, "2026-03-12", "20:00", "20:30")
    expect(word).to_have_text("contradicted", timeout=60_000)
    state(page, house, "2026-03-18", "20:00", "21:00")
    expect(word).to_have_text("cannot tell", timeout=60_000)
    state(page, house, "2026-03-03", "21:10", "21:40")
    expect(word).to_have_text("supported", timeout=60_000)
    answer = page.locator(".wb-card", has_text="Answer: supported").first
    expect(answer).to_contain_text("The tag reported")
    head = page.locator(".wb-answer .wb-verdict:visible").locator("..")
    expect(head).to_contain_text(re.compile(r"^\s*supported: \w.* for this statement"))
    expect(page.locator(".wb-answer .wb-about:visible")).to_contain_text("W1")
    expect(page.locator(".wb-bar:visible")).to_have_attribute("aria-label", re.compile("support"))
    expect(page.locator(".wb-legend:visible")).to_contain_text("100 possible journeys")
    expect(page.locator(".wb-logic tr:visible")).to_have_count(4)
    expect(page.locator(".wb-label-place")).to_have_text("place of the statement")
    assert screen.complaints() == []
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.locator(".wb-show").evaluate("e => e.scrollIntoView()")
    page.get_by_role("button", name="Fit map").click()
    screen.idle()
    page.wait_for_timeout(800)
    made = screen.picture("start_here_1600")  # WORKBENCH_PICTURE=1 renews the picture of the README
    if os.environ.get("WORKBENCH_PICTURE"):
        shutil.copy(made, ROOT / "docs" / "screenshot.png")
    every_control_has_a_name(page)
    the_keyboard_reaches_all_and_shows_where_it_is(page)
    dark_is_readable(screen)


MILLION = """import numpy as np, time
import workbench as wb
from workbench.tables import FIXES, GAPS
from workbench.testing import make_fixes
from workbench.tables.tracks import Tracks
from workbench.tables.load import LoadReport
n = 1_000_000
steps = np.random.default_rng(1).normal(0, 12, (2, n)).cumsum(axis=1)
fixes = make_fixes(minutes=np.arange(n) / 6, x=steps[0] % 9000, y=steps[1] % 7000)
tracks = Tracks(fixes, LoadReport(n, n))"""


def test_a_million_fixes_load_and_pan(screen: Screen, lab_folder: Path) -> None:
    cells = [MILLION, "shown = wb.show(tracks, gaps=GAPS.empty())\nshown"]
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text) for text in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "x"}},
    )
    nbformat.write(book, lab_folder / "notebooks" / "million.ipynb")
    page = screen.page
    screen.open("million.ipynb")
    screen.run_all()
    picture = page.locator("img.leaflet-image-layer")
    expect(picture).to_have_attribute("src", re.compile("^data:image/png"))
    expect(page.locator(".wb-legend").first).to_contain_text("1,000,000 fixes as a picture")
    before = picture.get_attribute("src")
    box = page.locator(".wb-map .leaflet-container").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 120, middle[1] - 40, steps=5)
    page.mouse.up()
    page.wait_for_function("s => document.querySelector('img.leaflet-image-layer').src !== s", arg=before, timeout=15_000)
    screen.picture("million")
