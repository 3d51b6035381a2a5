"""Compare ``engine="plain"`` with MovingPandas, stay for stay, on every track at hand, and trace each difference.

Run ``python -m benchmarks.compare_stays``, with names of sets if not all are wanted; it takes most of an hour, nearly all
of it MovingPandas'. Exit status 1 if a difference is neither a tie nor a fault of the rectangle that GEOS gave MovingPandas.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np

import workbench as wb
from benchmarks import opendata
from benchmarks.agreement import disagreements
from benchmarks.made import wanderer
from workbench.tables.tracks import Tracks
from workbench.trajectory.bridge import stop_ranges
from workbench.trajectory.kernels.rectangle import rectangle_stops
from workbench.trajectory.trails import trails

SETTINGS = ((100.0, 5.0), (114.0, 164.0 / 60.0), (30.0, 2.0))
MOST = 6000


def compare(name: str, tracks: Tracks, limit_m: float, minutes: float) -> Counter[str]:
    """Compare one set of tracks; long ones in pieces, since MovingPandas' cost grows with the square of a stay."""
    counts: Counter[str] = Counter()
    shortest = round(minutes * 60e6)
    for whole in trails(tracks):
        for a in range(0, len(whole), MOST):
            trail = type(whole)(whole.wearer, *(v[a : a + MOST] for v in (whole.rows, whole.time, whole.x, whole.y)), whole.frame)
            ours, theirs = rectangle_stops(trail.time, trail.x, trail.y, limit_m, shortest), stop_ranges(trail, limit_m, shortest)
            pairs = [set(zip(e[0].tolist(), e[1].tolist(), strict=True)) for e in (ours, theirs)]
            counts["fixes"] += len(trail)
            counts["stays"] += len(pairs[1])
            differing = len(pairs[0] ^ pairs[1])
            if not differing:
                continue
            counts["differing"] += differing
            listed = disagreements(trail, limit_m, shortest)
            if not listed:
                counts["unexplained"] += differing
            for d in listed:
                counts[d.cause] += 1
                when = np.datetime64(int(trail.time[d.last]), "us")
                print(
                    f"   {name}, {trail.wearer}: fixes {d.first} to {d.last} (until {when} UTC): "
                    f"ours {d.ours_m:.6f} m, theirs {d.theirs_m:.6f} m, limit {limit_m:g} m: {d.cause}"
                )
    return counts


def main(wanted: Sequence[str] = ()) -> int:
    """Compare all sets at all settings and print a table."""
    total: Counter[str] = Counter()
    print(f"{'set':<22}{'limit m':>8}{'minutes':>8}{'fixes':>9}{'stays':>7}{'differing':>10}{'ties':>6}{'faults':>7}{'open':>6}")
    sets = [(s, list(opendata.read(s))) for s in opendata.SETS if (opendata.FOLDER / s).is_dir()]
    sets += [("eastmere", [("bundled case", wb.example().tracks)])]
    sets += [("made", [(f"made {seed}", wanderer(seed, 4000)) for seed in range(5)])]
    for label, members in [one for one in sets if not wanted or one[0] in wanted]:
        for limit_m, minutes in SETTINGS:
            counts: Counter[str] = Counter()
            for name, tracks in members:
                counts += compare(name, tracks, limit_m, minutes)
            total += counts
            print(
                f"{label:<22}{limit_m:>8g}{minutes:>8.2f}{counts['fixes']:>9,}{counts['stays']:>7,}{counts['differing']:>10}"
                f"{counts['tie']:>6}{counts['fault']:>7}{counts['unexplained']:>6}",
                flush=True,
            )
    print(f"{total['stays']:,} stays compared, {total['differing']} differ; {total['unexplained']} without a known cause")
    return 1 if total["unexplained"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
