"""Texts that command, hide, turn round or are no text at all: shown for what they are, or set aside; never a raw exception."""

import json
from pathlib import Path

import pytest

import workbench as wb
from workbench.base import Card, InputError, ascii_digits, visible

COMMANDS = [
    "\x1b[8m",
    "\x1b]0;x\x07",
    "\x08\x08",
    "\x9b31m",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u200b",
    "\u2060",
    "\U000e0041",
    "\ufeff",
]
ROW = "{},2026-03-03T21:10:00Z,51.4,1.2\n"
SQUARE = {"type": "Polygon", "coordinates": [[[1, 51], [1.1, 51], [1.1, 51.1], [1, 51]]]}


def named(text: str) -> str:
    return "".join(
        f"\u27e8U+{ord(c):04X}\u27e9" if c in "".join(COMMANDS) and not (c.isascii() and c.isprintable()) else c for c in text
    )


@pytest.mark.parametrize("text", COMMANDS, ids=ascii)
def test_an_id_that_hides_something_is_another_id_and_is_seen(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("wearer,time,lat,lon\n" + ROW.format("W1") + ROW.format(f"W{text}1"), encoding="utf-8")
    tracks = wb.read_tracks(tmp_path / "a.csv", progress=False)
    assert sorted(tracks.wearers) == sorted(["W1", named(f"W{text}1")])
    for said in (tracks.card().text(), tracks.card().html(), tracks.load.card().text()):
        assert not set(text) & set(said) - set("[8m]0;x31")


@pytest.mark.parametrize("text", [*COMMANDS, "\ud83d", "\udc00\ud800"], ids=ascii)
def test_errors_and_cards_show_what_they_quote(text: str) -> None:
    error = InputError(f"There is no {text!s}.", where=text, do=text)
    card = Card(f"a{text}", [(text, text)], [text], note=text)
    for said in (str(error), error._repr_html_(), card.text(), card.html()):
        said.encode()
        assert "\u27e8U+" in said


def test_ordinary_texts_stay_as_they_are() -> None:
    for text in ("W1", "Café\tRenée\nSiân", "Łódź 北京 مرحبا 😀 👩\u200d👩", "a'b\"c<>&"):
        assert visible(text) == text


LONELY = [
    "\\ud83d",
    "a\\udc00",
    "\\ud83d\\ud83d",
    "\\udc00\\ud83d",
    "x\\ud83dy",
    "\\uDBFF",
    "\\ud83d\\u0041",
    "\\uD800\\uD800\\uDC00",
]


@pytest.mark.parametrize("text", LONELY, ids=ascii)
def test_half_a_character_in_json_is_no_raw_exception(text: str, tmp_path: Path) -> None:
    zone = json.dumps({"type": "Feature", "properties": {"name": "@"}, "geometry": SQUARE}).replace("@", text)
    message = json.dumps({"_type": "location", "lat": 51.4, "lon": 1.2, "tst": 1709283789, "tid": "@"}).replace("@", text)
    line = json.dumps({"wearer": "@", "time": "2026-03-03T21:10:00Z", "lat": 51.4, "lon": 1.2}).replace("@", text)
    (tmp_path / "z.geojson").write_text(zone, encoding="utf-8")
    (tmp_path / "o.rec").write_text(f"2024-03-01T09:03:09Z\t* \t{message}\n", encoding="utf-8")
    (tmp_path / "l.jsonl").write_text(line + "\n" + line + "\n", encoding="utf-8")
    names = [
        *wb.read_zones(tmp_path / "z.geojson")["name"],
        *wb.read_tracks(tmp_path / "o.rec", progress=False).wearers,
        *wb.read_tracks(tmp_path / "l.jsonl", progress=False).wearers,
    ]
    for name in names:
        assert "\ufffd" in name
        name.encode()


DIGITS = [
    "١٢/٠٣/٢٠٢٦ ٢١:١٠",
    "۱۲/03/2026 21:10",
    "１２/０３/２０２６ ２１:１０",
    "१२/03/2026 21:10",
    "12/03/2026 ২১:১০",
    "𝟏𝟐/03/2026 21:10",
]


@pytest.mark.parametrize("written", DIGITS)
def test_digits_of_another_script_are_read_as_digits(written: str, tmp_path: Path) -> None:
    rows = f"W1,13/03/2026 21:10,51.4,1.2\nW1,{written},51.4,1.2\n"
    (tmp_path / "a.csv").write_text("wearer,time,lat,lon\n" + rows, encoding="utf-8")
    tracks = wb.read_tracks(tmp_path / "a.csv", timezone="Europe/London", progress=False)
    assert ascii_digits(written) == "12/03/2026 21:10"
    assert [str(t) for t in tracks.fixes["time"]] == ["2026-03-12 21:10:00+00:00", "2026-03-13 21:10:00+00:00"]


@pytest.mark.parametrize(
    "written", ["-0-03-03T21:13:00Z", "-0001-03-03T21:13:00Z", "0000-03-03T21:13:00Z", "+12026-03-03T21:13:00Z"]
)
def test_a_time_outside_the_calendar_is_set_aside(written: str, tmp_path: Path) -> None:
    points = "".join(f'<wpt lat="51.4" lon="1.2"><time>{t}</time></wpt>' for t in ("2026-03-03T21:10:00Z", written))
    (tmp_path / "a.gpx").write_text(f'<gpx version="1.1">{points}</gpx>', encoding="utf-8")
    load = wb.read_tracks(tmp_path / "a.gpx", progress=False).load
    assert (load.rows_read, load.rows_kept, len(load.set_aside)) == (2, 1, 1)
    load.card().text()
