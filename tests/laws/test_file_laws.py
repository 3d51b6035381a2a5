"""Notebooks without outputs or logic (law 13), and no file that names somebody's machine."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.laws import notebooks, words


def _notebook(*sources: str, last: str = "## What this does not show\n\nMuch.", kernel: str = "python3", **code: object) -> dict:
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source.splitlines(True), **code}
        for source in sources
    ]
    cells.append({"cell_type": "markdown", "metadata": {}, "source": last.splitlines(True)})
    return {"cells": cells, "metadata": {"kernelspec": {"name": kernel}}, "nbformat": 4, "nbformat_minor": 5}


def _problems(folder: Path, notebook: dict) -> list[str]:
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "notebooks" / "made.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return notebooks.problems(folder)


def test_a_plain_notebook_is_let_be(tmp_path: Path) -> None:
    assert _problems(tmp_path, _notebook("import workbench as wb\n\ncase = wb.example()\ncase.tracks", *["1"] * 7)) == []


@pytest.mark.parametrize(
    ("notebook", "word"),
    [
        (_notebook("1", outputs=[{"output_type": "stream"}]), "carries its output"),
        (_notebook("1", execution_count=1), "carries its output"),
        (_notebook("def f():\n    return 1"), "holds logic"),
        (_notebook("class C:\n    pass"), "holds logic"),
        (_notebook("for i in [1]:\n    i"), "holds logic"),
        (_notebook("while False:\n    pass"), "holds logic"),
        (_notebook("[i for i in [1]]"), "holds logic"),
        (_notebook("f = lambda: 1"), "holds logic"),
        (_notebook("%matplotlib inline"), "magic"),
        (_notebook("!ls"), "magic"),
        (_notebook("\n".join(["1"] * 7)), "more than 6 lines"),
        (_notebook(*["1"] * 9), "9 code cells"),
        (_notebook("1", last="The end."), "last cell"),
        (_notebook("1", kernel=""), "kernel"),
    ],
)
def test_what_a_notebook_may_not_hold_is_found(tmp_path: Path, notebook: dict, word: str) -> None:
    found = _problems(tmp_path, notebook)
    assert len(found) == 1
    assert word in found[0]


@pytest.mark.parametrize(
    "place",
    [
        "/wo" + "rk/main",
        "/ro" + "ot/.cache",
        "/ho" + "me/somebody/x",
        "files.pythonho" + "sted.org",
        "registry" + ".npmjs.org",
        "file:/" + "//srv",
    ],
)
def test_a_place_on_a_machine_is_found(tmp_path: Path, place: str) -> None:
    (tmp_path / "a.md").write_text(f"first\nsee {place}\n", encoding="utf-8")
    assert words.problems(tmp_path) == ["a.md:2: names a place on a machine or a registry"]


def test_plain_words_and_binary_files_are_let_be(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("at work/main, the root of the farm, ~/home\n", encoding="utf-8")
    (tmp_path / "b.bin").write_bytes(b"\0" + ("/wo" + "rk/").encode())
    assert words.problems(tmp_path) == []


def test_files_that_git_ignores_are_let_be(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("local.txt\n", encoding="utf-8")
    for name in ("local.txt", "kept.txt"):
        (tmp_path / name).write_text("/wo" + "rk/\n", encoding="utf-8")
    assert [line.split(":")[0] for line in words.problems(tmp_path)] == ["kept.txt"]
