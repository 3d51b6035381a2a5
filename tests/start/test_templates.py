"""Notebooks reach the person's folder, and what the person changed stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.base.errors import InputError
from workbench.start.private import private_place
from workbench.start.templates import copy_notebooks


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    for name in ("00_start_here.ipynb", "10_more.ipynb"):
        (place / name).write_text(f"first {name}", encoding="utf-8")
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "case"


def _text(folder: Path, name: str = "00_start_here.ipynb") -> str:
    return (folder / "notebooks" / name).read_text(encoding="utf-8")


def test_an_empty_folder_gets_every_notebook_once(home: Path, folder: Path) -> None:
    assert copy_notebooks(folder, home=home).new == ["00_start_here.ipynb", "10_more.ipynb"]
    assert copy_notebooks(folder, home=home) == ([], [], [])
    assert _text(folder) == "first 00_start_here.ipynb"


def test_a_changed_notebook_is_kept_and_an_untouched_one_follows_the_template(home: Path, folder: Path) -> None:
    copy_notebooks(folder, home=home)
    (folder / "notebooks" / "00_start_here.ipynb").write_text("mine", encoding="utf-8")
    for path in home.iterdir():
        path.write_text("second", encoding="utf-8")
    assert copy_notebooks(folder, home=home) == ([], ["10_more.ipynb"], ["00_start_here.ipynb"])
    assert (_text(folder), _text(folder, "10_more.ipynb")) == ("mine", "second")
    assert copy_notebooks(folder, home=home).kept == ["00_start_here.ipynb"]


def test_a_notebook_the_person_threw_away_comes_back(home: Path, folder: Path) -> None:
    copy_notebooks(folder, home=home)
    (folder / "notebooks" / "10_more.ipynb").unlink()
    assert copy_notebooks(folder, home=home).new == ["10_more.ipynb"]


@pytest.mark.parametrize("record", [None, "not json", "[1]"])
def test_without_a_record_every_difference_counts_as_the_persons(home: Path, folder: Path, record: str | None) -> None:
    copy_notebooks(folder, home=home)
    path = private_place(folder) / "templates.json"
    path.unlink() if record is None else path.write_text(record, encoding="utf-8")
    (home / "00_start_here.ipynb").write_text("second", encoding="utf-8")
    assert copy_notebooks(folder, home=home).kept == ["00_start_here.ipynb"]
    assert _text(folder) == "first 00_start_here.ipynb"


def test_a_folder_that_is_a_file_is_refused_in_words(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written") as caught:
        copy_notebooks(tmp_path / "file", home=home)
    assert "Choose a folder" in str(caught.value)


@pytest.mark.parametrize("left", [0, 1, 9])
def test_half_a_template_is_nobodys_change_and_is_written_again(left: int, home: Path, folder: Path) -> None:
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / "00_start_here.ipynb").write_bytes((home / "00_start_here.ipynb").read_bytes()[:left])
    assert copy_notebooks(folder, home=home) == (["10_more.ipynb"], ["00_start_here.ipynb"], [])
    assert _text(folder) == "first 00_start_here.ipynb"
