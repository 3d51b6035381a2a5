"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the package."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.__main__ import main as laws

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = re.split(r"(?m)^## ", TEXT)[1:]
PAGE_LINES = 62
_DRAW = """
from workbench.testing import make_fixes
from workbench.views.fast import fast_layer
print(fast_layer(make_fixes(minutes=[0, 1]).assign(speed_kmh=[20.0, 140.0]))["count"], "drawn")
"""


_SHOW = """
import workbench as wb
from workbench.testing import make_fixes, make_tracks
shown = wb.show(make_tracks(make_fixes(minutes=[0, 1, 2])))
print("drawn on the map:", shown.map_view.drawn["fast"]["name"])
"""


def _recipe(number: int) -> str:
    return next(part for part in RECIPES if part.startswith(f"Recipe {number}:"))


def _blocks(number: int) -> list[str]:
    return re.findall(r"(?ms)^```\w+\n(.*?)^```", _recipe(number))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the package to add to, with the pages it points at."""
    for folder in ("workbench", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md", "datasets/eastmere/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def _run(folder: Path, code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_recipe_stays_under_a_page(number: int) -> None:
    assert len(_recipe(number).splitlines()) <= PAGE_LINES


def test_a_profile_reads_another_suppliers_table(tmp_path: Path, copy: Path) -> None:
    profile, commands = _blocks(1)
    table = "Tag,Seen at,Breadth,Length,Circle\nT1,03/07/2026 21:10:00,51.4,1.2,12\nT1,03/07/2026 21:11:00,51.4,1.2,12\nT1,,,,\n"
    (tmp_path / "export.csv").write_text(table, encoding="utf-8")
    (tmp_path / "harbour.toml").write_text(profile, encoding="utf-8")
    look = "print(tracks.fixes.time.min(), tracks.fixes.accuracy_level.unique())"
    said = _run(tmp_path, f"import workbench as wb\n{commands}\n{look}")
    assert "3 rows read, 3 accounted for: 2 kept, 1 set aside" in said
    assert "2026-07-03 20:10:00+00:00 [0.95]" in said
    shutil.copy(tmp_path / "harbour.toml", copy / "workbench" / "loaders" / "profiles")
    shipped = _run(copy, "import workbench as wb\nprint(wb.read_tracks('export.csv').load.files.profile[0])")
    assert "harbour" in shipped


def test_a_function_reads_another_format_and_keeps_the_laws(copy: Path) -> None:
    reader, line = _blocks(2)
    loaders = copy / "workbench" / "loaders"
    (loaders / "pings.py").write_text(reader, encoding="utf-8")
    formats = (loaders / "formats.py").read_text(encoding="utf-8")
    head = "FORMATS: tuple[Format, ...] = (\n"
    assert head in formats
    (loaders / "formats.py").write_text(formats.replace(head, head + line), encoding="utf-8")
    (copy / "night.ping").write_text("PING 2026-03-03T21:10:00Z 51.4 1.2 9\nnoise\n", encoding="utf-8")
    look = "print(tracks.load, tracks.fixes.accuracy_m[0])"
    said = _run(copy, f"import workbench as wb\ntracks = wb.read_tracks('night.ping', wearer='W1')\n{look}")
    assert "2 rows read, 2 accounted for: 1 kept, 1 set aside" in said
    assert "the line is not PING" in said
    assert "9.0" in said
    assert laws(copy) == 0


def test_a_function_draws_something_else_and_keeps_the_laws(copy: Path) -> None:
    (view,) = _blocks(3)
    (copy / "workbench" / "views" / "fast.py").write_text(view, encoding="utf-8")
    assert "1 drawn" in _run(copy, _DRAW)
    _put(copy / "workbench/views/words.py", '    "stays": "Stays",\n', '    "stays": "Stays",\n    "fast": "Fast fixes",\n')
    scene = copy / "workbench/views/map_scene.py"
    _put(scene, '"arrows", "stays")', '"arrows", "stays", "fast")')
    _put(scene, '        "stays": lambda', '        "fast": lambda: fast_layer(fixes),\n        "stays": lambda')
    _put(scene, "from workbench.views.palette", "from workbench.views.fast import fast_layer\nfrom workbench.views.palette")
    assert "drawn on the map: fast" in _run(copy, _SHOW)
    assert laws(copy) == 0


def _put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_text_names_only_files_that_are_there() -> None:
    named = re.findall(r"`((?:workbench|tests)/[\w/.]+)`", TEXT)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
