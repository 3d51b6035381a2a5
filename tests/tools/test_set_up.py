"""Setting up: an old Python is refused in words, a second run does nothing, and a browser is found or asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import chromium, constraints, set_up

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_refused_with_what_to_do(version: tuple[int, int, int]) -> None:
    with pytest.raises(set_up.Trouble) as caught:
        set_up.refuse_old(version, "python3")
    assert "needs Python 3.11 or newer" in str(caught.value)
    assert "PYTHON=python3.12" in str(caught.value)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 0), (4, 0, 0)])
def test_a_new_python_is_let_in(version: tuple[int, int, int]) -> None:
    set_up.refuse_old(version, "python3")


def test_what_is_wanted_changes_with_the_lists_and_the_place(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "constraints.txt", "tools/set_up.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    first = set_up.wanted(str(tmp_path))
    assert set_up.wanted(str(tmp_path)) == first
    (tmp_path / "constraints.txt").write_text("numpy==2.0", encoding="utf-8")
    assert set_up.wanted(str(tmp_path)) != first
    tmp_path.rename(tmp_path.with_name("moved"))
    assert set_up.wanted(str(tmp_path.with_name("moved"))) != first


def test_only_a_finished_run_counts_as_done(tmp_path: Path) -> None:
    python, stamp = tmp_path / "python", tmp_path / "stamp"
    assert not set_up.is_done(str(python), str(stamp), "a")
    python.touch()
    assert not set_up.is_done(str(python), str(stamp), "a")
    stamp.write_text("a\n", encoding="utf-8")
    assert set_up.is_done(str(python), str(stamp), "a")
    assert not set_up.is_done(str(python), str(stamp), "b")


def test_starting_installs_what_running_needs_and_testing_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[list[str]] = []
    for name in ("VENV", "STAMP", "RUN_STAMP"):
        monkeypatch.setattr(set_up, name, str(tmp_path / Path(getattr(set_up, name)).name))
    monkeypatch.setattr(set_up, "venv_python", lambda venv: sys.executable)
    monkeypatch.setattr(set_up, "run", lambda command, sorry: ran.append(command))
    (tmp_path / ".venv").mkdir()
    for argv, installed in ((["--run"], "."), (["--run"], None), ([], ".[test]"), ([], None), (["--run"], None)):
        ran.clear()
        set_up.set_up(argv)
        assert [command[-1] for command in ran if "install" in command] == ([installed] if installed else [])


def test_a_step_that_fails_stops_with_its_words() -> None:
    with pytest.raises(set_up.Trouble, match="It went wrong"):
        set_up.run([sys.executable, "-c", "raise SystemExit(3)"], "It went wrong.")


def test_pins_are_names_and_versions_only_and_complete() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[\w.]+", line)] == []
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(set(names))
    assert {line.split("==")[0] for line in constraints.lines()} ^ set(names) == set()


def _program(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_browser_is_found_by_name_on_the_path_or_by_the_variable(tmp_path: Path) -> None:
    chrome = _program(tmp_path, "google-chrome")
    assert chromium.find({"PATH": str(tmp_path)}) == str(chrome)
    own = _program(tmp_path, "own")
    assert chromium.find({"PATH": str(tmp_path), "WORKBENCH_CHROMIUM": str(own)}) == str(own)
    assert chromium.find({"PATH": str(tmp_path), "WORKBENCH_CHROMIUM": str(tmp_path / "none")}) is None


def test_without_a_browser_it_fails_clearly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WORKBENCH_CHROMIUM", "nowhere")
    monkeypatch.setattr(chromium, "install", lambda: pytest.fail("a named browser is never replaced"))
    assert chromium.main(["--install"]) == 2
    assert "set WORKBENCH_CHROMIUM" in capsys.readouterr().err


def test_it_is_installed_where_apt_can_be_used_and_only_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []
    monkeypatch.delenv("WORKBENCH_CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "can_install", lambda: True)
    monkeypatch.setattr(chromium, "install", lambda: asked.append(_program(tmp_path, "chromium")))
    assert chromium.main([]) == 2
    assert asked == []
    assert chromium.main(["--install"]) == 0
    assert len(asked) == 1
    assert chromium.main(["--install"]) == 0
    assert len(asked) == 1


@pytest.mark.skipif(os.name == "nt", reason="make is not used on Windows")
def test_make_help_lists_every_command_a_person_may_want() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in said.splitlines()} >= {"help", "setup", "start", "test", "bench", "dataset"}
    assert all(len(line.split()) > 3 for line in said.splitlines())
