"""The point card: one fix in words, down to the line of the file it came from."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from workbench.base.quality import names
from workbench.time.clock import DEFAULT_ZONE
from workbench.time.labels import label
from workbench.views.words import METHOD_WORDS

__all__ = ["card_html", "point_card"]


def point_card(
    fixes: pd.DataFrame, position: int | None, *, timezone: str = DEFAULT_ZONE, files: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Describe one fix of a window.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes of the window, in order.
    position : int or None
        Which one, 0-based; None for no choice yet.
    timezone : str
        IANA name of the zone of the time shown.
    files : mapping of str to str, optional
        Names of the files by the start of their SHA-256, as the fixes hold it.
    """
    # Source: the order of the service's own ping card, with file and row added.
    total = len(fixes)
    if not total:
        return {"title": "no point in this window", "rows": []}
    if position is None:
        title = f"{total:,} points" if total > 1 else "1 point"
        return {"title": title, "rows": [("pick one", "click the map or a row, or use the buttons")]}
    fix = fixes.iloc[position]
    noticed = names(int(fix["quality"]))
    level = f"; said to hold {100 * fix['accuracy_level']:.0f} % of true positions"
    rows = [
        ("time", label(fix["time"], timezone, seconds=True)),
        ("lat, long", f"{fix['lat']:.5f}, {fix['lon']:.5f}"),
        ("accuracy", "not stated" if pd.isna(fix["accuracy_m"]) else f"{fix['accuracy_m']:.0f} m{level}"),
        ("speed", "not stated" if pd.isna(fix["speed_kmh"]) else f"{fix['speed_kmh']:.0f} km/h"),
        ("method", METHOD_WORDS.get(str(fix["method"]), str(fix["method"]))),
        ("source", f"{_file_words(str(fix['file']), files)}, row {int(fix['row']):,}"),
        ("noticed", "; ".join(noticed) if noticed else "nothing"),
    ]
    return {"title": f"point {position + 1:,} of {total:,}", "rows": rows}


def _file_words(file: str, files: Mapping[str, str] | None) -> str:
    name = (files or {}).get(file)
    return f"{name} (SHA-256 {file})" if name else f"file {file}"


def card_html(card: dict[str, Any]) -> str:
    """Write a point card as HTML.

    Parameters
    ----------
    card : dict
        From :func:`point_card`.
    """
    rows = "".join(f"<div><dt>{escape(k)}</dt> <dd>{escape(v)}</dd></div>" for k, v in card["rows"])
    return f'<div class="wb-point"><b>{escape(card["title"])}</b><dl>{rows}</dl></div>'
