"""Independent pieces of work on both cores: compute that lets go of Python's lock (pyarrow, numpy)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["together"]

T = TypeVar("T")
_CORES = 2
_WORTH = 50_000


def together(jobs: Sequence[Callable[[], T]], *, rows: int) -> list[T]:
    """Do independent jobs side by side, and give their results in the order of the jobs.

    Parameters
    ----------
    jobs : sequence of callable
        None of them changes what another reads.
    rows : int
        How many rows each works on; few are done one after the other.

    Returns
    -------
    list
        One result a job.

    Raises
    ------
    WorkbenchError
        Whatever the first job in order that fails raises.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> together([lambda: 1, lambda: 2], rows=2)
    [1, 2]
    """
    if rows < _WORTH:
        return [job() for job in jobs]
    with ThreadPoolExecutor(_CORES) as pool:
        return [done.result() for done in [pool.submit(job) for job in jobs]]
