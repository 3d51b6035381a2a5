"""The hooks need no network and stop what must not be committed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))


def test_every_hook_is_local_and_runs_from_the_projects_own_environment() -> None:
    assert [repo["repo"] for repo in HOOKS["repos"]] == ["local"]
    hooks = HOOKS["repos"][0]["hooks"]
    assert {hook["id"] for hook in hooks} == {"ruff", "format", "nbstripout", "laws"}
    assert all(hook["language"] == "system" and hook["entry"].startswith(".venv/bin/") for hook in hooks)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a small repository with the project's hooks and this environment."""
    for name in (".pre-commit-config.yaml", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def _hook(repository: Path, hook: str, name: str) -> subprocess.CompletedProcess[str]:
    subprocess.run(["git", "-C", str(repository), "add", name], check=True)
    command = [sys.executable, "-m", "pre_commit", "run", hook, "--files", name]
    environment = os.environ | {"PRE_COMMIT_HOME": str(repository / ".hooks")}
    return subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)


def test_a_style_fault_is_stopped(repository: Path) -> None:
    (repository / "bad.py").write_text("import os\nprint('x')\n", encoding="utf-8")
    said = _hook(repository, "ruff", "bad.py")
    assert said.returncode == 1
    assert "F401" in said.stdout
    (repository / "good.py").write_text("X = 1\n", encoding="utf-8")
    assert _hook(repository, "ruff", "good.py").returncode == 0


def test_an_output_is_taken_out_of_a_notebook(repository: Path) -> None:
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "execution_count": 3,
        "source": "1",
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "51.4, 1.2"}],
    }
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = repository / "a.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    assert _hook(repository, "nbstripout", "a.ipynb").returncode == 1
    kept = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    assert (kept["outputs"], kept["execution_count"]) == ([], None)
    assert _hook(repository, "nbstripout", "a.ipynb").returncode == 0
