"""Crimes as they are read from files are matched, or refused with the reason, as their report says."""

from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench.testing import sample_tracks

ROW = "Kent,RB,Robbery,KENT{},C1,20260303003000,20260303011000,,,51.400000,{},WGS84,made\n"
STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\nc1,2026-03,Kent,Kent,1.2,51.4,On or near a lane,E1,Made,Burglary,,\n"
)


def test_only_the_newest_version_of_a_crime_is_matched(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ROW.format("20260304", "1.200000"))
    (tmp_path / "b.csv").write_text(ROW.format("20260305", "1.300000"))
    crimes = wb.read_crimes([tmp_path / "b.csv", tmp_path / "a.csv"])
    matches = wb.match_crimes(crimes, sample_tracks(), decoy_days=1, progress=False)
    assert len(matches) == 2 and matches._search.crimes["lon"].tolist() == [1.3]
    first = wb.match_crimes(crimes[crimes["version"] == 1], sample_tracks(), decoy_days=1, progress=False)
    assert first.hits["wearer_id"].tolist() == ["W1"] and matches.hits.empty


def test_crimes_known_by_area_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(STREET)
    crimes = wb.read_crimes(tmp_path / "a.csv")
    with pytest.raises(wb.InputError, match="area"):
        wb.match_crimes(crimes, sample_tracks(), progress=False)
    merged = crimes.merge(pd.DataFrame({"crime_id": ["c1"], "note": ["a merge forgets what stands beside the table"]}))
    merged.attrs.clear()
    with pytest.raises(wb.InputError, match="area"):
        wb.match_crimes(merged, sample_tracks(), progress=False)
