"""What is chosen on a screen, as plain data, and what every session and board shares: tracks, zone, faults, undo."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import pandas as pd
from traitlets import Any as AnyTrait
from traitlets import Bool, HasTraits, Unicode

from workbench.base import InputError
from workbench.tables import Tracks

__all__ = ["Answer", "Choice", "Chosen", "Said", "Selection", "stepped"]

_MOST_UNDO = 200

_STEPS = ("first", "previous", "next", "last")


@dataclass(frozen=True)
class Choice:
    """What is looked at on the crime board.

    Attributes
    ----------
    by : str
        ``"crime"`` or ``"wearer"``: the other side is listed.
    crime, wearer : str
        The crime and the wearer; on the listed side empty while no row is chosen.
    margin_minutes : int
        How much is shown before and after the time of the crime.
    shown : tuple of str
        The answers whose trails are drawn.
    """

    by: str
    crime: str
    wearer: str
    margin_minutes: int = 60
    shown: tuple[str, ...] = ("hit", "unknown", "excluded")


@dataclass(frozen=True)
class Selection:
    """Wearer, window ``[start, end)``, timeline from ``from_`` until ``until``, and the id of the picked fix."""

    # Equal selections draw equal screens.

    wearer: str
    start: pd.Timestamp
    end: pd.Timestamp
    from_: pd.Timestamp
    until: pd.Timestamp
    picked: str | None = None


class Said(NamedTuple):
    """What the form says: everything that is typed or chosen in it, and whose, where and when in words."""

    typed: tuple[Any, ...]
    where: str
    when: str
    said_by: str


@dataclass(frozen=True, eq=False)
class Answer:
    """A verdict with the statement it answers, about whom, and the window it was given in."""

    verdict: Any
    wearer: str
    said: Said | None = None
    window: tuple[pd.Timestamp, pd.Timestamp] | None = None


def stepped(action: str, now: int | None, last: int) -> int:
    """Say which fix a step leads to, 0-based, from the position of the picked fix or None."""
    if action not in _STEPS:
        raise InputError(f"{action!r} is not a step.", where="step", do=f"Use one of {', '.join(_STEPS)}.")
    if action == "first":
        return 0
    if action == "last":
        return last
    if now is None:
        return 0 if action == "next" else last
    return min(now + 1, last) if action == "next" else max(now - 1, 0)


class Chosen(HasTraits):
    """What is looked at of some tracks; it can be driven with no screen, and every choice can be taken back.

    Parameters
    ----------
    tracks : Tracks
        Fixes of one or more wearers.
    timezone : str
        IANA name of the zone in which times are shown and typed.
    """

    # One state object, as in lonboard and JupyterGIS: every verb is a plain method, every outcome a trait.

    busy = Unicode("")
    error = AnyTrait(None, allow_none=True)
    strict = Bool(False)
    trait: ClassVar[str]
    """Name of the trait that holds the choice."""

    def __init__(self, tracks: Tracks, timezone: str) -> None:
        super().__init__()
        self.tracks, self.timezone = tracks, timezone
        self.strict = os.environ.get("WORKBENCH_STRICT", "") not in ("", "0")
        self._mine: dict[str, Tracks] = {}
        self._past: list[Any] = []

    def of(self, wearer: str) -> Tracks:
        """Give the tracks of a wearer; looked up once."""
        if wearer not in self._mine:
            self._mine[wearer] = self.tracks.of(wearer)
        return self._mine[wearer]

    def _choose(self, new: Any) -> None:
        """Choose something else, and remember what was chosen before."""
        now = getattr(self, self.trait)
        if new != now:
            self._past = [*self._past, now][-_MOST_UNDO:]
            setattr(self, self.trait, new)

    @property
    def past(self) -> list[Any]:
        """What was chosen before, the last one at the end."""
        return list(self._past)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    def undo(self) -> None:
        """Go back to what was chosen before the last change."""
        if self._past:
            *self._past, before = self._past
            setattr(self, self.trait, before)

    @contextmanager
    def working(self, words: str) -> Iterator[None]:
        """Say what is being worked out while it is."""
        self.busy = words
        try:
            yield
        finally:
            self.busy = ""
