"""Kinds of faults that other track tools were reported for, in formats, zones and crimes: each with its right value."""

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

import workbench as wb
from tests.loaders.test_nmea import checked
from workbench.base.errors import InputError
from workbench.base.quality import Quality, has
from workbench.geo.projection import area_m2, distance_m

A_SQUARE = "-0.1,51.5 -0.09,51.5 -0.09,51.51 -0.1,51.51 -0.1,51.5"
INNER = "-0.098,51.502 -0.092,51.502 -0.092,51.508 -0.098,51.508 -0.098,51.502"
FULL, HOLE = 772_496.3, 278_102.0


def ring(text: str) -> list[list[float]]:
    return [[float(number) for number in corner.split(",")] for corner in text.split()]


def kml_area(*outlines: str) -> str:
    areas = "".join(
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{o}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        for o in outlines
    )
    return f"<kml><Placemark><name>estate</name><MultiGeometry>{areas}</MultiGeometry></Placemark></kml>"


def feature(kind: str, corners: object, **properties: object) -> str:
    geometry = {"type": kind, "geometries" if kind == "GeometryCollection" else "coordinates": corners}
    return json.dumps({"type": "Feature", "geometry": geometry, "properties": properties})


def mercator(lon_m: float, lat_m: float) -> str:
    square = [[lon_m, lat_m], [lon_m + 1000, lat_m], [lon_m + 1000, lat_m + 1000], [lon_m, lat_m + 1000], [lon_m, lat_m]]
    one = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [square]}}
    crs = {"type": "EPSG", "properties": {"code": 3857}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": [one]})


BOW_TIE = ring("-0.1,51.5 -0.09,51.51 -0.09,51.5 -0.1,51.51 -0.1,51.5")
ROUND_TWICE = ring(A_SQUARE)[:-1] * 2 + [[-0.1, 51.5]]
STAR = ring("-0.1,51.51 -0.0941,51.4919 -0.1095,51.5031 -0.0905,51.5031 -0.1059,51.4919 -0.1,51.51")
SQUARE = {"type": "Polygon", "coordinates": [ring(A_SQUARE)]}
OUT = "-0.105,51.502 -0.095,51.502 -0.095,51.508 -0.105,51.508 -0.105,51.502"
CIRCLE_100 = 31_403.0

# What kind of report, the file, its content, and the area of the first zone in square metres.
AREAS = [
    ("areas of one place overlap", "a.kml", kml_area(A_SQUARE, INNER), FULL),
    ("areas of one place overlap", "a.kml", kml_area(INNER, A_SQUARE), FULL),
    ("areas of one place overlap", "a.geojson", feature("MultiPolygon", [[ring(A_SQUARE)], [ring(INNER)]]), FULL),
    ("areas of one place overlap", "a.geojson", feature("MultiPolygon", [[ring(A_SQUARE)], [ring(A_SQUARE)]]), FULL),
    ("areas of one place overlap", "a.geojson", feature("GeometryCollection", [SQUARE, SQUARE]), FULL),
    (
        "areas of one place overlap",
        "a.csv",
        'name,wkt\nA,"MULTIPOLYGON(((-0.1 51.5,-0.09 51.5,-0.09 51.51,-0.1 51.51,-0.1 51.5)),'
        '((-0.098 51.502,-0.092 51.502,-0.092 51.508,-0.098 51.508,-0.098 51.502)))"\n',
        FULL,
    ),
    (
        "an area in the hole of another",
        "a.geojson",
        feature("MultiPolygon", [[ring(A_SQUARE), ring(INNER)], [ring(INNER)]]),
        FULL,
    ),
    ("a hole", "a.geojson", feature("Polygon", [ring(A_SQUARE), ring(INNER)]), FULL - HOLE),
    ("a hole sticks out", "a.geojson", feature("Polygon", [ring(A_SQUARE), ring(OUT)]), FULL * 0.7),
    ("holes overlap", "a.geojson", feature("Polygon", [ring(A_SQUARE), ring(INNER), ring(INNER)]), FULL - HOLE),
    ("an outline crosses itself", "a.geojson", feature("Polygon", [BOW_TIE]), FULL / 2),
    ("an outline goes round twice", "a.geojson", feature("Polygon", [ROUND_TWICE]), FULL),
    ("an outline is a star", "a.geojson", feature("Polygon", [STAR]), 866_000),
    ("an outline is not closed", "a.geojson", feature("Polygon", [ring(A_SQUARE)[:-1]]), FULL),
    ("an outline is not closed", "a.kml", kml_area(A_SQUARE.rsplit(" ", 1)[0]), FULL),
    ("an outline with heights", "a.kml", kml_area(A_SQUARE.replace(" ", ",12 ") + ",12"), FULL),
    ("blanks after commas", "a.kml", kml_area(A_SQUARE.replace(",", ", ")), FULL),
    ("points twice", "a.geojson", feature("Polygon", [[c for c in ring(A_SQUARE) for _ in range(2)]]), FULL),
    (
        "a collection of shapes",
        "a.geojson",
        feature("GeometryCollection", [SQUARE, {"type": "Point", "coordinates": [0, 51]}]),
        FULL,
    ),
    ("another coordinate system", "a.geojson", mercator(-11132, 6710219), 387_000),
    ("a unit of its own column", "a.csv", "name,lon,lat,radius,unit\nA,-0.1,51.5,1000,ft\n", 291_746),
    ("a unit of its own column", "a.csv", "name,lon,lat,radius,radius_unit\nA,-0.1,51.5,0.5,miles\n", 2_033_000),
    ("a unit in the heading", "a.csv", "name,lon,lat,radius_ft\nA,-0.1,51.5,1000\n", 291_746),
    ("a unit in the heading", "a.csv", "name,lon,lat,Radius (km)\nA,-0.1,51.5,0.1\n", CIRCLE_100),
    ("a unit in the heading", "a.csv", "name,lon,lat,radius in yards\nA,-0.1,51.5,109.361\n", CIRCLE_100),
    ("a unit in the cell", "a.csv", "name,lon,lat,radius\nA,-0.1,51.5,0.1 km\n", CIRCLE_100),
    ("a unit in the cell", "a.geojson", feature("Point", [-0.1, 51.5], radius="100m"), CIRCLE_100),
    ("a unit beside it", "a.geojson", feature("Point", [-0.1, 51.5], radius=0.1, radiusUnits="kilometers"), CIRCLE_100),
    ("a diameter", "a.csv", "name,lon,lat,diameter_m\nA,-0.1,51.5,200\n", CIRCLE_100),
    ("thousands", "a.csv", "name;lon;lat;radius_m\nA;-0,1;51,5;1.000\n", 3_140_331),
    ("thousands", "a.csv", 'name,lon,lat,radius_m\nA,-0.1,51.5,"1,000"\n', 3_140_331),
    ("thousands", "a.csv", "name,lon,lat,radius_m\nA,-0.1,51.5,1 000\n", 3_140_331),
    (
        "coordinate systems by row",
        "a.csv",
        "name,lon,lat,easting,northing,radius_m\nA,-0.1,51.5,,,100\nB,,,530000,180000,100\n",
        CIRCLE_100,
    ),
    (
        "coordinate systems by row",
        "a.csv",
        'name,wkt,radius_m\nA,POINT(-0.1 51.5),100\nB,"SRID=27700;POINT(530000 180000)",100\n',
        CIRCLE_100,
    ),
]


def zones_of(folder: Path, name: str, content: str) -> gpd.GeoDataFrame:
    (folder / name).write_text(content, encoding="utf-8")
    return wb.read_zones(folder / name)


@pytest.mark.parametrize(("kind", "name", "content", "square_metres"), AREAS)
def test_the_area_of_a_zone(kind: str, name: str, content: str, square_metres: float, tmp_path: Path) -> None:
    zones = zones_of(tmp_path, name, content)
    first = zones.geometry[0]
    assert first.is_valid
    assert area_m2(first) == pytest.approx(square_metres, rel=0.003), kind
    assert float(distance_m(first.centroid.x, first.centroid.y, -0.1, 51.5)) < 2_000


# What kind of report, the content of a CSV or GeoJSON, and a word of the reason why its first row is refused or set aside.
NO_ZONE = [
    ("a unit nobody knows", "name,lon,lat,radius,radius_unit\nA,-0.1,51.5,2,furlongs\n", "not known"),
    ("two units", "name,lon,lat,radius_m,unit\nA,-0.1,51.5,2,km\n", "two units"),
    ("a number too small for metres", "name,lon,lat,radius\nA,-0.1,51.5,2\n", "names no unit"),
    ("two radii", "name,lon,lat,radius_m,radius_ft\nA,-0.1,51.5,100,100\n", "given twice"),
    ("a number in two notations", 'name,lon,lat,radius_m\nA,-0.1,51.5,"62,5"\n', "no length"),
    ("a number in two notations", "name,easting,northing,radius_m\nA,530000,180000,1.000\n", "no length"),
    ("two places that differ", "name,lon,lat,easting,northing,radius_m\nA,-0.1,51.5,400000,300000,100\n", "not the same place"),
    ("another grid", "name,easting,northing,radius_m\nA,699330,5710164,100\n", "outside the British grid"),
    ("a system nobody knows", "name,lon,lat,radius_m,crs\nA,-0.1,51.5,100,Mars\n", "not known"),
    ("a ring around the world", feature("Polygon", [ring("179,51 -179,51 -179,52 179,52 179,51")]), "180th meridian"),
    ("a closed line", feature("LineString", ring(A_SQUARE)), "draw it as an area"),
    ("several points", feature("MultiPoint", [[-0.1, 51.5], [-0.2, 51.5]], radius_m=100), "several points"),
    ("a hole as large as its outline", feature("Polygon", [ring(A_SQUARE), ring(A_SQUARE)]), "encloses nothing"),
    ("nothing", feature("Polygon", []), "missing"),
]


@pytest.mark.parametrize(("kind", "content", "words"), NO_ZONE)
def test_a_file_without_a_usable_zone_is_refused(kind: str, content: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        zones_of(tmp_path, "a.geojson" if content.startswith("{") else "a.csv", content)


def test_one_zone_with_swapped_axes_among_others_is_set_aside(tmp_path: Path) -> None:
    rows = "".join(f"{n},{lon},{lat},100\n" for n, lon, lat in (("A", -0.1, 51.5), ("B", 51.6, -0.2), ("C", -0.3, 51.4)))
    zones = zones_of(tmp_path, "a.csv", "name,lon,lat,radius_m\n" + rows)
    assert zones["name"].tolist() == ["A", "C"]
    assert "swapped" in zones.attrs["load"].set_aside["reason"][0]


def test_what_was_mended_is_told_with_the_area_before_and_after(tmp_path: Path) -> None:
    said = zones_of(tmp_path, "a.kml", kml_area(A_SQUARE, INNER)).attrs["load"].warnings
    assert any("row 1: 1,050,595 m² as its rings add up, 772,496 m² now" in sentence for sentence in said)


def test_rows_in_two_systems_lie_where_each_says(tmp_path: Path) -> None:
    text = "name,lon,lat,easting,northing,radius_m,crs\nA,-0.1,51.5,,,100,\nB,,,530000,180000,100,\nC,-0.1,51.5,,,100,OSGB36\n"
    zones = zones_of(tmp_path, "a.csv", text)
    centres = [(shape.centroid.x, shape.centroid.y) for shape in zones.geometry]
    assert centres[0] == pytest.approx((-0.1, 51.5), abs=1e-6)
    assert centres[1] == pytest.approx((-0.1283, 51.5040), abs=1e-3)
    assert 95 < float(distance_m(*centres[2], -0.1, 51.5)) < 135


def test_the_unit_that_was_assumed_is_said(tmp_path: Path) -> None:
    said = zones_of(tmp_path, "a.csv", "name,lon,lat,radius\nA,-0.1,51.5,100\n").attrs["load"].warnings
    assert "The unit of radius is not stated; it was read as metres." in said


POSITION = "5130.0000,N,00006.0000,W"


def rmc(clock: str, date: str, *, talker: str = "GP", status: str = "A", mode: str = "A", place: str = POSITION) -> str:
    return checked(f"{talker}RMC,{clock},{status},{place},0.0,0.0,{date},,,{mode}")


def gga(clock: str, *, talker: str = "GP", quality: str = "1", place: str = POSITION) -> str:
    return checked(f"{talker}GGA,{clock},{place},{quality},08,0.9,12.0,M,0.0,M,,")


def moved(day: int) -> str:
    return f"513{day}.0,N,00006.0,W"


def days(*order: Callable[[int], str]) -> list[str]:
    return [line(day) for day in range(1, 6) for line in order]


# What kind of report, the sentences, and the days, latitude and longitude of what is kept (or how much is set aside and why).
LOGS = [
    ("one sentence a day", days(lambda d: rmc("120000", f"0{d}0326")), [1, 2, 3, 4, 5]),
    ("two sentences a day", days(lambda d: rmc("120000", f"0{d}0326"), lambda d: gga("120000")), [1, 2, 3, 4, 5]),
    (
        "two sentences a day",
        days(lambda d: gga("120000", place=moved(d)), lambda d: rmc("120000", f"0{d}0326", place=moved(d))),
        [1, 2, 3, 4, 5],
    ),
    ("a date of eight digits", [rmc("120000", "03032026")], [3]),
    ("a date of eight digits, year first", [rmc("120000", "20260303")], [3]),
    ("a date that is none", [rmc("120000", "330326"), rmc("120001", "030326")], [3]),
    ("decimal degrees", [rmc("120000", "030326", place="51.5000,N,0.1000,W")], [3]),
    ("decimal degrees with a sign", [rmc("120000", "030326", place="51.5000,N,-0.1000,W")], [3]),
    ("decimal degrees with a sign alone", [rmc("120000", "030326", place="51.5000,,-0.1000,")], []),
    ("a sign against its letter", [rmc("120000", "030326", place="51.5000,N,-0.1000,E")], []),
    ("minutes beyond 59", [rmc("120000", "030326", place="5175.0000,N,00006.0000,W")], []),
    ("no letter for the side", [rmc("120000", "030326", place="5130.0000,N,00006.0000,")], []),
    ("small letters", [rmc("120000", "030326", place="5130.0000,n,00006.0000,w")], [3]),
    ("one constellation of two", [rmc("120000", "030326", talker="GL", status="V"), rmc("120000", "030326", talker="GN")], [3]),
    ("void by one sentence", [rmc("120000", "030326"), gga("120000", quality="0")], []),
    ("not valid by its mode", [rmc("120000", "030326", mode="N")], []),
    ("a time that is none", [rmc("256100", "030326"), rmc("120000", "030326")], [3]),
    ("two places at once", [rmc("120000", "030326"), gga("120000", place="5230.0000,N,00006.0000,W")], []),
    ("the date turns late", [rmc("235959", "030326"), rmc("000000", "030326"), rmc("000001", "040326")], [3, 4, 4]),
    ("positions without a date", [rmc("120000", "030326"), gga("120001"), gga("120002")], [3, 3, 3]),
    ("days off between", [rmc("100000", "030326"), gga("130000"), rmc("160000", "060326")], [3, 6]),
    ("days off after", [rmc("100000", "030326"), gga("100001"), rmc("160000", "060326")], [3, 3, 6]),
    ("another kind of sentence", [checked(f"GPGLL,{POSITION},120001,A,A"), checked("GPZDA,120000,03,03,2026,00,00")], [3]),
]


@pytest.mark.parametrize(("kind", "lines", "kept"), LOGS)
def test_the_days_of_a_log(kind: str, lines: list[str], kept: list[int], tmp_path: Path) -> None:
    (tmp_path / "a.nmea").write_text("\n".join(lines))
    tracks = wb.read_tracks(tmp_path / "a.nmea")
    assert tracks.fixes["time"].dt.day.tolist() == kept, kind
    assert tracks.load.rows_read == len(kept) + len(tracks.load.set_aside)
    assert kept or len(tracks.load.set_aside)
    assert set(tracks.fixes["lon"].round(6)) <= {-0.1}
    assert tracks.fixes["lat"].between(51.49, 51.59).all()
    assert tracks.fixes["method"].eq("gnss").all()


@pytest.mark.parametrize("line", [*(rmc("120100", "030326", mode=m) for m in "EMS"), *(gga("120100", quality=q) for q in "678")])
def test_positions_that_a_receiver_did_not_measure_have_no_weight(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.nmea").write_text("\n".join([rmc("120000", "030326"), line]))
    fixes = wb.read_tracks(tmp_path / "a.nmea").fixes
    assert has(fixes["quality"], Quality.NOT_A_FIX).tolist() == [False, True]
    assert fixes["method"].tolist() == ["gnss", "unknown"]


def test_lines_of_other_kinds_are_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.nmea").write_text("\n".join([rmc("120000", "030326"), "!AIVDM,1,1,,A,13HOI,0*23", checked("PUBX,00,1")]))
    load = wb.read_tracks(tmp_path / "a.nmea").load
    assert load.set_aside.empty
    assert any("2 sentences of kinds that hold no fix or date were passed over" in said for said in load.warnings)


def track(name: str | None, *clocks: str, lat: float = 51.5, inside: str = "") -> str:
    title = f"<name>{name}</name>" if name else ""
    points = "".join(
        f'<trkpt lat="{lat + i / 10_000}" lon="-0.1"><time>2026-03-03T{clock}:00Z</time>{inside}</trkpt>'
        for i, clock in enumerate(clocks)
    )
    return f"<trk>{title}<trkseg>{points}</trkseg></trk>"


def gpx(*parts: str) -> str:
    return f'<?xml version="1.0"?><gpx>{"".join(parts)}</gpx>'


ALICE, BOB = track("alice", "21:10", "21:11"), track("bob", "23:10", "23:11")
LATE = track(None, "23:10", "23:11").replace("</trk>", "<name>bob</name></trk>")

# What kind of report, the file, what is asked for, and how many fixes each wearer has.
WHOSE = [
    ("names of tracks", gpx(ALICE, BOB), None, {"alice": 2, "bob": 2}),
    ("names of tracks", gpx(ALICE, BOB), "alice", {"alice": 2}),
    ("names of tracks", gpx(ALICE, BOB), "carol", {}),
    ("a name twice", gpx(ALICE, BOB, track("alice", "23:50")), None, {"alice": 3, "bob": 2}),
    ("the name after the points", gpx(ALICE, LATE), None, {"alice": 2, "bob": 2}),
    ("a track without a name", gpx(ALICE, BOB, track(None, "23:50")), None, {"alice": 2, "bob": 2, "unknown": 1}),
    ("one track", gpx(ALICE), None, {"a": 2}),
    ("one track", gpx(ALICE), "bob", {"bob": 2}),
    ("journeys", gpx(track("Morning ride", "08:10"), track("Evening ride", "21:10")), None, {"a": 2}),
    ("journeys", gpx(track("Track 1", "08:10"), track("2026-03-03 21:10", "21:10")), "W1", {"W1": 2}),
    ("journeys", gpx(track("Track 1", "08:10"), track("Track 2", "21:10")), "Track 1", {"Track 1": 1}),
    ("at the same time", gpx(track("Run 1", "08:10", "08:30"), track("Run 2", "08:20", "08:40")), None, {"Run 1": 2, "Run 2": 2}),
    ("numbers of tags", gpx(track("3001", "08:10"), track("3002", "21:10")), None, {"3001": 1, "3002": 1}),
    ("months that are names", gpx(track("June", "08:10"), track("April", "21:10")), None, {"June": 1, "April": 1}),
]


@pytest.mark.parametrize(("kind", "content", "asked", "wearers"), WHOSE)
def test_whose_a_track_is(kind: str, content: str, asked: str | None, wearers: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text(content)
    tracks = wb.read_tracks(tmp_path / "a.gpx", wearer=asked)
    assert tracks.fixes["wearer_id"].value_counts().to_dict() == wearers, kind
    several = content.count("<name>") > 1
    assert any("several tracks" in said for said in tracks.load.warnings) == several


def test_a_name_that_is_not_the_one_asked_for_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text(gpx(ALICE))
    assert any("'alice' was given to 'bob'" in said for said in wb.read_tracks(tmp_path / "a.gpx", wearer="bob").load.warnings)


def moving(km_h: float, written: float, points: int = 60) -> str:
    body = "".join(
        f'<trkpt lat="{51.5 + i * km_h / 3.6 * 10 / 111_195:.7f}" lon="-0.1"><time>2026-03-03T12:{i // 6:02d}:{i % 6}0Z</time>'
        f"<extensions><speed>{written}</speed></extensions></trkpt>"
        for i in range(points)
    )
    return gpx(f"<trk><trkseg>{body}</trkseg></trk>")


@pytest.mark.parametrize(
    ("content", "km_h"),
    [
        (moving(72, 20), 72),
        (moving(72, 72), 72),
        (moving(72, 44.74), None),
        (moving(72, 38.88), None),
        (moving(72, 250), None),
        (moving(72, 72, 8), None),
        (moving(72, 20, 8), 72),
    ],
)
def test_speeds_are_held_against_the_movement(content: str, km_h: float | None, tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text(content)
    speed = wb.read_tracks(tmp_path / "a.gpx").fixes["speed_kmh"]
    assert speed.isna().all() if km_h is None else speed.to_numpy() == pytest.approx(km_h, rel=0.01)


@pytest.mark.parametrize(
    ("content", "kept", "words"),
    [
        (gpx(ALICE) + gpx(ALICE.replace("T21", "T22")), 4, "2 XML documents"),
        (gpx(ALICE) + "\n\n" + gpx(ALICE.replace("T21", "T22")) + gpx(ALICE.replace("T21", "T23")), 6, "3 XML documents"),
        (gpx(ALICE) + gpx(ALICE.replace("T21", "T22"))[:-40], 3, "damaged"),
        (gpx(ALICE) + "\n# end of export", 2, "after the end of the XML"),
        (gpx(ALICE) + "\0\0\0", 2, "after the end of the XML"),
    ],
)
def test_files_joined_end_to_end_are_read_whole(content: str, kept: int, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text(content)
    tracks = wb.read_tracks(tmp_path / "a.gpx")
    assert len(tracks.fixes) == kept
    assert any(words in said for said in tracks.load.warnings)


def test_a_document_type_in_the_second_document_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text(gpx(ALICE) + '<!DOCTYPE gpx [<!ENTITY a "b">]>' + gpx(BOB))
    with pytest.raises(InputError, match="document type"):
        wb.read_tracks(tmp_path / "a.gpx")


POINT = '<{0} lat="51.6" lon="-0.1"><time>2026-03-03T21:10:30Z</time></{0}>'


@pytest.mark.parametrize(
    "odd", [POINT.format("wpt"), f"<rte>{POINT.format('rtept')}</rte>", track(None, "21:12", inside="<fix>none</fix>")]
)
def test_what_is_no_fix_in_a_file_of_fixes_has_no_weight(odd: str, tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text(gpx(odd, ALICE) if "wpt" in odd else gpx(ALICE, odd))
    tracks = wb.read_tracks(tmp_path / "a.gpx", wearer="W1")
    assert has(tracks.fixes["quality"], Quality.NOT_A_FIX).sum() == 1
    assert any("have no weight" in said for said in tracks.load.warnings)


def line(kind: str, corners: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": corners}, "properties": properties}


def collection(*features: dict[str, object], **members: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members})


PAIR, TWO = [[-0.1, 51.5], [-0.1, 51.51]], ["2026-03-03T21:10:00Z", "2026-03-03T21:11:00Z"]
LATER = ["2026-03-03T22:10:00Z", "2026-03-03T22:11:00Z"]
TIMED = [[-0.1, 51.5, 12, 1772572200], [-0.1, 51.51, 12, 1772572260]]
GRID = line("Point", [533_000, 180_000], time=TWO[0])

# What kind of report, the file, and how many fixes each wearer has.
LINES = [
    ("lines of lines", collection(line("MultiLineString", [PAIR, PAIR], coordTimes=[TWO, LATER])), {"a": 4}),
    ("lines of lines, one list of times", collection(line("MultiLineString", [PAIR, PAIR], coordTimes=[*TWO, *LATER])), {"a": 4}),
    (
        "lines of lines, a short list of times",
        collection(line("MultiLineString", [PAIR, PAIR], coordTimes=[TWO[:1], LATER])),
        {"a": 3},
    ),
    ("times beside the line", collection(line("LineString", PAIR, coordinateProperties={"times": TWO})), {"a": 2}),
    ("times in the corners", collection(line("LineString", TIMED)), {"a": 2}),
    ("points in one feature", collection(line("MultiPoint", PAIR, times=TWO)), {"a": 2}),
    (
        "names of lines",
        collection(line("LineString", PAIR, name="alice", times=TWO), line("LineString", PAIR, name="bob", times=LATER)),
        {"alice": 2, "bob": 2},
    ),
    (
        "ids of lines",
        collection(*({**line("LineString", PAIR, times=t), "id": i} for i, t in (("T1", TWO), ("T2", LATER)))),
        {"T1": 2, "T2": 2},
    ),
    (
        "journeys",
        collection(line("LineString", PAIR, name="Ride 1", times=TWO), line("LineString", PAIR, name="Ride 2", times=LATER)),
        {"a": 4},
    ),
    ("a user among the properties", collection(line("LineString", PAIR, name="Ride 1", user_id="U7", times=TWO)), {"U7": 2}),
    (
        "another coordinate system",
        collection(GRID, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}),
        {"a": 1},
    ),
    (
        "a system that is the usual one",
        collection(
            line("Point", [-0.1, 51.5], time=TWO[0]),
            crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        ),
        {"a": 1},
    ),
]


@pytest.mark.parametrize(("kind", "content", "wearers"), LINES)
def test_lines_and_points_of_geojson(kind: str, content: str, wearers: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text(content)
    tracks = wb.read_tracks(tmp_path / "a.geojson")
    assert tracks.fixes["wearer_id"].value_counts().to_dict() == wearers, kind
    assert tracks.load.rows_read == len(tracks.fixes) + len(tracks.load.set_aside)
    assert tracks.fixes["lon"].between(-0.11, -0.07).all()
    assert tracks.fixes["lat"].between(51.49, 51.52).all()
    assert tracks.fixes["time"].dt.hour.isin([21, 22]).all()


def test_a_coordinate_system_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text(collection(GRID, crs={"type": "name", "properties": {"name": "Mars"}}))
    with pytest.raises(InputError, match="not known"):
        wb.read_tracks(tmp_path / "a.geojson")


def spot(lat: float, clock: str, name: str = "", more: str = "") -> str:
    title = f"<name>{name}</name>" if name else ""
    time = f"<TimeStamp><when>2026-03-03T{clock}:00Z</when></TimeStamp>"
    return f"<Placemark>{title}{time}{more}<Point><coordinates>-0.1,{lat},0</coordinates></Point></Placemark>"


def folder(name: str, *places: str) -> str:
    return f"<Folder><name>{name}</name>{''.join(places)}</Folder>"


def kml_track(name: str, *clocks: str, arrays: str = "") -> str:
    times = "".join(f"<when>2026-03-03T{clock}:00Z</when>" for clock in clocks)
    corners = "".join(f"<gx:coord>-0.1 {51.5 + i / 1000} 0</gx:coord>" for i in range(len(clocks)))
    return f"<Placemark><name>{name}</name><gx:Track>{times}{corners}{arrays}</gx:Track></Placemark>"


CAMERA = "<LookAt><gx:TimeStamp><when>2020-03-03T21:10:00Z</when></gx:TimeStamp></LookAt>"
SPANNED = CAMERA.replace("LookAt", "Camera").replace("TimeStamp>", "TimeSpan>").replace("when>", "begin>")
MORNING, NIGHT = [spot(51.5, f"08:1{i}", f"08:1{i}") for i in range(4)], [spot(51.51, f"22:1{i}", f"22:1{i}") for i in range(4)]
MIXED = [spot(51.5, f"08:{i}0", ("alice", "bob")[i % 2]) for i in range(6)]

# What kind of report, the places, what is asked for, and how many fixes each wearer has.
PLACES = [
    ("the time of the camera", spot(51.5, "21:11", more=CAMERA), None, {"a": 1}),
    ("the time of the camera", spot(51.5, "21:11", more=SPANNED), None, {"a": 1}),
    ("folders", folder("alice", *MORNING) + folder("bob", *NIGHT), None, {"alice": 4, "bob": 4}),
    ("folders", folder("alice", *MORNING) + folder("bob", *NIGHT), "bob", {"bob": 4}),
    ("folders in a folder", folder("case", folder("alice", *MORNING), folder("bob", *NIGHT)), None, {"alice": 4, "bob": 4}),
    ("folders of days", folder("3 March", *MORNING) + folder("4 March", *NIGHT), None, {"a": 8}),
    ("places in no folder", folder("alice", *MORNING) + "".join(NIGHT), None, {"a": 8}),
    ("names of places", "".join(MIXED), None, {"alice": 3, "bob": 3}),
    ("labels of places", "".join(MORNING), None, {"a": 4}),
    ("two places", spot(51.5, "08:10", "alice") + spot(51.51, "22:10", "bob"), None, {"a": 2}),
    ("two places", spot(51.5, "08:10", "alice") + spot(51.51, "22:10", "bob"), "bob", {"bob": 1}),
    ("names of tracks", kml_track("alice", "08:10", "08:11") + kml_track("bob", "22:10", "22:11"), None, {"alice": 2, "bob": 2}),
]


def kml(body: str) -> str:
    return f'<kml xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>export</name>{body}</Document></kml>'


@pytest.mark.parametrize(("kind", "body", "asked", "wearers"), PLACES)
def test_whose_a_place_is(kind: str, body: str, asked: str | None, wearers: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text(kml(body))
    tracks = wb.read_tracks(tmp_path / "a.kml", wearer=asked)
    assert tracks.fixes["wearer_id"].value_counts().to_dict() == wearers, kind
    assert (tracks.fixes["time"].dt.year == 2026).all()
    several = len({part.split("<")[0] for part in body.split("<name>")[1:]}) > 1
    assert any("several" in said for said in tracks.load.warnings) == several


def test_what_the_arrays_of_a_track_say_is_read(tmp_path: Path) -> None:
    arrays = "".join(
        f'<ExtendedData><SchemaData><gx:SimpleArrayData name="{name}">'
        f"<gx:value>{a}</gx:value><gx:value>{b}</gx:value></gx:SimpleArrayData></SchemaData></ExtendedData>"
        for name, a, b in (("accuracy", 8, 12), ("bearing", 90, 95))
    )
    (tmp_path / "a.kml").write_text(kml(kml_track("x", "08:10", "08:11", arrays=arrays)))
    fixes = wb.read_tracks(tmp_path / "a.kml").fixes
    assert fixes["accuracy_m"].tolist() == [8, 12]
    assert fixes["heading_deg"].tolist() == [90, 95]


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        ("<TimeStamp><when>2026-03-03</when></TimeStamp>", "no time of day"),
        ("<TimeSpan><begin>2026-03-03T21:10:00Z</begin><end>2026-03-03T20:10:00Z</end></TimeSpan>", "ends before it begins"),
        ("", "no time"),
    ],
)
def test_places_without_a_moment_are_set_aside(time: str, reason: str, tmp_path: Path) -> None:
    odd = f"<Placemark>{time}<Point><coordinates>-0.1,51.5</coordinates></Point></Placemark>"
    (tmp_path / "a.kml").write_text(kml(odd + spot(51.5, "21:11")))
    load = wb.read_tracks(tmp_path / "a.kml").load
    assert load.rows_kept == 1
    assert reason in load.set_aside["reason"].iloc[0]


def test_visits_that_a_telephone_worked_out_have_no_weight(tmp_path: Path) -> None:
    data = '<address>1 Mere Lane</address><ExtendedData><Data name="Category"><value>Home</value></Data></ExtendedData>'
    (tmp_path / "a.kml").write_text(kml(spot(51.5, "21:11", more=data) + spot(51.5, "21:12")))
    tracks = wb.read_tracks(tmp_path / "a.kml")
    assert has(tracks.fixes["quality"], Quality.NOT_A_FIX).tolist() == [True, False]


def record(clock: str, lat: float = 51.5, **more: object) -> dict[str, object]:
    return {
        "latitudeE7": round(lat * 1e7),
        "longitudeE7": -1_000_000,
        "accuracy": 10,
        "timestamp": f"2026-03-03T{clock}:00Z",
        **more,
    }


def history(*records: dict[str, object]) -> str:
    return json.dumps({"locations": list(records)})


@pytest.mark.parametrize(
    ("folders", "same", "wearers"),
    [
        (("A", "B"), False, ["A/Records", "B/Records"]),
        (("A/export", "B/export"), False, ["A/export/Records", "B/export/Records"]),
        (("A", "B"), True, ["Records"]),
    ],
)
def test_files_of_one_name_in_different_folders(folders: tuple[str, str], same: bool, wearers: list[str], tmp_path: Path) -> None:
    places = [tmp_path / name / "Records.json" for name in folders]
    for i, place in enumerate(places):
        place.parent.mkdir(parents=True)
        place.write_text(history(record("21:10", 51.5 if same else 51.5 + i)))
    tracks = wb.read_tracks(places)
    assert tracks.wearers == wearers
    assert any("several different files" in said for said in tracks.load.warnings) != same
    assert wb.read_tracks(places, wearer="W1").wearers == ["W1"]


def test_devices_in_one_history_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "Records.json").write_text(history(record("21:10", deviceTag=1), record("21:11", deviceTag=-2)))
    fixes = wb.read_tracks(tmp_path / "Records.json").fixes
    assert fixes["device_id"].tolist() == ["1", "-2"]
    assert fixes["wearer_id"].nunique() == 1


def test_visits_of_a_timeline_have_no_weight(tmp_path: Path) -> None:
    visit = {"topCandidate": {"placeLocation": {"latLng": "51.5\u00b0, -0.1\u00b0"}}}
    path = [{"point": "51.5\u00b0, -0.1\u00b0", "time": "2026-03-03T21:12:00Z"}]
    segments = [
        {"startTime": "2026-03-03T21:10:00Z", "endTime": "2026-03-03T21:40:00Z", "visit": visit},
        {"startTime": "2026-03-03T21:12:00Z", "endTime": "2026-03-03T21:40:00Z", "timelinePath": path},
    ]
    (tmp_path / "Timeline.json").write_text(json.dumps({"semanticSegments": segments}))
    tracks = wb.read_tracks(tmp_path / "Timeline.json")
    assert has(tracks.fixes["quality"], Quality.NOT_A_FIX).tolist() == [True, False]
    assert any("have no weight" in said for said in tracks.load.warnings)


SENT = "2026-03-03T21:10:00Z,2026-03-03T21:40:00Z"
HERE, GRID_HERE = "51.50403,-0.12831", "530000,180000"

# What kind of report, the two pairs of a crime's place, and where it was read (None: set aside).
TWO_PAIRS = [
    ("two places", "51.5012,-0.1234", "400123,300456", None),
    ("one place written twice", HERE, GRID_HERE, (-0.12831, 51.50403)),
    ("noughts for degrees", "0,0", GRID_HERE, (-0.12835, 51.50399)),
    ("noughts for the grid", HERE, "0,0", (-0.12831, 51.50403)),
    ("no degrees", ",", GRID_HERE, (-0.12835, 51.50399)),
    ("another country's grid", "40.71284,-74.00601", "987000,212000", (-74.00601, 40.71284)),
    ("a grid beyond the British", HERE, "9870000,2120000", None),
    ("axes of the grid exchanged", HERE, "180000,530000", None),
    ("a grid rounded to a kilometre", HERE, "530000,180000", (-0.12831, 51.50403)),
]


@pytest.mark.parametrize(("kind", "degrees", "grid", "there"), TWO_PAIRS)
def test_the_two_places_of_a_crime(kind: str, degrees: str, grid: str, there: tuple[float, float] | None, tmp_path: Path) -> None:
    rows = f"crime_id,start,end,lat,lon,easting,northing\nK1,{SENT},{degrees},{grid}\n"
    (tmp_path / "a.csv").write_text(rows)
    crimes = wb.read_crimes(tmp_path / "a.csv")
    load = crimes.attrs["load"]
    if there is None:
        assert load.set_aside["reason"].tolist() == ["its degrees and its British grid are not the same place"], kind
        assert any("disagree" in said for said in load.warnings)
    else:
        assert (crimes["lon"][0], crimes["lat"][0]) == pytest.approx(there, abs=2e-5), kind


# What kind of report, the start and end as written, and the window in UTC (None: set aside).
WINDOWS = [
    ("a range of clock times", "2026-03-03 21:10-22:15", "", ("21:10", "22:15")),
    ("a range of clock times", "2026-03-03 09:10-10:15", "", ("09:10", "10:15")),
    ("a range of clock times", "13/03/2026 21:10 - 22:15", "", ("21:10", "22:15")),
    ("a range of clock times", "2026-03-03 21:10 to 22:15", "", ("21:10", "22:15")),
    ("a range in a month by name", "3 March 2026 21:10\u201322:15", "", ("21:10", "22:15")),
    ("a range that runs backwards", "2026-03-03 22:15-21:10", "", None),
    ("a range beside an end", "2026-03-03 21:10-22:15", "2026-03-03 23:00", None),
    ("an offset or a range", "2026-03-03 21:10-05:00", "2026-03-03 22:10-05:00", None),
    ("an offset", "2026-03-03 21:10:00-05:00", "2026-03-03 22:10:00-05:00", ("02:10", "03:10")),
]


@pytest.mark.parametrize(("kind", "start", "end", "window"), WINDOWS)
def test_the_window_of_a_crime(kind: str, start: str, end: str, window: tuple[str, str] | None, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"crime_id,start,end,lat,lon\nK1,{start},{end},{HERE}\n", encoding="utf-8")
    crimes = wb.read_crimes(tmp_path / "a.csv", timezone="Europe/London")
    read = None if crimes.empty else (crimes["start"][0].strftime("%H:%M"), crimes["end"][0].strftime("%H:%M"))
    assert read == window, kind


def test_speeds_of_tcx_are_held_against_the_movement_too(tmp_path: Path) -> None:
    points = "".join(
        f"<Trackpoint><Time>2026-03-03T12:{i // 6:02d}:{i % 6}0Z</Time><Position><LatitudeDegrees>{51.5 + i * 200 / 111_195:.7f}"
        "</LatitudeDegrees><LongitudeDegrees>-0.1</LongitudeDegrees></Position><Speed>72</Speed></Trackpoint>"
        for i in range(40)
    )
    (tmp_path / "a.tcx").write_text(f"<TrainingCenterDatabase><Track>{points}</Track></TrainingCenterDatabase>")
    assert wb.read_tracks(tmp_path / "a.tcx").fixes["speed_kmh"].to_numpy() == pytest.approx(72, rel=0.01)


def test_points_of_one_file_may_name_their_time_and_device_each_in_its_own_way(tmp_path: Path) -> None:
    def point(minute: int, **said: object) -> dict[str, object]:
        return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1.2, 51.4 + minute / 1e4]}, "properties": said}

    points = [
        point(0, datetime="2026-03-03T21:10:00Z", tid="D1"),
        point(1, when="2026-03-03T21:11:00Z", deviceId="D1"),
        point(2, recorded_at="2026-03-03T21:12:00Z", device="D1"),
    ]
    path = tmp_path / "apps.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": points}), encoding="utf-8")
    tracks = wb.read_tracks(path)
    assert tracks.fixes["time"].dt.minute.tolist() == [10, 11, 12]
    assert set(tracks.fixes["device_id"]) == {"D1"}
    assert any("'recorded_at'" in said and "read as the time of its point" in said for said in tracks.load.warnings)


def test_two_clocks_on_one_point_are_never_taken_for_one(tmp_path: Path) -> None:
    said = {"fix_time": "2026-03-03T21:10:00Z", "timestamp": "2026-03-03T22:10:00Z"}
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1.2, 51.4]}, "properties": said}
    path = tmp_path / "clocks.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert wb.read_tracks(path).fixes["time"].dt.hour.tolist() == [21]
