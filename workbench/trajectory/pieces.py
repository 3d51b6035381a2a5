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
    """Say where a trail may be cut into as many pieces as there are cores, each ending in a long silence.

    Parameters
    ----------
    time : numpy.ndarray of int64, shape (n,)
        Microseconds, increasing.
    silence_us : float
        How long a silence must be, microseconds.

    Returns
    -------
    list of int
        Where pieces begin and end: 0, the first fix after each silence, n. None in between for a short trail, one core or a
        trail without silences.

    Notes
    -----
    Source: own code; numba's number of threads (``NUMBA_NUM_THREADS``) says how many cores to use.

    Examples
    --------
    >>> cuts(np.arange(9), 5)
    [0, 9]
    """
    size = len(time)
    if size < LONG:
        return [0, size]
    from numba import get_num_threads

    found, parts = [0], get_num_threads()
    for k in range(1, parts):
        low, high = max(k * size // parts - LOOK, found[-1]), min(k * size // parts + LOOK, size - 1)
        wait = np.diff(time[low:high + 1])
        if len(wait) and wait.max() > silence_us:
            found.append(low + int(wait.argmax()) + 1)
    return [*found, size]


def at_once(job: Callable[[int, int], _Result], bounds: list[int]) -> list[_Result]:
    """Do a job for each piece at the same time; it must let go of the interpreter, as compiled loops do.

    Parameters
    ----------
    job : callable
        Is given where a piece begins and where it ends.
    bounds : list of int
        As :func:`cuts` gives them.

    Returns
    -------
    list
        What the job gave for each piece, in order.

    Notes
    -----
    Source: standard library.

    Examples
    --------
    >>> at_once(lambda low, high: high - low, [0, 3, 9])
    [3, 6]
    """
    if len(bounds) == 2:
        return [job(*bounds)]
    with ThreadPoolExecutor(len(bounds) - 1) as pool:
        return list(pool.map(job, bounds[:-1], bounds[1:]))
