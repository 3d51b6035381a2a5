"""Zones from every format: the same outlines come back, and what is not a zone is set aside with its reason."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.base.errors import InputError, WorkbenchError
from workbench.geo.projection import circle, distance_m
from workbench.tables import ZONES

HOME = shapely.Polygon([(1.20, 51.40), (1.21, 51.40), (1.21, 51.41), (1.20, 51.41)])
RING = shapely.Polygon([(1.3, 51.4), (1.4, 51.4), (1.4, 51.5), (1.3, 51.5)], [[(1.33, 51.43), (1.36, 51.43), (1.36, 51.46)]])
TWO = shapely.MultiPolygon([shapely.box(1.5, 51.4, 1.51, 51.41), shapely.box(1.52, 51.4, 1.53, 51.41)])
BOW = shapely.Polygon([(1.6, 51.4), (1.61, 51.41), (1.61, 51.4), (1.6, 51.41)])
LEAN = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(shapes: list[shapely.Geometry]) -> gpd.GeoDataFrame:
    count = len(shapes)
    return gpd.GeoDataFrame(
        {
            "zone_id": [f"Z{i}" for i in range(count)],
            "name": [f"Zone {i}" for i in range(count)],
            "kind": "exclusion",
            "buffer_m": 250.0,
        },
        geometry=shapes,
        crs=4326,
    )


def kml_of(shapes: list[shapely.Geometry]) -> str:
    def ring(line: shapely.LinearRing, side: str) -> str:
        corners = " ".join(f"{x!r},{y!r},0" for x, y in line.coords)
        return f"<{side}><LinearRing><coordinates>{corners}</coordinates></LinearRing></{side}>"

    def area(shape: shapely.Polygon) -> str:
        holes = "".join(ring(r, "innerBoundaryIs") for r in shape.interiors)
        return f"<Polygon>{ring(shape.exterior, 'outerBoundaryIs')}{holes}</Polygon>"

    places = ""
    for i, shape in enumerate(shapes):
        areas = "".join(area(p) for p in shapely.get_parts(shape))
        data = "".join(
            f'<Data name="{k}"><value>{v}</value></Data>'
            for k, v in (("zone_id", f"Z{i}"), ("kind", "exclusion"), ("buffer_m", 250))
        )
        places += (
            f"<Placemark><name>Zone {i}</name><ExtendedData>{data}</ExtendedData>"
            f"<MultiGeometry>{areas}</MultiGeometry></Placemark>"
        )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{places}</Document></kml>'


def write(folder: Path, shapes: list[shapely.Geometry], suffix: str) -> Path:
    place = folder / f"zones{suffix}"
    if suffix == ".kml":
        place.write_text(kml_of(shapes))
    elif suffix == ".kmz":
        with ZipFile(place, "w") as archive:
            archive.writestr("doc.kml", kml_of(shapes))
    elif suffix == ".csv":
        rows = pd.DataFrame(table(shapes).drop(columns="geometry"))
        rows.assign(wkt=shapely.to_wkt(shapes, rounding_precision=-1)).to_csv(place, index=False)
    elif suffix in (".shp", ".zip"):
        inner = folder / "layer"
        shutil.rmtree(inner, ignore_errors=True)
        inner.mkdir()
        table(shapes).to_file(inner / "zones.shp")
        if suffix == ".shp":
            return inner / "zones.shp"
        with ZipFile(place, "w") as archive:
            for part in inner.iterdir():
                archive.write(part, part.name)
    else:
        place.unlink(missing_ok=True)
        table(shapes).to_file(place)
    return place


SUFFIXES = [".geojson", ".gpkg", ".kml", ".kmz", ".csv", ".shp", ".zip"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_zones_come_back_from_every_format(suffix: str, tmp_path: Path) -> None:
    shapes = [HOME, RING, TWO]
    zones = wb.read_zones(write(tmp_path, shapes, suffix))
    assert zones.crs.to_epsg() == 4326
    assert [n for n in zones.columns if n in ZONES.names] == ZONES.names
    ZONES.validate(pd.DataFrame(zones))
    assert all(a.equals_exact(b, 1e-6, normalize=True) for a, b in zip(zones.geometry, shapes, strict=True))
    assert zones["zone_id"].tolist() == ["Z0", "Z1", "Z2"]
    assert zones["name"].tolist() == ["Zone 0", "Zone 1", "Zone 2"]
    assert zones["kind"].tolist() == ["exclusion"] * 3
    assert zones["buffer_m"].tolist() == [250.0] * 3
    assert zones["edge_error_m"].tolist() == [15.0] * 3
    assert zones["row"].tolist() == [1, 2, 3]
    load = zones.attrs["load"]
    assert (load.rows_read, load.rows_kept, len(load.set_aside)) == (3, 3, 0)
    assert len(load.files) == 1
    assert load.files["file"].tolist() == zones["file"].unique().tolist()


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".zip"])
def test_british_grid_is_turned_into_degrees(suffix: str, tmp_path: Path) -> None:
    metres = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.box(530000, 180000, 530100, 180100)], crs=27700)
    place = tmp_path / ("a.shp" if suffix == ".zip" else f"a{suffix}")
    metres.to_file(place)
    if suffix == ".zip":
        with ZipFile(tmp_path / "a.zip", "w") as archive:
            for part in tmp_path.glob("a.*"):
                if part.suffix != ".zip":
                    archive.write(part, part.name)
        place = tmp_path / "a.zip"
    zones = wb.read_zones(place)
    (x0, y0), (x1, y1) = zones.geometry[0].exterior.coords[:2]
    assert float(distance_m(x0, y0, x1, y1)) == pytest.approx(100, rel=0.002)
    assert (round(x0, 2), round(y0, 2)) == (-0.13, 51.5)
    assert any("2 m" in said for said in zones.attrs["load"].warnings)


def test_eastings_and_northings_with_a_radius_are_circles(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_text("name,easting,northing,radius_m\nA,530000,180000,80\n")
    zone = wb.read_zones(place).geometry[0]
    there = gpd.GeoSeries([zone], crs=4326).to_crs(27700)[0]
    assert there.area == pytest.approx(np.pi * 80**2, rel=0.01)
    assert there.centroid.distance(shapely.Point(530000, 180000)) < 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("name;Latitude;Longitude;Radius\nA;51.4;1.2;50\n", 1),
        ("NAME\tlat\tlng\tradius_m\nA\t51.4\t1.2\t50\n", 1),
        ("zone_id,lat,lon,radius_m\nZ1,51.4,1.2,50\nZ1,51.5,1.2,50\n", 2),
    ],
)
def test_points_with_a_radius_are_circles(text: str, rows: int, tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_text(text)
    zones = wb.read_zones(place)
    assert len(zones) == rows
    assert zones.geometry[0].equals_exact(circle(1.2, 51.4, 50), 1e-9)
    assert zones["zone_id"].is_unique


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "LineString", "coordinates": [[1.2, 51.4], [1.3, 51.4]]}, "line"),
        ({"type": "Point", "coordinates": [1.2, 51.4]}, "without a radius"),
        ({"type": "MultiPoint", "coordinates": [[1.2, 51.4], [1.3, 51.4]]}, "several points"),
        ({"type": "Polygon", "coordinates": []}, "missing"),
        ({"type": "Polygon", "coordinates": [[[1.2, 51.4], [1.3, 51.4]]]}, "missing"),
        ({"type": "Polygon", "coordinates": [[[1.2, 51.4], [1.3, 51.4], [1.2, 51.4], [1.2, 51.4]]]}, "encloses nothing"),
        ({"type": "Polygon", "coordinates": [[[500, 51.4], [501, 51.4], [501, 52]]]}, "outside the world"),
        ({"type": "Polygon", "coordinates": "here"}, "missing"),
        ({"type": "Blob", "coordinates": [1, 2]}, "missing"),
        (None, "missing"),
    ],
)
def test_what_is_no_zone_is_set_aside_with_its_reason(geometry: object, reason: str, tmp_path: Path) -> None:
    good = {"type": "Feature", "properties": {"name": "A"}, "geometry": shapely.geometry.mapping(HOME)}
    bad = {"type": "Feature", "properties": None, "geometry": geometry}
    place = tmp_path / "a.geojson"
    place.write_text(json.dumps({"type": "FeatureCollection", "features": [bad, good]}))
    zones = wb.read_zones(place)
    load = zones.attrs["load"]
    assert zones["row"].tolist() == [2]
    assert (load.rows_read, load.rows_kept) == (2, 1)
    assert load.set_aside["row"].tolist() == [1]
    assert reason in load.set_aside["reason"][0]


def test_an_outline_that_crosses_itself_is_mended_and_named(tmp_path: Path) -> None:
    zones = wb.read_zones(write(tmp_path, [HOME, BOW], ".geojson"))
    assert zones.geometry.is_valid.all()
    assert zones.geometry[1].area == pytest.approx(0.01 * 0.01 / 2)
    assert any("crosses itself" in said and "row 2" in said for said in zones.attrs["load"].warnings)


@pytest.mark.parametrize(
    ("properties", "metres"),
    [
        ({}, 15.0),
        ({"edge_error_m": 3}, 3.0),
        ({"drawn_by": "Land Registry parcel"}, 5.0),
        ({"drawn_by": "PC Mere"}, 15.0),
        ({"GSS_CODE": "E09000001"}, 5.0),
        ({"LSOA11CD": "E01000001"}, 5.0),
        ({"edge_error_m": -3}, 15.0),
    ],
)
def test_how_well_the_edge_is_drawn(properties: dict[str, object], metres: float, tmp_path: Path) -> None:
    place = tmp_path / "a.geojson"
    place.write_text(json.dumps({"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(HOME)}))
    assert wb.read_zones(place)["edge_error_m"].tolist() == [metres]


def test_who_drew_it_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "a.geojson"
    outline = shapely.geometry.mapping(HOME)
    place.write_text(json.dumps({"type": "Feature", "properties": {"drawn_by": "PC Mere"}, "geometry": outline}))
    assert wb.read_zones(place)["drawn_by"].tolist() == ["PC Mere"]


TURNED = shapely.transform(HOME, lambda c: c[:, ::-1])
NOWHERE = {
    "type": "FeatureCollection",
    "crs": {"properties": {"name": "EPSG:nowhere"}},
    "features": [{"type": "Feature", "geometry": shapely.geometry.mapping(HOME), "properties": {}}],
}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            json.dumps(
                {"type": "Feature", "geometry": {"type": "Point", "coordinates": [530000, 180000]}, "properties": {"radius_m": 5}}
            ).encode(),
            "not degrees",
        ),
        (json.dumps({"type": "Feature", "geometry": shapely.geometry.mapping(TURNED), "properties": {}}).encode(), "swapped"),
        (json.dumps(NOWHERE).encode(), "system"),
        (b'{"settings": 1}', None),
        (b"SQLite format 3\0broken", None),
        (b"PK\x03\x04broken", None),
        (b"\x00\x00\x27\x0abroken", None),
        (b"\x00\x01\x02\x03", None),
        (b"<kml><Placemark>", None),
        (b"<html/>", None),
        (b"", None),
        (b"name,lat,lon,radius_m\n", None),
        (b'<!DOCTYPE kml [<!ENTITY a "b">]><kml><Placemark/></kml>', "document type"),
        (b"[" * 100_000, None),
    ],
)
def test_what_cannot_be_used_is_a_clear_error(content: bytes, words: str | None, tmp_path: Path) -> None:
    place = tmp_path / "a.bin"
    place.write_bytes(content)
    try:
        zones = wb.read_zones(place)
    except InputError as error:
        assert error.do
        assert words is None or words in str(error)
    else:
        assert words is None
        assert len(zones) == 0
        assert len(zones.attrs["load"].set_aside) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
@LEAN
@given(cut=st.floats(0, 0.999))
def test_a_cut_file_gives_a_clear_error_or_whole_zones(suffix: str, cut: float, tmp_path: Path) -> None:
    place = write(tmp_path, [HOME, RING], suffix)
    whole = place.read_bytes()
    place.write_bytes(whole[: int(len(whole) * cut)])
    try:
        zones = wb.read_zones(place)
    except WorkbenchError as error:
        assert error.do
        return
    load = zones.attrs["load"]
    assert load.rows_read == len(zones) + len(load.set_aside)
    assert zones.geometry.is_valid.all()
    if suffix != ".gpkg":
        assert all(any(z.equals_exact(s, 1e-6, normalize=True) for s in (HOME, RING)) for z in zones.geometry) or suffix == ".shp"


def test_the_report_does_not_get_in_the_way_of_pandas(tmp_path: Path) -> None:
    a, b = (wb.read_zones(write(tmp_path, [s], ".geojson")) for s in (HOME, TWO))
    both = pd.concat([a, b])
    assert len(both) == 2
    assert a.copy().attrs["load"] is a.attrs["load"]
    assert a[a["buffer_m"] > 0].attrs["load"].rows_read == 1


OPEN = {
    "london_boroughs.gpkg": (33, {}, 5.0),
    "london_wards_2014.zip": (654, {}, 5.0),
    "lsoa_2011_inner_london.zip": (1022, {}, 5.0),
    "river_thames_simp.json": (103, {}, 15.0),
    "osm_central_london_2016/parks.geojson": (49, {}, 15.0),
}


@pytest.mark.parametrize("name", OPEN)
def test_open_zones_load_with_complete_reports(name: str, open_data: Callable[[str], Path]) -> None:
    zones = wb.read_zones(open_data("london_geo") / name)
    kept, aside, metres = OPEN[name]
    load = zones.attrs["load"]
    assert (len(zones), load.set_aside["reason"].value_counts().to_dict()) == (kept, aside)
    assert load.rows_read == kept + sum(aside.values())
    assert zones.geometry.is_valid.all()
    assert zones["zone_id"].is_unique
    assert set(zones["edge_error_m"]) == {metres}
    assert zones.total_bounds == pytest.approx([-0.05, 51.5, -0.05, 51.5], abs=0.7)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("major_road_network_2018/london-2018-MRN.shp", "3,974 rows because a line is not a zone"),
        ("rail_stations_london.csv", "417 rows because a point without a radius is not a zone"),
    ],
)
def test_open_files_without_a_zone_are_refused_with_the_reasons(name: str, why: str, open_data: Callable[[str], Path]) -> None:
    with pytest.raises(InputError, match=why):
        wb.read_zones(open_data("london_geo") / name)


def test_the_areas_of_different_files_and_grids_lie_on_each_other(open_data: Callable[[str], Path]) -> None:
    folder = open_data("london_geo")
    city = wb.read_zones(folder / "london_boroughs.gpkg").set_index("name").geometry["City of London"]
    small = wb.read_zones(folder / "lsoa_2011_inner_london.zip")
    inside = small[small["name"].str.startswith("City of London")].geometry.union_all()
    assert inside.symmetric_difference(city).area < 0.05 * city.area
