"""A claim as a constraint on whole paths: which cells, which steps, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import InputError

__all__ = ["KINDS", "Constraint", "Kind", "Span", "even_shifts"]

Kind = Literal["visited", "throughout", "at"]
KINDS: tuple[Kind, ...] = ("visited", "throughout", "at")


class Span(NamedTuple):
    """Equally likely first steps, and equally likely ends (the step after the last); every start lies before every end."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Constraint:
    """What must hold along a path for the claim to be true.

    Parameters
    ----------
    kind : {"visited", "throughout", "at"}
        Inside for `dwell` steps in a row at some time; inside at all checks but `slack`; inside at step `first`.
        ("Never" is the opposite of "visited".)
    inside, ring : numpy.ndarray of bool, shape (ny, nx)
        The region; the region with its surroundings, which must contain it.
    first, last : int
        Steps of the claim, half-open.
    dwell, slack : int
        Steps; checks.
    every : int
        Presence throughout is checked at each step, at every second one, and so on.
    shifts : tuple of int
        Shifts of the claim's time in steps, each equally likely; 0 alone where the time is exact.
    apart : bool
        Whether start and end shift each for itself; otherwise they shift together.
    """

    # An uncertain time is part of the claim and is averaged over, never searched for the best fit.

    kind: Kind
    inside: NDArray[np.bool_]
    ring: NDArray[np.bool_]
    first: int
    last: int
    dwell: int = 1
    slack: int = 0
    every: int = 1
    shifts: tuple[int, ...] = (0,)
    apart: bool = False

    def __post_init__(self) -> None:
        low, high = min(self.shifts, default=0), max(self.shifts, default=0)
        problems = [
            (self.kind not in KINDS, f"{self.kind!r} is not a kind of claim; use one of {', '.join(KINDS)}."),
            (self.inside.shape != self.ring.shape, "The region and its ring lie on different grids."),
            (self.inside.shape == self.ring.shape and bool(np.any(self.inside & ~self.ring)), "The ring must hold the region."),
            (not self.inside.any(), "The region holds no cell."),
            (self.last <= self.first, "The claim must last at least one step."),
            (not self.shifts or self.first + low < 1, "One step is needed before the claim begins."),
            (self.apart and self.first + high >= self.last + low, "The claim could end before it starts."),
            (min(self.dwell, self.every) < 1, "A visit lasts at least one step, and checks are at least one step apart."),
            (self.slack < 0, "The slack cannot be negative."),
        ]
        for wrong, what in problems:
            if wrong:
                raise InputError(what, where="Constraint", do="Change the claim, or build it with ModelSetup.constraint().")

    @property
    def steps(self) -> int:
        """How many steps must be swept for the latest end to be over."""
        return max(max(span.ends) for span in self.spans())

    def spans(self) -> list[Span]:
        """List the times that the claim may mean, each equally likely."""
        last = self.first + 1 if self.kind == "at" else self.last
        starts, ends = sorted(self.first + o for o in self.shifts), sorted(last + o for o in self.shifts)
        if self.apart and self.kind != "at":
            return [Span(tuple(starts), tuple(ends))]
        return [Span((a,), (b,)) for a, b in zip(starts, ends, strict=True)]


def even_shifts(tolerance_steps: int, *, most: int = 5) -> tuple[int, ...]:
    """Spread shifts evenly over the tolerance of a human time."""
    # Source: midpoint rule for a uniform law.
    if tolerance_steps < 0 or most < 1 or most % 2 == 0:
        raise InputError(
            "A tolerance cannot be negative, and shifts come in odd numbers.", where="even_shifts", do="Try 5 and most=5."
        )
    every = 2 * tolerance_steps + 1
    if every <= most:
        return tuple(range(-tolerance_steps, tolerance_steps + 1))
    middles = (np.arange(most) + 0.5) * every / most - 0.5 - tolerance_steps
    return tuple(int(np.sign(m) * np.floor(abs(m) + 0.5)) for m in middles)
