"""How far the tag could have gone between two fixes: the space-time prism, and what it excludes.

Every function errs on the side of "possible": only what no journey could do is excluded.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from workbench.evidence.readings import Reading
from workbench.position_error import RAYLEIGH_999, joined_by_a_journey

__all__ = ["Windows", "need_m", "slack_s", "visit_windows"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


class Windows(NamedTuple):
    """When the tag could have been inside: from earliest arrival to latest departure, one row per silence or doubt.

    ``before`` and ``after`` are the positions in the reading of the fixes on either side, -1 where there is none.
    """

    start_s: Floats
    end_s: Floats
    before: NDArray[np.intp]
    after: NDArray[np.intp]

    @property
    def longest_s(self) -> float:
        """The longest visit that is not excluded, seconds; below zero if none is possible."""
        return float((self.end_s - self.start_s).max(initial=-np.inf))


def need_m(ax: ArrayLike, ay: ArrayLike, bx: ArrayLike, by: ArrayLike, region: shapely.Geometry) -> Floats:
    """Measure the shortest way from A to B that touches a region."""
    # Source: reflection at each edge; the alibi query of Kuijpers, Grimson and Othman (2011) for one region.
    a = np.column_stack([np.atleast_1d(np.asarray(v, float)) for v in (ax, ay)])
    b = np.column_stack([np.atleast_1d(np.asarray(v, float)) for v in (bx, by)])
    direct = np.hypot(*(a - b).T)
    touching = shapely.intersects(region, shapely.linestrings(np.stack([a, b], axis=1)))
    rings = [np.asarray(r.coords)[:, :2] for p in shapely.get_parts(region) for r in (p.exterior, *p.interiors)]
    start, end = np.concatenate([r[:-1] for r in rings]), np.concatenate([r[1:] for r in rings])
    length = np.hypot(*(end - start).T)
    unit = (end - start) / np.where(length > 0, length, 1.0)[:, None]
    (ta, ha), (tb, hb) = (_along(p, start, unit) for p in (a, b))
    total = ha + hb
    at = np.where(total > 0, (ta * hb + tb * ha) / np.where(total > 0, total, 1.0), ta)
    at = np.clip(at, 0.0, length)
    best = (np.hypot(at - ta, ha) + np.hypot(at - tb, hb)).min(axis=1, initial=np.inf)
    return np.where(touching, direct, best)


def _along(points: Floats, start: Floats, unit: Floats) -> tuple[Floats, Floats]:
    """Give each point's place along each edge's line and its distance from that line."""
    dx, dy = points[:, :1] - start[:, 0], points[:, 1:] - start[:, 1]
    return dx * unit[:, 0] + dy * unit[:, 1], np.abs(dx * unit[:, 1] - dy * unit[:, 0])


def slack_s(wait_s: ArrayLike, way_m: ArrayLike, cap_ms: float) -> Floats:
    """Give the time left over for a stay after the least journey."""
    # Source: space-time prism (Kuijpers, Grimson and Othman 2011).
    return np.asarray(wait_s, float) - np.asarray(way_m, float) / cap_ms


def visit_windows(reading: Reading, outer: shapely.Geometry, low_s: float, high_s: float) -> Windows:
    """List when the tag could have been inside the region."""
    # Source: space-time prism with the anchors' 99.9 % errors taken off the distances. Where no journey joins two fixes in a
    # row, one of them is wrong, or the tag went as nothing on the ground goes: each bounds time on its own side only, and
    # nothing between them is excluded (methods 17.4). A fix of no trust that lies between two such fixes bounds nothing.
    first, last = _torn(reading)
    at = np.flatnonzero(reading.outside & ~_between(len(reading.t_s), first, last))
    left = np.maximum(reading.away_m - reading.error_m, 0.0) / reading.cap_ms
    before, after = np.concatenate([[-1], at]), np.concatenate([at, [-1]])
    start = np.where(before < 0, -np.inf, (reading.t_s + left)[before] if len(at) else -np.inf)
    end = np.where(after < 0, np.inf, (reading.t_s - left)[after] if len(at) else np.inf)
    torn = _open(reading, first, last, before, after, start, end)
    start, end = np.maximum(start, low_s), np.minimum(end, high_s)
    across_s = float(np.hypot(*np.subtract(outer.bounds[2:], outer.bounds[:2]))) / reading.cap_ms
    tight = np.flatnonzero(~torn & (before >= 0) & (after >= 0) & (end >= start) & (end - start < across_s))
    if len(tight):
        i, j = before[tight], after[tight]
        way = need_m(reading.x_m[i], reading.y_m[i], reading.x_m[j], reading.y_m[j], outer)
        way = np.maximum(way - reading.error_m[i] - reading.error_m[j], 0.0)
        late = slack_s(reading.t_s[j] - reading.t_s[i], way, reading.cap_ms) < 0
        end[tight[late]] = -np.inf
    keep = end >= start
    return Windows(start[keep], end[keep], before[keep], after[keep])


def _torn(reading: Reading) -> tuple[Ints, Ints]:
    """List the pairs of fixes that no journey joins: of neighbours, of trusted fixes in a row, of fixes outside in a row."""
    pairs = []
    sigma, place = reading.error_m / RAYLEIGH_999, np.stack([reading.x_m, reading.y_m])
    for at in (np.arange(len(reading.t_s)), np.flatnonzero(reading.trusted), np.flatnonzero(reading.outside)):
        joined = joined_by_a_journey(at[:-1], at[1:], reading.t_s, place, sigma, reading.cap_ms)
        pairs.append(np.column_stack([at[:-1], at[1:]])[~joined])
    found = np.unique(np.concatenate(pairs), axis=0)
    found = found[np.lexsort((-found[:, 1], found[:, 0]))]
    # A pair that holds another one says no more than it: fixes between them would be passed over for nothing.
    least = np.append(np.minimum.accumulate(found[::-1, 1])[::-1][1:], len(reading.t_s))[: len(found)]
    found = found[least > found[:, 1]]
    return found[:, 0], found[:, 1]


def _between(size: int, first: Ints, last: Ints) -> NDArray[np.bool_]:
    """Mark the fixes that lie between the two of a pair."""
    change = np.zeros(size + 1, np.int64)
    np.add.at(change, first + 1, 1)
    np.add.at(change, last, -1)
    return np.asarray(np.cumsum(change[:-1]) > 0)


def _open(reading: Reading, first: Ints, last: Ints, before: Ints, after: Ints, start: Floats, end: Floats) -> NDArray[np.bool_]:
    """Open the time around each pair that no journey joins, in place, and say which rows hold one."""
    if not len(first):
        return np.zeros(len(start), bool)
    size = len(reading.t_s)
    lowest = np.searchsorted(first, before, "left")
    highest = np.searchsorted(last, np.where(after < 0, size, after), "right") - 1
    torn = highest >= lowest
    start[torn] = np.minimum(start[torn], reading.t_s[first[lowest[torn]]])
    end[torn] = np.maximum(end[torn], reading.t_s[last[highest[torn]]])
    return torn
