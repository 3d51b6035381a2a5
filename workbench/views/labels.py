"""Words on the map: things at nearly the same spot share one label, so that no label hides another."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workbench.time import duration_label
from workbench.views.screen import TILE_PX, Box, to_world

__all__ = ["apart", "length_labels"]

_LINE_PX = 17.0
_RISE_PX = {"gap": 14, "stay": -20, "zone": -10, "place": 12}
"""How far below its spot a label of each tone stands; the style sheet says the same."""


def apart(labels: list[dict[str, Any]], zoom: float, box: Box | None = None) -> list[dict[str, Any]]:
    """Leave out labels that would lie over one another at a zoom level, and keep the others inside the view.

    Parameters
    ----------
    labels : list of dict
        ``lon, lat, words, tone``, the most important first.
    zoom : float
        Zoom level.
    box : Box, optional
        The part of the world in view; a label whose spot is in it is moved sideways until it is not cut.
    """
    # The width of a letter is taken as 6.4 pixels.
    scale = TILE_PX * 2.0**zoom
    west, east = (-inf, inf) if box is None else (float(v) * scale for v in to_world([box.west, box.east], [0, 0])[0])
    kept: list[dict[str, Any]] = []
    taken: list[tuple[float, float, float]] = []
    for one in labels:
        x, y = (float(v) * scale for v in to_world(one["lon"], one["lat"]))
        y += _RISE_PX.get(one["tone"], 0)
        half = (len(one["words"]) * 6.4 + 12) / 2
        shift = _inwards(x, half, west, east)
        x += shift
        if all(abs(x - a) >= half + b or abs(y - c) >= _LINE_PX for a, b, c in taken):
            taken.append((x, half, y))
            kept.append({**one, "shift_px": round(shift)})
    return kept


def _inwards(x: float, half: float, west: float, east: float) -> float:
    """Say how far a label must move so that neither end of it is cut; nothing where its spot is out of view."""
    if not west <= x <= east:
        return 0.0
    return max(0.0, west + half - x) or min(0.0, east - half - x)


def length_labels(
    lon: ArrayLike, lat: ArrayLike, minutes: ArrayLike, *, noun: str, tone: str, most: int = 24, spot_deg: float = 0.0015
) -> list[dict[str, Any]]:
    """Label things that last, longest first, one label for each spot."""
    x, y, long = (np.asarray(v, float) for v in (lon, lat, minutes))
    spots: dict[tuple[int, int], list[int]] = {}
    for i in np.argsort(-long, kind="stable").tolist():
        spots.setdefault((round(x[i] / spot_deg), round(y[i] / (spot_deg * 0.62))), []).append(i)
    labels = []
    for members in list(spots.values())[:most]:
        first = members[0]
        length = duration_label(float(long[first]))
        words = f"{noun} {length}" if len(members) == 1 else f"{len(members)} {noun}s, longest {length}"
        labels.append({"lon": round(float(x[first]), 6), "lat": round(float(y[first]), 6), "words": words, "tone": tone})
    return labels
