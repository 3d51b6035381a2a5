"""The open data sets that are tables or lists of positions: every row of each accounted for."""

from collections.abc import Callable
from pathlib import Path

import pytest

import workbench as wb
from workbench.base.quality import Quality, has

Folder = Callable[[str], Path]
TABLES = {
    "dawarich_agpl3/csv/e7_integers.csv": (3, (13.405, 52.52)),
    "dawarich_agpl3/csv/gpslogger.csv": (3, (13.405, 52.52)),
    "dawarich_agpl3/csv/nsew_suffixes.csv": (3, (13.405, 52.52)),
    "dawarich_agpl3/csv/quoted_headers.csv": (2, (-117.1930364, 32.8954383)),
    "dawarich_agpl3/csv/semicolon_eu.csv": (3, (13.405, 52.52)),
    "dawarich_agpl3/csv/unix_timestamps.csv": (3, (13.405, 52.52)),
    "gpsbabel_gpl2/iblue747.csv": (747, (12.413179, 51.31177)),
    "trackintel_mit/google_trajectory.csv": (416, (8.5484732, 47.3766094)),
    "trackintel_mit/gpsies_trajectory.csv": (247, (8.548779487, 47.37651505)),
    "trackintel_mit/posmo_trajectory.csv": (1327, (7.0389004, 47.0516249)),
}


def accounted(tracks: wb.Tracks, rows: int) -> None:
    assert tracks.load.rows_read == rows == tracks.load.rows_kept + len(tracks.load.set_aside)
    assert f"{rows:,} rows read, {rows:,} accounted for" in repr(tracks.load)
    assert tracks.load.files["rows"].sum() == rows
    assert tracks.load.coverage["fixes"].sum() == len(tracks)


@pytest.mark.parametrize("name", TABLES)
def test_table_samples(open_data: Folder, name: str) -> None:
    rows, first = TABLES[name]
    tracks = wb.read_tracks(open_data("track_formats") / name, timezone="UTC")
    accounted(tracks, rows)
    assert len(tracks) == rows
    row = tracks.fixes.set_index("row").loc[1]
    assert (row["lon"], row["lat"]) == pytest.approx(first)


def test_ministry_positions(open_data: Folder) -> None:
    tracks = wb.read_tracks(open_data("moj_em_tag_london") / "positions_2026-02-10_2026-03-06.json")
    accounted(tracks, 3359)
    fixes = tracks.fixes
    assert fixes["method"].value_counts().to_dict() == {"cell": 3129, "gnss": 230}
    assert set(fixes["accuracy_level"]) == {0.95}
    cell = fixes[fixes["method"] == "cell"]["accuracy_m"]
    assert (cell.median(), cell.quantile(0.9), cell.max()) == (26, pytest.approx(729, abs=1), 1598)
    assert fixes["time"].is_monotonic_increasing
    assert tracks.wearers == ["1782"]
    assert not any("geometry" in w for w in tracks.load.warnings)


def test_diary_phones(open_data: Folder) -> None:
    places = sorted(open_data("ssi_diary_gps").glob("*.csv"))
    tracks = wb.read_tracks(places)
    assert len(places) == 25
    accounted(tracks, 187_909)
    assert tracks.wearers == ["Utrecht1", "Utrecht2", "Utrecht4", "Utrecht6"]
    assert has(tracks.fixes["quality"], Quality.DUPLICATE).any()
    assert tracks.fixes["fix_id"].is_unique


def test_phones_on_one_body(open_data: Folder) -> None:
    places = sorted(open_data("mobilitynet_phones").glob("run*/*.location.json.gz"))
    tracks = wb.read_tracks(places)
    accounted(tracks, 16_632)
    assert len(tracks.load.files) == 11
    # Two runs on two days hold files of one name and nobody's id: nothing says that they are one person's.
    assert len(tracks.wearers) == 11
    assert any("several different files are called" in warning for warning in tracks.load.warnings)
    assert len(wb.read_tracks(places, wearer="P1").wearers) == 1
    assert tracks.fixes["speed_kmh"].min() >= 0
