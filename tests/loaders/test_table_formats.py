"""The same made fixes through every table format, and what is particular to each."""

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.errors import InputError
from workbench.base.quality import Quality, has

DAY = pd.Timestamp("2026-03-03T10:00Z")
TIME = [DAY + pd.Timedelta(minutes=i) for i in range(6)]
LON = [1.2, 1.2001, 1.2002, 1.2002, 1.2002, 1.2003]
LAT = [51.4, 51.4001, 51.4002, 51.4003, 51.4003, 51.4004]
CODE = [1, 5, 4, 6, 1, 1]
METHOD = ["gnss", "cell", "beacon", "wifi", "gnss", "gnss"]


def geometry(i: int) -> str:
    return str({"type": "Point", "crs": {"type": "name", "properties": {"name": "EPSG:4326"}}, "coordinates": [LON[i], LAT[i]]})


def mdss() -> pd.DataFrame:
    iso = "%Y-%m-%dT%H:%M:%SZ"
    return pd.DataFrame(
        {
            "position_id": range(100, 106),
            "person_id": 7,
            "device_id": 1782,
            "client_id": None,
            "position_latitude": LAT,
            "position_longitude": LON,
            "position_geometry": [geometry(i) for i in range(6)],
            "position_precision": [5, 729, 0, 40, 2147483647, 6],
            "position_speed": [0, 4, 5, 5, 0, 29],
            "position_direction": [0, 90, 180, 270, 359, 10],
            "position_hdop": 0,
            "position_satellite": [9, 0, 0, 0, 13, 14],
            "position_lbs": CODE,
            "position_gps_date": [f"{t:{iso}}" for t in TIME],
            "position_recorded_date": [f"{t + pd.Timedelta(minutes=6):{iso}}" for t in TIME],
            "position_uploaded_date": [f"{t + pd.Timedelta(minutes=7):{iso}}" for t in TIME],
            "_file_name": "x.jsonl",
        }
    )


def check(tracks: wb.Tracks, *, method: bool = True) -> None:
    fixes = tracks.fixes
    assert fixes["lon"].tolist() == LON
    assert fixes["lat"].tolist() == LAT
    assert fixes["time"].tolist() == TIME
    if method:
        assert fixes["method"].tolist() == METHOD
    assert tracks.load.rows_read == tracks.load.rows_kept + len(tracks.load.set_aside)


def check_mdss(tracks: wb.Tracks) -> None:
    check(tracks)
    fixes = tracks.fixes
    assert tracks.load.files["profile"].tolist() == ["mdss"]
    assert fixes["fix_id"].tolist() == [str(i) for i in range(100, 106)]
    assert set(fixes["wearer_id"]) == {"7"}
    assert set(fixes["device_id"]) == {"1782"}
    assert fixes["recorded"].tolist() == [t + pd.Timedelta(minutes=6) for t in TIME]
    assert fixes["uploaded"].tolist() == [t + pd.Timedelta(minutes=7) for t in TIME]
    assert fixes["accuracy_m"].fillna(-1).tolist() == [5, 729, -1, 40, -1, 6]
    assert set(fixes["accuracy_level"]) == {0.95}
    assert fixes["speed_kmh"].tolist() == [0, 4, 5, 5, 0, 29]
    assert fixes["heading_deg"].tolist() == [0, 90, 180, 270, 359, 10]
    assert fixes["satellites"].tolist() == [9, 0, 0, 0, 13, 14]
    assert not any("geometry" in w for w in tracks.load.warnings)


def test_mdss_csv(tmp_path: Path) -> None:
    place = tmp_path / "feed.csv"
    mdss().to_csv(place, index=False)
    check_mdss(wb.read_tracks(place))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_mdss_csv_in_other_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    place = tmp_path / "feed.csv"
    place.write_bytes(mdss().to_csv(index=False, lineterminator=end).encode(encoding))
    check_mdss(wb.read_tracks(place))


def test_mdss_csv_packed_with_gzip(tmp_path: Path) -> None:
    place = tmp_path / "feed.csv.gz"
    place.write_bytes(gzip.compress(mdss().to_csv(index=False).encode()))
    check_mdss(wb.read_tracks(place))


def test_mdss_json_lines(tmp_path: Path) -> None:
    place = tmp_path / "feed.jsonl"
    mdss().to_json(place, orient="records", lines=True)
    check_mdss(wb.read_tracks(place))
    place.write_text(place.read_text() + "\n{broken\n[1]\n")
    tracks = wb.read_tracks(place)
    assert tracks.load.set_aside["row"].tolist() == [7, 8]


def test_mdss_parquet_with_texts_and_with_types(tmp_path: Path) -> None:
    place = tmp_path / "feed.parquet"
    mdss().to_parquet(place)
    check_mdss(wb.read_tracks(place))
    dates = [c for c in mdss() if c.endswith("_date")]
    mdss().assign(**{c: pd.to_datetime(mdss()[c]) for c in dates}).to_parquet(place)
    check_mdss(wb.read_tracks(place))


def test_mdss_times_without_zone_are_utc_by_the_format(tmp_path: Path) -> None:
    place = tmp_path / "feed.csv"
    mdss().replace("Z$", "", regex=True).to_csv(place, index=False)
    tracks = wb.read_tracks(place)
    check_mdss(tracks)
    assert any("read as UTC, as this format defines" in w for w in tracks.load.warnings)


def test_a_geometry_that_disagrees_is_said_and_one_that_fills_is_used(tmp_path: Path) -> None:
    place = tmp_path / "feed.csv"
    table = mdss()
    table.loc[1, "position_geometry"] = geometry(5)
    table.loc[2, ["position_latitude", "position_longitude"]] = np.nan
    table.to_csv(place, index=False)
    tracks = wb.read_tracks(place)
    check(tracks)
    assert any("geometry of 1 rows is not where" in w for w in tracks.load.warnings)
    assert any("position of 1 rows was taken from their geometry" in w for w in tracks.load.warnings)


def test_joined_view_flags_the_repeats_and_drops_who_it_is(tmp_path: Path) -> None:
    place = tmp_path / "joined.csv"
    view = mdss().assign(
        unique_device_wearer_id="DEVWR1",
        first_name="Ann",
        last_name="Nobody",
        date_of_birth="1990-01-01",
        postcode="ZZ1 1ZZ",
        device_activation_id=3,
        device_activation_date="2026-03-03T10:02:00Z",
        device_deactivation_date="2999-12-12T23:59:59Z",
    )
    pd.concat([view.assign(order_id="MON1"), view.assign(order_id="MON2")]).to_csv(place, index=False)
    tracks = wb.read_tracks(place)
    assert tracks.load.files["profile"].tolist() == ["joined-view"]
    assert tracks.load.rows_read == 12
    assert has(tracks.fixes["quality"], Quality.DUPLICATE).tolist() == [False, True] * 6
    assert has(tracks.fixes["quality"], Quality.OUTSIDE_WINDOW).tolist() == [True] * 4 + [False] * 8
    assert any("Personal columns were dropped" in w and "last_name" in w for w in tracks.load.warnings)
    assert "Nobody" not in tracks.fixes.to_csv()


def insights() -> dict[str, object]:
    table = mdss()
    return {
        "locations": [
            {
                "positionId": 100 + i,
                "deviceId": 1782,
                "gpsDate": table["position_gps_date"][i],
                "speed": 0,
                "satellite": 3,
                "direction": 0,
                "precision": 10,
                "lbs": CODE[i],
                "hdop": 0,
                "geometry": geometry(i),
                "latitude": LAT[i],
                "longitude": LON[i],
            }
            for i in range(6)
        ],
        "nextToken": None,
    }


def test_data_insights(tmp_path: Path) -> None:
    place = tmp_path / "positions.json"
    place.write_text(json.dumps(insights()))
    tracks = wb.read_tracks(place, wearer="P1")
    check(tracks)
    assert tracks.wearers == ["P1"]
    place.write_text(json.dumps({**insights(), "nextToken": "abc"}))
    assert any("further page" in w for w in wb.read_tracks(place).load.warnings)
    nulls = insights()
    nulls["locations"][0] = dict.fromkeys(nulls["locations"][0])  # type: ignore[index, arg-type]
    nulls["locations"].append("odd")  # type: ignore[attr-defined]
    place.write_text(json.dumps(nulls))
    assert wb.read_tracks(place).load.set_aside["row"].tolist() == [1, 7]


@pytest.mark.parametrize("wrap", [lambda p: p, lambda p: {"positions": p}, lambda p: {"data": p, "page": 1}])
def test_crime_matching_json(tmp_path: Path, wrap: object) -> None:
    rows = [
        {
            "positionId": i,
            "latitude": LAT[i],
            "longitude": LON[i],
            "precision": 10,
            "speed": 3,
            "direction": 4,
            "timestamp": f"{TIME[i]:%Y-%m-%dT%H:%M:%S}",
            "geolocationMechanism": ["GPS", "LBS", "RF", "WIFI", "GPS", "GPS"][i],
        }
        for i in range(6)
    ]
    place = tmp_path / "positions.json"
    place.write_text(json.dumps(wrap(rows)))  # type: ignore[operator]
    tracks = wb.read_tracks(place)
    check(tracks)
    assert tracks.fixes["recorded"].tolist() == TIME
    assert any("not when the fix was made" in w for w in tracks.load.warnings)


def test_phone_json(tmp_path: Path) -> None:
    rows = [
        {
            "metadata": {"platform": "ios"},
            "data": {
                "ts": TIME[i].timestamp(),
                "latitude": LAT[i],
                "longitude": LON[i],
                "accuracy": 65,
                "sensed_speed": [-1, 2][i % 2],
                "bearing": [-1, 90][i % 2],
                "fmt_time": "2026-03-03T10:00:00-0700",
            },
        }
        for i in range(6)
    ]
    place = tmp_path / "ios-1.location.json.gz"
    place.write_bytes(gzip.compress(json.dumps(rows).encode()))
    tracks = wb.read_tracks(place)
    check(tracks, method=False)
    assert tracks.fixes["speed_kmh"].fillna(-1).tolist() == [-1, pytest.approx(7.2)] * 3
    assert tracks.fixes["heading_deg"].fillna(-1).tolist() == [-1, 90] * 3


def condensed(times: list[str]) -> pd.DataFrame:
    size = len(times)
    return pd.DataFrame(
        {
            "DATE/TIME": times,
            "LATITUDE": [51.4 + i * 1e-4 for i in range(size)],
            "LONGITUDE": 1.2,
            "CONFIDENCE CIRCLE": 12,
            "SPEED": 3,
            "DIRECTION": -90,
            "SEQUENCE NO.": range(1, size + 1),
        }
    )


def test_condensed_export_keeps_row_order_and_spreads_ties(tmp_path: Path) -> None:
    place = tmp_path / "location.csv"
    condensed(["03/07/2026 21:10"] * 3 + ["03/07/2026 21:11"]).to_csv(place, index=False)
    tracks = wb.read_tracks(place, wearer="W1")
    assert [f"{t:%H:%M:%S}" for t in tracks.fixes["time"]] == ["20:10:00", "20:10:20", "20:10:40", "20:11:00"]
    assert tracks.fixes["row"].tolist() == [1, 2, 3, 4]
    assert has(tracks.fixes["quality"], Quality.SPREAD_TIME).tolist() == [True, True, True, False]
    assert set(tracks.fixes["heading_deg"]) == {270.0}
    assert any("no seconds" in w for w in tracks.load.warnings)
    condensed(["03/07/2026 21:12", "03/07/2026 21:11", "03/07/2026 21:11", "03/07/2026 21:10"]).to_csv(place, index=False)
    assert wb.read_tracks(place).fixes["row"].tolist() == [4, 3, 2, 1]


def test_condensed_export_over_the_long_night(tmp_path: Path) -> None:
    place = tmp_path / "location.csv"
    stamps = pd.date_range("2026-10-24T23:30Z", "2026-10-25T02:30Z", freq="min")
    condensed([f"{t:%d/%m/%Y %H:%M}" for t in stamps.tz_convert("Europe/London")]).to_csv(place, index=False)
    tracks = wb.read_tracks(place)
    assert tracks.fixes["time"].tolist() == list(stamps)
    assert has(tracks.fixes["quality"], Quality.AMBIGUOUS_HOUR).sum() == 120
    assert not has(tracks.fixes["quality"], Quality.SPREAD_TIME).any()


def test_full_export_drops_personal_columns(tmp_path: Path) -> None:
    place = tmp_path / "full.csv"
    who = {
        "DEVICE ID": 1782,
        "DEVICE NAME": "D",
        "SUBJECT IDENTIFIER": "S-9",
        "PoP NAME": "Ann Nobody",
        "NOMIS ID": "A0",
        "PNC REF": "1",
        "PoP ADDRESS": "1 No Street",
        "PoP DATE OF BIRTH": "01/01/1990",
        "PROBATION PRACTITIONER": "X",
        "ORDER START": "01/03/2026",
        "ORDER END": "01/09/2026",
    }
    rows = condensed(["03/07/2026 21:10", "01/09/2026 21:10", "02/09/2026 00:10"])
    rows.assign(**who)[[*who, *rows]].to_csv(place, index=False)
    tracks = wb.read_tracks(place)
    assert tracks.load.files["profile"].tolist() == ["export-full"]
    assert tracks.wearers == ["S-9"]
    assert has(tracks.fixes["quality"], Quality.OUTSIDE_WINDOW).tolist() == [False, False, True]
    assert any("Personal columns were dropped" in w and "PoP NAME" in w and "PoP ADDRESS" in w for w in tracks.load.warnings)
    assert "Nobody" not in tracks.fixes.to_csv()


def test_excel(tmp_path: Path) -> None:
    place = tmp_path / "table.xlsx"
    rows = pd.DataFrame({"wearer": "W1", "time": [t.tz_localize(None) for t in TIME], "lat": LAT, "lon": LON, "method": METHOD})
    with pd.ExcelWriter(place) as book:
        rows.to_excel(book, index=False, sheet_name="fixes")
        pd.DataFrame({"a": [1], "b": [2]}).to_excel(book, index=False, sheet_name="notes")
    tracks = wb.read_tracks(place, timezone="UTC")
    check(tracks)
    assert any("'fixes' was read; 'notes' were not" in w for w in tracks.load.warnings)


def test_semicolons_decimal_commas_trailing_separators_and_comments(tmp_path: Path) -> None:
    place = tmp_path / "table.csv"
    rows = zip(TIME, *([str(v).replace(".", ",") for v in axis] for axis in (LAT, LON)), strict=True)
    lines = [f"{t:%d.%m.%Y %H:%M:%S};{a};{o};" for t, a, o in rows]
    place.write_text("# exported by hand\nZeit;Breite;Länge;\n" + "\n".join(lines) + "\n", encoding="utf-8")
    check(wb.read_tracks(place, timezone="UTC"), method=False)


def test_rows_with_another_number_of_cells_are_set_aside_with_their_row(tmp_path: Path) -> None:
    place = tmp_path / "table.csv"
    place.write_text(
        "time,lat,lon\n2026-03-03T10:00Z,51.4,1.2\n2026-03-03T10:01Z,51.4\n\n"
        "2026-03-03T10:02Z,51.4,1.2,9,9\n2026-03-03T10:03Z,51.4,1.2\n"
    )
    load = wb.read_tracks(place).load
    assert load.rows_read == 4
    assert load.set_aside["row"].tolist() == [2, 3]
    assert load.set_aside["reason"].tolist() == ["it has 2 cells where the header has 3", "it has 5 cells where the header has 3"]


def test_our_own_table_comes_back_as_it_was(tmp_path: Path) -> None:
    source, place = tmp_path / "feed.csv", tmp_path / "ours.parquet"
    mdss().to_csv(source, index=False)
    tracks = wb.read_tracks(source)
    tracks.fixes.to_parquet(place)
    again = wb.read_tracks(place)
    pd.testing.assert_frame_equal(tracks.fixes, again.fixes)
    assert again.load.files["profile"].tolist() == ["workbench"]


@pytest.mark.parametrize("style", ["condensed", "full", "parquet"])
def test_what_we_write_we_read_back_whole(tmp_path: Path, style: str) -> None:
    rows = pd.concat([mdss(), mdss().head(2)]).assign(person_id="=1+1", device_id="'quoted")
    rows.to_csv(tmp_path / "feed.csv", index=False)
    tracks = wb.read_tracks(tmp_path / "feed.csv")
    if style == "parquet":
        tracks.to_parquet(tmp_path / "again.parquet")
        again = wb.read_tracks(tmp_path / "again.parquet")
    else:
        tracks.to_csv(tmp_path / "again.csv", style=style)
        again = wb.read_tracks(tmp_path / "again.csv")
    pd.testing.assert_frame_equal(tracks.fixes, again.fixes)


def test_a_forced_profile_and_a_profile_that_does_not_fit(tmp_path: Path) -> None:
    place = tmp_path / "feed.csv"
    mdss().to_csv(place, index=False)
    check_mdss(wb.read_tracks(place, profile="mdss"))
    with pytest.raises(InputError, match="profile export-condensed"):
        wb.read_tracks(place, profile="export-condensed")
