"""Fixes as plain arrays in metres, one trail for each wearer: what every detector of this room starts from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.micros import micros
from workbench.quality import usable
from workbench.space import LocalFrame, frame_for
from workbench.tracks import Tracks

__all__ = ["Trail", "trails"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Trail:
    """The fixes of one wearer that carry weight, in time order.

    Parameters
    ----------
    wearer : str
        Whose tag it is.
    rows : numpy.ndarray of int64, shape (n,)
        Where each fix stands in the fixes table.
    time : numpy.ndarray of int64, shape (n,)
        Microseconds since 1970, strictly increasing.
    x, y : numpy.ndarray of float64, shape (n,)
        Metres east and north of the origin of `frame`.
    frame : LocalFrame
        The flat map the metres are measured in.
    """

    wearer: str
    rows: Ints
    time: Ints
    x: Floats
    y: Floats
    frame: LocalFrame

    def __len__(self) -> int:
        return len(self.rows)


def trails(tracks: Tracks) -> Iterator[Trail]:
    """Give each wearer's fixes that carry weight as arrays in metres.

    Fixes flagged as duplicate, clock fault or jump are left out, and of several fixes with one time the first counts.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.

    Yields
    ------
    Trail
        In order of the wearers' ids; wearers without a single such fix are left out.

    Notes
    -----
    Source: own code. "The first counts" is MovingPandas' rule, so that both engines see the same fixes.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> [len(trail) for trail in trails(make_tracks(make_fixes(minutes=[0, 1, 1, 2])))]
    [3]
    """
    fixes = tracks.fixes
    if fixes.empty:
        return
    time = micros(fixes["time"])
    code, wearers = pd.factorize(fixes["wearer_id"], sort=True)
    order = np.flatnonzero(usable(fixes["quality"]))
    if not _in_order(code[order], time[order]):
        order = order[np.lexsort((time[order], code[order]))]
    code, time = code[order], time[order]
    again = np.zeros(len(order), bool)
    again[1:] = (code[1:] == code[:-1]) & (time[1:] == time[:-1])
    order, code, time = order[~again], code[~again], time[~again]
    lon, lat = (fixes[c].to_numpy()[order] for c in ("lon", "lat"))
    bounds = np.searchsorted(code, np.arange(len(wearers) + 1))
    for wearer, a, b in zip(wearers, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if a < b:
            frame = frame_for(lon[a:b], lat[a:b])
            x, y = frame.to_metres(lon[a:b], lat[a:b])
            seen = np.isfinite(x) & np.isfinite(y)
            if not seen.all():
                yield Trail(str(wearer), order[a:b][seen], time[a:b][seen], x[seen], y[seen], frame)
            else:
                yield Trail(str(wearer), order[a:b], time[a:b], x, y, frame)


def _in_order(code: NDArray[np.intp], time: Ints) -> bool:
    step = np.diff(code)
    return bool(np.all((step > 0) | ((step == 0) & (np.diff(time) >= 0))))
