"""Compiled search through one wearer's fixes for one place and time: how long they stayed, how near they could have come.

Plain columns in, plain numbers out; no policy but what the arguments say. Seconds since 1970, metres from the Earth's centre.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import njit

Floats = NDArray[np.float64]


class Scene(NamedTuple):
    """A place: its centre, the variance of its position, the radius; how far apart two fixes may be to be joined by a line."""

    x_m: float
    y_m: float
    z_m: float
    edge2_m2: float
    radius_m: float
    join_s: float


@njit(cache=True, nogil=True)
def stay(
    t: Floats, x: Floats, y: Floats, z: Floats, sigma: Floats, scene: Scene, low_s: float, high_s: float
) -> tuple[float, float, float, float, float, int, int]:
    """Follow the straight lines between fixes through the place, smaller by the error of the fixes, between two times."""
    # Gives the length and the bounds of the longest stay, all time inside, the least distance (all in the time asked about),
    # how many fixes lie inside, and how many are too coarse to tell.
    r2 = scene.radius_m * scene.radius_m
    longest, begin, end, total, closest2, inside, coarse = 0.0, np.nan, np.nan, 0.0, np.inf, 0, 0
    run_start, run_end = np.nan, -np.inf
    before = -1
    px = py = pz = ps = pd = 0.0
    for i in range(np.searchsorted(t, low_s - scene.join_s), len(t)):
        dx, dy, dz = x[i] - scene.x_m, y[i] - scene.y_m, z[i] - scene.z_m
        d2 = dx * dx + dy * dy + dz * dz
        s2 = sigma[i] * sigma[i] + scene.edge2_m2
        if s2 > 2.25 * r2 and np.sqrt(d2) <= scene.radius_m + 2.0 * np.sqrt(s2):
            if t[i] > high_s + scene.join_s:
                break
            coarse += low_s <= t[i] <= high_s
            continue
        s2 = min(s2, 0.25 * r2)
        if low_s <= t[i] <= high_s:
            closest2 = min(closest2, d2)
            inside += d2 + s2 <= r2
        if before >= 0 and t[i] - t[before] <= scene.join_s and t[i] > t[before] and t[i] >= low_s:
            wait = t[i] - t[before]
            vx, vy, vz = dx - px, dy - py, dz - pz
            a = vx * vx + vy * vy + vz * vz
            half = px * vx + py * vy + pz * vz
            first, last = max((low_s - t[before]) / wait, 0.0), min((high_s - t[before]) / wait, 1.0)
            if first <= last:
                at = min(max(-half / a, first), last) if a > 0 else first
                closest2 = min(closest2, max(pd + at * (2.0 * half + at * a), 0.0))
                b, c = 2.0 * half + s2 - ps, pd + ps - r2
                if a > 1e-9:
                    root = b * b - 4.0 * a * c
                    if root >= 0.0:
                        root = np.sqrt(root)
                        first, last = max(first, (-b - root) / (2.0 * a)), min(last, (-b + root) / (2.0 * a))
                    else:
                        last = -1.0
                elif b > 0.0:
                    last = min(last, -c / b)
                elif b < 0.0:
                    first = max(first, -c / b)
                elif c > 0.0:
                    last = -1.0
                if last >= first:
                    start, stop = t[before] + first * wait, t[before] + last * wait
                    total += stop - start
                    if start - run_end > 1e-6:
                        run_start = start
                    run_end = stop
                    if run_end - run_start > longest:
                        longest, begin, end = run_end - run_start, run_start, run_end
        if t[i] > high_s:
            break
        before, px, py, pz, ps, pd = i, dx, dy, dz, s2, d2
    return longest, begin, end, total, np.sqrt(closest2), inside, coarse


@njit(cache=True, nogil=True)
def shifted(
    t: Floats,
    x: Floats,
    y: Floats,
    z: Floats,
    sigma: Floats,
    scene: Scene,
    low_s: float,
    high_s: float,
    shift_s: Floats,
    dwell_s: float,
    found: NDArray[np.int8],
) -> None:
    """Ask for each shift of the time whether the stay is as long as asked: 1 yes, 0 no, -1 where the tag was not worn."""
    for k in range(len(shift_s)):
        a, b = low_s + shift_s[k], high_s + shift_s[k]
        if len(t) == 0 or t[0] > a or t[-1] < b:
            found[k] = -1
        else:
            found[k] = stay(t, x, y, z, sigma, scene, a, b)[0] >= dwell_s


@njit(cache=True, nogil=True)
def points(
    t: Floats, x: Floats, y: Floats, z: Floats, scene: Scene, low_s: float, high_s: float
) -> tuple[int, float, float, float, float]:
    """Count the fixes within the radius between two times, both included, whatever their error."""
    # Gives their number, the least distance of any fix, the times of the first and last inside, and the time in runs of them.
    count, closest, first, last, total, previous = 0, np.inf, np.nan, np.nan, 0.0, -1
    for i in range(np.searchsorted(t, low_s), len(t)):
        if t[i] > high_s:
            break
        d = np.sqrt((x[i] - scene.x_m) ** 2 + (y[i] - scene.y_m) ** 2 + (z[i] - scene.z_m) ** 2)
        closest = min(closest, d)
        if d <= scene.radius_m:
            count += 1
            if count == 1:
                first = t[i]
            last = t[i]
            if previous == i - 1 and previous >= 0:
                total += t[i] - t[previous]
            previous = i
    return count, closest, first, last, total


@njit(cache=True, nogil=True)
def covered(t: Floats, low_s: float, high_s: float, seen_s: float) -> float:
    """Give the share of a time that lies between fixes at most so far apart; of a single moment 0 or 1."""
    total, wide = 0.0, high_s > low_s
    for i in range(max(int(np.searchsorted(t, low_s)) - 1, 0), len(t) - 1):
        if t[i] > high_s:
            break
        if t[i + 1] - t[i] <= seen_s:
            if wide:
                total += max(min(t[i + 1], high_s) - max(t[i], low_s), 0.0)
            elif t[i] <= low_s <= t[i + 1]:
                return 1.0
    return min(total / (high_s - low_s), 1.0) if wide else 0.0


@njit(cache=True, nogil=True)
def silence(t: Floats, low_s: float, high_s: float) -> float:
    """Give the longest wait for a fix between two times."""
    longest, before = 0.0, low_s
    for i in range(np.searchsorted(t, low_s), len(t)):
        if t[i] >= high_s:
            break
        longest = max(longest, t[i] - before)
        before = t[i]
    return max(longest, high_s - before)
