"""All pairs of growing numbers of wearers over ninety days: seconds, memory, meetings, the chance baseline included.

Run ``python -m benchmarks.bench_meetings [WEARERS ...]`` (as is: 25 and 50). Needed: 200 wearers in two minutes by the clock.
*One town*: everybody shares three places with all, work and four haunts with some. *Towns apart*: nobody comes near another.
``often`` is one fix a minute, ``seldom`` 400 a day; ``--write`` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import numba

import workbench as wb
from benchmarks.town import town
from workbench.trajectory.warm import warm

DAYS, LIMIT_S, PAIRS = 90, 120.0, 19_900
KINDS = (("one town, often", 60.0, 0.0), ("one town, seldom", 216.0, 0.0), ("towns apart, often", 60.0, 50_000.0))
HEAD = (
    "| wearers | which | million fixes | pairs | clock, s | processor, s | meetings | pairs that met | memory, GB |",
    "|" + "---|" * 9,
)
DOCS = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def measured(wearers: int, words: str, every_s: float, apart_m: float) -> tuple[str, bool]:
    """Search one town, as one line of the table, and say whether it took longer than its share of the limit."""
    tracks = town(wearers, DAYS, every_s=every_s, apart_m=apart_m)
    fixes, pairs = len(tracks.fixes), wearers * (wearers - 1) // 2
    start, spent = time.perf_counter(), time.process_time()
    found = wb.find_meetings(tracks)
    clock, spent = time.perf_counter() - start, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line = (
        f"| {wearers} | {words} | {fixes / 1e6:.1f} | {pairs:,} | {clock:.1f} | {spent:.1f} | {len(found):,} | "
        f"{len(found.attrs['chance']):,} | {peak:.1f} |"
    )
    return line, clock > LIMIT_S * max(pairs / PAIRS, 0.1)


def main() -> int:
    """Print the table, each line from a process of its own; exit status 1 if a line took too long."""
    asked = [a for a in sys.argv[1:] if a != "--write"]
    if asked[:1] == ["one"]:
        warm()
        line, late = measured(int(asked[1]), *KINDS[int(asked[2])])
        sys.stdout.write(line + "\n")
        return int(late)
    lines, failed = list(HEAD), 0
    sys.stdout.write(f"{numba.get_num_threads()} threads\n" + "\n".join(HEAD) + "\n")
    for wearers in asked or ["25", "50"]:
        for kind in range(len(KINDS)):
            command = [sys.executable, "-m", "benchmarks.bench_meetings", "one", wearers, str(kind)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            lines.append(done.stdout.strip() or done.stderr.strip())
            failed += done.returncode
            sys.stdout.write(lines[-1] + "\n")
            sys.stdout.flush()
    if "--write" in sys.argv:
        text = DOCS.read_text(encoding="utf-8")
        table = "<!-- meetings -->\n" + "\n".join(lines) + "\n<!-- end meetings -->"
        DOCS.write_text(re.sub(r"<!-- meetings -->.*<!-- end meetings -->", table, text, flags=re.S), encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
