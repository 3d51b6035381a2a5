"""From plans to a path: leave in time, travel, stay, go home in between."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.simulation.borough import Borough
from workbench.simulation.journeys import STILL, WALK, build_router, travel
from workbench.simulation.path import Path, Piece, join_pieces
from workbench.simulation.people import Person
from workbench.simulation.places import Place
from workbench.simulation.routine import Visit
from workbench.time import localize, micros

__all__ = ["live", "seconds_after"]

_WORTH_GOING_HOME_S = 1500


def seconds_after(minutes: Sequence[float], first: dt.date, timezone: str, begin: pd.Timestamp) -> list[int]:
    """Turn wall-clock minutes after the first midnight into elapsed seconds after the beginning."""
    # Clock``.
    if not len(minutes):
        return []
    after = pd.to_timedelta(np.round(np.asarray(minutes) * 60).astype("int64"), unit="s")
    wall = pd.Series(pd.Timestamp(dt.datetime.combine(first, dt.time())) + after)
    found = localize(wall, timezone).time
    later = localize(wall + pd.Timedelta(hours=1), timezone).time
    elapsed = micros(found.where(found.notna(), later)) - micros(pd.Series([begin]))[0]
    return [int(v) for v in elapsed // 1_000_000]


def live(
    person: Person,
    borough: Borough,
    visits: Sequence[Visit],
    times: Sequence[tuple[int, int]],
    end: int,
    rng: np.random.Generator,
) -> Path:
    """Let a person live through their plans."""
    router = build_router(borough, rng)
    numbers = {p.place_id: i for i, p in enumerate(borough.places)}
    pieces: list[Piece] = []
    now, here = 0, person.home

    def stay(until: int) -> None:
        nonlocal now
        if until > now:
            pieces.extend(_stay(here, numbers.get(here.place_id, -1), until - now, rng))
            now = until

    def go(way: Sequence[Piece], goal: Place) -> None:
        nonlocal now, here
        pieces.extend(way)
        now += sum(p.seconds for p in way)
        here = goal

    for visit, (start, leave) in zip(visits, times, strict=True):
        direct = travel(person, borough, router, here, visit.place, rng)
        if here.place_id != person.home.place_id:
            home = travel(person, borough, router, here, person.home, rng)
            again = travel(person, borough, router, person.home, visit.place, rng)
            if start - now > _seconds(home) + _seconds(again) + _WORTH_GOING_HOME_S:
                go(home, person.home)
                direct = again
        stay(start - _seconds(direct))
        go(direct, visit.place)
        stay(max(leave, now + 120))
    if here.place_id != person.home.place_id:
        go(travel(person, borough, router, here, person.home, rng), person.home)
    stay(max(end, now + 1))
    return join_pieces(person.home.x, person.home.y, pieces, end)


def _seconds(pieces: Sequence[Piece]) -> int:
    return sum(p.seconds for p in pieces)


def _stay(place: Place, number: int, seconds: int, rng: np.random.Generator) -> list[Piece]:
    """Stay: indoors at one spot; outdoors strolling about within the place."""
    if place.indoors:
        return [Piece(seconds, place.x, place.y, STILL, number, True)]
    found: list[Piece] = []
    x, y, left = place.x, place.y, seconds
    while left > 150:
        turn, far = rng.uniform(0, 2 * math.pi), place.radius_m * math.sqrt(rng.uniform(0, 1))
        nx, ny = round(place.x + far * math.cos(turn), 2), round(place.y + far * math.sin(turn), 2)
        walk = math.ceil(math.hypot(nx - x, ny - y) / rng.uniform(0.7, 1.3)) + 1
        if walk > left - 130:
            break
        found.append(Piece(walk, nx, ny, WALK, number))
        left -= walk
        pause = int(min(rng.exponential(25), left - 130)) if left > 130 else 0
        found.append(Piece(max(0, pause), nx, ny, WALK, number))
        left -= max(0, pause)
        x, y = nx, ny
    back = math.ceil(math.hypot(place.x - x, place.y - y) / 1.2) + 1
    found.append(Piece(min(back, left), place.x, place.y, WALK, number))
    found.append(Piece(max(0, left - back), place.x, place.y, WALK, number))
    return found
