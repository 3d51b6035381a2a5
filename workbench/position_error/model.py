"""How exact fixes are taken to be, per method: the shipped figures, and what measuring puts in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

__all__ = ["DEFAULT_R68_M", "FLOOR_M", "MIXTURES", "SHIPPED", "TAU_S", "ErrorModel", "K", "Parts"]

Parts = tuple[tuple[float, ...], tuple[float, ...]]
"""Weights of an error's parts, and their widths in units of the main one."""

FLOOR_M = 3.0
"""No fix is taken to be better than this, metres per axis."""

K: Mapping[str, float] = {"gnss": 1.25, "wifi": 4.0, "cell": 1.6, "beacon": 1.25, "unknown": 1.6}
"""How optimistic supplied radii are, per method: measured for gnss, wifi, cell; own choice for the other two."""

DEFAULT_R68_M: Mapping[str, float] = {"gnss": 15.0, "wifi": 95.0, "cell": 770.0, "beacon": 30.0, "unknown": 95.0}
"""Radius holding 68 % where none is supplied, metres; beacon and unknown are own choices on the careful side."""

MIXTURES: Mapping[str, Parts] = {
    "gnss": ((0.90, 0.085, 0.015), (1.0, 4.0, 25.0)),
    "wifi": ((0.90, 0.07, 0.03), (1.0, 3.0, 60.0)),
    "cell": ((0.95, 0.05, 0.0), (1.0, 3.0, 1.0)),
    "beacon": ((0.90, 0.085, 0.015), (1.0, 4.0, 25.0)),
    "unknown": ((0.90, 0.07, 0.03), (1.0, 4.0, 25.0)),
}
"""Weights and multipliers of the error's parts, per method."""

TAU_S: Mapping[str, tuple[float, float]] = {
    "gnss": (120.0, 300.0),
    "wifi": (1800.0, 1800.0),
    "cell": (300.0, 300.0),
    "beacon": (300.0, 300.0),
    "unknown": (300.0, 1800.0),
}
"""How long one error lasts, seconds: (moving, at rest), per method."""


@dataclass(frozen=True)
class ErrorModel:
    """What is assumed of the errors of fixes, per method.

    Parameters
    ----------
    k : mapping of str to float
        How many times wider than supplied radii claim the errors are.
    mixtures : mapping of str to Parts
        Their parts.
    tau_s : mapping of str to (float, float)
        How long one error lasts, seconds: moving, at rest.
    measured : mapping
        Method to what was measured of it; empty for the shipped figures.
    warnings : tuple of str
        What to bear in mind of the measuring.
    """

    # Source: see :mod:`workbench.position_error.error_mixture`.

    k: Mapping[str, float] = field(default_factory=lambda: K)
    mixtures: Mapping[str, Parts] = field(default_factory=lambda: MIXTURES)
    tau_s: Mapping[str, tuple[float, float]] = field(default_factory=lambda: TAU_S)
    measured: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def with_measured(
        self,
        k: Mapping[str, float],
        mixtures: Mapping[str, Parts],
        rest_s: Mapping[str, float],
        *,
        measured: Mapping[str, Mapping[str, Any]],
        warnings: tuple[str, ...] = (),
    ) -> ErrorModel:
        """Put measured figures in the place of these; an error in motion lasts no longer than the one measured at rest."""
        tau = {method: (min(self.tau_s[method][0], rest), rest) for method, rest in rest_s.items()}
        return replace(
            self,
            k={**self.k, **k},
            mixtures={**self.mixtures, **mixtures},
            tau_s={**self.tau_s, **tau},
            measured=measured,
            warnings=warnings,
        )


SHIPPED = ErrorModel()
"""The figures in force where nothing was measured."""
