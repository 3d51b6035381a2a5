"""One wearer's simulated life: plans, path, fixes, each from that wearer's own source of chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.simulation.borough import Borough
from workbench.simulation.days import live, seconds_after
from workbench.simulation.emission import emit
from workbench.simulation.path import Path, path_knots
from workbench.simulation.people import Person, draw_person
from workbench.simulation.routine import Story, plan_days
from workbench.time import days as calendar_days
from workbench.time import instant

__all__ = ["Life", "Span", "live_life", "span_of"]


@dataclass(frozen=True)
class Span:
    """Which days are simulated: calendar days of a zone and their first and last instant.

    Attributes
    ----------
    first : datetime.date
        The first day.
    days : int
        How many.
    timezone : str
        IANA name of the zone whose midnights are meant.
    begin, end : pandas.Timestamp
        UTC; the end is no part of it.
    """

    first: dt.date
    days: int
    timezone: str
    begin: pd.Timestamp
    end: pd.Timestamp

    @property
    def seconds(self) -> int:
        """Elapsed seconds; a clock-change day has 23 or 25 hours."""
        return round((self.end - self.begin).total_seconds())


@dataclass(frozen=True, eq=False)
class Life:
    """One person with the truth and the fixes of their tag.

    Attributes
    ----------
    person : Person
        Who.
    path : Path
        The truth in metres and seconds.
    knots : pandas.DataFrame
        The truth as a table.
    fixes : pandas.DataFrame
        What the tag reported.
    chance : numpy.random.Generator
        For what others do around this person.
    """

    person: Person
    path: Path
    knots: pd.DataFrame
    fixes: pd.DataFrame
    chance: np.random.Generator


def span_of(start: str, days: int, timezone: str) -> Span:
    """Work out the first and last instant of some calendar days."""
    # Clock``.
    first = instant(start, "UTC", name="start").date()
    noon = instant(f"{first} 12:00", timezone, name="start")
    all_days = calendar_days(noon, noon + pd.Timedelta(days=days - 1), timezone)
    return Span(first, days, timezone, all_days[0].start, all_days[-1].end)


def live_life(
    number: int,
    seed: int,
    borough: Borough,
    span: Span,
    *,
    person: Person | None = None,
    story: Story | None = None,
    level: float = 0.95,
) -> Life:
    """Simulate one wearer."""
    # See docs/methods.md#simulated-truth.
    tale = story or Story()
    source = np.random.SeedSequence(seed, spawn_key=(number,))
    character, plans, walking, tag, around = (np.random.default_rng(s) for s in source.spawn(5))
    who = person or draw_person(f"W{number + 1}", borough, character)
    visits = plan_days(who, borough, span.first, span.days, tale.planned(span.first), plans)
    starts = seconds_after([v.start for v in visits], span.first, span.timezone, span.begin)
    ends = seconds_after([v.end for v in visits], span.first, span.timezone, span.begin)
    path = live(who, borough, visits, list(zip(starts, ends, strict=True)), span.seconds, walking)
    home = next(i for i, p in enumerate(borough.places) if p.place_id == who.home.place_id)
    fixes = emit(
        path,
        who.wearer_id,
        str(1001 + number),
        (number + 1) * 10_000_000 + 1,
        borough.places,
        home,
        who.beacon,
        span.begin,
        tag,
        silences=tale.quiet(span.timezone, span.begin),
        clear=tale.open_hours(span.timezone, span.begin),
        level=level,
    )
    return Life(who, path, path_knots(path, who.wearer_id, borough.places, span.begin), fixes, around)
