"""How much would two wearers be together by chance: the same search with one of the two shifted by whole days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.trajectory.contacts import DAY_MINUTES, bouts, contacts
from workbench.trajectory.minutes import Minutes
from workbench.trajectory.trails import Floats

__all__ = ["CHANCE_COLUMNS", "SHIFTS", "chance", "together"]

SHIFTS = tuple(k for d in range(1, 14) for k in (d, -d))
"""Days by which one of two tracks is shifted; what leaves the time they span at one end comes in at the other."""

RARE_SHARE = 0.01
"""Where a wearer spends less than this share of the known time, the place is rare for him."""

TILE_M = 150.0

CHANCE_COLUMNS = [
    "wearer_a", "wearer_b", "minutes", "expected_minutes", "p_minutes", "rare_minutes", "expected_rare_minutes", "p_rare",
    "shifts",
]


def chance(a: Minutes, b: Minutes, within_m: float, min_minutes: float) -> dict[str, object]:
    """Compare the time two wearers spent together with that of the same tracks on other days.

    Parameters
    ----------
    a, b : Minutes
        In one frame.
    within_m, min_minutes : float
        As in :func:`workbench.find_meetings`.

    Returns
    -------
    dict
        ``CHANCE_COLUMNS``: minutes together, what shifted days give on average, and the share of shifts, the true days
        included, with as much. NaN where both tracks lie within one day.

    Notes
    -----
    Source: daily shifts (Spiegel et al. 2016), p as in any permutation test: (k + 1) / (n + 1).

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.minutes import minutes_of
    >>> (one,), _ = minutes_of(make_tracks(make_fixes(minutes=range(30))))
    >>> found = chance(one, one, 50.0, 10.0)
    >>> found["minutes"], found["shifts"]
    (30.0, 0)
    """
    rare_a, rare_b = _rare(a), _rare(b)
    true = together(a, b, rare_a, rare_b, within_m, min_minutes)
    first = min(int(a.minute[0]), int(b.minute[0]))
    span = -(-(max(int(a.minute[-1]), int(b.minute[-1])) + 1 - first) // DAY_MINUTES)
    others = []
    for days in sorted({d % span for d in SHIFTS if d % span}):
        turned = (b.minute - first + days * DAY_MINUTES) % (span * DAY_MINUTES)
        order = np.argsort(turned, kind="stable")
        others.append(together(a, b.taken(order, turned[order] + first), rare_a, rare_b[order], within_m, min_minutes))
    table = np.array(others, float).reshape(-1, 2)
    number = len(table)
    expected = table.mean(axis=0) if number else np.full(2, np.nan)
    p = (1 + (table >= np.array(true)).sum(axis=0)) / (1 + number) if number else np.full(2, np.nan)
    return dict(zip(CHANCE_COLUMNS, (
        a.wearer, b.wearer, true[0], float(expected[0]), float(p[0]), true[1], float(expected[1]), float(p[1]), number,
    ), strict=True))


def together(
    a: Minutes, b: Minutes, rare_a: NDArray[np.bool_], rare_b: NDArray[np.bool_], within_m: float, min_minutes: float
) -> tuple[float, float]:
    """Count minutes in meetings: all, and those at places rare for both.

    Parameters
    ----------
    a, b : Minutes
        In one frame.
    rare_a, rare_b : numpy.ndarray of bool
        For each minute, whether its place is rare for that wearer.
    within_m, min_minutes : float
        As in :func:`workbench.find_meetings`.

    Returns
    -------
    (float, float)
        Minutes; both are symmetric in the two wearers.

    Notes
    -----
    Source: own rare-place rule after telcell's choice of the rarest location.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.minutes import minutes_of
    >>> (one,), _ = minutes_of(make_tracks(make_fixes(minutes=range(30))))
    >>> every = np.ones(30, bool)
    >>> together(one, one, every, ~every, 50.0, 10.0)
    (30.0, 0.0)
    """
    found = contacts(a, b, within_m)
    rare = rare_a[found.a] & rare_b[found.b]
    runs = bouts(a.minute[found.a], min_minutes)
    return float((runs[:, 1] - runs[:, 0] + 1).sum()), float(sum(rare[low:high + 1].sum() for low, high in runs.tolist()))


def _rare(p: Minutes) -> NDArray[np.bool_]:
    tile = (np.floor(p.x / TILE_M) + 1j * np.floor(p.y / TILE_M)).astype(np.complex128)
    _, inverse, count = np.unique(tile, return_inverse=True, return_counts=True)
    share: Floats = count / len(p.x)
    return np.asarray(share[inverse] < RARE_SHARE)

