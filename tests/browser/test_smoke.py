"""JupyterLab opens on a notebook with nothing in the way, runs it, and the watch over it really watches."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser

import workbench
from tests.browser.lab import Lab
from tests.browser.screen import Screen, Watch

pytestmark = pytest.mark.browser


PLAIN = ("import sys\nimport workbench as wb\nwb.__version__, wb.__file__", "sys.executable", "import os\nos.getcwd()")


def _put(folder: Path, name: str, *cells: str) -> str:
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text) for text in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Workbench", "language": "python"}},
    )
    nbformat.write(book, folder / "notebooks" / name)
    return name


def test_a_notebook_opens_without_a_question_and_runs(screen: Screen, lab_folder: Path) -> None:
    name = _put(lab_folder, "plain.ipynb", *PLAIN)
    screen.open(name)
    assert screen.dialogs() == []
    screen.run_all()
    assert screen.complaints() == []
    assert screen.dialogs() == []
    outputs = screen.page.locator(".jp-OutputArea-output").all_inner_texts()
    assert outputs[0].strip() == repr((workbench.__version__, workbench.__file__))
    assert outputs[1].strip("'\n") == sys.executable
    assert Path(outputs[2].strip("'\n")) == (lab_folder / "notebooks").resolve()


def test_a_widget_map_draws_without_the_network(screen: Screen, lab_folder: Path) -> None:
    name = _put(
        lab_folder,
        "widgets.ipynb",
        "from ipyleaflet import Circle, Map\nfrom itables import init_notebook_mode",
        "Map(layers=(Circle(location=(51.4, 1.2), radius=500),), center=(51.4, 1.2), zoom=12)",
    )
    screen.open(name)
    screen.run_all()
    assert screen.complaints() == []
    screen.page.locator(".leaflet-container path.leaflet-interactive").first.wait_for()
    assert screen.picture("smoke_widgets").stat().st_size > 10_000


def test_a_failing_cell_is_seen(screen: Screen, lab_folder: Path) -> None:
    screen.open(_put(lab_folder, "failing.ipynb", "import workbench as wb\nraise wb.InputError('It broke.', do='Mend it.')"))
    screen.run_all()
    assert "It broke." in screen.complaints()[0]


def test_the_watch_sees_a_request_to_the_outside_and_an_error(browser: Browser, lab: Lab) -> None:
    seen, page = Watch(), browser.new_page()
    seen.follow(page)
    page.goto(f"{lab.url}login")
    page.evaluate("fetch('http://192.0.2.1/tile.png').catch(() => null)")
    page.evaluate("console.error('ours'); setTimeout(() => { throw 'late' }, 0)")
    page.wait_for_timeout(300)
    page.close()
    assert seen.outside == ["http://192.0.2.1/tile.png"]
    assert any("ours" in text for text in seen.errors)
    assert any("late" in text for text in seen.errors)
