"""What a browser test does with a notebook: open it, run it, wait for it; and what it must not see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebSocket, expect

from tests.browser.lab import Lab

OUTPUT = Path(__file__).parent / "output"
HERE = {"127.0.0.1", "localhost"}
LOAD_MS, RUN_MS, SHOW_MS = 60_000, 240_000, 20_000

KNOWN_NOISE = (
    # JupyterLab asks for the user's saved layout and settings, which a fresh folder does not have yet.
    re.compile(r"Failed to load resource: the server responded with a status of 404.*/(api/workspaces|api/settings|lab/api)/"),
    # JupyterLab asks for language servers, which are off on purpose: their settings could name a program to run.
    re.compile(r"Failed to load resource: the server responded with a status of 404.*/lsp/status"),
)
"""Errors that JupyterLab itself writes to the console, each with its reason; everything else fails the test."""


@dataclass
class Watch:
    """Everything the page did that it should not have done."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request | WebSocket) -> None:
        """Note a request that leaves the machine."""
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss", "ftp"} and parts.hostname not in HERE:
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        """Note an error in the console."""
        text = f"{message.text} [{message.location.get('url', '')}]"
        if message.type == "error" and not any(noise.search(text) for noise in KNOWN_NOISE):
            self.errors.append(text)

    def crash(self, error: Exception) -> None:
        """Note an exception that no script caught."""
        self.errors.append(f"uncaught: {error}")

    def follow(self, page: Page) -> None:
        """Watch a page from its first request on."""
        page.on("request", self.request)
        page.on("websocket", self.request)
        page.on("console", self.console)
        page.on("pageerror", self.crash)


@dataclass
class Screen:
    """One browser page on one JupyterLab."""

    page: Page
    lab: Lab

    def open(self, notebook: str) -> None:
        """Open a notebook and wait until its kernel is idle."""
        self.page.goto(self.lab.address(notebook), timeout=LOAD_MS)
        self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").first.wait_for(timeout=LOAD_MS)
        self.idle(LOAD_MS)

    def forget(self) -> None:
        """End every kernel, so that nothing of an earlier test is remembered."""
        ask, key = self.page.request, {"Authorization": f"token {self.lab.token}"}
        for session in ask.get(f"{self.lab.url}api/sessions", headers=key).json():
            assert ask.delete(f"{self.lab.url}api/sessions/{session['id']}", headers=key).ok

    def idle(self, timeout_ms: float = RUN_MS) -> None:
        """Wait until the kernel is connected and has nothing left to do, as the status bar says."""
        status = self.page.locator("#jp-bottom-panel, .jp-StatusBar-Widget").first
        expect(status).to_contain_text(re.compile(r"\| Idle"), timeout=timeout_ms)

    def run_all(self) -> None:
        """Run every cell from the menu, as a person does, and wait until the last one has its number."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
        cells = self.page.locator(".jp-CodeCell")
        for number in range(cells.count()):
            prompt = cells.nth(number).locator(".jp-InputPrompt").first
            expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=RUN_MS)
        self.idle()

    def dialogs(self) -> list[str]:
        """Give the text of every dialog and pop-up now on the screen."""
        return self.page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts()

    def complaints(self) -> list[str]:
        """Give every error and warning that a cell shows; JupyterLab draws both as standard error."""
        return self.page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]').all_inner_texts()

    def picture(self, name: str) -> Path:
        """Save what the screen shows under tests/browser/output."""
        OUTPUT.mkdir(parents=True, exist_ok=True)
        path = OUTPUT / f"{name}.png"
        self.page.screenshot(path=path)
        return path


@contextmanager
def page_on(browser: Browser, lab: Lab, width_px: int, height_px: int) -> Iterator[Screen]:
    """Give a fresh page of a fresh profile on the running JupyterLab; it must have left the machine alone and made no error.

    What is expected on the screen may take its time on a busy machine.
    """
    seen, context = Watch(), browser.new_context(viewport={"width": width_px, "height": height_px})
    page = context.new_page()
    expect.set_options(timeout=SHOW_MS)
    seen.follow(page)
    yield Screen(page, lab)
    context.close()
    assert seen.outside == []
    assert seen.errors == [], seen.errors
