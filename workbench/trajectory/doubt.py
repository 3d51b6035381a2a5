"""The error of each fix of a trail, looked up once for all zones, and the chance of lying inside a zone, quickly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from workbench.fixerror import Mixture
from workbench.inside import in_polygon
from workbench.trajectory.trails import Floats, Ints

__all__ = ["Errors", "quick_chance"]

_CELLS_PER_SIGMA = 4.0
_SIGMAS_PER_FACTOR = 10.0  # sigmas are rounded to the nearest of so many for each factor e


class Errors(NamedTuple):
    """The error of each fix of one trail, and how much new it says."""

    whole: Mixture
    newness: Floats

    def sigma(self, at: Ints) -> Floats:
        """Give the main part's per-axis sigma of some fixes, metres."""
        return self.whole.s_m[at, 0]

    def parts(self, at: Ints, edge_m: float) -> Mixture:
        """Give the error of some fixes with that of a drawn edge added in quadrature."""
        return Mixture(self.whole.weight[at], np.hypot(self.whole.s_m[at], edge_m))


def quick_chance(x: Floats, y: Floats, parts: Mixture, shape: shapely.Geometry) -> Floats:
    """Give the chance of lying inside a polygon under the whole error of each fix, in short time for many fixes.

    The main part of the error is worked out exactly. The wide parts, a tenth of the weight, change little over a
    quarter of their sigma: fixes that agree to that share one calculation.

    Parameters
    ----------
    x, y : numpy.ndarray of float64, shape (n,)
        The fixes, metres.
    parts : Mixture
        Their error.
    shape : shapely.Polygon or shapely.MultiPolygon
        The region in the same metres.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Within 0.01 of :func:`workbench.inside.chance`.

    Notes
    -----
    Source: own code over :func:`workbench.inside.in_polygon`.

    Examples
    --------
    >>> parts = Mixture(np.array([[0.9, 0.1]]), np.array([[10.0, 40.0]]))
    >>> quick_chance(np.zeros(1), np.zeros(1), parts, shapely.box(-500, -500, 500, 500)).round(2).tolist()
    [1.0]
    """
    total = parts.weight[:, 0] * in_polygon(x, y, parts.s_m[:, 0], shape)
    for part in range(1, parts.weight.shape[1]):
        weight = parts.weight[:, part]
        step = np.round(_SIGMAS_PER_FACTOR * np.log(parts.s_m[:, part]))
        s = np.exp(step / _SIGMAS_PER_FACTOR)
        cell = np.column_stack([step, np.round(x / s * _CELLS_PER_SIGMA), np.round(y / s * _CELLS_PER_SIGMA)])
        _, first, back = np.unique(cell[weight > 0], axis=0, return_index=True, return_inverse=True)
        at = np.flatnonzero(weight > 0)[first]
        size = s[at] / _CELLS_PER_SIGMA
        few = in_polygon(cell[at, 1] * size, cell[at, 2] * size, s[at], shape)
        total[weight > 0] += weight[weight > 0] * few[back.reshape(-1)]
    return np.clip(total, 0.0, 1.0)
