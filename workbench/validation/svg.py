"""Small line charts as SVG text: no library, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from workbench.html import render

__all__ = ["Line", "chart"]

_WIDTH, _HEIGHT = 430, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 12, 30, 66


class Line(NamedTuple):
    """One line or row of dots: its name, its points, and how it is drawn."""

    name: str
    x: ArrayLike
    y: ArrayLike
    colour: str
    dash: str = ""
    dots: bool = False
    bars: Sequence[tuple[float, float]] = ()


def chart(
    title: str, lines: Sequence[Line], *, x_words: str, y_words: str, x_ticks: Sequence[float], y_ticks: Sequence[float]
) -> str:
    """Draw lines over each other."""
    frame = {"width": _WIDTH, "height": _HEIGHT, "left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM}
    each = (_WIDTH - _LEFT) / len(lines)
    said = {"title": title, "x_words": x_words, "y_words": y_words}
    drawn = [{**_drawn(one, x_ticks, y_ticks), "left": _LEFT + number * each} for number, one in enumerate(lines)]
    across, up = ([(to(v, ticks), f"{v:g}") for v in ticks] for to, ticks in ((_x, x_ticks), (_y, y_ticks)))
    return render("chart", {**frame, **said, "across": across, "up": up, "lines": drawn})


def _x(value: float, ticks: Sequence[float]) -> float:
    share = (np.clip(value, ticks[0], ticks[-1]) - ticks[0]) / (ticks[-1] - ticks[0])
    return round(float(_LEFT + share * (_WIDTH - _LEFT - _RIGHT)), 1)


def _y(value: float, ticks: Sequence[float]) -> float:
    share = (np.clip(value, ticks[0], ticks[-1]) - ticks[0]) / (ticks[-1] - ticks[0])
    return round(float(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)), 1)


def _drawn(line: Line, x_ticks: Sequence[float], y_ticks: Sequence[float]) -> dict[str, Any]:
    xs, ys = np.asarray(line.x, float), np.asarray(line.y, float)
    points = [(_x(a, x_ticks), _y(b, y_ticks)) for a, b in zip(xs, ys, strict=True) if not (np.isnan(a) or np.isnan(b))]
    bars = [(_x(a, x_ticks), _y(low, y_ticks), _y(high, y_ticks)) for a, (low, high) in zip(xs, line.bars, strict=False)]
    look = {"name": line.name, "colour": line.colour, "dash": line.dash, "dots": line.dots}
    return {**look, "points": points, "bars": bars}
