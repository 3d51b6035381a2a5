"""A table as a file holds it: its own columns, its own types, every row numbered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.loaders.plan import Plan

__all__ = ["Grid", "grid_of"]


@dataclass(frozen=True)
class Grid:
    """Rows of a table under the file's own column names.

    Parameters
    ----------
    frame : pandas.DataFrame
        At least the columns that `plan` needs; texts, numbers or times as the format gives them.
    row : numpy.ndarray of int64
        1-based data row of each row of `frame`.
    plan : Plan
        Which column is which of ours.
    aside : list of (int, str)
        Row and reason of each data row that could not be made a row of `frame`.
    notes : list of str
        Sentences for the load report.
    """

    frame: pd.DataFrame
    row: NDArray[np.int64]
    plan: Plan
    aside: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def grid_of(records: list[dict[str, object]], row: list[int], plan: Plan, aside: list[tuple[int, str]]) -> Grid:
    """Make a grid from records, one dictionary a row; only the columns that are needed are kept.

    Parameters
    ----------
    records : list of dict
        Values by column name.
    row : list of int
        1-based data row of each.
    plan : Plan
        Which columns are needed.
    aside : list of (int, str)
        Row and reason of entries that are no record.

    Returns
    -------
    Grid
        Cells as objects.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.loaders.plan import picker
    >>> plan = picker(None, None)(["time", "lat", "lon"], "a")
    >>> grid_of([{"time": "2026-03-03T21:10Z", "lat": 51.4, "lon": 1.2}], [1], plan, []).frame["lat"].tolist()
    [51.4]
    """
    frame = pd.DataFrame({c: pd.Series([r.get(c) for r in records], dtype=object) for c in plan.needed})
    return Grid(frame, np.asarray(row, np.int64), plan, aside)
