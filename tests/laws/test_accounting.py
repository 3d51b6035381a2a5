"""Law 7 on the bundled files, whole and damaged; and the check is seen to fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.laws import accounting

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "datasets" / "eastmere"
FILES = {"positions.csv": 1, "positions_2026-03-03_W1.jsonl": 0, "location_condensed_W1.csv": 1, "location_full_W1.csv": 1}
"""Each file with its header lines."""


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_the_bundled_files_is_accounted_for(name: str) -> None:
    path = CASE / name
    rows = len(path.read_text(encoding="utf-8").splitlines()) - FILES[name]
    assert rows > 300
    assert accounting.problems(wb.read_tracks(path, wearer="W1" if "condensed" in name else None), rows) == []


def _spoil(line: str, how: str) -> str:
    return {"blank cells": ",".join("" for _ in line.split(",")), "words": line.replace("5", "x"), "as it is": line}[how]


@settings(max_examples=15, deadline=None)
@given(data=st.data(), name=st.sampled_from([n for n in FILES if n.endswith(".csv")]))
def test_every_row_of_a_damaged_file_is_accounted_for(data: st.DataObject, name: str) -> None:
    lines = (CASE / name).read_text(encoding="utf-8").splitlines()
    picked = data.draw(st.lists(st.integers(1, 300), min_size=1, max_size=40), label="rows, some twice, in any order")
    ways = st.sampled_from(["as it is", "words", "blank cells"])
    spoilt = data.draw(st.lists(ways, min_size=len(picked), max_size=len(picked)))
    body = [lines[1], *(_spoil(lines[row], how) for row, how in zip(picked, spoilt, strict=True))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text("\n".join([lines[0], *body]) + "\n", encoding="utf-8")
        assert accounting.problems(wb.read_tracks(path, wearer="W1" if "condensed" in name else None), len(body)) == []


def test_the_check_sees_each_way_to_lose_a_row() -> None:
    path = CASE / "positions_2026-03-03_W1.jsonl"
    good = wb.read_tracks(path)
    rows = good.load.rows_read
    aside = pd.DataFrame({"file": ["a"], "row": [1], "reason": [" "]})
    for bad in (
        wb.Tracks(good.fixes.iloc[1:], good.load),
        wb.Tracks(good.fixes.iloc[1:], replace(good.load, rows_kept=rows - 1)),
        wb.Tracks(good.fixes.iloc[1:], replace(good.load, rows_kept=rows - 1, rows_read=rows - 1)),
        wb.Tracks(good.fixes, replace(good.load, set_aside=aside, rows_read=rows + 1)),
        wb.Tracks(good.fixes.iloc[1:], replace(good.load, set_aside=aside, rows_kept=rows - 1)),
    ):
        assert accounting.problems(bad, rows) != []
    assert accounting.problems(good, rows) == []


LOSING = """

_whole = read_tracks


def read_tracks(*a, **k):
    whole = _whole(*a, **k)
    return Tracks(whole.fixes.iloc[1:], whole.load)
"""
PROBE = """
import json, sys
import workbench as wb
from tests.laws import accounting
tracks = wb.read_tracks(sys.argv[1])
print(json.dumps([wb.__file__, accounting.problems(tracks, tracks.load.rows_read)]))
"""


def test_a_loader_that_loses_a_row_is_found(copy: Path) -> None:
    loader = copy / "workbench" / "loaders" / "tracks.py"
    loader.write_text(loader.read_text(encoding="utf-8") + LOSING, encoding="utf-8")
    command = [sys.executable, "-c", PROBE, str(CASE / "positions_2026-03-03_W1.jsonl")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(copy), str(ROOT)])}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=True)
    file, found = json.loads(done.stdout)
    assert Path(file).is_relative_to(copy)
    assert any("the table has" in line for line in found)
