"""How far the tag could have gone between two fixes: the space-time prism, and what it excludes.

Every function errs on the side of "possible": only what no journey could do is excluded.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from workbench.evidence.witness import Reading

__all__ = ["Windows", "need_m", "slack_s", "visit_windows"]

Floats = NDArray[np.float64]


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
    # Source: space-time prism with the anchors' 99.9 % errors taken off the distances. Where two neighbouring anchors are
    # further apart than any journey allows, one of them is wrong, and nothing between them is excluded.
    at = np.flatnonzero(reading.outside)
    left = np.maximum(reading.away_m - reading.error_m, 0.0) / reading.cap_ms
    before, after = np.concatenate([[-1], at]), np.concatenate([at, [-1]])
    start = np.where(before < 0, -np.inf, (reading.t_s + left)[before] if len(at) else -np.inf)
    end = np.where(after < 0, np.inf, (reading.t_s - left)[after] if len(at) else np.inf)
    start, end = np.maximum(start, low_s), np.minimum(end, high_s)
    across_s = float(np.hypot(*np.subtract(outer.bounds[2:], outer.bounds[:2]))) / reading.cap_ms
    tight = np.flatnonzero((before >= 0) & (after >= 0) & (end >= start) & (end - start < across_s))
    if len(tight):
        i, j = before[tight], after[tight]
        way = need_m(reading.x_m[i], reading.y_m[i], reading.x_m[j], reading.y_m[j], outer)
        way = np.maximum(way - reading.error_m[i] - reading.error_m[j], 0.0)
        late = slack_s(reading.t_s[j] - reading.t_s[i], way, reading.cap_ms) < 0
        end[tight[late]] = -np.inf
    _mend(reading, before, after, start, end, (low_s, high_s))
    keep = end >= start
    return Windows(start[keep], end[keep], before[keep], after[keep])


def _mend(
    reading: Reading, before: NDArray[np.intp], after: NDArray[np.intp], start: Floats, end: Floats, asked: tuple[float, float]
) -> None:
    """Open the whole time between two anchors that contradict one another, in place."""
    both = np.flatnonzero((before >= 0) & (after >= 0))
    i, j = before[both], after[both]
    apart = np.hypot(reading.x_m[i] - reading.x_m[j], reading.y_m[i] - reading.y_m[j]) - reading.error_m[i] - reading.error_m[j]
    torn = apart > reading.cap_ms * (reading.t_s[j] - reading.t_s[i])
    rows = both[torn]
    start[rows] = np.maximum(reading.t_s[before[rows]], asked[0])
    end[rows] = np.minimum(reading.t_s[after[rows]], asked[1])
