"""Whether a wearer lives, works or reports near a crime: on how many other days the tag stayed within 300 m of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.crimes.columns import Columns
from workbench.crimes.windows import Windows
from workbench.time.clock import to_local
from workbench.time.instants import from_micros

__all__ = ["NEARBY_M", "STAY_MINUTES", "USUAL_DAYS", "usual_days"]

NEARBY_M = 300.0
"""A stay this near counts as being in the neighbourhood, metres."""

STAY_MINUTES = 10.0
"""So long a stay is more than a walk through it."""

USUAL_DAYS = 3
"""From so many other days on the neighbourhood is usual."""

_AROUND_S = 24 * 3600.0


def usual_days(columns: Columns, windows: Windows, crime: int, wearer: int, *, timezone: str) -> int:
    """Count the other days on which a tag stayed near a crime."""
    # Whoever lives, works or reports somewhere stays there on several days.
    a, b = columns.first[wearer], columns.first[wearer + 1]
    t = columns.t_s[a:b]
    near = (
        (columns.x_m[a:b] - windows.x_m[crime]) ** 2
        + (columns.y_m[a:b] - windows.y_m[crime]) ** 2
        + (columns.z_m[a:b] - windows.z_m[crime]) ** 2
    ) <= NEARBY_M**2
    near &= (t < windows.low_s[crime] - _AROUND_S) | (t > windows.high_s[crime] + _AROUND_S)
    edges = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
    first, last = edges[::2], edges[1::2] - 1
    long = t[last] - t[first] >= STAY_MINUTES * 60.0
    count = int(long.sum())
    days = _days(np.concatenate([t[first[long]], t[last[long]]]), timezone)
    return len({day for i, j in zip(days[:count], days[count:], strict=True) for day in range(i, j + 1)})


def _days(t_s: NDArray[np.float64], timezone: str) -> list[int]:
    """Number the calendar days of some moments."""
    local = to_local(from_micros(np.round(t_s * 1e6).astype(np.int64)), timezone).dt.tz_localize(None).to_numpy()
    return [int(d) for d in local.astype("datetime64[D]").astype(np.int64)]
