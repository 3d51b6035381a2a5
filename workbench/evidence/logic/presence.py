"""When a run of fixes makes it certain enough that the tag was in a place, and for how long.

Three tests must hold for a run of fixes. First, log-odds: each fix gives the log of the odds that it lies inside
under its whole error mixture, weighed by how much new it says; the sum must reach 999 to 1. Second, depth: the mean
depth inside the edge, over all fixes of the episode and not only those that happen to lie inside, must be above zero
at 99.9 %. This test is for people who live next to an edge: their errors cross it every day, and a sum of votes
would sooner or later reach any limit. Third, a run that begins and ends at one and the same spot looks like a burst of
wild fixes, which share one error however long they last; it must amount to three independent fixes. Absence is
never made certain by Wi-Fi fixes: all of them may come from one access point that was moved, so they are passed over.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from workbench.evidence.parameters import (
    CERTAIN,
    DEEPEST_SIGMAS,
    HARDLY_IN,
    LIKELY_IN,
    NOT_IN,
    RETURNED_FIXES,
    RUN_GAP_S,
    SILENCE_S,
)
from workbench.evidence.readings import Reading
from workbench.position_error import RAYLEIGH_999, TEMPER_FLOOR
from workbench.tables import METHODS

__all__ = ["LOG_ODDS", "Presence", "Run", "presence", "weights"]

Floats = NDArray[np.float64]

LOG_ODDS = float(np.log(CERTAIN / (1.0 - CERTAIN)))
"""What the log-odds of a run must reach: 999 to 1."""

_DEPTH = float(ndtri(CERTAIN))
_WIFI = METHODS.index("wifi")


class Run(NamedTuple):
    """Consecutive fixes in one place: positions of its first and last, its times, and how certain it is.

    ``returned`` says that it lies between fixes at one and the same spot, as a burst of wild fixes does.
    """

    first: int
    last: int
    start_s: float
    end_s: float
    log_odds: float
    depth: float
    n_effective: float
    returned: bool

    @property
    def certain(self) -> bool:
        """Whether all tests hold."""
        enough = self.n_effective >= RETURNED_FIXES if self.returned else True
        return enough and self.log_odds >= LOG_ODDS - 1e-9 and self.depth >= _DEPTH


class Presence(NamedTuple):
    """All runs of fixes in a place, certain or not; ``t_s`` and ``rows`` are times and positions of the fixes that can tell."""

    runs: tuple[Run, ...]
    t_s: Floats
    rows: NDArray[np.intp]

    @property
    def certain(self) -> tuple[Run, ...]:
        """Those that are certain enough."""
        return tuple(r for r in self.runs if r.certain)

    def longest_s(self, low_s: float, high_s: float) -> float:
        """The longest certain presence within an interval, seconds; below zero if none touches it."""
        return max((min(r.end_s, high_s) - max(r.start_s, low_s) for r in self.certain), default=-np.inf)

    def covered_s(self, low_s: float, high_s: float) -> float:
        """Add up the time within an interval that certain runs witness; silences above five minutes are not witnessed."""
        total = 0.0
        for run in self.certain:
            times = self.t_s[run.first : run.last + 1]
            a, b = np.clip(times[:-1], low_s, high_s), np.clip(times[1:], low_s, high_s)
            total += float((b - a)[np.diff(times) <= SILENCE_S].sum())
        return total


def presence(
    reading: Reading, *, complement: bool = False, gap_s: float = RUN_GAP_S, near: tuple[float, float] = (-np.inf, np.inf)
) -> Presence:
    """Find the runs of fixes in a region, or outside it.

    Parameters
    ----------
    reading : Reading
        The fixes under one setting; those too coarse to tell are passed over.
    complement : bool
        Ask about everything outside the region instead.
    gap_s : float
        A longer silence ends a run, seconds.
    near : (float, float)
        Only fixes between these times are looked at, seconds.
    """
    # Accumulation of tempered log-odds, a test of the mean depth against edge effects, and a test against bursts of wild fixes.
    silent = reading.mute | (complement & (reading.method == _WIFI) & (reading.inside < LIKELY_IN))
    at = np.flatnonzero(~silent & (reading.t_s >= near[0]) & (reading.t_s <= near[1]))
    told = reading.take(at)
    inside = 1.0 - told.inside if complement else told.inside
    depth = np.clip(-told.depth if complement else told.depth, -DEEPEST_SIGMAS, DEEPEST_SIGMAS)
    odds = np.clip(inside, 1.0 - CERTAIN, CERTAIN)
    odds = np.log(odds / (1.0 - odds))
    found = []
    for a, b in _spans(inside >= NOT_IN, told.t_s, gap_s):
        weight = weights(told, a, b)
        deep = float((weight * depth[a:b]).sum() / np.sqrt(weight.sum()))
        for c, d in _spans(inside[a:b] >= HARDLY_IN, told.t_s[a:b], gap_s):
            run = _run(told, inside, odds, a + c, a + d, deep)
            if run is not None:
                found.append(run)
    return Presence(tuple(found), told.t_s, at)


def weights(reading: Reading, first: int, last: int) -> Floats:
    """Weigh the fixes of a stretch by how much new each says; the first of each method counts in full.

    Parameters
    ----------
    reading : Reading
        The fixes under one setting.
    first, last : int
        The stretch, `last` not included.
    """
    # Source: see :func:`workbench.position_error.error_mixture.tempering`.
    method, t_s, tau = (v[first:last] for v in (reading.method, reading.t_s, reading.tau_s))
    weight = np.ones(last - first)
    for code in set(method.tolist()):
        mine = np.flatnonzero(method == code)
        weight[mine[1:]] = np.clip(np.diff(t_s[mine]) / tau[mine[1:]], TEMPER_FLOOR, 1.0)
    weight[reading.echo[first:last]] = TEMPER_FLOOR
    return weight


def _spans(member: NDArray[np.bool_], t_s: Floats, gap_s: float) -> list[tuple[int, int]]:
    """Cut positions into stretches of members without a long silence, as half-open index pairs."""
    at = np.flatnonzero(member)
    if not len(at):
        return []
    cut = np.flatnonzero((np.diff(at) > 1) | (np.diff(t_s[at]) > gap_s))
    starts, ends = at[np.concatenate([[0], cut + 1])], at[np.concatenate([cut, [len(at) - 1]])]
    return [(int(a), int(b) + 1) for a, b in zip(starts, ends, strict=True)]


def _run(told: Reading, inside: Floats, odds: Floats, a: int, b: int, deep: float) -> Run | None:
    likely = a + np.flatnonzero(inside[a:b] >= LIKELY_IN)
    if not len(likely):
        return None
    first, last = int(likely[0]), int(likely[-1])
    weight = weights(told, first, last + 1)
    log_odds = float((weight * odds[first : last + 1]).sum())
    start, end = float(told.t_s[first]), float(told.t_s[last])
    returned = _returned(told, a, b) or bool(told.burst[first : last + 1].all())
    return Run(first, last, start, end, log_odds, deep, float(weight.sum()), returned)


def _returned(told: Reading, a: int, b: int) -> bool:
    """Say whether two fixes before and two after a stretch all lie at one spot."""
    if a < 2 or b > len(told.t_s) - 2:
        return False
    rows = np.array([a - 2, a - 1, b, b + 1])
    apart = np.hypot(np.diff(told.x_m[rows]), np.diff(told.y_m[rows]))
    return bool((apart <= RAYLEIGH_999 * np.hypot(told.sigma_m[rows][1:], told.sigma_m[rows][:-1])).all())
