"""Every threshold of this room, with where it comes from; the verbs take them from here."""

from __future__ import annotations

# Stays
STAY_LEAVE = 4
"""So many fixes in a row outside end a stay: fewer can be a burst of bad reception."""
STAY_NEAR_M, STAY_SOON_MINUTES = 50.0, 10.0
"""Two stays whose centres (their own errors allowed) and times are closer than this are one."""
STAY_EXCURSION = 3.0
"""Unless the tag was, between them, this many diameters from the centre for `STAY_LEAVE` fixes in a row."""
STAY_CROSSING_MS = 1.0
"""A stay lasts longer than a walk at this pace across it: else it may be a journey seen through wide circles."""
STAY_SILENCE_MINUTES = (15.0, 60.0)
"""A stay ends at a silence of three usual intervals, but never under the first nor over the second."""

# Stays that bad reception has cut
REPAIR_BURST = 5
"""So many fixes in a row may all be wrong together: the longest burst of bad reception that is reckoned with."""
REPAIR_ASTRAY_TOLD = 6.0
"""Nor said more than so many things anew: eight satellite fixes in 28 minutes at another place (6.4) are a stay there, however
steadily the tag reported; a network that misleads for an hour says two."""
REPAIR_PAUSE_MINUTES = 30.0
"""Two stays at one place with nothing but such a burst between them are one, if it took less than this."""
REPAIR_LIVELIER = 1.5
"""A tag reports more often on the move if the waits between fixes at rest are this much longer."""
REPAIR_PATIENT = (0.6, 1.5)
"""A wait between these shares of the usual wait at rest is a wait at rest."""
REPAIR_ASTRAY_MINUTES = 60.0
"""Fixes that were all wrong together did not go on for longer than this."""
REPAIR_ROUND = 2.5
"""A stay's ends lie within this many times the median distance of its fixes from its centre."""
REPAIR_CLOSEST_M = 15.0
"""But fixes this close to the centre always belong to it, metres."""

# Journeys inside stays
JOURNEY_FIXES = 3
"""So many fixes in a row that the stay does not explain are a journey, if they do not lie at one spot: one or two may be wild."""

# Gaps
GAP_INDOOR_M = 100.0
"""A silence is likely indoors if it begins and ends this close together and the tag kept that close around it."""
GAP_STILL_MINUTES = 5.0
"""How long before and after a silence is looked at to say whether the tag kept still."""
GAP_TRANSIT_MS = (5.0, 15.0)
"""A silence is likely underground or rail travel if it implies a speed between these."""
GAP_RAIL_M = 300.0
"""Where lines or stations are given, both ends of a silence on rails lie this close to them, metres."""
GAP_FLAT_PERCENT, GAP_CHARGED_PERCENT = 5.0, 20.0
"""A battery at or below the first is nearly flat; one that rose by the second was on the charger."""

# Trips
TRIP_PACE_S = 60.0
"""Distances are taken between fixes at least so far apart in time: between closer ones error outweighs movement, seconds."""
TRIP_SAME_M = 100.0
"""A trip has at least one fix this far from its first; else the tag stayed about and only its error moved."""
TRIP_SILENCE_MINUTES = 5.0
"""From this length on, a silence inside a trip is counted as one."""
TRIP_WALK_MS = 2.5
"""Nobody is taken to walk faster than this for minutes on end."""
TRIP_RAIL_MS, TRIP_RAIL_M, TRIP_RAIL_SHARE = 5.0, 60.0, 0.8
"""A trip is by rail if it is as fast as this and this share of its fixes lie this close to a line."""

# Places
PLACE_AGAIN_MINUTES = 60.0
"""Stays at one place closer in time than this, with no stay elsewhere between them, are one visit."""
PLACE_NIGHT_MINUTES = 120.0
"""A night counts for a place with at least so many minutes there between 22:00 and 06:00."""
PLACE_FLOOR_M = 5.0
"""No stay's centre is taken to be better known than this when centres are averaged, metres."""

# Zones and approaches to them
EDGE_ERROR_M = 5.0
"""How well an edge is taken to be drawn where the table does not say, metres per axis."""
EDGE_TIMES = 2.0
"""A stay whose centre lies within this many standard errors of an edge is on it."""
APPROACH_SILENCE_MINUTES = 5.0
"""From here on the time between two fixes is silence, not presence: the ministry's rule for missing data."""
APPROACH_REACH = 8.0
"""Fixes so many sigmas beyond the ring still take part in the evidence."""
APPROACH_SPLIT_MINUTES = 30.0
"""A silence longer than this inside the ring ends an approach and begins another."""
LEVEL_ENTER = 0.85
"""A fix with at least this chance of lying inside is one that says so."""
LEVEL_ENTER_TWICE = 0.75
"""So do two in a row with at least this chance each. Simulated, two fixes in two minutes 30 m inside: 985 of 1,000 are possible,
979 with the first rule alone; 25 m outside there are 12.2 false possible episodes a week instead of 11.4."""
LEVEL_FLOOR, LEVEL_CEILING = -4.6, 9.2
"""The running log odds begin at 1 to 100 against, and are kept between that and 10,000 to 1 for."""
LEVEL_RENEWAL_SCALE = 0.55
"""Errors are taken to renew themselves after this share of their usual time (165 s for satellite fixes at rest). Simulated,
one fix a minute, 10 m error lasting seven minutes, bursts of up to five wild fixes: a quarter of an hour 30 m inside is
established in 991 of 1,000; 25 m outside an edge there are 0.03 false episodes a week, 50 m outside none in 1,200 days."""
LEVEL_MOST = 4.6
"""No fix by itself says more than 100 to 1, for or against: five wild ones in a row (0.36 each) then stay below the limit."""
LEVEL_ESTABLISHED = 4.6
"""Log odds of 100 to 1."""

# How close a tag really came
CLOSEST_PACES_MS, CLOSEST_SHARES = (2.0, 14.0), (0.6, 0.4)
"""Who moves changes the distance at up to walking or town driving pace, a priori so often."""
CLOSEST_REST_S, CLOSEST_MOVE_S, CLOSEST_AT_REST = 5400.0, 600.0, 0.8
"""How long rest and movement last on average, and how often a course begins at rest."""
CLOSEST_EVERY_S = 15.0
"""Fixes closer together in time than this say little new and are thinned."""
CLOSEST_QUANTILES = (0.05, 0.99)
"""Ends of the interval. The model is simpler than errors that last, so the upper end is taken wide: with these, at
least nine intervals in ten held the truth in each of the simulated courses of the tests."""
CLOSEST_LAST = 1.5
"""A mean over errors that last is worse than their tempered count says: they are taken to last this much longer."""
CLOSEST_GATE, CLOSEST_FINE, CLOSEST_MOST_BINS, CLOSEST_TAIL = 3.0, 2.0, 200, 5.0
"""Fixes of one spot lie within so many sigmas of its mean; bins in a sigma, at most so many; the grid ends so many sigmas out."""

# Drift beside zones
DRIFT_PRONE_PER_WEEK = 0.1
"""A place with more false established episodes a week than this is drift-prone: the zone is the problem, not the person."""
DRIFT_LEAST_NIGHTS = 7
"""With fewer nights no rate is given."""
DRIFT_NIGHT_MINUTES = 240.0
"""A night counts with so many minutes of stays at the place."""
DRIFT_OF_PLACE_M = 60.0
"""A stay belongs to the nearest place if its centre lies within this of it, beyond the place's own radius."""
DRIFT_TIMES = 2.0
"""The place lies on the edge if that is no farther off than so many errors; a bias of more sigmas than this is drift."""
DRIFT_DIRECTIONS = 12
"""Each night is replayed as if the drift had taken so many directions, evenly round the compass: the first is its own."""
DRIFT_LEAVE = 0.15
"""A possible episode is over once a fix has no more than this chance of lying inside."""

# Meetings
MEETING_BRIDGE_MINUTES = 10.0
"""Between two fixes no farther apart in time than this a tag's position is known, the worse the farther it moved."""
MEETING_REST_M2_S = 1.0
"""Least spread of what a tag may do between two fixes, square metres per second and axis."""
MEETING_NETWORKS = ("wifi", "beacon")
"""Positions by these come from transmitters that two tags may share, and with them their error."""
MEETING_LIKELY = 0.5
"""Two tags are in contact in a minute in which they were more likely than not within the distance asked about."""
MEETING_WIDEST = 1.1774100225154747
"""A distance is below one of this many sigmas with a chance of one half at most, however close the reports."""
MEETING_BREAK_MINUTES = 5
"""Contact may pause for so long within one meeting."""
MEETING_AROUND_M = 150.0
"""What lies this close to the place of a meeting counts as that place when it is asked how usual it is, metres."""
MEETING_TRAVEL_M = 500.0
"""Who moves so far in contact travels together, metres."""
MEETING_SHIFT_DAYS = 13
"""By up to so many days, and weeks, one of two tracks is shifted, either way; what leaves the time both span at one end comes
in at the other."""
MEETING_RARE_SHARE = 0.01
"""Where a wearer spends less than this share of the known time, the place is rare for him."""
MEETING_CELL_M = 150.0
"""Side of the cells of the lattice on the ground that tells places apart, metres."""
