"""The truth on disk: one line per knot, whole seconds and seven decimals, from which the ten-second table is rebuilt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from workbench.micros import from_micros, micros

__all__ = ["knots_csv", "read_knots"]


def knots_csv(knots: pd.DataFrame) -> str:
    """Write knots as CSV.

    Parameters
    ----------
    knots : pandas.DataFrame
        From :func:`workbench.simulation.truth.path_knots`.

    Returns
    -------
    str
        ``wearer_id, unix_seconds, lon, lat, mode, place_id, indoors, underground``; the last two 0 or 1.

    Notes
    -----
    Source: own format.

    Examples
    --------
    >>> from workbench.simulation.path import Piece, join_pieces
    >>> from workbench.simulation.truth import path_knots
    >>> path = join_pieces(0.0, 0.0, [Piece(60, 78.0, 0.0, 1)], 60)
    >>> knots_csv(path_knots(path, "W1", [], pd.Timestamp("1970-01-01T00:00Z"))).splitlines()[1]
    'W1,0,1.4500000,51.6200000,walk,,0,0'
    """
    table = pd.DataFrame({
        "wearer_id": knots["wearer_id"], "unix_seconds": micros(knots["time"]) // 1_000_000,
        "lon": [f"{v:.7f}" for v in knots["lon"]], "lat": [f"{v:.7f}" for v in knots["lat"]], "mode": knots["mode"],
        "place_id": knots["place_id"], "indoors": knots["indoors"].astype("int64"),
        "underground": knots["underground"].astype("int64"),
    })
    return table.to_csv(index=False, lineterminator="\n")


def read_knots(path: Path) -> pd.DataFrame:
    """Read knots back from CSV.

    Parameters
    ----------
    path : pathlib.Path
        A file written from :func:`knots_csv`.

    Returns
    -------
    pandas.DataFrame
        As :func:`workbench.simulation.truth.path_knots` gives it.

    Notes
    -----
    Source: own format.

    Examples
    --------
    >>> from workbench.simulation.folder import case_folder
    >>> read_knots(case_folder() / "truth_knots.csv")["wearer_id"].unique().tolist()
    ['W1', 'W2', 'W3']
    """
    words = dict.fromkeys(("wearer_id", "mode", "place_id"), "str")
    table = pd.read_csv(path, dtype={**words, "indoors": "int64", "underground": "int64"})
    time = from_micros(table["unix_seconds"].to_numpy(np.int64) * 1_000_000)
    return pd.DataFrame({
        "wearer_id": table["wearer_id"], "time": time, "lon": table["lon"], "lat": table["lat"], "mode": table["mode"],
        "place_id": table["place_id"].astype(object).where(table["place_id"].notna(), None),
        "indoors": table["indoors"] == 1, "underground": table["underground"] == 1,
    })
