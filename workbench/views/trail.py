"""The trail: solid where fixes follow one another, dotted where the tag was silent, with small arrows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError, usable
from workbench.time import DEFAULT_ZONE, micros, to_local
from workbench.views.labels import length_labels
from workbench.views.palette import GAP, hour_colour
from workbench.views.screen import TILE_PX, Box, metres_per_pixel, to_degrees, to_world
from workbench.views.shapes import Layer, coordinates, feature, layer, no_layer

__all__ = ["Legs", "arrows_layer", "gaps_layer", "in_box", "legs_of", "trail_layer"]


class Legs(NamedTuple):
    """The usable fixes of one wearer in order of time, and the legs between neighbours.

    ``lon``, ``lat``, ``time`` (whole microseconds) and ``hour`` (local, whole hours) have one value per fix; ``solid`` and
    ``silent`` one value per leg. No leg is both; a leg that is neither is not drawn.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    time: NDArray[np.int64]
    hour: NDArray[np.int64]
    solid: NDArray[np.bool_]
    silent: NDArray[np.bool_]


def legs_of(
    fixes: pd.DataFrame, gaps: pd.DataFrame | None = None, *, gap_minutes: float = 5.0, timezone: str = DEFAULT_ZONE
) -> Legs:
    """Find the legs of one wearer and mark the silent ones.

    A leg is silent when it overlaps a row of `gaps`; without that table, when it is longer than `gap_minutes`. Fixes without
    weight (duplicates, jumps, clock faults) are not part of any leg.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table of one wearer.
    gaps : pandas.DataFrame, optional
        The gaps table; rows of other wearers are left out.
    gap_minutes : float
        The longest silence that is still drawn as a line where there is no table of gaps, minutes.
    timezone : str
        IANA name of the zone whose hours colour the trail.

    Raises
    ------
    InputError
        If the fixes belong to more than one wearer.
    """
    # Five minutes is the ministry's rule for missing data. The table knows better: it measures silence against the rhythm of the
    # device, and map and timeline must not count different gaps.
    if len(pd.unique(fixes["wearer_id"])) > 1:
        raise InputError("A trail belongs to one wearer.", where="fixes", do="Choose one with tracks.of(wearer).")
    kept = fixes[usable(fixes["quality"])].sort_values("time", kind="stable")
    time = micros(kept["time"])
    solid = np.diff(time) <= gap_minutes * 60e6 if gaps is None else np.ones(max(len(time) - 1, 0), bool)
    if gaps is not None and len(gaps) and len(time) > 1:
        mine = gaps[gaps["wearer_id"] == kept["wearer_id"].iloc[0]]
        solid &= ~_covered(time, micros(mine["start"]), micros(mine["end"]))
    hour = to_local(kept["time"], timezone).dt.hour.to_numpy().astype(np.int64)
    return Legs(kept["lon"].to_numpy(float), kept["lat"].to_numpy(float), time, hour, solid, ~solid)


def in_box(legs: Legs, box: Box) -> Legs:
    """Keep the legs that begin or end in a box; fixes that were not neighbours are not joined."""
    inside = (legs.lon >= box.west) & (legs.lon <= box.east) & (legs.lat >= box.south) & (legs.lat <= box.north)
    kept = inside[:-1] | inside[1:]
    fixes = np.flatnonzero(np.concatenate([kept, [False]]) | np.concatenate([[False], kept]))
    before = fixes[:-1]
    joined = (np.diff(fixes) == 1) & kept[before]
    return Legs(
        legs.lon[fixes],
        legs.lat[fixes],
        legs.time[fixes],
        legs.hour[fixes],
        legs.solid[before] & joined,
        legs.silent[before] & joined,
    )


def _covered(time: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the legs that overlap any of the intervals."""
    size = len(time) - 1
    first = np.clip(np.searchsorted(time, start, side="right") - 1, 0, size)
    last = np.clip(np.searchsorted(time, end, side="left"), 0, size)
    depth = np.zeros(size + 1, np.int64)
    np.add.at(depth, first, 1)
    np.add.at(depth, np.maximum(last, first), -1)
    covered: NDArray[np.bool_] = np.cumsum(depth)[:-1] > 0
    return covered


_MOST_ARROWS = 300
_LEAST_M = 30.0


def trail_layer(legs: Legs) -> Layer:
    """Draw the legs between neighbouring fixes, coloured by local hour; never across a silence."""
    # Source: the ministry's map conventions (straight lines, dotted where data are missing).
    if not legs.solid.any():
        return no_layer("trail")
    pairs = coordinates(legs.lon, legs.lat)
    hour = legs.hour[:-1]
    same = legs.solid[1:] & legs.solid[:-1] & (np.diff(hour) == 0)
    starts = np.flatnonzero(legs.solid & ~np.concatenate([[False], same]))
    ends = np.flatnonzero(legs.solid & ~np.concatenate([same, [False]])) + 1
    chains: dict[int, list[list[list[float]]]] = {}
    for a, b in zip(starts.tolist(), ends.tolist(), strict=True):
        chains.setdefault(int(hour[a]), []).append(pairs[a : b + 1])
    features = [
        feature("MultiLineString", lines, {"color": hour_colour(h + 0.5), "weight": 2.5, "opacity": 0.9}, {"hour": h})
        for h, lines in sorted(chains.items())
    ]
    key = [{"mark": "ramp", "colour": hour_colour(12), "words": "trail, light at 00:00 to dark at 24:00"}]
    return layer("trail", features, count=int(legs.solid.sum()), key=key)


def gaps_layer(legs: Legs) -> Layer:
    """Draw each silence as a dotted line between the fixes around it, with its length."""
    # Source: the ministry's guide (a dotted line where the tag was silent).
    silent = np.flatnonzero(legs.silent)
    if not len(silent):
        return no_layer("gaps", "no silence in view")
    pairs = coordinates(legs.lon, legs.lat)
    minutes = np.diff(legs.time)[silent] / 60e6
    lines = [[pairs[i], pairs[i + 1]] for i in silent.tolist()]
    style = {"color": GAP, "weight": 2.5, "dashArray": "1 7", "lineCap": "round", "opacity": 1.0}
    middle = (legs.lon[silent] + legs.lon[silent + 1]) / 2, (legs.lat[silent] + legs.lat[silent + 1]) / 2
    labels = length_labels(*middle, minutes, noun="gap", tone="gap")
    return layer(
        "gaps",
        [feature("MultiLineString", lines, style)],
        count=len(silent),
        labels=labels,
        key=[{"mark": "dotted", "colour": GAP, "words": "gap: nothing known in between"}],
    )


def arrows_layer(legs: Legs, zoom: float, *, box: Box | None = None, every_px: float = 90.0, size_px: float = 7.0) -> Layer:
    """Draw small arrow heads along the solid trail, spaced evenly on the screen."""
    wx, wy = to_world(legs.lon, legs.lat)
    scale = TILE_PX * 2.0**zoom
    dx, dy = np.diff(wx) * scale, np.diff(wy) * scale
    length = np.hypot(dx, dy)
    lat = float(legs.lat[0]) if len(legs.lat) else 0.0
    ok = legs.solid & (length >= max(size_px, _LEAST_M / metres_per_pixel(lat, zoom)))
    if box is not None:
        ok &= (legs.lon[:-1] >= box.west) & (legs.lon[:-1] <= box.east)
        ok &= (legs.lat[:-1] >= box.south) & (legs.lat[:-1] <= box.north)
    walked = np.cumsum(np.where(ok, length, 0.0))
    mark = np.floor(walked / every_px + 0.5)
    chosen = np.flatnonzero(ok & (np.diff(mark, prepend=0.0) > 0))[:_MOST_ARROWS]
    if not len(chosen):
        return no_layer("arrows")
    heads = [_head(wx[i : i + 2], wy[i : i + 2], scale, float(length[i]), size_px) for i in chosen.tolist()]
    style = {"color": hour_colour(24), "weight": 2, "opacity": 1.0}
    return layer(
        "arrows",
        [feature("MultiLineString", heads, style)],
        count=len(heads),
        key=[{"mark": "arrow", "colour": hour_colour(24), "words": "direction from fix to fix"}],
    )


def _head(wx: np.ndarray, wy: np.ndarray, scale: float, length: float, size_px: float) -> list[list[float]]:
    ux, uy = (wx[1] - wx[0]) * scale / length, (wy[1] - wy[0]) * scale / length
    tip = ((wx[0] + wx[1]) / 2 * scale + ux * size_px / 2, (wy[0] + wy[1]) / 2 * scale + uy * size_px / 2)
    wings = [(tip[0] - size_px * (ux + side * 0.7 * -uy), tip[1] - size_px * (uy + side * 0.7 * ux)) for side in (-1, 1)]
    places = [to_degrees(float(x) / scale, float(y) / scale) for x, y in (wings[0], tip, wings[1])]
    return [[round(lon, 7), round(lat, 7)] for lon, lat in places]
