"""Compiled search through the fixes: how near a tag could have come to a place, and all wearers for one crime.

Plain columns in, plain numbers out; no policy but what the arguments say. Seconds since 1970, metres from the Earth's centre.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import njit
from workbench.crimes._stay_kernels import Scene, covered, shifted, silence, stay

Floats = NDArray[np.float64]


class Fixes(NamedTuple):
    """One wearer's columns, or those of all wearers one after the other, as in :class:`workbench.crimes.columns.Columns`."""

    t_s: Floats
    x_m: Floats
    y_m: Floats
    z_m: Floats
    sigma_m: Floats
    anchor_m: Floats
    method: NDArray[np.int8]
    clock_s: Floats
    fast: NDArray[np.int64]
    pace_ms: Floats


class Parts(NamedTuple):
    """The parts of every method's error: weights and multiples, shape (methods, 3), and the most a part may be, metres."""

    weight: Floats
    times: Floats
    most: Floats


class Limits(NamedTuple):
    """How far fixes bound a journey; up to which wait between two the time counts as seen, and how fast a tag may be in it:
    this, or so many times the speed that the fixes around it show."""

    reach_s: float
    seen_s: float
    seen_ms: float
    more: float


@njit(cache=True, nogil=True)
def _certainly_outside(d: float, sigma: float, anchor: float, method: int, parts: Parts, scene: Scene) -> bool:
    """Say whether a fix lies outside beyond its error, and hardly any of its error's parts reaches inside."""
    away = d - scene.radius_m
    if away <= 3.72 * np.sqrt(anchor * anchor + scene.edge2_m2):
        return False
    chance = 0.0
    for k in range(parts.weight.shape[1]):
        s = parts.times[method, k] * sigma
        s = min(s, max(parts.most[method], sigma))
        s2 = s * s + scene.edge2_m2
        chance += parts.weight[method, k] * min(0.5, 0.5 * scene.radius_m**2 / s2) * np.exp(-0.5 * away * away / s2)
    return chance < 1e-3


@njit(cache=True, nogil=True)
def reach(
    fixes: Fixes, scene: Scene, low_s: float, high_s: float, limits: Limits, cap_ms: float, parts: Parts
) -> tuple[float, float, float, float, int]:
    """Search out how near the tag could have come between two times, and how fast it must have been to touch the place at all."""
    # Gives the nearest distance from the centre at the capped speed; the least speed (0 where the fixes do not exclude it even
    # standing still); the fixes' times around that easiest moment (infinite where there is none); how many fixes in the time
    # that are good enough to tell are not certainly outside.
    t, x, y, z, sigma, anchor, method, clock, _, pace = fixes
    here = np.searchsorted(t, low_s)
    first = here - 1
    while first >= 0 and t[first] >= low_s - limits.reach_s:
        d = np.sqrt((x[first] - scene.x_m) ** 2 + (y[first] - scene.y_m) ** 2 + (z[first] - scene.z_m) ** 2)
        if _certainly_outside(d, sigma[first], anchor[first], method[first], parts, scene):
            break
        first -= 1
    if first < 0 or t[first] < low_s - limits.reach_s:
        first = here
    nearest, need, easiest, gap_start, gap_end, doubtful = np.inf, np.inf, np.inf, -np.inf, np.inf, 0
    tp, dp, cp, at = -np.inf, 0.0, 0.0, -1
    for i in range(first, len(t) + 1):
        last = i == len(t) or t[i] > high_s + limits.reach_s
        if not last:
            d = np.sqrt((x[i] - scene.x_m) ** 2 + (y[i] - scene.y_m) ** 2 + (z[i] - scene.z_m) ** 2)
            if not _certainly_outside(d, sigma[i], anchor[i], method[i], parts, scene):
                doubtful += low_s <= t[i] <= high_s and anchor[i] <= 2.0 * scene.radius_m
                continue
            error = 3.72 * np.sqrt(anchor[i] * anchor[i] + scene.edge2_m2)
            ti, di, ci = t[i], d - error, clock[i]
        else:
            ti, di, ci = np.inf, 0.0, 0.0
        if ti >= low_s and tp <= high_s:
            p, q = dp - scene.radius_m, di - scene.radius_m
            speed, near, cap, apart = 0.0, 0.0, cap_ms, 0.0
            if at >= 0 and not last:
                apart = np.sqrt((x[i] - x[at]) ** 2 + (y[i] - y[at]) ** 2 + (z[i] - z[at]) ** 2)
                if ti - tp <= limits.seen_s:
                    local = apart / max(ti - tp, 1.0)
                    for k in range(at, min(i + 2, len(t))):
                        local = max(local, pace[k])
                    cap = min(cap_ms, max(limits.seen_ms, limits.more * local))
            if at >= 0:
                speed = max(speed, p / max(high_s - tp + cp, 1e-9))
                near = max(near, dp - cap * (high_s - tp + cp))
            if not last:
                speed = max(speed, q / max(ti - low_s + ci, 1e-9))
                near = max(near, di - cap * (ti - low_s + ci))
            if at >= 0 and not last:
                error = 3.72 * np.sqrt(anchor[i] * anchor[i] + scene.edge2_m2)
                error += 3.72 * np.sqrt(anchor[at] * anchor[at] + scene.edge2_m2)
                if apart - error > cap_ms * (ti - tp):
                    speed, near = 0.0, 0.0
                else:
                    speed = max(speed, (p + q) / max(ti - tp, 1e-9))
                    near = max(near, 0.5 * (dp + di - cap * (ti - tp)))
            if speed / cap < easiest:
                easiest, need, gap_start, gap_end = speed / cap, speed, tp, ti
            nearest = min(nearest, near)
        if last or ti > high_s:
            break
        tp, dp, cp, at = ti, di, ci, i
    return nearest, need, gap_start, gap_end, doubtful


@njit(cache=True, nogil=True)
def search(
    all_fixes: Fixes,
    first: NDArray[np.int64],
    scene: Scene,
    low_s: float,
    high_s: float,
    shift_s: Floats,
    dwell_s: float,
    limits: Limits,
    cap_ms: float,
    rail_ms: float,
    parts: Parts,
    figures: Floats,
    counts: NDArray[np.int64],
    decoys: NDArray[np.int8],
) -> None:
    """Go through all wearers for one crime."""
    # Fills a row for each wearer: `figures` with stay, begin, end, total, closest, covered, nearest, need, gap start, gap end,
    # the longest silence in that gap; `counts` with whether the tag was worn then, fixes inside, fixes too coarse, fixes, fixes
    # not certainly outside.
    for w in range(len(first) - 1):
        a, b = first[w], first[w + 1]
        mine = Fixes(
            all_fixes.t_s[a:b],
            all_fixes.x_m[a:b],
            all_fixes.y_m[a:b],
            all_fixes.z_m[a:b],
            all_fixes.sigma_m[a:b],
            all_fixes.anchor_m[a:b],
            all_fixes.method[a:b],
            all_fixes.clock_s[a:b],
            all_fixes.fast[a:b],
            all_fixes.pace_ms[a:b],
        )
        t = mine.t_s
        if len(t) == 0 or t[-1] < low_s or t[0] > high_s:
            counts[w, 0] = 0
            continue
        counts[w, 0] = 1
        found = stay(t, mine.x_m, mine.y_m, mine.z_m, mine.sigma_m, scene, low_s, high_s)
        figures[w, 0], figures[w, 1], figures[w, 2] = found[0], found[1], found[2]
        figures[w, 3], figures[w, 4] = found[3], found[4]
        figures[w, 5] = covered(t, low_s, high_s, limits.seen_s)
        counts[w, 1], counts[w, 2] = found[5], found[6]
        counts[w, 3] = np.searchsorted(t, high_s, "right") - np.searchsorted(t, low_s)
        shifted(t, mine.x_m, mine.y_m, mine.z_m, mine.sigma_m, scene, low_s, high_s, shift_s, dwell_s, decoys[w])
        if found[0] >= dwell_s:
            continue
        i, j = np.searchsorted(t, low_s - limits.reach_s), np.searchsorted(t, high_s + limits.reach_s)
        cap = cap_ms if j <= i or mine.fast[i] == mine.fast[j - 1] else max(cap_ms, rail_ms)
        near = reach(mine, scene, low_s, high_s, limits, cap, parts)
        figures[w, 6], figures[w, 7], figures[w, 8], figures[w, 9], counts[w, 4] = near[0], near[1], near[2], near[3], near[4]
        figures[w, 10] = silence(t, max(near[2], low_s - limits.reach_s), min(near[3], high_s + limits.reach_s))
