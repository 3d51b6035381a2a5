"""Where every tag was at each full minute, packed for compiled loops: blocks of minutes with boxes around them."""

from __future__ import annotations

from collections import deque
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import in_order
from workbench.geo import MEAN_RADIUS_M, earth_m
from workbench.position_error import in_circle, radius_to_sigma
from workbench.tables import Tracks
from workbench.trajectory.fix_errors import Radii, at_rest, radii
from workbench.trajectory.parameters import (
    MEETING_BRIDGE_MINUTES,
    MEETING_CELL_M,
    MEETING_NETWORKS,
    MEETING_RARE_SHARE,
    MEETING_REST_M2_S,
    MEETING_WIDEST,
)
from workbench.trajectory.trails import Floats, Ints, Trail, frozen, trails

__all__ = ["Packed", "near_table", "packed"]

_STEPS, _MOST_US = 4096, round(MEETING_BRIDGE_MINUTES * 60e6)


class Packed(NamedTuple):
    """The known minutes of all wearers.

    ``begin[w]`` to ``begin[w + 1]`` are the blocks of wearer w; a block's number is its first minute since 1970 over its
    length. For each block and minute metres from the centre of the Earth (NaN where nothing is known), variances per axis (of
    what two tags of one network do not share; with all they may hide), flags; the boxes around all positions and around
    those sharp enough to count; how many minutes are known. ``span[w]`` are the first and last known minute.
    """

    wearers: list[str]
    begin: Ints
    span: Ints
    number: Ints
    where: Floats
    doubt: NDArray[np.float32]
    flag: NDArray[np.uint8]
    boxes: Floats
    known: Ints


def packed(tracks: Tracks, within_m: float) -> Packed:
    """Say where each tag was at each full minute, and how well that is known."""
    # Source: as :func:`tests.oracles.meetings.minutes_of`, compiled.
    from workbench.trajectory.kernels import minutes as kernels

    fixes = tracks.fixes
    listed = list(trails(tracks))
    count = [kernels.blocks(trail.time, _MOST_US, None) for trail in listed]
    begin = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    total, length = int(begin[-1]), kernels.BLOCK
    made = Packed(
        [trail.wearer for trail in listed],
        begin,
        np.zeros((len(listed), 2), np.int64),
        np.empty(total, np.int64),
        np.empty((total, 3, length)),
        np.empty((total, 2, length), np.float32),
        np.zeros((total, length), np.uint8),
        np.empty((total, 2, 3, 2)),
        np.empty(total, np.int64),
    )
    place = (frozen(fixes["lon"].to_numpy(float)), frozen(fixes["lat"].to_numpy(float)))
    job = partial(_fill, made, radii(tracks), place, within_m)
    deque(in_order(job, range(len(listed)), listed), maxlen=0)
    return made


def _fill(made: Packed, known: Radii, place: tuple[Floats, Floats], within_m: float, w: int, trail: Trail) -> None:
    """Fill in the blocks of one wearer."""
    from workbench.trajectory.kernels import minutes as kernels

    mine = slice(int(made.begin[w]), int(made.begin[w + 1]))
    if mine.start == mine.stop:
        return
    number, where, flag = made.number[mine], made.where[mine], made.flag[mine]
    kernels.blocks(trail.time, _MOST_US, number)
    metres = np.column_stack(earth_m(*(trail.take(column) for column in place)))
    kernels.fill(
        trail.time,
        metres,
        *_errors(known, trail),
        _MOST_US,
        MEETING_REST_M2_S,
        (within_m / MEETING_WIDEST) ** 2,
        number,
        where,
        made.doubt[mine],
        flag,
        made.boxes[mine],
        made.known[mine],
    )
    kernels.mark_rare(where, MEETING_CELL_M, MEAN_RADIUS_M, MEETING_RARE_SHARE, flag)
    ends = [np.flatnonzero(np.isfinite(where[at, 0]))[at] for at in (0, -1)]
    made.span[w] = [number[at] * kernels.BLOCK + end for at, end in zip((0, -1), ends, strict=True)]


def _errors(known: Radii, trail: Trail) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Per-axis errors with all they may hide, those two tags of one network do not share, and which are of a network."""
    sigma = at_rest(known, trail, 0.0).precision ** -0.5
    own = np.minimum(radius_to_sigma(trail.take(known.radius_m), trail.take(known.level)), sigma)
    network = np.array([method in MEETING_NETWORKS for method in known.methods])
    return sigma, np.where(np.isfinite(own), own, sigma), network[trail.take(known.kind)]


@lru_cache(maxsize=1)
def near_table() -> Floats:
    """Tabulate how near two reports must be for the chance of being within a distance to be one half."""
    # Source: :func:`workbench.position_error.containment.in_circle`, halved sixty times.
    sigma = np.sqrt(np.arange(1, _STEPS) / _STEPS) / MEETING_WIDEST
    low, high = np.zeros(_STEPS - 1), np.ones(_STEPS - 1)
    for _ in range(60):
        half = 0.5 * (low + high)
        inside = in_circle(np.sqrt(half), 1.0, sigma) >= 0.5
        low, high = np.where(inside, half, low), np.where(inside, high, half)
    return frozen(np.concatenate([[1.0], low, [0.0]]))
