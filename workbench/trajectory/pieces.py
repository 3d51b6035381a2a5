"""Long trails in pieces, one for each core: cut where the tag was silent for so long that nothing reaches across."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from workbench.trajectory.trails import Ints

__all__ = ["at_once", "cuts"]

_Result = TypeVar("_Result")

LONG = 200_000
"""Shorter trails are not cut: starting a thread takes as long as some thousand fixes."""

LOOK = 16_384
"""A silence is looked for among so many fixes on either side of where a cut would be best."""


def cuts(time: Ints, silence_us: float) -> list[int]:
    """Say where a trail may be cut into as many pieces as there are cores, each ending in a long silence."""
    # Numba's number of threads (`NUMBA_NUM_THREADS`) says how many cores to use.
    size = len(time)
    if size < LONG:
        return [0, size]
    from numba import get_num_threads

    found, parts = [0], get_num_threads()
    for k in range(1, parts):
        low, high = max(k * size // parts - LOOK, found[-1]), min(k * size // parts + LOOK, size - 1)
        wait = np.diff(time[low : high + 1])
        if len(wait) and wait.max() > silence_us:
            found.append(low + int(wait.argmax()) + 1)
    return [*found, size]


def at_once(job: Callable[[int, int], _Result], bounds: list[int]) -> list[_Result]:
    """Do a job for each piece at the same time; it must let go of the interpreter, as compiled loops do."""
    # Source: standard library.
    if len(bounds) == 2:
        return [job(*bounds)]
    with ThreadPoolExecutor(len(bounds) - 1) as pool:
        return list(pool.map(job, bounds[:-1], bounds[1:]))
