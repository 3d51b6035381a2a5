"""Strength in words: how many times more probable the fixes are under one statement than under the other."""

from __future__ import annotations

import math

from workbench.evidence.answers import signed
from workbench.evidence.decide import Decision
from workbench.evidence.flips import needed_speed
from workbench.evidence.propositions import statement
from workbench.evidence.question import Question
from workbench.evidence.settings import IMPLAUSIBLE, RING_M
from workbench.evidence.weigh import Weighed
from workbench.evidence.witness import Witnesses
from workbench.evidence.words import STRENGTH, phrase
from workbench.timewords import duration_label

__all__ = ["cap_words", "evidence_words", "factor_words", "ratio_words", "room_words", "turn_words"]

_EVEN = 0.05  # decades: about 12 %


def factor_words(log10_lr: float, cap_log10_lr: float) -> str:
    """Write a likelihood ratio as so many times more or less probable.

    Parameters
    ----------
    log10_lr : float
        Decades.
    cap_log10_lr : float
        Log of the cap: beyond it nothing more is said.

    Returns
    -------
    str
        To one digit below ten, two above.

    Notes
    -----
    Source: own words.

    Examples
    --------
    >>> factor_words(1.62, 2.0), factor_words(-0.5, 2.0), factor_words(2.0, 2.0), factor_words(0.0, 2.0)
    ('about 42 times more probable', 'about 3 times less probable', 'at least 100 times more probable', 'about as probable')
    """
    if abs(log10_lr) < _EVEN:
        return STRENGTH["even"]
    side = "more" if log10_lr > 0 else "less"
    size = abs(log10_lr)
    times = 10.0**size
    digits = max(0, math.floor(size) - 1)
    shown = f"{times:.1f}" if times < 2 else f"{round(times, -digits):,.0f}"
    return STRENGTH[f"most_{side}" if size >= cap_log10_lr - 1e-9 else side].format(times=shown)


def ratio_words(question: Question, weighed: Weighed) -> str:
    """Write how much more probable the fixes are if the claim is true, against each alternative, as assumed.

    Parameters
    ----------
    question : Question
        The claim made definite.
    weighed : Weighed
        How strongly the fixes speak.

    Returns
    -------
    str
        One sentence.

    Notes
    -----
    Source: own words; of a ``never`` claim the alternative is that the tag was there.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision, sample_weighed
    >>> ratio_words(sample_decision()[0], sample_weighed())[:22]
    'The fixes are at least'
    """
    clause = statement(question)
    clause = clause[0].lower() + clause[1:].rstrip(".")
    far = factor_words(signed(question, float(weighed.far[0])), weighed.limit)
    if question.kind == "never":
        return STRENGTH["never"].format(far=far, clause=clause)
    _, near, other = weighed.shown(0)
    more = ""
    if not math.isnan(near):
        name = "near_throughout" if question.kind == "throughout" else "near_visited"
        more += STRENGTH[name].format(factor=factor_words(near, weighed.limit), ring=RING_M)
    if not math.isnan(other):
        more += STRENGTH["versus"].format(factor=factor_words(other, weighed.limit))
    return STRENGTH["ratio"].format(far=far, clause=clause, more=more)


def cap_words(weighed: Weighed) -> str:
    """Say that the cap holds a strength down, where it does.

    Parameters
    ----------
    weighed : Weighed
        How strongly the fixes speak.

    Returns
    -------
    str
        A sentence, or nothing.

    Notes
    -----
    Source: own words.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_weighed
    >>> cap_words(sample_weighed())[:25]
    'No likelihood ratio above'
    """
    bites = bool((abs(weighed.strength[0]) >= weighed.limit - 1e-9).any())
    return STRENGTH["capped"].format(cap=10.0**weighed.limit) if bites else ""


def turn_words(question: Question, decision: Decision, weighed: Weighed) -> str:
    """Say between which settings the sign of a weak strength turns.

    Parameters
    ----------
    question : Question
        The claim made definite.
    decision : Decision
        Its settings are named.
    weighed : Weighed
        How strongly the fixes speak.

    Returns
    -------
    str
        One sentence.

    Notes
    -----
    Source: own words.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision, sample_weighed
    >>> question, _, decision = sample_decision()
    >>> turn_words(question, decision, sample_weighed())[:21]
    'With as assumed they '
    """
    support = [signed(question, float(v)) for v in weighed.support]
    most, least = support.index(max(support)), support.index(min(support))
    return STRENGTH["turns"].format(what=decision.settings[most].what, other=decision.settings[least].what)


def room_words(question: Question, seen: Witnesses, decision: Decision, span: str) -> str:
    """Say where the visit would have had to hide, for how long, and at what speed it would have been reached.

    Parameters
    ----------
    question : Question
        The claim made definite.
    seen : Witnesses
        The usable fixes around it.
    decision : Decision
        Not excluded as assumed.
    span : str
        The time between the fixes that leave most room, in words.

    Returns
    -------
    str
        One sentence.

    Notes
    -----
    Source: own words.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision
    >>> room_words(*sample_decision(place=(1.21, 51.4)), "00:00 to 00:03")[:53]
    'A stay of 2 min would have to lie in 00:00 to 00:03 a'
    """
    kmh = needed_speed(question, seen, decision)
    hidden = duration_label(max(decision.base.hidden_s, 0.0) / 60)
    if kmh is None:
        return STRENGTH["roomy"].format(hidden=hidden, span=span)
    return STRENGTH["needed"].format(dwell=duration_label(question.dwell_s / 60), span=span, kmh=kmh, hidden=hidden)


def evidence_words(
    question: Question, weighed: Weighed, log10_lr: float, room: str | None, settings: int
) -> list[str]:
    """Write why the fixes speak clearly for one of the two statements.

    Parameters
    ----------
    question : Question
        The claim made definite.
    weighed : Weighed
        How strongly the fixes speak.
    log10_lr : float
        As reported, decades.
    room : str or None
        From :func:`room_words`, where a visit is held to be implausible.
    settings : int
        How many settings were tried.

    Returns
    -------
    list of str
        Three sentences at most.

    Notes
    -----
    Source: own words.

    Examples
    --------
    >>> from workbench.evidence.sample import sample_decision, sample_weighed
    >>> evidence_words(sample_decision()[0], sample_weighed(), 2.0, None, 1)[1][:48]
    'On our scale this is moderate support (limited b'
    """
    over = STRENGTH["over"].format(n=settings) if settings > 1 else ""
    side = STRENGTH["opposite"] if log10_lr < 0 else ""
    scale = STRENGTH["scale"].format(words=phrase(log10_lr), side=side, weaker=STRENGTH["weaker"].format(settings=over))
    text = [ratio_words(question, weighed), scale]
    if room is not None:
        implausible = STRENGTH["implausible"].format(cap=10.0**IMPLAUSIBLE) if abs(log10_lr) >= IMPLAUSIBLE - 1e-9 else ""
        return [text[0], room, f"{scale} {implausible}".strip()]
    return [text[0], f"{scale} {cap_words(weighed)}".strip()]
