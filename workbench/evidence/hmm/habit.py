"""Where this wearer usually is at such an hour: the start of every path, and what invites a stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.ndimage import gaussian_filter

from workbench.evidence.hmm.grid import Grid
from workbench.evidence.parameters import (
    HABIT_BACKGROUND,
    HABIT_CREDIT_MINUTES,
    HABIT_DAYS,
    HABIT_GRAVITY_M,
    HABIT_HOUR_MINUTES,
    HABIT_MOVING,
    HABIT_OTHER_HOUR,
    HABIT_SMOOTH_M,
    HABIT_WEEKDAYS,
)
from workbench.time import days, micros, to_local, utc_column

__all__ = ["Habit", "Trace", "habit_on", "trace_of", "weighted_median"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Habit:
    """A wearer's usual whereabouts on a grid.

    Parameters
    ----------
    share : numpy.ndarray, shape (ny, nx)
        Share of time in each cell; sums to 1.
    background : numpy.ndarray, shape (ny, nx)
        What anyone's whereabouts around the same centre would be; sums to 1.
    days : int
        Days of history used.
    own : float
        Weight of the wearer's own history in `share`; the rest is background.
    """

    share: Floats
    background: Floats
    days: int
    own: float

    @property
    def start(self) -> Floats:
        """Chances of mode and cell before anything is known of the day, shape (3, ny, nx)."""
        abroad = 0.5 * (self.share + self.background)
        return np.stack([(1.0 - 2.0 * HABIT_MOVING) * self.share, HABIT_MOVING * abroad, HABIT_MOVING * abroad])

    @property
    def attraction(self) -> Floats:
        """How much each cell invites a stop, 1 on average."""
        return np.asarray(self.share / self.share.mean())


class Trace(NamedTuple):
    """Where a wearer was on other days: positions in metres, their weights, and the number of days."""

    x_m: Floats
    y_m: Floats
    weight: Floats
    days: int


def trace_of(
    time: pd.Series,
    x_m: ArrayLike,
    y_m: ArrayLike,
    *,
    start: pd.Timestamp,
    end: pd.Timestamp,
    claim_start: pd.Timestamp,
    claim_end: pd.Timestamp,
    timezone: str = "Europe/London",
) -> Trace:
    """Weigh where a wearer was on other days, most of all at the claim's hour and weekday."""
    # A fix stands for the time until its neighbours, at most 10 minutes to each side; silence counts for nobody. Weights: 1
    # within an hour of the claim's time of day, else 0.1; same weekday 1, same kind of day 0.5, else 0.25.
    stamps = utc_column(time)
    left_out = days(start, end, timezone)
    other = ~((stamps >= left_out[0].start) & (stamps < left_out[-1].end)).to_numpy()
    weight = _credit(micros(stamps)) * _likeness(stamps, claim_start, claim_end, timezone) * other
    count = len(np.unique(to_local(stamps[other], timezone).dt.tz_localize(None).to_numpy().astype("datetime64[D]")))
    return Trace(np.asarray(x_m, float), np.asarray(y_m, float), np.asarray(weight), count)


def habit_on(trace: Trace, grid: Grid) -> Habit:
    """Map a trace on a grid, over a background of where anybody would be."""
    # Smoothed by 60 m. The background falls off by 1/e every 2 km from the middle of the history and has 5 %, more where there
    # are fewer than 14 days.
    x, y, weight, count = trace
    cx, cy = grid.in_cells(x, y)
    column, row = np.floor(cx + 0.5).astype(int), np.floor(cy + 0.5).astype(int)
    used = (weight > 0) & (column >= 0) & (column < grid.nx) & (row >= 0) & (row < grid.ny)
    seen = np.zeros(grid.shape)
    np.add.at(seen, (row[used], column[used]), weight[used])
    background = _background(grid, x[used], y[used], weight[used])
    if not seen.sum() > 0:
        return Habit(background, background, count, 0.0)
    smooth = gaussian_filter(seen, HABIT_SMOOTH_M / grid.cell_m, mode="reflect")
    own = (1.0 - HABIT_BACKGROUND) * min(1.0, count / HABIT_DAYS)
    share = own * smooth / smooth.sum() + (1.0 - own) * background
    return Habit(share / share.sum(), background, count, own)


def _credit(time_us: NDArray[np.int64]) -> Floats:
    half = np.minimum(np.diff(time_us) / 60e6 / 2.0, HABIT_CREDIT_MINUTES)
    return np.concatenate([[0.0], half]) + np.concatenate([half, [0.0]]) if len(time_us) else np.empty(0)


def _likeness(stamps: pd.Series, claim_start: pd.Timestamp, claim_end: pd.Timestamp, timezone: str) -> Floats:
    local, from_ = to_local(stamps, timezone), to_local(claim_start, timezone)
    minute = (local.dt.hour * 60 + local.dt.minute).to_numpy(float)
    length = min((claim_end - claim_start).total_seconds() / 60.0, 1440.0)
    after = np.mod(minute - (from_.hour * 60 + from_.minute), 1440.0)
    away = np.where(after <= length, 0.0, np.minimum(after - length, 1440.0 - after))
    weekday = local.dt.day_of_week.to_numpy()
    touched = {d.date.weekday() for d in days(claim_start, claim_end, timezone)}
    kind = {d >= 5 for d in touched}
    same, alike = np.isin(weekday, list(touched)), np.isin(weekday >= 5, list(kind))
    by_day = np.where(same, HABIT_WEEKDAYS[0], np.where(alike, HABIT_WEEKDAYS[1], HABIT_WEEKDAYS[2]))
    return np.asarray(np.where(away <= HABIT_HOUR_MINUTES, 1.0, HABIT_OTHER_HOUR) * by_day)


def weighted_median(values: Floats, weight: Floats) -> float:
    """Give the value below which half of the weight lies."""
    order = np.argsort(values, kind="stable")
    return float(values[order][np.searchsorted(np.cumsum(weight[order]), 0.5 * weight.sum())])


def _background(grid: Grid, x: Floats, y: Floats, weight: Floats) -> Floats:
    if not weight.sum() > 0:
        return np.full(grid.shape, 1.0 / (grid.nx * grid.ny))
    middle = [weighted_median(values, weight) for values in (x, y)]
    across, up = grid.centres()
    fall = np.exp(-np.hypot(across - middle[0], up - middle[1]) / HABIT_GRAVITY_M)
    return np.asarray(fall / fall.sum())
