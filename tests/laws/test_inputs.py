"""Law 8 on every function of the front door and every doorway of Tracks; and the check is seen to fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.compiled import lend_compiled
from tests.laws import inputs

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_no_public_function_changes_its_input(tmp_path: Path) -> None:
    assert inputs.problems(tmp_path) == []


def test_every_public_function_is_looked_at(tmp_path: Path) -> None:
    assert inputs.calls(tmp_path).keys() == inputs.expected()


CHANGES = {
    "a value": "tracks.fixes.loc[0, 'lon'] = 9.0",
    "a new column": "tracks.fixes['seen'] = True",
    "the order": "tracks.fixes.sort_values('time', ascending=False, inplace=True)",
    "a note": "tracks.fixes.attrs['seen'] = True",
    "the report": "tracks.load.warnings.append('seen')",
}
PROBE = """
import json, pathlib, sys
import workbench as wb
from tests.laws import inputs
print(json.dumps([wb.__file__, inputs.problems(pathlib.Path('.'), {'find_gaps'})]))
"""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_kind_of_change_shows(change: str) -> None:
    things = inputs.made()
    before = inputs.print_of(things["tracks"])
    assert inputs.print_of(things["tracks"]) == before
    exec(change, {"tracks": things["tracks"]})
    assert inputs.print_of(things["tracks"]) != before


def test_a_function_that_changes_its_input_is_found(copy: Path) -> None:
    path = copy / "workbench" / "trajectory" / "gaps.py"
    changing = f"\n_pure = find_gaps\ndef find_gaps(tracks):\n    {CHANGES['a value']}\n    return _pure(tracks)\n"
    path.write_text(path.read_text(encoding="utf-8") + changing, encoding="utf-8")
    lend_compiled(copy / "workbench")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(copy), str(ROOT)])}
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=copy, env=environment, capture_output=True, text=True, check=True)
    file, found = json.loads(done.stdout.splitlines()[-1])
    assert Path(file).is_relative_to(copy)
    assert found == ["law 8: find_gaps changes its tracks"]
