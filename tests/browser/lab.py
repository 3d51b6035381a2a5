"""A real JupyterLab for the browser tests, started the way a person starts it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from workbench.start.lab import lab_command
from workbench.start.private import environment, private_place

START_SECONDS = 120
ROOT = Path(__file__).resolve().parents[2]


class Lab(NamedTuple):
    """A running JupyterLab: its address, its token, and the folder it shows."""

    url: str
    token: str
    folder: Path

    def address(self, notebook: str) -> str:
        """Give the address that opens a notebook of the folder, the screen laid out anew."""
        return f"{self.url}lab/tree/notebooks/{notebook}?reset&token={self.token}"


def _server_file(runtime: Path, server: subprocess.Popen[bytes], log: Path) -> dict:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                continue
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def running(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab on a free port for a folder that has notebooks in it, and stop it at the end.

    Its kernels import the workbench of this checkout, whichever one the interpreter has installed.
    """
    log = folder / "lab.log"
    command = lab_command(folder, extra=["--ServerApp.open_browser=False", "--ServerApp.port=0"])
    outer = {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as file:
        server = subprocess.Popen(
            command, cwd=folder, env=environment(folder, outer), stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        said = _server_file(private_place(folder) / "runtime", server, log)
        yield Lab(said["url"].replace("localhost", "127.0.0.1"), said["token"], folder)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
