"""The answer to a claim, with everything needed to question it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import pandas as pd

from workbench.base.card import Card
from workbench.evidence.claim import Claim
from workbench.evidence.explain.words import DISCLAIMER, MEASURED, REASONS, TONES
from workbench.time.labels import duration_label

__all__ = ["Interval", "Verdict"]

Interval: TypeAlias = "tuple[Any, Any, Any] | None"


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the fixes of a tag can say about a claim.

    Attributes
    ----------
    answer : {"supported", "contradicted", "cannot tell"}
        Supported where the fixes fit the claim ten times better than every alternative asked for, over all settings;
        contradicted where no journey fits it, or it fits ten times worse than elsewhere and not from silence.
    reason : str
        ``evidence, excluded, no_data, gap, too_fine, too_brief, sensitive, weak``.
    because, what_would_change_it : list of str
        Sentences made from numbers.
    log10_lr, log10_lr_far, log10_lr_near, log10_lr_versus : float
        Strength in decades, calibrated and capped: as reported, then as assumed against each alternative; NaN where none was
        computed or asked for. It is 0 where no fix lies near the time claimed, as data that do not exist say nothing.
    words : str
        Phrase for that strength.
    possibly_sometime, definitely_sometime, possibly_always, definitely_always : bool
        The four logic answers.
    minutes_inside, closest_m, arrival, departure : (median, low, high) or None
        With 90 % intervals over the paths that fit the fixes, within the time as stated; times in UTC. None where no path
        was tried, and for arrival and departure where hardly a path came in.
    longest_gap_minutes, longest_hidden_visit_minutes : float
        The longest silence, and the longest visit that no journey excludes within the time claimed and its tolerance.
    fixes : list of str
        The ids used.
    n_effective : float
        How many independent fixes those within the time claimed amount to.
    base_rate : (int, int)
        On how many of the comparable earlier days the fixes alone, without weighing journeys, would support the same claim.
    sensitivity : pandas.DataFrame
        ``what, log10_lr, answer``, and the strength against each alternative.
    propositions : (str, str)
        The statements compared.
    cap : float
        No likelihood ratio above this is reported.
    parameters, versions : dict
        For the record.
    claim : Claim
        As typed.
    paths : pandas.DataFrame
        ``path, time, lon, lat``: a hundred of the paths that fit the fixes, for a picture; empty where none was tried.
    resolve : callable
        Gives `resolution`.

    Notes
    -----
    Own design.

    Examples
    --------
    See :func:`workbench.check`.
    """

    answer: str
    reason: str
    because: list[str]
    what_would_change_it: list[str]
    propositions: tuple[str, str]
    claim: Claim
    words: str
    possibly_sometime: bool
    definitely_sometime: bool
    possibly_always: bool
    definitely_always: bool
    longest_gap_minutes: float
    longest_hidden_visit_minutes: float
    fixes: list[str]
    n_effective: float
    base_rate: tuple[int, int]
    sensitivity: pd.DataFrame
    cap: float
    log10_lr: float = math.nan
    log10_lr_far: float = math.nan
    log10_lr_near: float = math.nan
    log10_lr_versus: float = math.nan
    minutes_inside: Interval = None
    closest_m: Interval = None
    arrival: Interval = None
    departure: Interval = None
    parameters: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    paths: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    resolve: Callable[[], pd.DataFrame] = pd.DataFrame

    @cached_property
    def resolution(self) -> pd.DataFrame:
        """The answer for the place with 0 to 500 m added around it; worked out when first asked for, which takes seconds."""
        return self.resolve()

    def card(self) -> Card:
        """Show the answer, its reason, what it rests on and what would change it."""
        k, n = self.base_rate
        same = int((self.sensitivity["answer"] == self.answer).sum())
        facts = [
            ("statement", self.propositions[0]),
            ("against", self.propositions[1]),
            ("said by", self.claim.said_by),
            ("in their words", self.claim.text),
            ("reason", f"{self.reason}: {REASONS[self.reason]}"),
            ("strength", _strength(self)),
            ("logic", _logic(self)),
            ("fixes used", f"{len(self.fixes)}, worth {self.n_effective:.1f} independent ones in the time claimed"),
            ("errors measured", _measured(self)),
            ("longest silence", duration_label(self.longest_gap_minutes)),
            ("longest visit not excluded", duration_label(self.longest_hidden_visit_minutes)),
            ("inside", _inside(self)),
            (
                "usual",
                self.parameters.get("usual")
                or (
                    f"on {k} of {n} earlier days with data the fixes alone, no journey weighed, support the claim"
                    if n
                    else "no earlier day with enough data to compare"
                ),
            ),
            ("stands", f"same answer in {same} of {len(self.sensitivity)} settings tried"),
        ]
        warned = [f"Of the measured errors: {s}" for s in self.parameters.get("warnings", ())]
        sentences = [*self.because, *warned, *(f"Would change it: {s}" for s in self.what_would_change_it)]
        shown = [(name, value) for name, value in facts if value]
        return Card(f"Answer: {self.answer}", shown, sentences, tone=TONES[self.answer], note=DISCLAIMER)

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


def _strength(verdict: Verdict) -> str:
    """Write the strength, its words, its parts, and the cap where it bites."""
    if math.isnan(verdict.log10_lr):
        return verdict.words
    values = (verdict.log10_lr_far, verdict.log10_lr_near, verdict.log10_lr_versus)
    named = [(n, v) for n, v in zip(("elsewhere", "nearby", "the other account"), values, strict=True) if not math.isnan(v)]
    parts = "; ".join(f"against {name} {value:+.1f}" for name, value in named)
    bites = any(abs(v) >= math.log10(verdict.cap) - 1e-9 for _, v in named)
    cap = f"; capped at {math.log10(verdict.cap):.1f}, a likelihood ratio of {verdict.cap:.0f}" if bites else ""
    side = " for the opposite" if verdict.log10_lr < 0 else ""
    basis = "; no fix falls into the time claimed, so it rests on how people usually move" if _silent(verdict) else ""
    return f"{verdict.words}{side} ({verdict.log10_lr:+.1f} decades reported; as assumed {parts}{cap}{basis})"


def _silent(verdict: Verdict) -> bool:
    return verdict.parameters.get("regime") == "silent"


def _measured(verdict: Verdict) -> str:
    """Write what was measured of the errors of each method; nothing where the shipped figures are in force."""
    told = verdict.parameters.get("measured", {})
    return "; ".join(MEASURED.format(method=method, **figures) for method, figures in told.items())


def _inside(verdict: Verdict) -> str:
    """Write minutes and distance with their intervals."""
    if verdict.minutes_inside is None or verdict.closest_m is None:
        return ""
    middle, low, high = verdict.minutes_inside
    near, near_low, near_high = verdict.closest_m
    return (
        f"{middle:.0f} min (between {low:.0f} and {high:.0f} in nine of ten paths tried), closest "
        f"{near:.0f} m ({near_low:.0f} to {near_high:.0f})"
    )


def _logic(verdict: Verdict) -> str:
    def level(definitely: bool, possibly: bool) -> str:
        return "certain" if definitely else "possible" if possibly else "impossible"

    some = level(verdict.definitely_sometime, verdict.possibly_sometime)
    return f"there at some time: {some}; there all the time: {level(verdict.definitely_always, verdict.possibly_always)}"
