"""What is said of a place where drift may look like a breach: fixed sentences, and the answer that goes with each."""

from __future__ import annotations

__all__ = ["SAID", "SENTENCES"]

SENTENCES = {
    "inside": "The place lies {deep:.0f} m inside {zone} as drawn: being there is no false breach.",
    "few": "{n} of four hours and more at rest {where}; {least} are asked before a rate is given.",
    "prone": (
        "Though the tag lay still, {zone} would be held to be entered {rate:.2g} times in a week spent there ({low:.2g} to "
        "{high:.2g}, from {n} at rest {where}): the zone geometry is the problem, not the person. Its edge runs {away:.0f} m "
        "from the place, and one fix in twenty drifts {wide:.0f} m or more."
    ),
    "single": (
        "Though the tag lay still, {zone} would be held to be entered {rate:.2g} times in a week spent there, but of {n} at rest "
        "{where} that rests on one or two: it may be as rare as never or as frequent as {high:.2g} times."
    ),
    "biased": (
        "The fixes made at this address centre {bias:.0f} m from it, more than twice their own error of {sigma:.0f} m: they say "
        "little of which side of an edge the tag is on."
    ),
    "none": (
        "From {n} at rest {where}, replayed in {ways} directions, {zone} would be held to be entered {rate:.2g} times in a week "
        "spent there; so few nights cannot exclude {high:.2g}. Its edge runs {away:.0f} m from the place, and no fix drifted "
        "more than {most:.0f} m."
    ),
    "edge": " The zone runs through the place as far as can be told.",
}

SAID = {
    "inside": "inside",
    "few": "cannot tell",
    "prone": "drift-prone",
    "single": "cannot tell",
    "biased": "drift-prone",
    "none": "not shown",
}
