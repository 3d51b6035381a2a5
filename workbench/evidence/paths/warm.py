"""Compile the engine once, at set-up, so that the first claim does not wait."""

from __future__ import annotations

import time

from workbench.evidence.paths.constraints import KINDS
from workbench.evidence.paths.engine import chances
from workbench.evidence.paths.sample import draw_paths
from workbench.evidence.paths.small import small_claim, small_scene

__all__ = ["warm"]


def warm() -> float:
    """Run every compiled pass on a small scene; what is compiled stays on disk beside the package."""
    # Source: numba's cache on disk.
    began = time.perf_counter()
    scene = small_scene()
    for kind in KINDS:
        chances(scene, small_claim(kind))
    draw_paths(scene, first=1, last=6, n=2)
    return time.perf_counter() - began
