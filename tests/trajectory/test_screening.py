"""Screening a store gives what the search in memory gives, however the rows are spread over files."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import workbench as wb
from benchmarks.made import wanderer
from workbench.geo.projection import circle
from workbench.tables.load import LoadReport
from workbench.testing import SEA, make_fixes, make_tracks


def tracks_of(fixes: pd.DataFrame) -> wb.Tracks:
    return wb.Tracks(fixes, LoadReport(len(fixes), len(fixes)))


@pytest.fixture(scope="module")
def three() -> pd.DataFrame:
    """Three wearers; the last far away, the second with flagged fixes and other methods."""
    one, two, three = (wanderer(s, 900).fixes for s in (31, 32, 33))
    rng = np.random.default_rng(1)
    two = two.assign(quality=rng.choice([0, 1, 4], len(two), p=[0.9, 0.05, 0.05]), method=rng.choice(["gnss", "wifi"], len(two)))
    people = [f.assign(wearer_id=w, fix_id=w + f["fix_id"]) for f, w in ((one, "B"), (two, "A10"), (three, "A2"))]
    people[2] = people[2].assign(lat=people[2]["lat"] + 1.0)
    return pd.concat(people, ignore_index=True)


@pytest.fixture(scope="module")
def zones(three: pd.DataFrame) -> gpd.GeoDataFrame:
    at = three.iloc[[100, 700, 1300]]
    shapes = [circle(row.lon, row.lat, r) for row, r in zip(at.itertuples(), (60, 150, 300), strict=True)]
    return gpd.GeoDataFrame({"zone_id": ["Z3", "Z1", "Z2"]}, geometry=shapes, crs=4326)


def in_order(fixes: pd.DataFrame) -> pd.DataFrame:
    return fixes.sort_values(["wearer_id", "time"], kind="stable", ignore_index=True)


@pytest.mark.parametrize("way", ["one file", "a file for each", "mixed rows in small groups", "cut into pieces"])
def test_the_rows_are_those_of_the_search_in_memory(
    way: str, three: pd.DataFrame, zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    wanted = wb.find_approaches(tracks_of(in_order(three)), zones)
    assert wanted["wearer_id"].nunique() == 2 and wanted["zone_id"].nunique() == 3
    if way == "one file":
        tracks_of(in_order(three)).to_parquet(tmp_path / "a.parquet")
    elif way == "a file for each":
        for wearer, fixes in three.groupby("wearer_id"):
            fixes.to_parquet(tmp_path / f"{wearer}.parquet", index=False)
    elif way == "mixed rows in small groups":
        three.sample(frac=1.0, random_state=2).to_parquet(tmp_path / "m.parquet", row_group_size=400, index=False)
    else:
        for k in range(5):
            three.iloc[k::5].to_parquet(tmp_path / f"{k}.parquet", index=False)
    pd.testing.assert_frame_equal(wb.screen_zones(tmp_path, zones), wanted)
    pd.testing.assert_frame_equal(wb.screen_zones(sorted(tmp_path.iterdir()), zones, progress=True), wanted)


def test_zones_at_the_edge_of_the_map_are_not_passed_over(tmp_path: Path) -> None:
    """A zone beside the date line, one near the pole, and one whose ring just reaches a fix."""
    for lon, lat, away in ((179.9995, 10.0, 0.0), (20.0, 88.0, 0.0), (1.2, 51.4, 0.0035)):
        fixes = make_fixes(minutes=[0, 1, 2]).assign(lon=lon + away, lat=lat)
        shape = shapely.box(lon - 4e-5, lat - 4e-5, lon + 4e-5, lat + 4e-5)
        zone = gpd.GeoDataFrame({"zone_id": ["Z"]}, geometry=[shape], crs=4326)
        make_tracks(fixes).to_parquet(tmp_path / "a.parquet")
        found = wb.screen_zones(tmp_path / "a.parquet", zone)
        pd.testing.assert_frame_equal(found, wb.find_approaches(make_tracks(fixes), zone))
        assert len(found) == 1


def test_nobody_near_gives_an_empty_table(tmp_path: Path) -> None:
    make_tracks(make_fixes(minutes=[0, 1], frame=SEA)).to_parquet(tmp_path / "a.parquet")
    far = gpd.GeoDataFrame({"zone_id": ["Z"]}, geometry=[circle(8.0, 10.0, 50)], crs=4326)
    found = wb.screen_zones(tmp_path, far)
    pd.testing.assert_frame_equal(found, wb.find_approaches(make_tracks(make_fixes(minutes=[0])), far))


def test_what_is_no_store_is_refused_in_words(tmp_path: Path, zones: gpd.GeoDataFrame) -> None:
    with pytest.raises(wb.InputError, match="no Parquet file"):
        wb.screen_zones(tmp_path, zones)
    with pytest.raises(wb.InputError, match="no such file"):
        wb.screen_zones(tmp_path / "none.parquet", zones)
    (tmp_path / "bad.parquet").write_bytes(b"no table")
    with pytest.raises(wb.InputError, match="damaged"):
        wb.screen_zones(tmp_path, zones)
    pd.DataFrame({"lon": [1.2], "lat": [51.4]}).to_parquet(tmp_path / "bad.parquet")
    with pytest.raises(wb.InputError, match="lacks wearer_id"):
        wb.screen_zones(tmp_path, zones)
    with pytest.raises(wb.InputError, match="width"):
        wb.screen_zones(tmp_path, zones, ring_m=-1)
