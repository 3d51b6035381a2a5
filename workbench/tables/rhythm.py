"""How often each device reports when it reports, at rest and on the move: what silence and coverage are measured against."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import usable
from workbench.geo import MEAN_RADIUS_M
from workbench.tables.fixes import RHYTHM
from workbench.time import micros

__all__ = ["SILENCE_MINUTES", "SILENCE_TIMES", "Waits", "device_tracks", "on_the_move", "rhythm_of", "silence_s", "usual_s"]

SILENCE_TIMES, SILENCE_MINUTES = 2.5, 5.0
"""Silence begins at so many usual waits, and never before five minutes, the ministry's rule for missing data."""

MOVED_M = 50.0
"""A device moved between two fixes if they lie farther apart than this and than both their circles reach, metres."""

SET_OUT_M = 1500.0
"""A wait that begins at rest and ends farther off than this was on the move: five minutes of town traffic, metres. What is
nearer, a tag that reports seldom at rest may have reached between its last report there and the first on the way."""

_BIN = 1.25
_LEAST_SHARE, _LEAST_COUNT, _FEW, _MANY = 0.05, 3, 10, 50_000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Waits(NamedTuple):
    """The waits from one usable fix of a device to its next: which device, how long in seconds, and whether it moved."""

    device: Ints
    seconds: Floats
    moving: Flags


def device_tracks(fixes: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """Number the devices of all wearers in the order in which they come, and name each: ``wearer_id, device_id``.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table.
    """
    wearer, _ = pd.factorize(fixes["wearer_id"])
    device, _ = pd.factorize(fixes["device_id"])
    code, _ = pd.factorize(wearer * (int(device.max(initial=-1)) + 2) + device + 1)
    first = np.flatnonzero(~pd.Series(code).duplicated().to_numpy())
    return code.astype(np.int64), fixes[["wearer_id", "device_id"]].iloc[first].reset_index(drop=True)


def on_the_move(fixes: pd.DataFrame, a: Ints, b: Ints) -> Flags:
    """Say of waits, each from one fix to another and in order of time, whether the device was on the move in them.

    Parameters
    ----------
    fixes : pandas.DataFrame
        The fixes table.
    a, b : numpy.ndarray of int64, shape (n,)
        Rows of the fixes before and after each wait, both increasing.
    """
    moved, far_m = _moved(fixes, a, b)
    before = np.append(False, moved[:-1] & (b[:-1] == a[1:])) if len(a) else moved
    return np.asarray(moved & (before | (far_m > SET_OUT_M)))


def _moved(fixes: pd.DataFrame, a: Ints, b: Ints) -> tuple[Flags, Floats]:
    """Say whether a device moved from one fix to another as far as their positions tell, and how far apart they are."""
    lon, lat, radius = (fixes[name].to_numpy(float) for name in ("lon", "lat", "accuracy_m"))
    one, other = _rows(a), _rows(b)
    turn = np.abs(lon[other] - lon[one])
    east = np.minimum(turn, 360.0 - turn) * np.cos(np.radians(lat[one]))
    north = lat[other] - lat[one]
    away = np.sqrt(east * east + north * north) * (np.pi / 180.0 * MEAN_RADIUS_M)
    known = np.where(np.isfinite(radius), radius, MOVED_M)
    return np.asarray(away > np.maximum(MOVED_M, known[one] + known[other])), away


def _rows(at: Ints) -> Ints | slice:
    """Rows that follow one another as a slice, which needs no copy."""
    return slice(int(at[0]), int(at[-1]) + 1) if len(at) and at[-1] - at[0] == len(at) - 1 else at


def _waits(fixes: pd.DataFrame, device: Ints) -> Waits:
    at = np.flatnonzero(usable(fixes["quality"].to_numpy(np.int64)))
    time, mine = micros(fixes["time"])[at], device[at]
    if (np.diff(mine) < 0).any() or (np.diff(time)[np.diff(mine) == 0] < 0).any():
        order = np.lexsort((time, mine))
        at, time, mine = at[order], time[order], mine[order]
    step = np.flatnonzero((np.diff(mine) == 0) & (np.diff(time) > 0))
    return Waits(mine[step], (time[step + 1] - time[step]) / 1e6, _moved(fixes, at[step], at[step + 1])[0])


def usual_s(seconds: Floats) -> float:
    """Give the wait that takes up most of the time among those that keep coming back, in seconds; NaN for fewer than three."""
    # Neither the median nor the mean: bursts of fixes would shorten the one, silences lengthen the other. Waits are laid in bins
    # a quarter wider each, three at a time; silences are long but seldom alike, bursts frequent but soon over.
    if len(seconds) < _LEAST_COUNT:
        return np.nan
    seconds = seconds[:: max(len(seconds) // _MANY, 1)]
    at = np.floor(np.log(np.maximum(seconds, 1.0)) / np.log(_BIN)).astype(np.int64) + 1
    count, total = (np.convolve(np.bincount(at, v, minlength=at.max() + 2), np.ones(3), "same") for v in (None, seconds))
    often = count >= max(_LEAST_COUNT, _LEAST_SHARE * len(seconds))
    if not often.any():
        return float(np.quantile(seconds, 0.25))
    peak = int(np.argmax(np.where(often, total, -1.0)))
    return float(np.median(seconds[np.abs(at - peak) <= 1]))


def rhythm_of(fixes: pd.DataFrame, devices: tuple[Ints, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Say how often each device reports when it reports: ``wearer_id, device_id, state, usual_minutes, n``."""
    # A state with few waits takes over the figure of all of them.
    if not len(fixes):
        return RHYTHM.empty()
    device, names = device_tracks(fixes) if devices is None else devices
    waits = _waits(fixes, device)
    edge = np.searchsorted(waits.device, np.arange(len(names) + 1))
    rows = []
    for one in range(len(names)):
        mine = slice(edge[one], edge[one + 1])
        seconds, moving = waits.seconds[mine], waits.moving[mine]
        whole = usual_s(seconds)
        for state, some in (("still", seconds[~moving]), ("moving", seconds[moving]), ("all", seconds)):
            rows.append((one, state, (usual_s(some) if len(some) >= _FEW else whole) / 60.0, len(some)))
    number, state_, usual, n = zip(*rows, strict=True)
    table = names.iloc[list(number)].reset_index(drop=True)
    return RHYTHM.arrange(table.assign(state=pd.Series(state_, dtype="str"), usual_minutes=np.array(usual, float), n=np.array(n)))


def silence_s(rhythm: pd.DataFrame, names: pd.DataFrame, device: Ints, moving: Flags) -> tuple[Floats, Floats]:
    """Give for waits of devices from which length on they are silence, and how long such a wait usually is, in seconds.

    Parameters
    ----------
    rhythm : pandas.DataFrame
        From :func:`rhythm_of`.
    names : pandas.DataFrame
        The devices, from :func:`device_tracks`.
    device : numpy.ndarray of int64, shape (n,)
        The number of the device of each wait.
    moving : numpy.ndarray of bool, shape (n,)
        Whether it was on the move.
    """
    key = ["wearer_id", "device_id"]
    known = names[key].reset_index(names="_at").merge(rhythm, on=key, how="left")
    usual = np.full((len(names), 2), np.nan)
    for k, state in enumerate(("still", "moving")):
        mine = known[known["state"] == state]
        usual[mine["_at"].to_numpy(), k] = mine["usual_minutes"].to_numpy(float) * 60.0
    each = usual[device, moving.astype(np.int64)]
    return np.fmax(SILENCE_TIMES * each, SILENCE_MINUTES * 60.0), each
