"""At which minutes were two tags more likely than not close to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.inside import in_circle
from workbench.trajectory.minutes import Minutes
from workbench.trajectory.trails import Floats, Ints

__all__ = ["Contacts", "all_contacts", "bouts", "common", "contacts"]

LIKELY = 0.5
WIDEST = 1.1774100225154747
"""A distance is below one of this many sigmas with a chance of one half at most, however close the reports."""

DAY_MINUTES = 1440

BREAK_MINUTES = 5
"""Contact may pause for so long within one meeting."""


class Contacts(NamedTuple):
    """Minutes in contact of two wearers: where each minute stands in the minutes of a and of b, distance, and by what."""

    a: Ints
    b: Ints
    distance_m: Floats
    shared: NDArray[np.bool_]


def contacts(a: Minutes, b: Minutes, within_m: float) -> Contacts:
    """Find the minutes in which two tags were more likely than not within a distance of each other.

    Parameters
    ----------
    a, b : Minutes
        In one frame.
    within_m : float
        Metres.

    Returns
    -------
    Contacts
        ``shared`` where both positions came from a network alone: errors that both share may make them look close.

    Notes
    -----
    Source: the difference of two round normal errors is one of added variance; chance inside a circle.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.minutes import minutes_of
    >>> import pandas as pd
    >>> two = pd.concat([make_fixes(minutes=range(5)), make_fixes(minutes=range(2, 9), wearer="W2", x=20.0)], ignore_index=True)
    >>> (a, b), _ = minutes_of(make_tracks(two))
    >>> contacts(a, b, 50.0).a.tolist()
    [2, 3, 4]
    """
    return _likely(a, b, *common(a, b), within_m)


def common(a: Minutes, b: Minutes) -> tuple[Ints, Ints]:
    """Find the minutes known of both: where each stands in the minutes of a and of b.

    Parameters
    ----------
    a, b : Minutes
        Any two.

    Returns
    -------
    tuple of numpy.ndarray of int64
        Of one length.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.minutes import minutes_of
    >>> (one,), _ = minutes_of(make_tracks(make_fixes(minutes=range(3))))
    >>> [v.tolist() for v in common(one, one.taken(np.arange(3), one.minute + 1))]
    [[1, 2], [0, 1]]
    """
    at = np.searchsorted(b.minute, a.minute)
    both = np.flatnonzero(b.minute[np.minimum(at, len(b.minute) - 1)] == a.minute)
    return both, at[both]


def _likely(a: Minutes, b: Minutes, i: Ints, j: Ints, within_m: float) -> Contacts:
    distance = np.hypot(a.x[i] - b.x[j], a.y[i] - b.y[j])
    shared = a.network[i] & b.network[j]
    s = np.where(shared, np.hypot(a.own_m[i], b.own_m[j]), np.hypot(a.sigma_m[i], b.sigma_m[j]))
    able = np.flatnonzero((distance <= within_m) & (s * WIDEST <= within_m))
    able = able[in_circle(distance[able], within_m, s[able]) >= LIKELY]
    return Contacts(i[able], j[able], distance[able], shared[able])


def all_contacts(people: Sequence[Minutes], within_m: float) -> Iterator[tuple[int, int, Contacts]]:
    """Find the minutes in contact of every pair that has any, without looking at each pair.

    Parameters
    ----------
    people : sequence of Minutes
        In one frame.
    within_m : float
        Metres.

    Yields
    ------
    (int, int, Contacts)
        Numbers of the two, the lower first, and their minutes in contact.

    Notes
    -----
    Source: tiles as wide as the distance asked, day by day.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> from workbench.trajectory.minutes import minutes_of
    >>> people, _ = minutes_of(make_tracks(make_fixes(minutes=range(5))))
    >>> list(all_contacts(people, 50.0))
    []
    """
    if len(people) < 2:
        return
    first = min(int(p.minute[0]) for p in people if len(p.minute))
    last = max(int(p.minute[-1]) for p in people if len(p.minute))
    rows = [_close(people, begin, begin + DAY_MINUTES, within_m) for begin in range(first, last + 1, DAY_MINUTES)]
    pair, i, j = (np.concatenate(v) for v in zip(*rows, strict=True))
    order = np.argsort(pair, kind="stable")
    pair, i, j = pair[order], i[order], j[order]
    bounds = np.flatnonzero(np.diff(pair, prepend=-1, append=-1))
    for low, high in pairwise(bounds.tolist()):
        a, b = divmod(int(pair[low]), len(people))
        found = _likely(people[a], people[b], i[low:high], j[low:high], within_m)
        if len(found.a):
            yield a, b, found


def _close(people: Sequence[Minutes], begin: int, end: int, within_m: float) -> tuple[Ints, Ints, Ints]:
    """Each two positions of one minute of a day within the distance asked: the pair's number, and where each stands."""
    parts = []
    for k, p in enumerate(people):
        a, b = np.searchsorted(p.minute, [begin, end])
        sharp = a + np.flatnonzero(np.minimum(p.sigma_m[a:b], p.own_m[a:b]) * WIDEST <= within_m)
        parts.append((p.minute[sharp] - begin, p.x[sharp], p.y[sharp], np.full(len(sharp), k), sharp))
    minute, x, y, who, where = (np.concatenate(v) for v in zip(*parts, strict=True))
    if not len(minute):
        return minute, minute, minute
    cx, cy = (np.floor((v - v.min()) / within_m).astype(np.int64) + 1 for v in (x, y))
    rows = int(cy.max()) + 2
    tile = (minute * (int(cx.max()) + 2) + cx) * rows + cy
    order = np.argsort(tile, kind="stable")
    tile, who, x, y, where = tile[order], who[order], x[order], y[order], where[order]
    found = []
    for step in (0, 1, rows - 1, rows, rows + 1):
        low = np.arange(1, len(tile) + 1) if step == 0 else np.searchsorted(tile, tile + step, side="left")
        count = np.maximum(np.searchsorted(tile, tile + step, side="right") - low, 0)
        i = np.repeat(np.arange(len(tile)), count)
        j = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
        near = ((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= within_m**2) & (who[i] != who[j])
        i, j = i[near], j[near]
        i, j = np.where(who[i] < who[j], i, j), np.where(who[i] < who[j], j, i)
        found.append((who[i] * len(people) + who[j], where[i], where[j]))
    pair, first, second = (np.concatenate(v) for v in zip(*found, strict=True))
    order = np.lexsort((first, pair))
    return pair[order], first[order], second[order]


def bouts(minute: Ints, min_minutes: float) -> Ints:
    """Gather minutes in contact into meetings.

    Parameters
    ----------
    minute : numpy.ndarray of int64, shape (n,)
        Increasing.
    min_minutes : float
        Least number of minutes in contact.

    Returns
    -------
    numpy.ndarray of int64, shape (m, 2)
        First and last position of each meeting in `minute`.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> bouts(np.array([0, 1, 2, 8, 20, 21]), 3).tolist()
    [[0, 3]]
    """
    if not len(minute):
        return np.empty((0, 2), np.int64)
    cut = np.flatnonzero(np.diff(minute) > BREAK_MINUTES + 1)
    runs = np.column_stack([np.concatenate([[0], cut + 1]), np.concatenate([cut, [len(minute) - 1]])])
    return runs[runs[:, 1] - runs[:, 0] + 1 >= min_minutes]
