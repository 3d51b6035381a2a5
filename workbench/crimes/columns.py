"""All wearers' usable fixes as plain columns, sorted, with what each may bound: made once, read by every crime."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import IGNORED, Quality
from workbench.crimes.parameters import BORNE_OUT_S
from workbench.evidence import CAP_MS, CLOCK_S, COARSE_CLOCK_S
from workbench.geo import earth_m
from workbench.observations import prepare, vouched
from workbench.position_error import RAYLEIGH_999, interleaved, mixture
from workbench.tables import METHODS, Tracks

__all__ = ["Columns", "columns_of"]

Floats = NDArray[np.float64]

_NETWORK = ("wifi", "cell", "unknown")


class Columns(NamedTuple):
    """Usable fixes of all wearers, wearer after wearer, each in order of time.

    Attributes
    ----------
    wearers : tuple of str
        Their ids.
    first : array of int, shape (wearers + 1,)
        Where each wearer's fixes begin.
    t_s : array of float
        Seconds since 1970.
    x_m, y_m, z_m : array of float
        Metres from the centre of the Earth.
    sigma_m, anchor_m : array of float
        Main error per axis; error per axis that is allowed for the fix where it bounds a journey.
    method : array of int
        Position in ``workbench.tables.METHODS``.
    clock_s : array of float
        How far its clock may be off, seconds.
    fast : array of int
        How many steps faster than any road lie before it.
    pace_ms : array of float
        The speed at which it was reached from the fix before, m/s, error and all.
    row : array of int
        Its row in the fixes table.
    contradicted : array of bool
        Whether other fixes contradict it: no journey joins them, and they go to and fro.
    """

    wearers: tuple[str, ...]
    first: NDArray[np.int64]
    t_s: Floats
    x_m: Floats
    y_m: Floats
    z_m: Floats
    sigma_m: Floats
    anchor_m: Floats
    method: NDArray[np.int8]
    clock_s: Floats
    fast: NDArray[np.int64]
    pace_ms: Floats
    row: NDArray[np.int64]
    contradicted: NDArray[np.bool_]


def columns_of(tracks: Tracks, *, every: bool = False) -> Columns:
    """Lay all usable fixes out as columns."""
    # Which fixes may bound a journey is decided by the evidence room.
    fixes = tracks.fixes
    codes, names = pd.factorize(fixes["wearer_id"], sort=True)
    edges = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
    parts = [_one(fixes.iloc[a:b], a, every) for a, b in pairwise(edges.tolist())]
    empty = _one(fixes.iloc[:0], 0, every)
    joined = [np.concatenate([p[k] for p in parts] or [empty[k]]) for k in range(len(empty))]
    first = np.concatenate([[0], np.cumsum([len(p[0]) for p in parts])]).astype(np.int64)
    return Columns(tuple(str(n) for n in names), first, *joined)


def _one(mine: pd.DataFrame, start: int, every: bool) -> tuple[NDArray[Any], ...]:
    """Lay out one wearer."""
    seen = prepare(mine, without=Quality.DUPLICATE if every else IGNORED, repeats_once=not every)
    sigma, time_s = seen.sigma_m(), seen.time_us / 1e6
    x, y, z = earth_m(seen.lon, seen.lat)
    step = np.sqrt(np.diff(x) ** 2 + np.diff(y) ** 2 + np.diff(z) ** 2)
    wait_s = np.diff(seen.time_us) / 1e6
    trusted = vouched(step, wait_s, sigma, seen.method, seen.same_time)
    trusted |= _borne_out(time_s, np.stack([x, y, z]), sigma, seen.method, trusted)
    least = step - RAYLEIGH_999 * (sigma[1:] + sigma[:-1])
    fast = np.zeros(len(seen), np.int64)
    fast[1:] = np.cumsum((least > CAP_MS * wait_s) & (wait_s > 0))
    pace = np.zeros(len(seen))
    pace[1:] = step / np.maximum(wait_s, 1.0)
    number = {m: i for i, m in enumerate(METHODS)}
    return (
        time_s,
        x,
        y,
        z,
        sigma,
        np.where(trusted, sigma, mixture(sigma, seen.method).widest_m),
        np.array([number[m] for m in seen.method], np.int8),
        np.where(seen.coarse_time, COARSE_CLOCK_S, CLOCK_S),
        fast,
        pace,
        start + seen.row,
        interleaved(time_s, np.stack([x, y, z]), sigma, cap_ms=CAP_MS),
    )


def _borne_out(
    t_s: Floats, spot: Floats, sigma: Floats, method: NDArray[np.object_], trusted: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say which network fixes agree with the trusted fixes before and after them, so that no moved access point misled them."""
    good = np.flatnonzero(trusted)
    found = np.zeros(len(t_s), bool)
    if not len(good):
        return found
    mine = np.flatnonzero(np.isin(method, _NETWORK) & ~trusted)
    after = np.searchsorted(good, mine)
    within = (after > 0) & (after < len(good))
    mine, after = mine[within], after[within]
    agree = np.ones(len(mine), bool)
    for other in (good[after - 1], good[after]):
        apart = np.sqrt(((spot[:, mine] - spot[:, other]) ** 2).sum(axis=0))
        agree &= (apart <= RAYLEIGH_999 * (sigma[mine] + sigma[other])) & (np.abs(t_s[mine] - t_s[other]) <= BORNE_OUT_S)
    found[mine[agree]] = True
    return found
