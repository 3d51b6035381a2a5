"""One search with all that it has found so far: what a result is made from, and what it can be gone on with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import in_order
from workbench.crimes.chance import p_decoy
from workbench.crimes.columns import Columns
from workbench.crimes.opportunity import Share, share_of, usual_days
from workbench.crimes.parameters import LIKELY, PIECE_S
from workbench.crimes.scan import ABSENT, HIT, NOT_RUN, Scan
from workbench.crimes.strength import Strength, question_about, strength_of
from workbench.crimes.windows import Windows
from workbench.evidence import STRENGTH_CAP
from workbench.observations import Observations, prepare
from workbench.tables import Tracks

__all__ = ["Parameters", "Search", "chance_strength", "look_closer", "weigh_hits"]

_LIMIT = math.log10(STRENGTH_CAP)


class Parameters(NamedTuple):
    """What was asked for, as given to :func:`workbench.match_crimes`."""

    method: str
    radius_m: float
    min_minutes: float
    decoy_days: int
    max_kmh: float
    seen_kmh: float
    timezone: str


@dataclass(frozen=True, eq=False)
class Search:
    """A search under way or done.

    Attributes
    ----------
    parameters : Parameters
        What was asked for.
    crimes : pandas.DataFrame
        The newest version of each, one row a crime.
    tracks : Tracks
        The fixes.
    columns, windows : Columns, Windows
        Both as arrays.
    scan : Scan
        What the fixes alone say.
    older : int
        Versions of crimes that were left out.
    shares, usual, strengths : dict
        For matches, by crime and wearer: time spent there, days near it, and how strongly the fixes speak.
    """

    parameters: Parameters
    crimes: pd.DataFrame
    tracks: Tracks
    columns: Columns
    windows: Windows
    scan: Scan
    older: int = 0
    shares: dict[tuple[int, int], Share] = field(default_factory=dict)
    usual: dict[tuple[int, int], int] = field(default_factory=dict)
    strengths: dict[tuple[int, int], Strength] = field(default_factory=dict)

    @property
    def state(self) -> NDArray[np.int8]:
        """The state of every pair; of crimes not gone through it is known already whose tag was not worn then."""
        state, columns, windows = self.scan.state.copy(), self.columns, self.windows
        for w in range(len(columns.wearers)):
            t = columns.t_s[columns.first[w] : columns.first[w + 1]]
            off = (t[-1] < windows.low_s) | (t[0] > windows.high_s) if len(t) else np.ones(len(state), bool)
            state[(state[:, w] == NOT_RUN) & off, w] = ABSENT
        return state

    @property
    def hits(self) -> NDArray[np.int64]:
        """Rows of crime and wearer that match."""
        return np.argwhere(self.scan.state == HIT)


def chance_strength(contact_share: float, decoy_share: float) -> float:
    """Give how much more probable a match is than on the wearer's own other days."""
    # Source: `contact / p_decoy`, capped.
    return float(np.clip(math.log10(max(contact_share, 1e-9) / decoy_share), -_LIMIT, _LIMIT))


def look_closer(work: Search) -> None:
    """Search out of each match how much time was spent there and how usual the neighbourhood is, in place."""
    columns, windows, scan, asked = work.columns, work.windows, work.scan, work.parameters
    for c, w in work.hits.tolist():
        if (c, w) in work.shares:
            continue
        a, b = columns.first[w], columns.first[w + 1]
        low, high = float(windows.low_s[c]), float(windows.high_s[c])
        i, j = a + np.searchsorted(columns.t_s[a:b], [low - 900.0, high + 900.0])
        apart = (columns.x_m[i:j] - windows.x_m[c], columns.y_m[i:j] - windows.y_m[c], columns.z_m[i:j] - windows.z_m[c])
        work.shares[c, w] = share_of(
            columns.t_s[i:j],
            apart,
            columns.sigma_m[i:j],
            columns.method[i:j],
            radius_m=asked.radius_m,
            edge_m=float(windows.error_m[c]),
            low_s=low,
            high_s=high,
            middle_s=float(scan.begin_s[c, w] + scan.end_s[c, w]) / 2,
            piece_s=max(PIECE_S, 2 * 60 * asked.min_minutes),
        )
        work.usual[c, w] = usual_days(columns, windows, c, w, timezone=asked.timezone)


def weigh_hits(work: Search, watched: Callable[[list[tuple[int, int]]], Iterable[tuple[int, int]]]) -> None:
    """Ask the fixes, and where they do not settle it every path, how likely each match is, the most surprising first."""
    # What was weighed stays when this is interrupted. Of a time of more than two hours the pieces with the most time there are
    # tried until one makes the stay likelier than not; that with the highest chance counts.
    p = p_decoy(work.scan.decoys)
    ordered = sorted((float(p[c, w]), c, w) for c, w in work.hits.tolist() if (c, w) not in work.strengths)
    pairs = [(c, w) for _, c, w in ordered]
    parts = {w: work.tracks.of(work.columns.wearers[w]) for w in {w for _, w in pairs}}
    observed = {w: prepare(mine.fixes) for w, mine in parts.items()}
    with closing(in_order(lambda pair: _strength(work, parts[pair[1]], observed[pair[1]], *pair), pairs)) as found:
        for pair in watched(pairs):
            work.strengths[pair] = next(found)


def _strength(work: Search, mine: Tracks, observed: Observations, c: int, w: int) -> Strength:
    asked, crime, tried = work.parameters, work.crimes.iloc[c], []
    for low, high in work.shares[c, w].pieces:
        start, end = (pd.Timestamp(round(v * 1e6), unit="us", tz="UTC") for v in (low, high))
        question = question_about(
            mine,
            work.columns.wearers[w],
            float(crime["lon"]),
            float(crime["lat"]),
            start,
            end,
            radius_m=asked.radius_m,
            min_minutes=asked.min_minutes,
            error_m=float(crime["location_error_m"]),
            timezone=asked.timezone,
        )
        tried.append(strength_of(question, observed))
        if tried[-1].contact >= LIKELY:
            break
    return max(tried, key=lambda found: found.contact)
