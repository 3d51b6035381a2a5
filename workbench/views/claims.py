"""What a statement looks like on the map: its place, the places of an account with their answers, the possible journeys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.geo import circle
from workbench.time import micros
from workbench.views.palette import COMPLIED, JOURNEY, NO_DATA, PAPER, PLACE, UNCLEAR
from workbench.views.shapes import Layer, coordinates, feature, layer, no_layer, outline

__all__ = ["answers_layer", "claimed_shape", "journeys_layer", "place_layer"]

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


def journeys_layer(paths: pd.DataFrame | None) -> Layer:
    """Draw each possible journey as a thin, faint line; where many of them go the colour adds up.

    Parameters
    ----------
    paths : pandas.DataFrame or None
        ``path, time, lon, lat``, as a verdict holds them.
    """
    # A hundred journeys say more honestly than one line what is not known.
    if paths is None or not len(paths):
        return no_layer("journeys")
    order = np.lexsort((micros(paths["time"]), paths["path"].to_numpy()))
    pairs = coordinates(paths["lon"].to_numpy()[order], paths["lat"].to_numpy()[order])
    first = np.flatnonzero(np.diff(paths["path"].to_numpy()[order], prepend=-1))
    lines = [pairs[a:b] for a, b in zip(first.tolist(), [*first[1:].tolist(), len(pairs)], strict=True)]
    style = {"color": JOURNEY, "weight": 1.2, "opacity": 0.22, "fill": False}
    words = f"{len(lines)} possible journeys; none is known"
    return layer(
        "journeys",
        [feature("LineString", line, style) for line in lines],
        count=len(lines),
        key=[{"mark": "journeys", "colour": JOURNEY, "words": words}],
    )


def claimed_shape(place: Any, radius_m: float) -> Any:
    """Draw the place of a claim as an area: a point becomes the circle around it.

    Parameters
    ----------
    place : (lon, lat), shapely geometry, row of zones or places, or None
        As a claim holds it.
    radius_m : float
        For points, metres.
    """
    if place is None:
        return None
    row = place.iloc[0] if isinstance(place, pd.DataFrame) else place
    if isinstance(row, pd.Series):
        row = row["geometry"] if "geometry" in row else (row["lon"], row["lat"])
    if isinstance(row, tuple | list):
        return circle(float(row[0]), float(row[1]), radius_m)
    return circle(row.x, row.y, radius_m) if row.geom_type == "Point" else row


def place_layer(shape: Any, words: str = "place of the statement") -> Layer:
    """Draw the place a statement is about.

    Parameters
    ----------
    shape : shapely geometry or None
        Point or polygon, WGS 84 degrees.
    words : str
        Its label.
    """
    if shape is None or shape.is_empty:
        return no_layer("place")
    style = {"color": PLACE, "weight": 2.5, "fillColor": PAPER, "fillOpacity": 0.35, "radius": 8}
    west, south, east, _ = shape.bounds
    label = {"lon": round((west + east) / 2, 6), "lat": round(south, 6), "words": words, "tone": "place"}
    return layer(
        "place", [outline(shape, style, {})], count=1, labels=[label], key=[{"mark": "place", "colour": PLACE, "words": words}]
    )
