"""Fixes as plain arrays in metres, one trail for each wearer, and their columns made ready for compiled loops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import IGNORED, usable
from workbench.geo import SERIES_DEG, LocalFrame, frame_for
from workbench.tables import Tracks
from workbench.time import UTC_US, micros

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Trail", "coded", "frozen", "middle", "to_flat", "trails"]

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
    from workbench.trajectory.kernels.trails import changes, even

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
        from workbench.trajectory.kernels.trails import between

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


Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
_Kind = TypeVar("_Kind", bound=np.generic)

_FEW, _SAMPLE = 16_384, 4096
_CELL_DEG = 0.0005 - 1e-9
"""Half of the last digit a frame's origin is rounded to, a hair less."""


@dataclass(frozen=True)
class Trail:
    """The fixes of one wearer that carry weight, in time order.

    Parameters
    ----------
    wearer : str
        Whose tag it is.
    rows : numpy.ndarray of int64, shape (n,)
        Where each fix stands in the fixes table.
    time : numpy.ndarray of int64, shape (n,)
        Microseconds since 1970, strictly increasing; not to be written to.
    x, y : numpy.ndarray of float64, shape (n,)
        Metres east and north of the origin of `frame`.
    frame : LocalFrame
        The flat map the metres are measured in.
    increasing : bool
        Whether `rows` increase, as they do in a table sorted by wearer and time.
    """

    wearer: str
    rows: Ints
    time: Ints
    x: Floats
    y: Floats
    frame: LocalFrame
    increasing: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, column: NDArray[_Kind]) -> NDArray[_Kind]:
        """Give this trail's values of a column of the fixes table; not to be written to."""
        return _taken(column, self.rows, self.increasing)


def trails(tracks: Tracks) -> Iterator[Trail]:
    """Give each wearer's fixes that carry weight as arrays in metres."""
    # Fixes flagged as duplicate, clock fault or jump are left out, and of several fixes with one time the first counts. "The
    # first counts" is MovingPandas' rule, so that both engines see the same fixes.
    fixes = tracks.fixes
    if fixes.empty:
        return
    code, wearers = coded(fixes["wearer_id"])
    rows, code, time, increasing = _in_order(_times(fixes["time"]), code, frozen(fixes["quality"].to_numpy(np.int64)))
    lon, lat = (frozen(fixes[c].to_numpy(float)) for c in ("lon", "lat"))
    bounds = np.searchsorted(code, np.arange(len(wearers) + 1))
    for wearer, a, b in zip(wearers, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if a < b:
            mine, when = rows[a:b], time[a:b]
            frame, x, y = to_flat(*(_taken(column, mine, increasing) for column in (lon, lat)))
            if not np.isfinite(x.sum() + y.sum()):
                seen = np.isfinite(x) & np.isfinite(y)
                mine, when, x, y = mine[seen], frozen(when[seen]), x[seen], y[seen]
            yield Trail(wearer, mine, when, x, y, frame, increasing)


def to_flat(lon: Floats, lat: Floats) -> tuple[LocalFrame, Floats, Floats]:
    """Choose the local frame of a set of positions and turn them into its metres."""
    # Source: as `frame_for` and `to_metres`, by the frame's series where
    # it holds: within a hundredth of a micrometre of it.
    guess = _likely_frame(lon, lat)
    if guess is not None:
        frame = guess
    elif not (len(lon) and np.isfinite(lon.sum() + lat.sum())):
        frame = frame_for(lon, lat)
    else:
        frame = LocalFrame(round(middle(lon), 3), round(middle(lat), 3))
    near = frame.series()
    if near is None:
        return frame, *frame.to_metres(lon, lat)
    from workbench.trajectory.kernels.trails import flat

    x, y = np.empty(len(lon)), np.empty(len(lon))
    if flat(frozen(lon), frozen(lat), frame.lon0, frame.lat0, *SERIES_DEG, *near, x, y) < len(lon):
        wide, high = SERIES_DEG
        far = ~((np.abs(lon - frame.lon0) < wide) & (np.abs(lat - frame.lat0) < high))
        x[far], y[far] = frame.to_metres(lon[far], lat[far])
    return frame, x, y


def _likely_frame(lon: Floats, lat: Floats) -> LocalFrame | None:
    """The frame a sample suggests, if it is surely that of all: no more than half lie on either side of what rounds to it."""
    if len(lon) <= _FEW:
        return None
    from workbench.trajectory.kernels.trails import beside

    guess = [round(float(np.median(column[:: len(column) // _SAMPLE])), 3) for column in (lon, lat)]
    if not np.isfinite(guess).all() or not np.isfinite(lon.sum() + lat.sum()):
        return None
    for column, at in zip((lon, lat), guess, strict=True):
        if max(beside(frozen(column), at - _CELL_DEG, at + _CELL_DEG)) > (len(lon) - 1) // 2:
            return None
    return LocalFrame(guess[0], guess[1])


def _taken(column: NDArray[_Kind], rows: Ints, increasing: bool) -> NDArray[_Kind]:
    """Take rows out of a column, as they lie where they follow one another."""
    if increasing and len(rows) and int(rows[-1]) - int(rows[0]) + 1 == len(rows):
        return frozen(column[rows[0] : rows[-1] + 1])
    return frozen(column[rows])


def _times(column: pd.Series) -> Ints:
    """Microseconds as they lie in the table, where they do."""
    return frozen(column.array.view("int64") if column.dtype == UTC_US else micros(column))


def _in_order(time: Ints, code: Codes, quality: Ints) -> tuple[Ints, Codes, Ints, bool]:
    """Rows that carry weight, by wearer and time, the first of each time; their numbers and times; whether rows increase."""
    from workbench.trajectory.kernels.trails import kept

    rows = np.empty(len(time), np.int64)
    count, ordered = kept(time, code, quality, np.int64(int(IGNORED)), rows)
    rows = rows[:count]
    if not ordered:
        rows = np.flatnonzero(usable(quality))
        rows = rows[np.lexsort((time[rows], code[rows]))]
        again = (np.diff(code[rows]) == 0) & (np.diff(time[rows]) == 0)
        rows = rows[np.append(True, ~again)]
    whole = ordered and len(rows) == len(time)
    return (rows, code, time, ordered) if whole else (rows, code[rows], frozen(time[rows]), ordered)
