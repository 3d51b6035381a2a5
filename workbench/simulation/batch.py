"""Read the bundled case's police batch: 13 columns without header."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.tables import CRIMES

__all__ = ["read_batch"]

_COLUMNS = ("force", "kind", "kind_text", "batch", "crime_id", "from", "to", "easting", "northing", "lat", "lon", "datum", "text")


def read_batch(path: Path) -> pd.DataFrame:
    """Read the crimes of the bundled case.

    Parameters
    ----------
    path : pathlib.Path
        A batch with positions in WGS 84 and times in UTC, as the case writer makes it.

    Returns
    -------
    pandas.DataFrame
        The crimes table.

    Raises
    ------
    SchemaError
        If a row lacks a value or has one out of range.

    Notes
    -----
    Source: field notes 4. Only for this project's own file; no forgiving of foreign ones.

    Examples
    --------
    >>> from workbench.simulation.folder import case_folder
    >>> len(read_batch(case_folder() / "crimes.csv"))
    12
    """
    raw = pd.read_csv(path, header=None, names=list(_COLUMNS), dtype="str")
    table = CRIMES.arrange(pd.DataFrame({
        "crime_id": raw["crime_id"], "version": 1, "force": raw["force"], "kind": raw["kind"],
        "start": _utc(raw["from"]), "end": _utc(raw["to"]), "lon": raw["lon"].astype(float), "lat": raw["lat"].astype(float),
        "location_error_m": 10.0, "text": raw["text"], "file": hashlib.sha256(path.read_bytes()).hexdigest()[:12],
        "row": np.arange(1, len(raw) + 1),
    }))
    return CRIMES.validate(table)


def _utc(values: pd.Series) -> pd.Series:
    return pd.to_datetime(values, format="%Y%m%d%H%M%S", utc=True).dt.as_unit("us")
