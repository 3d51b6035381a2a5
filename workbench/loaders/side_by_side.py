"""Independent columns on both cores: jobs that let go of Python's lock, and the rows of a table in another order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.loaders.values import TEXT, few, plain

__all__ = ["taken", "together"]

T = TypeVar("T")
_CORES = 2
_WORTH = 50_000


def together(jobs: Sequence[Callable[[], T]], *, rows: int) -> list[T]:
    """Do independent jobs side by side, and give their results in the order of the jobs."""
    if rows < _WORTH:
        return [job() for job in jobs]
    with ThreadPoolExecutor(_CORES) as pool:
        return [done.result() for done in [pool.submit(job) for job in jobs]]


def taken(table: pd.DataFrame, order: NDArray[np.int64]) -> pd.DataFrame:
    """Give the rows of a table in another order."""
    # Source: pandas and pyarrow.
    found = together([_column(table[name], order) for name in table.columns], rows=len(order))
    return pd.DataFrame(dict(zip(table.columns, found, strict=True)), copy=False)


def _column(values: pd.Series, order: NDArray[np.int64]) -> Callable[[], pd.Series]:
    return lambda: _texts(values, order) if values.dtype == TEXT else values.take(order).reset_index(drop=True)


def _texts(values: pd.Series, order: NDArray[np.int64]) -> pd.Series:
    column = plain(values)
    if few(column):
        coded = pc.dictionary_encode(column).combine_chunks()
        found = pc.take(coded.dictionary, pc.take(coded.indices, pa.array(order)))
    else:
        found = pc.take(column.combine_chunks(), pa.array(order))
    return pd.Series(found.to_pandas(types_mapper=lambda _: TEXT))
