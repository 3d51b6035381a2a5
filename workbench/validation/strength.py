"""One strength from that against elsewhere and that against nearby, as a verdict reports it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["reported"]


def reported(far: ArrayLike, near: ArrayLike, *, most_lr: float = np.inf) -> NDArray[np.float64]:
    """Combine the strengths against both alternatives.

    Parameters
    ----------
    far, near : array_like of float, shape (n,)
        Decades.
    most_lr : float
        Cap: the largest likelihood ratio reported.

    Returns
    -------
    numpy.ndarray, shape (n,)
        The weaker of both where it speaks for the claim; otherwise the one against elsewhere where that speaks against it;
        otherwise 0, as the fixes then point both ways.

    Notes
    -----
    Source: methods page 10; the same rule as ``workbench.evidence.rule``.

    Examples
    --------
    >>> reported([3.0, 2.0, -1.0, -1.0], [1.0, -2.0, 2.0, -3.0], most_lr=100.0).tolist()
    [1.0, 0.0, -1.0, -1.0]
    """
    one, other = np.asarray(far, float), np.asarray(near, float)
    weaker = np.minimum(one, other)
    limit = np.log10(most_lr)
    return np.clip(np.where(weaker > 0, weaker, np.minimum(one, 0.0)), -limit, limit)
