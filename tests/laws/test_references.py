"""What the text points at is there; and the law that looks is seen to fail on a text that points at nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws import references

PAGE = '# A page\n\n## <a id="gap"></a>Two words\n\n* `workbench/kept.py`: `MOST` `_LEAST`\n'


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Give a project of one page and two modules that point at each other rightly."""
    for name, text in {
        "docs/page.md": PAGE + "See [there](#two-words), [here](#gap), [the other](other.md#top).\n",
        "docs/other.md": "# Top\n\nSee `workbench/kept.py`.\n",
        "README.md": "See `docs/page.md#gap` and docs/other.md.\n",
        "workbench/kept.py": '"""See docs/page.md#gap, page.md and /README.md."""\n\nMOST, _LEAST = 2, 1\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_what_points_at_something_is_let_be(small: Path) -> None:
    assert references.problems(small) == []


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("workbench/bad.py", '"""See docs/page.md#hole."""\n', "docs/page.md#hole"),
        ("workbench/bad.py", "# see docs/hole.md\n", "docs/hole.md"),
        ("workbench/bad.py", '"""Source: methods' + ' page 3.4."""\n', "'methods" + " page'"),
        ("workbench/bad.py", '"""As the field\n' + 'notes say."""\n', "'field" + " notes'"),
        ("docs/bad.md", "See [it](#hole).\n", "#hole"),
        ("docs/bad.md", "See [it](page.md#hole).\n", "page.md#hole"),
        ("docs/bad.md", "It stands in `workbench/hole.py`.\n", "workbench/hole.py"),
        ("docs/bad.md", "* `workbench/kept.py`: `MOST` `HOLE`\n", "HOLE"),
        ("docs/bad.md", "Held against `LEAST_HOLE`.\n", "LEAST_HOLE"),
        ("workbench/room/__init__.py", '"""A room.\n\n* ``hole``   what is kept\n"""\n', "hole"),
        ("notebooks/bad.ipynb", '{"cells": ["docs/page.md#hole"]}\n', "docs/page.md#hole"),
    ],
)
def test_what_points_at_nothing_is_found(small: Path, name: str, text: str, word: str) -> None:
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).write_text(text, encoding="utf-8")
    found = references.problems(small)
    assert len(found) == 1
    assert found[0].startswith(f"{name}:")
    assert word in found[0]


def test_a_page_taken_away_breaks_the_project(copy: Path) -> None:
    assert references.problems(copy) == []
    (copy / "docs" / "methods.md").unlink()
    assert len({line.split(":")[0] for line in references.problems(copy)}) > 20
