"""The answers to an account as a plain description of a drawing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import shapely

from workbench.views.claims import answers_layer
from workbench.views.palette import BREACHED


def told(answer: str, place: Any = (1.2, 51.4), wearer: str = "W1", radius_m: float = 50.0) -> SimpleNamespace:
    """What the layer reads of a verdict."""
    claim = SimpleNamespace(place=place, radius_m=radius_m)
    return SimpleNamespace(answer=answer, claim=claim, parameters={"wearer": wearer})


def test_claims_keep_their_numbers_whoever_is_looked_at() -> None:
    verdicts = [told("supported", wearer="W2"), None, told("contradicted"), told("cannot tell", (1.3, 51.4))]
    one, two = answers_layer(verdicts, "W1"), answers_layer(verdicts, "W2")
    assert [m["words"] for m in one["labels"]] == ["3 contradicted", "4 cannot tell"]
    assert [m["words"] for m in two["labels"]] == ["1 supported"]
    assert answers_layer(verdicts, "W9")["count"] == answers_layer([], "W1")["count"] == 0


def test_each_answer_has_its_own_line_and_none_is_red() -> None:
    answers = ("supported", "contradicted", "cannot tell")
    verdicts = [told(a, (1.2 + 0.01 * i, 51.4)) for i, a in enumerate(answers)]
    styles = [f["properties"]["style"] for f in answers_layer(verdicts, "W1")["data"]["features"]]
    assert len({s.get("dashArray") for s in styles}) == 3
    assert BREACHED not in str(answers_layer(verdicts, "W1"))


def test_claims_about_one_place_share_its_outline_and_areas_stand_for_themselves() -> None:
    area = shapely.box(1.2, 51.4, 1.201, 51.401)
    layer = answers_layer([told("supported", area), told("contradicted", area), told("supported")], "W1")
    assert layer["count"] == len(layer["data"]["features"]) == 2
    assert layer["labels"][0]["words"] == "1 supported, 2 contradicted"
    assert shapely.geometry.shape(layer["data"]["features"][0]["geometry"]).equals(area)
