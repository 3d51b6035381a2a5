"""What was noticed about a fix: flags, never deletions.

The flags sit at ground level because loaders set them from the file's order and clocks, trajectory tools from the
movement, and evidence reads both. All functions take plain arrays and return a bool array of the same length.
"""

from __future__ import annotations

import enum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["IGNORED", "Quality", "has", "names", "usable"]


class Quality(enum.IntFlag):
    """Bits of the ``quality`` column; 0 means nothing was noticed.

    Notes
    -----
    Own list, from the faults found in feeds of tags.

    Examples
    --------
    >>> Quality.DUPLICATE | Quality.JUMP
    <Quality.DUPLICATE|JUMP: 5>
    """

    DUPLICATE = 1
    OUT_OF_ORDER = 2
    JUMP = 4
    WEAK_ACCURACY = 8
    CLOCK_FAULT = 16
    AMBIGUOUS_HOUR = 32
    OUTSIDE_WINDOW = 64
    SAME_TIME = 128
    SPREAD_TIME = 256
    NO_ACCURACY = 512
    FAR_FROM_REST = 1024
    NOT_A_FIX = 2048


MEANINGS = {
    Quality.DUPLICATE: "the same fix appears earlier in the load; not counted twice",
    Quality.OUT_OF_ORDER: "the row stood out of time order in its file",
    Quality.JUMP: "reaching it would need more than 200 km/h, or a turn that no vehicle makes; the fix is doubtful",
    Quality.WEAK_ACCURACY: "its circle is wider than 200 m",
    Quality.CLOCK_FAULT: "its clocks disagree: fixed after it was recorded or uploaded, or an impossible date",
    Quality.AMBIGUOUS_HOUR: "it lies in the hour that happens twice when the clocks go back",
    Quality.OUTSIDE_WINDOW: "it lies outside the tag's or the order's period",
    Quality.SAME_TIME: "another fix of this wearer has the same time and a different position",
    Quality.SPREAD_TIME: "the file gives minutes only; seconds were spread in row order",
    Quality.NO_ACCURACY: "the file gives no radius for it",
    Quality.FAR_FROM_REST: "it lies far from all other fixes of the load",
    Quality.NOT_A_FIX: "the device itself calls it no fix of that moment: not valid, simulated, or the last known position",
}

IGNORED = Quality.DUPLICATE | Quality.CLOCK_FAULT | Quality.JUMP | Quality.NOT_A_FIX
"""Flags of fixes that are shown but carry no weight in stays, approaches and answers."""


def has(quality: NDArray[np.int64] | pd.Series, flag: Quality) -> NDArray[np.bool_]:
    """Say which fixes carry any of the given flags.

    Parameters
    ----------
    quality : array of int, shape (n,)
        The ``quality`` column.
    flag : Quality
        One flag or several joined with ``|``.
    """
    return (np.asarray(quality, np.int64) & int(flag)) != 0


def usable(quality: NDArray[np.int64] | pd.Series) -> NDArray[np.bool_]:
    """Say which fixes may carry weight: no duplicate, no clock fault, no jump, and a fix by its device's own word.

    Parameters
    ----------
    quality : array of int, shape (n,)
        The ``quality`` column.
    """
    # The flagged fixes stay in every table and picture.
    return ~has(quality, IGNORED)


def names(value: int) -> list[str]:
    """Spell out the flags of one fix in plain words.

    Parameters
    ----------
    value : int
        One value of the ``quality`` column.
    """
    return [MEANINGS[flag] for flag in Quality if int(value) & int(flag)]
