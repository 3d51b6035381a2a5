"""Two made wearers and one made crime, for the examples of this room."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.crimes.columns import columns_of
from workbench.crimes.scan import Scan, empty_scan, scan
from workbench.crimes.windows import windows_of
from workbench.tables import CRIMES
from workbench.tables.tracks import Tracks
from workbench.testing import SEA, make_fixes, make_tracks

__all__ = ["sample_crimes", "sample_scan", "sample_tracks"]


def sample_crimes(*, x: float = 0.0, day: str = "2026-03-03", crime_id: str = "C1") -> pd.DataFrame:
    """Make one crime of forty minutes in open sea."""
    lon, lat = SEA.to_degrees([x], [0.0])
    start = pd.Timestamp(f"{day}T00:30Z")
    return CRIMES.arrange(
        pd.DataFrame(
            {
                "crime_id": [crime_id],
                "version": 1,
                "force": "Kent",
                "kind": "RB",
                "start": start,
                "end": start + pd.Timedelta(minutes=40),
                "lon": lon,
                "lat": lat,
                "location_error_m": 10.0,
                "text": "",
                "file": "made",
                "row": 1,
            }
        )
    )


def sample_tracks() -> Tracks:
    """Make eight days of two wearers: one stands at the sample crime for an hour, else far away; the other stays far away."""
    minutes = np.arange(8 * 1440)
    there = (minutes >= 4 * 1440 + 20) & (minutes < 4 * 1440 + 80)
    begin = "2026-02-27T00:00Z"
    return make_tracks(
        make_fixes(minutes=minutes, x=np.where(there, 0.0, 5000.0), start=begin),
        make_fixes(minutes=minutes, x=9000.0, wearer="W2", start=begin),
    )


def sample_scan() -> Scan:
    """Scan the sample crime."""
    columns = columns_of(sample_tracks())
    windows = windows_of(sample_crimes(), min_minutes=2.0, decoy_days=3, timezone="Europe/London")
    into = empty_scan(1, 2, 6)
    scan(columns, windows, into, range(1), radius_m=75.0, min_minutes=2.0, cap_ms=36.0, seen_ms=14.0)
    return into
