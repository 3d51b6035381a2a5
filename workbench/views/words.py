"""The fixed sentences of every picture, in one place."""

from __future__ import annotations

__all__ = ["APPROACH_LEVELS", "DISCLAIMER", "EMPTY", "GAP_KIND_WORDS", "LAYERS", "METHOD_WORDS", "NOT_SHOWN", "STRENGTH_MISSING"]

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
