"""Why a tag was silent, as far as the columns of its feed tell: battery, charger, beacon, no upload, no fix; else unexplained."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.time.instants import micros
from workbench.trajectory.trails import Floats, Ints

__all__ = ["CAUSES", "CHARGED_PERCENT", "FLAT_PERCENT", "causes"]

CAUSES = ("battery", "charger", "beacon", "no upload", "no fix", "unexplained")

FLAT_PERCENT, CHARGED_PERCENT = 5.0, 20.0
"""A battery at or below the first is nearly flat; one that rose by the second was on the charger."""

_NEVER = np.iinfo(np.int64).min


def causes(fixes: pd.DataFrame, before: Ints, after: Ints, usual_us: float) -> NDArray[np.str_]:
    """Say for each silence what the fixes around it tell of its cause."""
    # In this order: ``battery`` (it was nearly flat before), ``charger`` (it was much fuller after, or the fix before says that
    # it was charging), ``beacon`` (the fix before or after came from a home beacon: such a tag need not look for itself), ``no
    # upload`` (the fix before arrived only once the silence was over: the tag could not be reached), ``no fix`` (the fix before
    # arrived during the silence, when a newer one was due: the tag was in touch without a position), else ``unexplained``. A
    # feed without these columns leaves all unexplained; none of them tells a shielded tag from a cellar.
    battery = _numbers(fixes, "battery_percent")
    charging = _numbers(fixes, "charging")
    method = fixes["method"].to_numpy(object)
    time, arrived = micros(fixes["time"]), micros(fixes["uploaded"])
    known = arrived[before] != _NEVER
    late, due = arrived[before] >= time[after], arrived[before] - time[before] >= usual_us
    found = np.select(
        [
            battery[before] <= FLAT_PERCENT,
            (battery[after] - battery[before] >= CHARGED_PERCENT) | (charging[before] == 1.0),
            (method[before] == "beacon") | (method[after] == "beacon"),
            known & late,
            known & due & ~late,
        ],
        list(CAUSES[:-1]),
        CAUSES[-1],
    )
    return np.asarray(found, dtype=str)


def _numbers(fixes: pd.DataFrame, name: str) -> Floats:
    if name not in fixes.columns:
        return np.full(len(fixes), np.nan)
    return pd.to_numeric(fixes[name], errors="coerce").to_numpy(float)
