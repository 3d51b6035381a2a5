"""UTC columns as whole microseconds, for kernels and for arithmetic."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.time.clock import UTC_US, utc_column

__all__ = ["from_micros", "micros"]


def micros(values: pd.Series) -> np.ndarray:
    """Give a UTC column as whole microseconds since 1970.

    Parameters
    ----------
    values : pandas.Series
        ``datetime64[us, UTC]``.

    Raises
    ------
    TimeError
        If the column is naive.
    """
    # Source: pandas.
    column = values if values.dtype == UTC_US else utc_column(values)
    return np.array(column.array.view("int64"))


def from_micros(values: np.ndarray) -> pd.Series:
    """Turn whole microseconds since 1970 into a UTC column.

    Parameters
    ----------
    values : numpy.ndarray of int64
        Microseconds; the smallest 64-bit integer means missing.
    """
    # Source: pandas.
    return pd.Series(np.asarray(values, np.int64).astype("datetime64[us]")).dt.tz_localize("UTC")
