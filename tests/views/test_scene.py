"""What the map holds: counts, colours, legend, and the picture above 20,000 fixes."""

from __future__ import annotations

import base64
import io
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from workbench.base.errors import InputError
from workbench.base.quality import Quality
from workbench.tables import STAYS, ZONES
from workbench.testing import SEA, make_fixes
from workbench.views import palette
from workbench.views.basemap import base_layer
from workbench.views.claims import claimed_shape, place_layer
from workbench.views.map_legend import legend, legend_html
from workbench.views.map_scene import DRAWN, MOST_VECTORS, Window, density_picture, is_heavy, padded, scene
from workbench.views.points import picked_layer, points_layer, rings_layer
from workbench.views.screen import Box, box_of, fit, seen, to_degrees, to_world
from workbench.views.stays import stays_layer
from workbench.views.zones import zones_layer

SHIPPED = [
    palette.PAPER,
    palette.INK,
    palette.STREET,
    palette.WATER,
    palette.RAIL,
    palette.PARK,
    palette.STAY,
    palette.GAP,
    palette.RING,
    palette.ZONE,
    palette.PLACE,
    palette.PICK,
    palette.COMPLIED,
    palette.UNCLEAR,
    palette.NO_DATA,
    *(palette.hour_colour(h) for h in range(25)),
]


def made_zones() -> gpd.GeoDataFrame:
    shape = SEA.shape_to_degrees(shapely.Point(500, 0).buffer(100))
    return gpd.GeoDataFrame(
        ZONES.arrange(
            pd.DataFrame(
                {
                    "zone_id": ["Z1"],
                    "name": ["Harbour <Lane>"],
                    "kind": ["exclusion"],
                    "buffer_m": [250.0],
                    "edge_error_m": [5.0],
                    "file": ["made"],
                    "row": [1],
                    "geometry": [shape],
                }
            )
        ),
        crs=4326,
    )


def made_stays() -> pd.DataFrame:
    start = pd.Timestamp("2026-03-03T00:00Z")
    return STAYS.arrange(
        pd.DataFrame(
            [
                {
                    "stay_id": f"S{i}",
                    "wearer_id": "W1",
                    "start": start,
                    "end": start + pd.Timedelta(minutes=m),
                    "minutes": float(m),
                    "lon": 1.2 + i / 50,
                    "lat": 51.4,
                    "radius_m": 20.0,
                    "error_m": 2.0,
                    "n_fixes": 9,
                    "first_fix_id": "W1-1",
                    "last_fix_id": "W1-2",
                }
                for i, m in enumerate([10, 600])
            ]
        )
    )


def colours(thing: object) -> set[str]:
    return set(re.findall(r"#[0-9a-fA-F]{6}", repr(thing)))


def reddish(colour: str) -> bool:
    hue, saturation = palette.hue_deg(colour)
    return saturation > 0.4 and (hue < 18 or hue > 335)


def all_layers() -> list[dict]:
    fixes = make_fixes(minutes=[0, 1, 2, 60], x=[0, 350, 99, 400], quality=[0, 0, int(Quality.JUMP), 0])
    made = scene(Window(fixes, None), Box(1.1, 51.3, 1.3, 51.5), 15, on={}, stays=made_stays())
    base = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 51], [2, 52]]}, "properties": {"kind": k}}
            for k in ("street", "river", "rail", "park")
        ],
    }
    return [
        *made["layers"].values(),
        zones_layer(made_zones()),
        base_layer(base),
        picked_layer(fixes.iloc[:1]),
        place_layer(shapely.Point(1.2, 51.4).buffer(0.001)),
    ]


def test_nothing_is_red() -> None:
    assert reddish(palette.BREACHED)
    assert [c for c in SHIPPED if reddish(c)] == []
    assert [c for layer in all_layers() for c in colours(layer) if reddish(c)] == []


def test_marks_and_words_stand_out_from_the_paper() -> None:
    for colour in (palette.STAY, palette.GAP, palette.RING, palette.ZONE, palette.PLACE, palette.PICK):
        assert palette.contrast(colour, palette.PAPER) >= 3
    assert min(palette.contrast(palette.hour_colour(h), palette.PAPER) for h in range(25)) >= 3
    assert max(palette.contrast(c, palette.PAPER) for c in (palette.STREET, palette.WATER, palette.PARK)) < 1.6


def test_the_trail_ramp_darkens_evenly() -> None:
    step = np.diff([palette.contrast(palette.hour_colour(h), "#ffffff") for h in range(25)])
    assert (step > 0).all()


def test_every_fix_is_drawn_once_flagged_ones_hollow() -> None:
    fixes = make_fixes(minutes=range(90), quality=[int(Quality.DUPLICATE) if i % 9 == 0 else 0 for i in range(90)])
    layer = points_layer(fixes)
    drawn = {f["properties"].get("flagged", False): 0 for f in layer["data"]["features"]}
    for f in layer["data"]["features"]:
        drawn[f["properties"].get("flagged", False)] += len(f["geometry"]["coordinates"])
    assert drawn == {False: 80, True: 10}
    hollow = next(f for f in layer["data"]["features"] if f["properties"].get("flagged"))
    assert hollow["properties"]["style"]["fillOpacity"] == 0


def test_rings_have_the_radius_of_the_fix_and_say_their_level() -> None:
    fixes = make_fixes(minutes=[0, 1, 2], accuracy_m=[10, 250, np.nan], accuracy_level=0.68)
    layer = rings_layer(fixes)
    rings = layer["data"]["features"][0]["geometry"]["coordinates"]
    assert len(rings) == layer["count"] == 2
    for ring, radius in zip(rings, [10, 250], strict=True):
        x, y = SEA.to_metres(*np.array(ring).T)
        assert np.hypot(x, y) == pytest.approx(radius, rel=0.01)
    assert layer["data"]["features"][0]["properties"]["style"]["fill"] is False
    assert "68 %" in layer["key"][0]["words"]


def test_a_legend_line_for_each_mark_on_the_map() -> None:
    marks = {e["mark"] for e in legend(all_layers())}
    assert {"ramp", "dotted", "arrow", "ring", "disc", "dot", "hollow", "zone", "place", "picked"} <= marks
    html = legend_html(legend(all_layers()))
    assert html.count("<li>") == len(legend(all_layers())) and "&lt;" not in html


def test_a_zone_is_an_outline_with_words_and_its_ring() -> None:
    layer = zones_layer(made_zones())
    assert [m["words"] for m in layer["labels"]] == ["exclusion zone: Harbour <Lane>"]
    ring, edge = (shapely.geometry.shape(f["geometry"]) for f in layer["data"]["features"])
    assert SEA.shape_to_metres(edge).exterior.distance(SEA.shape_to_metres(ring).exterior) == pytest.approx(250, abs=2)


def test_longer_stays_are_larger() -> None:
    sizes = [f["properties"]["style"]["radius"] for f in stays_layer(made_stays())["data"]["features"]]
    assert sizes[0] > sizes[1]


def test_a_layer_that_is_off_is_empty() -> None:
    window = Window(make_fixes(minutes=[0, 1, 60], x=[0, 90, 400]), None)
    off = scene(window, Box(1.1, 51.3, 1.3, 51.5), 15, on=dict.fromkeys(DRAWN, False), stays=made_stays())
    assert all(not layer["data"]["features"] for layer in off["layers"].values())


def test_above_the_limit_a_picture_and_zoomed_in_the_fixes_themselves() -> None:
    size = MOST_VECTORS + 500
    fixes = make_fixes(minutes=np.arange(size), x=np.where(np.arange(size) < 400, 0.0, 9000.0))
    window = Window(fixes, None)
    assert is_heavy(window)
    whole = box_of(fixes["lon"], fixes["lat"])
    assert whole is not None
    far = scene(window, padded(whole), 11, on={})
    assert far["picture"]["count"] == size
    assert far["layers"]["points"]["count"] == size and not far["layers"]["points"]["data"]["features"]
    assert not far["layers"]["trail"]["data"]["features"]
    near = scene(window, Box(1.199, 51.399, 1.201, 51.401), 17, on={})
    assert near["picture"] is None
    assert near["layers"]["points"]["count"] == 400


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 400))
def test_the_picture_counts_as_brute_force_does(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(1.1, 1.3, size), rng.uniform(51.3, 51.5, size)
    box, zoom = Box(1.15, 51.35, 1.25, 51.45), 10
    picture = density_picture(*to_world(lon, lat), box, zoom, spread_px=0)
    image = Image.open(io.BytesIO(base64.b64decode(picture["url"].split(",")[1]))).convert("RGBA")
    painted = np.asarray(image)[:, :, 3] > 0
    scale = 256 * 2**zoom
    (west, _), (north, _) = to_world([box.west, box.east], [box.north, box.south])
    seen_cells = set()
    for a, b in zip(lon, lat, strict=True):
        x, y = to_world(a, b)
        column, line = int((float(x) - west) * scale // 1), int((float(y) - north) * scale // 1)
        if 0 <= column < painted.shape[1] and 0 <= line < painted.shape[0]:
            seen_cells.add((line, column))
    assert {tuple(c) for c in np.argwhere(painted).tolist()} == seen_cells


def test_more_fixes_are_darker() -> None:
    x, y = to_world(np.array([1.16] + [1.24] * 50), np.full(51, 51.4))
    picture = density_picture(x, y, Box(1.15, 51.35, 1.25, 51.45), 10, spread_px=0)
    image = np.asarray(Image.open(io.BytesIO(base64.b64decode(picture["url"].split(",")[1]))).convert("RGBA"))
    brightness = image[image[:, :, 3] > 0][:, :3].sum(axis=1)
    assert picture["most"] == 50 and len(brightness) == 2 and brightness[1] < brightness[0]


@settings(max_examples=60, deadline=None)
@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0, 2), st.floats(0, 2))
def test_fit_shows_the_whole_box(west: float, south: float, wide: float, high: float) -> None:
    box = Box(west, south, west + wide, south + high)
    view = fit(box, 800, 500)
    shown = seen(view, 800, 500)
    assert shown.west <= box.west and shown.east >= box.east and shown.south <= box.south and shown.north >= box.north
    if view.zoom < 18:
        closer = seen(view._replace(zoom=view.zoom + 1), 720, 420)
        inside = closer.west <= box.west and closer.east >= box.east and closer.south <= box.south and closer.north >= box.north
        assert not inside


@settings(max_examples=40, deadline=None)
@given(st.floats(-180, 180), st.floats(-85, 85))
def test_the_screen_and_back(lon: float, lat: float) -> None:
    x, y = to_world(lon, lat)
    assert to_degrees(float(x), float(y)) == pytest.approx((lon, lat), abs=1e-9)


def test_a_base_map_that_cannot_be_read_says_so() -> None:
    with pytest.raises(InputError, match="base map"):
        base_layer([1, 2])


def test_the_base_map_reads_a_frame_and_knows_its_kinds() -> None:
    shapes = [shapely.box(1, 51, 2, 52), shapely.LineString([(1, 51), (2, 52)])]
    frame = gpd.GeoDataFrame({"kind": ["Thames", "road"], "geometry": shapes})
    kinds = [f["properties"]["kind"] for f in base_layer(frame)["data"]["features"]]
    assert kinds == ["river", "street"]


def test_the_place_of_a_claim_in_all_its_shapes() -> None:
    zone = made_zones().iloc[0]
    spot = pd.Series({"name": "Anchor", "lon": 1.2, "lat": 51.4})
    for place in ((1.2, 51.4), shapely.Point(1.2, 51.4), spot):
        area = SEA.shape_to_metres(claimed_shape(place, 50)).area
        assert area == pytest.approx(np.pi * 50**2, rel=0.01)
    assert claimed_shape(zone, 50).equals(zone["geometry"])
    assert claimed_shape(made_zones(), 50).equals(zone["geometry"])
    assert claimed_shape(None, 50) is None
