"""The legend: one line for each kind of mark that is on the map, drawn as the map draws it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.html import render
from workbench.views.palette import hour_colour
from workbench.views.shapes import Layer

__all__ = ["legend", "legend_html"]


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
    ramp = [(h / 24, hour_colour(h)) for h in range(0, 25, 6)]
    return render("legend", {"entries": entries, "ramp": ramp})
