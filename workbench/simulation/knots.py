"""The truth on disk: one line per knot, whole seconds and seven decimals, from which the ten-second table is rebuilt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from workbench.time.instants import from_micros, micros

__all__ = ["knots_csv", "read_knots"]


def knots_csv(knots: pd.DataFrame) -> str:
    """Write knots as CSV."""
    table = pd.DataFrame(
        {
            "wearer_id": knots["wearer_id"],
            "unix_seconds": micros(knots["time"]) // 1_000_000,
            "lon": [f"{v:.7f}" for v in knots["lon"]],
            "lat": [f"{v:.7f}" for v in knots["lat"]],
            "mode": knots["mode"],
            "place_id": knots["place_id"],
            "indoors": knots["indoors"].astype("int64"),
            "underground": knots["underground"].astype("int64"),
        }
    )
    return table.to_csv(index=False, lineterminator="\n")


def read_knots(path: Path) -> pd.DataFrame:
    """Read knots back from CSV."""
    words = dict.fromkeys(("wearer_id", "mode", "place_id"), "str")
    table = pd.read_csv(path, dtype={**words, "indoors": "int64", "underground": "int64"})
    time = from_micros(table["unix_seconds"].to_numpy(np.int64) * 1_000_000)
    return pd.DataFrame(
        {
            "wearer_id": table["wearer_id"],
            "time": time,
            "lon": table["lon"],
            "lat": table["lat"],
            "mode": table["mode"],
            "place_id": table["place_id"].astype(object).where(table["place_id"].notna(), None),
            "indoors": table["indoors"] == 1,
            "underground": table["underground"] == 1,
        }
    )
