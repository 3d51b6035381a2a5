"""The legend: one line for each kind of mark that is on the map, drawn as the map draws it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from workbench.views.palette import hour_colour
from workbench.views.shapes import Layer

__all__ = ["legend", "legend_html"]

_MARKS = {
    "dotted": '<line x1="2" y1="6" x2="28" y2="6" stroke="{c}" stroke-width="2" stroke-dasharray="3 3"/>',
    "journeys": '<g stroke="{c}" stroke-opacity=".45"><path d="M2 10 L28 2 M2 9 L16 7 L28 4 M2 11 L12 4 L28 3" fill="none"/></g>',
    "line-hit": '<line x1="2" y1="6" x2="28" y2="6" stroke="{c}" stroke-width="4"/>',
    "line-unknown": '<line x1="2" y1="6" x2="28" y2="6" stroke="{c}" stroke-width="3"/>',
    "line-excluded": '<line x1="2" y1="6" x2="28" y2="6" stroke="{c}" stroke-width="2"/>',
    "half": '<circle cx="15" cy="6" r="4.5" fill="{c}4d" stroke="{c}" stroke-width="2"/>',
    "rail": '<line x1="2" y1="6" x2="28" y2="6" stroke="{c}" stroke-width="2" stroke-dasharray="7 4"/>',
    "arrow": '<path d="M10 2 L17 6 L10 10" fill="none" stroke="{c}" stroke-width="2"/>',
    "dot": '<circle cx="15" cy="6" r="3.5" fill="{c}"/>',
    "hollow": '<circle cx="15" cy="6" r="3.5" fill="none" stroke="{c}" stroke-width="1.5"/>',
    "ring": '<circle cx="15" cy="6" r="5" fill="none" stroke="{c}" stroke-width="1.3" stroke-dasharray="3 2"/>',
    "disc": '<circle cx="15" cy="6" r="5.5" fill="{c}"/>',
    "zone": '<rect x="3" y="1" width="24" height="10" fill="{c}1a" stroke="{c}" stroke-width="2" stroke-dasharray="7 2 1 2"/>',
    "place": '<rect x="6" y="1" width="18" height="10" fill="none" stroke="{c}" stroke-width="2.2"/>',
    "picked": '<circle cx="15" cy="6" r="4.5" fill="none" stroke="{c}" stroke-width="2.5"/>',
    "picture": '<rect x="2" y="1" width="26" height="10" fill="url(#wb-ramp)"/>',
    "ramp": '<rect x="2" y="3" width="26" height="6" fill="url(#wb-ramp)"/>',
}


def legend(layers: Iterable[Layer]) -> list[dict[str, str]]:
    """Collect the legend of the layers that show something.

    Parameters
    ----------
    layers : iterable of dict
        Map layers.
    """
    entries: list[dict[str, str]] = []
    notes: list[dict[str, str]] = []
    for one in layers:
        entries += [k for k in one["key"] if k not in entries]
        if one["note"] and (one["count"] or one["key"] or one["note"].startswith("rings")):
            notes.append({"mark": "", "colour": "", "words": one["note"]})
    return entries + notes


def legend_html(entries: list[dict[str, Any]]) -> str:
    """Write a legend as HTML with small drawings.

    Parameters
    ----------
    entries : list of dict
        From :func:`legend`.
    """
    stops = "".join(f'<stop offset="{h / 24:.2f}" stop-color="{hour_colour(h)}"/>' for h in range(0, 25, 6))
    ramp = f'<defs><linearGradient id="wb-ramp">{stops}</linearGradient></defs>'
    lines = []
    for entry in entries:
        drawn = _MARKS.get(entry["mark"], "").format(c=entry["colour"])
        picture = f'<svg width="30" height="12" aria-hidden="true">{ramp if "wb-ramp" in drawn else ""}{drawn}</svg>'
        lines.append(f"<li>{picture if drawn else ''}<span>{escape(entry['words'])}</span></li>")
    return f'<ul class="wb-legend" aria-label="Legend">{"".join(lines)}</ul>'
