"""Matches in the national columns: every column there, nothing lost beside them, and they load again as crimes."""

from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from tests.exports.test_exports import CONDENSED, FULL, rows
from workbench.base.errors import InputError
from workbench.crimes.match import match_crimes
from workbench.exports import match_locations, match_table, write_table
from workbench.testing import make_fixes, sample_crimes, sample_tracks

NATIONAL = [
    "POLICE FORCE",
    "BATCH ID",
    "CRIME REF",
    "CRIME TYPE",
    "FROM DATE/TIME",
    "TO DATE/TIME",
    "CRIME LATITUDE",
    "CRIME LONGITUDE",
    "OTHER INFO",
    "DEVICE ID",
    "DEVICE NAME",
    "SUBJECT IDENTIFIER",
    "OFFENDER NAME",
    "NOMIS ID",
    "PNC REF",
    "OFFENDER ADDRESS",
    "OFFENDER DATE OF BIRTH",
    "OFFENDER MANAGER",
]


def hits(crimes: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "crime_id": [crimes["crime_id"].iloc[i] for i in (3, 0, 0)],
            "wearer_id": ["W1", "W2", "W3"],
            "log10_lr": [1.25, 0.5, None],
            "words": ["moderate support", "weak support", "strength not worked out"],
            "minutes_inside": [4.0, 2.0, 3.0],
            "n_fixes": [4, 2, 3],
        }
    )


def test_the_national_columns_come_first_and_the_strength_beside_them() -> None:
    case = wb.example()
    found = hits(case.crimes)
    table = match_table(found, case.crimes, case.tracks.fixes, rule="evidence").to_pandas()
    assert list(table.columns[:18]) == NATIONAL
    assert table["CRIME REF"].tolist() == found["crime_id"].tolist()
    assert table["SUBJECT IDENTIFIER"].tolist() == ["W1", "W2", "W3"]
    assert table["LOG10 LR"].tolist()[:2] == [1.25, 0.5] and table["LOG10 LR"].isna().tolist() == [False, False, True]
    assert set(table["RULE"]) == {"evidence"} and table["OFFENDER NAME"].isna().all()
    for wearer, device in zip(table["SUBJECT IDENTIFIER"], table["DEVICE ID"], strict=True):
        mine = case.tracks.of(wearer).fixes["device_id"]
        assert device in set(mine.dropna()) or mine.isna().all()


def test_what_is_exported_loads_again_as_the_same_crimes_each_once(tmp_path: Path) -> None:
    case = wb.example()
    crimes = case.crimes.assign(text='=1+1, a "quoted" text')
    write_table(match_table(hits(crimes), crimes, case.tracks.fixes), tmp_path / "matches.csv")
    again = wb.read_crimes(tmp_path / "matches.csv")
    expected = crimes.iloc[[3, 0]].reset_index(drop=True)
    columns = ["crime_id", "force", "kind", "start", "end", "lon", "lat", "text", "batch_id"]
    pd.testing.assert_frame_equal(again[columns], expected[columns], check_dtype=False)
    assert len(again.attrs["load"].set_aside) == 1 and again.attrs["load"].rows_read == 3


def test_national_exports_of_others_load_too(tmp_path: Path) -> None:
    row = "Kent,KENT20260704,K1,RB,03/07/2026 21:10,03/07/2026 21:40,51.2,0.5,text,D1,,W1,A Name,,,,,\n"
    (tmp_path / "a.csv").write_text(",".join(NATIONAL) + "\n" + row + row.replace("W1", "W2"))
    crimes = wb.read_crimes(tmp_path / "a.csv")
    assert crimes["crime_id"].tolist() == ["K1"] and str(crimes["start"].iloc[0]) == "2026-07-03 20:10:00+00:00"
    assert "OFFENDER NAME" in " ".join(crimes.attrs["load"].warnings)


def test_people_are_filled_in_only_from_a_table_of_people() -> None:
    case = wb.example()
    people = pd.DataFrame({"wearer_id": ["W2"], "name": ["Invented Name"], "nomis_id": ["-1"]})
    table = match_table(hits(case.crimes), case.crimes, case.tracks.fixes, people=people)
    assert table["OFFENDER NAME"].to_pylist() == [None, "Invented Name", None] and table["NOMIS ID"].to_pylist()[1] == "'-1"
    with pytest.raises(InputError, match="lists a wearer twice"):
        match_table(hits(case.crimes), case.crimes, case.tracks.fixes, people=pd.concat([people, people]))
    with pytest.raises(InputError, match="no crime 'C9'"):
        match_table(hits(case.crimes).assign(crime_id="C9"), case.crimes, case.tracks.fixes)


def test_the_newest_version_is_exported() -> None:
    case = wb.example()
    second = case.crimes.iloc[[0]].assign(version=2, text="second")
    table = match_table(hits(case.crimes), pd.concat([second, case.crimes]), case.tracks.fixes)
    assert table["CRIME VERSION"].to_pylist() == [1, 2, 2] and table["OTHER INFO"].to_pylist()[1] == "second"


def test_locations_carry_their_letters_in_both_styles() -> None:
    fixes = pd.concat([make_fixes(minutes=[0, 1, 2], x=[0, 10, 20]), make_fixes(minutes=[0, 1], wearer="W2")], ignore_index=True)
    points = pd.DataFrame(
        {
            "crime_id": ["C1", "C1", "C2"],
            "wearer_id": ["W1", "W1", "W2"],
            "label": ["A1", "B1", "A1"],
            "fix_id": fixes["fix_id"].iloc[[0, 2, 4]].tolist(),
            "distance_m": [1.0, 2.0, 3.0],
        }
    )
    short, full = (match_locations(points, fixes, style=style, timezone="UTC") for style in ("condensed", "full"))
    assert short.column_names[:7] == CONDENSED and full.column_names[:18] == FULL
    for table in (short, full):
        assert table["SEQUENCE NO."].to_pylist() == ["A1", "B1", "A1"] and table["CRIME REF"].to_pylist() == ["C1", "C1", "C2"]
        assert table["LATITUDE"].to_pylist() == fixes["lat"].iloc[[0, 2, 4]].tolist()
    with pytest.raises(InputError, match="not among the fixes"):
        match_locations(points.assign(fix_id="gone"), fixes)
    assert match_locations(points.iloc[:0], fixes).num_rows == 0


@pytest.mark.parametrize("method", ["evidence", "circle-100m"])
def test_a_search_writes_its_matches_and_their_locations(tmp_path: Path, method: str) -> None:
    crimes, tracks = sample_crimes(), sample_tracks()
    matches = match_crimes(crimes, tracks, decoy_days=1, method=method, progress=False)
    matches.to_csv(tmp_path / "a.csv")
    found = rows(tmp_path / "a.csv")
    assert [r["CRIME REF"] for r in found] == matches.hits["crime_id"].tolist() and {r["RULE"] for r in found} == {method}
    for style in ("condensed", "full"):
        matches.to_locations_csv(tmp_path / "b.csv", style=style)
        places = rows(tmp_path / "b.csv")
        assert [r["SEQUENCE NO."] for r in places] == matches.points()["label"].tolist() and len(places) > 10
    again = wb.read_tracks(tmp_path / "b.csv").fixes
    assert set(again["fix_id"]) == set(matches.points()["fix_id"])
