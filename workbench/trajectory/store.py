"""Fixes kept in Parquet files, read one wearer after the other: memory is that of one wearer, however many there are."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from itertools import pairwise
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.base import InputError
from workbench.trajectory.trails import coded

__all__ = ["Piece", "Store", "open_store"]

_GROUPS_KEPT = 6


class Piece(NamedTuple):
    """Rows of one wearer that stand together: which file, which of its row groups, from which row of it to which."""

    file: int
    group: int
    first: int
    end: int


class Store:
    """One or more Parquet files of the fixes table, from :func:`open_store`.

    Parameters
    ----------
    files : list of pyarrow.parquet.ParquetFile
        Opened; closed at the end of a ``with`` block.
    """

    # Fastest where a wearer's rows stand together; right in any order and in any number of files; several threads may read.

    def __init__(self, files: list[pq.ParquetFile]) -> None:
        self.files = files

    @cached_property
    def _lock(self) -> Lock:
        return Lock()

    @cached_property
    def _kept(self) -> OrderedDict[tuple[int, int, tuple[str, ...]], pd.DataFrame]:
        return OrderedDict()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *failure: object) -> None:
        for file in self.files:
            file.close()

    @property
    def rows(self) -> int:
        """How many fixes there are."""
        return sum(file.metadata.num_rows for file in self.files)

    def lacking(self, columns: list[str]) -> list[str]:
        """Say which of these columns some file lacks."""
        return [c for c in columns if any(c not in file.schema_arrow.names for file in self.files)]

    def wearers(self) -> dict[str, list[Piece]]:
        """Say where each wearer's rows stand, in the order in which the wearers come; only the ids are read."""
        found: dict[str, list[Piece]] = {}
        for f, file in enumerate(self.files):
            for g in range(file.num_row_groups):
                for wearer, first, end in _runs(file, g):
                    found.setdefault(wearer, []).append(Piece(f, g, first, end))
        return found

    def box(self, pieces: list[Piece]) -> tuple[float, float, float, float]:
        """Give a box in degrees (west, south, east, north) that holds all fixes of the row groups of some pieces."""
        sides = []
        for piece in pieces:
            group = self.files[piece.file].metadata.row_group(piece.group)
            limits = {}
            for c in range(group.num_columns):
                column = group.column(c)
                if column.path_in_schema in ("lon", "lat") and column.is_stats_set and column.statistics.has_min_max:
                    limits[column.path_in_schema] = (column.statistics.min, column.statistics.max)
            lon, lat = (limits.get(name, (-np.inf, np.inf)) for name in ("lon", "lat"))
            sides.append((lon[0], lat[0], lon[1], lat[1]))
        low, high = np.min(sides, axis=0), np.max(sides, axis=0)
        return float(low[0]), float(low[1]), float(high[2]), float(high[3])

    def read(self, pieces: list[Piece], columns: list[str]) -> pd.DataFrame:
        """Read columns of one wearer's rows, in the order of the pieces."""
        parts = [self._group(p.file, p.group, tuple(columns)).iloc[p.first : p.end] for p in pieces]
        return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]

    def _group(self, file: int, group: int, columns: tuple[str, ...]) -> pd.DataFrame:
        key = (file, group, columns)
        with self._lock:
            if key not in self._kept:
                table = self.files[file].read_row_group(group, columns=list(columns))
                self._kept[key] = table.replace_schema_metadata(None).to_pandas(ignore_metadata=True)
                while len(self._kept) > _GROUPS_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def open_store(path: str | PathLike[str] | list[str | PathLike[str]]) -> Store:
    """Open Parquet files of the fixes table."""
    # Source: pyarrow; of each file only the description at its end is read.
    return Store([_opened(place) for place in _places(path)])


def _places(path: str | PathLike[str] | list[str | PathLike[str]]) -> list[Path]:
    given = [Path(path)] if isinstance(path, str | PathLike) else [Path(one) for one in path]
    found = [file for one in given for file in (sorted(one.glob("**/*.parquet")) if one.is_dir() else [one])]
    if not found:
        raise InputError("There is no Parquet file.", where=str(path), do="Give one written by tracks.to_parquet, or its folder.")
    return found


def _opened(place: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(place)
    except FileNotFoundError as error:
        raise InputError("There is no such file.", where=str(place), do="Look at the path.") from error
    except (pa.ArrowException, OSError) as error:
        raise InputError("It is no Parquet file, or damaged.", where=str(place), do="Use tracks.to_parquet.") from error


def _runs(file: pq.ParquetFile, group: int) -> list[tuple[str, int, int]]:
    """Wearers of a row group: each with the first and the end row of its rows that stand together."""
    about, size = file.metadata.row_group(group), file.metadata.row_group(group).num_rows
    for c in range(about.num_columns):
        column = about.column(c)
        if column.path_in_schema == "wearer_id" and column.is_stats_set:
            seen = column.statistics
            if seen.has_min_max and seen.min == seen.max and seen.null_count == 0:
                return [(str(seen.min), 0, size)]
    ids = file.read_row_group(group, columns=["wearer_id"]).column(0).to_pandas()
    code, names = coded(ids.astype("str"))
    edges = np.concatenate([[0], np.flatnonzero(np.diff(code)) + 1, [size]]).tolist()
    return [(names[code[a]], a, b) for a, b in pairwise(edges) if b > a]
