"""Where and for how long did the tag keep to one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError, cores, in_order, recorded
from workbench.position_error import TEMPER_FLOOR
from workbench.tables import STAYS, Tracks
from workbench.time import from_micros
from workbench.trajectory.fix_errors import AtRest, at_rest, radii
from workbench.trajectory.parameters import (
    REPAIR_ASTRAY_MINUTES,
    REPAIR_PAUSE_MINUTES,
    STAY_CROSSING_MS,
    STAY_EXCURSION,
    STAY_LEAVE,
    STAY_NEAR_M,
    STAY_SILENCE_MINUTES,
    STAY_SOON_MINUTES,
)
from workbench.trajectory.stay_journeys import without_journeys
from workbench.trajectory.stay_repair import RepairLimits, resting_us
from workbench.trajectory.trails import Floats, Ints, Trail, frozen, middle, trails

__all__ = ["ENGINES", "Runs", "accuracy_aware", "at_once", "cuts", "find_stays", "silence_us"]

_Result = TypeVar("_Result")

LONG = 200_000
"""Shorter trails are not cut: starting a thread takes as long as some thousand fixes."""

LOOK = 16_384
"""A silence is looked for among so many fixes on either side of where a cut would be best."""


def cuts(time: Ints, silence_us: float) -> list[int]:
    """Say where a trail may be cut into as many pieces as there are cores, each ending in a long silence."""
    # Numba's number of threads (`NUMBA_NUM_THREADS`) says how many cores to use.
    size = len(time)
    if size < LONG:
        return [0, size]
    found, parts = [0], cores()
    for k in range(1, parts):
        low, high = max(k * size // parts - LOOK, found[-1]), min(k * size // parts + LOOK, size - 1)
        wait = np.diff(time[low : high + 1])
        if len(wait) and wait.max() > silence_us:
            found.append(low + int(wait.argmax()) + 1)
    return [*found, size]


def at_once(job: Callable[[int, int], _Result], bounds: list[int]) -> list[_Result]:
    """Do a job for each piece at the same time; it must let go of the interpreter, as compiled loops do."""
    if len(bounds) == 2:
        return [job(*bounds)]
    return list(in_order(job, bounds[:-1], bounds[1:], threads=len(bounds) - 1))


Found = tuple[Ints, Ints, NDArray[np.bool_]]
Columns = tuple[Ints, Floats, Floats, Floats, Floats, Floats]


def silence_us(time: Ints) -> int:
    """Say how long a silence ends a stay, from how often the tag usually reports."""
    low, high = (m * 60e6 for m in STAY_SILENCE_MINUTES)
    if len(time) < 2:
        return int(low)
    from workbench.trajectory.kernels.trails import up_to

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
    bounds = cuts(trail.time, max(silence, STAY_SOON_MINUTES * 60e6))
    columns = (trail.time, trail.x, trail.y, rest.precision, rest.slack_m, rest.fresh)
    joined = _whole(at_once(partial(_joined, columns, limit_m, shortest_us, silence), bounds))
    pace = resting_us(trail.time, joined[0], joined[1])
    limits = RepairLimits(pace, silence, REPAIR_PAUSE_MINUTES * 60e6, REPAIR_ASTRAY_MINUTES * 60e6, STAY_NEAR_M)
    kept = [k for k in bounds[1:-1] if trail.time[k] - trail.time[k - 1] > pace[1]]
    whole = _whole(at_once(partial(_repaired, columns, joined, shortest_us, limits), [0, *kept, len(trail)]))
    return without_journeys(trail, rest.precision, limit_m, shortest_us, whole)


def _joined(columns: Columns, limit_m: float, shortest_us: int, silence: int, low: int, high: int) -> Found:
    """The dwells of a piece, fitted and joined."""
    from workbench.trajectory.kernels.stays import dwells, join

    time, x, y, precision, slack, fresh = (column[low:high] for column in columns)
    found = dwells(time, x, y, slack, limit_m, shortest_us, silence, STAY_LEAVE)
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
        STAY_NEAR_M,
        STAY_SOON_MINUTES * 60e6,
        STAY_EXCURSION * limit_m,
        limit_m,
        STAY_LEAVE,
        STAY_CROSSING_MS / 1e6,
    )
    return first + low, last + low, member


def _repaired(columns: Columns, joined: Found, shortest_us: int, limits: RepairLimits, low: int, high: int) -> Found:
    """The stays of a piece, made whole and with their ends drawn in."""
    from workbench.trajectory.kernels.stay_repair import repair

    mine = slice(*np.searchsorted(joined[0], [low, high]).tolist())
    first, last, member = repair(
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


ENGINES = ("auto", "movingpandas", "plain")


class Runs(NamedTuple):
    """Stretches of one trail: the first and last fix of each, and which fixes of the trail count in them."""

    first: Ints
    last: Ints
    member: NDArray[np.bool_]


class Measured(NamedTuple):
    """Stays in numbers: centre, spread and standard error of the centre in metres, and how many fixes count."""

    x: Floats
    y: Floats
    radius_m: Floats
    error_m: Floats
    n_fixes: Ints


@recorded("find")
def find_stays(tracks: Tracks, *, max_diameter_m: float = 100.0, min_minutes: float = 5.0, engine: str = "auto") -> pd.DataFrame:
    """Find the stretches of time in which a tag kept to one place.

    Only fixes that carry weight count: none flagged as duplicate, clock fault or jump. A stay lasts from its first to
    its last fix; what happened in the silence before and after is not claimed.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.
    max_diameter_m : float
        How large the place may be, metres. With ``engine="auto"`` fixes that are themselves uncertain get more room:
        up to six sigmas between two equally uncertain fixes.
    min_minutes : float
        Shortest stay, minutes.
    engine : {"auto", "plain", "movingpandas"}
        ``"auto"`` weighs each fix by its accuracy, ends a stay at a long silence and bears single wild fixes.
        ``"plain"`` follows MovingPandas' rule in compiled code: the diagonal of the smallest rectangle stays below
        `max_diameter_m`; silences count as presence. ``"movingpandas"`` runs MovingPandas itself.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.STAYS``. The centre is the mean of the fixes weighted by accuracy and by how much new each
        says; ``error_m`` is its standard error per axis; ``radius_m`` holds 95 % of the stay's fixes.

    Raises
    ------
    InputError
        If the engine is not known or a limit is not a positive number.

    Notes
    -----
    Source: MovingPandas 0.23 ``TrajectoryStopDetector``; own detector after the Lachesis rule (Hariharan and Toyama
    2004), see :mod:`workbench.trajectory.stays`.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> tracks = make_tracks(make_fixes(minutes=range(30), x=[0] * 20 + [400 * i for i in range(1, 11)]))
    >>> find_stays(tracks)[["wearer_id", "minutes", "n_fixes"]].values.tolist()
    [['W1', 19.0, 20]]
    """
    detect = _engine(engine)
    _positive("max_diameter_m", max_diameter_m)
    if not (np.isfinite(min_minutes) and min_minutes >= 0):
        raise InputError(f"{min_minutes!r} is not a length of time.", where="min_minutes", do="Give minutes, 0 or more.")
    shortest = round(float(min_minutes) * 60e6)
    known = radii(tracks)
    parts = []
    for trail in trails(tracks):
        rest = at_rest(known, trail, float(max_diameter_m))
        runs = detect(trail, rest, float(max_diameter_m), shortest)
        if len(runs.first):
            parts.append((trail, runs, _measure(trail, runs, rest)))
    return STAYS.arrange(_table(parts, tracks.fixes["fix_id"])) if parts else STAYS.empty()


def _engine(name: str) -> Callable[[Trail, AtRest, float, int], Runs]:
    found = {"auto": _auto, "plain": _plain, "movingpandas": _movingpandas}.get(name)
    if found is None:
        raise InputError(f"There is no engine {name!r}.", where="engine", do=f"Use one of {', '.join(ENGINES)}.")
    return found


def _positive(name: str, value: float) -> None:
    if not (np.isfinite(value) and value > 0):
        raise InputError(f"{value!r} is not a length.", where=name, do="Give metres, more than 0.")


def _auto(trail: Trail, rest: AtRest, limit_m: float, shortest: int) -> Runs:
    first, last, member = accuracy_aware(trail, rest, limit_m, shortest)
    return Runs(first, last, member)


def _plain(trail: Trail, rest: AtRest, limit_m: float, shortest: int) -> Runs:
    from workbench.trajectory.kernels.rectangle import rectangle_stops

    first, last = rectangle_stops(trail.time, trail.x, trail.y, limit_m, shortest)
    return Runs(first, last, np.ones(len(trail), bool))


def _movingpandas(trail: Trail, rest: AtRest, limit_m: float, shortest: int) -> Runs:
    from workbench.trajectory.bridge import stop_ranges

    first, last = stop_ranges(trail, limit_m, shortest)
    return Runs(first, last, np.ones(len(trail), bool))


def _table(parts: list[tuple[Trail, Runs, Measured]], fix_ids: pd.Series) -> pd.DataFrame:
    """One table for all wearers: to make one for each takes longer than to find their stays."""
    names = [trail.wearer for trail, runs, _ in parts for _ in range(len(runs.first))]
    ids = [f"{trail.wearer}-stay-{i + 1}" for trail, runs, _ in parts for i in range(len(runs.first))]
    places = [trail.frame.to_degrees(found.x, found.y) for trail, _, found in parts]
    start, end, first, last = (
        np.concatenate([column[at] for column, at in pairs])
        for pairs in (
            [(trail.time, runs.first) for trail, runs, _ in parts],
            [(trail.time, runs.last) for trail, runs, _ in parts],
            [(trail.rows, runs.first) for trail, runs, _ in parts],
            [(trail.rows, runs.last) for trail, runs, _ in parts],
        )
    )
    _, _, radius, error, number = (np.concatenate(columns) for columns in zip(*(found for *_, found in parts), strict=True))
    lon, lat = (np.concatenate(columns) for columns in zip(*places, strict=True))
    return pd.DataFrame(
        {
            "stay_id": ids,
            "wearer_id": names,
            "start": from_micros(start),
            "end": from_micros(end),
            "minutes": (end - start) / 60e6,
            "lon": lon,
            "lat": lat,
            "radius_m": radius,
            "error_m": error,
            "n_fixes": number,
            "first_fix_id": fix_ids.array.take(first),
            "last_fix_id": fix_ids.array.take(last),
        }
    )


def _measure(trail: Trail, runs: Runs, rest: AtRest) -> Measured:
    from workbench.trajectory.kernels.stay_repair import summaries

    def described(low: int, high: int) -> tuple[Floats, ...]:
        found: tuple[Floats, ...] = summaries(
            trail.time,
            trail.x,
            trail.y,
            rest.precision,
            rest.kind,
            rest.tau_us,
            TEMPER_FLOOR,
            runs.member,
            runs.first[low:high],
            runs.last[low:high],
            0.95,
        )
        return found

    halves = np.searchsorted(runs.first, cuts(trail.time, -1.0)).tolist()
    return Measured(*(np.concatenate(column) for column in zip(*at_once(described, halves), strict=True)))
