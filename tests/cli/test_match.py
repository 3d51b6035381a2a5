"""``workbench match``: every pair in one list on disk, and what the sender of the crimes has to correct."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.cli.test_cli import _run
from workbench.crimes import scan as scanning
from workbench.testing import sample_tracks

ROW = "Kent,RB,Robbery,KENT20260304,{},20260303003000,20260303011000,,,51.400000,1.200000,WGS84,made\n"


@pytest.fixture(scope="module")
def positions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("match") / "positions.csv"
    sample_tracks().fixes.to_csv(path, index=False)
    return path


def test_a_search_is_told_and_written_pair_by_pair(positions: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.csv"
    batch.write_text(ROW.format("C1") + ROW.format("C2").replace("51.400000", ""), encoding="utf-8")
    said = _run("match", batch, positions, "--out", tmp_path / "out")
    assert said.returncode == 1
    assert "PARTIAL" in said.stdout and "chance alone would give" in said.stdout
    assert "row 2: DEPENDENT_LOCATION_DATA" in said.stderr
    page = (tmp_path / "out" / "matrix.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "W1, C1: match" in page and "chance alone would give" in page
    assert "http" not in page
    found = {p.stem: pd.read_csv(p) for p in (tmp_path / "out").glob("*.csv")}
    assert set(found) == {"matches", "locations", "excluded", "unknown", "summary", "problems"}
    assert found["matches"]["CRIME REF"].tolist() == ["C1"] and found["problems"]["row"].tolist() == [2]
    compared = int(found["summary"].set_index("figure").loc["comparisons", "value"])
    assert sum(len(found[n]) for n in ("matches", "excluded", "unknown")) == compared == 2


def test_unusable_crimes_end_with_two_and_write_nothing(positions: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,what\na,b\n", encoding="utf-8")
    said = _run("match", tmp_path / "a.csv", positions, "--out", tmp_path / "out")
    assert said.returncode == 2 and "No column is known to be the place" in said.stderr and not (tmp_path / "out").exists()
    (tmp_path / "b.csv").write_text(ROW.format("C1"), encoding="utf-8")
    assert _run("match", tmp_path / "b.csv", positions, "--method", "guess").returncode == 2


def test_good_files_end_with_nothing_to_correct(positions: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ROW.format("C1"), encoding="utf-8")
    said = _run("match", tmp_path / "a.csv", positions, "--method", "circle-100m")
    assert said.returncode == 0 and said.stderr == "" and "national rule" in said.stdout


def test_an_interrupted_search_prints_what_it_has_and_ends_with_one(
    positions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a.csv").write_text(ROW.format("C1"), encoding="utf-8")
    monkeypatch.setattr(scanning.kernels, "search", stop)
    said = _run("match", tmp_path / "a.csv", positions, "--decoy-days", 2)
    assert said.returncode == 1 and "1 of 1 crimes were not searched" in said.stdout
