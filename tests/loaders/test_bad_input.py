"""Files that cannot be used: a clear error that says what to do, quickly and in little memory."""

import gzip
import json
import os
import resource
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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.base.errors import InputError

GOOD = b"time,lat,lon\n" + b"2026-03-03T10:00:00Z,51.4,1.2\n" * 50


def garbage(size: int) -> bytes:
    return np.random.default_rng(1).bytes(size)


def zip_bomb(place: Path) -> None:
    squeeze = zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with squeeze as archive, archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(200):
            sheet.write(b" " * 2**20)


def parquet(place: Path) -> None:
    pd.DataFrame({"time": ["2026-03-03T10:00Z"], "lat": [51.4], "lon": [1.2]}).to_parquet(place)
    place.write_bytes(place.read_bytes()[:-40])


def flat_parquet(place: Path) -> None:
    zeros = pa.array(np.zeros(30_000_000))
    pq.write_table(pa.table({"time": zeros, "lat": zeros, "lon": zeros}), place, compression="zstd", use_dictionary=True)


def raw(data: bytes) -> Callable[[Path], object]:
    return lambda place: place.write_bytes(data)


CASES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("a.csv", raw(b""), "empty"),
    "binary": ("a.csv", raw(garbage(100_000)), "content is something else"),
    "binary json": ("a.json", raw(garbage(100_000)), "content is something else"),
    "binary excel": ("a.xlsx", raw(garbage(100_000)), "content is something else"),
    "unknown": ("a.xyz", raw(b"hello"), "no format"),
    "header only": ("a.csv", raw(b"time,lat,lon\n"), "header line and no rows"),
    "header only, no line end": ("a.csv", raw(b"time,lat,lon"), "header line and no rows"),
    "blank lines only": ("a.csv", raw(b"time,lat,lon\n\n\n\n"), "header line and no rows"),
    "no header": ("a.csv", raw(b"2026-03-03T10:00:00Z,51.4,1.2\n" * 3), "No column is known"),
    "latin-1 header": ("a.csv", raw("zeit,breite,länge\n1,2,3\n".encode("latin-1")), "not UTF-8"),
    "latin-1 cells": ("a.csv", raw("wearer,time,lat,lon\nJürgen,2026-03-03T10:00Z,51.4,1.2\n".encode("latin-1")), "not UTF-8"),
    "latin-1 in a row with too many cells": ("a.csv", raw(GOOD + b"1,2,J\xfcrgen,4,5\n" + GOOD[13:]), "a.csv, line 52"),
    "utf-16 without mark": ("a.csv", raw(GOOD.decode().encode("utf-16-le")), "content is something else"),
    "open quotation mark": ("a.csv", raw(b'time,lat,lon,note\n2026-03-03T10:00Z,51.4,1.2,"cut o'), "never closed"),
    "long first line": ("a.csv", raw(b"a," * 2**20), "longer than a megabyte"),
    "long later line": ("a.csv", raw(GOOD + b"x," * 2**23), "longer than four megabytes"),
    "one line of 100 MB": ("a.csv", raw(b"1," * (50 * 2**20)), "longer than a megabyte"),
    "one word of 100 MB": ("a.json", raw(b'{"a": "' + b"x" * (100 * 2**20) + b'"}'), "."),
    "objects without end": (
        "a.json",
        raw(b'{"locations": [{"positionId": 1, "gpsDate": 2}' + b",{}" * 20_000_000 + b"]}"),
        "too many",
    ),
    "nested json": ("a.json", raw(b'{"locations": [{"positionId": 1, "gpsDate": ' + b"[" * 200_000), "nested"),
    "cut json": ("a.json", raw(json.dumps({"locations": [{"positionId": 1, "gpsDate": "x"}] * 50}).encode()[:-9]), "not JSON"),
    "json without positions": ("a.json", raw(b'{"locations": [], "positionId": 1, "gpsDate": 2}'), "no list of positions"),
    "long json line": (
        "a.jsonl",
        raw(b'{"time": 1, "lat": 51, "lon": 1}\n' + b'{"a": "' + b"x" * 2**21 + b'"}'),
        "longer than a megabyte",
    ),
    "lines without objects": ("a.jsonl", raw(b'{"a": 1\n{"b"\n'), "No line holds"),
    "cut gzip": ("a.csv.gz", raw(gzip.compress(garbage(100_000))[:-500]), "cut off"),
    "damaged gzip": ("a.csv.gz", raw(b"\x1f\x8b" + garbage(1000)), "damaged"),
    "gzip bomb": ("a.csv.gz", lambda p: p.write_bytes(b"".join(_gzip_zeros(410))), "unpacks to more"),
    "zip bomb": ("a.xlsx", zip_bomb, "looks like a trap"),
    "cut excel": ("a.xlsx", raw(b"PK\x03\x04" + garbage(5000)), "damaged"),
    "cut parquet": ("a.parquet", parquet, "damaged"),
    "flat parquet": ("a.parquet", flat_parquet, "looks like a trap"),
}


def _gzip_zeros(megabytes: int) -> list[bytes]:
    packer = zlib.compressobj(1, wbits=31)
    return [*(packer.compress(b"\0" * 2**20) for _ in range(megabytes)), packer.flush()]


@pytest.mark.parametrize("case", CASES)
def test_unusable_files_get_an_error_that_says_what_to_do(tmp_path: Path, case: str) -> None:
    name, write, words = CASES[case]
    place = tmp_path / name
    write(place)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(InputError) as caught:
        wb.read_tracks(place)
    assert words in str(caught.value)
    assert caught.value.where
    assert caught.value.do
    assert time.process_time() - start < 20
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 1000


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["a.csv", "a.jsonl", "a.parquet", "a.csv.gz"]), st.data())
def test_damaged_files_load_or_are_refused_and_never_break(tmp_path: Path, name: str, data: st.DataObject) -> None:
    place = tmp_path / name
    table = pd.DataFrame({"time": [f"2026-03-03T10:{i:02d}:00Z" for i in range(20)], "lat": 51.4, "lon": 1.2, "note": "é"})
    write = {
        "a.csv": lambda: table.to_csv(place, index=False),
        "a.parquet": lambda: table.to_parquet(place),
        "a.jsonl": lambda: table.to_json(place, orient="records", lines=True),
        "a.csv.gz": lambda: place.write_bytes(gzip.compress(table.to_csv(index=False).encode())),
    }
    write[name]()
    content = bytearray(place.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        piece = data.draw(st.sampled_from([b"", b"\n", b'"', b",", b"\xff", b"\0", b"[", b"9" * 25]))
        content[at : at + data.draw(st.integers(0, 6))] = piece
    place.write_bytes(bytes(content))
    try:
        load = wb.read_tracks(place).load
    except InputError as error:
        assert error.do
        return
    assert load.rows_read == load.rows_kept + len(load.set_aside)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        wb.read_tracks(tmp_path)
    (tmp_path / "positions.csv").write_bytes(GOOD)
    with pytest.raises(InputError) as caught:
        wb.read_tracks(tmp_path / "postions.csv")
    assert "Did you mean 'positions.csv'?" in str(caught.value)
    with pytest.raises(InputError, match="empty"):
        wb.read_tracks([])
    with pytest.raises(InputError, match="not a path"):
        wb.read_tracks(3)  # type: ignore[arg-type]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(InputError, match="not an ordinary file"):
            wb.read_tracks(tmp_path / "pipe.csv")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.csv"
    place.write_bytes(GOOD)

    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="may not be read"):
        wb.read_tracks(place)


def test_columns_are_for_tables(tmp_path: Path) -> None:
    place = tmp_path / "a.gpx"
    point = '<trkpt lat="51.4" lon="1.2"><time>2026-03-03T21:10:00Z</time></trkpt>'
    place.write_text(f"<gpx><trk><trkseg>{point}</trkseg></trk></gpx>")
    with pytest.raises(InputError, match="for tables"):
        wb.read_tracks(place, columns={"lat": "a"})
    assert len(wb.read_tracks(place, profile="gpx")) == 1
