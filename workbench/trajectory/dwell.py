"""The accuracy-aware rule for stays: what counts as keeping to one place when every fix has an error of its own."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.position_error.mixture import FLOOR_M, LEVEL_UNKNOWN, TAU_S, TEMPER_FLOOR, K, radius_to_sigma, sigma_m
from workbench.tables.tracks import Tracks
from workbench.trajectory.columns import coded, frozen, middle
from workbench.trajectory.pieces import at_once, cuts
from workbench.trajectory.settling import ASTRAY_MINUTES, PAUSE_MINUTES, Settling, resting_us
from workbench.trajectory.trails import Floats, Ints, Trail

Found = tuple[Ints, Ints, NDArray[np.bool_]]
Columns = tuple[Ints, Floats, Floats, Floats, Floats, Floats]

__all__ = ["AtRest", "Radii", "accuracy_aware", "at_rest", "radii", "silence_us"]

LEAVE = 4
"""So many fixes in a row outside end a stay: fewer can be a burst of bad reception."""

NEAR_M, SOON_MINUTES = 50.0, 10.0
"""Two stays whose centres (their own errors allowed) and times are closer than this are one."""

EXCURSION = 3.0
"""Unless the tag was, between them, this many diameters from the centre for three fixes in a row."""

CROSSING_MS = 1.0
"""A stay lasts longer than a walk at this pace across it: else it may be a journey seen through wide circles."""

SILENCE_MINUTES = (15.0, 60.0)
"""A stay ends at a silence of three usual intervals, but never under the first nor over the second."""


class Radii(NamedTuple):
    """What the fixes table says about errors: each fix's circle, its level, the number of its method.

    And for each method its name, how optimistic its circles are, the sigma where no circle is given in metres, and how long
    its error lasts at rest in seconds.
    """

    radius_m: Floats
    level: Floats
    kind: NDArray[np.int32]
    methods: list[str]
    optimism: Floats
    default_m: Floats
    tau_s: Floats


class AtRest(NamedTuple):
    """The error of every fix of a trail while the tag is at rest.

    One over the square of its sigma; by how much three sigmas exceed half of the largest diameter of a place, metres; how
    much new it says; its kind; and how long an error of each kind lasts.
    """

    precision: Floats
    slack_m: Floats
    fresh: Floats
    kind: NDArray[np.int32]
    tau_us: Floats


def radii(tracks: Tracks) -> Radii:
    """Gather what the fixes table says about errors."""
    fixes = tracks.fixes
    kind, methods = coded(fixes["method"])
    unknown = np.full(len(methods), np.nan)
    default = sigma_m(unknown, unknown, methods)
    radius, level = (frozen(fixes[name].to_numpy(float)) for name in ("accuracy_m", "accuracy_level"))
    optimism, tau = np.array([K[m] for m in methods]), np.array([TAU_S[m][1] for m in methods])
    return Radii(radius, level, kind, methods, optimism, default, tau)


def at_rest(radii: Radii, trail: Trail, limit_m: float) -> AtRest:
    """Look up the error of every fix of a trail, for a tag at rest."""
    # Source: `sigma_m` and `tempering`, in one compiled pass.
    from workbench.trajectory._trail_kernels import errors

    radius, level, kind = trail.take(radii.radius_m), trail.take(radii.level), trail.take(radii.kind)
    precision, slack, fresh = (np.empty(len(trail)) for _ in range(3))
    if not errors(
        trail.time,
        radius,
        level,
        kind,
        radii.optimism,
        radii.default_m,
        radii.tau_s,
        FLOOR_M,
        TEMPER_FLOOR,
        LEVEL_UNKNOWN,
        limit_m / 2.0,
        precision,
        slack,
        fresh,
    ):
        radius_to_sigma(radius, level)
    return AtRest(precision, slack, fresh, kind, radii.tau_s * 1e6)


def silence_us(time: Ints) -> int:
    """Say how long a silence ends a stay, from how often the tag usually reports."""
    low, high = (m * 60e6 for m in SILENCE_MINUTES)
    if len(time) < 2:
        return int(low)
    from workbench.trajectory._trail_kernels import up_to

    none, third = np.empty(0, np.int64), round(low / 3.0)
    if 2 * up_to(frozen(time), none, none, 0, third)[2] > len(time):
        return int(low)
    return int(min(max(3.0 * middle(np.diff(time)), low), high))


def accuracy_aware(trail: Trail, rest: AtRest, limit_m: float, shortest_us: int) -> Found:
    """Find the stays of one trail with each fix's own error."""
    # Source: Lachesis rule (Hariharan and Toyama 2004) with own additions; compiled.
    if len(trail) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.zeros(len(trail), bool)
    silence = silence_us(trail.time)
    bounds = cuts(trail.time, max(silence, SOON_MINUTES * 60e6))
    columns = (trail.time, trail.x, trail.y, rest.precision, rest.slack_m, rest.fresh)
    joined = _whole(at_once(partial(_joined, columns, limit_m, shortest_us, silence), bounds))
    pace = resting_us(trail.time, joined[0], joined[1])
    limits = Settling(pace, silence, PAUSE_MINUTES * 60e6, ASTRAY_MINUTES * 60e6, NEAR_M)
    kept = [k for k in bounds[1:-1] if trail.time[k] - trail.time[k - 1] > pace[1]]
    return _whole(at_once(partial(_settled, columns, joined, shortest_us, limits), [0, *kept, len(trail)]))


def _joined(columns: Columns, limit_m: float, shortest_us: int, silence: int, low: int, high: int) -> Found:
    """The dwells of a piece, fitted and joined."""
    from workbench.trajectory._dwell_kernels import dwells, join

    time, x, y, precision, slack, fresh = (column[low:high] for column in columns)
    found = dwells(time, x, y, slack, limit_m, shortest_us, silence, LEAVE)
    first, last, member = join(
        time,
        x,
        y,
        precision,
        slack,
        fresh,
        *found,
        shortest_us,
        silence,
        NEAR_M,
        SOON_MINUTES * 60e6,
        EXCURSION * limit_m,
        limit_m,
        LEAVE,
        CROSSING_MS / 1e6,
    )
    return first + low, last + low, member


def _settled(columns: Columns, joined: Found, shortest_us: int, limits: Settling, low: int, high: int) -> Found:
    """The stays of a piece, made whole and with their ends drawn in."""
    from workbench.trajectory._settling_kernels import settle

    mine = slice(*np.searchsorted(joined[0], [low, high]).tolist())
    first, last, member = settle(
        *(column[low:high] for column in columns),
        joined[0][mine] - low,
        joined[1][mine] - low,
        joined[2][low:high],
        shortest_us,
        *limits,
    )
    return first + low, last + low, member


def _whole(parts: list[Found]) -> Found:
    if len(parts) == 1:
        return parts[0]
    first, last, member = (np.concatenate(column) for column in zip(*parts, strict=True))
    return first, last, member
