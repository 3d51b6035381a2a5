"""All sentences of this room, in one place. "The tag reported", never more than that."""

from __future__ import annotations

from workbench.evidence import phrase

__all__ = ["DIFFERENT", "ELIMINATION", "NOTE", "PAIR", "SUMMARY", "UNKNOWN", "strength_words"]

NOTE = (
    "A match says that the tag was near, not who carried it, nor what anybody did; others may have been there without a tag. "
    "An exclusion holds for the tag at the speeds stated."
)

UNKNOWN = {
    "not_run": "the search was interrupted before this crime",
    "no_data": "the tag reported nothing in that time and 45 minutes around it",
    "too_brief": "the tag reported positions there, or on the way through, but no stay as long as asked",
    "near": "the tag reported positions so near that they cannot be told from the place",
    "coarse": "the tag reported only positions by networks, too coarse for this place",
    "gap": "a silence of the tag leaves the time to come there",
    "between": "the tag could have come there between two fixes at most five minutes apart, at the speed given",
    "inconsistent": "the positions around that time contradict each other: no journey joins them, as if two tags had reported",
    "rule_silent": "the rule of the 100 m circle keeps matches only and says nothing of the others",
}

PAIR = {
    "hit": "the tag reported {n_fixes} fixes within {radius_m:g} m in that time, {minutes_inside:.0f} min in all.",
    "excluded": "at the speeds allowed the tag cannot have come nearer than {nearest_possible_m:,.0f} m; it reported {n_fixes} "
    "fixes in that time.",
    "unknown": "{why}.",
}

SUMMARY = {
    "title": "{hits:,} of {comparisons:,} comparisons match; chance alone would give about {expected}",
    "crimes": "{crimes:,} crimes and {wearers:,} wearers; {absent:,} pairs left out, where the tag was not worn then",
    "lists": "{hits:,} match, {excluded:,} excluded, {unknown:,} unknown: every comparison is in one list",
    "chance": "expected by chance {expected}, from the same search on {days} other days, which gives {mean:,.1f} on average and "
    "{low:.0f} to {high:.0f} on single days",
    "share": "about {share:.0%} of the matches are expected to be chance",
    "no_chance": "not known: no other day to compare with",
    "rule": "within {radius:g} m for {minutes:g} min and more; excluded at up to {seen:g} km/h between fixes five minutes apart "
    "at most, {cap:g} km/h across silences",
    "circle": "two points and more within 100 m between the two times of the crime: the national rule, without any strength",
    "left": "{left:,} of {hits:,} matches have no strength yet; go on with resume=",
    "stopped": "interrupted: {left:,} of {crimes:,} crimes were not searched; go on with resume=",
    "old": "older versions of crimes left out: {old:,}",
}

ELIMINATION = {
    "head": "Crime {crime}: {kind}, {span}, within {radius:g} m of {lat:.5f}, {lon:.5f} ({error:g} m uncertain each way).",
    "asked": "Of {asked} compared, {excluded} could not have come there as far as their tags reported, {hits} {verb}, and for "
    "{unknown} the positions do not say.",
    "one": "{wearer}: the tag reported {fixes} in that time; {coverage:.0%} of it lies between fixes at most five minutes apart. "
    "The nearest it could have come is {nearest}; to come within {radius:g} m it would have needed {kmh:,.0f} km/h "
    "between two of them.",
    "none": "No wearer can be excluded for this crime.",
    "limits": "Allowed were {seen:g} km/h between fixes at most five minutes apart (more where the fixes themselves show more) "
    "and {cap:g} km/h across silences, in a straight line, with errors that one position in a thousand exceeds.",
    "note": "This speaks of tags, not of people: it holds if the tag was worn.",
}

DIFFERENT = {
    "excluded": "{n} within 100 m, but the tag could not have come within {radius:g} m: the positions that say so are too coarse",
    "coarse": "{n} within 100 m, but they are positions by networks, with circles of up to {most:.0f} m",
    "between_radii": "it came within {closest:.0f} m, which is inside 100 m but not inside {radius:g} m",
    "too_brief": "{n} within 100 m, but a stay of {stay:.1f} min within {radius:g} m, not of {minutes:g}",
    "fewer_points": "a stay of {stay:.1f} min within {radius:g} m, though only {n} within 100 m: the tag reported every "
    "{wait:.0f} min",
    "other": "{n} within 100 m, a stay of {stay:.1f} min within {radius:g} m",
}


def strength_words(log10_lr: float) -> str:
    """Write a strength with the side it supports."""
    # Source: the scale of :func:`workbench.evidence.explain.words.scale`.
    return phrase(log10_lr)
