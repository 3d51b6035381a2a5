"""What the engine's strengths are worth by themselves, before the rule withholds what rests on too little."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.evidence.calibration import calibrated

__all__ = ["worked_out"]


def worked_out(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Give the strengths as worked out: the weaker alternative as assumed, calibrated and capped, nothing withheld.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of a study, with ``kind, regime, raw_far, raw_near``.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Decades. A verdict reports less: the weakest of nine settings, below 10 where it cannot tell, and nothing where no fix
        lies within 45 minutes, though the engine looks up to six hours ahead and back.

    Notes
    -----
    Source: methods page 2.5 and 13.3: an LR system is measured by its ratios, a verdict by its answers.

    Examples
    --------
    >>> rows = pd.DataFrame({"kind": ["visited"], "regime": ["full"], "raw_far": [0.0], "raw_near": [4.0]})
    >>> worked_out(rows).tolist()
    [0.0]
    """
    weaker = rows[["raw_far", "raw_near"]].min(axis=1)
    given = zip(weaker, rows["kind"], rows["regime"], strict=True)
    return np.array([calibrated(float(x), kind=str(k), regime=str(r), hedge=False) for x, k, r in given], float)
