"""A claim as a constraint on whole paths: which cells, which steps, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError

__all__ = ["KINDS", "Constraint", "Kind", "start_offsets"]

Kind = Literal["visited", "throughout", "at"]
KINDS: tuple[Kind, ...] = ("visited", "throughout", "at")


@dataclass(frozen=True, eq=False)
class Constraint:
    """What must hold along a path for the claim to be true.

    Parameters
    ----------
    kind : {"visited", "throughout", "at"}
        Inside for `dwell` steps in a row at some time; inside all the time but for `slack` steps; inside at step `first`.
        ("Never" is the opposite of "visited".)
    inside, ring : numpy.ndarray of bool, shape (ny, nx)
        The region; the region with its surroundings, which must contain it.
    first, last : int
        Steps of the claim, half-open.
    dwell, slack : int
        Steps.
    offsets : tuple of int
        Shifts of the claim's time in steps, each equally likely; 0 alone where the time is exact.

    Raises
    ------
    InputError
        If the parts do not fit each other.

    Notes
    -----
    Source: own design; an uncertain time is part of the claim and is averaged over, never searched for the best fit.

    Examples
    --------
    >>> place = np.array([[True, False]])
    >>> Constraint("visited", place, place, first=5, last=10, dwell=2).steps
    10
    """

    kind: Kind
    inside: NDArray[np.bool_]
    ring: NDArray[np.bool_]
    first: int
    last: int
    dwell: int = 1
    slack: int = 0
    offsets: tuple[int, ...] = (0,)

    def __post_init__(self) -> None:
        problems = [
            (self.kind not in KINDS, f"{self.kind!r} is not a kind of claim; use one of {', '.join(KINDS)}."),
            (self.inside.shape != self.ring.shape, "The region and its ring lie on different grids."),
            (self.inside.shape == self.ring.shape and bool(np.any(self.inside & ~self.ring)), "The ring must hold the region."),
            (not self.inside.any(), "The region holds no cell."),
            (self.last <= self.first, "The claim must last at least one step."),
            (not self.offsets or self.first + min(self.offsets, default=0) < 1, "One step is needed before the claim begins."),
            (self.dwell < 1, "A visit lasts at least one step."),
            (self.slack < 0, "The slack cannot be negative."),
        ]
        for wrong, what in problems:
            if wrong:
                raise InputError(what, where="Constraint", do="Change the claim, or build it with Stage.constraint().")

    @property
    def steps(self) -> int:
        """How many steps must be swept for the latest shift to be over."""
        return (self.first + 1 if self.kind == "at" else self.last) + max(self.offsets)

    def spans(self) -> list[tuple[int, int]]:
        """List the claim's steps under each shift."""
        last = self.first + 1 if self.kind == "at" else self.last
        return [(self.first + o, last + o) for o in self.offsets]


def start_offsets(tolerance_steps: int, *, most: int = 5) -> tuple[int, ...]:
    """Spread shifts evenly over the tolerance of a human time.

    Parameters
    ----------
    tolerance_steps : int
        How far the true time may lie to either side, steps.
    most : int
        Most shifts to try; odd, so that the time as stated is among them.

    Returns
    -------
    tuple of int
        Equally likely shifts: mid-points of equal parts of the tolerance.

    Raises
    ------
    InputError
        If the tolerance is negative or `most` is not a positive odd number.

    Notes
    -----
    Source: midpoint rule for a uniform law.

    Examples
    --------
    >>> start_offsets(5), start_offsets(1), start_offsets(0)
    ((-4, -2, 0, 2, 4), (-1, 0, 1), (0,))
    """
    if tolerance_steps < 0 or most < 1 or most % 2 == 0:
        raise InputError(
            "A tolerance cannot be negative, and shifts come in odd numbers.", where="start_offsets", do="Try 5 and most=5.",
        )
    every = 2 * tolerance_steps + 1
    if every <= most:
        return tuple(range(-tolerance_steps, tolerance_steps + 1))
    middles = (np.arange(most) + 0.5) * every / most - 0.5 - tolerance_steps
    return tuple(int(np.sign(m) * np.floor(abs(m) + 0.5)) for m in middles)
