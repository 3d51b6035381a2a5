"""What ``workbench simulate`` does."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path

from workbench.base import InputError
from workbench.exports import SUMS, folder_whole
from workbench.simulation import (
    base_map,
    build_borough,
    crime_batch_csv,
    feed_csv,
    in_order_of_arrival,
    simulate,
    write_case,
    write_files,
)

__all__ = ["simulate_command"]


def simulate_command(
    out: str | PathLike[str],
    *,
    case: str | None = None,
    seed: int = 1,
    wearers: int = 3,
    days: int = 28,
    start: str = "2026-02-23",
    timezone: str = "Europe/London",
) -> list[Path]:
    """Simulate into a folder: the bundled case, or wearers of one's own."""
    if case is not None:
        if case != "eastmere":
            raise InputError(f"There is no bundled case {case!r}.", where="case", do="The bundled case is called eastmere.")
        with folder_whole(out) as part:
            written = write_case(part)
        return [*(Path(out) / path.name for path in written), Path(out) / SUMS]
    sim = simulate(seed=seed, wearers=wearers, days=days, start=start, timezone=timezone)
    zones = json.dumps(json.loads(sim.zones.drop(columns=["file", "row"]).to_json()), indent=1)
    files = {
        "positions.csv": feed_csv(in_order_of_arrival(sim.tracks.fixes)),
        "zones.geojson": zones + "\n",
        "order.json": json.dumps({"orders": sim.orders}, indent=1) + "\n",
        "places.csv": sim.places.to_csv(index=False, lineterminator="\n"),
        "crimes.csv": crime_batch_csv(sim.crimes, f"MPS{start.replace('-', '')}"),
        "base.geojson": json.dumps(base_map(build_borough()), separators=(",", ":")) + "\n",
        "truth.csv": sim.truth.to_csv(index=False, lineterminator="\n", float_format="%.7f", date_format="%Y-%m-%dT%H:%M:%SZ"),
    }
    with folder_whole(out) as part:
        written = write_files(files, part)
    return [*(Path(out) / path.name for path in written), Path(out) / SUMS]
