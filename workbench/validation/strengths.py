"""What the engine's strengths are worth by themselves, before the rule withholds what rests on too little."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.evidence.calibration import calibrated

__all__ = ["worked_out"]


def worked_out(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Give the strengths as worked out: the weaker alternative as assumed, calibrated and capped, nothing withheld."""
    # See docs/methods.md#measures: an LR system is measured by its ratios, a verdict by its answers.
    weaker = rows[["raw_far", "raw_near"]].min(axis=1)
    given = zip(weaker, rows["kind"], rows["regime"], strict=True)
    return np.array([calibrated(float(x), kind=str(k), regime=str(r), hedge=False) for x, k, r in given], float)
