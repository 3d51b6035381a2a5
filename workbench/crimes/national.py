"""The national rule for comparison: two points and more within 100 m between the two times of the crime."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbench.crimes import _stay_kernels as kernels
from workbench.crimes.columns import Columns
from workbench.crimes.scan import ABSENT, HIT, REASONS, UNKNOWN, Scan
from workbench.crimes.windows import Windows
from workbench.evidence.parameters import SILENCE_S

__all__ = ["CIRCLE_M", "LEAST_POINTS", "scan_circle"]

CIRCLE_M = 100.0
"""Radius of the circle, metres."""

LEAST_POINTS = 2
"""So many points make a match."""


def scan_circle(columns: Columns, windows: Windows, into: Scan, crimes: Iterable[int]) -> None:
    """Go through crimes by the national rule, one after the other; what is finished stays when this is interrupted."""
    # Source: rebuilt from published code around the rule: radius, time without margin, runs. That two points are the least is
    # inferred from its models. Like the original it never excludes anybody.
    for c in crimes:
        place = float(windows.x_m[c]), float(windows.y_m[c]), float(windows.z_m[c])
        scene = kernels.Scene(*place, 0.0, CIRCLE_M, 0.0)
        low, high, shifts = float(windows.low_s[c]), float(windows.high_s[c]), windows.shift_s[c]
        state = np.zeros(len(columns.wearers), np.int8)
        for w in range(len(columns.wearers)):
            a, b = columns.first[w], columns.first[w + 1]
            t = columns.t_s[a:b]
            if a == b or t[-1] < low or t[0] > high:
                state[w] = ABSENT
                continue
            spot = t, columns.x_m[a:b], columns.y_m[a:b], columns.z_m[a:b], scene
            count, closest, first, last, total = kernels.points(*spot, low, high)
            into.inside[c, w], into.closest_m[c, w], into.total_s[c, w] = count, closest, total
            into.begin_s[c, w], into.end_s[c, w], into.stay_s[c, w] = first, last, last - first
            into.fixes[c, w] = np.searchsorted(t, high, "right") - np.searchsorted(t, low)
            into.covered[c, w] = kernels.covered(t, low, high, SILENCE_S)
            for k, shift in enumerate(shifts.tolist()):
                worn = t[0] <= low + shift and t[-1] >= high + shift
                into.decoys[c, w, k] = kernels.points(*spot, low + shift, high + shift)[0] >= LEAST_POINTS if worn else -1
            state[w] = HIT if count >= LEAST_POINTS else UNKNOWN
            if state[w] == UNKNOWN:
                into.reason[c, w] = REASONS.index("rule_silent")
        into.state[c] = state
