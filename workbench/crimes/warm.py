"""Compile the search once, at set-up, so that the first crimes do not wait."""

from __future__ import annotations

import time

from workbench.crimes.match import match_crimes
from workbench.testing import sample_crimes, sample_tracks

__all__ = ["warm"]


def warm() -> float:
    """Search for the sample crime by both rules; what is compiled stays on disk beside the package."""
    # Source: numba's cache on disk.
    began = time.perf_counter()
    for method in ("evidence", "circle-100m"):
        match_crimes(sample_crimes(), sample_tracks(), decoy_days=1, method=method, progress=False)
    return time.perf_counter() - began
