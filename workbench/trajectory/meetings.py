"""When were two wearers together, where, how usual is that place for each, and what would chance give."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.micros import from_micros
from workbench.space import LocalFrame
from workbench.tables import MEETINGS
from workbench.tracks import Tracks
from workbench.trajectory.chance import CHANCE_COLUMNS, chance
from workbench.trajectory.contacts import Contacts, all_contacts, bouts
from workbench.trajectory.minutes import MINUTE_US, Minutes, minutes_of
from workbench.trajectory.trails import Ints

__all__ = ["find_meetings"]

AROUND_M = 150.0
"""What lies this close to the place of a meeting counts as that place when it is asked how usual it is, metres."""

TRAVEL_M = 500.0
"""Who moves so far in contact travels together, metres."""


def find_meetings(tracks: Tracks, *, within_m: float = 50.0, min_minutes: float = 10.0) -> pd.DataFrame:
    """Find the times in which two wearers were more likely than not within a distance of each other.

    Two tags at one address are not two people together: look at `same_building`, at how usual the place is for each
    (`usual_a`, `usual_b`), and at what chance alone gives: ``.attrs["chance"]`` has a row for each pair that met, from the same
    search with one of the two shifted by 1 to 13 days either way. ``p_rare`` looks only at places where each spends less
    than one part in a hundred of the time: two strangers with the same shops meet often, but not there.

    Parameters
    ----------
    tracks : Tracks
        Two wearers or more; every pair is looked at.
    within_m : float
        How close, metres.
    min_minutes : float
        Least time in contact, minutes; pauses up to five minutes are borne but do not count.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.MEETINGS``. ``same_building`` where only network positions say so: their errors are shared, so that
        whether the two were in one room cannot be told.

    Raises
    ------
    InputError
        If a limit is not a positive number.

    Notes
    -----
    Source: difference of two fixes with added variances; daily shifts of one track (Spiegel et al. 2016); own rare-place rule.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.testing import make_fixes, make_tracks
    >>> two = pd.concat([make_fixes(minutes=range(40)), make_fixes(minutes=range(20, 60), wearer="W2", x=10)], ignore_index=True)
    >>> find_meetings(make_tracks(two))[["wearer_a", "wearer_b", "minutes"]].values.tolist()
    [['W1', 'W2', 20.0]]
    """
    for name, value in (("within_m", within_m), ("min_minutes", min_minutes)):
        if not (np.isfinite(value) and value > 0):
            raise InputError(f"{value!r} is not usable.", where=name, do="Give a number above 0.")
    people, frame = minutes_of(tracks)
    parts, pairs = [], []
    for a, b, found in all_contacts(people, within_m):
        runs = bouts(people[a].minute[found.a], min_minutes)
        if len(runs) and frame is not None:
            parts.append(_table(people[a], people[b], found, runs, frame))
            pairs.append(chance(people[a], people[b], within_m, min_minutes))
    table = MEETINGS.arrange(pd.concat(parts, ignore_index=True)) if parts else MEETINGS.empty()
    table.attrs["chance"] = pd.DataFrame(pairs, columns=CHANCE_COLUMNS)
    return table


def _table(a: Minutes, b: Minutes, found: Contacts, runs: Ints, frame: LocalFrame) -> pd.DataFrame:
    rows = []
    for k, (low, high) in enumerate(runs.tolist()):
        i, j = found.a[low:high + 1], found.b[low:high + 1]
        x, y = float(np.mean((a.x[i] + b.x[j]) / 2)), float(np.mean((a.y[i] + b.y[j]) / 2))
        start, end = int(a.minute[i[0]]), int(a.minute[i[-1]]) + 1
        lon, lat = frame.to_degrees(x, y)
        (usual_a, came_a, left_a), (usual_b, came_b, left_b) = (_around(p, x, y, start, end) for p in (a, b))
        travelled = np.hypot(a.x[i] - a.x[i[0]], a.y[i] - a.y[i[0]]).max() >= TRAVEL_M
        rows.append({
            "meeting_id": f"{a.wearer}-{b.wearer}-{k + 1}", "wearer_a": a.wearer, "wearer_b": b.wearer,
            "start": from_micros(np.array([start * MINUTE_US]))[0], "end": from_micros(np.array([end * MINUTE_US]))[0],
            "minutes": float(end - start), "lon": float(lon), "lat": float(lat),
            "closest_m": float(found.distance_m[low:high + 1].min()), "usual_a": usual_a, "usual_b": usual_b,
            "same_building": bool(found.shared[low:high + 1].all()), "contact_minutes": float(len(i)),
            "arrival_difference_minutes": abs(came_a - came_b), "departure_difference_minutes": abs(left_a - left_b),
            "travelled_together": bool(travelled),
        })
    return pd.DataFrame(rows)


def _around(p: Minutes, x: float, y: float, start: int, end: int) -> tuple[float, float, float]:
    """Share of known time spent around a place; first and last known minute of being there around the time given."""
    near = np.hypot(p.x - x, p.y - y) <= AROUND_M
    first, last = np.searchsorted(p.minute, [start, end - 1])
    before, after = np.flatnonzero(~near[:first]), np.flatnonzero(~near[last + 1:])
    came = p.minute[before[-1] + 1] if len(before) else p.minute[0]
    left = p.minute[last + after[0]] if len(after) else p.minute[-1]
    return float(near.mean()), float(came), float(left)
