"""A still picture of a map: its layers as shapes in pixels, for a saved notebook and for reports, with no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workbench.html import render
from workbench.views.labels import apart
from workbench.views.palette import PAPER
from workbench.views.screen import TILE_PX, View, seen, to_world
from workbench.views.shapes import Layer
from workbench.views.words import DISCLAIMER, STILL

__all__ = ["STILL_PX", "still_html", "still_map", "still_picture", "still_time"]

STILL_PX = (836, 400)
"""Width and height of the map in a still picture."""
MOST_SPOTS = 2_500
"""Above so many dots a picture would weigh more than it tells; it then says that it leaves them away."""


def still_map(layers: Iterable[Layer], view: View, width_px: int, height_px: int) -> dict[str, Any]:
    """Describe what a map shows as shapes in pixels.

    Parameters
    ----------
    layers : iterable of dict
        Map layers, in drawing order.
    view : View
        Where the map looks.
    width_px, height_px : int
        Size of the picture.
    """
    shown = list(layers)
    scale = TILE_PX * 2.0**view.zoom
    x, y = (float(v) * scale for v in to_world(view.lon, view.lat))
    corner = x - width_px / 2, y - height_px / 2
    shapes: list[dict[str, Any]] = []
    left_out = 0
    for layer in shown:
        for feature in layer["data"]["features"]:
            found = list(_shapes(feature, corner, scale, width_px, height_px))
            if len(found) + len(shapes) > MOST_SPOTS:
                left_out += len(found)
            else:
                shapes += found
    labels = apart([m for layer in shown for m in layer["labels"]], view.zoom, seen(view, width_px, height_px))
    words = [{**_at(m, corner, scale), "words": m["words"]} for m in labels]
    return {"width": width_px, "height": height_px, "shapes": shapes, "labels": words, "left_out": left_out}


def _at(mark: dict[str, Any], corner: tuple[float, float], scale: float) -> dict[str, float]:
    x, y = (float(v) * scale for v in to_world(mark["lon"], mark["lat"]))
    return {"x": round(x - corner[0] + mark.get("shift_px", 0), 1), "y": round(y - corner[1], 1)}


def _shapes(feature: dict[str, Any], corner: tuple[float, float], scale: float, wide: int, high: int) -> Iterator[dict[str, Any]]:
    """Give the lines, areas and dots of a feature that touch the picture."""
    style = feature["properties"]["style"]
    kind, places = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    dots = [places] if kind == "Point" else places if kind == "MultiPoint" else []
    for at in _pixels(dots, corner, scale):
        if -20 < at[0] < wide + 20 and -20 < at[1] < high + 20:
            yield {"dot": at, "radius": style.get("radius", 3.6), **_look(style, filled=True)}
    closed = kind in ("Polygon", "MultiPolygon")
    parts = {"LineString": [[places]], "MultiLineString": [[p] for p in places], "Polygon": [places], "MultiPolygon": places}
    for part in parts.get(kind, []):
        rings = [_pixels(ring, corner, scale) for ring in part]
        across, down = zip(*(p for ring in rings for p in ring), strict=True)
        if max(across) > 0 and min(across) < wide and max(down) > 0 and min(down) < high:
            path = "".join("M" + "L".join(f"{a:g} {b:g}" for a, b in ring) + ("Z" if closed else "") for ring in rings)
            yield {"path": path, **_look(style, filled=closed)}


def _pixels(places: list[Any], corner: tuple[float, float], scale: float) -> list[tuple[float, float]]:
    if not places:
        return []
    x, y = to_world([p[0] for p in places], [p[1] for p in places])
    across, down = (x * scale - corner[0]).round(1), (y * scale - corner[1]).round(1)
    return list(zip(across.tolist(), down.tolist(), strict=True))


def _look(style: dict[str, Any], *, filled: bool) -> dict[str, Any]:
    fill = filled and style.get("fill", True)
    return {
        "stroke": style.get("color", "#3388ff"),
        "width": style.get("weight", 3),
        "dash": style.get("dashArray", ""),
        "opacity": style.get("opacity", 1.0),
        "fill": style.get("fillColor", style.get("color", "none")) if fill else "none",
        "fill_opacity": style.get("fillOpacity", 0.2) if fill else 0,
    }


def still_time(described: dict[str, Any], width_px: int, *, left_px: int = 46, row_px: int = 18) -> dict[str, Any]:
    """Describe a timeline as bars in pixels.

    Parameters
    ----------
    described : dict
        From :func:`workbench.views.timeline_picture.timeline`.
    width_px : int
        Width of the picture.
    left_px, row_px : int
        Room for the names of the rows, and height of each.
    """
    scale = (width_px - left_px - 10) / max(float(described["minutes"]), 1e-9)
    rows = [
        {
            **{k: row[k] for k in ("name", "mark", "colour")},
            "y": i * row_px,
            "bars": [(round(left_px + a * scale, 1), round(max((b - a) * scale, 1), 1)) for a, b in row["bars"]],
        }
        for i, row in enumerate(described["rows"])
    ]
    free, ticks = float(left_px), []
    for minute, words in described["ticks"]:
        half = len(words) * 3.2
        x = min(max(left_px + minute * scale, left_px + half), width_px - half)
        if x - half >= free:
            free = x + half + 8
            ticks.append((round(x, 1), words))
    return {"left": left_px, "rows": rows, "ticks": ticks, "height": len(rows) * row_px + 22, "words": described["words"]}


def still_picture(picture: dict[str, Any], view: View, width_px: int, height_px: int) -> dict[str, Any]:
    """Say where the picture of very many fixes lies, in pixels.

    Parameters
    ----------
    picture : dict
        From :func:`workbench.views.map_scene.density_picture`.
    view : View
        Where the map looks.
    width_px, height_px : int
        Size of the picture.
    """
    scale = TILE_PX * 2.0**view.zoom
    x, y = (float(v) * scale for v in to_world(view.lon, view.lat))
    (south, west), (north, east) = picture["bounds"]
    (a, c), (b, d) = _pixels([(west, north), (east, south)], (x - width_px / 2, y - height_px / 2), scale)
    return {"url": picture["url"], "x": a, "y": c, "width": round(b - a, 1), "height": round(d - c, 1)}


def still_html(
    name: str,
    title: str,
    drawn: dict[str, Any],
    *,
    legend: str,
    picture: dict[str, Any] | None = None,
    time: dict[str, Any] | None = None,
    parts: Iterable[str] = (),
) -> str:
    """Write a still picture as HTML that needs nothing else.

    Parameters
    ----------
    name : str
        By which a style sheet can hide it while the output itself is on the screen.
    title : str
        Whose, and when.
    drawn : dict
        From :func:`still_map`.
    legend : str
        Its legend, as HTML.
    picture, time : dict, optional
        From :func:`still_picture` and :func:`still_time`.
    parts : iterable of str
        Cards that stand below, as HTML.
    """
    note = STILL["note"] + (f" {STILL['left_out'].format(n=drawn['left_out'])}" if drawn["left_out"] else "")
    said = {"name": name, "title": title, "note": note, "map": drawn, "picture": picture, "legend": legend, "time": time}
    return render("still", {**said, "parts": list(parts), "paper": PAPER, "disclaimer": DISCLAIMER})
