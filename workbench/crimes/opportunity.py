"""How much of the time of a crime a tag spent there, and when most of it: the aoristic weight, from the fixes alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.parameters import RUN_GAP_S
from workbench.position_error.containment import in_circle
from workbench.position_error.mixture import mixture
from workbench.tables import METHODS

__all__ = ["PIECE_S", "Share", "share_of"]

Floats = NDArray[np.float64]

PIECE_S = 2 * 3600.0
"""Of a longer time so much is tried path by path at once: over more the cells would have to be too large to tell 75 m."""

_STEP_S = 15.0
_MOST = 2400  # moments looked at
_PIECES = 3
_LITTLE = 0.5  # moments; a piece with less of being there is not tried


class Share(NamedTuple):
    """The share of the time of the crime spent there, and the pieces of that time to try path by path, the fullest first.

    A time of two hours or less is one piece; of a longer one the pieces are those with the most time there, and the one around
    the longest stay; bounds in seconds since 1970.
    """

    opportunity: float
    pieces: tuple[tuple[float, float], ...]


def share_of(
    t_s: Floats,
    distance: tuple[Floats, Floats, Floats],
    sigma_m: Floats,
    method: NDArray[np.int8],
    *,
    radius_m: float,
    edge_m: float,
    low_s: float,
    high_s: float,
    middle_s: float,
    piece_s: float = PIECE_S,
) -> Share:
    """Average the chance of being near a crime over its time."""
    # Source: aoristic weight (Ratcliffe 2000); the chance is that of the whole error mixture.
    told = (sigma_m**2 + edge_m**2 <= (1.5 * radius_m) ** 2) | (np.sqrt(sum(d * d for d in distance)) > radius_m + 2 * sigma_m)
    t, sigma, kind = t_s[told], sigma_m[told], method[told]
    count = int(min(max((high_s - low_s) / _STEP_S, 20.0), _MOST))
    at = low_s + (np.arange(count) + 0.5) * (high_s - low_s) / count
    if len(t) < 2:
        return Share(0.0, _pieces(np.zeros(count), (low_s, high_s), middle_s, piece_s))
    after = np.clip(np.searchsorted(t, at), 1, len(t) - 1)
    wait = t[after] - t[after - 1]
    share = np.clip((at - t[after - 1]) / np.where(wait > 0, wait, 1.0), 0.0, 1.0)
    d = np.sqrt(sum((a[told][after - 1] * (1 - share) + a[told][after] * share) ** 2 for a in distance))
    seen = (at >= t[after - 1]) & (at <= t[after]) & (wait <= RUN_GAP_S)
    nearer = np.where(share < 0.5, after - 1, after)
    parts = mixture(sigma[nearer], np.array(METHODS, object)[kind[nearer]], edge_m=edge_m)
    chance = (parts.weight * in_circle(d[:, None], radius_m, parts.s_m)).sum(axis=1) * seen
    return Share(float(chance.mean()), _pieces(chance, (low_s, high_s), middle_s, piece_s))


def _pieces(chance: Floats, time_s: tuple[float, float], middle_s: float, piece_s: float) -> tuple[tuple[float, float], ...]:
    """Choose the pieces to try: those with the most chance of being there, apart from each other, and that around a moment."""
    low, high = time_s
    if high - low <= piece_s:
        return (time_s,)
    step = (high - low) / len(chance)
    size, left, middles = max(int(piece_s / step), 1), chance.copy(), []
    for _ in range(_PIECES - 1):
        total = np.convolve(left, np.ones(size), "valid")
        if total.max() < _LITTLE:
            break
        first = int(total.argmax())
        weight = left[first : first + size]
        middles.append(low + (first + 0.5 + float((weight * np.arange(size)).sum() / weight.sum())) * step)
        left[first : first + size] = 0.0
    chosen = [_around(m, time_s, piece_s) for m in middles]
    if not any(a <= middle_s <= b for a, b in chosen):
        chosen.append(_around(middle_s, time_s, piece_s))
    return tuple(chosen)


def _around(middle_s: float, time_s: tuple[float, float], piece_s: float) -> tuple[float, float]:
    start = min(max(middle_s - piece_s / 2, time_s[0]), time_s[1] - piece_s)
    return start, start + piece_s
