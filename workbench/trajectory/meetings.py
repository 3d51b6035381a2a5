"""When were two wearers together, where, how usual is that place for each, and what would chance give."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import InputError, bar, in_order, recorded
from workbench.geo import earth_degrees
from workbench.tables import MEETINGS, Tracks
from workbench.time import from_micros
from workbench.trajectory.minute_index import Packed, near_table, packed
from workbench.trajectory.parameters import MEETING_AROUND_M, MEETING_BREAK_MINUTES, MEETING_SHIFT_DAYS, MEETING_TRAVEL_M
from workbench.trajectory.trails import Floats

__all__ = ["CHANCE_COLUMNS", "find_meetings"]

MINUTE_US = 60_000_000

CHANCE_COLUMNS = [
    "wearer_a",
    "wearer_b",
    "minutes",
    "rare_minutes",
    "expected_minutes",
    "p_minutes",
    "expected_rare_minutes",
    "p_rare",
    "shifts",
    "expected_week_minutes",
    "p_week",
    "expected_week_rare_minutes",
    "p_week_rare",
    "week_shifts",
]


class _Beside(pd.DataFrame):
    """A table kept in the ``attrs`` of another: it is equal or not as a whole, which is what pandas asks when it joins tables."""

    @property
    def _constructor(self) -> type[_Beside]:
        return _Beside

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return isinstance(other, pd.DataFrame) and self.equals(other)

    __hash__ = None  # type: ignore[assignment]


@recorded("find")
def find_meetings(
    tracks: Tracks, *, within_m: float = 50.0, min_minutes: float = 10.0, progress: bool | None = None
) -> pd.DataFrame:
    """Find the times in which two wearers were more likely than not within a distance of each other.

    Two tags at one address are not two people together: look at `same_building`, at how usual the place is for each
    (`usual_a`, `usual_b`), and at what chance alone gives: ``.attrs["chance"]`` has a row for each pair that met, from the same
    search with one of the two shifted by 1 to 13 days either way. ``p_rare`` looks only at places where each spends less
    than one part in a hundred of the time: two strangers with the same shops meet often, but not there. Two strangers with
    the same working days meet more often than on shifted days: ``p_week`` and ``p_week_rare`` are of shifts by 1 to 13 whole
    weeks, which keep the days of the week; months are needed for them to say much.

    Parameters
    ----------
    tracks : Tracks
        Two wearers or more; every pair is looked at.
    within_m : float
        How close, metres.
    min_minutes : float
        Least time in contact, minutes; pauses up to five minutes are borne but do not count.
    progress : bool, optional
        Whether to show how many pairs are done; None shows it in a notebook or terminal, when it takes longer than a second.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.MEETINGS``. ``same_building`` where only network positions say so: their errors are shared, so that
        whether the two were in one room cannot be told. The rows of two wearers are the same whoever else is there.

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
    >>> find_meetings(make_tracks(two), progress=False)[["wearer_a", "wearer_b", "minutes"]].values.tolist()
    [['W1', 'W2', 20.0]]
    """
    for name, value in (("within_m", within_m), ("min_minutes", min_minutes)):
        if not (np.isfinite(value) and value > 0):
            raise InputError(f"{value!r} is not usable.", where=name, do="Give a number above 0.")
    made = packed(tracks, float(within_m))
    rows, pairs = _searched(made, float(within_m), float(min_minutes), progress)
    names = np.array(made.wearers, dtype=object)
    table = MEETINGS.arrange(_table(names, rows)) if len(rows) else MEETINGS.empty()
    table.attrs["chance"] = _Beside(_chance(names, pairs))
    return table


def _searched(made: Packed, within_m: float, min_minutes: float, progress: bool | None) -> tuple[Floats, Floats]:
    """Rows of the compiled search, led by the number of the first of the two: each wearer with all after, on all cores."""
    from workbench.trajectory.kernels.meetings import of_one

    people = max(len(made.wearers), 1)
    job = partial(
        of_one,
        begin=made.begin,
        span=made.span,
        number=made.number,
        where=made.where,
        doubt=made.doubt,
        flag=made.flag,
        boxes=made.boxes,
        known=made.known,
        most=within_m,
        table=near_table(),
        pause=MEETING_BREAK_MINUTES,
        least=min_minutes,
        travel=MEETING_TRAVEL_M,
        place=MEETING_AROUND_M,
        days=MEETING_SHIFT_DAYS,
    )
    rows, pairs = [np.empty((0, 17))], [np.empty((0, 14))]
    with (
        bar(people * (people - 1) // 2, "meetings", progress, unit=" pairs") as moving,
        closing(in_order(job, range(people - 1))) as found,
    ):
        for a, both in enumerate(found):
            for parts, part in zip((rows, pairs), both, strict=True):
                parts.append(np.column_stack([np.full(len(part), a), part]))
            moving.update(people - 1 - a)
    return np.concatenate(rows), np.concatenate(pairs)


def _table(names: Any, rows: Floats) -> pd.DataFrame:
    a, b, first, last, count = rows[:, :5].astype(np.int64).T
    shared, square, x, y, z, travelled, usual_a, came_a, left_a, usual_b, came_b, left_b = rows[:, 5:].T
    lon, lat = earth_degrees(x, y, z)
    new = np.flatnonzero(np.append(True, (np.diff(a) != 0) | (np.diff(b) != 0)))
    nth = np.arange(len(a)) - np.repeat(new, np.diff(np.append(new, len(a)))) + 1
    wearer_a, wearer_b = names[a], names[b]
    return pd.DataFrame(
        {
            "meeting_id": [f"{one}-{other}-{k}" for one, other, k in zip(wearer_a, wearer_b, nth.tolist(), strict=True)],
            "wearer_a": wearer_a,
            "wearer_b": wearer_b,
            "start": from_micros(first * MINUTE_US),
            "end": from_micros((last + 1) * MINUTE_US),
            "minutes": (last + 1 - first).astype(float),
            "lon": lon,
            "lat": lat,
            "closest_m": np.sqrt(square),
            "usual_a": usual_a,
            "usual_b": usual_b,
            "same_building": shared > 0,
            "contact_minutes": count.astype(float),
            "arrival_difference_minutes": np.abs(came_a - came_b),
            "departure_difference_minutes": np.abs(left_a - left_b),
            "travelled_together": travelled > 0,
        }
    )


def _chance(names: Any, pairs: Floats) -> pd.DataFrame:
    a, b = pairs[:, :2].astype(np.int64).T
    columns: list[Any] = [names[a], names[b], *pairs[:, 2:4].T]
    for size, sums, as_many, rare_sums, rare_as_many in (pairs[:, 4:9].T, pairs[:, 9:].T):
        some = np.where(size > 0, size, np.nan)
        for total, k in ((sums, as_many), (rare_sums, rare_as_many)):
            columns += [total / some, (1 + k) / (1 + some)]
        columns.append(size.astype(np.int64))
    return pd.DataFrame(dict(zip(CHANCE_COLUMNS, columns, strict=True)))
