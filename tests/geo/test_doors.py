"""Every door through which a place that a person typed comes in is held to the same table of texts."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

import workbench as wb
from tests.geo.places import READ, REFUSED
from tests.geo.test_typed_place import KNOWN
from workbench.cli.command_line import app
from workbench.evidence.account import check_account, claims_of
from workbench.evidence.claim import resolve_claim
from workbench.geo.projection import distance_m
from workbench.testing import make_fixes, make_tracks
from workbench.views.statement import named_place

TIMES = {"start": "2026-03-03T00:10Z", "end": "2026-03-03T00:40Z"}
FIXES = make_fixes(minutes=range(0, 60, 3))
TRACKS = make_tracks(FIXES.assign(lon=-0.1, lat=51.5))
AROUND = (TRACKS.fixes["lon"].to_numpy(), TRACKS.fixes["lat"].to_numpy())


@pytest.mark.parametrize(("text", "where"), READ)
def test_a_claim_is_about_the_place_that_was_typed(text: str, where: tuple[float, float]) -> None:
    claim = wb.Claim(place=text, far_ok=text.startswith("NN"), **TIMES)
    found = resolve_claim(claim, TRACKS, places=(KNOWN,))
    lon, lat = found.region.frame.to_degrees([found.region.shape.x], [found.region.shape.y])
    assert distance_m(lon[0], lat[0], *where) < 3.0
    assert "latitude" in dict(found.read_as)["place"]


@pytest.mark.parametrize(("text", "where"), READ)
def test_the_place_box_reads_the_same(text: str, where: tuple[float, float]) -> None:
    found = named_place(text, [], tables=[KNOWN], fixes=AROUND, far_ok=text.startswith("NN"))
    assert found is not None and distance_m(*found.place, *where) < 3.0 and "latitude" in found.said


@pytest.mark.parametrize(("text", "why"), [row for row in REFUSED if row[0].strip()])
def test_the_place_box_refuses_the_same(text: str, why: str) -> None:
    with pytest.raises(wb.InputError) as caught:
        named_place(text, [], tables=[KNOWN], fixes=AROUND)
    assert re.search(why, str(caught.value)) and caught.value.do


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_a_claim_about_a_place_that_cannot_be_read_is_refused(text: str, why: str) -> None:
    with pytest.raises(wb.InputError) as caught:
        wb.check(wb.Claim(place=text, **TIMES), TRACKS, places=KNOWN)
    assert re.search(why, str(caught.value)) and caught.value.where == "place" and caught.value.do


def test_the_verdict_keeps_the_place_as_it_was_understood() -> None:
    verdict = wb.check(wb.Claim(place="51.5N 0.1W", **TIMES), TRACKS, sensitivity=False)
    assert verdict.answer == "supported"
    assert verdict.claim.place == (-0.1, 51.5)
    assert verdict.parameters["read_as"]["place"] == "latitude 51.50000, longitude -0.10000"
    named = wb.check(wb.Claim(place="the mermaid", **TIMES), TRACKS, sensitivity=False, places=KNOWN)
    assert "The Mermaid" in named.propositions[0]
    assert named.parameters["read_as"]["place"] == "The Mermaid (latitude 51.51000, longitude -0.11000)"
    assert "square of 100 m" in str(wb.check(wb.Claim(place="TQ 300 800", **TIMES), TRACKS, sensitivity=False))


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ((51.5, -0.1), "swapped"),
        ((0, 0), "stands for none"),
        ((0.0, 51.5 + 60), "degrees"),
        ((-3.1883, 55.9533), "every fix"),
        (shapely.Point(51.5, -0.1), "swapped"),
        (shapely.box(51.4, -0.2, 51.5, -0.1), "swapped"),
        (shapely.Point(0, 0), "none"),
        (pd.Series({"name": "Far", "lon": -3.1883, "lat": 55.9533}), "every fix"),
        (pd.Series({"name": "Far", "geometry": shapely.box(-3.2, 55.9, -3.1, 56.0)}), "every fix"),
    ],
)
def test_a_place_given_as_numbers_is_checked_as_well(place: object, why: str) -> None:
    with pytest.raises(wb.InputError, match=why):
        wb.check(wb.Claim(place=place, **TIMES), TRACKS)


def test_a_far_place_that_is_meant_is_answered_and_the_other_account_is_checked_too() -> None:
    far = wb.Claim(place=(-3.1883, 55.9533), far_ok=True, **TIMES)
    assert wb.check(far, TRACKS, sensitivity=False).answer == "contradicted"
    here = wb.Claim(place=(-0.1, 51.5), **TIMES)
    with pytest.raises(wb.InputError, match="every fix"):
        wb.check(here, TRACKS, versus=wb.Claim(place=(-3.1883, 55.9533), **TIMES), sensitivity=False)


def test_a_wide_circle_that_reaches_the_fixes_is_not_far() -> None:
    claim = wb.Claim(place=(-0.1, 52.6), radius_m=40_000, **TIMES)  # 122 km away, less the 40 that count as there
    assert wb.check(claim, TRACKS, sensitivity=False).answer == "contradicted"


def test_the_home_address_may_be_far_but_not_swapped() -> None:
    tracks = make_tracks(make_fixes(minutes=range(0, 60 * 24 * 4, 10)).assign(lon=-0.1, lat=51.5))
    assert wb.check_home(tracks, "W1", address=(-3.1883, 55.9533)).answer != "supported"
    with pytest.raises(wb.InputError, match="swapped"):
        wb.check_home(tracks, "W1", address=(51.5, -0.1))


@pytest.mark.parametrize(
    "columns",
    [
        {"lat": "51.5", "lon": "-0.1"},
        {"lat": 51.5, "lon": -0.1},
        {"lat": "51.5N", "lon": "0.1W"},
        {"lat": "51 30 0 N", "lon": "0 6 0 W"},
        {"place": "51.5, -0.1"},
        {"place": (-0.1, 51.5)},
        {"place": None, "lat": 51.5, "lon": -0.1},
        {"easting": 532000, "northing": 179600},
        {"easting": 532000.0, "northing": "179600"},
        {"grid_ref": "TQ 32000 79600"},
        {"postcode": "zz11zz"},
        {"geometry": shapely.Point(-0.1, 51.5)},
    ],
)
def test_an_account_names_its_place_in_many_ways(columns: dict[str, object]) -> None:
    known = pd.DataFrame({"name": ["ZZ1 1ZZ"], "lon": [-0.1], "lat": [51.5]})
    table = pd.DataFrame([{**columns, **TIMES, "radius_m": 100}])
    report = check_account(table, TRACKS, sensitivity=False, places=known)
    assert report.table["answer"].tolist() == ["supported"]
    assert report.verdicts[0] is not None and not isinstance(report.verdicts[0].claim.place, str)


@pytest.mark.parametrize(
    ("columns", "answer"),
    [
        ({"place": "51.5, -0.1", "lat": 51.5, "lon": -0.1}, "supported"),
        ({"place": "12 Mere Lane", "lat": 51.5, "lon": -0.1}, "supported"),
        ({"place": "51.5, -0.2", "lat": 51.5, "lon": -0.1}, "not checked"),
        ({"lat": 51.5, "lon": -0.1, "easting": 533000, "northing": 179600}, "not checked"),
        ({"lat": 51.5, "lon": -0.1, "easting": 532000, "northing": 179600}, "supported"),
        ({"grid_ref": "TQ 32000 79600", "place": "51.6N 0.1W"}, "not checked"),
        ({"grid_ref": "TQ 32000 79600", "postcode": "ZZ1 1ZZ"}, "supported"),
    ],
)
def test_columns_of_a_row_that_name_different_places_are_refused(columns: dict[str, object], answer: str) -> None:
    table = pd.DataFrame([{**columns, **TIMES, "radius_m": 100}])
    report = check_account(table, TRACKS, sensitivity=False, bad_rows="keep")
    assert report.table["answer"].tolist() == [answer]
    assert ("apart" in report.table["because"][0]) == (answer == "not checked")


def test_a_row_with_a_bad_place_loses_no_other() -> None:
    places = ["51.5, -0.1", "0, 0", "55.9533, -3.1883", "nowhere", None]
    table = pd.DataFrame({"place": places, **TIMES, "far_ok": ["", "no", "no", "no", np.nan]})
    report = check_account(table, TRACKS, bad_rows="keep", sensitivity=False)
    assert report.table["answer"].tolist() == ["supported", *["not checked"] * 4]
    confirmed = check_account(table.iloc[[2]].assign(far_ok="yes"), TRACKS, sensitivity=False)
    assert confirmed.table["answer"].tolist() == ["contradicted"]
    with pytest.raises(wb.InputError, match="neither yes nor no"):
        claims_of(table.iloc[[0]].assign(far_ok="perhaps"))


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    error = result.exception
    return (2, str(error)) if isinstance(error, wb.WorkbenchError) else (result.exit_code, result.output)


def test_the_command_line_reads_the_same_texts(tmp_path: Path) -> None:
    path, known = str(tmp_path / "a.csv"), tmp_path / "known.csv"
    TRACKS.to_csv(path)
    known.write_text("name,lon,lat\nThe Mermaid,-0.1,51.5\n", encoding="utf-8")
    when = ("--start", "2026-03-03 00:10", "--end", "00:40", "--timezone", "UTC", "--places", str(known))
    for text in ("51.5,-0.1", "-0.1,51.5", "51.5N 0.1W", "the mermaid"):
        code, told = run("check", path, "--place", text, *when)
        assert code == 0 and "supported" in told
    for text, why in (("0,0", "none"), ("55.9533,-3.1883", "every fix"), ("Mermaids", "cannot|not a place|Did you mean")):
        code, told = run("check", path, "--place", text, *when)
        assert code == 2 and re.search(why, told)
    code, told = run("check", path, "--place", "55.9533,-3.1883", *when, "--far-ok")
    assert code == 0 and "contradicted" in told
    known.write_text("title,lon\nx,1\n", encoding="utf-8")
    code, told = run("check", path, "--place", "the mermaid", *when)
    assert code == 2 and "lacks name, lat" in told
