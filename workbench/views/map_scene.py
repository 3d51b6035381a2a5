"""All layers of one map: vectors while they can be told apart, one picture above 20,000 fixes in view."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from workbench.time import DEFAULT_ZONE
from workbench.views.palette import hour_colour
from workbench.views.points import points_layer, rings_layer
from workbench.views.screen import TILE_PX, Box, box_of, to_world
from workbench.views.shapes import Layer, no_layer
from workbench.views.stays import stays_layer
from workbench.views.trail import Legs, arrows_layer, gaps_layer, in_box, legs_of, trail_layer

__all__ = ["DRAWN", "MOST_VECTORS", "Window", "density_picture", "is_heavy", "padded", "scene"]

Floats = NDArray[np.float64]
_STEPS = 64


def density_picture(x: Floats, y: Floats, box: Box, zoom: float, *, most_px: int = 1600, spread_px: int = 1) -> dict[str, Any]:
    """Paint how many fixes fall on each pixel of a box, darker for more."""
    # A two-dimensional histogram with a logarithmic scale.
    (west, east), (south, north) = to_world([box.west, box.east], [box.south, box.north])
    scale = TILE_PX * 2.0**zoom
    shrink = min(1.0, most_px / max((east - west) * scale, 1e-9), most_px / max((south - north) * scale, 1e-9))
    scale *= shrink
    width, height = max(1, round((east - west) * scale)), max(1, round((south - north) * scale))
    column = np.floor((x - west) * scale).astype(np.int64)
    line = np.floor((y - north) * scale).astype(np.int64)
    inside = (column >= 0) & (column < width) & (line >= 0) & (line < height)
    count = np.bincount(line[inside] * width + column[inside], minlength=width * height).reshape(height, width)
    drawn = _spread(count, spread_px)
    return {
        "url": "data:image/png;base64," + base64.b64encode(_png(drawn)).decode("ascii"),
        "bounds": [[box.south, box.west], [box.north, box.east]],
        "count": int(inside.sum()),
        "most": int(count.max(initial=0)),
        "size": [width, height],
    }


def _spread(count: NDArray[np.int64], reach: int) -> NDArray[np.int64]:
    """Let each pixel take the largest count around it."""
    for axis in (0, 1):
        grown = count.copy()
        for step in range(1, reach + 1):
            for shift in (-step, step):
                rolled = np.roll(count, shift, axis)
                edge = [slice(None), slice(None)]
                edge[axis] = slice(0, shift) if shift > 0 else slice(shift, None)
                rolled[tuple(edge)] = 0
                np.maximum(grown, rolled, out=grown)
        count = grown
    return count


def _png(count: NDArray[np.int64]) -> bytes:
    top = max(float(np.log1p(count.max(initial=1))), 1e-9)
    level = np.zeros(count.shape, np.uint8)
    some = count > 0
    level[some] = 1 + np.round((_STEPS - 2) * np.log1p(count[some]) / top).astype(np.uint8)
    palette = np.zeros((_STEPS, 3), np.uint8)
    for i in range(1, _STEPS):
        colour = hour_colour(24.0 * i / (_STEPS - 1))
        palette[i] = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    image = Image.fromarray(level)
    image.putpalette(palette.tobytes())
    out = io.BytesIO()
    image.save(out, format="PNG", transparency=0, compress_level=1)
    return out.getvalue()


MOST_VECTORS = 20_000
"""Above so many fixes in view they are painted as one picture."""
DRAWN = ("rings", "trail", "gaps", "points", "arrows", "stays")
"""Layers of the window, in drawing order."""


@dataclass(frozen=True, eq=False)
class Window:
    """The fixes of a window with what drawing them needs, worked out once.

    Parameters
    ----------
    fixes : pandas.DataFrame
        Fixes of one wearer.
    gaps : pandas.DataFrame or None
        The gaps table.
    timezone : str
        IANA name of the zone whose hours colour the trail.
    """

    fixes: pd.DataFrame
    gaps: pd.DataFrame | None
    timezone: str = DEFAULT_ZONE

    @cached_property
    def legs(self) -> Legs:
        """The legs between the fixes."""
        return legs_of(self.fixes, self.gaps, timezone=self.timezone)

    @cached_property
    def box(self) -> Box | None:
        """The box around the fixes."""
        return box_of(self.fixes["lon"], self.fixes["lat"])

    @cached_property
    def world(self) -> tuple[Floats, Floats]:
        """The fixes in the unit square of the screen."""
        return to_world(self.fixes["lon"], self.fixes["lat"])


def is_heavy(window: Window) -> bool:
    """Say whether a window holds more fixes than are drawn one by one."""
    # Source: measured limit of the map (20,000 fixes in about two seconds).
    return len(window.fixes) > MOST_VECTORS


def padded(box: Box, share: float = 0.2) -> Box:
    """Widen a box on all sides, so that a small move of the map still shows something."""
    wide, high = (box.east - box.west) * share, (box.north - box.south) * share
    return Box(box.west - wide, box.south - high, box.east + wide, box.north + high)


def scene(window: Window, box: Box, zoom: float, *, on: Mapping[str, bool], stays: pd.DataFrame | None = None) -> dict[str, Any]:
    """Describe what the map shows of a window.

    Parameters
    ----------
    window : Window
        The fixes chosen.
    box : Box
        The part of the world in view, degrees.
    zoom : float
        Zoom level.
    on : mapping of str to bool
        Which layers are switched on; those not named are on.
    stays : pandas.DataFrame, optional
        The stays in the window.
    """
    # Vectors up to 20,000 fixes in view, a picture above.
    wide = padded(box)
    fixes = window.fixes
    if is_heavy(window):
        lon, lat = fixes["lon"].to_numpy(), fixes["lat"].to_numpy()
        inside = (lon >= wide.west) & (lon <= wide.east) & (lat >= wide.south) & (lat <= wide.north)
        if int(inside.sum()) > MOST_VECTORS:
            return _painted(window, wide, zoom, on, stays)
        fixes = fixes[inside]
    legs = in_box(window.legs, wide) if is_heavy(window) else window.legs
    makers = {
        "rings": lambda: rings_layer(fixes),
        "trail": lambda: trail_layer(legs),
        "gaps": lambda: gaps_layer(legs),
        "arrows": lambda: arrows_layer(legs, zoom, box=wide),
        "stays": lambda: stays_layer(stays),
        "points": lambda: points_layer(fixes, timezone=window.timezone),
    }
    return {"layers": {n: makers[n]() if on.get(n, True) else no_layer(n) for n in DRAWN}, "picture": None}


def _painted(window: Window, box: Box, zoom: float, on: Mapping[str, bool], stays: pd.DataFrame | None) -> dict[str, Any]:
    """Describe a window as a picture, with its stays above."""
    picture = density_picture(*window.world, box, zoom) if on.get("points", True) else None
    layers = {name: no_layer(name) for name in DRAWN}
    if on.get("stays", True):
        layers["stays"] = stays_layer(stays)
    if picture is not None:
        layers["points"] = _picture_note(picture)
    return {"layers": layers, "picture": picture}


def _picture_note(picture: dict[str, Any]) -> Layer:
    words = f"{picture['count']:,} fixes as a picture, darker for more; zoom in for single fixes and gaps"
    return {**no_layer("points"), "count": picture["count"], "key": [{"mark": "picture", "colour": "", "words": words}]}
