"""Crimes from tables: windows, places, areas that no trail can be matched with, and real files."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.loaders.test_crime_batch import accounted
from workbench.base.errors import InputError, TimeError
from workbench.geo.projection import distance_m

LEAN = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LONDON = {"timezone": "Europe/London"}


def load(folder: Path, text: str, **options: object) -> pd.DataFrame:
    place = folder / "crimes.csv"
    place.write_text(text)
    crimes = wb.read_crimes(place, **options)
    accounted(crimes)
    return crimes


def said(crimes: pd.DataFrame) -> str:
    return " ".join(crimes.attrs["load"].warnings)


def test_windows_of_every_writing_are_read(tmp_path: Path) -> None:
    crimes = load(
        tmp_path,
        "ref,type,from,to,latitude,longitude\n"
        "a,RB,03/07/2026 21:10,03/07/2026 21:40,51.4,1.2\n"
        "b,RB,13/07/2026 21:10,,51.4,1.2\n"
        "c,RB,14/07/2026,15/07/2026,51.4,1.2\n"
        "d,RB,14/07/2026,,51.4,1.2\n"
        "e,RB,,14/07/2026 10:00,51.4,1.2\n"
        "f,RB,14/07/2026 10:00,soon,51.4,1.2\n"
        "g,RB,14/07/2026 10:00,14/07/2026 09:59,51.4,1.2\n",
        **LONDON,
    )
    minutes = ((crimes["end"] - crimes["start"]).dt.total_seconds() / 60).tolist()
    assert crimes["crime_id"].tolist() == ["a", "b", "c", "d"] and minutes == [30, 0, 2880, 1440]
    assert str(crimes["start"].iloc[0]) == "2026-07-03 20:10:00+00:00"
    aside = crimes.attrs["load"].set_aside
    assert aside["row"].tolist() == [5, 6, 7]
    assert [r.split(" ")[1] for r in aside["reason"].str.replace("CRIME_DATE_TIME_TO_AFTER_FROM: ", "")] == ["time", "end", "end"]
    assert "2 crimes state no end" in said(crimes)


def test_a_date_that_stands_for_none_is_none(tmp_path: Path) -> None:
    crimes = load(
        tmp_path,
        "id,start,end,lat,lon\na,2026-03-03T21:10Z,2999-12-12T23:59Z,51.40001,1.20001\n"
        "b,2999-12-12T23:59Z,2999-12-12T23:59Z,51.40001,1.20001\n",
    )
    assert crimes["crime_id"].tolist() == ["a"] and (crimes["end"] == crimes["start"]).all()
    assert "3 dates after the year 2900" in said(crimes)


def test_dates_and_clocks_in_columns_of_their_own(tmp_path: Path) -> None:
    head = "crime number,from date,from time,to date,to time,easting,northing\n"
    crimes = load(tmp_path, head + "x,2026-03-03,21:10,2026-03-04,06:30,530000,180007\ny,2026-03-05,,,,530001,180007\n", **LONDON)
    assert [str(t)[:16] for t in crimes["start"]] == ["2026-03-03 21:10", "2026-03-05 00:00"]
    assert [str(t)[:16] for t in crimes["end"]] == ["2026-03-04 06:30", "2026-03-06 00:00"]


def test_a_naive_time_without_a_zone_is_refused_and_an_order_of_day_and_month_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(TimeError, match="no time zone"):
        load(tmp_path, "id,from,lat,lon\na,2026-03-03 21:10,51.4,1.2\n")
    with pytest.raises(TimeError, match="day first or month first"):
        load(tmp_path, "id,from,lat,lon\na,03/04/2026 21:10,51.4,1.2\n", **LONDON)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="place or the time") as caught:
        load(tmp_path, "id,what\na,b\n")
    assert "columns=" in str(caught.value)
    with pytest.raises(InputError, match="does not know 'begin'"):
        load(tmp_path, "id,what\na,b\n", columns={"begin": "what"})
    with pytest.raises(InputError, match="no profile 'streets'") as caught:
        load(tmp_path, "id,what\na,b\n", profile="streets")
    assert "'street'" in str(caught.value)


def test_a_profile_of_ones_own_names_columns_zone_and_what_holds_for_all(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'title = "Own"\ntimezone = "Europe/London"\nlocation_error_m = 40\n\n'
        '[columns]\ncrime_id = ["Nr"]\nstart = ["Wann"]\nlat = ["B"]\nlon = ["L"]\n\n'
        '[constants]\nkind = "RB"\n'
    )
    crimes = load(tmp_path, "Nr;Wann;B;L\n7;2026-07-03 21:10;51,40001;1,20001\n", profile=tmp_path / "own.toml")
    first = crimes.iloc[0]
    assert (first["crime_id"], first["kind"], first["location_error_m"]) == ("7", "RB", 40.0)
    assert str(first["start"]) == "2026-07-03 20:10:00+00:00"
    (tmp_path / "own.toml").write_text('wearer = "x"\n')
    with pytest.raises(InputError, match="means nothing here: 'wearer'"):
        load(tmp_path, "a,b\n1,2\n", profile=tmp_path / "own.toml")


def test_untrue_offsets_are_stripped_only_where_a_profile_says_so(tmp_path: Path) -> None:
    text = "id,occurred,lat,lon\n" + "".join(f"{i},2026-07-{i % 28 + 1:02d}T12:00:00Z,51.4,1.2\n" for i in range(60))
    as_stated = load(tmp_path, text, **LONDON)
    assert as_stated["start"].dt.hour.eq(12).all() and "look like the wall clock of Europe/London" in said(as_stated)
    assert "zone_untrue" in said(as_stated)
    (tmp_path / "own.toml").write_text(
        'timezone = "Europe/London"\nzone_untrue = true\n[columns]\nstart = ["occurred"]\nlat = ["lat"]\nlon = ["lon"]\n'
    )
    untrue = load(tmp_path, text, profile=tmp_path / "own.toml")
    assert untrue["start"].dt.hour.eq(11).all() and "which speaks for it" in said(untrue)


@LEAN
@given(digits=st.integers(1, 7))
def test_rounded_degrees_widen_the_place(tmp_path: Path, digits: int) -> None:
    lat, lon = f"{51.3333333:.{digits}f}", f"{1.7777777:.{digits}f}"
    crimes = load(tmp_path, f"id,start,lat,lon\na,2026-03-03T21:10Z,{lat},{lon}\n")
    error, step_m = crimes["location_error_m"].iloc[0], 111_195 * 10.0**-digits
    assert error >= 10.0
    truth = float(distance_m(1.7777777, 51.3333333, crimes["lon"].iloc[0], crimes["lat"].iloc[0]))
    assert truth <= 3 * error
    assert bool(error > 10.5) == (digits <= 4 and step_m / 12**0.5 > 3.2)


def test_swapped_axes_and_impossible_places_are_refused_or_set_aside(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="swapped"):
        load(tmp_path, "id,start,lat,lon\na,2026-03-03T21:10Z,-0.12,51.5\n")
    crimes = load(tmp_path, "id,start,lat,lon\na,2026-03-03T21:10Z,51.5,-0.12\nb,2026-03-03T21:10Z,0,0\nc,2026-03-03T21:10Z,,\n")
    assert crimes["crime_id"].tolist() == ["a"] and len(crimes.attrs["load"].set_aside) == 2


def test_excel_and_json_and_lines_give_the_same_crimes(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "ref": ["a", "b"],
            "from": pd.to_datetime(["2026-03-03 21:10", "2026-03-04 00:00"]),
            "to": pd.to_datetime(["2026-03-03 21:40", "2026-03-04 10:00"]),
            "lat": [51.41234, 51.5],
            "lon": [1.21234, 1.3],
        }
    )
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_parquet(tmp_path / "a.parquet", index=False)
    records = json.loads(frame.to_json(orient="records", date_format="iso"))
    records = [{**r, "from": r["from"][:19], "to": r["to"][:19]} for r in records]
    (tmp_path / "a.json").write_text(json.dumps({"crimes": records}))
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(r) for r in records))
    found = [wb.read_crimes(tmp_path / f"a.{s}", timezone="Europe/London") for s in ("csv", "xlsx", "parquet", "json", "jsonl")]
    for crimes in found:
        accounted(crimes)
        pd.testing.assert_frame_equal(crimes.drop(columns="file"), found[0].drop(columns="file"))


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text('<?xml version="1.0"?><gpx></gpx>')
    with pytest.raises(InputError, match="crimes are not read from it"):
        wb.read_crimes(tmp_path / "a.gpx")


def test_months_at_shared_points_stand_for_an_area(tmp_path: Path) -> None:
    head = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
        "Last outcome category,Context\n"
    )
    body = "{},2026-07,Kent Police,Kent Police,0.5,51.2,On or near Mere Lane,E1,Made 1A,Burglary,,\n"
    never = body.replace("2026-07", "2026-13").format("c2")
    crimes = load(tmp_path, head + body.format("c1") + body.format("") + body.format("c1") + never)
    assert crimes.attrs["level"] == "area" and set(crimes["level"]) == {"area"} and len(crimes) == 3
    assert "month" in crimes.attrs["area_because"] and "not matched with trails" in said(crimes)
    assert [str(t) for t in crimes.iloc[0][["start", "end"]]] == ["2026-06-30 23:00:00+00:00", "2026-07-31 23:00:00+00:00"]
    assert crimes["version"].tolist() == [1, 1, 1]
    other = tmp_path / "b.csv"
    other.write_text("id,start,lat,lon\na,2026-03-03T21:10Z,51.4,1.2\n")
    with pytest.raises(InputError, match="others only areas"):
        wb.read_crimes([tmp_path / "crimes.csv", other])


@pytest.mark.parametrize(
    ("name", "rows", "kept"),
    [
        ("2018-01-metropolitan-street.burglary.csv.gz", 7643, 7607),
        ("2018-02-metropolitan-street.burglary.csv.gz", 6614, None),
        ("2024-06-metropolitan-street.burglary.csv.gz", 3869, None),
        ("2018-01-city-of-london-street.csv", 698, 677),
        ("2018-02-city-of-london-street.csv", 583, None),
        ("2018-01-metropolitan-stop-and-search.csv.gz", 12137, 11277),
        ("2024-06-metropolitan-stop-and-search.csv.gz", 8720, 8057),
        ("api-crimes-street-2014-08-greenwich-peninsula.json", 374, 374),
    ],
)
def test_the_files_of_london_load_and_stand_for_areas(open_data, name: str, rows: int, kept: int | None) -> None:
    crimes = wb.read_crimes(open_data("crime_london") / name)
    accounted(crimes)
    report = crimes.attrs["load"]
    assert report.rows_read == rows and (kept is None or len(crimes) == kept)
    assert set(report.set_aside["reason"]) <= {"its position is missing or cannot be read"}
    assert crimes.attrs["level"] == "area" and crimes.attrs["area_because"]
    assert "Gender" not in crimes and crimes["lat"].between(49.9, 55.9).all() and crimes["lat"].between(51.2, 51.8).mean() > 0.99


def test_new_york_loads_as_windows_and_not_as_middles(open_data) -> None:
    place = open_data("crime_timestamped") / "nyc_vehicle_thefts_2014_2015.csv"
    crimes = wb.read_crimes(place)
    accounted(crimes)
    raw = pd.read_csv(place, parse_dates=["date_start", "date_end"])
    assert len(crimes) == len(raw) == 19047 and crimes.attrs["level"] == "point"
    local = crimes["start"].dt.tz_convert("America/New_York").dt.tz_localize(None)
    assert (local.to_numpy() == raw["date_start"].to_numpy()).all()
    ends = crimes["end"].dt.tz_convert("America/New_York").dt.tz_localize(None)
    assert (ends.to_numpy() == raw["date_end"].fillna(raw["date_start"]).to_numpy()).all()
    assert "1,602 crimes state no end" in said(crimes) and "longer than 12 hours" in said(crimes)
    assert (crimes["end"] - crimes["start"]).max() > pd.Timedelta(days=365)
    assert "which speaks for it" in crimes.attrs["load"].outcomes["clock"].iloc[0]


def test_san_francisco_is_read_as_the_wall_clock_that_it_is(open_data) -> None:
    place = open_data("crime_timestamped") / "san_francisco_robbery_2019.csv"
    crimes = wb.read_crimes(place)
    accounted(crimes)
    raw = pd.read_csv(place)["date_time"].str[:19]
    assert len(crimes) == 951
    assert crimes["start"].dt.tz_convert("America/Los_Angeles").dt.strftime("%Y-%m-%dT%H:%M:%S").tolist() == raw.tolist()
    assert "not as the offset written on them says" in said(crimes)
