"""Exports: the columns they promise, nothing half written, nothing that a spreadsheet would run."""

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from workbench.base.errors import InputError, TimeError
from workbench.exports.csv import location_table
from workbench.exports.whole import written_whole
from workbench.tables.tracks import Tracks
from workbench.testing import make_fixes, make_tracks

CONDENSED = ["DATE/TIME", "LATITUDE", "LONGITUDE", "CONFIDENCE CIRCLE", "SPEED", "DIRECTION", "SEQUENCE NO."]
FULL = [
    "DEVICE ID",
    "DEVICE NAME",
    "SUBJECT IDENTIFIER",
    "PoP NAME",
    "NOMIS ID",
    "PNC REF",
    "PoP ADDRESS",
    "PoP DATE OF BIRTH",
    "PROBATION PRACTITIONER",
    "ORDER START",
    "ORDER END",
    *CONDENSED,
]
WRITERS = ["to_parquet", "to_csv", "to_geojson", "to_kml"]


def tracks() -> Tracks:
    return make_tracks(make_fixes(minutes=[0, 1, 2, 30, 31], x=[0, 10, 20, 30, 40]), make_fixes(minutes=[5, 6], wearer="W2"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("writer", WRITERS)
def test_a_missing_folder_is_an_error_and_a_file_is_replaced(writer: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        getattr(tracks(), writer)(tmp_path / "nowhere" / "a")
    with pytest.raises(InputError, match="folder"):
        getattr(tracks(), writer)(tmp_path)
    (tmp_path / "a").write_text("old")
    getattr(tracks(), writer)(tmp_path / "a")
    assert (tmp_path / "a").read_bytes()[:3] != b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("writer", WRITERS)
def test_the_same_tracks_give_the_same_bytes_and_stay_as_they_were(writer: str, tmp_path: Path) -> None:
    mine = tracks()
    before = mine.fixes.copy(deep=True)
    getattr(mine, writer)(tmp_path / "a")
    getattr(mine, writer)(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    pd.testing.assert_frame_equal(mine.fixes, before)


def test_what_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old")
    with pytest.raises(ZeroDivisionError), written_whole(place) as part:
        part.write_text("half")
        raise ZeroDivisionError
    assert place.read_text() == "old"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("writer", WRITERS)
def test_no_fixes_are_written_as_an_empty_file_of_the_right_shape(writer: str, tmp_path: Path) -> None:
    none = Tracks(tracks().fixes.iloc[:0], tracks().load)
    getattr(none, writer)(tmp_path / "a")
    assert (tmp_path / "a").stat().st_size > 0


@pytest.mark.parametrize(("style", "columns"), [("condensed", CONDENSED), ("full", FULL)])
def test_the_columns_of_the_location_exports_come_first_and_in_order(style: str, columns: list[str], tmp_path: Path) -> None:
    tracks().to_csv(tmp_path / "a.csv", style=style)
    found = rows(tmp_path / "a.csv")
    assert list(found[0])[: len(columns)] == columns
    assert len(set(found[0])) == len(found[0])
    assert [r["SEQUENCE NO."] for r in found] == [str(i) for i in range(1, 8)]
    assert {r["WEARER ID"] for r in found} == {"W1", "W2"}
    assert {r["DEVICE ID"] for r in found} == {"D-W1", "D-W2"}
    np.testing.assert_array_equal([float(r["LONGITUDE"]) for r in found], tracks().fixes["lon"])


def test_an_unknown_style_or_zone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="style"):
        tracks().to_csv(tmp_path / "a.csv", style="long")
    with pytest.raises(TimeError):
        tracks().to_csv(tmp_path / "a.csv", timezone="Europe/Eastmere")
    assert list(tmp_path.iterdir()) == []


def test_both_passes_of_the_repeated_hour_stay_apart() -> None:
    fixes = make_fixes(minutes=[0, 60, 120], start="2025-10-26T00:30Z")
    table = location_table(fixes)
    assert table["DATE/TIME"].to_pylist() == ["26/10/2025 01:30", "26/10/2025 01:30", "26/10/2025 02:30"]
    assert table["FIX TIME"].to_pylist() == [
        "2025-10-26T01:30:00+01:00",
        "2025-10-26T01:30:00+00:00",
        "2025-10-26T02:30:00+00:00",
    ]


@pytest.mark.parametrize(
    ("zone", "written"),
    [("UTC", "+00:00"), ("Asia/Kathmandu", "+05:45"), ("America/St_Johns", "-03:30"), ("Europe/London", "+00:00")],
)
def test_the_offset_is_that_of_the_zone(zone: str, written: str) -> None:
    assert location_table(make_fixes(minutes=[0]), timezone=zone)["FIX TIME"][0].as_py().endswith(written)


def test_parts_of_seconds_are_kept() -> None:
    fixes = make_fixes(minutes=[0, 0.123456789 / 60])
    assert pd.to_datetime(location_table(fixes)["FIX TIME"].to_pandas()).tolist() == fixes["time"].tolist()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1"])
def test_no_text_cell_begins_like_a_formula(text: str, tmp_path: Path) -> None:
    fixes = make_fixes(minutes=[0]).assign(fix_id=text, wearer_id=text, device_id=text)
    make_tracks(fixes).to_csv(tmp_path / "a.csv", style="full")
    row = rows(tmp_path / "a.csv")[0]
    for name in ("FIX ID", "WEARER ID", "DEVICE ID", "SUBJECT IDENTIFIER"):
        assert row[name] == "'" + text


def test_quotes_commas_and_line_ends_in_ids_survive(tmp_path: Path) -> None:
    wild = 'a "b", c\nd'
    make_tracks(make_fixes(minutes=[0]).assign(fix_id=wild)).to_csv(tmp_path / "a.csv")
    assert rows(tmp_path / "a.csv")[0]["FIX ID"] == wild


def test_parquet_is_geoparquet(tmp_path: Path) -> None:
    tracks().to_parquet(tmp_path / "a.parquet")
    table = gpd.read_parquet(tmp_path / "a.parquet")
    assert table.crs.to_epsg() == 4326
    pd.testing.assert_frame_equal(pd.DataFrame(table.drop(columns="geometry")), tracks().fixes)
    np.testing.assert_array_equal(table.geometry.x, table["lon"])


def test_geojson_is_read_by_others(tmp_path: Path) -> None:
    tracks().to_geojson(tmp_path / "a.geojson")
    content = json.loads((tmp_path / "a.geojson").read_text())
    assert len(content["features"]) == 7
    assert content["features"][0]["properties"]["recorded"] is None
    table = gpd.read_file(tmp_path / "a.geojson")
    np.testing.assert_allclose(table.geometry.y, tracks().fixes["lat"])
    assert pd.to_datetime(table["time"], utc=True).tolist() == tracks().fixes["time"].tolist()


def test_kml_has_a_folder_for_each_wearer_and_breaks_the_trail(tmp_path: Path) -> None:
    tracks().to_kml(tmp_path / "a.kml")
    space = {"k": "http://www.opengis.net/kml/2.2"}
    document = ET.parse(tmp_path / "a.kml").getroot().find("k:Document", space)
    folders = document.findall("k:Folder", space)
    assert [f.findtext("k:name", namespaces=space) for f in folders] == ["W1", "W2"]
    assert [len(f.findall(".//k:LineString", space)) for f in folders] == [2, 1]
    assert [len(f.findall(".//k:Point", space)) for f in folders] == [5, 2]
    first = folders[0].find(".//k:Placemark[k:Point]", space)
    data = {d.get("name"): d.findtext("k:value", namespaces=space) for d in first.findall(".//k:Data", space)}
    assert (data["accuracy_m"], data["file"], data["row"], "recorded" in data) == ("10.0", "made", "1", False)


def test_kml_stands_any_text(tmp_path: Path) -> None:
    fixes = make_fixes(minutes=[0, 1]).assign(wearer_id="<&>\x00\x1b'\"", fix_id=["]]>", "\ufffe"])
    make_tracks(fixes).to_kml(tmp_path / "a.kml")
    assert ET.parse(tmp_path / "a.kml").getroot() is not None


def test_points_carry_all_columns_and_wgs84() -> None:
    table = tracks().to_geopandas()
    assert table.crs.to_epsg() == 4326
    assert list(table.columns) == [*tracks().fixes.columns, "geometry"]
