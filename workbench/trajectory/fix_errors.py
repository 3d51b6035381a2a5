"""The error of each fix of a trail, looked up once for all zones and stays, and the chance of lying inside a zone, quickly."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from workbench.position_error import (
    AIR_MS,
    FLOOR_M,
    LEVEL_UNKNOWN,
    TAU_S,
    TEMPER_FLOOR,
    K,
    Mixture,
    gone_around,
    in_polygon,
    interleaved,
    mixture,
    radius_to_sigma,
    sigma_m,
)
from workbench.tables import Tracks
from workbench.trajectory.trails import Floats, Ints, Trail, coded, frozen

__all__ = ["AtRest", "Errors", "Radii", "at_rest", "quick_chance", "radii"]


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
    from workbench.trajectory.kernels.trails import errors

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

    @cached_property
    def contradicted(self) -> NDArray[np.bool_]:
        """Whether steps that not even an aircraft makes lead to each fix and away, and the fixes around it do without it."""
        time, place = self.trail.time / 1e6, np.stack([self.trail.x, self.trail.y])
        # Hardly any trail has such a step, and its errors could only make it shorter: so they are looked up last.
        if not (np.hypot(*np.diff(place)) > AIR_MS * np.diff(time)).any():
            return np.zeros(len(time), bool)
        sigma = self.sigma(np.arange(len(time)))
        return gone_around(time, place, sigma, cap_ms=AIR_MS) | interleaved(time, place, sigma, cap_ms=AIR_MS)

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
