"""Small made tracks for tests, docstrings and rules. Fictional people in open sea."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.geo import LocalFrame
from workbench.tables import CRIMES, FIXES, LoadReport, Tracks, coverage_of
from workbench.time import instant

__all__ = ["SEA", "make_fixes", "make_tracks", "sample_crimes", "sample_tracks"]

SEA = LocalFrame(1.2, 51.4)
"""A local frame in open sea off the Essex coast; metres east and north of it are where made tracks live."""


def make_fixes(
    *,
    minutes: Sequence[float] | np.ndarray,
    x: Sequence[float] | np.ndarray | float = 0.0,
    y: Sequence[float] | np.ndarray | float = 0.0,
    wearer: str = "W1",
    start: str = "2026-03-03T00:00Z",
    accuracy_m: Sequence[float] | np.ndarray | float = 10.0,
    accuracy_level: float = 0.95,
    method: str | Sequence[str] = "gnss",
    quality: int | Sequence[int] = 0,
    frame: LocalFrame = SEA,
) -> pd.DataFrame:
    """Make a fixes table from minutes and metres."""
    offset = np.asarray(minutes, float)
    size = len(offset)
    lon, lat = frame.to_degrees(np.broadcast_to(np.asarray(x, float), size), np.broadcast_to(np.asarray(y, float), size))
    time = pd.Series(instant(start) + pd.to_timedelta(np.round(offset * 60e6).astype("int64"), unit="us"))
    empty = pd.Series(pd.NaT, index=range(size), dtype=FIXES.empty()["time"].dtype)
    table = FIXES.arrange(
        pd.DataFrame(
            {
                "fix_id": [f"{wearer}-{i + 1}" for i in range(size)],
                "wearer_id": wearer,
                "device_id": f"D-{wearer}",
                "time": time,
                "recorded": empty,
                "uploaded": empty,
                "lon": lon,
                "lat": lat,
                "accuracy_m": accuracy_m,
                "accuracy_level": accuracy_level,
                "speed_kmh": np.nan,
                "heading_deg": np.nan,
                "method": method,
                "satellites": np.nan,
                "quality": quality,
                "file": "made",
                "row": np.arange(1, size + 1),
            }
        )
    )
    return FIXES.validate(table.sort_values("time", kind="stable", ignore_index=True))


def make_tracks(*fixes: pd.DataFrame) -> Tracks:
    """Join made fixes into a :class:`Tracks`."""
    table = pd.concat(fixes, ignore_index=True).sort_values(["wearer_id", "time"], kind="stable", ignore_index=True)
    return Tracks(table, LoadReport(len(table), len(table), coverage=coverage_of(table)))


def sample_crimes(*, x: float = 0.0, day: str = "2026-03-03", crime_id: str = "C1") -> pd.DataFrame:
    """Make one crime of forty minutes in open sea."""
    lon, lat = SEA.to_degrees([x], [0.0])
    start = instant(f"{day}T00:30Z")
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
