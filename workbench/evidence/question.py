"""A claim made definite: whose tag, which region, which seconds, how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.base.errors import InputError, TimeError
from workbench.evidence.claim import KINDS, Claim
from workbench.evidence.place import Region, region_of
from workbench.position_error.mixture import SHIPPED, ErrorModel
from workbench.tables.tracks import Tracks
from workbench.time.clock import DEFAULT_ZONE, instant

__all__ = ["Question", "question_of"]


@dataclass(frozen=True)
class Question:
    """A claim after all its words are settled; seconds are counted from its start.

    Attributes
    ----------
    wearer : str
        Whose tag.
    region : Region
        Where, in metres.
    start, end : pandas.Timestamp
        When, UTC.
    kind : str
        ``visited``, ``throughout``, ``never`` or ``at``.
    dwell_s, tolerance_s, slack_s : float
        The least stay, how far the times may be off, and the absence allowed, seconds.
    timezone : str
        In which times are written.
    errors : ErrorModel
        How exact the fixes are taken to be.
    """

    wearer: str
    region: Region
    start: pd.Timestamp
    end: pd.Timestamp
    kind: str
    dwell_s: float
    tolerance_s: float
    slack_s: float
    timezone: str
    errors: ErrorModel = SHIPPED

    @property
    def length_s(self) -> float:
        """Length of the time claimed, seconds."""
        return (self.end - self.start).total_seconds()

    @property
    def stated(self) -> tuple[float, float]:
        """The interval as stated."""
        return 0.0, self.length_s

    @property
    def wide(self) -> tuple[float, float]:
        """The interval with its tolerance on both sides: what must be impossible to contradict a visit."""
        return -self.tolerance_s, self.length_s + self.tolerance_s

    @property
    def core(self) -> tuple[float, float]:
        """The interval without its tolerance: where an absence must lie to contradict ``throughout``."""
        return self.tolerance_s, self.length_s - self.tolerance_s


def question_of(claim: Claim, tracks: Tracks, *, errors: ErrorModel = SHIPPED) -> Question:
    """Settle all words of a claim, or say which cannot be settled.

    Parameters
    ----------
    claim : Claim
        As typed.
    tracks : Tracks
        Says whose tag is meant where the claim does not.
    errors : ErrorModel
        How exact the fixes are taken to be.

    Raises
    ------
    TimeError
        If a time is naive without a zone, skipped, or happens twice.
    InputError
        If the wearer, place, kind or a length of time cannot be used.
    """
    # Slack of 5 minutes or 5 % of the time, the larger.
    if not isinstance(claim, Claim):
        raise InputError(f"{type(claim).__name__} is not a claim.", where="claim", do="Make one with wb.Claim(...).")
    if claim.kind not in KINDS:
        raise InputError(f"{claim.kind!r} is not a kind of claim.", where="kind", do=f"Use one of {', '.join(KINDS)}.")
    start = instant(claim.start, claim.timezone, name="start")
    if claim.end is None and claim.kind != "at":
        raise TimeError("The claim has no end.", where="end", do="Give end=, or use kind='at' for one moment.")
    end = start if claim.end is None else instant(claim.end, claim.timezone, name="end")
    if end < start or (end == start and claim.kind != "at"):
        raise TimeError("The claim's end is not after its start.", where="end", do="Swap them, or use kind='at'.")
    length_s = (end - start).total_seconds()
    dwell = 0.0 if claim.kind == "at" else _minutes(claim.min_minutes, "min_minutes")
    if claim.kind in ("visited", "never") and dwell > length_s:
        raise InputError(
            f"A stay of {claim.min_minutes:g} min does not fit into the time claimed.",
            where="min_minutes",
            do="Shorten min_minutes or lengthen the interval.",
        )
    slack = max(300.0, 0.05 * length_s) if claim.slack_minutes is None else _minutes(claim.slack_minutes, "slack_minutes")
    tolerance = _minutes(claim.tolerance_minutes, "tolerance_minutes")
    zone = claim.timezone or DEFAULT_ZONE
    return Question(_wearer(claim, tracks), region_of(claim), start, end, claim.kind, dwell, tolerance, slack, zone, errors)


def _minutes(value: float, name: str) -> float:
    if not (np.isfinite(value) and value >= 0):
        raise InputError(f"{name} must be 0 or more minutes, not {value!r}.", where=name, do="Give a number of minutes.")
    return float(value) * 60.0


def _wearer(claim: Claim, tracks: Tracks) -> str:
    known = tracks.wearers
    if claim.wearer is not None:
        if claim.wearer not in known:
            raise InputError(
                f"There is no wearer {claim.wearer!r} in these tracks.",
                where="wearer",
                do=f"The wearers are: {', '.join(known[:8]) or 'none'}.",
            )
        return claim.wearer
    if len(known) != 1:
        raise InputError(
            f"The claim names no wearer, and the tracks hold {len(known)}.", where="wearer", do="Give wearer= in the claim."
        )
    return known[0]
