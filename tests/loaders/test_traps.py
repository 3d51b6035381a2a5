"""Traps of real tables: each was read wrongly or refused without need, and is read as a person would read it."""

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import workbench as wb
from workbench.base.errors import InputError
from workbench.base.quality import Quality, has

FULL = (
    "DEVICE ID,SUBJECT IDENTIFIER,ORDER START,ORDER END,DATE/TIME,LATITUDE,LONGITUDE,CONFIDENCE CIRCLE,SPEED,DIRECTION,"
    "SEQUENCE NO.\n"
)
PLAIN = "wearer,time,lat,lon,accuracy\n"
MDSS = (
    "position_id,person_id,device_id,position_latitude,position_longitude,position_precision,position_direction,position_lbs,"
    "position_gps_date\n"
)


def read(place: Path, text: str, **choices: object) -> wb.Tracks:
    place.write_text(text, encoding="utf-8")
    return wb.read_tracks(place, **choices)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 600])
@pytest.mark.parametrize(
    ("start", "end", "outside"),
    [
        ("01/03/2026", "05/03/2026", False),
        ("01/03/2026", "03/03/2026", False),
        ("01/03/2026", "02/03/2026", True),
        ("04/03/2026", "", True),
        ("01/03/2026 00:00", "03/03/2026", False),
        ("01/03/2026", "03/03/2026 09:00", True),
        ("2026-03-01", "2026-03-03", False),
        ("3-Mar-2026", "3 March 2026", False),
        ("01.03.2026", "12/12/2999", False),
    ],
)
def test_order_dates_are_read_with_and_without_a_time_of_day(
    start: str, end: str, outside: bool, count: int, tmp_path: Path
) -> None:
    rows = "".join(f"5,S1,{start},{end},03/03/2026 {10 + i // 60}:{i % 60:02d},51.4,1.2,10,3,90,A1\n" for i in range(count))
    mixed = "5,S1,01/01/2026,05/05/2026 10:00,03/03/2026 21:00,51.4,1.2,10,3,90,A1\n"
    tracks = read(tmp_path / "full.csv", FULL + rows + mixed)
    assert has(tracks.fixes["quality"], Quality.OUTSIDE_WINDOW).tolist() == [outside] * count + [False]
    assert not any("cannot be read" in w or "share a minute" in w for w in tracks.load.warnings)


def test_an_order_date_that_is_none_is_counted(tmp_path: Path) -> None:
    tracks = read(tmp_path / "full.csv", FULL + "5,S1,soon,05/03/2026,03/03/2026 10:00,51.4,1.2,10,3,90,A1\n")
    assert any("1 time of ORDER START cannot be read and was left empty" in w for w in tracks.load.warnings)


def test_a_feed_in_utc_may_leave_the_zone_away_in_some_rows(tmp_path: Path) -> None:
    rows = (
        "1,9,5,51.4,1.2,8,90,1,2026-07-03T10:00:00Z\n2,9,5,51.4,1.2,8,90,1,2026-07-03 10:01:00\n"
        "3,9,5,51.4,1.2,8,90,1,2026-07-03T11:02:00+01:00\n4,9,5,51.4,1.2,8,90,1,2026-07-03\n5,9,5,51.4,1.2,8,90,1,soon\n"
    )
    tracks = read(tmp_path / "a.csv", MDSS + rows)
    assert tracks.fixes["time"].tolist() == [pd.Timestamp(f"2026-07-03T10:{m:02d}Z") for m in range(3)]
    assert tracks.load.set_aside["row"].tolist() == [4, 5]
    assert any("1 time states no zone; it was read as UTC, as this format defines" in w for w in tracks.load.warnings)


def test_whole_numbers_that_a_table_with_empty_cells_wrote_as_decimals(tmp_path: Path) -> None:
    rows = "1.0,9.0,5.0,51.4,1.2,8.0,,6.0,2026-03-03T10:00Z\n20.0,,,51.4,1.2,8.0,,,2026-03-03T10:01Z\n"
    fixes = read(tmp_path / "a.csv", MDSS + rows).fixes
    assert fixes["wearer_id"].tolist() == ["9", "unknown"]
    assert fixes["fix_id"].tolist() == ["1", "20"]
    assert fixes["device_id"].tolist()[0] == "5"
    assert fixes["method"].tolist() == ["wifi", "unknown"]


def test_ids_of_mixed_writing_stay_as_they_are(tmp_path: Path) -> None:
    fixes = read(tmp_path / "a.csv", PLAIN + "1.0,2026-03-03T10:00Z,51.4,1.2,8\n1.5,2026-03-03T10:00Z,51.4,1.2,8\n").fixes
    assert fixes["wearer_id"].tolist() == ["1.0", "1.5"]


def test_a_comma_between_thousands_is_no_decimal_comma(tmp_path: Path) -> None:
    tracks = read(tmp_path / "a.csv", PLAIN + 'W1,2026-03-03T10:00Z,51.4,1.2,"1,200"\nW1,2026-03-03T10:01Z,51.4,1.2,"8,5"\n')
    assert tracks.fixes["accuracy_m"].fillna(-1).tolist() == [1200, -1]
    assert any("commas between thousands were read in accuracy" in w for w in tracks.load.warnings)
    assert any("1 cells of accuracy are not numbers" in w for w in tracks.load.warnings)


def test_decimal_commas_beside_decimal_commas(tmp_path: Path) -> None:
    tracks = read(tmp_path / "a.csv", PLAIN.replace(",", ";") + "W1;2026-03-03T10:00Z;51,4;1,2;8,125\n")
    assert tracks.fixes[["lat", "lon", "accuracy_m"]].to_numpy().tolist() == [[51.4, 1.2, 8.125]]


def test_few_small_directions_are_said_to_be_unsure(tmp_path: Path) -> None:
    rows = "".join(f"{i},9,5,51.4,1.2,8,{i / 2},1,2026-03-03T10:{i:02d}Z\n" for i in range(1, 9))
    tracks = read(tmp_path / "a.csv", MDSS + rows)
    assert tracks.fixes["heading_deg"].tolist() == [i / 2 for i in range(1, 9)]
    assert any("taken as degrees" in w and "radians" in w for w in tracks.load.warnings)


def test_a_wearer_who_is_not_there_is_answered_with_who_is(tmp_path: Path) -> None:
    tracks = read(tmp_path / "a.csv", PLAIN + "W1,2026-03-03T10:00Z,51.4,1.2,8\nW2,2026-03-03T10:00Z,51.4,1.2,8\n", wearer="w1")
    assert len(tracks) == 0
    assert any("no row is of wearer 'w1'; the file names W1, W2" in w for w in tracks.load.warnings)


def test_a_key_that_comes_late_is_read(tmp_path: Path) -> None:
    lines = [{"wearer": "W1", "time": f"2026-03-03T{10 + i // 60}:{i % 60:02d}Z", "lat": 51.4, "lon": 1.2} for i in range(300)]
    lines[250]["accuracy"] = 7
    fixes = read(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))).fixes
    assert fixes["accuracy_m"].count() == 1
    assert fixes["accuracy_m"][250] == 7


def test_title_lines_above_the_header_are_passed_over_and_said(tmp_path: Path) -> None:
    titles = "Positions of tag 5\n\nprinted for the hearing\n"
    tracks = read(tmp_path / "a.csv", titles + PLAIN + "W1,2026-03-03T10:00Z,51.4,1.2,8\n")
    assert tracks.fixes["row"].tolist() == [1]
    assert any("2 lines above the header line were passed over" in w for w in tracks.load.warnings)


@pytest.mark.parametrize("written", ["03-Mar-2026 21:10:00", "3 March 2026 21:10", "03/03/2026 21:10", "03.03.2026 21:10:00"])
def test_dates_with_the_name_of_the_month(written: str, tmp_path: Path) -> None:
    rows = "".join(f"W1,{when},51.4,1.2,8\n" for when in dict.fromkeys([written, written.replace("03/03", "13/03")]))
    tracks = read(tmp_path / "a.csv", PLAIN + rows, timezone="Europe/London")
    assert tracks.fixes["time"][0] == pd.Timestamp("2026-03-03T21:10Z")


def test_the_home_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    read(tmp_path / "a.csv", PLAIN + "W1,2026-03-03T10:00Z,51.4,1.2,8\n")
    assert len(wb.read_tracks("~/a.csv")) == 1


def book(place: Path, sheets: dict[str, list[list[object]]], *, from_1904: bool = False) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if from_1904:
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.save(place)
    return place


HEAD: list[object] = ["wearer", "time", "lat", "lon"]


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize("written", ["number", "date", "text", "mixed"])
def test_excel_times_as_day_numbers_dates_and_texts(written: str, from_1904: bool, tmp_path: Path) -> None:
    moment = dt.datetime(2026, 7, 3, 21, 10, 30)
    zero = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)
    number = (moment - zero) / dt.timedelta(days=1)
    later = moment + dt.timedelta(days=1)
    first, second = {
        "number": (number, number + 1),
        "date": (moment, later),
        "mixed": (number, later),
        "text": ("2026-07-03 21:10:30", "2026-07-04 21:10:30"),
    }[written]
    place = book(tmp_path / "a.xlsx", {"s": [HEAD, ["W1", first, 51.4, 1.2], ["W1", second, 51.4, 1.2]]}, from_1904=from_1904)
    tracks = wb.read_tracks(place, timezone="Europe/London")
    assert tracks.fixes["time"].dt.round("ms").tolist() == [pd.Timestamp(f"2026-07-0{d}T20:10:30Z") for d in (3, 4)]
    assert any("day number" in w and zero.strftime("%Y") in w for w in tracks.load.warnings) == (written in ("number", "mixed"))


def test_midnight_in_excel_is_a_time_like_any_other(tmp_path: Path) -> None:
    moments = pd.date_range("2026-03-03 23:58", periods=5, freq="min")
    place = book(tmp_path / "a.xlsx", {"s": [HEAD, *(["W1", t.to_pydatetime(), 51.4, 1.2] for t in moments)]})
    assert wb.read_tracks(place, timezone="UTC").fixes["time"].tolist() == moments.tz_localize("UTC").tolist()


def test_numbers_that_are_no_days_are_not_turned_into_times(tmp_path: Path) -> None:
    place = book(tmp_path / "a.xlsx", {"s": [HEAD, ["W1", 5.5, 51.4, 1.2], ["W1", 46084.5, 51.4, 1.2]]})
    load = wb.read_tracks(place, timezone="UTC").load
    assert load.set_aside["reason"].tolist() == ["its time is missing or cannot be read"] * 2


def test_positions_on_another_sheet_below_title_lines(tmp_path: Path) -> None:
    place = book(
        tmp_path / "a.xlsx",
        {
            "About": [["made by", "someone"], ["on", "Tuesday"]],
            "Fixes": [
                ["Positions of tag 5"],
                [],
                HEAD,
                ["W1", "2026-03-03T10:00Z", 51.4, 1.2],
                ["W1", "2026-03-03T10:01Z", "=1/0", 1.2],
            ],
        },
    )
    load = wb.read_tracks(place).load
    assert (load.rows_read, load.rows_kept, len(load.set_aside)) == (2, 1, 1)
    assert any("'Fixes' was read; 'About' were not" in w for w in load.warnings)
    assert any("2 lines above the header" in w for w in load.warnings)


def test_a_book_without_positions_says_what_the_first_sheet_has(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="made by"):
        wb.read_tracks(book(tmp_path / "a.xlsx", {"About": [["made by", "someone"], ["on", "Tuesday"]]}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name;lat;lon;radius_m\nA;51,4;1,2;62,5\n", "Decimal commas were read in lat"),
        ('name,lat,lon,radius_m\nA,51.4,1.2,"1,000"\n', "Commas between thousands were read in radius_m"),
        ('name,easting,northing,radius_m\nA,"640,000","170,000",250\n', "Commas between thousands were read in easting"),
        ("My zones\nname,lat,lon,radius_m\nA,51.4,1.2,100\n", "1 line above the header line was passed"),
    ],
)
def test_zones_in_tables_with_commas_and_titles(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "z.csv").write_text(text)
    zones = wb.read_zones(tmp_path / "z.csv")
    assert any(words in w for w in zones.attrs["load"].warnings)
    radius = {"62,5": 62.5, "1,000": 1000, "250": 250, "100": 100}[next(r for r in ("62,5", "1,000", "250", "100") if r in text)]
    assert zones.to_crs(27700).area[0] == pytest.approx(3.14159 * radius**2, rel=0.01)


@pytest.mark.parametrize("path", [[], 5, None, ["a.csv", "b.csv"]])
def test_zones_are_read_from_one_path(path: object) -> None:
    with pytest.raises(InputError):
        wb.read_zones(path)  # type: ignore[arg-type]


def test_a_table_of_zones_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "z.csv").write_bytes("name,lat,lon,radius_m\nCaf\xe9,51.4,1.2,100\n".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8") as caught:
        wb.read_zones(tmp_path / "z.csv")
    assert "line 2" in str(caught.value)


@pytest.mark.parametrize(
    "choices",
    [
        {"columns": {"lat": "lat", "lon": "lat"}},
        {"columns": {"lat": 5}},
        {"columns": 5},
        {"columns": ["lat", "lon"]},
        {"accuracy_level": "most"},
        {"profile": 5},
        {"timezone": 5},
        {"start": "soon", "timezone": "UTC"},
    ],
)
def test_arguments_that_make_no_sense_are_refused_in_words(choices: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path / "a.csv", PLAIN + "W1,2026-03-03T10:00Z,51.4,1.2,8\n", **choices)


def test_unix_seconds_and_milliseconds_in_one_column_are_each_read_by_their_length(tmp_path: Path) -> None:
    start = pd.Timestamp("2026-07-03T10:00Z")
    moments = [start + pd.Timedelta(minutes=m) for m in range(4)]
    cells = [f"{t.timestamp() * scale:.0f}" for t, scale in zip(moments, (1, 1e3, 1, 1e3), strict=True)]
    rows = "".join(f"{cell},51.4,1.2\n" for cell in cells)
    tracks = read(tmp_path / "mixed.csv", "time,lat,lon\n" + rows)
    assert tracks.fixes["time"].tolist() == moments
    assert any("seconds and milliseconds are mixed" in w for w in tracks.load.warnings)
    whole = read(tmp_path / "whole.csv", "time,lat,lon\n" + "".join(f"{t.timestamp():.0f},51.4,1.2\n" for t in moments))
    assert whole.fixes["time"].tolist() == moments
    assert not any("mixed" in w for w in whole.load.warnings)
