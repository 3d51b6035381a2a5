"""The chance that the true point lies inside a circle or a polygon, given one fix. Vectorised; metres throughout.

A flat prior over the neighbourhood is taken; each function is for one round normal law of sigma ``s`` per axis, and
:func:`chance` sums over the parts of a fix's error mixture.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.special import chndtr, ndtr, owens_t

from workbench.base import InputError
from workbench.position_error.error_mixture import Mixture

__all__ = ["chance", "in_circle", "in_circle_quick", "in_half_plane", "in_polygon", "signed_distance"]

Floats = NDArray[np.float64]

_REACH = 8.5  # beyond this many sigmas from the edge the chance is below 1e-15 of being otherwise
_CHUNK = 400_000  # points times edges worked on at once


def in_half_plane(g_m: ArrayLike, s_m: ArrayLike) -> Floats:
    """Give the chance of lying behind a long straight edge."""
    # Source: normal distribution.
    return np.asarray(ndtr(np.asarray(g_m, float) / np.asarray(s_m, float)))


def in_circle(d_m: ArrayLike, radius_m: ArrayLike, s_m: ArrayLike) -> Floats:
    """Give the chance of lying inside a circle, exactly.

    Parameters
    ----------
    d_m : array_like of float
        Distance from the fix to the centre, metres.
    radius_m : array_like of float
        Radius, metres.
    s_m : array_like of float
        Sigma per axis, metres.
    """
    # Source: noncentral chi-square law with two degrees of freedom (one minus Marcum's Q).
    d, r, s = np.broadcast_arrays(*(np.asarray(v, float) for v in (d_m, radius_m, s_m)))
    result = np.where(d <= r, 1.0, 0.0)
    near = np.abs(d - r) < _REACH * s
    if near.any():
        q, nc = (r[near] / s[near]) ** 2, (d[near] / s[near]) ** 2
        result[near] = chndtr(q, 2, nc)
    return np.clip(result, 0.0, 1.0)


def in_circle_quick(d_m: ArrayLike, radius_m: ArrayLike, s_m: ArrayLike) -> Floats:
    """Give the chance of lying inside a circle by a closed form, for screening many fixes."""
    d, r, s = (np.asarray(v, float) for v in (d_m, radius_m, s_m))
    return np.asarray(ndtr(r / s - np.sqrt((d / s) ** 2 + 1.0)))


def in_polygon(x_m: ArrayLike, y_m: ArrayLike, s_m: ArrayLike, shape: shapely.Geometry) -> Floats:
    """Give the chance of lying inside any polygon, holes and parts included, exactly.

    Parameters
    ----------
    x_m, y_m : array_like of float, shape (n,)
        The fixes, metres.
    s_m : array_like of float, shape (n,)
        Sigma per axis, metres.
    shape : shapely.Polygon or shapely.MultiPolygon
        The region in the same metres.

    Raises
    ------
    InputError
        If the shape is not a polygon, is empty or crosses itself.
    """
    # Source: the integral over a polygon in polar form around the fix, one sum over edges, each by Owen's T function.
    x, y, s = (np.ascontiguousarray(v) for v in np.broadcast_arrays(*(np.asarray(v, float) for v in (x_m, y_m, s_m))))
    _polygons(shape)
    start, end = _edges(shape)
    edge_away = shapely.distance(shape.boundary, shapely.points(x, y))
    result = shapely.intersects_xy(shape, x, y).astype(float)
    near = np.flatnonzero(edge_away < _REACH * s)
    step = max(1, _CHUNK // len(start))
    for first in range(0, len(near), step):
        rows = near[first : first + step]
        result[rows] = _edge_sum(x[rows], y[rows], s[rows], start, end)
    return np.clip(result, 0.0, 1.0)


def chance(x_m: ArrayLike, y_m: ArrayLike, parts: Mixture, shape: shapely.Geometry, *, radius_m: float | None = None) -> Floats:
    """Give the chance of lying inside a region under the whole error mixture of each fix.

    Parameters
    ----------
    x_m, y_m : array_like of float, shape (n,)
        The fixes, metres.
    parts : Mixture
        From :func:`workbench.position_error.error_mixture.mixture`.
    shape : shapely.Point, shapely.Polygon or shapely.MultiPolygon
        The region in the same metres; a point needs `radius_m`.
    radius_m : float, optional
        With a point: the radius of the circle around it, metres.

    Raises
    ------
    InputError
        If the shape is neither a polygon nor a point with a radius.
    """
    # Source: weighted sum of the exact laws.
    x, y = np.asarray(x_m, float), np.asarray(y_m, float)
    total = np.zeros(len(x))
    round_region = isinstance(shape, shapely.Point) and radius_m is not None
    d = np.hypot(x - shape.x, y - shape.y) if round_region else x
    for part in range(parts.weight.shape[1]):
        weight, s = parts.weight[:, part], parts.s_m[:, part]
        if not np.any(weight > 0):
            continue
        inside = in_circle(d, float(radius_m or 0), s) if round_region else in_polygon(x, y, s, shape)
        total += weight * inside
    return np.clip(total, 0.0, 1.0)


def signed_distance(x_m: ArrayLike, y_m: ArrayLike, shape: shapely.Geometry) -> Floats:
    """Measure how far outside a region points lie; negative inside.

    Parameters
    ----------
    x_m, y_m : array_like of float, shape (n,)
        Points, metres.
    shape : shapely.Polygon or shapely.MultiPolygon
        The region in the same metres.

    Raises
    ------
    InputError
        If the shape is not a polygon.
    """
    # Source: shapely.
    _polygons(shape)
    x, y = np.asarray(x_m, float), np.asarray(y_m, float)
    away = shapely.distance(shape.boundary, shapely.points(x, y))
    return np.where(shapely.intersects_xy(shape, x, y), -away, away)


def _polygons(shape: shapely.Geometry) -> None:
    if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon) or shape.is_empty:
        raise InputError(
            f"A region must be a polygon, not {getattr(shape, 'geom_type', type(shape).__name__)}.",
            where="shape",
            do="Give a polygon, or a point with a radius.",
        )
    if not shape.is_valid:
        raise InputError("The region's edge crosses itself.", where="shape", do="Repair it with shapely.make_valid first.")


def _edges(shape: shapely.Geometry) -> tuple[Floats, Floats]:
    """List all edges with the region on their left: outer rings against the clock, holes with it."""
    starts, ends = [], []
    for part in shapely.get_parts(shape):
        oriented = shapely.geometry.polygon.orient(part)
        for ring in (oriented.exterior, *oriented.interiors):
            corners = np.asarray(ring.coords)[:, :2]
            starts.append(corners[:-1])
            ends.append(corners[1:])
    start, end = np.concatenate(starts), np.concatenate(ends)
    real = np.any(start != end, axis=1)
    return start[real], end[real]


def _edge_sum(x: Floats, y: Floats, s: Floats, start: Floats, end: Floats) -> Floats:
    along = end - start
    unit = along / np.hypot(along[:, 0], along[:, 1])[:, None]
    ax, ay = start[:, 0] - x[:, None], start[:, 1] - y[:, None]
    bx, by = end[:, 0] - x[:, None], end[:, 1] - y[:, None]
    h = ax * unit[:, 1] - ay * unit[:, 0]
    off = np.abs(h) > 1e-9
    safe = np.where(off, np.abs(h), 1.0)
    first = (ax * unit[:, 0] + ay * unit[:, 1]) / safe
    last = (bx * unit[:, 0] + by * unit[:, 1]) / safe
    u = safe / s[:, None]
    turn = (np.arctan(last) - np.arctan(first)) / (2.0 * np.pi)
    each = turn - (owens_t(u, last) - owens_t(u, first))
    return np.asarray(np.where(off, np.sign(h) * each, 0.0).sum(axis=1))
