"""The police batch: every rule names the row, the column and what the sender has to do; one bad row costs one row."""

import csv
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.base.errors import InputError, TimeError
from workbench.geo.projection import distance_m
from workbench.loaders.crimes.codes import ACTIONS, COLUMNS, FORCES, KINDS
from workbench.loaders.crimes.windows import clock_proof
from workbench.tables import CRIMES

GOOD = dict(
    zip(
        COLUMNS,
        (
            "Kent",
            "RB",
            "Robbery",
            "KENT20260304",
            "K1",
            "20260303211000",
            "20260303214000",
            "",
            "",
            "51.200000",
            "0.500000",
            "WGS84",
            "text",
        ),
        strict=True,
    )
)
LEAN = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def line(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def row(number: int = 1, **other: str) -> str:
    changed = {key.replace("_", " "): value for key, value in other.items()}
    assert set(changed) <= set(COLUMNS)
    return line(list((GOOD | {"crime reference": f"K{number}"} | changed).values()))


def load(folder: Path, *texts: str | bytes, **options: str) -> pd.DataFrame:
    places = []
    for i, text in enumerate(texts):
        places.append(folder / f"batch{i}.csv")
        places[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
    crimes = wb.read_crimes(places, profile="police-batch", **options)
    accounted(crimes)
    return crimes


def accounted(crimes: pd.DataFrame) -> None:
    """Every row is in the table or set aside, once."""
    report = crimes.attrs["load"]
    CRIMES.validate(crimes)
    assert report.rows_read == report.rows_kept + len(report.set_aside) == sum(report.files["rows"])
    assert report.rows_kept == len(crimes)
    seen = [
        *zip(crimes["file"], crimes["row"], strict=True),
        *zip(report.set_aside["file"], report.set_aside["row"], strict=True),
    ]
    assert len(set(seen)) == len(seen) == report.rows_read
    assert report.set_aside["reason"].str.len().gt(10).all()
    assert f"{report.rows_read:,} rows read" in report.card().text()


WRONG = [
    ("MISSING_BATCH_ID", "batch id", {"batch_id": ""}),
    ("INVALID_BATCH_ID_FORMAT", "batch id", {"batch_id": "KENT2026034"}),
    ("INVALID_BATCH_ID_FORMAT", "batch id", {"batch_id": "KENT20260304-1-Rx"}),
    ("INVALID_BATCH_ID_DATE", "batch id", {"batch_id": "KENT20260230"}),
    ("MISSING_CRIME_REFERENCE", "crime reference", {"crime_reference": "  "}),
    ("INVALID_TEXT", "crime text", {"crime_text": "a\x07b"}),
    ("INVALID_NUMBER", "latitude", {"latitude": "51,2"}),
    ("INVALID_NUMBER", "longitude", {"longitude": "nan"}),
    ("INVALID_NUMBER", "easting", {"easting": "1e5", "northing": "180000", "latitude": "", "longitude": ""}),
    ("INVALID_DATE_FORMAT", "from", {"from": "2026-03-03 21:10"}),
    ("INVALID_DATE_FORMAT", "from", {"from": "20260003211000"}),
    ("INVALID_DATE_FORMAT", "from", {"from": ""}),
    ("INVALID_DATE_FORMAT", "to", {"to": "20260229211000"}),
    ("INVALID_DATE_FORMAT", "to", {"to": "20260303240000"}),
    ("INVALID_DATE_FORMAT", "to", {"to": "20260303211060"}),
    ("INVALID_DATE_FORMAT", "to", {"to": "29991212235959"}),
    ("INVALID_DATE_FORMAT", "from", {"from": "٢٠٢٦٠٣٠٣٢١١٠٠٠"}),
    ("INVALID_TEXT", "crime text", {"crime_text": "a\0b"}),
    ("CRIME_DATE_TIME_TO_AFTER_FROM", "to", {"to": "20260303210959"}),
    ("INVALID_ENUM", "police force", {"police_force": "Kentt"}),
    ("INVALID_ENUM", "crime type", {"crime_type": "robbery"}),
    ("MISSING_LOCATION_DATA", "latitude", {"latitude": "", "longitude": ""}),
    ("DEPENDENT_LOCATION_DATA", "longitude", {"longitude": ""}),
    ("DEPENDENT_LOCATION_DATA", "easting", {"latitude": "", "longitude": "", "northing": "180000"}),
    ("MULTIPLE_LOCATION_DATA_TYPES", "latitude", {"easting": "530000", "northing": "180000"}),
    ("INVALID_LOCATION_DATA_RANGE", "latitude", {"latitude": "49.4"}),
    ("INVALID_LOCATION_DATA_RANGE", "longitude", {"longitude": "2.7"}),
    ("INVALID_LOCATION_DATA_RANGE", "easting", {"easting": "600001", "northing": "1", "latitude": "", "longitude": ""}),
    ("INVALID_LOCATION_DATA_RANGE", "easting", {"easting": "-1", "northing": "1", "latitude": "", "longitude": ""}),
    ("INVALID_LOCATION_DATA_RANGE", "northing", {"easting": "1", "northing": "1300001", "latitude": "", "longitude": ""}),
]


@pytest.mark.parametrize(("code", "column", "change"), WRONG)
def test_a_wrong_cell_is_named_with_row_column_and_action(tmp_path: Path, code: str, column: str, change: dict[str, str]) -> None:
    good = [row(i) for i in range(1, 4)]
    crimes = load(tmp_path, good[0] + row(2, **change) + good[2])
    report = crimes.attrs["load"]
    assert crimes["row"].tolist() == [1, 3]
    found = report.problems[report.problems["code"] == code]
    assert found[["row", "column", "kept"]].values.tolist() == [[2, column, False]]
    written = GOOD | {"crime reference": "K2"} | {k.replace("_", " "): v for k, v in change.items()}
    assert found["value"].iloc[0] == written[column].strip()
    assert len(found["action"].iloc[0]) > 15
    assert report.set_aside["row"].tolist() == [2] and code in report.set_aside["reason"].iloc[0]
    assert report.outcomes[["outcome", "rows", "kept", "failed"]].values.tolist() == [["PARTIAL", 3, 2, 1]]
    assert code in report.card().text() and found["action"].iloc[0] in report.card().text()


def test_all_codes_that_the_national_service_has_for_rows_are_tested() -> None:
    elsewhere = {
        "INVALID_COLUMN_COUNT",
        "CRIME_DATE_TIME_EXCEEDS_WINDOW",
        "DATUM_DISAGREES",
        "MULTIPLE_POLICE_FORCES",
        "MULTIPLE_BATCH_IDS",
        "INVALID_ATTACHMENT",
        "INVALID_CSV_FORMAT",
        "ALL_RECORDS_FAILED",
    }
    assert {code for code, _, _ in WRONG} | elsewhere == set(ACTIONS)


@pytest.mark.parametrize("cells", [12, 14, 1])
def test_a_row_with_another_number_of_columns_says_how_many(tmp_path: Path, cells: int) -> None:
    crimes = load(tmp_path, row(1) + line(([*GOOD.values(), "more"])[:cells]) + row(3))
    problem = crimes.attrs["load"].problems.iloc[0]
    assert (problem["row"], problem["code"], problem["value"]) == (2, "INVALID_COLUMN_COUNT", f"{cells} columns")
    assert "13 columns" in problem["action"] and crimes["row"].tolist() == [1, 3]


def test_a_mark_that_never_closes_costs_its_row_alone(tmp_path: Path) -> None:
    broken = row(2).replace(",text", ',"never closed')
    crimes = load(tmp_path, row(1) + broken + row(3) + row(4, crime_text="a, b\nsecond line") + row(5, crime_text='a 5" blade'))
    assert crimes["row"].tolist() == [1, 3, 4, 5]
    assert crimes["text"].tolist()[2:] == ["a, b\nsecond line", 'a 5" blade']
    assert crimes.attrs["load"].problems[["row", "code"]].values.tolist() == [[2, "INVALID_CSV_FORMAT"]]


def test_bytes_that_are_not_utf8_are_one_bad_row(tmp_path: Path) -> None:
    cafe = row(2, crime_text="caf#").encode().replace(b"#", b"\xe9")
    crimes = load(tmp_path, b"\xef\xbb\xbf" + row(1).encode() + cafe + row(3).encode())
    assert crimes["crime_id"].tolist() == ["K1", "K3"] and crimes["force"].iloc[0] == "Kent"
    assert crimes.attrs["load"].problems[["row", "code", "column"]].values.tolist() == [[2, "INVALID_TEXT", "crime text"]]


def test_one_bad_row_in_a_thousand_loads_the_others_and_reports_the_one(tmp_path: Path) -> None:
    rows = [row(i) for i in range(1, 1001)]
    rows[616] = row(617, to="20260303")
    crimes = load(tmp_path, "".join(rows))
    report = crimes.attrs["load"]
    assert len(crimes) == 999 and 617 not in set(crimes["row"])
    assert report.problems[["row", "crime_id", "code", "column", "value"]].values.tolist() == [
        [617, "K617", "INVALID_DATE_FORMAT", "to", "20260303"]
    ]
    assert report.outcomes["outcome"].tolist() == ["PARTIAL"]


@LEAN
@given(bad=st.sets(st.integers(1, 30)), which=st.integers(0, len(WRONG) - 1))
def test_rows_fail_one_by_one(tmp_path: Path, bad: set[int], which: int) -> None:
    code, _, change = WRONG[which]
    crimes = load(tmp_path, "".join(row(i, **(change if i in bad else {})) for i in range(1, 31)))
    report = crimes.attrs["load"]
    assert sorted(report.set_aside["row"]) == sorted(bad) and set(report.problems["row"]) == bad
    assert code in set(report.problems["code"]) or not bad
    assert report.outcomes["outcome"].tolist() == ["SUCCESSFUL" if not bad else "PARTIAL" if len(bad) < 30 else "FAILED"]


def test_all_rows_wrong_is_failed_and_says_so(tmp_path: Path) -> None:
    crimes = load(tmp_path, row(1, crime_type="X") + row(2, latitude="x"))
    report = crimes.attrs["load"]
    assert crimes.empty and report.outcomes["outcome"].tolist() == ["FAILED"]
    assert any("ALL_RECORDS_FAILED" in w for w in report.warnings)


@pytest.mark.parametrize(
    ("column", "other", "code"),
    [("police_force", "Essex", "MULTIPLE_POLICE_FORCES"), ("batch_id", "KENT20260305", "MULTIPLE_BATCH_IDS")],
)
def test_one_file_is_one_force_and_one_batch(tmp_path: Path, column: str, other: str, code: str) -> None:
    few = load(tmp_path, row(1) + row(2, **{column: other}) + row(3))
    assert few["row"].tolist() == [1, 3] and few.attrs["load"].outcomes["outcome"].tolist() == ["PARTIAL"]
    found = few.attrs["load"].problems[["row", "code", "column", "value"]]
    assert found.values.tolist() == [[2, code, column.replace("_", " "), other]]
    half = load(tmp_path, row(1) + row(2, **{column: other}))
    assert half.empty and half.attrs["load"].outcomes["outcome"].tolist() == ["ERROR"]
    assert set(half.attrs["load"].problems["code"]) >= {code}


def test_what_is_no_text_is_an_invalid_attachment(tmp_path: Path) -> None:
    for content in (b"PK\x03\x04" + bytes(200), b"%PDF-1.7 ...", bytes(500)):
        with pytest.raises(InputError, match="INVALID_ATTACHMENT") as caught:
            load(tmp_path, content)
        assert "CSV" in str(caught.value)
    with pytest.raises(InputError, match="INVALID_CSV_FORMAT"):
        load(tmp_path, "\n\n")


def test_a_header_line_is_named_as_such(tmp_path: Path) -> None:
    crimes = load(tmp_path, line(list(COLUMNS)) + row(2) + row(3))
    assert crimes["row"].tolist() == [2, 3]
    assert set(crimes.attrs["load"].problems["action"]) == {"the batch has a header line: send it without one"}


def test_the_coast_east_of_the_range_is_told_to_send_degrees(tmp_path: Path) -> None:
    crimes = load(tmp_path, row(1, easting="635400", northing="170900", latitude="", longitude="") + row(2))
    assert crimes["row"].tolist() == [2]
    assert "give latitude and longitude instead" in crimes.attrs["load"].problems["action"].iloc[0]


@pytest.mark.parametrize(
    ("to", "named"), [("20260304091000", False), ("20260304091001", True), ("20260304095900", True), ("20260309000000", True)]
)
def test_a_window_over_twelve_hours_is_kept_and_said(tmp_path: Path, to: str, named: bool) -> None:
    crimes = load(tmp_path, row(1, to=to) + row(2))
    report = crimes.attrs["load"]
    assert len(crimes) == 2 and report.outcomes["outcome"].tolist() == ["SUCCESSFUL"]
    expected = [[1, "CRIME_DATE_TIME_EXCEEDS_WINDOW", "to", True]] if named else []
    assert report.problems[["row", "code", "column", "kept"]].values.tolist() == expected
    assert any("longer than 12 hours" in w for w in report.warnings) is named


def test_every_allowed_force_and_type_is_taken_and_a_moment_is_a_window(tmp_path: Path) -> None:
    texts = [row(i, police_force=force, batch_id="AB20260304-2-R", to=GOOD["from"]) for i, force in enumerate(FORCES)]
    crimes = load(tmp_path, *texts, "".join(row(i, crime_type=kind) for i, kind in enumerate(KINDS)))
    assert crimes["force"].tolist()[:19] == list(FORCES) and crimes["kind"].tolist()[19:] == list(KINDS)
    assert (crimes["end"] == crimes["start"]).iloc[:19].all() and len(crimes) == 26
    assert set(crimes.attrs["load"].outcomes["outcome"]) == {"SUCCESSFUL"}


def test_the_british_grid_is_converted_and_its_error_stated(tmp_path: Path) -> None:
    grid = {"latitude": "", "longitude": "", "datum": "OSGB36"}
    crimes = load(
        tmp_path,
        row(1, easting="250359.811", northing="62016.569", **grid) + row(2, easting="530000", northing="180400", **grid) + row(3),
    )
    plymouth = (-4.10864563561, 50.43885825610)
    assert float(distance_m(*plymouth, crimes["lon"].iloc[0], crimes["lat"].iloc[0])) < 3.6
    plain, rounded, degrees = crimes["location_error_m"]
    assert degrees == 10.0 and plain == pytest.approx((10**2 + 3.5**2) ** 0.5)
    assert rounded == pytest.approx((10**2 + 3.5**2 + 100**2 / 12) ** 0.5)
    said = " ".join(crimes.attrs["load"].warnings)
    assert "British grid" in said and "3.5 m" in said


def test_a_datum_that_disagrees_is_said_and_widens_the_place(tmp_path: Path) -> None:
    crimes = load(tmp_path, row(1, datum="OSGB36") + row(2, datum="") + row(3, datum="wgs 84"))
    report = crimes.attrs["load"]
    assert report.problems[["row", "code", "kept"]].values.tolist() == [[1, "DATUM_DISAGREES", True]]
    assert crimes["location_error_m"].tolist() == [pytest.approx(93.5, abs=0.1), 10.0, 10.0]
    assert any("OSGB36" in w for w in report.warnings)


def test_a_crime_sent_again_is_a_version_that_says_what_changed(tmp_path: Path) -> None:
    later = {"batch_id": "KENT20260306"}
    first, second = row(1) + row(2) + row(3), row(2, to="20260303220000", crime_text="more", **later) + row(3, **later)
    for texts in ((first, second), (second, first)):
        crimes = load(tmp_path, *texts)
        mine = crimes[crimes["crime_id"] == "K2"].sort_values("version")
        assert mine["version"].tolist() == [1, 2] and mine["changed"].tolist() == ["", "end, text"]
        assert mine["newest"].tolist() == [False, True] and mine["batch_id"].tolist() == ["KENT20260304", "KENT20260306"]
        assert crimes["newest"].sum() == 3 and crimes.loc[crimes["newest"], "crime_id"].is_unique
        report = crimes.attrs["load"]
        assert report.set_aside["reason"].tolist() == ["it repeats version 1 of its crime unchanged"]
        assert set(report.outcomes["outcome"]) == {"SUCCESSFUL"} and report.outcomes["repeated"].sum() == 1
        assert any("K2 version 2: end, text" in w for w in report.warnings)


def test_the_same_reference_of_two_forces_is_two_crimes(tmp_path: Path) -> None:
    crimes = load(tmp_path, row(1), row(1, police_force="Essex", batch_id="ESSEX20260304", latitude="51.7"))
    assert crimes["version"].tolist() == [1, 1] and crimes["newest"].all()


def test_times_are_utc_unless_the_sender_forgot(tmp_path: Path) -> None:
    text = row(1, **{"from": "20260703211000", "to": "20260703214000"})
    utc, local = load(tmp_path, text), load(tmp_path, text, timezone="Europe/London")
    assert str(utc["start"].iloc[0]) == "2026-07-03 21:10:00+00:00"
    assert utc["start"].iloc[0] - local["start"].iloc[0] == pd.Timedelta(hours=1)
    assert utc.attrs["load"].outcomes["clock"].iloc[0].startswith("UTC, as the format defines")
    assert local.attrs["load"].outcomes["clock"].iloc[0].startswith("wall clock of Europe/London, as asked")
    with pytest.raises(TimeError, match="not a known time zone"):
        load(tmp_path, text, timezone="Mars/Base")


def test_local_clock_changes_never_narrow_a_window(tmp_path: Path) -> None:
    twice = row(1, **{"from": "20261025013000", "to": "20261025013000"})
    never = row(2, **{"from": "20260329013000", "to": "20260329023000"})
    crimes = load(tmp_path, twice + never, timezone="Europe/London")
    assert crimes["end"].iloc[0] - crimes["start"].iloc[0] == pd.Timedelta(hours=1)
    assert crimes.attrs["load"].problems[["row", "code"]].values.tolist() == [[2, "INVALID_DATE_FORMAT"]]


def test_a_time_in_the_leaped_hour_proves_utc_and_an_end_after_the_batch_proves_local(tmp_path: Path) -> None:
    leaped = load(tmp_path, row(1, **{"from": "20260329013000", "to": "20260329020000"}))
    assert "which speaks for it" in leaped.attrs["load"].outcomes["clock"].iloc[0]
    late = load(tmp_path, row(1, batch_id="KENT20260703", **{"from": "20260703210000", "to": "20260703233000"}))
    assert "look like the wall clock of Europe/London" in late.attrs["load"].outcomes["clock"].iloc[0]
    assert any("give timezone='Europe/London'" in w for w in late.attrs["load"].warnings)


@LEAN
@given(days=st.integers(40, 120), hour=st.sampled_from([0, 3, 7, 16, 20, 22]), seed=st.integers(0, 99))
def test_habits_tell_utc_from_local_and_an_even_day_tells_nothing(days: int, hour: int, seed: int) -> None:
    summer = pd.Series(pd.date_range("2026-05-01", periods=days, freq="D"))
    noon = summer + pd.Timedelta(hours=12)
    assert clock_proof(noon, "Europe/London").speaks_for == "local"
    assert clock_proof(noon - pd.Timedelta(hours=1), "Europe/London").speaks_for == "UTC"
    assert clock_proof(summer + pd.Timedelta(hours=hour, minutes=seed % 60), "Europe/London").speaks_for == ""
    assert clock_proof(noon - pd.Timedelta(days=190), "Europe/London").speaks_for in ("", "local")


def test_a_batch_is_recognised_without_being_told_and_the_example_agrees() -> None:
    case = wb.example()
    again = wb.read_crimes(case.folder / "crimes.csv")
    pd.testing.assert_frame_equal(again, case.crimes)
    raw = list(csv.reader((case.folder / "crimes.csv").open()))
    assert again["crime_id"].tolist() == [r[4] for r in raw] and again["lat"].tolist() == [float(r[9]) for r in raw]
    assert again["start"].dt.strftime("%Y%m%d%H%M%S").tolist() == [r[5] for r in raw]
    assert again.attrs["level"] == "point" and (again["location_error_m"] == 10.0).all()
