"""How much of the time of a crime a tag spent there (the aoristic weight), and how usual that neighbourhood is for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.crimes.columns import Columns
from workbench.crimes.parameters import (
    PIECE_LITTLE,
    PIECE_MOST_STEPS,
    PIECE_S,
    PIECE_STEP_S,
    PIECES,
    USUAL_APART_S,
    USUAL_NEARBY_M,
    USUAL_STAY_MINUTES,
)
from workbench.crimes.windows import Windows
from workbench.evidence import RUN_GAP_S
from workbench.position_error import in_circle, mixture
from workbench.tables import METHODS
from workbench.time import from_micros, to_local

__all__ = ["Share", "share_of", "usual_days"]


def usual_days(columns: Columns, windows: Windows, crime: int, wearer: int, *, timezone: str) -> int:
    """Count the other days on which a tag stayed near a crime."""
    # Whoever lives, works or reports somewhere stays there on several days.
    a, b = columns.first[wearer], columns.first[wearer + 1]
    t = columns.t_s[a:b]
    near = (
        (columns.x_m[a:b] - windows.x_m[crime]) ** 2
        + (columns.y_m[a:b] - windows.y_m[crime]) ** 2
        + (columns.z_m[a:b] - windows.z_m[crime]) ** 2
    ) <= USUAL_NEARBY_M**2
    near &= (t < windows.low_s[crime] - USUAL_APART_S) | (t > windows.high_s[crime] + USUAL_APART_S)
    edges = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
    first, last = edges[::2], edges[1::2] - 1
    long = t[last] - t[first] >= USUAL_STAY_MINUTES * 60.0
    count = int(long.sum())
    days = _days(np.concatenate([t[first[long]], t[last[long]]]), timezone)
    return len({day for i, j in zip(days[:count], days[count:], strict=True) for day in range(i, j + 1)})


def _days(t_s: NDArray[np.float64], timezone: str) -> list[int]:
    """Number the calendar days of some moments."""
    local = to_local(from_micros(np.round(t_s * 1e6).astype(np.int64)), timezone).dt.tz_localize(None).to_numpy()
    return [int(d) for d in local.astype("datetime64[D]").astype(np.int64)]


Floats = NDArray[np.float64]


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
    count = int(min(max((high_s - low_s) / PIECE_STEP_S, 20.0), PIECE_MOST_STEPS))
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
    for _ in range(PIECES - 1):
        total = np.convolve(left, np.ones(size), "valid")
        if total.max() < PIECE_LITTLE:
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
