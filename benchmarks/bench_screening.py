"""Zones screened in stores of one to a hundred million fixes: seconds, memory, and the same rows as in memory.

Run ``python -m benchmarks.bench_screening [MILLIONS ...]`` (as is: 1 and 3). Needed: 100 million fixes against one zone in 60 s
and 4 GB, reading from Parquet included. The store is made in a temporary folder (30 bytes a fix) and removed afterwards.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import workbench as wb
from benchmarks.made import wanderer
from workbench.geo.projection import circle
from workbench.testing import SEA
from workbench.trajectory.warm import warm

TEXT = pa.large_string()
EACH, IN_A_FILE = 100_000, 10
LIMIT_S, LIMIT_GB = 60.0, 4.0


def zone() -> gpd.GeoDataFrame:
    """One round zone of 150 m somewhere in the town of the made tracks."""
    lon, lat = SEA.to_degrees(1500.0, -800.0)
    return gpd.GeoDataFrame({"zone_id": ["Z1"]}, geometry=[circle(float(lon), float(lat), 150.0)], crs="EPSG:4326")


def write(folder: Path, millions: int, spread_m: float) -> None:
    """Write a store: 100,000 fixes for each wearer, one row group each, towns no farther than so many metres off."""
    rng = np.random.default_rng(5)
    base = [wanderer(s, EACH).fixes for s in (1, 2, 3)]
    numbers = pa.array(np.arange(1, EACH + 1)).cast(TEXT)
    for f in range(millions):
        with pq.ParquetWriter(folder / f"{f:04d}.parquet", _schema(), compression="lz4") as out:
            for w in range(IN_A_FILE):
                person = base[int(rng.integers(3))]
                east, north = rng.uniform(-spread_m, spread_m, 2)
                wearer = f"W{f * IN_A_FILE + w + 1:05d}"
                ids = pc.binary_join_element_wise(pa.scalar(wearer, TEXT), numbers, pa.scalar("-", TEXT))
                out.write_table(_table(person, wearer, ids, (east / 69_500, north / 111_200), rng))


def _schema() -> pa.Schema:
    number = {name: pa.float64() for name in ("lon", "lat", "accuracy_m", "accuracy_level")}
    return pa.schema(
        {
            "fix_id": pa.large_string(),
            "wearer_id": pa.large_string(),
            "time": pa.timestamp("us", "UTC"),
            **number,
            "method": pa.large_string(),
            "quality": pa.int64(),
        }
    )


def _table(person: pd.DataFrame, wearer: str, ids: pa.Array, move: tuple[float, float], rng: np.random.Generator) -> pa.Table:
    frame = person[[n for n in _schema().names if n in person.columns]].assign(wearer_id=wearer)
    for name, degrees in zip(("lon", "lat"), move, strict=True):
        frame[name] = person[name] + degrees + rng.normal(0, 2e-5, len(person))
    return pa.Table.from_pandas(frame, schema=_schema(), preserve_index=False).set_column(0, "fix_id", ids)


def measured(millions: int, spread_m: float) -> tuple[float, float, int, int]:
    """Screen one store: seconds by the clock, processor seconds, approaches, bytes of the store."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), millions, spread_m)
        size = sum(file.stat().st_size for file in Path(name).iterdir())
        start, spent = time.perf_counter(), time.process_time()
        found = wb.screen_zones(name, zone())
        return time.perf_counter() - start, time.process_time() - spent, len(found), size


def main() -> int:
    """Print seconds and memory; exit status 1 if a hundred million would take too long or too much memory."""
    warm()
    failed = 0
    for millions in [int(a) for a in sys.argv[1:] if a.isdigit()] or [1, 3]:
        for words, spread_m in (("one town", 0.0), ("towns over 60 km", 30_000.0)):
            clock, spent, count, size = measured(millions, spread_m)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            sys.stdout.write(
                f"{millions:>4} million fixes, {words:<17} {clock:7.1f} s ({spent:6.1f} s of processor, "
                f"{spent * 1e3 / millions:6.0f} ns a fix), {count:>6,} approaches, {peak:.2f} GB, store {size / 1e9:.2f} GB\n"
            )
            sys.stdout.flush()
            failed += clock > LIMIT_S * max(millions, 5) / 100 or peak > LIMIT_GB
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
