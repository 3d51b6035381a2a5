"""How fast positions load: read_tracks with flags, hash, checks and report, beside a plain pandas.read_csv of the same file.

Run as ``python -m benchmarks.bench_loading [rows]``. Prints wall and processor seconds; on a busy machine the processor
seconds are the fairer of the two.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from workbench.testing import SEA

WEARERS = 50


def feed(rows: int) -> pd.DataFrame:
    """Make a position feed of many wearers, a fix a minute each, in the order in which it would arrive."""
    rng = np.random.default_rng(1)
    each = rows // WEARERS
    who = np.repeat(np.arange(WEARERS), each)
    second = np.tile(np.arange(each) * 60, WEARERS) + rng.integers(0, 20, len(who))
    walk = rng.normal(0, 15, (2, WEARERS, each)).cumsum(axis=2).reshape(2, -1)
    order = np.argsort(second, kind="stable")
    lon, lat = SEA.to_degrees(*walk[:, order])
    at = np.datetime64("2026-01-01T00:00:00") + second[order].astype("timedelta64[s]")
    lon, lat = np.round(lon, 6), np.round(lat, 6)

    def stamp(later: int) -> np.ndarray:
        return np.char.add(np.datetime_as_string(at + np.timedelta64(later, "s")), "Z")

    crs = "{'type': 'Point', 'crs': {'type': 'name', 'properties': {'name': 'EPSG:4326'}}, 'coordinates': "
    return pd.DataFrame(
        {
            "position_id": np.arange(len(who)) + 10**7,
            "person_id": who[order] + 900,
            "device_id": who[order] + 5000,
            "client_id": None,
            "location_id": None,
            "position_latitude": lat,
            "position_longitude": lon,
            "position_geometry": [f"{crs}[{a}, {b}]}}" for a, b in zip(lon, lat, strict=True)],
            "position_precision": rng.integers(3, 60, len(who)),
            "position_speed": rng.integers(0, 50, len(who)),
            "position_direction": rng.integers(0, 360, len(who)),
            "position_hdop": 0,
            "position_satellite": rng.integers(4, 14, len(who)),
            "position_lbs": rng.choice([1, 5, 6], len(who), p=[0.9, 0.08, 0.02]),
            "position_gps_date": stamp(0),
            "position_recorded_date": stamp(360),
            "position_uploaded_date": stamp(400),
            "_file_name": "a.jsonl",
            "_feed_type": "general",
        }
    )


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Keep what a plain table would have."""
    return pd.DataFrame(
        {
            "wearer": table["person_id"],
            "time": table["position_gps_date"],
            "lat": table["position_latitude"],
            "lon": table["position_longitude"],
            "accuracy": table["position_precision"],
        }
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the wall and processor seconds of the better of two runs."""
    found = []
    for _ in range(2):
        wall, cpu = time.perf_counter(), sum(os.times()[:2])
        work()
        found.append((time.perf_counter() - wall, sum(os.times()[:2]) - cpu))
    return min(found)


def main(rows: int) -> None:
    """Print one line for each kind of file."""
    table = feed(rows)
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in (("MDSS feed", table), ("plain table", plain(table))):
            place = Path(folder) / "rows.csv"
            frame.to_csv(place, index=False)
            wb.read_tracks(place, wearer="none of them")
            ours, theirs = timed(lambda place=place: wb.read_tracks(place)), timed(lambda place=place: pd.read_csv(place))
            print(
                f"{name}: {len(frame):,} rows, {place.stat().st_size / 2**20:.0f} MB: "
                f"read_tracks {ours[0]:.1f} s wall, {ours[1]:.1f} s processor, {len(frame) / ours[0]:,.0f} rows/s; "
                f"pandas.read_csv {theirs[0]:.1f} s wall, {theirs[1]:.1f} s processor; "
                f"ratio {ours[0] / theirs[0]:.1f} wall, {ours[1] / theirs[1]:.1f} processor"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
