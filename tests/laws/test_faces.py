"""Law 4, second half: rooms are entered by their faces, and every name on a face is what it says."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.laws import imports
from tests.laws.source import face_homes, rooms

ROOT = Path(__file__).resolve().parents[2]
NAMES = [(room, name, home) for room in sorted(rooms(ROOT)) for name, home in face_homes(ROOT, room).items()]


@pytest.mark.parametrize(("room", "name", "home"), NAMES, ids=[f"{room}.{name}" for room, name, _ in NAMES])
def test_a_name_on_a_face_is_the_thing_of_its_module(room: str, name: str, home: str) -> None:
    face = importlib.import_module(f"workbench.{room}")
    assert getattr(face, name) is getattr(importlib.import_module(home), name)
    assert name in face.__all__
    assert name in dir(face)
    # A module of that name would take the name's place as soon as somebody imports it.
    assert not (ROOT / "workbench" / room / f"{name}.py").exists()


def test_a_face_knows_no_other_names() -> None:
    face = importlib.import_module("workbench.time")
    with pytest.raises(AttributeError, match="no attribute 'tide'"):
        _ = face.tide


def test_reaching_past_a_face_is_found(copy: Path, write: Callable[[str, str], Path]) -> None:
    write("workbench/crimes/bad.py", '"""Made to break a law."""\n\nfrom workbench.time.clock import instant\n')
    assert [line for line in imports.problems(copy) if "crimes.bad" in line] == [
        "workbench.crimes.bad:3: law 4: rooms are entered by their faces, not by workbench.time.clock.instant"
    ]
