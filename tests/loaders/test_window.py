"""The lawful window stays with the tracks, and doubts are a typed table from the start."""

from pathlib import Path

import pandas as pd

import workbench as wb
from workbench.tables import DOUBTS

ROWS = "wearer,time,lat,lon\n" + "\n".join(f"W1,2026-03-03T21:{m:02d}:00Z,51.4,1.2" for m in range(10)) + "\n"


def _load(tmp_path: Path, **asked: str) -> wb.Tracks:
    place = tmp_path / "a.csv"
    place.write_text(ROWS)
    return wb.read_tracks(place, **asked)


def test_the_window_is_kept_and_narrowed_by_nothing(tmp_path: Path) -> None:
    tracks = _load(tmp_path, start="2026-03-03T21:02Z", end="2026-03-03T21:08Z")
    window = (pd.Timestamp("2026-03-03T21:02Z"), pd.Timestamp("2026-03-03T21:08Z"))
    assert tracks.window == window
    assert tracks.of("W1").window == window
    assert tracks.between("2026-03-03T21:03Z", "2026-03-03T21:04Z").window == window


def test_an_open_side_lies_beyond_any_fix(tmp_path: Path) -> None:
    assert _load(tmp_path).window is None
    start, end = _load(tmp_path, start="2026-03-03T21:02Z").window
    assert start == pd.Timestamp("2026-03-03T21:02Z") and end.year == 2200
    start, end = _load(tmp_path, end="2026-03-03T21:02Z").window
    assert start.year == 1980 and end == pd.Timestamp("2026-03-03T21:02Z")


def test_doubts_are_a_typed_table(tmp_path: Path) -> None:
    DOUBTS.validate(_load(tmp_path).load.doubts)
    assert wb.LoadReport(0, 0).doubts.columns.tolist() == DOUBTS.names
