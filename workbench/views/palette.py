"""One palette for every picture. No meaning rests on colour alone, and red is kept for a confirmed breach."""

from __future__ import annotations

from math import cos, radians, sin

__all__ = [
    "BREACHED",
    "COMPLIED",
    "GAP",
    "INK",
    "JOURNEY",
    "NO_DATA",
    "PAPER",
    "PARK",
    "PICK",
    "PLACE",
    "RAIL",
    "RING",
    "STAY",
    "STREET",
    "UNCLEAR",
    "WATER",
    "ZONE",
    "contrast",
    "hour_colour",
    "hue_deg",
]

PAPER = "#f7f6f2"
INK = "#1b1b1b"
STREET = "#d8d4cb"
WATER = "#d3e0e6"
RAIL = "#bdb8ae"
PARK = "#e2eadb"
STAY = "#00735c"
GAP = "#666666"
RING = "#b36b00"
ZONE = "#5b3a8c"
PLACE = "#1b1b1b"
PICK = "#1b1b1b"
JOURNEY = "#1f6fb2"
COMPLIED = "#1f6fb2"
UNCLEAR = "#b36b00"
NO_DATA = "#767676"
BREACHED = "#c0392b"
"""Only for a breach that a person has confirmed; nothing in this package draws with it by itself."""

_LIGHT, _DARK, _CHROMA, _HUE = 0.63, 0.30, 0.125, 252.0


def hour_colour(hours: float) -> str:
    """Give the colour of the trail at a local hour: one blue ramp from 00:00 (lighter) to 24:00 (darker)."""
    # Source: OKLCH with constant hue and chroma (Ottosson 2020).
    share = min(max(hours / 24.0, 0.0), 1.0)
    lightness = _LIGHT + (_DARK - _LIGHT) * share
    chroma = _CHROMA * (1.0 - 0.25 * share)
    a, b = chroma * cos(radians(_HUE)), chroma * sin(radians(_HUE))
    l_, m_, s_ = (
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    linear = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    return "#" + "".join(f"{round(255 * _encode(min(max(v, 0.0), 1.0))):02x}" for v in linear)


def _encode(v: float) -> float:
    return 12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055


def _channels(colour: str) -> tuple[float, float, float]:
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return r, g, b


def contrast(one: str, other: str) -> float:
    """Measure the contrast of two colours, 1 to 21."""

    # Source: WCAG 2.2, relative luminance.
    def luminance(colour: str) -> float:
        r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in _channels(colour))
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def hue_deg(colour: str) -> tuple[float, float]:
    """Give hue and saturation of a colour, to check what a picture is painted with."""
    # Source: the HSV model.
    from colorsys import rgb_to_hsv

    h, s, _ = rgb_to_hsv(*_channels(colour))
    return h * 360.0, s
