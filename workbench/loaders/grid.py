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
    """Make a grid from records, one dictionary a row; only the columns that are needed are kept."""
    frame = pd.DataFrame({c: pd.Series([r.get(c) for r in records], dtype=object) for c in plan.needed})
    return Grid(frame, np.asarray(row, np.int64), plan, aside)
