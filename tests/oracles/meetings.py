"""Meetings again in plain numpy: known minutes, minutes in contact, and what chance gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.geo.geocentric import MEAN_RADIUS_M, earth_m
from workbench.position_error.containment import in_circle
from workbench.position_error.error_mixture import radius_to_sigma, sigma_m
from workbench.tables.tracks import Tracks
from workbench.trajectory.meetings import CHANCE_COLUMNS
from workbench.trajectory.parameters import (
    MEETING_BREAK_MINUTES,
    MEETING_BRIDGE_MINUTES,
    MEETING_CELL_M,
    MEETING_LIKELY,
    MEETING_NETWORKS,
    MEETING_RARE_SHARE,
    MEETING_REST_M2_S,
    MEETING_SHIFT_DAYS,
    MEETING_WIDEST,
)
from workbench.trajectory.trails import Floats, Ints, Trail, trails

__all__ = [
    "DAY_MINUTES",
    "MINUTE_US",
    "Contacts",
    "Minutes",
    "bouts",
    "cells",
    "chance",
    "common",
    "contacts",
    "minutes_of",
    "together",
]

MINUTE_US = 60_000_000


@dataclass(frozen=True)
class Minutes:
    """The known minutes of one wearer.

    Attributes
    ----------
    wearer : str
        Whose tag.
    minute : numpy.ndarray of int64, shape (n,)
        Minutes since 1970, increasing; minutes without knowledge are left out.
    x, y, z : numpy.ndarray of float64, shape (n,)
        Metres from the centre of the Earth: no map, so that a wearer's numbers do not hang on who else is there.
    sigma_m : numpy.ndarray of float64, shape (n,)
        Per-axis error with all it may hide.
    network : numpy.ndarray of bool, shape (n,)
        Whether the position comes from a network of transmitters alone, so that two tags near the same one share its error.
    own_m : numpy.ndarray of float64, shape (n,)
        Per-axis error that two such tags do not share: the radius taken at its word.
    """

    wearer: str
    minute: Ints
    x: Floats
    y: Floats
    z: Floats
    sigma_m: Floats
    network: NDArray[np.bool_]
    own_m: Floats


def minutes_of(tracks: Tracks) -> list[Minutes]:
    """Say for each wearer and each full minute where the tag was, and how well that is known."""
    # Source: Brownian bridge (Horne et al. 2007) between fixes up to ten minutes apart; its spread follows from the distance
    # between them. Beyond that nothing is said.
    fixes = tracks.fixes
    sigma = sigma_m(fixes["accuracy_m"], fixes["accuracy_level"], fixes["method"])
    own = np.minimum(radius_to_sigma(fixes["accuracy_m"], fixes["accuracy_level"]), sigma)
    own = np.where(np.isfinite(own), own, sigma)
    network = fixes["method"].isin(MEETING_NETWORKS).to_numpy()
    lon, lat = fixes["lon"].to_numpy(), fixes["lat"].to_numpy()
    return [_bridged(t, *earth_m(lon[t.rows], lat[t.rows]), sigma[t.rows], own[t.rows], network[t.rows]) for t in trails(tracks)]


def _bridged(trail: Trail, x: Floats, y: Floats, z: Floats, sigma: Floats, own: Floats, network: NDArray[np.bool_]) -> Minutes:
    time = trail.time
    minute = np.arange(-(-time[0] // MINUTE_US), time[-1] // MINUTE_US + 1)
    when = minute * MINUTE_US
    before = np.searchsorted(time, when, side="right") - 1
    after = np.minimum(before + 1, len(time) - 1)
    wait = (time[after] - time[before]) / 1e6
    exact = time[before] == when
    known = exact | (wait <= MEETING_BRIDGE_MINUTES * 60.0)
    minute, before, after, wait, exact = (v[known] for v in (minute, before, after, wait, exact))
    share = np.where(exact, 0.0, (minute * MINUTE_US - time[before]) / 1e6 / np.where(wait > 0, wait, 1.0))
    dx, dy, dz = (v[after] - v[before] for v in (x, y, z))
    pace = (dx * dx + dy * dy + dz * dz) / np.where(wait > 0, 2.0 * wait, 1.0)
    spread = np.maximum(pace, MEETING_REST_M2_S) * wait * share * (1.0 - share)

    def doubt(of: Floats) -> Floats:
        return np.asarray(np.sqrt(((1.0 - share) * of[before]) ** 2 + (share * of[after]) ** 2 + spread))

    both = network[before] & (network[after] | exact)
    x, y, z = (at[before] + share * way for at, way in ((x, dx), (y, dy), (z, dz)))
    return Minutes(trail.wearer, minute, x, y, z, doubt(sigma), both, doubt(own))


DAY_MINUTES = 1440


class Contacts(NamedTuple):
    """Minutes in contact of two wearers: where each minute stands in the minutes of a and of b, distance, and by what."""

    a: Ints
    b: Ints
    distance_m: Floats
    shared: NDArray[np.bool_]


def contacts(a: Minutes, b: Minutes, within_m: float) -> Contacts:
    """Find the minutes in which two tags were more likely than not within a distance of each other."""
    # Source: the difference of two round normal errors is one of added variance; chance inside a circle.
    i, j = common(a, b)
    distance = np.sqrt((a.x[i] - b.x[j]) ** 2 + (a.y[i] - b.y[j]) ** 2 + (a.z[i] - b.z[j]) ** 2)
    shared = a.network[i] & b.network[j]
    s = np.where(shared, np.hypot(a.own_m[i], b.own_m[j]), np.hypot(a.sigma_m[i], b.sigma_m[j]))
    able = np.flatnonzero((distance <= within_m) & (s * MEETING_WIDEST <= within_m))
    able = able[in_circle(distance[able], within_m, s[able]) >= MEETING_LIKELY]
    return Contacts(i[able], j[able], distance[able], shared[able])


def common(a: Minutes, b: Minutes) -> tuple[Ints, Ints]:
    """Find the minutes known of both: where each stands in the minutes of a and of b."""
    at = np.searchsorted(b.minute, a.minute)
    both = np.flatnonzero(b.minute[np.minimum(at, len(b.minute) - 1)] == a.minute)
    return both, at[both]


def bouts(minute: Ints, min_minutes: float) -> Ints:
    """Gather minutes in contact into meetings."""
    if not len(minute):
        return np.empty((0, 2), np.int64)
    cut = np.flatnonzero(np.diff(minute) > MEETING_BREAK_MINUTES + 1)
    runs = np.column_stack([np.concatenate([[0], cut + 1]), np.concatenate([cut, [len(minute) - 1]])])
    return runs[runs[:, 1] - runs[:, 0] + 1 >= min_minutes]


def chance(a: Minutes, b: Minutes, within_m: float, min_minutes: float) -> dict[str, object]:
    """Compare the time two wearers spent together with that of the same tracks on other days."""
    # Source: daily shifts (Spiegel et al. 2016), p as in any permutation test: (k + 1) / (n + 1).
    rare_a, rare_b = _rare(a), _rare(b)
    true = together(a, b, rare_a, rare_b, within_m, min_minutes)
    first = min(int(a.minute[0]), int(b.minute[0]))
    lasting = max(int(a.minute[-1]), int(b.minute[-1])) + 1 - first
    columns: list[object] = [a.wearer, b.wearer, *true]
    for step in (1, 7):
        span = -(-lasting // (DAY_MINUTES * step)) * step
        others = []
        for days in range(step, span, step):
            if min(days, span - days) <= MEETING_SHIFT_DAYS * step:
                late, early = (
                    together(a, replace(b, minute=b.minute + d * DAY_MINUTES), rare_a, rare_b, within_m, min_minutes)
                    for d in (days, days - span)
                )
                others.append((late[0] + early[0], late[1] + early[1]))
        table = np.array(others, float).reshape(-1, 2)
        number = len(table)
        expected = table.mean(axis=0) if number else np.full(2, np.nan)
        p = (1 + (table >= np.array(true)).sum(axis=0)) / (1 + number) if number else np.full(2, np.nan)
        columns += [float(expected[0]), float(p[0]), float(expected[1]), float(p[1]), number]
    return dict(zip(CHANCE_COLUMNS, columns, strict=True))


def together(
    a: Minutes, b: Minutes, rare_a: NDArray[np.bool_], rare_b: NDArray[np.bool_], within_m: float, min_minutes: float
) -> tuple[float, float]:
    """Count minutes in meetings: all, and those at places rare for both."""
    found = contacts(a, b, within_m)
    rare = rare_a[found.a] & rare_b[found.b]
    runs = bouts(a.minute[found.a], min_minutes)
    return float((runs[:, 1] - runs[:, 0] + 1).sum()), float(sum(rare[low : high + 1].sum() for low, high in runs.tolist()))


def cells(x: Floats, y: Floats, z: Floats) -> NDArray[np.complex128]:
    """Say in which cell of a lattice on the ground positions lie."""
    # Source: rows of equal latitude on a round Earth, each cut into columns.
    row = np.floor(np.arctan2(z, np.hypot(x, y)) * MEAN_RADIUS_M / MEETING_CELL_M)
    wide = MEAN_RADIUS_M * np.maximum(np.cos((row + 0.5) * MEETING_CELL_M / MEAN_RADIUS_M), 0.0)
    return np.asarray(np.floor(np.arctan2(y, x) * wide / MEETING_CELL_M) + 1j * row)


def _rare(p: Minutes) -> NDArray[np.bool_]:
    _, inverse, count = np.unique(cells(p.x, p.y, p.z), return_inverse=True, return_counts=True)
    share: Floats = count / len(p.x)
    return np.asarray(share[inverse] < MEETING_RARE_SHARE)
