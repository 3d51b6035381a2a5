"""The page of the house: its rooms are the rooms, its two ways are those that a debugger shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ways import way, ways

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_STEPS = 20


def _section(anchor: str) -> str:
    return TEXT.split(f'<a id="{anchor}"></a>')[1].split("\n## ")[0]


def _steps(anchor: str) -> list[tuple[str, str]]:
    return re.findall(r"^\d+\. `(\w+)` in `(workbench/[\w/]+\.py)`", _section(anchor), re.MULTILINE)


@pytest.fixture(scope="module")
def gone() -> dict[str, list[tuple[int, str, str]]]:
    return ways()


@pytest.mark.parametrize(("anchor", "call"), [("fix", "read_tracks"), ("claim", "check")])
def test_a_way_goes_as_the_page_says(gone: dict[str, list[tuple[int, str, str]]], anchor: str, call: str) -> None:
    said = _steps(anchor)
    assert 10 <= len(said) <= MOST_STEPS
    assert len(said) == len(re.findall(r"^\d+\. ", _section(anchor), re.MULTILINE))
    shown = [(name, file) for _, file, name in gone[call]]
    assert [step for step in said if step not in shown] == [], "not called; python -m tests.ways shows the way"
    assert said == sorted(said, key=shown.index), "called in another order; python -m tests.ways shows it"


def test_a_step_that_is_not_taken_is_not_seen() -> None:
    assert way(lambda: None) == []


def test_every_room_has_its_line() -> None:
    said = set(re.findall(r"^\| `(\w+)/?` \|", _section("rooms"), re.MULTILINE))
    rooms = {path.parent.name for path in (ROOT / "workbench").glob("*/__init__.py")}
    assert said == rooms


def test_the_page_names_only_what_is_there() -> None:
    for name, file in re.findall(r"`([A-Za-z_]\w+)` in `(workbench/[\w/]+\.py)`", TEXT):
        assert re.search(rf"^\s*(?:def |class )?{name}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), (name, file)
