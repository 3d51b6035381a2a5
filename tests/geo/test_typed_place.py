"""What people type as places: the whole table, pairs of numbers, and what holds for every place there is."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.places import READ, REFUSED
from workbench.base.errors import InputError
from workbench.geo.projection import distance_m
from workbench.geo.typed_place import check_bounds, nearest_km, read_place

LONDON = (np.array([-0.1, -0.11, np.nan, -0.12]), np.array([51.5, 51.51, 51.5, 51.52]))
BENNEVIS = (np.array([-5.0]), np.array([56.8]))
KNOWN = pd.DataFrame(
    {
        "name": ["The Mermaid", "12 Mere Lane", "ZZ9 9ZZ", "TQ 111 222", "Two Names", "two names", None],
        "lon": [-0.11, -0.12, -0.13, -0.14, -0.1, -0.15, -0.1],
        "lat": [51.51, 51.52, 51.53, 51.54, 51.5, 51.5, 51.5],
        "radius_m": [30.0, np.nan, 100.0, 5.0, 1.0, 1.0, 1.0],
    }
)


@pytest.mark.parametrize(("text", "where"), READ)
@pytest.mark.parametrize("fixes", [None, LONDON])
def test_a_place_is_read_and_said_back(text: str, where: tuple[float, float], fixes: object) -> None:
    found = read_place(text, known=[KNOWN], fixes=fixes, far_ok=text.startswith("NN"))  # type: ignore[arg-type]
    assert distance_m(found.lon, found.lat, *where) < 3.0
    said = re.search(r"latitude (-?\d+\.\d{5}), longitude (-?\d+\.\d{5})", found.said)
    assert said and distance_m(float(said[2]), float(said[1]), *where) < 4.0
    again = read_place(said[0], known=[KNOWN])
    assert (round(again.lon, 5), round(again.lat, 5)) == (round(found.lon, 5), round(found.lat, 5))


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_write(text: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        read_place(text, known=[KNOWN], fixes=LONDON, name="where")
    assert re.search(why, str(caught.value))
    assert caught.value.where == "where" and caught.value.do
    assert len(str(caught.value)) < 400


def test_the_tables_hold_enough() -> None:
    texts = [row[0] for row in (*READ, *REFUSED)]
    assert len(set(texts)) == len(texts) >= 80


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ((51.5, -0.1), "swapped"),
        ((51.62, 1.42), "swapped"),
        ((1.0, 91.0), "swapped"),
        ((0, 0), "none"),
        ((0.0, -0.0), "none"),
        ((530000, 180000), "not in degrees"),
        ((181, 51), "not in degrees"),
        ((np.nan, 51.5), "no position"),
        ((np.inf, 51.5), "no position"),
        ((1.2,), "not a place"),
        ((1, 2, 3), "not a place"),
        (None, "not a place"),
        (5, "not a place"),
        ((None, None), "not a place"),
        (("a", "b"), "not a place"),
        ((10**400, 51), "not a place"),
    ],
)
def test_a_pair_that_cannot_be_meant_is_refused(pair: object, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        read_place(pair)
    assert caught.value.do


def test_the_hint_for_a_swapped_pair_is_the_pair_turned_round() -> None:
    with pytest.raises(InputError, match="swapped") as caught:
        read_place((51.5, -0.1), fixes=LONDON)
    assert "(-0.1, 51.5)" in str(caught.value.do)


def test_near_the_fixes_nothing_looks_swapped() -> None:
    victoria = (np.array([55.45]), np.array([-4.62]))  # turned round, the island would lie in the Irish Sea's latitude
    assert read_place((55.45, -4.62), fixes=victoria).lon == 55.45
    berlin = (np.array([13.4]), np.array([52.5]))
    assert read_place((13.41, 52.51), fixes=berlin).lat == 52.51
    with pytest.raises(InputError, match="swapped"):
        read_place((52.51, 13.41), fixes=berlin)


def test_where_neither_way_is_british_the_fixes_say_which_number_is_which() -> None:
    berlin = (np.array([13.4]), np.array([52.5]))
    for text in ("52.5, 13.4", "13.4, 52.5", "52.5N 13.4E"):
        found = read_place(text, fixes=berlin)
        assert (found.lon, found.lat) == (13.4, 52.5)
    assert "longitude" in read_place("13.4, 52.5", fixes=berlin).warning
    assert "latitude" in read_place("52.5, 13.4").warning
    with pytest.raises(InputError, match="which number is the latitude"):
        read_place("45.1, 45.2", fixes=(np.array([45.15]), np.array([45.15])))
    assert read_place("45.1N 45.2E", fixes=(np.array([45.15]), np.array([45.15]))).lat == 45.1


def test_a_place_far_from_every_fix_is_asked_about_and_can_be_confirmed() -> None:
    for value in ("55.9533, -3.1883", (-3.1883, 55.9533)):
        with pytest.raises(InputError, match=r"lies 5\d\d km from every fix") as caught:
            read_place(value, fixes=LONDON)
        assert "far_ok" in str(caught.value.do)
        assert read_place(value, fixes=LONDON, far_ok=True).lat == 55.9533
    assert read_place("55.9533, -3.1883").lat == 55.9533


def test_only_one_fix_of_many_needs_to_be_near() -> None:
    lon, lat = np.full(100_000, -3.0), np.full(100_000, 56.0)
    lon[77_777], lat[77_777] = -0.1, 51.5
    assert read_place((-0.11, 51.51), fixes=(lon, lat)).lon == -0.11
    assert nearest_km((-0.1, 51.5, -0.1, 51.5), lon, lat) == pytest.approx(0.0, abs=1e-6)
    assert nearest_km((0, 0, 0, 0), np.array([np.nan]), np.array([1.0])) is None


def test_distances_agree_with_the_ellipsoid_to_half_a_per_cent() -> None:
    edinburgh = (-3.1883, 55.9533)
    exact = float(distance_m(-0.1, 51.5, *edinburgh)) / 1000
    assert nearest_km((-0.1, 51.5, -0.1, 51.5), [edinburgh[0]], [edinburgh[1]]) == pytest.approx(exact, rel=0.005)


def test_an_area_is_as_near_as_its_edge() -> None:
    kent = shapely.box(-2.0, 50.0, 1.5, 52.0)
    check_bounds(kent.bounds, fixes=LONDON)
    with pytest.raises(InputError, match="every fix"):
        check_bounds(shapely.box(-4, 55, -3, 56).bounds, fixes=LONDON)
    with pytest.raises(InputError, match="swapped"):
        check_bounds(shapely.box(51.4, -0.2, 51.6, 0.0).bounds, fixes=LONDON)
    with pytest.raises(InputError, match="no position"):
        check_bounds(shapely.Polygon().bounds)
    check_bounds(shapely.box(-1, -1, 1, 1).bounds)


def test_a_known_place_brings_its_radius_and_a_zone_its_outline() -> None:
    zone = pd.DataFrame({"name": ["Harbour"], "geometry": [shapely.box(-0.2, 51.4, -0.1, 51.6)]})
    found = read_place("harbour", known=[KNOWN, zone], fixes=LONDON)
    assert found.row is not None and found.row["geometry"].equals(zone["geometry"][0])
    assert found.said.startswith("Harbour (latitude")
    assert (read_place("the mermaid", known=[KNOWN]).radius_m, read_place("12 mere lane", known=[KNOWN]).radius_m) == (30.0, None)
    far = pd.DataFrame({"name": ["Loch"], "geometry": [shapely.box(-5.2, 56.4, -5.1, 56.6)]})
    with pytest.raises(InputError, match="every fix"):
        read_place("loch", known=[far], fixes=LONDON)


def test_a_square_of_the_grid_is_said_to_be_one() -> None:
    assert "square of 100 m" in read_place("TQ 300 800").warning
    assert read_place("TQ 30000 80000").warning == ""
    with pytest.raises(InputError, match="no table"):
        read_place("SW1A 1AA")


@given(st.floats(-8, 2, allow_nan=False), st.floats(49.5, 60, allow_nan=False), st.integers(0, 6))
def test_whatever_is_written_in_a_usual_way_comes_back_as_it_was(lon: float, lat: float, way: int) -> None:
    lon, lat = round(lon, 5), round(lat, 5)
    side = "W" if lon < 0 else "E"
    a, b = abs(lat), abs(lon)
    cut = [(int(v), int(v * 60) % 60, v * 3600 % 60) for v in (a, b)]
    texts = [
        f"{lat:.5f}, {lon:.5f}",
        f"{lon:.5f}, {lat:.5f}",
        f"{a:.5f}N {b:.5f}{side}",
        f"{b:.5f}{side}, {a:.5f}N",
        f"lat {lat:.5f} lon {lon:.5f}",
        f"{cut[0][0]}\u00b0{cut[0][1]}'{cut[0][2]:.3f}\"N {cut[1][0]}\u00b0{cut[1][1]}'{cut[1][2]:.3f}\"{side}",
        f"{cut[0][0]} {cut[0][1]} {cut[0][2]:.3f} N, {cut[1][0]} {cut[1][1]} {cut[1][2]:.3f} {side}",
    ]
    if "60.000" in texts[5]:
        return
    found = read_place(texts[way])
    assert abs(found.lon - lon) < 2e-6 and abs(found.lat - lat) < 2e-6


@given(st.text(alphabet="0123456789.,;-+\u00b0'\" NSEWlatonTQ", max_size=40))
def test_no_text_gets_anything_but_a_place_or_a_refusal(text: str) -> None:
    try:
        found = read_place(text, known=[KNOWN])
    except InputError as error:
        assert error.do
    else:
        assert abs(found.lat) <= 90 and abs(found.lon) <= 180
