"""A small made scene: for examples, and to warm the engine up."""

from __future__ import annotations

import numpy as np

from workbench.evidence.paths._kernels import Sights
from workbench.evidence.paths.constraints import Constraint, Kind
from workbench.evidence.paths.grid import Grid
from workbench.evidence.paths.motion import Motion, moves
from workbench.evidence.paths.scene import Scene

__all__ = ["small_claim", "small_scene"]

_CELLS = 70


def small_scene() -> Scene:
    """Make a scene of 70 x 70 cells and six steps, with two fixes in the small claim's region."""
    shape = (_CELLS, _CELLS)
    parts, spreads = np.array([[0.9, 0.09, 0.01]]), np.array([[0.3, 2.0, 9.0]])
    seen = Sights(
        np.array([0, 0, 1, 1, 2, 2, 2]),
        np.full(2, 31.0),
        np.full(2, 31.0),
        np.repeat(parts, 2, axis=0),
        np.repeat(spreads, 2, axis=0),
        np.array([1.0, 0.5]),
    )
    step = moves(Motion(vehicle_ms=5.0), np.ones(shape), 40.0)
    return Scene(Grid(0.0, 0.0, 40.0, _CELLS, _CELLS), step, np.full((3, *shape), 1.0 / (3 * _CELLS**2)), seen, 6)


def small_claim(kind: Kind) -> Constraint:
    """Make a claim about the small scene."""
    inside, ring = np.zeros((_CELLS, _CELLS), bool), np.zeros((_CELLS, _CELLS), bool)
    inside[30:33, 30:33], ring[28:36, 28:36] = True, True
    return Constraint(kind, inside, ring, 2, 5, dwell=2, slack=1)
