"""Stays that a burst of bad reception or a drifting fix has cut in two are made whole, and their ends are drawn in: plain numpy.

The compiled twin is :mod:`workbench.trajectory._settling_kernels`; this one is slow, short, to read, and its oracle.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.trajectory.columns import frozen, middle
from workbench.trajectory.trails import Floats, Ints

__all__ = ["BURST", "PAUSE_MINUTES", "Settling", "resting_us", "settle"]

Flags = NDArray[np.bool_]

BURST = 5
"""So many fixes in a row may all be wrong together: the longest burst of bad reception that is reckoned with."""

PAUSE_MINUTES = 30.0
"""Two stays at one place with nothing but such a burst between them are one, if it took less than this."""

LIVELIER = 1.5
"""A tag reports more often on the move if the waits between fixes at rest are this much longer."""

PATIENT = (0.6, 1.5)
"""A wait between these shares of the usual wait at rest is a wait at rest."""

ASTRAY_MINUTES = 60.0
"""Fixes that were all wrong together did not go on for longer than this."""

ROUND = 2.5
"""A stay's ends lie within this many times the median distance of its fixes from its centre."""

_MANY, _SAMPLE = 65_536, 4096

CLOSEST_M = 15.0
"""But fixes this close to the centre always belong to it, metres."""


class Settling(NamedTuple):
    """Limits for :func:`settle`, in microseconds and metres."""

    rest_us: tuple[float, float]
    silence_us: int
    pause_us: float
    astray_us: float
    near_m: float
    burst: int = BURST
    round_times: float = ROUND
    closest_m: float = CLOSEST_M


def resting_us(time: Ints, first: Ints, last: Ints) -> tuple[float, float]:
    """Say how long a tag that saves its battery waits between fixes at rest."""
    # A tag with a motion sensor that keeps its resting pace from one fix to the next has not noticed any journey between them,
    # however far apart they were reported.
    from workbench.trajectory._trail_kernels import up_to, waits

    time, size = frozen(time), len(time) - 1
    if size > _MANY:
        most, less = _sampled(time, first, last)
        count, short, brief = up_to(time, first, last, most, less)
        if 2 * short > count + 1 and 2 * brief < size - count - 1 and most < LIVELIER * less:
            return 0.0, 0.0
    at_rest, moving = np.empty((2, size), np.int64)
    a, b = waits(time, first, last, at_rest, moving)
    if not (a and b):
        return 0.0, 0.0
    rest = middle(at_rest[:a])
    livelier = rest >= LIVELIER * middle(moving[:b])
    return (PATIENT[0] * rest, PATIENT[1] * rest) if livelier else (0.0, 0.0)


def _sampled(time: Ints, first: Ints, last: Ints) -> tuple[int, int]:
    """From a sample: a wait that is likely above the median of those at rest, one likely below that of the others."""
    at = np.linspace(0, len(time) - 2, _SAMPLE).astype(np.int64)
    stay = np.searchsorted(first, at, side="right") - 1
    still = (stay >= 0) & (at < last[stay]) if len(last) else np.zeros(len(at), bool)
    wait = time[at + 1] - time[at]
    most, less = (np.quantile(some, share) if len(some) else 0 for some, share in ((wait[still], 0.55), (wait[~still], 0.45)))
    return int(most), int(less)


class _Stay(NamedTuple):
    first: int
    last: int
    centre: Floats
    weight: float
    known: float
    healed: bool


def settle(
    time: Ints,
    x: Floats,
    y: Floats,
    sigma: Floats,
    slack: Floats,
    fresh: Floats,
    first: Ints,
    last: Ints,
    member: Flags,
    shortest: int,
    limits: Settling,
) -> tuple[Ints, Ints, Flags]:
    """Make stays whole that bad reception cut, then draw in their ends."""
    # Two stays in a row are one if no fix lies between them, the tag kept its resting pace from one to the other, and the one
    # of fewer fixes lasted no longer than `astray_us`: then those fixes were wrong together. A stay and the next, or the next
    # but one, are one if their centres are closer than `near_m` and three standard errors allow, at most `burst` fixes lie
    # between them, no silence longer than `silence_us`, and less than `pause_us` passed. The centre of the part of more fixes
    # is kept; fixes within reach of it count, the others do not. In the end fixes are taken off both ends of a stay that lie
    # farther from its centre than `round_times` the median distance of its fixes, but never nearer than `closest_m`, slack
    # allowed: they belong to coming and going. What would then be shorter than `shortest` keeps its ends.
    kept = member.copy()
    stays: list[_Stay] = []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        mine = a + np.flatnonzero(member[a : b + 1])
        each = sigma[mine] ** -2
        known = max(float((fresh[mine] * each).sum()), float(each.max()))
        stays.append(_Stay(a, b, np.array([x[mine] @ each, y[mine] @ each]) / each.sum(), float(len(mine)), known, False))
        while len(stays) > 1:
            parts = 2 if _kept_still(time, stays[-2], stays[-1], limits) or _same(time, stays[-2], stays[-1], limits) else 0
            if not parts and len(stays) > 2 and _same(time, stays[-3], stays[-1], limits):
                parts = 3
            if not parts:
                break
            old, new = stays[-parts], stays[-1]
            more = new if new.weight > old.weight else old
            whole = _Stay(old.first, new.last, more.centre, old.weight + new.weight, max(old.known, new.known), True)
            stays[-parts:] = [whole]
    edges = []
    for stay in stays:
        every = np.arange(stay.first, stay.last + 1)
        far = np.hypot(x[every] - stay.centre[0], y[every] - stay.centre[1])
        sure = far - slack[every]
        middle = np.sort(far[kept[every]])[int(kept[every].sum()) // 2]
        tight = max(limits.round_times * middle, limits.closest_m)
        if stay.healed:
            kept[every] = sure <= max(tight, limits.near_m)
        good = every[kept[every] & (sure <= tight)]
        a, b = (int(good[0]), int(good[-1])) if len(good) else (stay.first, stay.last)
        if time[b] - time[a] < shortest:
            a, b = stay.first, stay.last
        kept[every[(every < a) | (every > b)]] = False
        kept[[a, b]] = True
        edges.append((a, b))
    made = np.array(edges, np.int64).reshape(-1, 2)
    return made[:, 0], made[:, 1], kept


def _kept_still(time: Ints, old: _Stay, new: _Stay, limits: Settling) -> bool:
    wait = time[new.first] - time[old.last]
    less = old if new.weight > old.weight else new
    brief = time[less.last] - time[less.first] <= limits.astray_us
    return bool(brief and new.first == old.last + 1 and limits.rest_us[0] <= wait <= limits.rest_us[1])


def _same(time: Ints, old: _Stay, new: _Stay, limits: Settling) -> bool:
    close = limits.near_m + 3.0 * np.sqrt(1.0 / old.known + 1.0 / new.known)
    between = time[old.last : new.first + 1]
    soon = between[-1] - between[0] < limits.pause_us and len(between) - 2 <= limits.burst
    return bool(soon and np.diff(between).max() <= limits.silence_us and np.hypot(*(old.centre - new.centre)) < close)
