"""A real JupyterLab, a real Chromium, and a page that must neither leave the machine nor fail unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.lab import Lab, running
from tests.browser.screen import Screen, page_on
from tools.chromium import SORRY, find

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium; fail, not skip, where there is none."""
    program = find()
    if program is None:
        pytest.fail(SORRY.format(where="the programs on PATH"), pytrace=False)
    with sync_playwright() as driver:
        running_browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield running_browser
        running_browser.close()


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that JupyterLab shows; tests put their own notebooks into ``notebooks`` in it."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "notebooks").mkdir()
    return folder


@pytest.fixture(scope="session")
def lab(lab_folder: Path) -> Iterator[Lab]:
    """Give a running JupyterLab."""
    with running(lab_folder) as started:
        yield started


@pytest.fixture
def screen(browser: Browser, lab: Lab) -> Iterator[Screen]:
    """Give a fresh page of a fresh profile on the running JupyterLab."""
    with page_on(browser, lab, 1440, 1000) as fresh:
        yield fresh
