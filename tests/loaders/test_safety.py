"""Files that attack their reader: refused with a clear error, quickly, and in bounded memory."""

import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest

import workbench as wb
from tests.loaders.made import MAKERS, Point, gpx, source_of
from workbench.base.errors import InputError
from workbench.loaders import safe_zip
from workbench.loaders.collect_records import Raw
from workbench.loaders.gpx import read_gpx
from workbench.loaders.kml import read_kml
from workbench.loaders.table_child import extent

POINTS = [Point(60 * i, 1.2, 51.4) for i in range(3)]
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><gpx><wpt lat='1' lon='1'><time>&j;</time></wpt></gpx>"
)
OUTSIDE = '<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:/etc/hostname">]><gpx><wpt lat="1" lon="1"><time>&a;</time></wpt></gpx>'
SQUARE = f'<!DOCTYPE gpx [<!ENTITY a "{"x" * 50_000}">]><gpx><name>{"&a;" * 5_000}</name></gpx>'
REMOTE = '<!DOCTYPE gpx SYSTEM "http://127.0.0.1/gpx.dtd"><gpx></gpx>'


def gpx_of(text: str | bytes) -> Raw:
    return read_gpx(source_of(text.encode() if isinstance(text, str) else text, "a.gpx"))


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, SQUARE, REMOTE])
def test_document_types_and_entities_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="document type"):
        gpx_of(text)


def test_nesting_beyond_reason_is_refused() -> None:
    with pytest.raises(InputError, match="nested"):
        gpx_of("<gpx>" + "<a>" * 100_000)


def test_another_root_is_named() -> None:
    with pytest.raises(InputError, match="<html>"):
        gpx_of("<html><body/></html>")


def test_unwanted_elements_do_not_pile_up_in_memory() -> None:
    import tracemalloc

    text = b"<gpx>" + b"<a/>" * 60_000 + b'<wpt lat="1" lon="1"><time>2026-03-03T21:10Z</time></wpt></gpx>'
    tracemalloc.start()
    raw = gpx_of(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(raw.rows) == 1
    assert peak < 4_000_000


def test_junk_before_the_declaration_is_skipped_and_said() -> None:
    raw = gpx_of(b"\xef\xbb\xbf junk\r\n" + gpx(POINTS))
    assert len(raw.rows) == 3
    assert any("before the XML declaration" in note for note in raw.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-1"])
def test_other_encodings_are_read(encoding: str) -> None:
    said = "utf-16" if "16" in encoding else encoding
    text = gpx(POINTS).decode().replace('version="1.0"', f'version="1.0" encoding="{said}"')
    data = ("\ufeff" if encoding == "utf-16-le" else "") + text
    assert len(gpx_of(data.encode(encoding)).rows) == 3


def test_an_unknown_encoding_is_an_error() -> None:
    with pytest.raises(InputError):
        gpx_of(b'<?xml version="1.0" encoding="klingon"?><gpx></gpx>')


def test_a_file_without_points_is_an_error() -> None:
    with pytest.raises(InputError, match="no record"):
        gpx_of("<gpx></gpx>")


def archive(members: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive({"doc.kml": b"\0" * 50_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(InputError, match="trap"):
        read_kml(source_of(bomb, "a.kmz"))


def test_too_much_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_zip, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match="trap"):
        safe_zip.open_zip(archive({"a": b"12345" * 100, "b": b"12345" * 150}), "a.zip")


@pytest.mark.parametrize("name", ["../up.kml", "a/../../up.kml", "/root.kml", "C:\\up.kml", "C:/up.kml"])
def test_a_file_that_would_land_outside_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="outside"):
        safe_zip.open_zip(archive({name: b"x"}), "a.zip")


def test_an_ordinary_archive_is_read_whole() -> None:
    members = {"doc.kml": b"<kml/>", "files/a.png": b"x" * 1000}
    opened = safe_zip.open_zip(archive(members), "a.kmz")
    assert {m: safe_zip.read_member(opened, m, "a.kmz") for m in members} == members


def test_all_kml_files_of_an_archive_are_read() -> None:
    one, two = MAKERS["kml"][0](POINTS[:1]), MAKERS["kml"][0](POINTS[1:])
    raw = read_kml(source_of(archive({"a.kml": one, "b.kml": two}), "a.kmz"))
    assert raw.rows["row"].tolist() == [1, 2, 3]


def test_an_archive_without_kml_is_an_error() -> None:
    with pytest.raises(InputError, match="no KML"):
        read_kml(source_of(archive({"a.txt": b"x"}), "a.kmz"))


def test_a_locked_archive_is_an_error() -> None:
    data = bytearray(archive({"a.kml": b"<kml/>"}))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="password"):
        safe_zip.open_zip(bytes(data), "a.kmz")


@pytest.mark.parametrize(
    "text",
    [
        b"<gpx><wpt lat='" + b"1" * 30_000_000 + b"'/></gpx>",
        b"<gpx><!--" + b"x" * 30_000_000 + b"--><wpt/></gpx>",
        b"<!--" + b"x" * 30_000_000 + b"--><gpx><wpt/></gpx>",
        b"<gpx><wpt><time>" + b"x" * 30_000_000 + b"</time></wpt></gpx>",
    ],
    ids=["attribute", "comment", "prolog", "text"],
)
def test_one_very_long_piece_takes_time_that_grows_with_it(text: bytes) -> None:
    from time import process_time

    start = process_time()
    raw = gpx_of(text)
    assert (len(raw.rows), len(raw.aside)) == (0, 1)
    assert process_time() - start < 10


def test_a_file_of_nothing_useful_is_refused_at_some_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.loaders.collect_records._VAIN", 100)
    with pytest.raises(InputError, match="None of the first 100"):
        gpx_of("<gpx>" + "<wpt/>" * 200 + "</gpx>")
    after = gpx(POINTS).replace(b"</gpx>", b"<wpt/>" * 200 + b"</gpx>")
    assert len(gpx_of(after).rows) == 3


def test_elements_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.loaders.safe_xml._MOST", 1000)
    for text in ("<gpx>" + "<a/>" * 2000 + "</gpx>", "<gpx><wpt>" + "<a/>" * 2000 + "</wpt></gpx>"):
        with pytest.raises(InputError, match="beyond reason"):
            gpx_of(text)
    assert len(gpx_of(gpx([Point(i, 1.2, 51.4) for i in range(2000)])).rows) == 2000


def stated_small(data: bytes) -> bytes:
    """Let an archive state a thousand bytes for each of its files, whatever they hold."""
    found, place = bytearray(data), 0
    while (place := found.find(b"PK\x01\x02", place)) >= 0:
        found[place + 24 : place + 28] = (1000).to_bytes(4, "little")
        place += 4
    return bytes(found)


def test_an_archive_that_understates_its_size_is_not_unpacked_whole(tmp_path: Path) -> None:
    place = tmp_path / "a.kmz"
    with ZipFile(place, "w", ZIP_DEFLATED) as archive, archive.open("doc.kml", "w") as stream:
        for _ in range(64):
            stream.write(b" " * 2**20)
    place.write_bytes(stated_small(place.read_bytes()))
    tracemalloc.start()
    with pytest.raises(InputError, match="damaged"):
        wb.read_tracks(place)
    assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"/><c r="XFD1048576"/>',
        "<row><c/></row><row r='1048576'><c r = 'XFD1'/></row>",
        '<x:c s="1" r="zzz99999"/>',
        "<row>" + "<c/>" * 16_384 + '</row><row r="9000"/>',
        "<c\n" + " " * 3_000_000 + 'r="AAA2000000"/>',
    ],
)
def test_a_sheet_of_a_few_cells_far_apart_is_refused_before_it_is_laid_out(cells: str, tmp_path: Path) -> None:
    place = tmp_path / "a.xlsx"
    with ZipFile(place, "w", ZIP_DEFLATED) as archive:
        archive.writestr("XL/Workbook.xml", "<workbook/>")
        archive.writestr("elsewhere/s.bin", "<sheetData>" + cells + "</sheetData>")
    with pytest.raises(InputError, match="cannot be laid out"):
        wb.read_tracks(place)


def test_an_ordinary_sheet_spans_what_it_spans(tmp_path: Path) -> None:
    place = tmp_path / "a.xlsx"
    pd.DataFrame({f"c{i}": range(300) for i in range(30)}).to_excel(place, index=False)
    with ZipFile(place) as archive, archive.open("xl/worksheets/sheet1.xml") as stream:
        assert extent(stream) == (301, 30)
