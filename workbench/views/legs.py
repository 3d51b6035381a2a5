"""The legs between one wearer's fixes: which may be drawn as a line, and which are silences."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base.errors import InputError
from workbench.base.quality import usable
from workbench.time.clock import DEFAULT_ZONE, to_local
from workbench.time.instants import micros
from workbench.views.screen import Box

__all__ = ["Legs", "in_box", "legs_of"]


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

    A leg is silent when it is longer than `gap_minutes`, or when it overlaps a row of `gaps`. Fixes that carry no
    weight (duplicates, jumps, clock faults) are not part of any leg.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table of one wearer.
    gaps : pandas.DataFrame, optional
        The gaps table; rows of other wearers are left out.
    gap_minutes : float
        The longest silence that is still drawn as a line, minutes.
    timezone : str
        IANA name of the zone whose hours colour the trail.

    Raises
    ------
    InputError
        If the fixes belong to more than one wearer.
    """
    # Five minutes is the ministry's rule for missing data.
    if len(pd.unique(fixes["wearer_id"])) > 1:
        raise InputError("A trail belongs to one wearer.", where="fixes", do="Choose one with tracks.of(wearer).")
    kept = fixes[usable(fixes["quality"])].sort_values("time", kind="stable")
    time = micros(kept["time"])
    solid = np.diff(time) <= gap_minutes * 60e6
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
