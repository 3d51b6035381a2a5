"""The answers to an account on the map: each place that was spoken of, with the numbers of the claims and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.views.palette import COMPLIED, NO_DATA, PAPER, UNCLEAR
from workbench.views.places import claimed_shape
from workbench.views.shapes import Layer, feature, layer, no_layer

__all__ = ["answers_layer"]

_STYLES = {
    "supported": {"color": COMPLIED, "weight": 3.0},
    "cannot tell": {"color": UNCLEAR, "weight": 3.0, "dashArray": "2 6"},
    "contradicted": {"color": NO_DATA, "weight": 3.0, "dashArray": "10 5"},
}
_MIXED = {"color": UNCLEAR, "weight": 3.0, "dashArray": "2 6 10 5"}


def answers_layer(verdicts: Sequence[Any], wearer: str) -> Layer:
    """Draw the places of an account, each with its claims' numbers and answers in words.

    Parameters
    ----------
    verdicts : sequence of Verdict or None
        As ``wb.check_account`` gives them, in the order of the claims; None for a row that could not be checked.
    wearer : str
        Whose claims are drawn.
    """
    # The kind of line says what the words say, and nothing is red, as an answer is no breach.
    spoken: dict[bytes, tuple[Any, list[tuple[int, str]]]] = {}
    for number, verdict in enumerate(verdicts, start=1):
        if verdict is not None and verdict.parameters["wearer"] == wearer:
            shape = claimed_shape(verdict.claim.place, verdict.claim.radius_m)
            spoken.setdefault(shape.wkb, (shape, []))[1].append((number, verdict.answer))
    if not spoken:
        return no_layer("answers")
    features, labels = [], []
    for shape, told in spoken.values():
        answers = {answer for _, answer in told}
        style = {**(_STYLES[answers.pop()] if len(answers) == 1 else _MIXED), "fillColor": PAPER, "fillOpacity": 0.35}
        geometry = shape.__geo_interface__
        features.append(feature(geometry["type"], geometry["coordinates"], style, {"claims": [n for n, _ in told]}))
        west, south, east, _ = shape.bounds
        words = ", ".join(f"{number} {answer}" for number, answer in told)
        labels.append({"lon": round((west + east) / 2, 6), "lat": round(south, 6), "words": words, "tone": "place"})
    key = [{"mark": "place", "colour": UNCLEAR, "words": "places of the account, with the claims' numbers and answers"}]
    return layer("answers", features, count=len(features), labels=labels, key=key)
