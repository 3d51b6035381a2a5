"""Verdicts: CPU seconds of a full one, with its sensitivity set, on claims about a simulated wearer: 1 s, 2 s for four hours.

Run ``python -m benchmarks.bench_verdict``.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

import workbench as wb
from workbench.evidence.hmm.warm import warm
from workbench.geo.projection import LocalFrame

CLAIMS = 24
SPAN_MINUTES = (20.0, 40.0, 60.0, 120.0, 240.0)
NEEDED_S = {240.0: 2.0}


def claims(sim: object, wearer: str, minutes: float) -> list[wb.Claim]:
    """Claim places on the way, beside it and far from it, at waking hours of the last week."""
    rng, truth = np.random.default_rng(int(minutes)), sim.truth[sim.truth["wearer_id"] == wearer]  # type: ignore[attr-defined]
    made = []
    for number in range(CLAIMS):
        at = truth.iloc[int(rng.integers(len(truth) * 2 // 3, len(truth) - 3000))]
        start = at["time"] - pd.Timedelta(minutes=round(rng.uniform(0, minutes)))
        beside = (0.0, 150.0, 600.0)[number % 3]
        lon, lat = LocalFrame(at["lon"], at["lat"]).to_degrees([beside], [0.0])
        kind = "throughout" if number % 4 == 3 else "visited"
        made.append(
            wb.Claim(
                place=(float(lon[0]), float(lat[0])),
                radius_m=(60.0, 100.0)[number % 2],
                wearer=wearer,
                start=start,
                end=start + pd.Timedelta(minutes=minutes),
                kind=kind,
            )
        )
    return made


def main() -> int:
    """Print the seconds; 1 where more are needed than allowed."""
    warm()
    sim, missed = wb.simulate(seed=31, wearers=1, days=21), 0
    wearer = sim.tracks.wearers[0]
    for minutes in SPAN_MINUTES:
        took = []
        for claim in claims(sim, wearer, minutes):
            start = time.process_time()
            wb.check(claim, sim.tracks)
            took.append(time.process_time() - start)
        median, needed = float(np.median(took)), NEEDED_S.get(minutes, 1.0)
        missed += median > needed
        spread = f"median {median:.2f} s, nine of ten below {np.quantile(took, 0.9):.2f} s, at most {max(took):.2f} s"
        sys.stdout.write(f"claims of {minutes:3.0f} min: {spread} (needed: median {needed:.0f} s)\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
