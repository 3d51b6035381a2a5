"""All that the engine needs to try every path, but for the claim."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.paths._kernels import Sights
from workbench.evidence.paths.emission import no_sights
from workbench.evidence.paths.grid import Grid
from workbench.evidence.paths.moving._kernels import Moves

__all__ = ["Scene"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scene:
    """All that the engine needs to try every path, but for the claim.

    Parameters
    ----------
    grid : Grid
        Where.
    moves : Moves
        How people move on it, from :func:`workbench.evidence.paths.motion.moves`.
    start : numpy.ndarray, shape (3, ny, nx)
        Chances before the first fix: still, on foot, in a vehicle. Sum 1.
    sights : Sights
        The fixes on steps, from :func:`workbench.evidence.paths.emission.sights`.
    steps : int
        How many steps.
    step_s : float
        Length of a step, seconds.
    """

    # Source: hidden Markov model over mode and cell.

    grid: Grid
    moves: Moves
    start: Floats
    sights: Sights
    steps: int
    step_s: float = 60.0

    def without_fixes(self) -> Scene:
        """Give the same scene as it was before any fix was looked at."""
        return replace(self, sights=no_sights(self.steps))

    @property
    def last_seen(self) -> int:
        """The last step with a fix, or -1."""
        seen = np.flatnonzero(np.diff(self.sights.first))
        return int(seen[-1]) if len(seen) else -1
