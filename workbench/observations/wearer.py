"""One wearer's usable fixes as arrays in order of time, prepared once; a store of many wearers gives each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import IGNORED, InputError, Quality, has
from workbench.geo import LocalFrame
from workbench.observations.trust import stuck
from workbench.position_error import SHIPPED, ErrorModel, grid_step_deg, sigma_m, widened_m
from workbench.tables import Tracks
from workbench.time import micros

__all__ = ["Observations", "Wearers", "observe", "prepare"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Texts = NDArray[np.object_]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Observations:
    """The usable fixes of one wearer, in order of time.

    Parameters
    ----------
    wearer : str
        Whose tag; empty where there is no fix.
    row : numpy.ndarray of int64, shape (n,)
        Where each fix stands in the table it comes from.
    time_us : numpy.ndarray of int64, shape (n,)
        Microseconds since 1970, never decreasing.
    lon, lat : numpy.ndarray of float, shape (n,)
        WGS 84 degrees.
    accuracy_m, level : numpy.ndarray of float, shape (n,)
        Radius as supplied, NaN where there is none, and the share of positions it claims to hold.
    method, fix_id : numpy.ndarray of str, shape (n,)
        As in the fixes table.
    quality : numpy.ndarray of int64, shape (n,)
        What was noticed about each fix, see :class:`workbench.base.quality.Quality`.
    """

    # Arrays are shared by every window cut from them: read them, never write to them.

    wearer: str
    row: Ints
    time_us: Ints
    lon: Floats
    lat: Floats
    accuracy_m: Floats
    level: Floats
    method: Texts
    fix_id: Texts
    quality: Ints
    _flat: dict[LocalFrame, tuple[Floats, Floats]] = field(default_factory=dict, init=False, repr=False)
    _sigma: list[tuple[ErrorModel, Floats]] = field(default_factory=list, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.time_us)

    @property
    def same_time(self) -> Bools:
        """Whether another fix of the wearer has the same time and a different position."""
        return has(self.quality, Quality.SAME_TIME)

    @property
    def coarse_time(self) -> Bools:
        """Whether the source gives minutes only."""
        return has(self.quality, Quality.SPREAD_TIME)

    @property
    def repeated_hour(self) -> Bools:
        """Whether it lies in the hour that happens twice."""
        return has(self.quality, Quality.AMBIGUOUS_HOUR)

    def between(self, low_us: int, high_us: int) -> slice:
        """Find the fixes from one instant to another, both included, by search."""
        return slice(int(np.searchsorted(self.time_us, low_us, "left")), int(np.searchsorted(self.time_us, high_us, "right")))

    def take(self, part: slice) -> Observations:
        """Keep a part, without copying."""
        return Observations(self.wearer, *(getattr(self, name)[part] for name in _ARRAYS))

    def metres(self, frame: LocalFrame, part: slice | None = None) -> tuple[Floats, Floats]:
        """Give the positions, or a part of them, on a flat map; all of them once asked for are kept for the next who asks."""
        known = self._flat.get(frame)
        if known is None and part is not None:
            return frame.to_metres(self.lon[part], self.lat[part])
        if known is None:
            known = self._flat[frame] = frame.to_metres(self.lon, self.lat)
        return known if part is None else (known[0][part], known[1][part])

    def sigma_m(self, errors: ErrorModel = SHIPPED) -> Floats:
        """Give the main error of each fix per axis, metres; worked out once for each error model."""
        for known, sigma in self._sigma:
            if known is errors:
                return sigma
        sigma = sigma_m(self.accuracy_m, self.level, self.method, errors=errors)
        self._sigma.append((errors, sigma))
        return sigma


_ARRAYS = tuple(f.name for f in fields(Observations) if f.init and f.name != "wearer")


def prepare(fixes: pd.DataFrame, *, without: Quality = IGNORED, repeats_once: bool = True) -> Observations:
    """Prepare the fixes of one wearer: those that may carry weight, in order of time, each position at a time once.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table of one wearer, in any order.
    without : Quality
        Fixes with any of these flags are left out.
    repeats_once : bool
        Whether a position that a device sends again for long counts once, at its first time.

    Raises
    ------
    InputError
        If the fixes are of more than one wearer.
    """
    # Rows of one time are ordered by position and then by id, so that the order of the rows of the table changes nothing.
    whose = fixes["wearer_id"]
    if len(fixes) and not whose.eq(whose.iloc[0]).all():
        raise InputError("The fixes are of more than one wearer.", where="fixes", do="Use tracks.of(wearer) first.")
    quality = fixes["quality"].to_numpy(np.int64)
    row = np.flatnonzero(~has(quality, without))
    time = micros(fixes["time"])[row]
    lon, lat = (fixes[c].to_numpy(float)[row] for c in ("lon", "lat"))
    if not (np.diff(time) > 0).all():
        order = np.lexsort((fixes["fix_id"].to_numpy(object)[row].astype(str), lat, lon, time))
        order = order[np.append(True, np.diff(np.stack([time, lon, lat])[:, order]).any(axis=0))]
        row, time, lon, lat = row[order], time[order], lon[order], lat[order]
    device = pd.factorize(fixes["device_id"])[0].astype(np.int64)[row]
    codes = np.unique(device).tolist()
    grid = {one: grid_step_deg(lon[device == one], lat[device == one]) > 0 for one in codes}
    if repeats_once and (again := stuck(time, lon, lat, np.where(pd.Series(device).map(grid), -2, device))).any():
        row, time, lon, lat, device = row[~again], time[~again], lon[~again], lat[~again], device[~again]
    accuracy, level = (fixes[c].to_numpy(float)[row] for c in ("accuracy_m", "accuracy_level"))
    for one in codes if any(grid.values()) else ():
        mine = device == one
        accuracy[mine] = widened_m(accuracy[mine], lon[mine], lat[mine])
    method, fix_id = (fixes[c].to_numpy(object)[row] for c in ("method", "fix_id"))
    wearer = str(whose.iloc[0]) if len(fixes) else ""
    return Observations(wearer, row.astype(np.int64), time, lon, lat, accuracy, level, method, fix_id, quality[row])


def observe(tracks: Tracks, wearer: str) -> Observations:
    """Prepare one wearer of some tracks.

    Parameters
    ----------
    tracks : Tracks
        The fixes of one or more wearers.
    wearer : str
        Whose.

    Raises
    ------
    InputError
        If there is no such wearer.
    """
    return prepare(tracks.of(wearer).fixes)


@dataclass(frozen=True, eq=False)
class Wearers:
    """The wearers of some tracks, each prepared when first asked for and kept.

    Parameters
    ----------
    tracks : Tracks
        Their fixes, which must not change while this is in use.
    """

    tracks: Tracks
    _kept: dict[str, Observations] = field(default_factory=dict, init=False, repr=False)

    def of(self, wearer: str) -> Observations:
        """Give one wearer."""
        if wearer not in self._kept:
            self._kept[wearer] = observe(self.tracks, wearer)
        return self._kept[wearer]

    def __iter__(self) -> Iterator[Observations]:
        return (self.of(wearer) for wearer in self.tracks.wearers)
