"""What a table is: named columns with types, units, meaning and limits, checked all at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.base import SchemaError
from workbench.time import UTC_US

if TYPE_CHECKING:
    import pandera.pandas as pa

__all__ = ["Column", "Table"]


@dataclass(frozen=True)
class Column:
    """One column: its name, its type, what it means, and what values it may hold."""

    name: str
    dtype: str
    meaning: str
    nullable: bool = False
    low: float | None = None
    high: float | None = None
    among: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Table:
    """A named list of columns; extra columns are allowed in a frame and kept."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [c.name for c in self.columns]

    def empty(self) -> pd.DataFrame:
        """Make a frame of this shape without rows."""
        return pd.DataFrame({c.name: pd.Series([], dtype=_pandas_dtype(c)) for c in self.columns})

    def arrange(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Put the columns in order and give each its type; further columns stay behind them."""
        missing = [n for n in self.names if n not in frame.columns]
        if missing:
            raise SchemaError(f"The {self.name} table lacks {', '.join(missing)}.", do="See workbench.tables for its columns.")
        rest = [n for n in frame.columns if n not in self.names]
        try:
            ordered = {c.name: _typed(frame[c.name], c) for c in self.columns}
        except (TypeError, ValueError) as error:
            raise SchemaError(
                f"The {self.name} table has a column of the wrong type: {error}", do="See workbench.tables for its columns."
            ) from error
        return pd.DataFrame({**ordered, **{n: frame[n] for n in rest}}, index=frame.index)

    def validate(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Check a frame against this table and give it back unchanged."""
        # Each column is looked at by itself first; pandera, which takes a second to import, words what is wrong.
        if frame.columns.is_unique and all(c.name in frame and _sound(frame[c.name], c) for c in self.columns):
            return frame
        import pandera.errors

        try:
            _schema(self).validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as failure:
            cases = failure.failure_cases
            lines = [
                f"{case.column or case.failure_case}: {case.check}" + (f" (row {case.index})" if case.index is not None else "")
                for case in cases.drop_duplicates(["column", "check"]).itertuples()
            ]
            raise SchemaError(
                f"The {self.name} table is not of its shape: " + "; ".join(lines), do="See workbench.tables for its columns."
            ) from failure
        return frame


def _typed(values: pd.Series, column: Column) -> pd.Series:
    """Give a column its type; one of missing times only may come without a zone."""
    nothing = column.dtype == UTC_US and values.isna().all()
    return pd.Series(pd.NaT, values.index, UTC_US) if nothing else values.astype(_pandas_dtype(column))


def _sound(values: pd.Series, column: Column) -> bool:
    """Say whether a column is beyond doubt of its type and within its limits."""
    if column.dtype != "geometry" and str(values.dtype) != column.dtype:
        return False
    if not column.nullable and values.isna().any():
        return False
    if column.among is not None and not set(values.dropna().unique()) <= set(column.among):
        return False
    if column.dtype not in ("float64", "int64"):
        return column.low is None and column.high is None
    number = values.to_numpy(np.float64)
    least, most = np.fmin.reduce(number, initial=np.nan), np.fmax.reduce(number, initial=np.nan)
    low, high = (-np.inf if column.low is None else column.low), (np.inf if column.high is None else column.high)
    return not (np.isinf(least) or np.isinf(most) or least < low or most > high)


def _pandas_dtype(column: Column) -> str:
    return "object" if column.dtype == "geometry" else column.dtype


@lru_cache(maxsize=32)
def _schema(table: Table) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    def checks(column: Column) -> list[pa.Check]:
        found = []
        if column.low is not None:
            found.append(pa.Check.ge(column.low))
        if column.high is not None:
            found.append(pa.Check.le(column.high))
        if column.among is not None:
            found.append(pa.Check.isin(column.among))
        if column.dtype == "float64":
            found.append(pa.Check(lambda s: ~np.isinf(s), name="finite"))
        return found

    return pa.DataFrameSchema(
        {c.name: pa.Column(None if c.dtype == "geometry" else c.dtype, checks(c), nullable=c.nullable) for c in table.columns}
    )
