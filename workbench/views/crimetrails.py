"""Trails around a crime: paler the further in time, dotted where the tag was silent, never longer than what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.time.instants import micros
from workbench.views.boardwords import ANSWERS, FADING
from workbench.views.legs import Legs
from workbench.views.palette import JOURNEY, STAY, UNCLEAR
from workbench.views.shapes import Layer, coordinates, feature, layer, no_layer
from workbench.views.trail import gaps_layer

__all__ = ["ANSWER_COLOURS", "OPACITIES", "Trail", "fading_layer", "silences_layer"]

ANSWER_COLOURS = {"hit": JOURNEY, "unknown": UNCLEAR, "excluded": STAY}
OPACITIES = (1.0, 0.8, 0.6, 0.44, 0.3, 0.18)
"""Of a leg in the time of the crime, and of one in each fifth of the margin around it."""
_WEIGHTS = {"hit": 4.0, "unknown": 3.0, "excluded": 2.5}


class Trail(NamedTuple):
    """The legs of one wearer around a crime, and what the pair came to."""

    wearer: str
    answer: str
    legs: Legs


def fading_layer(
    answer: str, trails: Sequence[Trail], start: pd.Timestamp, end: pd.Timestamp, *, margin_minutes: float = 60.0
) -> Layer:
    """Draw the trails of one answer, each leg the paler the further it lies from the time of a crime.

    Parameters
    ----------
    answer : {"hit", "unknown", "excluded"}
        Which trails are meant; the others are left out.
    trails : sequence of Trail
        One for each wearer.
    start, end : pandas.Timestamp
        The time of the crime.
    margin_minutes : float
        The margin over which they fade, minutes.
    """
    # Elapsed time as in the colours of links of a tracking product.
    mine = [t for t in trails if t.answer == answer and len(t.legs.time)]
    if not mine:
        return no_layer(answer)
    low, high = (int(v) for v in micros(pd.Series([start, end])))
    lines: dict[int, list[list[list[float]]]] = {}
    labels = []
    for trail in mine:
        legs = trail.legs
        pairs = coordinates(legs.lon, legs.lat)
        away = np.maximum(np.maximum(low - legs.time[1:], legs.time[:-1] - high), 0) / 60e6
        step = np.where(away > 0, 1 + np.floor(5 * away / margin_minutes), 0)
        bins = np.minimum(step, len(OPACITIES) - 1).astype(int)
        for i in np.flatnonzero(legs.solid).tolist():
            chain = lines.setdefault(int(bins[i]), [])
            if chain and chain[-1][-1] == pairs[i] and i and legs.solid[i - 1] and bins[i - 1] == bins[i]:
                chain[-1].append(pairs[i + 1])
            else:
                chain.append([pairs[i], pairs[i + 1]])
        at = int(np.abs(legs.time - (low + high) // 2).argmin())
        labels.append({"lon": pairs[at][0], "lat": pairs[at][1], "words": f"{trail.wearer}: {ANSWERS[answer]}", "tone": answer})
    colour = ANSWER_COLOURS[answer]
    style = {"color": colour, "weight": _WEIGHTS[answer], "lineCap": "round"}
    features = [feature("MultiLineString", lines[k], {**style, "opacity": OPACITIES[k]}, {"step": k}) for k in sorted(lines)]
    key = [{"mark": f"line-{answer}", "colour": colour, "words": f"{ANSWERS[answer]}: {FADING}"}]
    return layer(answer, features, count=len(mine), key=key, labels=labels)


def silences_layer(trails: Sequence[Trail]) -> Layer:
    """Draw the silences of all trails as dotted lines with their minutes.

    Parameters
    ----------
    trails : sequence of Trail
        One for each wearer.
    """
    # Source: as :func:`workbench.views.trail.gaps_layer`.
    parts = [(t.wearer, gaps_layer(t.legs)) for t in trails if len(t.legs.time) > 1]
    found = [(wearer, part) for wearer, part in parts if part["count"]]
    if not found:
        return no_layer("gaps")
    labels = [{**one, "words": f"{wearer}: {one['words']}"} for wearer, part in found for one in part["labels"]]
    features = [f for _, part in found for f in part["data"]["features"]]
    return layer("gaps", features, count=sum(part["count"] for _, part in found), labels=labels, key=found[0][1]["key"])
