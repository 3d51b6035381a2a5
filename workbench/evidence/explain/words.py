"""All sentences and phrases of a verdict, in one place. "The tag reported", never more than that."""

from __future__ import annotations

import math

__all__ = [
    "CHANGES",
    "DISCLAIMER",
    "HOME",
    "MEASURED",
    "NOT_COMPUTED",
    "OTHER_SIDE",
    "PROPOSITIONS",
    "REASONS",
    "RESOLUTION",
    "SENTENCES",
    "STRENGTH",
    "TONES",
    "UNUSABLE",
    "phrase",
    "scale",
]

OTHER_SIDE = " for the other statement"

NOT_COMPUTED = "strength not computed"

UNUSABLE = "not checked"

DISCLAIMER = (
    "This says what the tag's positions can carry. It does not say who carried the tag, and it is not a probability that "
    "anybody was there. A contradicted account is not a lie: people misjudge times."
)

_SCALE = (
    (2.0, "no support either way"),
    (10.0, "weak support"),
    (100.0, "moderate support"),
    (1e3, "moderately strong support"),
    (1e4, "strong support"),
    (1e6, "very strong support"),
    (math.inf, "extremely strong support"),
)

TONES = {"supported": "good", "contradicted": "warn", "cannot tell": "none"}

REASONS = {
    "evidence": "the fixes fit one of the two statements clearly better",
    "excluded": "the fixes leave no room for it",
    "no_data": "there is no fix near that time",
    "gap": "a silence could hide it",
    "too_fine": "the place is smaller than the error of the fixes",
    "too_brief": "so short a stay could fall between two fixes",
    "sensitive": "the answer rests on an assumption",
    "weak": "the fixes fit both",
    "inconsistent": "the fixes contradict each other",
    "outside_window": "that time was not loaded",
}

PROPOSITIONS = {
    "visited": "The tag of {wearer} was {place} for at least {dwell} at some time {span}{give}.",
    "passing": "The tag of {wearer} was {place} at some time {span}{give}.",
    "throughout": "The tag of {wearer} was {place} all the time {span}, away for at most {slack} in all{give}.",
    "at": "The tag of {wearer} was {place} {span}{give}.",
    "not_visited": "The tag of {wearer} was never {place} for as long as {dwell} {span}{give}.",
    "not_passing": "The tag of {wearer} was never {place} {span}{give}.",
    "not_throughout": "The tag of {wearer} was not {place} for more than {slack} in all {span}{give}.",
    "not_at": "The tag of {wearer} was not {place} {span}{give}.",
}

SENTENCES = {
    "run": "The tag reported {n} {place}, {span}.",
    "run_part": "The tag reported {of} fixes, {n} of them {place}, {span}.",
    "run_weight": "Errors last, so they count as {n_effective:.1f} independent fixes; that meets the rule, {settings}.",
    "witnessed": "All of the time claimed is witnessed by such fixes, but for {unseen}; {slack} is allowed.",
    "nearest": "The nearest position the tag reported in that time lies {away} from the place, at {when}.",
    "nearest_usable": "The nearest position that carries weight lies {away} from the place, at {when}; {nearer} that {lie} "
    "nearer in that time {be} flagged and left out.",
    "speed": "To fit it in, the tag would have had to travel faster than {kmh:.0f} km/h between fixes; {settings}.",
    "no_journey": "No journey fits it in, however fast; {settings}.",
    "excluded_time": "For at least {absent} of that time the tag cannot have been there; {slack} is allowed.",
    "away_run": "The tag reported {n} outside the place, {span}; {slack} of absence is allowed.",
    "no_fix": "The tag reported no usable fix in the time {span}.",
    "silence": "The tag reported nothing for {length}, {span}.",
    "silence_flagged": "The tag reported nothing that carries weight for {length}, {span}{flagged}.",
    "flagged": "; {n} of that time {be} flagged and left out",
    "devices": "Devices {devices} contradict each other: {n} of {of} fixes, {span}, lie up to {apart} off the way of the other "
    "device at about the same time, so they were not carried together.",
    "torn": "The fixes contradict each other: {n} of {of}, {span}, lie up to {apart} from those before and after them, and no "
    "journey joins them.",
    "not_loaded": "Only the time from {first} to {last} was loaded; what the tag reported outside it is not known here.",
    "not_loaded_before": "Only the time from {edge} on was loaded; what the tag reported before it is not known here.",
    "not_loaded_after": "Only the time up to {edge} was loaded; what the tag reported after it is not known here.",
    "partly_loaded": "{out} of the time claimed was not loaded, only {span}; what the tag reported else is not known here.",
    "doubt": "The load questions these fixes: {words}{more}.",
    "unwatched": "For {length}, {span}, no fix says where it was; a shorter absence within that time would not show.",
    "bridged": "No fix falls into the time claimed: it rests on those before and after a silence of {length}, {span}; so no more "
    "than {cap:.0f} to 1 is reported.",
    "coarse": "For {length}, {span}, the tag reported only {n}, too coarse for this place to say anything.",
    "hidden": "A visit of up to {hidden} would fit between the fixes without breaking the limit of {kmh:.0f} km/h.",
    "not_hidden": "The fixes before and after would not leave the time for it.",
    "unseen": "{unseen} of the time claimed is not witnessed by fixes certain to lie inside; {slack} is allowed.",
    "too_fine": "The place covers {area:,.0f} m2; the typical fix is uncertain by {sigma:.0f} m each way.",
    "brief_run": "Fixes certain to lie inside span only {visit}; {dwell} is claimed.",
    "brief_pass": "The tag reported {n} {place} in that time, but at most {hidden} fit between the others; {dwell} is claimed.",
    "brief_wait": "The fixes all lie outside, but a stay as short as {dwell} could fall between two of them.",
    "mixed": "{inside} of {total} usable fixes in that time lie more likely inside than outside; not enough to be certain.",
    "in_run": "Yet the tag reported fixes in the place, {span}, between fixes at one other spot: one error, or a short visit.",
    "sensitive": "As assumed the answer is '{answer}', but with {what} it is '{other}'.",
    "split": "With {what} the answer is '{answer}', with {other_what} it is '{other}'.",
    "measured": "How exact the fixes are was measured at known places; it is not taken from the shipped figures.",
    "versus": "The other account taken by itself is '{answer}' ({reason}).",
}

STRENGTH = {
    "ratio": "The fixes are {far} if {clause} than if it was elsewhere as usual{more}.",
    "never": "The fixes are {far} if {clause} than if it was there as usual.",
    "near_visited": ", and {factor} than if it only came within {ring:.0f} m",
    "near_throughout": ", and {factor} than if it only stayed within {ring:.0f} m or was there for part of the time",
    "versus": ", and {factor} than if the other account holds",
    "more": "about {times} times more probable",
    "less": "about {times} times less probable",
    "most_more": "at least {times} times more probable",
    "most_less": "at least {times} times less probable",
    "even": "about as probable",
    "scale": "On our scale this is {words}{weaker}. It is not the probability that the tag was there.",
    "weaker": " (limited by the weakest of these figures{settings})",
    "over": " over {n} settings",
    "capped": "No likelihood ratio above {cap:.0f} is reported: that is what validation allows so far.",
    "implausible": "It rests on what is plausible, not on what is possible, so no more than 1 to {cap:.0f} is reported.",
    "needed": "A stay of {dwell} would have to lie in {span} and be reached at {kmh:.0f} km/h; at most {hidden} would fit.",
    "roomy": "A stay of up to {hidden} would fit into {span}.",
    "unlikely": "Yet fewer than half of the journeys tried that fit the fixes fulfil it, so it is not called supported.",
    "turns": "With {what} they speak for it, with {other} against it, both weakly.",
}

MEASURED = (
    "{method}: {inside:.0%} of {n:,} circles held the truth (95 % range {low:.0%} to {high:.0%}; {claimed:.0%} was claimed), so "
    "errors are taken {k:.2f} times as wide as claimed and to last {tau_s:.0f} s"
)

RESOLUTION = {
    "own": "For the place as claimed: {answer}",
    "radius": "within {radius:.0f} m: {answer}",
    "margin": "with {margin:.0f} m around it: {answer}",
}

CHANGES = {
    "error": "It would become '{other}' if the fixes were {factor:.1f} times less exact than assumed.",
    "error_far": "Fixes {factor:.0f} times less exact than assumed would not change it.",
    "speed": "It would no longer be excluded if the tag could travel faster than {kmh:.0f} km/h between fixes.",
    "fix": "A fix of the tag with a small circle in the time {span}.",
    "other_source": "Another source for that time, such as a camera or a phone.",
    "radius": "At a radius of {radius:.0f} m around the same place the claim would be supported.",
    "margin": "With {margin:.0f} m added around the place the claim would be supported.",
    "longer": "A claim of a stay longer than {minutes} would be contradicted.",
    "shorter": "A claim of a stay of at most {minutes} would be supported.",
    "known_error": "Reference fixes of this tag at known places, which would settle how exact it is.",
    "clock": "The offset of the clocks, measured.",
    "speed_known": "The way of travel, if known: it settles what speed is possible.",
    "dense": "More fixes, or fixes with smaller circles, in the time claimed.",
    "one_device": "The fixes of one device alone, once it is known which was worn: load them with device=.",
    "load_more": "The fixes of the time claimed, if it may be loaded.",
    "zone": "A proof of the zone of these times: the supplier's word, or one event whose time is known.",
    "hour": "The file with times in UTC, which would settle the hour that happens twice.",
}


HOME = {
    "text": "the address on file is where the nights are spent",
    "claim": "On more than half of the nights (22:00 to 06:00) the tag of {wearer} is {place}.",
    "opposite_claim": "On at most half of the nights (22:00 to 06:00) the tag of {wearer} is {place}.",
    "none": "No night from 22:00 to 06:00 lies wholly within the data.",
    "counts": (
        "Of {every}, the tag spent {there} {place} and {elsewhere} elsewhere; {untold} cannot be told, and in {silent} it "
        "reported nothing. These count for neither side."
    ),
    "few": "{told} can be told; {least} nights are asked, and half of all.",
    "wider": "With all within {radius:.0f} m of it for the address, the answer would be '{answer}'.",
    "share": (
        "That is {share:.0%} of the nights that can be told (95 % range {low:.0%} to {high:.0%}). One night is much like the "
        "next, so they count as {independent:.1f} independent ones; on our scale this is {words}."
    ),
    "sensitive": "As assumed the answer is '{answer}', but with {what} it is '{other}'.",
    "moved": "The last night {kind} was that of {night}; each one after it that can be told was {last}.",
    "there": "at the address",
    "elsewhere": "elsewhere",
    "usual": "at the address on {there} of {told} nights that can be told",
    "further": "It would no longer be '{answer}' after {n} {kind} beyond these.",
    "work": "Their hours of work: who works at night is elsewhere then, and lives at the address all the same.",
    "more": "More nights with fixes that can tell the address from its surroundings.",
    "other_source": "Another source for the nights, such as a home unit or a visit.",
}


def scale() -> list[tuple[float, str]]:
    """Give the verbal scale: the likelihood ratio up to which each phrase holds."""
    # Source: bands as in the ENFSI guideline's example table and the UK AFSP scale.
    return list(_SCALE)


def phrase(log10_lr: float) -> str:
    """Give the phrase of the scale for a strength, with its direction: it stands alone in tables.

    Parameters
    ----------
    log10_lr : float
        Log to base 10 of the likelihood ratio; NaN where none was computed.
    """
    # Source: see :func:`scale`.
    if math.isnan(log10_lr):
        return NOT_COMPUTED
    ratio = 10.0 ** abs(log10_lr)
    words = next((words for limit, words in _SCALE if ratio <= limit * (1 + 1e-9)), _SCALE[-1][1])
    return f"{words}{OTHER_SIDE}" if log10_lr < 0 and words != _SCALE[0][1] else words
