"""The error of each fix of a trail, looked up once for all zones, and the chance of lying inside a zone, quickly."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from workbench.position_error.containment import in_polygon
from workbench.position_error.mixture import Mixture, mixture, sigma_m
from workbench.trajectory.dwell import Radii, at_rest
from workbench.trajectory.trails import Floats, Ints, Trail

__all__ = ["Errors", "quick_chance"]

_CELLS_PER_SIGMA = 4.0
_SIGMAS_PER_FACTOR = 10.0  # sigmas are rounded to the nearest of so many for each factor e


class Errors:
    """The error of each fix of one trail, and how much new it says; worked out when first asked for.

    Parameters
    ----------
    radii : Radii
        What the fixes table says about errors.
    trail : Trail
        Fixes of one wearer.
    tau_scale : float
        Factor on how long an error lasts.
    """

    # Most trails come near no zone, so that nothing need be known of their errors.

    def __init__(self, radii: Radii, trail: Trail, tau_scale: float) -> None:
        self.radii = radii
        self.trail = trail
        self.tau_scale = tau_scale

    @cached_property
    def newness(self) -> Floats:
        """How much new each fix says."""
        scaled = self.radii._replace(tau_s=self.radii.tau_s * self.tau_scale)
        return at_rest(scaled, self.trail, 0.0).fresh

    def sigma(self, at: Ints) -> Floats:
        """Give the main part's per-axis sigma of some fixes, metres."""
        radii, rows = self.radii, self.trail.rows[at]
        return sigma_m(radii.radius_m[rows], radii.level[rows], self._methods(rows))

    def parts(self, at: Ints, edge_m: float) -> Mixture:
        """Give the error of some fixes with that of a drawn edge added in quadrature."""
        whole = mixture(self.sigma(at), self._methods(self.trail.rows[at]))
        return Mixture(whole.weight, np.hypot(whole.s_m, edge_m))

    def _methods(self, rows: Ints) -> NDArray[np.str_]:
        return np.array(self.radii.methods)[self.radii.kind[rows]]


def quick_chance(x: Floats, y: Floats, parts: Mixture, shape: shapely.Geometry) -> Floats:
    """Give the chance of lying inside a polygon under the whole error of each fix, in short time for many fixes."""
    # The main part of the error is worked out exactly. The wide parts, a tenth of the weight, change little over a quarter of
    # their sigma: fixes that agree to that share one calculation. Func:`workbench.position_error.containment.in_polygon`.
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
