"""A path, where one simulated person truly is at every moment, and the exact truth as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.simulation import land
from workbench.simulation.places import Place
from workbench.tables import MODES, TRUTH
from workbench.time import from_micros, micros

__all__ = ["Path", "Piece", "join_pieces", "path_knots", "truth_table"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Piece(NamedTuple):
    """The next stretch of a path: how long it takes and where it ends."""

    seconds: int
    x: float
    y: float
    mode: int
    place: int = -1
    indoors: bool = False
    underground: bool = False


@dataclass(frozen=True, eq=False)
class Path:
    """Knots of a path; what is said at a knot holds until the next one.

    Attributes
    ----------
    t : int array, shape (n,)
        Seconds after the beginning, rising.
    x, y : float arrays, shape (n,)
        Metres; straight and even movement between knots.
    mode : int array
        Number in ``workbench.tables.MODES``.
    place : int array
        Number of the place stayed at, -1 on the way.
    indoors, underground : bool arrays
        Whether the person is inside, or under the ground.
    """

    t: Ints
    x: Floats
    y: Floats
    mode: Ints
    place: Ints
    indoors: NDArray[np.bool_]
    underground: NDArray[np.bool_]

    def at(self, t: Ints | Floats) -> tuple[Floats, Floats]:
        """Give the metres east and north at some seconds."""
        return np.interp(t, self.t, self.x), np.interp(t, self.t, self.y)

    def stretch(self, t: Ints | Floats) -> Ints:
        """Give the number of the knot that some seconds follow."""
        return np.clip(np.searchsorted(self.t, t, side="right") - 1, 0, len(self.t) - 1)


def join_pieces(x: float, y: float, pieces: Sequence[Piece], end: int) -> Path:
    """Join pieces into a path that begins at second 0 and is cut at the end."""
    real = [p for p in pieces if p.seconds > 0]
    t = np.concatenate([[0], np.cumsum([p.seconds for p in real])]).astype(np.int64)
    xs, ys = np.array([x, *(p.x for p in real)]), np.array([y, *(p.y for p in real)])
    inside = t < end
    last = int(inside.sum()) - 1
    knots = np.append(t[inside], end)
    px, py = np.interp(knots, t, xs), np.interp(knots, t, ys)
    labels = [real[min(i, len(real) - 1)] for i in [*range(last + 1), last]]
    return Path(
        knots,
        px,
        py,
        np.array([p.mode for p in labels], np.int64),
        np.array([p.place for p in labels], np.int64),
        np.array([p.indoors for p in labels]),
        np.array([p.underground for p in labels]),
    )


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
