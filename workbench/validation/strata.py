"""Where and when somebody might claim a wearer was: five kinds of claim, from plainly true to plainly false."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.validation.life import Life

__all__ = ["MINUTES", "RADII_M", "STRATA", "TIMES", "Draft", "draft"]

STRATA = ("true place", "other place", "near miss", "on route", "random")
"""A place stayed at; a place of his own not stayed at then; a circle whose edge lies 20 to 400 m from the path; a point
of the way; anywhere in the area he moves in."""

TIMES = ("moments", "stays")
"""How times are drawn: every moment of the life alike, or every stay alike, however short, which is much harder."""

MINUTES = (20, 40, 60, 120)
RADII_M = (60.0, 100.0, 200.0)

_MARGIN_S = 2 * 3600.0
_SHORTEST_S = 300.0
_TRIES = 30
_NEAR_M = (20.0, 400.0)


class Draft(NamedTuple):
    """A circle and a time: metres of the life's map, seconds since 1970."""

    x_m: float
    y_m: float
    radius_m: float
    start_s: float
    end_s: float


def draft(life: Life, stratum: str, kind: str, rng: np.random.Generator, *, times: str = "moments") -> Draft | None:
    """Draw a circle and a time of a stratum."""
    # See docs/methods.md#sampled-claims. The time of a point of the way is that of the journey.
    length, radius = 60.0 * float(rng.choice(MINUTES)), float(rng.choice(RADII_M))
    if stratum == "on route":
        moving = np.flatnonzero(life.moving)
        if not len(moving):
            return None
        at = int(rng.choice(moving))
        start = life.t_s[at] - rng.uniform(0.0, length)
        return _checked(life, Draft(life.x_m[at], life.y_m[at], radius, start, start + length))
    stays = life.stays[(life.stays[:, 1] - life.stays[:, 0]) * 10.0 >= _SHORTEST_S]
    if not len(stays):
        return None
    if times == "moments":
        start = float(rng.uniform(life.t_s[0], life.t_s[-1] - length))
    else:
        chosen = stays[rng.integers(len(stays))]
        start = _start(life.t_s[chosen[0]], life.t_s[chosen[1] - 1], length, kind, rng)
    part = life.rows(start, start + length)
    if part.stop - part.start < length / 10.0 - 1:
        return None
    if times == "moments":
        shared_s = 10.0 * (np.minimum(stays[:, 1], part.stop) - np.maximum(stays[:, 0], part.start))
        met = stays[shared_s >= _SHORTEST_S]
        if not len(met):
            return None
        chosen = met[rng.integers(len(met))]
    x, y = _centre(life, stratum, chosen, stays, part, radius, rng)
    return None if np.isnan(x) else _checked(life, Draft(x, y, radius, start, start + length))


def _start(begin: float, end: float, length: float, kind: str, rng: np.random.Generator) -> float:
    """Begin so that the time meets the stay; for presence throughout mostly so that it lies within it."""
    if kind == "throughout" and end - begin > length and rng.random() < 0.8:
        return float(rng.uniform(begin, end - length))
    return float(rng.uniform(begin - length + _SHORTEST_S, end - _SHORTEST_S))


def _centre(
    life: Life, stratum: str, chosen: np.ndarray, stays: np.ndarray, part: slice, radius: float, rng: np.random.Generator
) -> tuple[float, float]:
    x, y = life.x_m, life.y_m
    turn = rng.uniform(0.0, 2.0 * np.pi)
    beside = 0.6 * radius * np.sqrt(rng.random())
    shift = beside * np.cos(turn), beside * np.sin(turn)
    if stratum == "true place":
        middle = (chosen[0] + chosen[1]) // 2
        return x[middle] + shift[0], y[middle] + shift[1]
    if stratum == "other place":
        for _ in range(_TRIES):
            at = stays[rng.integers(len(stays)), 0]
            if np.hypot(x[part] - x[at], y[part] - y[at]).min() > radius:
                return x[at] + shift[0], y[at] + shift[1]
        return np.nan, np.nan
    if stratum == "near miss":
        for _ in range(_TRIES):
            at, turn = rng.integers(part.start, part.stop), rng.uniform(0.0, 2.0 * np.pi)
            out = radius + rng.uniform(*_NEAR_M)
            cx, cy = x[at] + out * np.cos(turn), y[at] + out * np.sin(turn)
            if _NEAR_M[0] <= np.hypot(x[part] - cx, y[part] - cy).min() - radius <= _NEAR_M[1]:
                return cx, cy
        return np.nan, np.nan
    return float(rng.uniform(x.min(), x.max())), float(rng.uniform(y.min(), y.max()))


def _checked(life: Life, made: Draft) -> Draft | None:
    """Keep what lies well within the life."""
    inside = made.start_s >= life.t_s[0] + _MARGIN_S and made.end_s <= life.t_s[-1] - _MARGIN_S
    return made._replace(start_s=float(np.round(made.start_s)), end_s=float(np.round(made.end_s))) if inside else None
