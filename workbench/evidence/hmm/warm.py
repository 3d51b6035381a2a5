"""Compile every pass once, at set-up, so that the first claim does not wait."""

from __future__ import annotations

import time

import numpy as np

from workbench.evidence.hmm._kernels_sweep import Emissions
from workbench.evidence.hmm.constraints import KINDS, Constraint, Kind
from workbench.evidence.hmm.forward_backward import chances
from workbench.evidence.hmm.grid import Grid
from workbench.evidence.hmm.model import HiddenMarkovModel
from workbench.evidence.hmm.motion import Motion, transitions
from workbench.evidence.hmm.posterior import draw_paths

__all__ = ["small_claim", "small_model", "warm"]

_CELLS = 70


def small_model() -> HiddenMarkovModel:
    """Make a model of 70 x 70 cells and six steps, with two fixes in the small claim's region."""
    shape = (_CELLS, _CELLS)
    parts, spreads = np.array([[0.9, 0.09, 0.01]]), np.array([[0.3, 2.0, 9.0]])
    seen = Emissions(
        np.array([0, 0, 1, 1, 2, 2, 2]),
        np.full(2, 31.0),
        np.full(2, 31.0),
        np.repeat(parts, 2, axis=0),
        np.repeat(spreads, 2, axis=0),
        np.array([1.0, 0.5]),
    )
    step = transitions(Motion(vehicle_ms=5.0), np.ones(shape), 40.0)
    return HiddenMarkovModel(Grid(0.0, 0.0, 40.0, _CELLS, _CELLS), step, np.full((3, *shape), 1.0 / (3 * _CELLS**2)), seen, 6)


def small_claim(kind: Kind) -> Constraint:
    """Make a claim about the small model."""
    inside, ring = np.zeros((_CELLS, _CELLS), bool), np.zeros((_CELLS, _CELLS), bool)
    inside[30:33, 30:33], ring[28:36, 28:36] = True, True
    return Constraint(kind, inside, ring, 2, 5, dwell=2, slack=1)


def warm() -> float:
    """Run every compiled pass on a small model; what is compiled stays on disk beside the package."""
    # Source: numba's cache on disk.
    began = time.perf_counter()
    model = small_model()
    for kind in KINDS:
        chances(model, small_claim(kind))
    draw_paths(model, first=1, last=6, n=2)
    return time.perf_counter() - began
