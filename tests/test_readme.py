"""The README: its five lines run, the commands it gives exist, and the files it names are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```(\w*)\n(.*?)^```", TEXT)


def test_the_five_lines_run_and_give_the_answer() -> None:
    (code,) = (text for language, text in BLOCKS if language == "python")
    assert len(code.strip().splitlines()) == 5
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "supported" in done.stdout


def test_the_commands_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z]+):", makefile))
    asked = set(re.findall(r"(?:`|^)make ([a-z]+)", TEXT, re.MULTILINE))
    assert {"start", "test", "help", "bench"} <= asked <= targets
    command = [sys.executable, "-m", "workbench", "--help"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = set(re.findall(r"workbench (start|load|check|simulate)\b", TEXT))
    assert commands == {"start", "load", "check", "simulate"}
    assert all(f"  {command}" in said for command in commands)


def test_the_files_it_names_are_there() -> None:
    named = re.findall(r"\]\(([\w/.]+)\)|`([\w/]+\.(?:md|ipynb|py))`", TEXT)
    paths = [first or second for first, second in named]
    assert "docs/screenshot.png" in paths
    assert [path for path in paths if not (ROOT / path).is_file()] == []


def test_it_says_how_it_may_be_used_and_what_it_does_not_show() -> None:
    for sentence in ("A person decides", "Nothing scores people", "What the answers do not show", "Silence is never compliance"):
        assert sentence in TEXT
    assert len(TEXT.splitlines()) < 120
