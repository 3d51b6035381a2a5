"""What a person means to do, day by day, in the wall-clock time of the place, and what must happen to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.simulation.borough import Borough
from workbench.simulation.people import Person
from workbench.simulation.places import Place
from workbench.simulation.sampling import Silence
from workbench.time import instant

__all__ = ["Story", "Visit", "plan_days"]

_MARGIN = 25.0


class Visit(NamedTuple):
    """A stay that is meant to happen: naive local times in minutes after the first day's midnight."""

    start: float
    end: float
    place: Place
    rank: int


def plan_days(
    person: Person, borough: Borough, first: dt.date, days: int, fixed: Sequence[Visit], rng: np.random.Generator
) -> list[Visit]:
    """Plan what a person does away from home."""
    # Lengths of free stays are lognormal, see docs/methods.md#simulated-truth.
    wanted = list(fixed)
    for day in range(days):
        date = first + dt.timedelta(days=day)
        wanted += [_shift(v, day * 1440.0) for v in _day(person, borough, date.weekday(), rng)]
    chosen: list[Visit] = []
    for visit in sorted(wanted, key=lambda v: (v.rank, v.start)):
        room = 60.0 if visit.rank and any(c.rank == 0 and _close(c, visit, 60.0) for c in chosen) else _MARGIN
        if not any(_close(c, visit, room) for c in chosen):
            chosen.append(visit)
    return sorted(chosen, key=lambda v: v.start)


def _close(a: Visit, b: Visit, margin: float) -> bool:
    both_fixed = a.rank == 0 and b.rank == 0
    return a.start < b.end + (0 if both_fixed else margin) and b.start < a.end + (0 if both_fixed else margin)


def _shift(visit: Visit, minutes: float) -> Visit:
    return visit._replace(start=round(visit.start + minutes, 2), end=round(visit.end + minutes, 2))


def _day(person: Person, borough: Borough, weekday: int, rng: np.random.Generator) -> list[Visit]:
    found = []
    for habit in person.habits:
        keeps, early, late = rng.uniform() < habit.chance, rng.normal(0, habit.spread), rng.normal(0, 2 * habit.spread)
        if habit.weekday == weekday and keeps:
            found.append(Visit(habit.minute + early, habit.minute + early + max(20.0, habit.minutes + late), habit.place, 1))
    limit = 1440.0
    if weekday in person.curfew_nights and rng.uniform() < 0.95:
        limit = person.curfew_minute - 30.0
    if weekday >= 5 and rng.uniform() < 0.8:
        found.append(_free(person, rng, rng.uniform(600, 900)))
    for chance, low, high in ((0.8, 560.0, 900.0), (0.7, 800.0, 1070.0)):
        if rng.uniform() < chance:
            found.append(_free(person, rng, rng.uniform(low, high)))
    if rng.uniform() < (0.85 if weekday in (4, 5) else person.free_evenings):
        found.append(_free(person, rng, rng.uniform(1090, 1230)))
    if rng.uniform() < person.roams:
        places = borough.places
        place = places[int(rng.integers(len(places)))]
        start = rng.uniform(560, 1200)
        found.append(Visit(start, start + float(np.clip(rng.lognormal(3.4, 0.6), 8, 150)), place, 3))
    trimmed = [v._replace(end=min(v.end, limit)) if v.start > 900 and v.rank > 1 else v for v in found]
    return [v for v in trimmed if v.end - v.start >= 8.0 and v.place != person.home]


def _free(person: Person, rng: np.random.Generator, start: float) -> Visit:
    """A free visit: shop, haunt, friend or mother, for a lognormal while."""
    draw = rng.uniform()
    if draw < 0.45:
        place = person.haunts[int(rng.integers(len(person.haunts)))]
    elif draw < 0.8:
        place = person.friends[int(rng.integers(len(person.friends)))]
    else:
        place = person.mother
    middle = {"shop": 2.6, "supermarket": 3.2, "bookmaker": 3.0, "park": 3.5}.get(place.kind, 4.3)
    minutes = float(np.clip(rng.lognormal(middle, 0.5), 6, 300))
    return Visit(start, start + minutes, place, 2)


@dataclass(frozen=True)
class Story:
    """Planned events of one person, in wall-clock times such as ``"2026-03-03 21:14"``.

    Attributes
    ----------
    visits : tuple of (str, str, Place)
        Start, end and place of visits that must happen; the first may begin when the person is still on the way.
    silences : tuple of (str, str, str)
        Start, end and cause of silences that must happen.
    clear : tuple of (str, str)
        Stretches in which no drawn silence may fall.
    """

    visits: tuple[tuple[str, str, Place], ...] = ()
    silences: tuple[tuple[str, str, str], ...] = ()
    clear: tuple[tuple[str, str], ...] = ()

    def planned(self, first: dt.date) -> list[Visit]:
        """Give the visits in minutes after the first midnight."""
        zero = instant(first, "UTC")
        return [Visit(_minutes(a, zero), _minutes(b, zero), place, 0) for a, b, place in self.visits]

    def quiet(self, timezone: str, begin: pd.Timestamp) -> list[Silence]:
        """Give the silences in seconds after the beginning."""
        return [Silence(_seconds(a, timezone, begin), _seconds(b, timezone, begin), why) for a, b, why in self.silences]

    def open_hours(self, timezone: str, begin: pd.Timestamp) -> list[tuple[int, int]]:
        """Give the stretches without drawn silences in seconds after the beginning."""
        return [(_seconds(a, timezone, begin), _seconds(b, timezone, begin)) for a, b in self.clear]


def _minutes(text: str, zero: pd.Timestamp) -> float:
    return (instant(text, "UTC") - zero).total_seconds() / 60


def _seconds(text: str, timezone: str, begin: pd.Timestamp) -> int:
    return round((instant(text, timezone) - begin).total_seconds())
