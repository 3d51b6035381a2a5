"""Small random models for the path engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from workbench.evidence.hmm._kernels_sweep import Emissions
from workbench.evidence.hmm.grid import Grid
from workbench.evidence.hmm.model import HiddenMarkovModel
from workbench.evidence.hmm.motion import Motion, transitions

MakeModel = Callable[..., HiddenMarkovModel]


@pytest.fixture(scope="session")
def make_model() -> MakeModel:
    """Give a maker of models with random fixes, starts and attractions."""

    def make(
        seed: int,
        shape: tuple[int, int] = (9, 11),
        steps: int = 10,
        fixes: int = 4,
        vehicle_ms: float = 3.0,
        cell_m: float = 40.0,
        spread: float = 0.3,
        tight: bool = False,
    ) -> HiddenMarkovModel:
        random = np.random.default_rng(seed)
        ny, nx = shape
        at = np.sort(random.choice(steps, fixes, replace=False))
        sigma = spread * random.uniform(0.7, 1.5, fixes)[:, None] * np.array([1.0, 4.0, 25.0])
        x, y = random.uniform(-0.5, nx - 0.5, fixes), random.uniform(-0.5, ny - 0.5, fixes)
        if tight:
            x, y = nx / 2 + random.normal(0, 1, fixes), ny / 2 + random.normal(0, 1, fixes)
        emissions = Emissions(
            np.searchsorted(at, np.arange(steps + 1)).astype(np.int64),
            x,
            y,
            np.tile([0.9, 0.085, 0.015], (fixes, 1)),
            sigma**2 + 1 / 12,
            random.uniform(0.2, 1.0, fixes),
        )
        start = random.random((3, *shape)) * np.array([20.0, 1.0, 1.0])[:, None, None]
        step = transitions(Motion(vehicle_ms=vehicle_ms), random.uniform(0.1, 7.0, shape), cell_m)
        return HiddenMarkovModel(Grid(0.0, 0.0, cell_m, nx, ny), step, start / start.sum(), emissions, steps)

    return make


@pytest.fixture(scope="session")
def box() -> Callable[..., np.ndarray]:
    """Give a maker of rectangular masks."""

    def make(shape: tuple[int, int], y0: int, y1: int, x0: int, x1: int) -> np.ndarray:
        mask = np.zeros(shape, bool)
        mask[y0:y1, x0:x1] = True
        return mask

    return make
