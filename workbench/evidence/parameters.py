"""What is varied to see whether an answer stands, and the fixed figures of the rule.

Where no source is named the figure is our own choice, held against simulated truth (docs/validation.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.position_error import RAIL_MS, ROAD_MS

__all__ = [
    "ATTRACTION",
    "AWAY_SHARE",
    "BASE_RATE_DAYS",
    "BASE_RATE_SEEN",
    "BRACKET_S",
    "CAP_MS",
    "CELL_M",
    "CERTAIN",
    "CLOCK_S",
    "COARSE_CLOCK_S",
    "CORNERS",
    "DECIDES",
    "DEEPEST_SIGMAS",
    "DETOUR_M",
    "DETOUR_SHARE",
    "DROP_SHARE",
    "EVEN",
    "FACTOR",
    "FAR_M",
    "FLOOR",
    "GAP_S",
    "HABIT_BACKGROUND",
    "HABIT_CREDIT_MINUTES",
    "HABIT_DAYS",
    "HABIT_GRAVITY_M",
    "HABIT_HOUR_MINUTES",
    "HABIT_MOVING",
    "HABIT_OTHER_HOUR",
    "HABIT_SMOOTH_M",
    "HABIT_WEEKDAYS",
    "HARDLY_IN",
    "IMPLAUSIBLE",
    "INSIDE",
    "KNOWN_BIN_M",
    "KNOWN_SHARE",
    "LEAST_CLAIMS",
    "LEAST_DETOURS",
    "LEAST_SHARE",
    "LIKELY_IN",
    "MARGINS_M",
    "MARGIN_M",
    "MAX_CELLS",
    "MOST_CAP",
    "MOST_ERROR",
    "MOST_HOURS",
    "MOST_MINUTES",
    "MOST_RADIUS_M",
    "MOST_SLACK",
    "MOST_SPEED",
    "MUTE",
    "NOT_IN",
    "ON_THE_WAY_M",
    "PADDING_S",
    "PATHS",
    "PATHS_SHOWN",
    "PRUNED_CELLS",
    "PRUNED_DROP",
    "RAIL_MS",
    "REACH_CELLS",
    "REACH_S",
    "RETURNED_FIXES",
    "RETURNS",
    "RING_M",
    "ROUGH",
    "ROUGH_ANSWER",
    "RUN_GAP_S",
    "SAME_PLACE_M",
    "SEED",
    "SEEN",
    "SHAPE_EDGE_M",
    "SILENCE_S",
    "SLOPES",
    "SLOW_MS",
    "SPOT_FIXES",
    "SPOT_NEAR_S",
    "SPOT_SHARP_M",
    "SPOT_SURE",
    "STEP_S",
    "STRENGTH_CAP",
    "SUPPORTING",
    "THIN_PER_HOUR",
    "THROUGHOUT_DROP",
    "TOWN_MS",
    "TRUST_M",
    "TURNS",
    "UNDECIDED",
    "UNPROVEN",
    "UNWATCHED_S",
    "Setting",
    "settings",
    "thresholds",
]

CAP_MS = ROAD_MS
"""No tag on a road is faster than this for long, m/s; RAIL_MS is used where the fixes themselves show more (main-line rail)."""

CERTAIN = 0.999
"""How sure a run of fixes must make a place, and how rare an error an exclusion must allow for: once in a thousand."""

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
"""No likelihood ratio above this is reported until `LEAST_CLAIMS` validated claims of each class exist."""

DECIDES = 1.0
"""Strength at which the fixes support or contradict, log10: a likelihood ratio of 10, where the scale of
ENFSI 2015 goes from weak to moderate support."""

IMPLAUSIBLE = 2.0
"""Neither a contradiction that no journey's impossibility backs, nor support across a silence, is stronger than this, log10: both
rest on a model of how people move. 2 is where the same scale goes on to moderately strong."""

RING_M = 250.0
"""Within this of the place, but not in it, is "near", metres."""

MOST_HOURS = 24.0
"""Claims longer than this are judged by logic alone: trying every path would take too long."""

INSIDE = 0.5
"""Chance from which on a fix lies in a place rather than outside."""

UNWATCHED_S = 3600.0
"""Across a longer silence presence is never supported, seconds; what answers across shorter ones were worth was measured."""

MUTE = 0.5
"""Chance of lying outside even for a fix in the middle of the place, from which on it says nothing of the place."""

THIN_PER_HOUR = 8.0
"""Fewer fixes than this in an hour are thin data."""

GAP_S = 15 * 60.0
"""A silence longer than this within the time claimed makes the data "gap", seconds."""

SLOPES = (0.5, 1.3)
"""A calibration with a slope outside means that the engine is wrong, so it is refused."""

MOST_CAP = 1000.0
"""No likelihood ratio above this is reported however many claims were validated."""

LEAST_CLAIMS = 300
"""So many validated claims of each class a regime needs before its own cap counts."""

UNDECIDED = 0.9
"""The strength of every "cannot tell" is held within this, log10, and so is one that no map can be trusted with: below what
decides."""

SAME_PLACE_M = 250.0
"""Two accounts of one place may differ by this, metres: a six-figure grid reference lies up to 71 m off, the middle of a postcode
some more."""

STEP_S = 60.0
"""A visit shorter than two such steps of the model is too short to be weighed, seconds."""

SEEN = 0.5
"""Less of what there is to know than this and it is the silence, not weakness, that leaves a claim open."""

ON_THE_WAY_M = 100.0
"""Two fixes in a row farther apart, their errors allowed, are part of a journey, metres."""

TOWN_MS = 20.0
"""Faster than traffic in a town goes for minutes, slower than what is possible at all, m/s: nobody turns round again
and again at it."""

TURNS = 0.05
"""Signs of strengths closer to 0 than this are not told apart, log10."""

MOST_ERROR = 20.0
"""No larger factor on the errors is tried for where an answer turns."""

MOST_SPEED = 20.0
"""No larger factor on the highest speed is tried for where an answer turns."""

SLOW_MS = 2.0
"""The slowest cap tried for where an answer turns, m/s: a brisk walk."""

MARGINS_M = (0.0, 25.0, 50.0, 100.0, 250.0, 500.0)
"""Added around the place to say how finely the fixes can tell, metres."""

EVEN = 0.05
"""A strength closer to 0 than this speaks for neither statement, log10: about 12 %."""

BASE_RATE_SEEN = 0.5
"""Share of an earlier window that must be seen to be counted."""

BASE_RATE_DAYS = 60
"""Earlier windows are counted so many days back."""

CORNERS = 128
"""Corners of a circle drawn as a polygon."""

MOST_RADIUS_M = 1_000_000.0
"""A wider circle says nothing of where somebody was, and no map is flat over it."""

MOST_MINUTES = 527_040.0
"""A year: nobody's times are further off, and no stay of a claim is longer."""

SHAPE_EDGE_M = 5.0
"""How well a polygon's edge is drawn where its table does not say, metres."""

LIKELY_IN = 0.5
"""Fixes with at least this chance of lying inside make a run of presence."""

HARDLY_IN = 0.15
"""A run of presence ends at a fix with less than this chance of lying inside."""

NOT_IN = 0.02
"""Fixes with less than this chance of lying inside are never part of a run of presence."""

RETURNED_FIXES = 3.0
"""Independent fixes asked of a run that lies between fixes at one and the same spot."""

DEEPEST_SIGMAS = 4.0
"""No fix counts for more sigmas than this in the mean depth."""

BRACKET_S = 15 * 60.0
"""A fix is held against those before and after it at most so far apart, seconds."""

DETOUR_M = 300.0
"""A detour beyond all errors contradicts the neighbours from this on, metres; less may be a slip of a receiver."""

LEAST_DETOURS = 3
"""So many detours contradict each other; one or two are wild fixes."""

DETOUR_SHARE = 0.25
"""At least this share of the fixes asked about must be detours."""

AWAY_SHARE = 0.5
"""A piece that is away once, and reached by nothing, must hold so much of the fixes asked about."""

ROUGH = 1.0
"""Larger cells may change a strength by so much, log10; 0.65 was the most seen."""

ROUGH_ANSWER = 0.3
"""The same where only "about so many times less exact" is to be said, log10."""

FAR_M = 20_000.0
"""Where a place is excluded and farther than this from every fix, no path is tried, metres."""

FLOOR = 1e-9
"""The fixes are never said to have made anything less probable than by this factor: the passes leave out about as much."""

TRUST_M = 50.0
"""A satellite fix may steer the pruning of paths if its error is at most this, metres."""

MOST_SLACK = 5
"""The time claimed is moved by at most so many steps either way, evenly spread over its slack."""

REACH_CELLS = 1.5
"""How near the edge a spot must lie for the grid to be laid around it, cells."""

HABIT_SMOOTH_M = 60.0
"""How far around its fixes a habit is spread, metres."""

HABIT_GRAVITY_M = 2000.0
"""How fast the invitation of places unknown falls with distance, metres."""

HABIT_DAYS = 14
"""From so many days on a habit counts in full."""

HABIT_BACKGROUND = 0.05
"""At least so much of a start is anywhere."""

HABIT_CREDIT_MINUTES = 10.0
"""No fix stands for more minutes of a habit than this on either side."""

HABIT_HOUR_MINUTES = 60.0
"""Fixes this near the hour of the day count in full."""

HABIT_OTHER_HOUR = 0.1
"""Weight of fixes at other hours."""

HABIT_WEEKDAYS = (1.0, 0.5, 0.25)
"""Weight of the same weekday, of other days alike (working days, weekends), and of the rest."""

HABIT_MOVING = 0.05
"""Share of starts on foot, and of starts in a vehicle."""

DROP_SHARE = 1e-8
"""Chance that may be dropped at the rim of the active window at each step; answers move by about as much."""

THROUGHOUT_DROP = 1e-3
"""Part of DROP_SHARE which presence throughout may drop, as its chance can be a small one."""

SEED = 20_260_303
"""Paths are drawn with this seed unless told otherwise, so that the same data give the same picture."""

LEAST_SHARE = 0.02
"""Minutes, arrival and departure are told only where at least this share of the drawn paths came."""

PATHS = 500
"""So many paths are drawn."""

PATHS_SHOWN = 100
"""So many of them are shown."""

KNOWN_SHARE = 0.9
"""Share of the paths that must lie in the region whose size tells what is known."""

KNOWN_BIN_M = 25.0
"""Squares in which that size is counted, metres."""

SPOT_FIXES = 3
"""Fixes that make a spot at rest."""

SPOT_SHARP_M = 50.0
"""Coarser fixes place no spot, metres."""

SPOT_NEAR_S = 600.0
"""A spot counts if seen this near the time claimed, seconds; no fix stands for longer on either side."""

SPOT_SURE = 1e-3
"""A chance of lying inside nearer than this to 0 or 1 is taken as that."""

CELL_M = (10.0, 40.0)
"""Finest and coarsest cell that the size of the region may ask for, metres."""

MARGIN_M = 1500.0
"""Room left around the fixes and the region, metres: nearly two minutes' drive."""

MAX_CELLS = 40_000
"""Cells grow when the area would need more of them than this; long claims get fewer."""

ATTRACTION = (0.15, 6.0)
"""How much less or more than average a place may invite a stop."""

FACTOR = 4
"""Cells of the fine grid to each side of a coarse one."""

PRUNED_CELLS = 64
"""Smaller grids are not pruned, cells a side."""

PRUNED_DROP = 0.01
"""Part of DROP_SHARE that the coarse look may drop."""


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


UNPROVEN = (Setting("the clock 60 min earlier", clock_s=-3600.0), Setting("the clock 60 min later", clock_s=3600.0))
"""Tried where nothing proves the zone of the times: summer time taken for UTC, or UTC for it, is the commonest slip of all."""


def settings(*, clock_s: float = CLOCK_S, repeated_hour: bool = False, returns: bool = False) -> tuple[Setting, ...]:
    """List the settings over which an answer must stand, the assumed one first."""
    # Error x 0.67 and 1.5, lasting error x 0.5 and 2, clock at both bounds, speed x 0.8 and 1.25.
    clock = (Setting(f"clock {clock_s:g} s early", clock_s=-clock_s), Setting(f"clock {clock_s:g} s late", clock_s=clock_s))
    speed = (Setting("speed x 0.8", cap_scale=0.8), Setting("speed x 1.25", cap_scale=1.25))
    hour = (Setting("other pass: 60 min early", clock_s=-3600.0), Setting("other pass: 60 min late", clock_s=3600.0))
    return (*SUPPORTING, *clock, *speed, *(hour if repeated_hour else ()), *(RETURNS if returns else ()))


def thresholds() -> dict[str, Any]:
    """Give every threshold of this room by its name, as an answer records them."""
    numbers = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    return {name.lower(): list(v) if isinstance(v, tuple) else v for name, v in numbers.items() if not _is_settings(v)}


def _is_settings(value: object) -> bool:
    """Say whether a name holds settings, which the table of sensitivity lists, and no threshold."""
    return isinstance(value, tuple) and isinstance(value[0], Setting)
