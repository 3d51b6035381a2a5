"""How much time around a claim the engine looks at."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.base.errors import InputError

__all__ = ["Window", "window_around"]


class Window(NamedTuple):
    """Steps around a claim: moment of step 0 in microseconds, number of steps, the claim's steps (half-open)."""

    first_us: int
    steps: int
    first: int
    last: int


def window_around(
    time_us: NDArray[np.int64],
    trusted: ArrayLike,
    start_us: int,
    end_us: int,
    *,
    step_s: float = 60.0,
    padding_minutes: float = 45.0,
    most_hours: float = 6.0,
) -> Window:
    """Pad a claim's time on both sides, further where two trustworthy fixes are further away."""
    # 45 minutes, or as far as the second trustworthy fix, at most 6 hours.
    if end_us < start_us:
        raise InputError("The claim ends before it starts.", where="window_around", do="Swap the two times.")
    step = round(step_s * 1e6)
    least, most = round(padding_minutes * 60e6), round(most_hours * 3600e6)
    anchors = np.asarray(time_us, np.int64)[np.asarray(trusted, bool)]
    before, after = anchors[anchors <= start_us], anchors[anchors >= end_us]
    early = start_us - int(before[-2]) if len(before) > 1 else least
    late = int(after[1]) - end_us if len(after) > 1 else least
    ahead = -(-min(max(early, least), most) // step)
    length = max(1, round((end_us - start_us) / step))
    behind = -(-min(max(late, least), most) // step)
    return Window(start_us - ahead * step, ahead + length + behind, ahead, ahead + length)
