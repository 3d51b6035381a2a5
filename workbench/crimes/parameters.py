"""Every threshold of this room, with where it comes from; the search takes them from here."""

from __future__ import annotations

# How near, how long, how fast
SEEN_TIMES = 1.5
"""So many times the speed that the fixes around show may have been reached between two fixes."""
CIRCLE_M = 100.0
"""Radius of the circle, metres."""
CIRCLE_POINTS = 2
"""So many points make a match."""
BORNE_OUT_S = 60 * 60.0
"""A network fix is borne out by trusted fixes at most this long before and after it, seconds."""

# How usual the neighbourhood is
USUAL_NEARBY_M = 300.0
"""A stay this near counts as being in the neighbourhood, metres."""
USUAL_STAY_MINUTES = 10.0
"""So long a stay is more than a walk through it."""
USUAL_DAYS = 3
"""From so many other days on the neighbourhood is usual."""
USUAL_APART_S = 24 * 3600.0
"""Other days begin and end so long before and after the time of the crime, seconds."""

# How much of the time of a crime was spent there
PIECE_S = 2 * 3600.0
"""Of a longer time so much is tried path by path at once: over more the cells would have to be too large to tell 75 m."""
PIECE_STEP_S = 15.0
"""The time is looked at in moments so far apart, seconds, but not in more than the following number of them."""
PIECE_MOST_STEPS = 2400
"""So many moments are looked at at most."""
PIECES = 3
"""So many pieces of a long time are tried at most."""
PIECE_LITTLE = 0.5
"""A piece with fewer moments of being there than this is not tried."""

# How strongly the fixes speak
LIKELY = 0.5
"""Below this chance of the stay a strength never reaches 10, as in the full check."""
PLENTY = 6.0
"""Common logarithm of the ratio, before calibration and cap, of what the fixes alone settle."""
ROUGH = 1.0
"""Larger cells may change the common logarithm of a ratio by so much."""

# What chance gives
CHANCE_GROUPS = (1e-9, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8)
"""Bounds of the groups: the share of other days on which a pair matches."""
CHANCE_MOST = 2.0
"""No match above chance is taken up by more than this."""
