"""What somebody says about where the tag was: a place, a time, and what exactly is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd
import shapely

from workbench.tables.tracks import When

__all__ = ["KINDS", "Claim", "Place"]

KINDS = ("visited", "throughout", "never", "at")

Place: TypeAlias = "tuple[float, float] | shapely.Geometry | pd.Series | pd.DataFrame"


@dataclass(frozen=True, eq=False)
class Claim:
    """One statement that can be checked against tracks.

    Nothing is tested here; :func:`workbench.check` says what is wrong with a claim it cannot use.

    Parameters
    ----------
    place : (lon, lat), shapely geometry or zone row
        WGS 84 degrees. A point or line stands for all within `radius_m` of it; a polygon stands for itself.
    start, end : str, datetime or pandas.Timestamp
        The time claimed, half-open; naive times need `timezone`. `end` may be left away for ``kind="at"``.
    wearer : str, optional
        Whose tag; may be left away where the tracks hold one wearer.
    radius_m : float
        For points and lines, metres.
    timezone : str, optional
        IANA zone in which naive times are meant; also the zone in which the answer writes times.
    kind : {"visited", "throughout", "never", "at"}
        There for `min_minutes` at some time; there all the time but for `slack_minutes`; at no time there for
        `min_minutes`; there at one moment of the interval.
    min_minutes : float
        The shortest stay that counts, minutes; 0 means passing through counts.
    tolerance_minutes : float
        How far the stated times may be off, minutes: all times within it are part of the claim, each as likely as the
        next. What is excluded must be impossible in the interval widened by it.
    slack_minutes : float, optional
        For ``throughout``: how long in all the tag may have been away; 5 minutes or 5 % of the time, the larger, if None.
    text, said_by : str
        The statement in the speaker's words, and whose words they are.

    Notes
    -----
    Own design; no claim is judged without a least stay or an explicit "passing through".

    Examples
    --------
    >>> Claim(place=(1.2, 51.4), start="2026-03-03 21:10", end="2026-03-03 21:40", timezone="Europe/London").min_minutes
    2.0
    """

    place: Any
    start: When
    end: When | None = None
    wearer: str | None = None
    radius_m: float = 50.0
    timezone: str | None = None
    kind: str = "visited"
    min_minutes: float = 2.0
    tolerance_minutes: float = 5.0
    slack_minutes: float | None = None
    text: str = ""
    said_by: str = ""
