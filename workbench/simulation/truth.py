"""The exact truth: knots of every path in degrees, and the ten-second table rebuilt from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.simulation import land
from workbench.simulation.path import Path
from workbench.simulation.places import Place
from workbench.tables import MODES, TRUTH
from workbench.time.instants import from_micros, micros

__all__ = ["path_knots", "truth_table"]

_STEP_US = 10_000_000


def path_knots(path: Path, wearer: str, places: Sequence[Place], begin: pd.Timestamp) -> pd.DataFrame:
    """Write a path as a table of knots."""
    lon, lat = land.EASTMERE.to_degrees(path.x, path.y)
    ids = np.array([*(p.place_id for p in places), None], object)
    return pd.DataFrame(
        {
            "wearer_id": wearer,
            "time": from_micros(micros(pd.Series([begin]))[0] + path.t * 1_000_000),
            "lon": np.round(lon, 7),
            "lat": np.round(lat, 7),
            "mode": np.array(MODES, object)[path.mode],
            "place_id": ids[path.place],
            "indoors": path.indoors,
            "underground": path.underground,
        }
    )


def truth_table(knots: pd.DataFrame) -> pd.DataFrame:
    """Rebuild the ten-second truth from knots."""
    # Source: linear interpolation in degrees.
    wearers = list(dict.fromkeys(knots["wearer_id"]))
    parts = [_one(knots[knots["wearer_id"] == w]) for w in wearers]
    if not parts:
        return TRUTH.empty()
    table = pd.concat(parts, ignore_index=True)
    count = [len(p) for p in parts]
    table["wearer_id"] = pd.Categorical.from_codes(np.repeat(np.arange(len(wearers)), count), wearers)
    return TRUTH.arrange(table)


def _one(knots: pd.DataFrame) -> pd.DataFrame:
    time = micros(knots["time"])
    grid = np.arange(time[0], time[-1], _STEP_US)
    knot = np.searchsorted(time, grid, side="right") - 1
    place = pd.Categorical(knots["place_id"])
    return pd.DataFrame(
        {
            "time": from_micros(grid),
            "lon": np.interp(grid, time, knots["lon"].to_numpy()),
            "lat": np.interp(grid, time, knots["lat"].to_numpy()),
            "mode": pd.Categorical(knots["mode"], MODES)[knot],
            "place_id": place[knot].astype(object),
            "indoors": knots["indoors"].to_numpy()[knot],
        }
    )
