"""K9: half of the fixes left out at random, a hundred times for each claim; no answer may turn round.

Run ``python -m benchmarks.half_the_fixes``; it takes some minutes. Two statements of the bundled case that are decided, one
that is not, and a place 400 m beside the true one.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

import numpy as np

import workbench as wb
from workbench.evidence.account import claims_of
from workbench.testing import make_tracks

TIMES = 100
TURNED = {"supported", "contradicted"}


def claims(case: object) -> dict[str, wb.Claim]:
    """Name the claims that are asked."""
    told = dict(zip(case.account["claim_id"], claims_of(case.account), strict=True))  # type: ignore[attr-defined]
    lon, lat = told["C1"].place
    beside = replace(told["C1"], place=(lon, lat + 0.0036), text="400 m beside")
    return {name: told[name] for name in ("C1", "C2", "C3")} | {"beside": beside}


def main() -> int:
    """Print how often each answer came; 1 where one of them turned round."""
    case, turned = wb.example(), 0
    for name, claim in claims(case).items():
        tracks, rng = case.tracks.of(claim.wearer), np.random.default_rng(9)
        whole = wb.check(claim, tracks, sensitivity=False).answer
        halves = Counter(
            wb.check(claim, make_tracks(tracks.fixes[rng.random(len(tracks)) < 0.5]), sensitivity=False).answer
            for _ in range(TIMES)
        )
        flips = sum(n for answer, n in halves.items() if {whole, answer} == TURNED)
        turned += flips
        told = ", ".join(f"{answer} {n}" for answer, n in halves.most_common())
        sys.stdout.write(f"{name}: {whole} with all fixes; with half of them {told}; turned round {flips} of {TIMES}\n")
        sys.stdout.flush()
    return 1 if turned else 0


if __name__ == "__main__":
    sys.exit(main())
