"""The page that says which test holds which law names tests that exist, and leaves no law out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "acceptance.md"


def test_every_law_is_held_by_a_test_that_is_there() -> None:
    rows = re.findall(r"^\| ([CDKL]\d*) \| [^|]+ \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    laws = {name for name, _ in rows}
    assert laws >= {f"{letter}{i}" for letter, most in (("C", 4), ("D", 7), ("K", 12), ("L", 6)) for i in range(1, most + 1)}
    for law, held in rows:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", held)
        assert named, law
        for file, test in named:
            text = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert f"def {test}(" in text, f"{law}: {file}::{test}"
