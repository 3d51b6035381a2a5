"""What is chosen on screen, as plain data: wearer, window, the span of the timeline, and the picked fix."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.base.errors import InputError

__all__ = ["Choice", "Selection", "stepped"]

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


def stepped(action: str, now: int | None, last: int) -> int:
    """Say which fix a step leads to.

    Parameters
    ----------
    action : {"first", "previous", "next", "last"}
        The step.
    now : int or None
        Position of the picked fix, 0-based; None where none is picked.
    last : int
        Position of the last fix.

    Raises
    ------
    InputError
        If there is no such step.
    """
    if action not in _STEPS:
        raise InputError(f"{action!r} is not a step.", where="step", do=f"Use one of {', '.join(_STEPS)}.")
    if action == "first":
        return 0
    if action == "last":
        return last
    if now is None:
        return 0 if action == "next" else last
    return min(now + 1, last) if action == "next" else max(now - 1, 0)
