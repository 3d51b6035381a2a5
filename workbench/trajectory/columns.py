"""Whole columns made ready for compiled loops: texts as numbers, exact medians. One pass each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["coded", "frozen", "middle"]

_Number = TypeVar("_Number", bound=np.generic)
_FEW = 16_384
_SAMPLE, _ASIDE = 4096, 128


def coded(column: pd.Series) -> tuple[NDArray[np.int32], list[str]]:
    """Number the texts of a column in the order of the alphabet."""
    # Source: as `pandas.factorize(column, sort=True)`, which looks each text up; here only those that differ from the one
    # before are.
    found = _buffers(column)
    if found is None:
        code, texts = pd.factorize(column, sort=True)
        return code.astype(np.int32), [str(text) for text in texts]
    at = _changes(*found)
    code, texts = pd.factorize(column.take(at), sort=True)
    length = np.diff(np.append(at, len(column)))
    return np.repeat(code.astype(np.int32), length), [str(text) for text in texts]


def _buffers(column: pd.Series) -> tuple[NDArray[np.int64], NDArray[np.uint8]] | None:
    """Where each text begins, and all of them end to end; None where the column is not kept so."""
    if not len(column) or not hasattr(column.array, "__arrow_array__"):
        return None
    import pyarrow as pa

    texts: pa.Array | pa.ChunkedArray = pa.array(column.array)
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if texts.null_count or not (pa.types.is_large_string(texts.type) or pa.types.is_string(texts.type)):
        return None
    _, begin, data = texts.buffers()
    if data is None:
        return None
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    offsets = np.frombuffer(begin, width)[texts.offset : texts.offset + len(texts) + 1]
    return frozen(offsets.astype(np.int64, copy=False)), np.frombuffer(data, np.uint8)


def _changes(offsets: NDArray[np.int64], data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where a text differs from the one before it; the first always does."""
    from workbench.trajectory._trail_kernels import changes, even

    width = int(offsets[1] - offsets[0])
    if width and even(offsets, width):
        text = data[offsets[0] : offsets[-1]]
        differs = np.flatnonzero(text[width:] != text[:-width]) // width + 1
        return np.append(0, differs[np.append(True, np.diff(differs) > 0)] if len(differs) else differs)
    result: NDArray[np.int64] = changes(offsets, data)
    return result


def frozen(values: NDArray[_Number]) -> NDArray[_Number]:
    """Look at an array without being able to change it: compiled loops then know one kind of array only."""
    # Source: numpy; pandas gives out its columns so, other arrays can be written to.
    found = np.ascontiguousarray(values).view()
    found.flags.writeable = False
    return found


def middle(values: NDArray[np.float64] | NDArray[np.int64]) -> float:
    """Give the median."""
    # Source: selection within two bounds from a sample (after Floyd and Rivest 1975); only values between them are sorted.
    size = len(values)
    low_rank, high_rank = (size - 1) // 2, size // 2
    if size > _FEW:
        from workbench.trajectory._trail_kernels import between

        sample = np.sort(values[:: size // _SAMPLE])
        half = len(sample) // 2
        low, high = sample[half - _ASIDE], sample[half + _ASIDE]
        inside = np.empty_like(values)
        below, same, count = between(frozen(values), low, high, inside)
        a, b = low_rank - below - same, high_rank - below - same
        if a >= 0 and b < count:
            two = np.partition(inside[:count], (a, b))
            return float((two[a] + two[b]) / 2)
        if a >= -same and b < 0:
            return float(low)
    two = np.partition(values, (low_rank, high_rank))
    return float((two[low_rank] + two[high_rank]) / 2)
