"""The people of the bundled case and what must happen to them. Nobody and nothing in it is real."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.simulation.borough import Borough, build_borough
from workbench.simulation.people import Habit, Person
from workbench.simulation.places import Place
from workbench.simulation.routine import Story

__all__ = ["CASE_DAYS", "CASE_SEED", "CASE_START", "CASE_ZONE", "Cast", "cast_of_eastmere"]

CASE_SEED = 304
CASE_START = "2026-02-23"
CASE_DAYS = 28
CASE_ZONE = "Europe/London"

_WEEK = (0, 1, 2, 3, 4)


@dataclass(frozen=True, eq=False)
class Cast:
    """The case's borough, its people in order W1, W2, W3, their stories, and the places that matter.

    Attributes
    ----------
    borough : Borough
        Eastmere, with the pavement in front of the victim's house as a place of its own.
    people : tuple of Person
        W1, W2 and W3.
    stories : tuple of Story
        What must happen to each.
    victim, mother, fields, school : Place
        The victim's house, the house of W1's mother, the playing fields, the school of a zone.
    """

    borough: Borough
    people: tuple[Person, ...]
    stories: tuple[Story, ...]
    victim: Place
    mother: Place
    fields: Place
    school: Place


def cast_of_eastmere() -> Cast:
    """Cast the bundled case."""
    # Source: an invented story. W1 must keep away from the victim's street. On Tuesday 3 March 2026 he stands outside her house
    # for 18 minutes; on 12 March he plays on the other side of the borough; on 18 March his battery is empty for the evening.
    # W2 works beside the zone. W3 lives in a basement with little signal.
    town = build_borough()
    victim = town.nearest("home", -1800.0, 740.0)
    streets = town.streets
    pavement = Place(
        "P900",
        f"pavement outside {victim.name}",
        "street",
        float(streets.x[victim.access]),
        float(streets.y[victim.access]),
        6.0,
        victim.access,
        victim.access,
        indoors=False,
        sky=1.0,
    )
    launderette = replace(town.nearest("home", -1680.0, 815.0), kind="workplace", name="Tern Launderette", radius_m=20.0)
    mother, fields = town.nearest("home", -1000.0, 450.0), town.nearest("park", 1850.0, 950.0)
    basement = replace(town.nearest("home", 500.0, 500.0), sky=0.08)
    changed = {p.place_id: p for p in (launderette, basement)}
    town = replace(town, places=(*(changed.get(p.place_id, p) for p in town.places), pavement))
    people = (_first(town, mother, fields), _second(town, launderette), _third(town, basement))
    acquaintance = town.nearest("home", -1520.0, 820.0)
    stories = (_story(mother, pavement, fields, people[0].home, acquaintance), Story(), _basement_story(basement))
    return Cast(town, people, stories, victim, mother, fields, town.nearest("school", 1600.0, -700.0))


def _office(town: Borough, weekday: int, minute: float) -> Habit:
    return Habit(town.of_kind("probation")[0], weekday, minute, 45.0, 0.97, 3.0)


def _first(town: Borough, mother: Place, fields: Place) -> Person:
    work = town.nearest("workplace", 2400.0, 100.0)
    habits = (*(Habit(work, day, 510.0, 480.0, 0.96, 5.0) for day in _WEEK), _office(town, 2, 1050.0))
    haunts = (
        town.nearest("supermarket", 2000.0, -600.0),
        fields,
        town.nearest("pub", 200.0, -400.0),
        town.nearest("gym", 2300.0, 300.0),
    )
    friends = (town.nearest("home", 1500.0, 700.0), town.nearest("home", 1300.0, -1300.0))
    return Person(
        "W1",
        town.nearest("home", 1700.0, -300.0),
        mother,
        town.of_kind("probation")[0],
        habits,
        haunts,
        friends,
        tuple(range(7)),
        1350.0,
        beacon=True,
        roams=0.0,
        free_evenings=0.5,
    )


def _second(town: Borough, work: Place) -> Person:
    habits = (
        *(Habit(work, day, 540.0, 495.0, 0.96, 6.0) for day in _WEEK),
        _office(town, 3, 1095.0),
        Habit(town.of_kind("mosque")[0], 6, 775.0, 55.0),
    )
    haunts = (town.nearest("pub", -750.0, 130.0), town.nearest("shop", -740.0, 870.0), town.nearest("park", -500.0, 950.0))
    friends = (town.nearest("home", -300.0, 1700.0), town.nearest("home", 600.0, 1300.0))
    return Person(
        "W2",
        town.nearest("home", -200.0, 1350.0),
        town.nearest("home", 900.0, 1500.0),
        town.of_kind("probation")[0],
        habits,
        haunts,
        friends,
        (),
        1140.0,
        car=True,
        roams=0.0,
    )


def _third(town: Borough, basement: Place) -> Person:
    work = town.nearest("supermarket", 2100.0, -1000.0)
    habits = (*(Habit(work, day, 840.0, 420.0, 0.94, 6.0) for day in (0, 1, 3, 5)), _office(town, 1, 615.0))
    haunts = (
        town.nearest("library", -1450.0, 1700.0),
        town.nearest("bookmaker", -1400.0, -1000.0),
        town.nearest("park", 650.0, -1200.0),
        town.nearest("shop", 600.0, 900.0),
    )
    friends = (town.nearest("home", -100.0, -600.0), town.nearest("home", 1500.0, 1100.0))
    return Person(
        "W3",
        basement,
        town.nearest("home", -600.0, -1300.0),
        town.of_kind("probation")[0],
        habits,
        haunts,
        friends,
        tuple(range(7)),
        1290.0,
        roams=0.2,
    )


def _story(mother: Place, pavement: Place, fields: Place, home: Place, acquaintance: Place) -> Story:
    return Story(
        visits=(
            ("2026-02-28 15:00", "2026-02-28 15:25", acquaintance),
            ("2026-03-03 18:40", "2026-03-03 20:40", mother),
            ("2026-03-03 21:14", "2026-03-03 21:32", pavement),
            ("2026-03-03 21:46", "2026-03-03 21:56", mother),
            ("2026-03-12 19:20", "2026-03-12 21:05", fields),
            ("2026-03-18 17:50", "2026-03-19 07:30", home),
        ),
        silences=(("2026-03-18 19:20", "2026-03-18 21:50", "empty battery"),),
        clear=(
            ("2026-02-28 14:30", "2026-02-28 16:00"),
            ("2026-03-03 18:00", "2026-03-03 23:00"),
            ("2026-03-12 18:30", "2026-03-12 22:00"),
            ("2026-03-18 18:30", "2026-03-18 22:40"),
        ),
    )


def _basement_story(basement: Place) -> Story:
    return Story(visits=(("2026-03-06 18:30", "2026-03-07 09:00", basement),))
