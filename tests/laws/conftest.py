"""A copy of the project's source that a test may break, and the text it breaks it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root() -> Path:
    """Give the project itself."""
    return ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the package, the notebooks, the pages and the settings."""
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.nbi", "*.nbc")
    for folder in ("workbench", "notebooks", "docs"):
        if (ROOT / folder).is_dir():
            shutil.copytree(ROOT / folder, tmp_path / folder, ignore=skip)
    for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md", "datasets/eastmere/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def write(copy: Path) -> Callable[[str, str], Path]:
    """Give a way to put a file into the copy."""

    def put(name: str, text: str) -> Path:
        path = copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return put
