"""The fixed words of the crime board."""

from __future__ import annotations

__all__ = ["ANSWERS", "BOARD_EMPTY", "BOARD_NOTE", "FADING", "MARGINS"]

ANSWERS = {"hit": "match", "unknown": "cannot tell", "excluded": "excluded"}
"""What a pair of crime and wearer came to, in the order in which people ask for it."""

FADING = "paler the longer before or after the time of the crime"

BOARD_NOTE = (
    "A match says that the tag was near, not who carried it, nor what anybody did; others may have been there without a tag. "
    "A line joins two fixes; it is not the route that was taken. Where the tag was silent, nothing is drawn but the silence."
)

BOARD_EMPTY = {
    "crime": "No wearer was monitored at the time of this crime, so nobody was compared with it.",
    "wearer": "No crime happened while this wearer was monitored, so nothing was compared.",
    "pick": "Choose a row to see the trail of that time, fix by fix, and what the answer rests on.",
}

MARGINS = (15, 30, 60, 120, 240)
"""Minutes shown before and after the time of a crime."""
