"""Simulated people: where they live and work, what they like, what they are bound to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.simulation.borough import Borough
from workbench.simulation.places import Place

__all__ = ["Habit", "Person", "draw_person"]


@dataclass(frozen=True)
class Habit:
    """A place visited at a fixed time of the week, with a chance of turning up.

    Attributes
    ----------
    place : Place
        Where.
    weekday : int
        0 is Monday.
    minute, minutes : float
        Local minute of the day it begins, and how long it lasts.
    chance : float
        How often the person turns up, 0 to 1.
    spread : float
        Standard deviation of the beginning, minutes; the end has twice that.
    """

    place: Place
    weekday: int
    minute: float
    minutes: float
    chance: float = 0.85
    spread: float = 6.0


@dataclass(frozen=True)
class Person:
    """One wearer: places, habits, means of travel, tag.

    Attributes
    ----------
    wearer_id : str
        Who.
    home, mother, office : Place
        Home, a relative's home, and the probation office.
    habits : tuple of Habit
        Work shifts, worship, sport, appointments.
    haunts : tuple of Place
        Pub, shop and others visited in free time.
    friends : tuple of Place
        Homes of friends.
    curfew_nights : tuple of int
        Weekdays (0 Monday) whose night is under curfew.
    curfew_minute : float
        Local minute of the day by which to be home on those.
    car, rail : bool
        Whether the person drives, and takes trains.
    walk_mps : float
        Walking speed.
    beacon : bool
        Whether a home unit answers the tag at home.
    free_evenings : float
        Chance of going out on an evening.
    roams : float
        Chance that a day has a visit to a place drawn at random.
    """

    wearer_id: str
    home: Place
    mother: Place
    office: Place
    habits: tuple[Habit, ...]
    haunts: tuple[Place, ...]
    friends: tuple[Place, ...]
    curfew_nights: tuple[int, ...] = ()
    curfew_minute: float = 1140.0
    car: bool = False
    rail: bool = True
    walk_mps: float = 1.3
    beacon: bool = False
    free_evenings: float = 0.5
    roams: float = 0.15


def draw_person(wearer_id: str, borough: Borough, rng: np.random.Generator) -> Person:
    """Draw a person at random."""

    # Home and eight other places, see docs/methods.md#simulated-truth.
    def one(*kinds: str) -> Place:
        options = [p for kind in kinds for p in borough.of_kind(kind)]
        return options[int(rng.integers(len(options)))]

    homes = rng.choice(len(borough.of_kind("home")), 5, replace=False)
    home, mother, *friends = (borough.of_kind("home")[int(i)] for i in homes)
    office = borough.of_kind("probation")[0]
    habits = [Habit(office, int(rng.integers(0, 5)), 60.0 * int(rng.integers(9, 17)), 45.0, 0.93, 4.0)]
    if rng.uniform() < 0.75:
        work = one("workplace", "workplace", "supermarket", "school", "pub")
        start = float(rng.choice([360.0, 480.0, 540.0, 840.0], p=[0.15, 0.35, 0.35, 0.15]))
        days = rng.choice(7, 5, replace=False, p=np.array([0.17, 0.17, 0.17, 0.17, 0.17, 0.1, 0.05]))
        habits += [Habit(work, int(day), start, 480.0, 0.94, 7.0) for day in sorted(days)]
    if rng.uniform() < 0.35:
        habits.append(Habit(borough.of_kind("mosque")[0], 4, 775.0, 50.0))
    elif rng.uniform() < 0.3:
        habits.append(Habit(one("church"), 6, 630.0, 80.0))
    if rng.uniform() < 0.4:
        gym = one("gym")
        habits += [Habit(gym, int(day), 1100.0, 70.0, 0.7, 15.0) for day in rng.choice(6, 2, replace=False)]
    haunts = (one("pub"), one("shop"), one("shop"), one("supermarket"), one("park"), one("library", "bookmaker"))
    curfew = tuple(range(7)) if rng.uniform() < 0.6 else ()
    return Person(
        wearer_id,
        home,
        mother,
        office,
        tuple(habits),
        haunts,
        tuple(friends),
        curfew,
        float(rng.choice([1140.0, 1260.0])),
        bool(rng.uniform() < 0.4),
        bool(rng.uniform() < 0.7),
        round(float(np.clip(1.3 * rng.lognormal(0, 0.08), 1.0, 1.7)), 3),
        bool(curfew) and bool(rng.uniform() < 0.7),
        round(float(rng.uniform(0.3, 0.65)), 3),
    )
