"""Things that must happen to a person: visits, silences, hours without an outage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from workbench.simulation.places import Place
from workbench.simulation.routine import Visit
from workbench.simulation.silences import Silence
from workbench.time.clock import instant

__all__ = ["Story"]


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
        zero = pd.Timestamp(first)
        minutes = [
            ((pd.Timestamp(a) - zero).total_seconds() / 60, (pd.Timestamp(b) - zero).total_seconds() / 60, place)
            for a, b, place in self.visits
        ]
        return [Visit(a, b, place, 0) for a, b, place in minutes]

    def quiet(self, timezone: str, begin: pd.Timestamp) -> list[Silence]:
        """Give the silences in seconds after the beginning."""
        return [Silence(_seconds(a, timezone, begin), _seconds(b, timezone, begin), why) for a, b, why in self.silences]

    def open_hours(self, timezone: str, begin: pd.Timestamp) -> list[tuple[int, int]]:
        """Give the stretches without drawn silences in seconds after the beginning."""
        return [(_seconds(a, timezone, begin), _seconds(b, timezone, begin)) for a, b in self.clear]


def _seconds(text: str, timezone: str, begin: pd.Timestamp) -> int:
    return round((instant(text, timezone) - begin).total_seconds())
