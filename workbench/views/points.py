"""The fixes themselves: one dot each, its ring, the picked one, and its card down to the line of the file it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import names, usable
from workbench.geo import metres_label
from workbench.html import render
from workbench.time import DEFAULT_ZONE, label, to_local
from workbench.views.palette import NO_DATA, PAPER, PICK, RING, hour_colour
from workbench.views.screen import Box
from workbench.views.shapes import Layer, coordinates, feature, layer, no_layer
from workbench.views.words import METHOD_WORDS

__all__ = ["card_html", "nearest", "off_map", "picked_layer", "point_card", "points_layer", "rings_layer"]

_RING_CORNERS = 40
_MOST_RINGS = 1_000
_METRES_PER_DEGREE = 111_320.0
_WAYS = (
    ("↑", "north"),
    ("↗", "north-east"),
    ("→", "east"),
    ("↘", "south-east"),
    ("↓", "south"),
    ("↙", "south-west"),
    ("←", "west"),
    ("↖", "north-west"),
)


def points_layer(fixes: pd.DataFrame, *, timezone: str = DEFAULT_ZONE) -> Layer:
    """Draw one dot for each fix."""
    # Flagged fixes are drawn, not hidden.
    if not len(fixes):
        return no_layer("points")
    pairs = np.array(coordinates(fixes["lon"], fixes["lat"]))
    counts = usable(fixes["quality"])
    hour = to_local(fixes["time"], timezone).dt.hour.to_numpy()
    features = [
        feature(
            "MultiPoint",
            pairs[counts & (hour == h)].tolist(),
            {"color": PAPER, "weight": 1, "fillColor": hour_colour(h + 0.5), "fillOpacity": 1.0},
            {"hour": int(h)},
        )
        for h in np.unique(hour[counts]).tolist()
    ]
    key = [{"mark": "dot", "colour": hour_colour(12), "words": "fix: the middle of its ring"}]
    if not counts.all():
        style = {"color": NO_DATA, "weight": 1.5, "fillOpacity": 0.0}
        features.append(feature("MultiPoint", pairs[~counts].tolist(), style, {"flagged": True}))
        key.append({"mark": "hollow", "colour": NO_DATA, "words": "doubtful fix: shown, not counted"})
    return layer("points", features, count=len(fixes), key=key)


def rings_layer(fixes: pd.DataFrame) -> Layer:
    """Draw the accuracy circle of each fix as a dashed ring without fill."""
    # Source: the ministry's map conventions; the legend says what share of positions the circle claims to hold.
    known = fixes[fixes["accuracy_m"].notna() & (fixes["accuracy_m"] > 0)]
    if len(known) > _MOST_RINGS:
        return no_layer("rings", f"rings are drawn up to {_MOST_RINGS:,} fixes; the picked fix always has its own")
    if not len(known):
        return no_layer("rings")
    style = {"color": RING, "weight": 1.2, "dashArray": "5 4", "fill": False, "opacity": 0.85}
    return layer(
        "rings",
        [feature("MultiLineString", _rings(known), style)],
        count=len(known),
        key=[{"mark": "ring", "colour": RING, "words": _level_words(known)}],
    )


def _level_words(fixes: pd.DataFrame) -> str:
    levels = sorted(fixes["accuracy_level"].unique().tolist())
    shares = " or ".join(f"{100 * v:.0f} %" for v in levels)
    return f"ring: said to hold {shares} of positions"


def _rings(fixes: pd.DataFrame) -> list[list[list[float]]]:
    """Small circles: near enough on a screen, by metres per degree at each fix."""
    turn = np.linspace(0.0, 2 * np.pi, _RING_CORNERS + 1)
    lon, lat, radius = (fixes[c].to_numpy(float)[:, None] for c in ("lon", "lat", "accuracy_m"))
    per_lat = _METRES_PER_DEGREE
    ring_lon = lon + radius * np.sin(turn) / (per_lat * np.cos(np.radians(lat)))
    ring_lat = lat + radius * np.cos(turn) / per_lat
    rings: list[list[list[float]]] = np.round(np.stack([ring_lon, ring_lat], axis=-1), 6).tolist()
    return rings


def nearest(fixes: pd.DataFrame, lon: float, lat: float, reach_m: float) -> str | None:
    """Find the fix nearest to a place on the screen.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table.
    lon, lat : float
        The place, WGS 84 degrees.
    reach_m : float
        How far it may lie, metres.
    """
    # Near enough for a mouse pointer, by metres per degree at the place.
    north = (fixes["lat"].to_numpy(float) - lat) * _METRES_PER_DEGREE
    east = (fixes["lon"].to_numpy(float) - lon) * _METRES_PER_DEGREE * np.cos(np.radians(lat))
    away = np.hypot(north, east)
    return str(fixes["fix_id"].iloc[int(away.argmin())]) if (away <= reach_m).any() else None


def off_map(fixes: pd.DataFrame, box: Box) -> str:
    """Say where a picked fix lies that the map does not show: an arrow, its direction and how far; nothing where it is shown.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table with the picked row alone, or none.
    box : Box
        The part of the world in view.
    """
    if not len(fixes):
        return ""
    lon, lat = float(fixes["lon"].iloc[0]), float(fixes["lat"].iloc[0])
    if box.west <= lon <= box.east and box.south <= lat <= box.north:
        return ""
    middle = (box.west + box.east) / 2, (box.south + box.north) / 2
    north = (lat - middle[1]) * _METRES_PER_DEGREE
    east = (lon - middle[0]) * _METRES_PER_DEGREE * float(np.cos(np.radians(middle[1])))
    arrow, way = _WAYS[round(float(np.degrees(np.arctan2(east, north))) / 45) % 8]
    far = metres_label(float(np.hypot(north, east)))
    return f"{arrow} The picked fix is off the map: {far} to the {way} of its middle."


def picked_layer(fixes: pd.DataFrame) -> Layer:
    """Draw the picked fix: a dark dot in a white halo, and its ring.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table with the picked row alone, or none.
    """
    if not len(fixes):
        return no_layer("picked")
    place = coordinates(fixes["lon"], fixes["lat"])[0]
    known = fixes[fixes["accuracy_m"].notna() & (fixes["accuracy_m"] > 0)]
    ring = {"color": RING, "weight": 2.5, "dashArray": "7 4", "fill": False}
    features = [feature("MultiLineString", _rings(known), ring)] if len(known) else []
    features += [
        feature("Point", place, {"radius": 11, "color": PAPER, "weight": 4, "fillOpacity": 0.0}),
        feature("Point", place, {"radius": 9, "color": PICK, "weight": 3, "fillColor": PAPER, "fillOpacity": 0.25}),
    ]
    return layer("picked", features, count=1, key=[{"mark": "picked", "colour": PICK, "words": "the picked fix"}])


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
    return render("point", card)
