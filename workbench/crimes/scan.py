"""Ask of every crime and wearer, from the fixes alone: there for the least stay, certainly not there, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.crimes import _reach_kernels as kernels
from workbench.crimes import _stay_kernels as stay_kernels
from workbench.crimes._stay_kernels import Scene
from workbench.crimes.columns import Columns
from workbench.crimes.parameters import CIRCLE_M, CIRCLE_POINTS, SEEN_TIMES
from workbench.crimes.windows import Windows
from workbench.evidence import PADDING_S, RAIL_MS, REACH_S, RUN_GAP_S, SILENCE_S
from workbench.position_error import MIXTURES, mixture
from workbench.tables import METHODS, UNKNOWN_REASONS

__all__ = ["ABSENT", "EXCLUDED", "HIT", "NOT_RUN", "REASONS", "UNKNOWN", "Scan", "empty_scan", "scan", "scan_circle"]

Floats = NDArray[np.float64]


NOT_RUN, ABSENT, HIT, EXCLUDED, UNKNOWN = 0, 1, 2, 3, 4
_FIGURES = ("stay_s", "begin_s", "end_s", "total_s", "closest_m", "covered", "nearest_m", "need_ms", "gap_start_s", "gap_end_s")
REASONS = ("", *UNKNOWN_REASONS)


@dataclass(frozen=True, eq=False)
class Scan:
    """What the fixes alone say of every crime and wearer, crimes in rows, wearers in columns.

    Attributes
    ----------
    state : array of int
        ``NOT_RUN, ABSENT`` (not monitored then)``, HIT, EXCLUDED, UNKNOWN``.
    reason : array of int
        Position in ``REASONS``.
    stay_s, begin_s, end_s : array of float
        The longest stay and its bounds.
    total_s, closest_m : array of float
        All time inside, and the least distance that fixes and the lines between them show.
    inside, fixes : array of int
        Fixes inside, and fixes at all, in the time asked about.
    nearest_m, need_ms, covered : array of float
        How near the tag could have come; the least speed that a touch would need; share of the time seen.
    gap_start_s, gap_end_s : array of float
        The times of the fixes between which a touch would be easiest; infinite where there is none.
    decoys : array of int, shape (crimes, wearers, shifts)
        On other days: 1 there for the least stay, 0 not, -1 not worn.
    """

    state: NDArray[np.int8]
    reason: NDArray[np.int8]
    stay_s: Floats
    begin_s: Floats
    end_s: Floats
    total_s: Floats
    closest_m: Floats
    inside: NDArray[np.int64]
    fixes: NDArray[np.int64]
    nearest_m: Floats
    need_ms: Floats
    covered: Floats
    gap_start_s: Floats
    gap_end_s: Floats
    decoys: NDArray[np.int8]

    @property
    def done(self) -> NDArray[np.bool_]:
        """Which crimes were gone through."""
        return ~(self.state == NOT_RUN).any(axis=1)

    def copy(self) -> Scan:
        """Give a scan of its own that may be gone on with."""
        return Scan(**{name: getattr(self, name).copy() for name in self.__dataclass_fields__})


def empty_scan(crimes: int, wearers: int, shifts: int) -> Scan:
    """Make room for a scan."""
    shape = crimes, wearers
    blank = {name: np.full(shape, np.nan) for name in Scan.__dataclass_fields__}
    whole = {"state": np.int8, "reason": np.int8, "inside": np.int64, "fixes": np.int64}
    whole_parts = {name: np.zeros(shape, kind) for name, kind in whole.items()}
    return Scan(**{**blank, **whole_parts, "decoys": np.full((*shape, shifts), -1, np.int8)})


def scan(
    columns: Columns,
    windows: Windows,
    into: Scan,
    crimes: Iterable[int],
    *,
    radius_m: float,
    min_minutes: float,
    cap_ms: float,
    seen_ms: float,
) -> None:
    """Go through crimes, one after the other; what is finished stays when this is interrupted."""
    # Source: the stay is where `distance^2 + error^2 <= radius^2` on the straight line between two fixes at most ten minutes
    # apart, the error that of the fix and of the place together; the exclusion is the space-time prism with the errors of its
    # anchors.
    parts, limits = _parts(), kernels.Limits(REACH_S, SILENCE_S, seen_ms, SEEN_TIMES)
    fixes, wearers = kernels.Fixes(*(getattr(columns, name) for name in kernels.Fixes._fields)), len(columns.wearers)
    for c in crimes:
        place = float(windows.x_m[c]), float(windows.y_m[c]), float(windows.z_m[c])
        scene = Scene(*place, float(windows.error_m[c]) ** 2, radius_m, RUN_GAP_S)
        low, high = float(windows.low_s[c]), float(windows.high_s[c])
        figures, counts = np.full((wearers, 11), np.nan), np.zeros((wearers, 5), np.int64)
        kernels.search(
            fixes,
            columns.first,
            scene,
            low,
            high,
            windows.shift_s[c],
            min_minutes * 60.0 - 1e-6,
            limits,
            cap_ms,
            RAIL_MS,
            parts,
            figures,
            counts,
            into.decoys[c],
        )
        worn, hit = counts[:, 0] > 0, figures[:, 0] >= min_minutes * 60.0 - 1e-6
        for k, name in enumerate(_FIGURES):
            getattr(into, name)[c] = figures[:, k]
        into.inside[c], into.fixes[c] = counts[:, 1], counts[:, 3]
        wrong = _contradicted(columns, low, high)
        away = (figures[:, 6] > radius_m) & ~wrong
        state = np.where(~worn, ABSENT, np.where(hit, HIT, np.where(away, EXCLUDED, UNKNOWN)))
        told = np.where(wrong, REASONS.index("inconsistent"), _reasons(columns, low, high, figures, counts))
        into.reason[c] = np.where(state == UNKNOWN, told, 0)
        into.state[c] = state


def _contradicted(columns: Columns, low: float, high: float) -> NDArray[np.bool_]:
    """Say of each wearer whether the fixes around a time contradict each other, so that they can exclude nothing."""
    edges = columns.first
    near = [a + np.searchsorted(columns.t_s[a:b], [low - PADDING_S, high + PADDING_S]) for a, b in pairwise(edges.tolist())]
    return np.array([columns.contradicted[a:b].any() for a, b in near], bool)


def _reasons(columns: Columns, low: float, high: float, figures: Floats, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Say why each wearer is neither there nor excluded; the first that holds."""
    edges = columns.first
    near = [np.searchsorted(columns.t_s[a:b], [low - PADDING_S, high + PADDING_S]) for a, b in pairwise(edges.tolist())]
    silent = np.array([a == b for a, b in near], bool)
    wait = figures[:, 9] - figures[:, 8]
    cases = [
        (silent, "no_data"),
        ((figures[:, 3] > 0) | (counts[:, 1] > 0), "too_brief"),
        (counts[:, 2] > 0, "coarse"),
        (counts[:, 4] > 0, "near"),
        (wait <= SILENCE_S, "between"),
        (figures[:, 10] <= SILENCE_S, "coarse"),
    ]
    return np.select([c for c, _ in cases], [REASONS.index(name) for _, name in cases], REASONS.index("gap"))


def _parts() -> kernels.Parts:
    """Give the parts of every method's error as tables."""
    weight, times = (np.array([MIXTURES[m][k] for m in METHODS]) for k in (0, 1))
    huge = mixture(np.full(len(METHODS), 1000.0), np.array(METHODS, object)).s_m.max(axis=1)
    return kernels.Parts(weight, times, np.where(huge < times.max(axis=1) * 1000.0, huge, np.inf))


def scan_circle(columns: Columns, windows: Windows, into: Scan, crimes: Iterable[int]) -> None:
    """Go through crimes by the national rule, one after the other; what is finished stays when this is interrupted."""
    # Source: rebuilt from published code around the rule: radius, time without margin, runs. That two points are the least is
    # inferred from its models. Like the original it never excludes anybody.
    for c in crimes:
        place = float(windows.x_m[c]), float(windows.y_m[c]), float(windows.z_m[c])
        scene = stay_kernels.Scene(*place, 0.0, CIRCLE_M, 0.0)
        low, high, shifts = float(windows.low_s[c]), float(windows.high_s[c]), windows.shift_s[c]
        state = np.zeros(len(columns.wearers), np.int8)
        for w in range(len(columns.wearers)):
            a, b = columns.first[w], columns.first[w + 1]
            t = columns.t_s[a:b]
            if a == b or t[-1] < low or t[0] > high:
                state[w] = ABSENT
                continue
            spot = t, columns.x_m[a:b], columns.y_m[a:b], columns.z_m[a:b], scene
            count, closest, first, last, total = stay_kernels.points(*spot, low, high)
            into.inside[c, w], into.closest_m[c, w], into.total_s[c, w] = count, closest, total
            into.begin_s[c, w], into.end_s[c, w], into.stay_s[c, w] = first, last, last - first
            into.fixes[c, w] = np.searchsorted(t, high, "right") - np.searchsorted(t, low)
            into.covered[c, w] = stay_kernels.covered(t, low, high, SILENCE_S)
            for k, shift in enumerate(shifts.tolist()):
                worn = t[0] <= low + shift and t[-1] >= high + shift
                into.decoys[c, w, k] = stay_kernels.points(*spot, low + shift, high + shift)[0] >= CIRCLE_POINTS if worn else -1
            state[w] = HIT if count >= CIRCLE_POINTS else UNKNOWN
            if state[w] == UNKNOWN:
                into.reason[c, w] = REASONS.index("rule_silent")
        into.state[c] = state
