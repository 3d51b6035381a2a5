"""Small files that unfold to much: each ends in a clear error, soon and within memory, or is read for what it is."""

import gzip
import hashlib
import json
import resource
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import workbench as wb
from workbench.loaders.meter import Meter
from workbench.loaders.source import open_source

SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = ("wearer", "time", "lat", "lon")
NAMES = "ABCD"


def text_cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def parts(sheet: str, shared: str = "") -> dict[str, str]:
    """The least parts of a workbook with one sheet."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {SPREADSHEET} xmlns:r="{link}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{link}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {SPREADSHEET}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {SPREADSHEET}><sheetData>{sheet}</sheetData></worksheet>",
    }


HEAD = '<row r="1">' + "".join(text_cell(f"{c}1", h) for c, h in zip(NAMES, HEADER, strict=True)) + "</row>"


def packed(place: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def shared_text(length: int, rows: int) -> Callable[[Path], None]:
    """One long text that many cells name."""
    noise = "".join(map(chr, np.random.default_rng(1).integers(97, 123, length)))
    cells = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" t="s"><v>0</v></c>' for c in NAMES) + "</row>" for r in range(2, rows + 2)
    )
    return lambda place: packed(place, parts(HEAD + cells, f"<si><t>{noise}</t></si>"))


def far_cell(name: str) -> Callable[[Path], None]:
    row = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return lambda place: packed(place, parts(HEAD + f'<row r="{row}">{text_cell(name, "x")}</row>'))


def lying(stated: int, megabytes: int) -> Callable[[Path], None]:
    """A sheet that states few bytes in the directory of the archive and holds many."""

    def make(place: Path) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        start = f'<worksheet {SPREADSHEET}><sheetData>{HEAD}<row r="2"><c r="A2" t="inlineStr"><is><t>'.encode().ljust(
            stated, b"a"
        )
        body = packer.compress(start) + b"".join(packer.compress(b"a" * 2**20) for _ in range(megabytes)) + packer.flush()
        members = parts("")
        del members["xl/worksheets/sheet1.xml"]
        packed(place, members)
        with zipfile.ZipFile(place, "a", zipfile.ZIP_DEFLATED) as archive:
            told = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
            told.compress_type = zipfile.ZIP_DEFLATED
            told.header_offset, told.CRC = archive.start_dir, zlib.crc32(start[:stated])
            told.file_size, told.compress_size = stated, len(body)
            assert archive.fp is not None
            archive.fp.seek(archive.start_dir)
            archive.fp.write(told.FileHeader(False) + body)
            archive.filelist.append(told)
            archive.NameToInfo[told.filename] = told
            archive.start_dir, archive._didModify = archive.fp.tell(), True  # type: ignore[attr-defined]

    return make


def repeated(rows: int, columns: int) -> Callable[[Path], None]:
    """An OpenDocument sheet with one cell that is repeated."""
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    body = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S"><table:table-row>{"".join(cell.format("", h) for h in HEADER)}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="{rows}">{cell.format(f" table:number-columns-repeated={columns!r}", "x")}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    ).replace(f"repeated={columns!r}", f'repeated="{columns}"')
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return lambda place: packed(place, {"mimetype": mime, "content.xml": body, "META-INF/manifest.xml": manifest})


def dictionary(length: int, rows: int, field: str = "wearer_id") -> Callable[[Path], None]:
    """A Parquet file with one long text that stands for every row."""
    long = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), ["x" * length])
    columns = {
        "time": pa.array(["2026-03-03T21:10:00Z"] * rows),
        "lat": pa.array(np.full(rows, 51.4)),
        "lon": pa.array(np.full(rows, 1.2)),
    }
    return lambda place: pq.write_table(pa.table(columns | {field: long}), place)


def gzipped(row: bytes, times: int) -> Callable[[Path], None]:
    def make(place: Path) -> None:
        with gzip.open(place, "wb", 9) as stream:
            stream.write(b"wearer,time,lat,lon\n")
            for _ in range(times // 10_000):
                stream.write(row * 10_000)

    return make


BOMBS = {
    "shared text of 100 kB": ("a.xlsx", shared_text(100_000, 20_000)),
    "shared text of 1 MB": ("a.xlsx", shared_text(1_000_000, 2_000)),
    "shared text of 30 kB": ("a.xlsx", shared_text(30_000, 40_000)),
    "cell in the last corner": ("a.xlsx", far_cell("XFD1048576")),
    "cell far down and right": ("a.xlsx", far_cell("ZZ900000")),
    "sheet that lies about 300 MB": ("a.xlsx", lying(1000, 300)),
    "sheet that lies about 60 MB": ("a.xlsx", lying(5000, 60)),
    "cell repeated 16,000 x 1,000,000": ("a.ods", repeated(1_000_000, 16_000)),
    "cell repeated 1,000 x 100,000": ("a.ods", repeated(100_000, 1_000)),
    "cell repeated 100,000,000 times": ("a.ods", repeated(1, 100_000_000)),
    "row repeated 10^11 times": ("a.ods", repeated(10**11, 1)),
    "id of 20 kB for 900,000 rows": ("a.parquet", dictionary(20_000, 900_000)),
    "id of 2 kB for 900,000 rows": ("a.parquet", dictionary(2_000, 900_000)),
    "id of 1 MB for 10,000 rows": ("a.parquet", dictionary(1_000_000, 10_000)),
    "long method for 500,000 rows": ("a.parquet", dictionary(5_000, 500_000, "method")),
    "equal rows by gzip": ("a.csv.gz", gzipped(b"W,2026-03-03T21:10:00Z,51.4,1.2\n", 1_000_000)),
    "nothing by gzip": ("a.csv.gz", gzipped(b"\n" * 32, 1_000_000)),
}


@pytest.mark.parametrize("bomb", BOMBS, ids=str)
def test_a_small_file_that_unfolds_to_much_is_refused(bomb: str, tmp_path: Path) -> None:
    name, make = BOMBS[bomb]
    make(tmp_path / name)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(wb.InputError) as refused:
        wb.read_tracks(tmp_path / name, progress=False)
    assert refused.value.do
    assert name in str(refused.value.where)
    assert time.monotonic() - start < 20 + 20  # the reader's own bound, and the start of a busy machine
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1.5 * 2**20


def test_a_workbook_and_a_table_that_are_just_large_are_read(tmp_path: Path) -> None:
    rows = 30_000
    moments = pd.date_range("2026-03-03T21:10Z", periods=rows, freq="10s").strftime("%Y-%m-%dT%H:%M:%SZ")
    table = pd.DataFrame({"wearer": "W1", "time": moments, "lat": 51.4 + np.arange(rows) / 1e6, "lon": 1.2})
    table.to_parquet(tmp_path / "a.parquet")
    lines = "".join(
        f'<row r="{i}">{text_cell(f"A{i}", "W1")}{text_cell(f"B{i}", t)}'
        f'<c r="C{i}"><v>{lat}</v></c><c r="D{i}"><v>1.2</v></c></row>'
        for i, (t, lat) in enumerate(zip(table["time"], table["lat"], strict=True), 2)
    )
    packed(tmp_path / "a.xlsx", parts(HEAD + lines))
    found = [wb.read_tracks(tmp_path / name, progress=False).fixes for name in ("a.parquet", "a.xlsx")]
    assert [len(fixes) for fixes in found] == [rows, rows]
    assert (found[0]["lat"].to_numpy() == found[1]["lat"].to_numpy()).all()


def scribble(corners: int, turn: float, inner: int = 0) -> list[list[list[float]]]:
    """Rings whose edges cross almost all others."""
    at = np.arange(corners)
    reach = 0.05 * ((at * 7919) % 1000) / 1000
    ring = np.column_stack([1 + np.cos(at * turn) * reach, 51 + np.sin(at * turn) * reach]).tolist()
    return [[*ring, ring[0]]] * (1 + inner)


SCRIBBLES = [(20_000, 2.4, 0), (5_000, 2.4, 0), (20_000, 3.1, 0), (10_000, 1.6, 0), (6_000, 2.4, 3), (50_000, 2.0, 0)]


@pytest.mark.parametrize("rings", SCRIBBLES, ids=str)
def test_a_scribble_is_set_aside_and_the_zone_beside_it_kept(rings: tuple[int, float, int], tmp_path: Path) -> None:
    square = [[[1.0, 51.0], [1.1, 51.0], [1.1, 51.1], [1.0, 51.0]]]
    shapes = [{"type": "Polygon", "coordinates": c} for c in (scribble(*rings), square)]
    features = [{"type": "Feature", "properties": {"name": str(i)}, "geometry": g} for i, g in enumerate(shapes)]
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    start = time.process_time()
    zones = wb.read_zones(tmp_path / "a.geojson")
    assert time.process_time() - start < 5
    assert zones["name"].tolist() == ["1"]
    assert zones.attrs["load"].set_aside["reason"].tolist() == ["its outline crosses itself too often to be an area"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet"])
def test_nothing_is_left_in_the_temporary_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = pd.DataFrame({"wearer": ["W1"], "time": ["2026-03-03T21:10Z"], "lat": [51.4], "lon": [1.2]})
    table.to_csv(tmp_path / "a.csv")
    table.to_excel(tmp_path / "a.xlsx")
    table.to_parquet(tmp_path / "a.parquet")
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    for key in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(key, str(tmp_path / "temp"))
    wb.read_tracks(tmp_path / name, progress=False)
    start = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    wb.read_tracks(tmp_path / name, progress=False)
    assert time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - start < 1.0
    assert not list((tmp_path / "temp").iterdir())


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_the_hash_is_that_of_the_bytes_that_were_read(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, other = tmp_path / f"a.csv{suffix}", tmp_path / f"b.csv{suffix}"
    for path, lat in ((place, "51.4"), (other, "52.4")):
        text = f"wearer,time,lat,lon\nW1,2026-03-03T21:10:00Z,{lat},1.2\n".encode()
        path.write_bytes(gzip.compress(text) if suffix else text)
    digest = hashlib.sha256(place.read_bytes()).hexdigest()

    class Meddler(Meter):
        def hashed(self, count: int) -> None:
            shutil.copy(other, place)

    source = open_source(place, Meddler())
    assert source.sha256 == digest
    assert b"51.4" in source.content()


def test_a_large_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.loaders.source.HUGE", 10)
    place = tmp_path / "a.csv"
    place.write_text("wearer,time,lat,lon\nW1,2026-03-03T21:10:00Z,51.4,1.2\n", encoding="utf-8")
    source = open_source(place)
    source.check_same()
    with place.open("a", encoding="utf-8") as stream:
        stream.write("W1,2026-03-03T21:11:00Z,51.4,1.2\n")
    with pytest.raises(wb.InputError, match="changed while"):
        source.check_same()


def test_as_many_wearers_as_rows_load_in_seconds(tmp_path: Path) -> None:
    many = 100_000
    rows = "".join(f"W{w},2026-03-03T21:10:00Z,51.4,1.2\n" for w in range(many))
    (tmp_path / "a.csv").write_text("wearer,time,lat,lon\n" + rows, encoding="utf-8")
    start = time.process_time()
    tracks = wb.read_tracks(tmp_path / "a.csv", progress=False)
    assert time.process_time() - start < 10
    assert len(tracks.load.coverage) == many
