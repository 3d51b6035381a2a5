"""The base map draws the whole town in the sea, in the words the map layers know."""

from __future__ import annotations

import json

import shapely
from shapely.geometry import shape

from workbench.simulation import land
from workbench.simulation.basemap import base_map
from workbench.simulation.borough import Borough
from workbench.simulation.streets import KINDS

WORDS = {"park": {"park"}, "river": {"river"}, "street": {"residential", "main", "alley"}, "rail": {"rail", "tunnel"}}


def test_every_feature_is_a_valid_shape_in_the_sea(town: Borough) -> None:
    box = shapely.box(*land.SEA_BOX)
    for feature in base_map(town)["features"]:
        drawn = shape(feature["geometry"])
        assert drawn.is_valid and box.contains(drawn), feature["properties"]
        layer, kind = feature["properties"]["layer"], feature["properties"]["kind"]
        assert layer == "place" or kind in WORDS[layer]


def test_all_streets_are_drawn_once(town: Borough) -> None:
    drawn = [shape(f["geometry"]) for f in base_map(town)["features"] if f["properties"]["layer"] == "street"]
    metres = sum(land.EASTMERE.shape_to_metres(line).length for line in drawn)
    roads = town.streets.kind != KINDS.index("door")
    assert abs(metres / town.streets.length_m[roads].sum() - 1) < 1e-4


def test_the_tunnel_passes_below_the_river_and_only_there(town: Borough) -> None:
    features = base_map(town)["features"]
    river = shape(next(f for f in features if f["properties"]["layer"] == "river")["geometry"])
    for feature in (f for f in features if f["properties"]["layer"] == "rail"):
        assert shape(feature["geometry"]).intersects(river) == (feature["properties"]["kind"] == "tunnel")


def test_no_home_is_on_the_map_and_the_venues_are(town: Borough) -> None:
    text = json.dumps(base_map(town))
    assert "The Mermaid" in text and "Eastmere Probation Office" in text
    assert not any(f'"{home.name}"' in text for home in town.of_kind("home"))
