"""Small line charts as SVG text: no library, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

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
    parts = [
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" '
        'font-size="11">',
        f"<title>{escape(title)}</title>",
        f'<text x="{_LEFT}" y="18" font-size="13" font-weight="600">{escape(title)}</text>',
    ]
    for value in x_ticks:
        at = _x(value, x_ticks)
        parts.append(f'<line x1="{at}" x2="{at}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" stroke="#e3e6e9"/>')
        parts.append(f'<text x="{at}" y="{_HEIGHT - _BOTTOM + 14}" text-anchor="middle">{value:g}</text>')
    for value in y_ticks:
        at = _y(value, y_ticks)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at}" y2="{at}" stroke="#e3e6e9"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4}" text-anchor="end">{value:g}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - _BOTTOM + 30}" text-anchor="middle">{escape(x_words)}</text>')
    turned = f'transform="rotate(-90 14 {(_TOP + _HEIGHT - _BOTTOM) / 2})"'
    parts.append(f'<text x="14" y="{(_TOP + _HEIGHT - _BOTTOM) / 2}" text-anchor="middle" {turned}>{escape(y_words)}</text>')
    for number, line in enumerate(lines):
        parts += _drawn(line, x_ticks, y_ticks)
        parts += _named(line, _LEFT + number * (_WIDTH - _LEFT) / len(lines))
    return "\n".join([*parts, "</svg>"])


def _x(value: float, ticks: Sequence[float]) -> float:
    share = (np.clip(value, ticks[0], ticks[-1]) - ticks[0]) / (ticks[-1] - ticks[0])
    return round(float(_LEFT + share * (_WIDTH - _LEFT - _RIGHT)), 1)


def _y(value: float, ticks: Sequence[float]) -> float:
    share = (np.clip(value, ticks[0], ticks[-1]) - ticks[0]) / (ticks[-1] - ticks[0])
    return round(float(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)), 1)


def _drawn(line: Line, x_ticks: Sequence[float], y_ticks: Sequence[float]) -> list[str]:
    xs, ys = np.asarray(line.x, float), np.asarray(line.y, float)
    points = [(_x(a, x_ticks), _y(b, y_ticks)) for a, b in zip(xs, ys, strict=True) if not (np.isnan(a) or np.isnan(b))]
    ends = [(_x(a, x_ticks), _y(low, y_ticks), _y(high, y_ticks)) for a, (low, high) in zip(xs, line.bars, strict=False)]
    found = [f'<line x1="{x}" x2="{x}" y1="{low}" y2="{high}" stroke="{line.colour}"/>' for x, low, high in ends]
    if line.dots:
        return found + [f'<circle cx="{a}" cy="{b}" r="3.5" fill="{line.colour}"/>' for a, b in points]
    path = " ".join(f"{a},{b}" for a, b in points)
    return [f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2" stroke-dasharray="{line.dash}"/>']


def _named(line: Line, left: float) -> list[str]:
    y = _HEIGHT - 14
    mark = (
        f'<circle cx="{left + 10:.0f}" cy="{y - 4}" r="3.5" fill="{line.colour}"/>'
        if line.dots
        else f'<line x1="{left:.0f}" x2="{left + 20:.0f}" y1="{y - 4}" y2="{y - 4}" stroke="{line.colour}" stroke-width="2" '
        f'stroke-dasharray="{line.dash}"/>'
    )
    return [mark, f'<text x="{left + 25:.0f}" y="{y}">{escape(line.name)}</text>']
