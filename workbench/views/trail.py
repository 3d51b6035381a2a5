"""The trail: solid where fixes follow one another, dotted where the tag was silent, with small arrows."""

from __future__ import annotations

import numpy as np

from workbench.views.labels import length_labels
from workbench.views.legs import Legs
from workbench.views.palette import GAP, hour_colour
from workbench.views.screen import TILE_PX, Box, metres_per_pixel, to_degrees, to_world
from workbench.views.shapes import Layer, coordinates, feature, layer, no_layer

__all__ = ["arrows_layer", "gaps_layer", "trail_layer"]

_MOST_ARROWS = 300
_LEAST_M = 30.0


def trail_layer(legs: Legs) -> Layer:
    """Draw the legs between neighbouring fixes, coloured by local hour; never across a silence."""
    # Source: the ministry's map conventions (straight lines, dotted where data are missing).
    if not legs.solid.any():
        return no_layer("trail")
    pairs = coordinates(legs.lon, legs.lat)
    hour = legs.hour[:-1]
    same = legs.solid[1:] & legs.solid[:-1] & (np.diff(hour) == 0)
    starts = np.flatnonzero(legs.solid & ~np.concatenate([[False], same]))
    ends = np.flatnonzero(legs.solid & ~np.concatenate([same, [False]])) + 1
    chains: dict[int, list[list[list[float]]]] = {}
    for a, b in zip(starts.tolist(), ends.tolist(), strict=True):
        chains.setdefault(int(hour[a]), []).append(pairs[a : b + 1])
    features = [
        feature("MultiLineString", lines, {"color": hour_colour(h + 0.5), "weight": 2.5, "opacity": 0.9}, {"hour": h})
        for h, lines in sorted(chains.items())
    ]
    key = [{"mark": "ramp", "colour": hour_colour(12), "words": "trail, light at 00:00 to dark at 24:00"}]
    return layer("trail", features, count=int(legs.solid.sum()), key=key)


def gaps_layer(legs: Legs) -> Layer:
    """Draw each silence as a dotted line between the fixes around it, with its length."""
    # Source: the ministry's guide (a dotted line where the tag was silent).
    silent = np.flatnonzero(legs.silent)
    if not len(silent):
        return no_layer("gaps", "no silence in view")
    pairs = coordinates(legs.lon, legs.lat)
    minutes = np.diff(legs.time)[silent] / 60e6
    lines = [[pairs[i], pairs[i + 1]] for i in silent.tolist()]
    style = {"color": GAP, "weight": 2.5, "dashArray": "1 7", "lineCap": "round", "opacity": 1.0}
    middle = (legs.lon[silent] + legs.lon[silent + 1]) / 2, (legs.lat[silent] + legs.lat[silent + 1]) / 2
    labels = length_labels(*middle, minutes, noun="gap", tone="gap")
    return layer(
        "gaps",
        [feature("MultiLineString", lines, style)],
        count=len(silent),
        labels=labels,
        key=[{"mark": "dotted", "colour": GAP, "words": "gap: nothing known in between"}],
    )


def arrows_layer(legs: Legs, zoom: float, *, box: Box | None = None, every_px: float = 90.0, size_px: float = 7.0) -> Layer:
    """Draw small arrow heads along the solid trail, spaced evenly on the screen."""
    wx, wy = to_world(legs.lon, legs.lat)
    scale = TILE_PX * 2.0**zoom
    dx, dy = np.diff(wx) * scale, np.diff(wy) * scale
    length = np.hypot(dx, dy)
    lat = float(legs.lat[0]) if len(legs.lat) else 0.0
    ok = legs.solid & (length >= max(size_px, _LEAST_M / metres_per_pixel(lat, zoom)))
    if box is not None:
        ok &= (legs.lon[:-1] >= box.west) & (legs.lon[:-1] <= box.east)
        ok &= (legs.lat[:-1] >= box.south) & (legs.lat[:-1] <= box.north)
    walked = np.cumsum(np.where(ok, length, 0.0))
    mark = np.floor(walked / every_px + 0.5)
    chosen = np.flatnonzero(ok & (np.diff(mark, prepend=0.0) > 0))[:_MOST_ARROWS]
    if not len(chosen):
        return no_layer("arrows")
    heads = [_head(wx[i : i + 2], wy[i : i + 2], scale, float(length[i]), size_px) for i in chosen.tolist()]
    style = {"color": hour_colour(24), "weight": 2, "opacity": 1.0}
    return layer(
        "arrows",
        [feature("MultiLineString", heads, style)],
        count=len(heads),
        key=[{"mark": "arrow", "colour": hour_colour(24), "words": "direction from fix to fix"}],
    )


def _head(wx: np.ndarray, wy: np.ndarray, scale: float, length: float, size_px: float) -> list[list[float]]:
    ux, uy = (wx[1] - wx[0]) * scale / length, (wy[1] - wy[0]) * scale / length
    tip = ((wx[0] + wx[1]) / 2 * scale + ux * size_px / 2, (wy[0] + wy[1]) / 2 * scale + uy * size_px / 2)
    wings = [(tip[0] - size_px * (ux + side * 0.7 * -uy), tip[1] - size_px * (uy + side * 0.7 * ux)) for side in (-1, 1)]
    places = [to_degrees(float(x) / scale, float(y) / scale) for x, y in (wings[0], tip, wings[1])]
    return [[round(lon, 7), round(lat, 7)] for lon, lat in places]
