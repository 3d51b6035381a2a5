"""A picture of very many fixes: how often each spot of the screen was reported, as one PNG."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.views.palette import hour_colour
from workbench.views.screen import TILE_PX, Box, to_world

__all__ = ["density_picture"]

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
