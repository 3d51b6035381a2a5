"""What is varied to see whether an answer stands, and the fixed figures of the rule."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "CAP_MS",
    "CERTAIN",
    "CLOCK_S",
    "COARSE_CLOCK_S",
    "DECIDES",
    "IMPLAUSIBLE",
    "MOST_HOURS",
    "PADDING_S",
    "RAIL_MS",
    "REACH_S",
    "RETURNS",
    "RING_M",
    "RUN_GAP_S",
    "SILENCE_S",
    "STRENGTH_CAP",
    "SUPPORTING",
    "Setting",
    "settings",
]

CAP_MS = 36.0
"""No tag on a road is faster than this for long, m/s (130 km/h)."""

RAIL_MS = 56.0
"""Used instead where the fixes themselves show more than CAP_MS (main-line rail), m/s."""

CERTAIN = 0.999
"""How sure a run of fixes must make a place, and how rare an error an exclusion must allow for."""

PADDING_S = 45 * 60.0
"""Fixes this close to the time claimed count as data about it, seconds."""

REACH_S = 6 * 3600.0
"""Fixes this close may bound a journey, seconds."""

RUN_GAP_S = 10 * 60.0
"""A silence longer than this ends a run of fixes in one place, seconds."""

SILENCE_S = 5 * 60.0
"""A silence up to this long counts as seen, seconds: the ministry's rule for missing data."""

CLOCK_S = 2.0
"""How far the clock of a fix may be off, seconds."""

COARSE_CLOCK_S = 60.0
"""The same where the source gives minutes only, seconds."""

STRENGTH_CAP = 100.0
"""No likelihood ratio above this is reported until 300 validated claims per class exist."""

DECIDES = 1.0
"""Strength at which the fixes support or contradict, decades: a likelihood ratio of 10."""

IMPLAUSIBLE = 2.0
"""A contradiction that no journey's impossibility backs is never stronger than this, decades: 1 to 100."""

RING_M = 250.0
"""Within this of the place, but not in it, is "near", metres."""

MOST_HOURS = 24.0
"""Claims longer than this are judged by logic alone: trying every path would take too long."""


@dataclass(frozen=True)
class Setting:
    """One way to read the same fixes.

    Attributes
    ----------
    what : str
        Its name in the sensitivity table.
    k_scale, tau_scale, cap_scale : float
        Factors on the error, on how long it lasts, and on the highest speed.
    clock_s : float
        Added to the times of the fixes, seconds.
    returns_once : bool
        Whether a run of fixes that is away from a spot and back at it, with nothing seen on the way, counts as one fix.
    """

    what: str
    k_scale: float = 1.0
    tau_scale: float = 1.0
    clock_s: float = 0.0
    cap_scale: float = 1.0
    returns_once: bool = True


RETURNS = (
    Setting("runs away and back counted in full", returns_once=False),
    Setting("the same, error x 0.67", k_scale=0.67, returns_once=False),
    Setting("the same, error lasts x 0.5", tau_scale=0.5, returns_once=False),
)
"""Tried where there is such a run: it may be one wild error seen several times, or somebody who went out and came back."""

SUPPORTING = (
    Setting("as assumed"),
    Setting("error x 0.67", k_scale=0.67),
    Setting("error x 1.5", k_scale=1.5),
    Setting("error lasts x 0.5", tau_scale=0.5),
    Setting("error lasts x 2", tau_scale=2.0),
)
"""The settings that bear on whether fixes lie inside."""


def settings(*, clock_s: float = CLOCK_S, repeated_hour: bool = False, returns: bool = False) -> tuple[Setting, ...]:
    """List the settings over which an answer must stand, the assumed one first."""
    # Error x 0.67 and 1.5, lasting error x 0.5 and 2, clock at both bounds, speed x 0.8 and 1.25.
    clock = (Setting(f"clock {clock_s:g} s early", clock_s=-clock_s), Setting(f"clock {clock_s:g} s late", clock_s=clock_s))
    speed = (Setting("speed x 0.8", cap_scale=0.8), Setting("speed x 1.25", cap_scale=1.25))
    hour = (Setting("other pass: 60 min early", clock_s=-3600.0), Setting("other pass: 60 min late", clock_s=3600.0))
    return (*SUPPORTING, *clock, *speed, *(hour if repeated_hour else ()), *(RETURNS if returns else ()))
