"""A path: where one simulated person truly is at every moment, as knots with straight movement between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Path", "Piece", "join_pieces"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Piece(NamedTuple):
    """The next stretch of a path: how long it takes and where it ends."""

    seconds: int
    x: float
    y: float
    mode: int
    place: int = -1
    indoors: bool = False
    underground: bool = False


@dataclass(frozen=True, eq=False)
class Path:
    """Knots of a path; what is said at a knot holds until the next one.

    Attributes
    ----------
    t : int array, shape (n,)
        Seconds after the beginning, rising.
    x, y : float arrays, shape (n,)
        Metres; straight and even movement between knots.
    mode : int array
        Number in ``workbench.tables.MODES``.
    place : int array
        Number of the place stayed at, -1 on the way.
    indoors, underground : bool arrays
        Whether the person is inside, or under the ground.
    """

    t: Ints
    x: Floats
    y: Floats
    mode: Ints
    place: Ints
    indoors: NDArray[np.bool_]
    underground: NDArray[np.bool_]

    def at(self, t: Ints | Floats) -> tuple[Floats, Floats]:
        """Give the metres east and north at some seconds."""
        return np.interp(t, self.t, self.x), np.interp(t, self.t, self.y)

    def stretch(self, t: Ints | Floats) -> Ints:
        """Give the number of the knot that some seconds follow."""
        return np.clip(np.searchsorted(self.t, t, side="right") - 1, 0, len(self.t) - 1)


def join_pieces(x: float, y: float, pieces: Sequence[Piece], end: int) -> Path:
    """Join pieces into a path that begins at second 0 and is cut at the end."""
    real = [p for p in pieces if p.seconds > 0]
    t = np.concatenate([[0], np.cumsum([p.seconds for p in real])]).astype(np.int64)
    xs, ys = np.array([x, *(p.x for p in real)]), np.array([y, *(p.y for p in real)])
    inside = t < end
    last = int(inside.sum()) - 1
    knots = np.append(t[inside], end)
    px, py = np.interp(knots, t, xs), np.interp(knots, t, ys)
    labels = [real[min(i, len(real) - 1)] for i in [*range(last + 1), last]]
    return Path(
        knots,
        px,
        py,
        np.array([p.mode for p in labels], np.int64),
        np.array([p.place for p in labels], np.int64),
        np.array([p.indoors for p in labels]),
        np.array([p.underground for p in labels]),
    )
