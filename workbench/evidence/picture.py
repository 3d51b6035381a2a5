"""What the paths that fit the fixes did at a place: arrival, departure, minutes, distance, and the paths themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.likelihood_ratio import Scales
from workbench.evidence.paths.sample import Paths, Spread, draw_paths, visits

__all__ = ["PATHS", "Picture", "known_share", "picture"]

PATHS = 500
"""So many paths are drawn."""

_SHOWN = 100
_KNOWN = 0.9  # of the paths must lie in the region whose size is looked at
_BIN_M = 25.0
_FINE_M2 = math.pi * 100.0**2


@dataclass(frozen=True, eq=False)
class Picture:
    """What the drawn paths did.

    Attributes
    ----------
    minutes_inside, closest_m : (median, low, high)
        With 90 % intervals.
    arrival, departure : (median, low, high) or None
        UTC; over the paths that came in, None where fewer than 2 % did.
    info : float
        Share of the time claimed in which the whereabouts are known well enough.
    paths : pandas.DataFrame
        ``path, time, lon, lat``: a hundred of them.
    """

    minutes_inside: tuple[float, float, float]
    closest_m: tuple[float, float, float]
    arrival: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None
    departure: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None
    info: float
    paths: pd.DataFrame


def picture(question: ResolvedClaim, tried: Scales) -> Picture:
    """Draw paths over the time claimed and sum up what they did at the place."""
    # Source: backward sampling with a fixed seed, as assumed.
    stage, region = tried.stage, question.region
    paths = draw_paths(stage.scene(), first=stage.window.first, last=stage.window.last, n=PATHS)
    found = visits(paths, tried.claim.inside, region.shape, radius_m=region.radius_m or 0.0)
    return Picture(
        _plain(found.minutes_inside),
        _plain(found.closest_m),
        _times(question, tried, found.arrival_step),
        _times(question, tried, found.departure_step),
        known_share(paths, region.area_m2),
        _table(question, tried, paths),
    )


def known_share(paths: Paths, area_m2: float) -> float:
    """Say in what share of the time nine tenths of the paths lie in an area small enough to tell."""
    most = max(2.0 * area_m2, _FINE_M2) / _BIN_M**2
    column, row = (np.floor(v / _BIN_M).astype(np.int64) for v in (paths.x_m, paths.y_m))
    square = (row - row.min()) * (np.ptp(column) + 1) + column - column.min()
    return float(np.mean([_squares(square[:, k]) <= most for k in range(square.shape[1])]))


def _squares(square: NDArray[np.int64]) -> int:
    """Count the fullest squares that hold nine tenths of the paths."""
    held = np.cumsum(np.sort(np.unique(square, return_counts=True)[1])[::-1])
    return int(np.searchsorted(held, _KNOWN * len(square))) + 1


def _plain(spread: Spread) -> tuple[float, float, float]:
    return float(spread.median), float(spread.low), float(spread.high)


def _times(
    question: ResolvedClaim, tried: Scales, spread: Spread | None
) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None:
    if spread is None:
        return None
    stage = tried.stage
    median, low, high = (
        question.start + pd.Timedelta(seconds=round((step - stage.window.first) * stage.motion.step_s)) for step in spread
    )
    return median, low, high


def _table(question: ResolvedClaim, tried: Scales, paths: Paths) -> pd.DataFrame:
    x, y = paths.x_m[:_SHOWN], paths.y_m[:_SHOWN]
    lon, lat = question.region.frame.to_degrees(x.ravel(), y.ravel())
    step = pd.Timedelta(seconds=tried.stage.motion.step_s)
    times = pd.Series([question.start + step * k for k in range(x.shape[1])]).dt.as_unit("us")
    return pd.DataFrame(
        {
            "path": np.repeat(np.arange(len(x)), x.shape[1]),
            "time": pd.concat([times] * len(x), ignore_index=True),
            "lon": lon,
            "lat": lat,
        }
    )
