"""Laws 2 and 4: import-linter's contracts hold, and each is seen to fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def _broken(folder: Path) -> set[str]:
    said = _lint(folder).stdout
    return {line.split(" BROKEN")[0].strip() for line in said.splitlines() if " BROKEN" in line}


def test_the_rooms_know_only_what_they_may(copy: Path) -> None:
    result = _lint(copy)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("name", "text", "contract"),
    [
        ("base/bad.py", "from workbench import time", "Law 4: imports point upstream only"),
        ("nowhere.py", "X = 1", "Law 4: imports point upstream only"),
        ("loaders/bad.py", "from workbench import trajectory", "Law 4: imports point upstream only"),
        ("trajectory/bad.py", "from workbench import loaders", "Law 4: imports point upstream only"),
        ("trajectory/bad.py", "from workbench import evidence", "Law 4: imports point upstream only"),
        ("evidence/bad.py", "from workbench import simulation", "Law 4: imports point upstream only"),
        ("evidence/bad.py", "from workbench import crimes", "Law 4: imports point upstream only"),
        ("simulation/bad.py", "from workbench import evidence", "Law 4: imports point upstream only"),
        ("simulation/bad.py", "from workbench import trajectory", "Law 4: the simulation shares nothing with what it judges"),
        ("tables/bad.py", "from workbench import trajectory", "Law 4: imports point upstream only"),
        ("views/bad.py", "from workbench.tables import tracks", "Law 4: views know the ground alone"),
        ("evidence/bad.py", "def f():\n    import matplotlib.pyplot as plt\n    return plt", "Law 2: compute rooms draw nothing"),
        ("views/bad.py", "import ipyleaflet", "Law 2: compute rooms draw nothing"),
    ],
)
def test_an_import_against_the_stream_is_found(
    copy: Path, write: Callable[[str, str], Path], name: str, text: str, contract: str
) -> None:
    path = copy / "workbench" / name
    old = path.read_text(encoding="utf-8") if path.exists() else '"""Made to break a law."""\n'
    write(f"workbench/{name}", f"{old}\n{text}\n")
    assert contract in _broken(copy)
