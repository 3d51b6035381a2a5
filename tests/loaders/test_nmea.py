"""NMEA logs: sentences joined, dates carried, against pynmeagps as the oracle."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pynmeagps import NMEAReader

from tests.loaders.made import source_of
from workbench.loaders.collect_records import Raw
from workbench.loaders.nmea import read_nmea, sentence


def checked(body: str) -> str:
    total = 0
    for letter in body:
        total ^= ord(letter)
    return f"${body}*{total:02X}"


def gga(clock: str, quality: str = "1") -> str:
    return checked(f"GPGGA,{clock},5124.0000,N,00112.0000,E,{quality},08,0.9,12.0,M,0.0,M,,")


def rmc(clock: str, date: str, status: str = "A", speed: str = "5.0") -> str:
    return checked(f"GPRMC,{clock},{status},5124.0000,N,00112.0000,E,{speed},90.0,{date},,,A")


def read(*lines: str) -> Raw:
    return read_nmea(source_of("\r\n".join(lines).encode(), "a.nmea"))


@settings(max_examples=80, deadline=None)
@given(
    lat=st.integers(0, 89),
    lon=st.integers(0, 179),
    minute=st.integers(0, 59_99999).map(lambda n: f"{n // 100000:02d}.{n % 100000:05d}"),
    north=st.sampled_from("NS"),
    east=st.sampled_from("EW"),
    hour=st.integers(0, 23),
    second=st.integers(0, 59),
)
def test_positions_and_times_agree_with_pynmeagps(
    lat: int, lon: int, minute: str, north: str, east: str, hour: int, second: int
) -> None:
    line = checked(f"GNRMC,{hour:02d}30{second:02d}.00,A,{lat:02d}{minute},{north},{lon:03d}{minute},{east},7.5,123.4,030326,,,A")
    theirs, ours = NMEAReader.parse(line), read(line).rows.iloc[0]
    assert ours["lat"] == pytest.approx(theirs.lat, abs=1e-9)
    assert ours["lon"] == pytest.approx(theirs.lon, abs=1e-9)
    assert (ours["time"].date(), ours["time"].time()) == (theirs.date, theirs.time)
    assert ours["speed_kmh"] == pytest.approx(theirs.spd * 1.852)
    assert ours["heading_deg"] == theirs.cog


def test_a_moment_is_one_row_whatever_its_sentences() -> None:
    raw = read(gga("211000.00"), rmc("211000.00", "030326"), gga("211001.00"), rmc("211001.00", "030326"))
    assert raw.rows["row"].tolist() == [1, 3]
    assert raw.rows["satellites"].tolist() == [8.0, 8.0]
    assert raw.rows["speed_kmh"].round(2).tolist() == [9.26, 9.26]
    assert raw.rows["method"].tolist() == ["gnss", "gnss"]


def test_dates_are_carried_over_midnight_both_ways() -> None:
    zda = checked("GPZDA,000001.00,04,03,2026,00,00")
    raw = read(gga("235958.00"), gga("235959.00"), gga("000000.00"), zda, gga("000002.00"), gga("235959.00"), gga("000003.00"))
    assert [t.isoformat()[5:19] for t in raw.rows["time"]] == [
        "03-03T23:59:58",
        "03-03T23:59:59",
        "03-04T00:00:00",
        "03-04T00:00:02",
        "03-04T23:59:59",
        "03-05T00:00:03",
    ]
    assert any("counting back" in note for note in raw.notes)


def test_without_a_date_nothing_is_kept_and_everything_is_accounted_for() -> None:
    raw = read(*(gga(f"2110{s:02d}.00") for s in range(30)))
    assert len(raw.rows) == 0
    assert len(raw.aside) == 30
    assert "no date" in raw.aside[0][1]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (rmc("211000.00", "030326", status="V"), "void"),
        (rmc("211000.00", "030326")[:-2] + "00", "damaged"),
        (rmc("211000.00", "030326")[:-3], "damaged"),
        ("noise in the cable", "damaged"),
    ],
)
def test_what_cannot_be_trusted_is_set_aside(line: str, reason: str) -> None:
    raw = read(rmc("210959.00", "030326"), line)
    assert len(raw.rows) == 1
    assert [row for row, _ in raw.aside] == [2]
    assert reason in raw.aside[0][1]


def test_estimated_positions_are_not_called_satellite_fixes() -> None:
    assert read(rmc("211000.00", "030326"), gga("211000.00", quality="6")).rows["method"].tolist() == ["unknown"]


def test_a_log_without_checksums_is_read_with_a_warning() -> None:
    raw = read(rmc("211000.00", "030326").split("*")[0])
    assert len(raw.rows) == 1
    assert any("no checksums" in note for note in raw.notes)


@given(st.text(max_size=60))
def test_any_text_is_a_sentence_or_none(text: str) -> None:
    fields = sentence(text)
    assert fields is None or isinstance(fields, list)
