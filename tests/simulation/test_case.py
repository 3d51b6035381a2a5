"""The bundled case: remade byte for byte, complete, small, and its statements labelled as the truth says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from workbench.base.errors import InputError, MissingError
from workbench.cli.simulate import simulate_command
from workbench.geo.projection import distance_m
from workbench.loaders.crimes.read import read_crimes
from workbench.simulation.case_files import case_folder, read_knots, write_files
from workbench.simulation.land import EASTMERE, SEA_BOX
from workbench.simulation.path import truth_table
from workbench.time.instants import micros

FOLDER = case_folder()


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    return truth_table(read_knots(FOLDER / "truth_knots.csv"))


@pytest.fixture(scope="module")
def feed() -> pd.DataFrame:
    rows = pd.read_csv(FOLDER / "positions.csv", keep_default_na=False)
    return rows.assign(time=pd.to_datetime(rows["position_gps_date"]))


def test_one_command_remakes_it_byte_for_byte(tmp_path: Path) -> None:
    written = simulate_command(tmp_path / "eastmere", case="eastmere")
    assert {p.name for p in written} == {p.name for p in FOLDER.iterdir()}
    for path in written:
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name


def test_it_is_small() -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 6_000_000


def test_an_unknown_case_and_a_bad_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="westmere"):
        simulate_command(tmp_path, case="westmere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        write_files({"README.md": "x"}, tmp_path / "file")
    with pytest.raises(MissingError, match="westmere"):
        case_folder("westmere")


def test_the_truth_covers_three_people_and_four_weeks(truth: pd.DataFrame) -> None:
    assert truth.groupby("wearer_id", observed=True).size().to_dict() == dict.fromkeys(["W1", "W2", "W3"], 28 * 8640)
    west, south, east, north = SEA_BOX
    assert truth["lon"].between(west, east).all() and truth["lat"].between(south, north).all()


def test_every_statement_is_labelled_as_the_truth_says(truth: pd.DataFrame) -> None:
    labels = pd.read_csv(FOLDER / "account_truth.csv").set_index("claim_id")["true"]
    claims = pd.read_csv(FOLDER / "account.csv")
    assert claims["claim_id"].tolist() == labels.index.tolist()
    for claim in claims.itertuples():
        start, end = (pd.Timestamp(t).tz_localize(claim.timezone) for t in (claim.start, claim.end))
        rows = truth[(truth["wearer_id"] == claim.wearer) & (truth["time"] >= start) & (truth["time"] < end)]
        inside = distance_m(rows["lon"], rows["lat"], claim.lon, claim.lat) <= claim.radius_m
        true = inside.all() if claim.kind == "throughout" else inside.sum() / 6 >= claim.min_minutes
        assert ("yes" if true else "no") == labels[claim.claim_id], claim.claim_id


def test_the_tuesday_visit_is_eighteen_minutes_with_good_fixes(truth: pd.DataFrame, feed: pd.DataFrame) -> None:
    claim = pd.read_csv(FOLDER / "account.csv").iloc[0]
    a, b = pd.Timestamp("2026-03-03 21:10Z"), pd.Timestamp("2026-03-03 21:40Z")
    rows = truth[(truth["wearer_id"] == "W1") & truth["time"].between(a, b)]
    minutes = (distance_m(rows["lon"], rows["lat"], claim["lon"], claim["lat"]) < 30).sum() / 6
    assert 17 <= minutes <= 20
    mine = feed[(feed["person_id"] == "W1") & feed["time"].between(a, b)]
    good = mine[(mine["position_lbs"] == 1) & (mine["position_precision"] < 40)]
    inside = distance_m(good["position_longitude"], good["position_latitude"], claim["lon"], claim["lat"]) < claim["radius_m"]
    assert inside.sum() >= 15


def test_the_thursday_evening_has_a_fix_every_minute_far_away(feed: pd.DataFrame) -> None:
    claim = pd.read_csv(FOLDER / "account.csv").iloc[1]
    a, b = pd.Timestamp("2026-03-12 19:45Z"), pd.Timestamp("2026-03-12 20:45Z")
    mine = feed[(feed["person_id"] == "W1") & feed["time"].between(a, b)].sort_values("time")
    assert np.diff(micros(mine["time"])).max() <= 130e6
    far = distance_m(mine["position_longitude"], mine["position_latitude"], claim["lon"], claim["lat"])
    assert far.min() > 2000


def test_the_silent_evening_is_silent(feed: pd.DataFrame) -> None:
    mine = feed[feed["person_id"] == "W1"].set_index("time").sort_index()
    assert mine["2026-03-18 19:20":"2026-03-18 21:49"].empty
    assert len(mine["2026-03-18 12:00":"2026-03-18 19:19"]) > 50
    assert len(mine["2026-03-18 21:50":"2026-03-19 12:00"]) > 50


def test_w2_comes_close_to_the_zone_and_stays_out(truth: pd.DataFrame) -> None:
    zone = shape(json.loads((FOLDER / "zones.geojson").read_text())["features"][0]["geometry"])
    rows = truth[truth["wearer_id"] == "W2"]
    assert not shapely.contains_xy(zone, rows["lon"].to_numpy(), rows["lat"].to_numpy()).any()
    x, y = EASTMERE.to_metres(rows["lon"], rows["lat"])
    near = shapely.dwithin(shapely.points(x, y), EASTMERE.shape_to_metres(zone), 100.0)
    assert rows["time"][near].dt.date.nunique() >= 15
    first = truth[truth["wearer_id"] == "W1"]
    inside = first["time"][shapely.contains_xy(zone, first["lon"].to_numpy(), first["lat"].to_numpy())]
    assert {str(d) for d in inside.dt.date} == {"2026-03-03"}


def test_w3_is_mostly_found_by_wifi_and_masts(feed: pd.DataFrame) -> None:
    share = feed.assign(weak=feed["position_lbs"].isin([5, 6])).groupby("person_id")["weak"].mean()
    assert share["W3"] > 0.4 > 0.2 > share["W1"]


def test_the_feed_has_all_columns_of_the_field_notes(feed: pd.DataFrame) -> None:
    wanted = [
        "position_id",
        "person_id",
        "device_id",
        "client_id",
        "location_id",
        "position_circulation_id",
        "position_latitude",
        "position_longitude",
        "position_geometry",
        "position_precision",
        "position_speed",
        "position_direction",
        "position_hdop",
        "position_satellite",
        "position_lbs",
        "position_gps_date",
        "position_recorded_date",
        "position_uploaded_date",
        "_file_name",
        "_feed_type",
        "_delivery_date",
        "_dlt_load_id",
        "_dlt_id",
        "_source_bucket",
        "_source_key",
        "_source_etag",
        "__datetime_added",
    ]
    assert (FOLDER / "positions.csv").read_text().split("\n", 1)[0].split(",") == wanted
    assert set(feed["position_lbs"]) == {1, 4, 5, 6}
    assert {0, 2_147_483_647} <= set(feed["position_precision"])
    sent = pd.to_datetime(feed["position_uploaded_date"])
    assert (sent > pd.to_datetime(feed["position_recorded_date"])).all()
    assert feed["position_id"].duplicated().sum() > 5
    for line in (FOLDER / "positions_2026-03-03_W1.jsonl").read_text().splitlines():
        row = json.loads(line)
        assert list(row) == wanted
        assert all(row[name] for name in wanted if name.startswith("_"))
        assert row["position_geometry"].count(str(row["position_longitude"])) == 1


def test_the_two_exports_agree_with_the_feed(feed: pd.DataFrame) -> None:
    condensed = pd.read_csv(FOLDER / "location_condensed_W1.csv")
    full = pd.read_csv(FOLDER / "location_full_W1.csv")
    mine = feed[feed["person_id"] == "W1"]
    week = mine[(mine["time"] >= "2026-03-02") & (mine["time"] < "2026-03-09")].sort_values("time", kind="stable")
    assert len(week) == len(condensed)
    assert condensed["DATE/TIME"].tolist() == week["time"].dt.strftime("%d/%m/%Y %H:%M").tolist()
    assert condensed["LATITUDE"].to_numpy() == pytest.approx(week["position_latitude"].to_numpy(), abs=6e-7)
    assert condensed["SEQUENCE NO."].tolist() == list(range(1, len(condensed) + 1))
    assert list(full.columns[-7:]) == list(condensed.columns) and len(full.columns) == 18
    assert set(full["DATE/TIME"].str[:10]) == {"03/03/2026", "04/03/2026"}


def test_the_crimes_are_a_police_batch() -> None:
    rows = list(csv.reader((FOLDER / "crimes.csv").open()))
    assert len(rows) == 12 and {len(r) for r in rows} == {13}
    crimes = read_crimes(FOLDER / "crimes.csv")
    assert crimes["crime_id"].is_unique and set(crimes["force"]) == {"Metropolitan"}
    hours = (crimes["end"] - crimes["start"]).dt.total_seconds() / 3600
    assert hours.between(0.01, 12).all()


def test_nothing_of_the_making_machine_is_in_it() -> None:
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "/home/" not in text and "/tmp" not in text and "numpy" not in text
        assert "\r" not in text
