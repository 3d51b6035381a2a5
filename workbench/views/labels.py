"""Words on the map: things at nearly the same spot share one label, so that no label hides another."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workbench.timewords import duration_label

__all__ = ["length_labels"]


def length_labels(
    lon: ArrayLike, lat: ArrayLike, minutes: ArrayLike, *, noun: str, tone: str, most: int = 24, spot_deg: float = 0.0015,
) -> list[dict[str, Any]]:
    """Label things that last, longest first, one label for each spot.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        Where they are, WGS 84 degrees.
    minutes : array_like of float, shape (n,)
        How long each lasts.
    noun : str
        What one of them is called; the plural takes an s.
    tone : str
        Style of the label.
    most : int
        Labels at most.
    spot_deg : float
        Things within one cell of this size share a label, degrees.

    Returns
    -------
    list of dict
        ``lon, lat, words, tone``.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> [m["words"] for m in length_labels([1.2, 1.2, 1.3], [51.4] * 3, [7, 47, 20], noun="gap", tone="gap")]
    ['2 gaps, longest 47 min', 'gap 20 min']
    """
    x, y, long = (np.asarray(v, float) for v in (lon, lat, minutes))
    spots: dict[tuple[int, int], list[int]] = {}
    for i in np.argsort(-long, kind="stable").tolist():
        spots.setdefault((round(x[i] / spot_deg), round(y[i] / (spot_deg * 0.62))), []).append(i)
    labels = []
    for members in list(spots.values())[:most]:
        first = members[0]
        length = duration_label(float(long[first]))
        words = f"{noun} {length}" if len(members) == 1 else f"{len(members)} {noun}s, longest {length}"
        labels.append({"lon": round(float(x[first]), 6), "lat": round(float(y[first]), 6), "words": words, "tone": tone})
    return labels
