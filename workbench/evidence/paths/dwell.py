"""Claims held true along a path, in plain numpy: a visit that lasts, a stay with little absence. Oracle of ``held``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.paths.forward import Sweep, step_on
from workbench.evidence.paths.moving._kernels import Moves

__all__ = ["stay", "visit"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def visit(
    sweep: Sweep, back: Floats, seen: Floats, moves: Moves, inside: Mask, ring: Mask, *, first: int, last: int, dwell: int
) -> tuple[float, float, float]:
    """Give the chances of a lasting visit, of coming near without one, and of neither."""
    # Source: hidden Markov model with a counter of consecutive steps, absorbing at `dwell`.
    far, near = sweep.states[first - 1].copy(), np.zeros_like(sweep.states[0])
    count = np.zeros((dwell + 1, *near.shape))
    done = 0.0
    for k in range(first, last):
        factor = seen[k] / np.exp(sweep.logs[k])
        far, near, moved = step_on(far, moves), step_on(near, moves), [step_on(c, moves) for c in count[1:dwell]]
        near = near + sum((np.where(inside, 0.0, m) for m in moved), np.zeros_like(near))
        count = np.zeros_like(count)
        count[1] = np.where(inside, far + near, 0.0)
        for c, m in enumerate(moved, start=2):
            count[c] = np.where(inside, m, 0.0)
        near = np.where(inside, 0.0, near + np.where(ring, far, 0.0))
        far = np.where(ring | inside, 0.0, far)
        far, near, count = far * factor, near * factor, count * factor
        done += float((count[dwell] * back[k]).sum())
        count[dwell] = 0.0
    end = back[last - 1]
    return done, float((near * end).sum() + (count * end).sum()), float((far * end).sum())


def stay(
    sweep: Sweep,
    back: Floats,
    seen: Floats,
    moves: Moves,
    inside: Mask,
    within: Mask,
    *,
    first: int,
    last: int,
    slack: int,
    every: int = 1,
) -> float:
    """Give the chance of being inside throughout, but for a few steps."""
    # Source: hidden Markov model with a counter of steps outside.
    layers = [sweep.states[first - 1], *(np.zeros_like(sweep.states[0]) for _ in range(slack))]
    for k in range(first, last):
        factor = seen[k] / np.exp(sweep.logs[k])
        moved = [np.where(within, step_on(layer, moves), 0.0) * factor for layer in layers]
        if (k - first) % every:
            layers = moved
            continue
        layers = [np.where(inside, m, 0.0) + (np.where(inside, 0.0, moved[j - 1]) if j else 0.0) for j, m in enumerate(moved)]
    return float(sum((layer * back[last - 1]).sum() for layer in layers))
