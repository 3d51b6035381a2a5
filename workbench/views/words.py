"""The fixed words of every picture and of the crime board, in one place."""

from __future__ import annotations

from typing import Any

__all__ = [
    "ANSWERS",
    "APPROACH_LEVELS",
    "BOARD_EMPTY",
    "BOARD_NOTE",
    "DISCLAIMER",
    "EARLIER",
    "EMPTY",
    "FADING",
    "GAP_KIND_WORDS",
    "LAYERS",
    "MARGINS",
    "MATRIX",
    "METHOD_WORDS",
    "NOT_SHOWN",
    "STILL",
    "STRENGTH_MISSING",
    "UNKNOWN_MARKS",
]

DISCLAIMER = "The tag reported; it does not say who carried it or what was done. Gaps are gaps."

NOT_SHOWN = (
    "A line joins two fixes; it is not the route that was taken. A fix is the middle of a circle, not a point on a doorstep. "
    "Where the tag was silent nothing is known but how far a person could have gone and come back. "
    "A person decides; nothing here scores anyone."
)

STRENGTH_MISSING = "Strength was not computed: this answer rests on what the fixes make certain or impossible."

LAYERS = {
    "base": "Streets, river, rail",
    "zones": "Zones",
    "journeys": "Possible journeys",
    "rings": "Accuracy rings",
    "trail": "Trail",
    "gaps": "Gaps",
    "points": "Fixes",
    "arrows": "Direction arrows",
    "stays": "Stays",
    "labels": "Words on the map",
}
"""Layers a person can switch, in drawing order."""

METHOD_WORDS = {
    "gnss": "satellites (GNSS)",
    "wifi": "Wi-Fi",
    "cell": "phone mast",
    "beacon": "home beacon",
    "unknown": "not stated",
}

STILL = {
    "note": "A still picture of this output. Run the cell to look closer.",
    "left_out": "It leaves {n:,} lines and dots away.",
}
"""What stands over a still picture."""

EARLIER = {
    "statement": "Answer to an earlier statement: the form says something else now. Press Check for an answer to it.",
    "wearer": "Answer to an earlier statement, about another wearer than the one on the screen.",
    "window": "Answer to an earlier statement: another window is on the screen now.",
}
"""Why an answer that is shown is not one to what is on the screen."""

GAP_KIND_WORDS = {
    "short": "short",
    "indoor": "likely indoors",
    "transit": "on the move",
    "power": "tag off or flat",
    "unexplained": "unexplained",
}

APPROACH_LEVELS = {
    "near": "near, not inside",
    "possible": "possibly inside",
    "probable": "probably inside",
    "established": "inside",
}

EMPTY = {
    "points": "No fix in this window. Widen it on the timeline, or press All. No fix is not proof of absence.",
    "stays": "No stay in this window: the tag did not report staying within 100 m for 5 minutes. Silence can hide one.",
    "gaps": "No silence of 5 minutes or more in this window.",
    "approaches": "No approach in this window: no fix came within 250 m of a zone. Silence can hide one.",
    "zones": "No zones are loaded. Give zones= to wb.show, for example zones=wb.read_zones('zones.geojson').",
    "map": "Nothing to draw yet. Load fixes with wb.read_tracks('file.csv') and give them to wb.show.",
}


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

UNKNOWN_MARKS = {
    "gap": ("?s", "a silence of the tag leaves the time to come there"),
    "between": ("?b", "the tag could have come there between two fixes"),
    "coarse": ("?c", "only positions too coarse for this place"),
    "near": ("?n", "too near to be told from the place"),
    "too_brief": ("?t", "there or passing, but no stay as long as asked"),
    "no_data": ("?0", "the tag reported nothing then"),
    "not_run": ("?…", "not searched, the search was interrupted"),
    "inconsistent": ("?!", "the positions contradict each other: no journey joins them"),
    "rule_silent": ("?", "the rule says nothing of those it does not match"),
}
"""The sign and the words of each reason for which nobody can tell."""

MATRIX: dict[str, Any] = {
    "signs": {"hit": "●", "excluded": "×", "unknown": "?", "not monitored": "∅"},
    "words": {
        "hit": "match, {words} (strength {strength:.1f})",
        "excluded": "excluded, as far as the tag reported",
        "unknown": "cannot tell: {reason}",
        "not monitored": "not compared, the tag was not worn then",
    },
    "unweighed": "match, its strength is not worked out",
    "legend": [
        (
            "hit",
            "● 1.4",
            "match, with its strength as a power of ten: 1 is 10 times, 2 is 100 times; … none worked out; filled from 1",
        ),
        ("excluded", "×", "excluded, as far as the tag reported"),
        ("not monitored", "∅", "the tag was not worn then"),
    ],
    "caption": "Wearers {a:,} to {b:,} of {rows:,} with a match, the rarest first; crimes {c:,} to {d:,} of the {columns:,} that "
    "one of them matches, by time. Not shown: {without:,} wearers without a match and {apart:,} other crimes.",
    "every": "Wearers {a:,} to {b:,} of {rows:,}, the rarest series first; crimes {c:,} to {d:,} of {columns:,}, by time.",
    "none": "None of {wearers:,} wearers matches any of {crimes:,} crimes.",
    "matched": "matches",
    "expected": "by chance",
    "anyone": "anyone",
    "more": "{more} not in these columns",
    "matched_help": "how many match",
    "expected_help": "how many would match by chance alone, from the same search on other days",
    "anyone_help": "the share of other days on which anybody's number of matches stands out as much: it allows for having "
    "looked at everybody, and small shares speak for a series",
    "note": "A match says that the tag was near, not who carried it. Strengths along a row are never multiplied: they may rest "
    "on one routine.",
}
"""Signs and sentences of the square of wearers and crimes."""
