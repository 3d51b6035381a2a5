"""Work on several threads, for jobs that let go of the interpreter (compiled loops, numpy, pyarrow): the one pool here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["cores", "in_order"]

_Result = TypeVar("_Result")


def cores() -> int:
    """Say how many cores to use: as many as numba does, which ``NUMBA_NUM_THREADS`` sets."""
    from numba import get_num_threads

    return int(get_num_threads())


def in_order(
    job: Callable[..., _Result], *columns: Iterable[Any], threads: int | None = None, ahead: int | None = None
) -> Generator[_Result]:
    """Do a job for each of some things on several threads, and give the results in their order.

    Parameters
    ----------
    job : callable
        Takes one thing of each column.
    columns : iterable
        The things; as many of each.
    threads : int, optional
        How many at the same time; as many as there are cores if not given.
    ahead : int, optional
        How many may be begun before the first result is taken, so that memory stays small; all if not given.
    """
    # What is not begun when the results are no longer wanted (an error, Ctrl-C) is never begun: close the iterator then.
    due: deque[Future[_Result]] = deque()
    pool = ThreadPoolExecutor(cores() if threads is None else threads)
    try:
        for things in zip(*columns, strict=True):
            due.append(pool.submit(job, *things))
            if ahead is not None and len(due) > ahead:
                yield due.popleft().result()
        while due:
            yield due.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
