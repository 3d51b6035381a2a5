"""Crimes on the board's map: where they happened, and the trails around them, paler the further in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workbench.geo import circle
from workbench.time import DEFAULT_ZONE, micros
from workbench.time import label as time_label
from workbench.views.palette import JOURNEY, NO_DATA, PAPER, PLACE, RING, STAY, UNCLEAR
from workbench.views.shapes import Layer, coordinates, feature, layer, no_layer
from workbench.views.trail import Legs, gaps_layer
from workbench.views.words import ANSWERS, FADING

__all__ = [
    "ANSWER_COLOURS",
    "OPACITIES",
    "Trail",
    "crime_points_layer",
    "crimes_layer",
    "fading_layer",
    "scene_layer",
    "silences_layer",
]

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


_MOST_LABELS = 8
_MARKS = {
    "hit": ("disc", {"radius": 8, "weight": 2, "fillOpacity": 0.95}),
    "unknown": ("half", {"radius": 7, "weight": 2.5, "fillOpacity": 0.3}),
    "excluded": ("hollow", {"radius": 6, "weight": 2, "fillOpacity": 0.0}),
}


def scene_layer(crime: Mapping[str, Any] | None, *, radius_m: float) -> Layer:
    """Draw the place of a crime: the radius searched, and the ring within which the place itself is known.

    Parameters
    ----------
    crime : mapping or None
        A row of the crimes table.
    radius_m : float
        How near counts, metres.
    """
    # The ring holds two standard errors on each axis.
    if crime is None:
        return no_layer("scene")
    at = (float(crime["lon"]), float(crime["lat"]))
    outer = circle(*at, radius_m)
    style = {"color": PLACE, "weight": 2.5, "fillColor": PAPER, "fillOpacity": 0.35, "smoothFactor": 0}
    features = [feature("Polygon", [_ring(outer)], style)]
    key = [{"mark": "place", "colour": PLACE, "words": f"place of the crime, within {radius_m:g} m"}]
    error = float(crime["location_error_m"])
    if error > 0:
        doubt = {"color": RING, "weight": 1.5, "dashArray": "4 3", "fillOpacity": 0.0, "smoothFactor": 0}
        features.append(feature("Polygon", [_ring(circle(*at, 2 * error, corners=64))], doubt))
        key.append({"mark": "ring", "colour": RING, "words": f"how well the place is known: {2 * error:.0f} m"})
    south = min(y for _, y in outer.exterior.coords)
    label = {"lon": round(at[0], 6), "lat": round(south, 6), "words": f"crime {crime['crime_id']}", "tone": "place"}
    return layer("scene", features, count=1, labels=[label], key=key)


def crimes_layer(answers: pd.DataFrame, *, chosen: str = "") -> Layer:
    """Draw the crimes compared with one wearer, each by its answer.

    Parameters
    ----------
    answers : pandas.DataFrame
        ``crime_id, answer, lon, lat``, one row a crime.
    chosen : str
        The crime that is looked at; its scene carries its name.
    """
    # Nothing rests on colour alone.
    if not len(answers):
        return no_layer("crimes")
    features, key = [], []
    for answer in reversed(list(ANSWERS)):
        mine = answers[answers["answer"] == answer]
        if not len(mine):
            continue
        mark, style = _MARKS[answer]
        colour = ANSWER_COLOURS[answer]
        features.append(
            feature(
                "MultiPoint",
                coordinates(mine["lon"], mine["lat"]),
                {**style, "color": colour, "fillColor": colour},
                {"answer": answer},
            )
        )
        key.append({"mark": mark, "colour": colour, "words": f"crime: {ANSWERS[answer]}"})
    named = answers[(answers["answer"] == "hit") & (answers["crime_id"] != chosen)]
    labels = [
        {"lon": float(row.lon), "lat": float(row.lat), "words": f"{row.crime_id}: {ANSWERS[row.answer]}", "tone": row.answer}
        for row in named.itertuples()
    ]
    return layer("crimes", features, count=len(answers), labels=labels, key=key[::-1])


def crime_points_layer(fixes: pd.DataFrame, points: pd.DataFrame, *, timezone: str = DEFAULT_ZONE) -> Layer:
    """Draw the fixes of the chosen pair; those near the crime carry their letters and the time.

    Parameters
    ----------
    fixes : pandas.DataFrame
        Fixes of one wearer around the crime.
    points : pandas.DataFrame
        ``fix_id, label, time``: the fixes within the radius, in lettered runs.
    timezone : str
        IANA name of the zone of the times.
    """
    # Source: letters as on the national exhibits.
    if not len(fixes):
        return no_layer("points")
    near = fixes["fix_id"].isin(points["fix_id"])
    features = []
    for mine, colour in ((fixes[~near], NO_DATA), (fixes[near], PLACE)):
        if len(mine):
            style = {"radius": 3.6, "color": PAPER, "weight": 1, "fillColor": colour, "fillOpacity": 1.0}
            features.append(feature("MultiPoint", coordinates(mine["lon"], mine["lat"]), style))
    spots = dict(zip(fixes["fix_id"], coordinates(fixes["lon"], fixes["lat"]), strict=True))
    labels = [
        {"lon": spots[p.fix_id][0], "lat": spots[p.fix_id][1], "tone": "point", "words": f"{p.label} {_clock(p.time, timezone)}"}
        for p in _ends(points[points["fix_id"].isin(spots)]).head(_MOST_LABELS).itertuples()
    ]
    key = [{"mark": "dot", "colour": NO_DATA, "words": "fix"}]
    if near.any():
        key.append({"mark": "dot", "colour": PLACE, "words": "fix within the radius, in lettered runs"})
    return layer("points", features, count=len(fixes), labels=labels, key=key)


def _ends(points: pd.DataFrame) -> pd.DataFrame:
    """Keep the first and the last point of each run."""
    run = points["label"].str.replace(r"[0-9]+$", "", regex=True)
    return points[(run != run.shift()) | (run != run.shift(-1))]


def _clock(value: pd.Timestamp, timezone: str) -> str:
    """Give the time of day with its zone."""
    return " ".join(time_label(value, timezone).split()[-2:])


def _ring(shape: Any) -> list[list[float]]:
    x, y = shape.exterior.coords.xy
    return coordinates(x, y)
