"""Fixes that lie far from all others of a load: a few in a spot of their own, nothing else within a hundred kilometres."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["far_from_rest"]

_CELL_KM = 100.0
_EARTH_KM = 6371.0
_FEW = 3
_MANY = 20


def far_from_rest(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find fixes with at most two companions within 100 km, in a load that has many fixes elsewhere."""
    # Fixes are counted in cubes of 100 km; a cube and its 26 neighbours hold every fix within 100 km.
    if len(lon) < _MANY:
        return np.zeros(len(lon), bool)
    a, b = np.radians(lon), np.radians(lat)
    across = np.cos(b)
    place = (across * np.cos(a), across * np.sin(a), np.sin(b))
    cubes = [np.floor(p * (_EARTH_KM / _CELL_KM)).astype(np.int64) + 100 for p in place]
    codes, keys = pd.factorize(cubes[0] * 1_000_000 + cubes[1] * 1000 + cubes[2])
    count = dict(zip(keys.tolist(), np.bincount(codes).tolist(), strict=True))
    steps = [x * 1_000_000 + y * 1000 + z for x, y, z in product((-1, 0, 1), repeat=3)]
    lonely = [count[k] <= _FEW and sum(count.get(k + s, 0) for s in steps) <= _FEW for k in keys.tolist()]
    return np.asarray(lonely, bool)[codes]
