"""The exact truth of one simulated wearer, as arrays to sample claims from and to label them with. No fix is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.geo import LocalFrame, frame_for
from workbench.time import micros

__all__ = ["STEP_S", "Facts", "Life", "facts", "life_of"]

Floats = NDArray[np.float64]

STEP_S = 10.0
"""The truth has a row this often, seconds."""


@dataclass(frozen=True, eq=False)
class Life:
    """One wearer's truth.

    Attributes
    ----------
    wearer : str
        Whose.
    frame : LocalFrame
        A flat map around it.
    t_s : array of float
        Seconds since 1970, one each ten seconds.
    x_m, y_m : array of float
        Where, metres of that map.
    moving : array of bool
        Where the person is on the way.
    stays : array of int, shape (n, 2)
        First row of each stay at a place and the row after its last.
    """

    wearer: str
    frame: LocalFrame
    t_s: Floats
    x_m: Floats
    y_m: Floats
    moving: NDArray[np.bool_]
    stays: NDArray[np.intp]

    def rows(self, start_s: float, end_s: float) -> slice:
        """Give the rows of a half-open time."""
        a, b = np.searchsorted(self.t_s, [start_s, end_s])
        return slice(int(a), int(b))


@dataclass(frozen=True)
class Facts:
    """What was true of a circle in a time.

    Attributes
    ----------
    inside_s, longest_s : float
        Seconds inside in all, and without a break.
    absent_s : float
        Seconds outside.
    closest_m, farthest_m : float
        Least and greatest distance to the circle; 0 inside.
    arrival_s, departure_s : float
        First moment inside and the end of the last, seconds since 1970; NaN where never inside.
    """

    inside_s: float
    longest_s: float
    absent_s: float
    closest_m: float
    farthest_m: float
    arrival_s: float
    departure_s: float


def life_of(truth: pd.DataFrame, wearer: str) -> Life:
    """Take one wearer's truth as arrays."""
    mine = truth[truth["wearer_id"] == wearer]
    lon, lat = mine["lon"].to_numpy(float), mine["lat"].to_numpy(float)
    frame = frame_for(lon, lat)
    x, y = frame.to_metres(lon, lat)
    moving = (mine["mode"] != "still").to_numpy(bool)
    place = mine["place_id"].cat.codes.to_numpy(np.int64) if len(mine) else np.zeros(0, np.int64)
    key = np.where(moving, -1, place)
    edges = np.flatnonzero(np.diff(np.concatenate([[-2], key, [-2]])))
    stays = np.column_stack([edges[:-1], edges[1:]])
    return Life(wearer, frame, micros(mine["time"]) / 1e6, x, y, moving, stays[key[edges[:-1]] >= 0])


def facts(life: Life, x_m: float, y_m: float, radius_m: float, start_s: float, end_s: float) -> Facts:
    """Say what was true of a circle in a time."""
    part = life.rows(start_s, end_s)
    away = np.hypot(life.x_m[part] - x_m, life.y_m[part] - y_m) - radius_m
    inside = away <= 0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(int), [0]])))
    runs = edges[1::2] - edges[::2]
    t = life.t_s[part]
    came = len(runs) > 0
    return Facts(
        STEP_S * float(inside.sum()),
        STEP_S * float(runs.max(initial=0)),
        STEP_S * float((~inside).sum()),
        max(0.0, float(away.min(initial=np.inf))),
        max(0.0, float(away.max(initial=0.0))),
        float(t[edges[0]]) if came else np.nan,
        float(t[edges[-1] - 1]) + STEP_S if came else np.nan,
    )
