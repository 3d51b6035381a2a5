"""The fixed words of the crime board."""

from __future__ import annotations

from typing import Any

__all__ = ["ANSWERS", "BOARD_EMPTY", "BOARD_NOTE", "FADING", "MARGINS", "MATRIX", "UNKNOWN_MARKS"]

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
        ("hit", "● 1.4", "match, with its strength in decades: 1 is a likelihood ratio of 10, … none worked out; filled from 1"),
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
