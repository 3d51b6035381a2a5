"""Run one job of one library in a process of its own, with the Python that has the library."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def run(python: str, script: str, job: str, file: Path, rows: int, times: int) -> dict[str, Any] | str:
    """Give what one job took; or, in words, why it did not run."""
    command = [python, str(HERE / script), job, str(file), str(rows), str(times)]
    way = dict(os.environ, PYTHONPATH=str(HERE.parent)) if job.startswith("workbench") else dict(os.environ)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=way)
    if done.returncode:
        return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit status {done.returncode}"
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def put(mark: str, lines: list[str]) -> None:
    """Put a table into the page of figures, between its marks."""
    page = HERE.parent / "docs" / "benchmarks.md"
    head, rest = page.read_text().split(f"<!-- {mark} -->", 1)
    tail = rest.split("<!-- end -->", 1)[1]
    page.write_text(head + "\n".join([f"<!-- {mark} -->", *lines, "<!-- end -->"]) + tail)
