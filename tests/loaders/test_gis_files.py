"""GeoPackages and Shapefiles from strangers: nothing is called, no other file is read, no program in them runs."""

from __future__ import annotations

import http.server
import json
import os
import resource
import signal
import sqlite3
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

import workbench as wb
from workbench.base.errors import InputError
from workbench.loaders.child import in_child

BOX = shapely.box(1.2, 51.4, 1.21, 51.41)
OUTSIDE = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "SECRET"}, "geometry": shapely.geometry.mapping(BOX)}],
    }
)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_POST = do_GET

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def empty_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    for key in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(key, str(place))
    return place


def zipped(place: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return place


def geopackage(place: Path, *statements: str) -> Path:
    gpd.GeoDataFrame({"name": ["honest"]}, geometry=[BOX], crs=4326).to_file(place, layer="zones", driver="GPKG")
    with sqlite3.connect(place) as base:
        for statement in statements:
            base.execute(statement)
    base.close()
    return place


def shapefile(place: Path) -> Path:
    gpd.GeoDataFrame({"name": ["honest"]}, geometry=[BOX], crs=4326).to_file(place)
    return place


def virtual(source: str) -> str:
    layer = f'<OGRVRTLayer name="zones"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


GML = (
    '<?xml version="1.0"?><ogr:FeatureCollection xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:ogr="http://ogr.maptools.org/" xsi:schemaLocation="http://ogr.maptools.org/ {server}/a.xsd"/>'
)
FOLLOWED = {
    "a virtual file that names a server": virtual("/vsicurl/{server}/a.geojson"),
    "a virtual file that names an address": virtual("{server}/a.geojson"),
    "a virtual file that names a file": virtual("{file}"),
    "a virtual file after blank space": "\n\n " + virtual("{file}"),
    "a web feature service": "<OGRWFSDataSource><URL>{server}/wfs</URL></OGRWFSDataSource>",
    "a service of features": "OAPIF:{server}/features",
    "an address alone": "{server}/a.gpkg",
    "a pipeline of GDAL": '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read {file} ! write"}}',
    "a GML with a schema elsewhere": GML,
    "a GeoRSS": '<rss version="2.0"><channel><link>{server}/a</link></channel></rss>',
    "a GeoJSON of somebody else": OUTSIDE,
}


@pytest.mark.parametrize("member", ["zones__gpkg", "zones__shp", "ZONES__GPKG"])
@pytest.mark.parametrize("kind", FOLLOWED)
def test_a_name_that_lies_is_refused_and_nothing_is_followed(
    kind: str, member: str, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    server, asked = listener
    other = tmp_path / "other.geojson"
    other.write_text(OUTSIDE, encoding="utf-8")
    content = OUTSIDE if FOLLOWED[kind] is OUTSIDE else FOLLOWED[kind].format(server=server, file=other)
    with pytest.raises(InputError, match="begins otherwise"):
        wb.read_zones(zipped(tmp_path / "zones.zip", **{member: content, "zones__shx": "x", "zones__dbf": "x"}))
    assert asked == []


@pytest.mark.parametrize("kind", FOLLOWED)
def test_a_bare_file_that_lies_is_followed_nowhere(kind: str, tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    server, asked = listener
    other, place = tmp_path / "other.geojson", tmp_path / "zones.gpkg"
    other.write_text(OUTSIDE, encoding="utf-8")
    if FOLLOWED[kind] is OUTSIDE:
        return  # that one is what it says, whatever its name
    place.write_text(FOLLOWED[kind].format(server=server, file=other), encoding="utf-8")
    with pytest.raises(InputError):
        wb.read_zones(place)
    assert asked == []


def registered(name: str, select: str) -> tuple[str, ...]:
    """Statements that put a computed layer into a GeoPackage, beside the honest one."""
    return (
        f"CREATE VIEW {name} AS {select}",
        f"INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) VALUES('{name}', 'features', '{name}', 4326)",
        f"INSERT INTO gpkg_geometry_columns VALUES('{name}', 'geom', 'POLYGON', 4326, 0, 0)",
    )


ENDLESS = (
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT c.x AS OGC_FID, zones.geom AS geom, zones.name AS name FROM c, zones"
)
MILLIONS = ENDLESS.replace("FROM c)", "FROM c LIMIT 3000000)")
LONG = "SELECT fid AS OGC_FID, geom, hex(zeroblob(400000000)) AS name FROM zones"


@pytest.mark.parametrize("select", [ENDLESS, MILLIONS, LONG])
def test_a_view_is_told_and_not_run(select: str, tmp_path: Path) -> None:
    zones = wb.read_zones(geopackage(tmp_path / "a.gpkg", *registered("v", select)))
    assert zones["name"].tolist() == ["honest"]
    assert any("'v' is computed" in note for note in zones.attrs["load"].warnings)


def put(kind: str, name: str, sql: str) -> tuple[str, str]:
    """Statements that write an object into the schema by hand, as no honest program does."""
    return "PRAGMA writable_schema = 1", f"INSERT INTO sqlite_master VALUES('{kind}', '{name}', '{name}', 0, '{sql}')"


RENAMED = "ALTER TABLE zones RENAME TO z0"
ALONE = {
    "a view": (RENAMED, "CREATE VIEW zones AS SELECT * FROM z0"),
    "an endless view": (RENAMED, "CREATE VIEW zones AS " + ENDLESS.replace("zones", "z0")),
    "a virtual table of GDAL": ("DROP TABLE zones", *put("table", "zones", "CREATE VIRTUAL TABLE zones USING VirtualOGR(other)")),
    "a virtual table of text": ("DROP TABLE zones", "CREATE VIRTUAL TABLE zones USING fts5(name, geom)"),
    "a comment before it": ("DROP TABLE zones", *put("table", "zones", "/* CREATE TABLE */ CREATE VIRTUAL TABLE zones USING x")),
}


@pytest.mark.parametrize("kind", ALONE)
def test_a_file_of_nothing_but_programs_is_refused(kind: str, tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match=r"computed by|damaged|no layer"):
        wb.read_zones(geopackage(tmp_path / "a.gpkg", *ALONE[kind]))
    assert time.monotonic() - start < 20


def test_computed_columns_and_triggers_stay_behind(tmp_path: Path) -> None:
    place = geopackage(
        tmp_path / "a.gpkg",
        "ALTER TABLE zones ADD COLUMN kind TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL",
        "CREATE TRIGGER t AFTER INSERT ON zones BEGIN SELECT randomblob(1000000000); END",
    )
    zones = wb.read_zones(place)
    assert zones[["name", "kind"]].values.tolist() == [["honest", "not stated"]]


def test_a_database_of_another_kind_is_named(tmp_path: Path) -> None:
    place = tmp_path / "a.gpkg"
    with sqlite3.connect(place) as base:
        base.execute("CREATE TABLE t(a)")
    base.close()
    with pytest.raises(InputError, match="not a GeoPackage"):
        wb.read_zones(place)


def test_changes_in_a_log_beside_it_are_told(tmp_path: Path) -> None:
    place = geopackage(tmp_path / "a.gpkg")
    (tmp_path / "a.gpkg-wal").write_bytes(b"x")
    with pytest.raises(InputError, match="not yet in it"):
        wb.read_zones(place)


def test_a_file_kept_with_a_log_is_read(tmp_path: Path) -> None:
    place = geopackage(tmp_path / "a.gpkg", "PRAGMA journal_mode = wal")
    assert place.read_bytes()[18:20] == b"\2\2"
    assert wb.read_zones(place)["name"].tolist() == ["honest"]


@pytest.mark.parametrize("cut", [17, 100, 3000, 40_000])
def test_half_a_file_is_refused_in_words(cut: int, tmp_path: Path) -> None:
    place = geopackage(tmp_path / "a.gpkg")
    place.write_bytes(place.read_bytes()[:cut])
    with pytest.raises(InputError, match="cannot be read"):
        wb.read_zones(place)


@pytest.mark.parametrize("make", [geopackage, shapefile])
def test_settings_of_the_machine_change_nothing(
    make: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listener: tuple[str, list[str]]
) -> None:
    server, asked = listener
    place = make(tmp_path / ("a.gpkg" if make is geopackage else "a.shp"))
    home = tmp_path / "home" / ".gdal"
    home.mkdir(parents=True)
    (home / "gdalrc").write_text("[configoptions]\nOGR_SKIP=GPKG,ESRI Shapefile\nCPL_DEBUG=ON\n", encoding="utf-8")
    hostile = {
        "HOME": str(home.parent),
        "GDAL_CONFIG_FILE": str(home / "gdalrc"),
        "OGR_SKIP": "GPKG",
        "GDAL_DRIVER_PATH": str(tmp_path),
        "GDAL_DATA": str(tmp_path),
        "PROJ_LIB": str(tmp_path),
        "PROJ_DATA": str(tmp_path),
        "PROJ_NETWORK": "ON",
        "PROJ_NETWORK_ENDPOINT": server,
        "CPL_LOG": str(tmp_path / "log"),
        "OGR_SQLITE_PRAGMA": "trusted_schema=1",
        "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "x.py"),
    }
    for key, value in hostile.items():
        monkeypatch.setenv(key, value)
    assert wb.read_zones(place)["name"].tolist() == ["honest"]
    assert asked == [] and not (tmp_path / "log").exists()


def test_a_module_in_the_folder_one_stands_in_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = geopackage(tmp_path / "a.gpkg")
    for name in ("pyogrio", "sqlite3", "json", "base64"):
        (tmp_path / f"{name}.py").write_text("open('owned', 'w').close()\nraise SystemExit\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert wb.read_zones(place)["name"].tolist() == ["honest"]
    assert not (tmp_path / "owned").exists()


def spent_seconds() -> float:
    """Give the processor time of this process and of those it waited for."""
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


@pytest.mark.parametrize("kind", ["gpkg", "shp", "zip"])
def test_nothing_is_left_in_the_temporary_folder_and_it_takes_no_second(kind: str, tmp_path: Path, empty_temp: Path) -> None:
    place = geopackage(tmp_path / "a.gpkg") if kind == "gpkg" else shapefile(tmp_path / "a.shp")
    if kind == "zip":
        parts = {f"a__{p.suffix[1:]}": p.read_bytes() for p in tmp_path.glob("a.*")}
        place = zipped(tmp_path / "a.zip", **parts)
    wb.read_zones(place)
    start = spent_seconds()
    assert wb.read_zones(place)["name"].tolist() == ["honest"]
    assert spent_seconds() - start < 1.0
    assert list(empty_temp.iterdir()) == []


def script(place: Path, text: str) -> Path:
    place.write_text(text, encoding="utf-8")
    return place


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match="longer than"):
        in_child(script(tmp_path / "s.py", "while True: pass"), content=b"x", name="a", seconds=1.0)
    assert time.monotonic() - start < 5


def test_a_reader_that_writes_without_end_is_stopped(tmp_path: Path) -> None:
    text = "import sys\nwhile True: sys.stdout.write('x' * 2**20)"
    with pytest.raises(InputError, match="unfolds to more than 8 MB"):
        in_child(script(tmp_path / "s.py", text), content=b"", name="a", most_bytes=8 * 2**20)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the memory of one process")
def test_a_reader_that_takes_all_memory_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="status"):
        in_child(script(tmp_path / "s.py", "x = bytearray(3 * 2**30)"), content=b"", name="a")


@pytest.mark.skipif(os.name == "nt", reason="sends a signal of POSIX")
def test_ctrl_c_stops_the_reader_too(tmp_path: Path) -> None:
    said = tmp_path / "pid"
    # It may write no file, but it may make a folder.
    text = f"import os, time\nos.makedirs(os.path.join({str(said)!r}, str(os.getpid())))\ntime.sleep(60)"
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        in_child(script(tmp_path / "s.py", text), content=b"x" * 10**7, name="a")
    timer.join()
    with pytest.raises(ProcessLookupError):
        os.kill(int(os.listdir(said)[0]), 0)
